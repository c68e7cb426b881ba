"""Finds for every mistake the first schedule that notices it, and writes the list of docs/quality.md.

python -m tests.simulation.planting            all of them
python -m tests.simulation.planting NAME ...   these alone; the others keep their seeds
"""

import json
import os
import sys
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from tests.simulation.worlds import MOST_SCHEDULES, first_catching, names

ATTEMPTS = 400
"""Attempts of each schedule in which mistakes are looked for."""
KNOWN = Path(__file__).with_name("planted.json")
PAGE = Path(__file__).parents[2] / "docs" / "quality.md"
BEGIN, END = "<!-- planted: begin -->", "<!-- planted: end -->"


def find(name: str) -> tuple[str, int | None, str]:
    """Return the seed that notices a mistake, and what it says."""
    result = first_catching(name, ATTEMPTS, most=int(os.environ.get("MOST", MOST_SCHEDULES)))
    if result is None:
        return name, None, ""
    found = result.violations[0]
    return name, result.seed, f"{found.invariant}: {found.sentence}"


def main() -> None:
    """Look for all mistakes, or those that are named, and write both files."""
    known = json.loads(KNOWN.read_text("utf-8")) if KNOWN.exists() else {}
    wanted = sys.argv[1:] or names()
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        for name, seed, sentence in pool.map(find, wanted):
            print(f"{name}: {seed} {sentence}", flush=True)  # noqa: T201 - a command of developers
            known[name] = [seed, sentence]
            known = {each: known[each] for each in names() if each in known}
            KNOWN.write_text(json.dumps(known, indent=1, ensure_ascii=False) + "\n", "utf-8")
    write_page(known)


def write_page(known: dict[str, list[object]]) -> None:
    """Write the table between its markers."""
    caught = [name for name, (seed, _) in known.items() if seed is not None]
    lines = [
        f"{len(caught)} of {len(known)} are noticed within {MOST_SCHEDULES:,} schedules of {ATTEMPTS} attempts.",
        "",
        "| mistake | first schedule | what is noticed first |",
        "|---|---|---|",
        *(f"| `{name}` | {'none' if seed is None else seed} | {said} |" for name, (seed, said) in known.items()),
    ]
    page = PAGE.read_text("utf-8")
    before, _, rest = page.partition(BEGIN)
    _, _, after = rest.partition(END)
    PAGE.write_text(f"{before}{BEGIN}\n" + "\n".join(lines) + f"\n{END}{after}", "utf-8")


if __name__ == "__main__":
    main()
