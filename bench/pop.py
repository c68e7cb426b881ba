"""Measure the screen pop: from the instant a call was joined, at the server, to the frame that shows it in Chromium.

Prints a table and writes build/bench/pop.json. Two agents take calls in two windows while three robots work beside
them: `python -m bench.pop [CALLS]`. Server and browser share one machine and so one clock.
"""

import json
import sys
from datetime import datetime, timedelta
from pathlib import Path
from statistics import quantiles

from playwright.sync_api import sync_playwright

from tests.browser.floor import NEXT_CALL_MS, STANDS, Window, leave_desk, open_chromium, seated, throwaway_floor

CALLS = 40
RESULT = Path("build/bench/pop.json")
NEXT = "count => new Set(window.__ringfence_pops.map(pop => pop.attempt_id)).size > count"


def take_calls(windows: list[Window], calls: int) -> dict[str, str]:
    """Let the agents take calls in turn, each ended by a digit and Enter; return when each call was joined."""
    joined: dict[str, str] = {}
    for number in range(calls):
        window = windows[number % len(windows)]
        window.page.wait_for_function(NEXT, arg=number // len(windows), timeout=NEXT_CALL_MS)
        window.page.wait_for_function(STANDS, arg=window.page.evaluate("performance.now()"))
        call = window.ask("GET", "/agent")["call"]
        joined[call["attempt_id"]] = call["bridged_at"]
        window.page.keyboard.press("4")
        window.page.keyboard.press("Enter")
    return joined


def latencies(window: Window, joined: dict[str, str]) -> list[tuple[float, float]]:
    """Return for each call the ms from joined to first painted, and those of them spent in the browser.

    A case that was painted before the line was joined counts with less than nothing.
    """
    offset = timedelta(seconds=window.served.offset_s)
    first: dict[str, tuple[float, float]] = {}
    for pop in window.page.evaluate("window.__ringfence_pops"):
        if pop["attempt_id"] in joined:
            joined_ms = (datetime.fromisoformat(joined[pop["attempt_id"]]) - offset).timestamp() * 1000
            spent = (pop["painted_at"] - joined_ms, pop["painted_at"] - pop["received_at"])
            first.setdefault(pop["attempt_id"], spent)
    return list(first.values())


def share(values: list[float], percent: int) -> float:
    """Return the value below which so many percent lie."""
    return round(quantiles(values, n=100, method="inclusive")[percent - 1], 1)


def main() -> None:
    """Take the calls and print what they took."""
    calls = int(sys.argv[1]) if sys.argv[1:] else CALLS
    with throwaway_floor(cases=900, morning_minutes=10) as floor, sync_playwright() as playwright:
        browser = open_chromium(playwright)
        with seated(browser, floor, "agent") as one, seated(browser, floor, "agent2") as other:
            for window in (one, other):
                window.come_ready()
            joined = take_calls([one, other], calls)
            measured = [*latencies(one, joined), *latencies(other, joined)]
            for window in (one, other):
                leave_desk(window)
        browser.close()
    whole, browser_only = [pair[0] for pair in measured], [pair[1] for pair in measured]
    result = {
        "calls": len(measured),
        "p50_ms": share(whole, 50),
        "p99_ms": share(whole, 99),
        "max_ms": round(max(whole), 1),
        "browser_p50_ms": share(browser_only, 50),
        "browser_p99_ms": share(browser_only, 99),
    }
    print("  ".join(f"{name:>15}" for name in result))
    print("  ".join(f"{value:>15,}" for value in result.values()))
    RESULT.parent.mkdir(parents=True, exist_ok=True)
    RESULT.write_text(json.dumps(result, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
