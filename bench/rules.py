"""Measure the contact rules: one decision, published cases, who can be called of a million, and a stop at live lines.

Prints a table and writes build/bench/rules.json: `python -m bench.rules`. The bars stand beside the figures.
"""

import json
import sys
import time
from pathlib import Path

from bench._callable import measure_callable
from bench._decisions import measure_decisions
from bench._stops import measure_stop
from config.log import configure_log

RESULT = Path("build/bench/rules.json")
BARS = {
    "permitted_p99_us": 200,
    "refused_p99_us": 200,
    "one_campaign_max_s": 3,
    "all_and_week_max_s": 3,
    "difference_max_s": 3,
    "stop_max_s": 1,
}
"""What each figure may be at most."""


def main() -> None:
    """Measure one part after the other."""
    configure_log("error", "json", sys.stderr)
    result: dict[str, float] = {}
    for part in (measure_decisions, measure_stop, measure_callable):
        began = time.perf_counter()
        result |= part()
        print(f"{part.__name__}: {time.perf_counter() - began:.0f} s", file=sys.stderr)
    for name, value in result.items():
        bar = BARS.get(name)
        print(f"{name:>22}  {value:>14,}" + ("" if bar is None else f"  of at most {bar:,}"))
    RESULT.parent.mkdir(parents=True, exist_ok=True)
    RESULT.write_text(json.dumps(result, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
