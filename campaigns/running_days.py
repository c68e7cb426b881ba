"""Runs model days in processes of their own, which give way to everything else, and waits for them without blocking.

Run as a module it is such a process: work comes in on its standard input, results leave on its standard output. What a
day is and how it goes is in `campaigns.forecast`.
"""

import asyncio
import os
import pickle
import sys
from collections.abc import Callable, Sequence
from typing import Any

from config.virtual_time import real_work

PROCESSES = 2
NICENESS = 5
DEADLINE_S = 120.0
"""Far beyond what any forecast takes; a process that is not done by then is ended."""
Job = Callable[[], Any]
"""A call of a function of a module with its arguments (`functools.partial`), so that it can be sent."""


async def run_apart(jobs: Sequence[Job]) -> list[Any]:
    """Return the results of jobs in their order; being cancelled ends the processes.

    Raises:
        TimeoutError: they were not done by the deadline.
        ChildProcessError: one of them failed; its complaint is on the standard error.
    """
    shares = [jobs[place::PROCESSES] for place in range(PROCESSES)]
    with real_work():
        async with asyncio.timeout(DEADLINE_S), asyncio.TaskGroup() as group:
            running = [group.create_task(_run(share), name=f"model days {place}") for place, share in enumerate(shares)]
    results: list[Any] = [None] * len(jobs)
    for place, task in enumerate(running):
        results[place::PROCESSES] = task.result()
    return results


async def _run(jobs: Sequence[Job]) -> list[Any]:
    if not jobs:
        return []
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", __name__, stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE
    )
    try:
        told, _ = await process.communicate(pickle.dumps(jobs))
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    if process.returncode != 0:
        raise ChildProcessError(f"a process that runs model days ended with {process.returncode}")
    found: list[Any] = pickle.loads(told)  # noqa: S301 - written by our own process
    return found


def main() -> None:
    """Do the jobs that come in, one after the other."""
    os.nice(NICENESS)
    jobs: Sequence[Job] = pickle.load(sys.stdin.buffer)  # noqa: S301 - written by our own process
    pickle.dump([job() for job in jobs], sys.stdout.buffer)


if __name__ == "__main__":
    main()
