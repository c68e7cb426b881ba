"""Takes the pictures of docs/pictures: each panel in light, dark, and on a narrow screen, from one seeded floor.

Run as `python -m tests.browser.pictures [NAME ...]`. The floor is the tests' own with more robots at work.
"""

import sys
from collections.abc import Callable

from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.browser.floor import ROOT, STANDS, Served, Window, leave_desk, open_chromium, seated, throwaway_floor

FOLDER = ROOT / "docs" / "pictures"
LARGEST = 200 * 1024
HEIGHTS_PX = (900, 800, 700, 600)
"""A picture with too many bytes is cut off lower."""
LOOKS = {"light": ((1440, 900), False), "dark": ((1440, 900), True), "360": ((360, 780), False)}
"""Name to size in px and darkness."""
COMPUTED_MS = 60_000
LENDERS_FILE = """Loan ref,Borrower,ZIP,Cell,Overdue,Days late,Remark
NB-4410,Mara Lindqvist,30301,(404) 555-0111,143.50,3,
NB-4411,Otto Brandt,30301,(404) 555-0112,1020.00,9,prefers mornings
NB-4412,Ines Duarte,30301,call me,88.00,12,
"""
Scene = Callable[[Window], None]


def take_a_call(window: Window) -> None:
    """A verified call with a promise typed and a note."""
    page = window.page
    window.come_ready()
    window.wait_for_call()
    page.keyboard.press("v")
    expect(page.get_by_role("button", name="Confirm: right party")).to_be_visible()
    page.keyboard.press("v")
    expect(page.locator(".debt")).to_be_visible()
    page.keyboard.press("p")
    page.keyboard.type("half fri")
    expect(page.locator(".promise-read q")).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.locator(".promise-read")).to_contain_text("Taken")
    page.evaluate("() => scrollTo(0, 0)")


def show_campaigns(window: Window) -> None:
    window.go("/campaigns")


def edit_hours(window: Window) -> None:
    """A campaign whose hours are being changed; who becomes callable stands beside it."""
    window.go("/campaigns")
    window.page.get_by_role("link", name="Find the reason", exact=True).click()
    line = window.page.get_by_label("Hours in one line")
    line.fill("Mon-Fri 8-12,13-20; Sat 9-17; Sun 13-17; Fri 20:30-22; -holidays; -2026-12-24; 2026-12-31 8-12")
    expect(window.page.locator(".callable-sum")).not_to_contain_text("−0 no longer")
    window.page.locator('[data-cell="4-85"]').focus()
    expect(window.page.locator(".layer-bar")).to_be_visible()
    window.page.locator("#when").evaluate("one => one.scrollIntoView()")


def see_the_year(window: Window) -> None:
    """The dates of the same campaign: holidays, single dates, the year, and who becomes callable."""
    edit_hours(window)
    window.page.get_by_role("heading", name="Holidays and single dates").evaluate("one => one.scrollIntoView()")


def forecast_a_day(window: Window) -> None:
    """Tomorrow of one campaign under two settings side by side, and the team for a wanted result."""
    campaigns = window.ask("GET", "/campaigns")["rows"]
    window.go(f"/campaigns/{next(row['id'] for row in campaigns if row['name'] == 'Find the reason')}/forecast")
    page = window.page
    expect(page.locator(".forecast-sums")).to_be_visible(timeout=COMPUTED_MS)
    page.get_by_label("Compare with a second setting").check()
    page.get_by_label("How calls are started").nth(1).select_option("progressive")
    page.get_by_label("Persons to reach").fill("40")
    page.keyboard.press("Enter")
    expect(page.locator(".forecast-chart .line")).to_have_count(6, timeout=COMPUTED_MS)
    page.evaluate("() => scrollTo(0, 0)")


def watch_the_pacing(window: Window) -> None:
    """How a campaign's calls are started: budgets, the last decision in words, and the chart of the hour."""
    window.go("/campaigns")
    window.page.get_by_role("link", name="Find the reason", exact=True).click()
    last = window.page.get_by_role("list", name="The last decision")
    expect(last).to_be_visible()
    last.evaluate("one => one.scrollIntoView({block: 'end'})")


def read_the_health(window: Window) -> None:
    window.go("/health")


def map_a_file(window: Window) -> None:
    """A lender's file, found out and ready to be mapped."""
    window.go("/import")
    file = {"name": "northbank-november.csv", "mimeType": "text/csv", "buffer": LENDERS_FILE.encode()}
    window.page.locator("input[type=file]").set_input_files(file)  # type: ignore[arg-type]
    expect(window.page.locator(".mapping")).to_be_visible()


def show_recorded_calls(window: Window) -> None:
    window.go("/quality")


def review_a_call(window: Window) -> None:
    """The longest talk of the list, with its waves drawn."""
    window.go("/quality?min_s=30")
    window.page.locator("tbody tr a").first.click()
    expect(window.page.locator(".wave-box *").first).to_be_attached()


def show_floor(window: Window) -> None:
    window.go("/floor")
    expect(window.page.locator("tbody tr").first).to_be_visible()


def set_terms(window: Window) -> None:
    """A creditor's terms being set: hours, a limit, a place and a rule that is off by default."""
    window.go("/rules")
    page = window.page
    page.get_by_label("For creditor").select_option(index=1)
    page.get_by_label("Add a place").select_option(label="Massachusetts")
    page.get_by_role("button", name="Set hours").click()
    page.get_by_role("button", name="Add a limit").click()


def read_a_rule(window: Window) -> None:
    window.go("/rules/us.regf.call_cap")


def show_users(window: Window) -> None:
    window.go("/users")


def show_cases(window: Window) -> None:
    window.go("/cases")


def show_a_case(window: Window) -> None:
    """A case with a history: the first on which a promise was made."""
    rows = window.ask("GET", "/cases?limit=200")["rows"]
    order = {"PR01": 0, "PR02": 0, None: 2}
    window.go(f"/cases/{min(rows, key=lambda row: order.get(row['last_disposition'], 1))['id']}")


SCENES: dict[str, tuple[str, Scene]] = {
    "agent": ("agent", take_a_call),
    "manager": ("manager", show_campaigns),
    "campaign": ("manager", edit_hours),
    "dates": ("manager", see_the_year),
    "pacing": ("manager", watch_the_pacing),
    "forecast": ("manager", forecast_a_day),
    "import": ("manager", map_a_file),
    "quality": ("reviewer", show_recorded_calls),
    "review": ("reviewer", review_a_call),
    "floor": ("supervisor", show_floor),
    "rules": ("manager", set_terms),
    "rule": ("auditor", read_a_rule),
    "users": ("administrator", show_users),
    "health": ("administrator", read_the_health),
    "cases": ("manager", show_cases),
    "case": ("manager", show_a_case),
}
"""Name of the picture to who sits there and what they did."""


def main() -> None:
    """Take the pictures named on the command line, or all."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    names = sys.argv[1:] or list(SCENES)
    with throwaway_floor(robots=12, morning_robots=12) as floor, sync_playwright() as playwright:
        browser = open_chromium(playwright)
        for name in names:
            for look in LOOKS:
                size = take(browser, floor, name, look)
                print(f"{name}-{look}.png  {size // 1024} KB")  # noqa: T201 - a command
        browser.close()


def take(browser: Browser, floor: Served, name: str, look: str) -> int:
    """Take one picture and return its size in bytes."""
    login, scene = SCENES[name]
    size, is_dark = LOOKS[look]
    path = FOLDER / f"{name}-{look}.png"
    with seated(browser, floor, login, size=size, dark=is_dark) as window:
        scene(window)
        settle(window.page)
        for height in HEIGHTS_PX:
            clip = {"x": 0, "y": 0, "width": size[0], "height": min(height, size[1])}
            window.page.screenshot(path=path, animations="disabled", caret="hide", clip=clip)  # type: ignore[arg-type]
            if path.stat().st_size < LARGEST:
                break
        if login == "agent":
            leave_desk(window)
        assert window.faults == [], window.faults
    assert path.stat().st_size < LARGEST, f"{path.name} is too large"
    return path.stat().st_size


def settle(page: Page) -> None:
    """Wait until everything is loaded and messages and flashes have had their moment."""
    page.wait_for_load_state("networkidle")
    expect(page.locator("[aria-busy=true]")).to_have_count(0)
    page.wait_for_function(STANDS, arg=page.evaluate("performance.now()") + 600)


if __name__ == "__main__":
    main()
