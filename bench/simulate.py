"""What an attempt under faults costs: processor time with rules, floor, ledger and checkers, on one processor.

Run: python -m bench.simulate [SCHEDULES]
"""

import sys
import time

from campaigns.simulation.results import run_seed
from web.commands.simulate import load_simulated_books

ATTEMPTS = 1_000
GOAL_US = 600.0
"""A million attempts in five minutes on two processors."""


def main() -> None:
    """Run some schedules and print microseconds an attempt."""
    schedules = int(sys.argv[1]) if len(sys.argv) > 1 else 10
    books = load_simulated_books()
    began_s, began_wall_s = time.process_time(), time.perf_counter()
    results = [run_seed(seed, ATTEMPTS, books) for seed in range(1, schedules + 1)]
    spent_s, wall_s = time.process_time() - began_s, time.perf_counter() - began_wall_s
    attempts = sum(result.attempts for result in results)
    print(f"attempts          {attempts:>10,}")
    print(f"violations        {sum(len(result.violations) for result in results):>10,}")
    print(f"us an attempt     {spent_s / attempts * 1e6:>10,.0f}   goal {GOAL_US:,.0f}")
    print(f"wall seconds      {wall_s:>10,.1f}")


if __name__ == "__main__":
    main()
