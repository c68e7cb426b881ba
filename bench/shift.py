"""Measure the simulated shift: how many simulated hours pass in a second, the making of its population apart.

Prints a table and writes build/bench/shift.json: `python -m bench.shift [HOURS]`. One run of a tenth of an hour tells
what starting costs; the rest of the longer run is the shift itself.
"""

import json
import sys
import time
from pathlib import Path

from config.log import configure_log
from web.demo.headless import run_headless

HOURS, START_HOURS = 2.0, 0.1
SEED, CASES = 7, 3000
RESULT = Path("build/bench/shift.json")


def timed(hours: float) -> tuple[float, int]:
    """Run a shift and return the seconds it took and its attempts."""
    began = time.perf_counter()
    report = run_headless(hours=hours, seed=SEED, cases=CASES)
    return time.perf_counter() - began, report["attempts"]


def main() -> None:
    """Measure a short run and a long one."""
    configure_log("error", "json", sys.stderr)
    hours = float(sys.argv[1]) if sys.argv[1:] else HOURS
    start_s, _ = timed(START_HOURS)
    whole_s, attempts = timed(hours)
    shift_s = max(0.001, whole_s - start_s)
    result = {
        "hours": hours,
        "whole_s": round(whole_s, 2),
        "start_s": round(start_s, 2),
        "attempts": attempts,
        "attempts_per_s": round(attempts / shift_s, 1),
        "hours_per_s": round((hours - START_HOURS) / shift_s, 3),
        "times_real_time": round((hours - START_HOURS) * 3600 / shift_s),
    }
    print("  ".join(f"{name:>15}" for name in result))
    print("  ".join(f"{value:>15,}" for value in result.values()))
    RESULT.parent.mkdir(parents=True, exist_ok=True)
    RESULT.write_text(json.dumps(result, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
