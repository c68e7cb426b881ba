"""The window editor: by keyboard alone and obeyed at once; the same week by mouse, line and table; dates of a year."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Seating
from tests.browser.floor import Window, leave_desk
from tests.browser.test_access import findings

pytestmark = [pytest.mark.browser, pytest.mark.timeout(180)]

NAME = "Find the reason"
LINE = "Hours in one line"
MOST_TABS = 60
QUIET_MS = 3000
"""How long a free agent is left without a call to see that none comes; calls come within a second else."""
CALENDAR = """BEGIN:VCALENDAR
BEGIN:VEVENT
DTSTART;VALUE=DATE:20261223
DTEND;VALUE=DATE:20261225
SUMMARY:Stocktaking
END:VEVENT
BEGIN:VEVENT
DTSTART:20261201T090000Z
SUMMARY:Meeting
END:VEVENT
END:VCALENDAR
"""


@pytest.fixture
def window(sit: Seating) -> Iterator[Window]:
    """A manager at the page of a campaign; its windows are put back afterwards."""
    opened = sit("manager")
    page = opened.page
    opened.go("/campaigns")
    page.get_by_role("link", name=NAME, exact=True).click()
    page.wait_for_url(re.compile("/campaigns/.+"))
    expect(page.locator(".callable-sum")).to_be_visible()
    expect(page.locator(".layer-bar")).to_be_visible()
    before = campaign_of(opened)["windows"]
    yield opened
    now = campaign_of(opened)
    opened.ask("PUT", f"/campaigns/{now['id']}", {"version": now["version"], "windows": before})


def campaign_of(window: Window) -> dict[str, Any]:
    rows = window.ask("GET", "/campaigns")["rows"]
    found: dict[str, Any] = window.ask("GET", "/campaigns/" + next(row["id"] for row in rows if row["name"] == NAME))
    return found


def tab_to(page: Page, target: Locator) -> None:
    """Press Tab until the focus is there, as somebody without a mouse does."""
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        if target.evaluate_all("found => found.includes(document.activeElement)"):
            return
    raise AssertionError("no Tab leads there")


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def a_place_with_hours_of_its_own(window: Window) -> tuple[str, str]:
    """Find a state among the cases whose law has hours, and the rule that says so."""
    address = f"/campaigns/{campaign_of(window)['id']}/layers"
    for row in window.ask("GET", address)["places"]:
        for rule in window.ask("GET", f"{address}?place={row['key']}")["layers"][0]["rules"]:
            if row["key"] != "us" and rule["id"].startswith(row["key"]):
                return row["key"], rule["id"]
    raise AssertionError("no state of the cases has hours of its own")


def halt_others(window: Window) -> list[str]:
    """Pause all other campaigns, so that a free agent's call can only come from this one."""
    rows = [row for row in window.ask("GET", "/campaigns")["rows"] if row["name"] != NAME and row["state"] == "running"]
    for row in rows:
        window.ask("POST", f"/campaigns/{row['id']}/pause")
    return [row["id"] for row in rows]


def test_a_window_painted_by_keyboard_alone_is_obeyed_by_the_running_campaign(window: Window, sit: Seating) -> None:
    """Monday is closed by keys, the difference is seen, and saved; a free agent gets no call until it is undone."""
    page, desk = window.page, sit("agent2")
    others = halt_others(window)
    try:
        sentence = page.locator(".callable-sum")
        page.get_by_label(LINE).focus()
        tab_to(page, page.locator("[role=gridcell][tabindex='0']"))
        press(page, "Control+Home", "Shift+End", " ", " ")
        expect(page.locator('[data-cell="0-95"]')).to_be_focused()
        expect(page.locator('[data-cell="0-50"]')).to_have_attribute(
            "aria-label", re.compile("12:30–12:45: closed by the campaign$")
        )
        expect(sentence).to_have_text(re.compile(r"^0 persons callable, against [1-9].* −[1-9]"))
        page.keyboard.press("Control+s")
        expect(page.locator(".toast")).to_contain_text("Saved. It is in force for the next attempt.")
        assert campaign_of(window)["windows"]["mon"] == []
        desk.come_ready()
        desk.wait_for_state("Ready")
        page.wait_for_timeout(QUIET_MS)
        expect(desk.page.locator(".state-word")).to_have_text("Ready")
        page.locator('[data-cell="0-95"]').focus()
        press(page, "Control+z", "Control+z")
        page.get_by_role("button", name="Save", exact=True).click()
        desk.wait_for_call()
        leave_desk(desk)
    finally:
        for campaign_id in others:
            window.ask("POST", f"/campaigns/{campaign_id}/start")


def test_a_cell_names_the_rule_that_closes_it_and_layers_are_switched_off_one_by_one(window: Window) -> None:
    """At six in the morning the law and the house close, each with its source; switched off, they are not drawn."""
    page = window.page
    page.locator('[data-cell="0-24"]').focus()
    told = page.locator(".week-told")
    expect(told).to_contain_text("Mon 06:00–06:15: closed by the campaign, law, the house")
    expect(told).to_contain_text("12 CFR 1006.6(b)(1)(i)")
    page.get_by_role("checkbox", name="Law").uncheck()
    page.get_by_role("checkbox", name="House").uncheck()
    expect(told).to_contain_text("Mon 06:00–06:15: closed by the campaign")
    expect(told).not_to_contain_text("12 CFR")
    page.get_by_role("checkbox", name="Law").check()
    place, rule = a_place_with_hours_of_its_own(window)
    page.get_by_label("Rules of").select_option(place)
    page.get_by_text("Rules behind the layers").click()
    expect(page.locator(".layer-bar li", has_text=rule)).to_be_visible()
    expect(told).to_contain_text("12 CFR 1006.6(b)(1)(i)")


def test_the_mouse_the_keys_the_line_and_the_table_say_the_same(window: Window) -> None:
    """Drawn with the mouse, then by a typed range, then in the table; undo takes it back step by step."""
    page, line = window.page, window.page.get_by_label(LINE)
    line.fill("Fri 22-2; Sun 9-12")
    expect(page.locator('[data-cell="5-3"]')).to_have_attribute(
        "aria-label", re.compile("Sat 00:45–01:00: open by the campaign")
    )
    page.locator('[data-cell="5-3"]').focus()
    expect(page.locator(".week-told")).to_contain_text("belongs to Fri 22:00–02:00")
    page.locator('[data-cell="1-36"]').hover()
    page.mouse.down()
    page.locator('[data-cell="2-43"]').hover()
    page.mouse.up()
    expect(line).to_have_value("Tue-Wed 9-11; Fri 22-2; Sun 9-12")
    press(page, "ArrowDown", *"13-1430", " ")
    expect(line).to_have_value("Tue-Wed 9-11; Thu 13-14:30; Fri 22-2; Sun 9-12")
    page.get_by_role("tab", name="Table").click()
    expect(page.get_by_label("Fri, range 1, to")).to_have_value("02:00")
    expect(page.get_by_role("row", name=re.compile("^Sat"))).to_contain_text("and until 02:00 from Fri 22:00")
    page.get_by_label("Fri, range 1, to").fill("03:30")
    page.get_by_label("Fri, range 1, to").press("Enter")
    expect(line).to_have_value("Tue-Wed 9-11; Thu 13-14:30; Fri 22-3:30; Sun 9-12")
    for wanted in ("Thu 13-14:30; Fri 22-2", "Tue-Wed 9-11; Fri 22-2", "Fri 22-2; Sun"):
        page.get_by_role("button", name="Undo").click()
        expect(line).to_have_value(re.compile(re.escape(wanted)))
    page.get_by_role("button", name="Redo").click()
    expect(line).to_have_value("Tue-Wed 9-11; Fri 22-2; Sun 9-12")


def test_a_line_that_cannot_be_read_is_marked_where_it_fails(window: Window) -> None:
    """The place is shown, the week stays as it was, and a screen reader hears the sentence."""
    page, line = window.page, window.page.get_by_label(LINE)
    line.fill("Mon-Fri 8-12,13-2x; Sat 9-13")
    expect(page.locator(".line-place mark")).to_have_text("13-2x")
    expect(line).to_have_attribute("aria-invalid", "true")
    expect(page.locator(".side")).to_contain_text("all saved")
    line.fill("Mon-Fri 8-12,13-20; Sat 9-13; -holidays; -2026-12-24")
    expect(page.locator(".line-place mark")).to_have_count(0)
    expect(page.get_by_label("On these holidays")).to_have_value("closed")


def test_holidays_single_dates_and_a_calendar_file_close_days_of_the_year(window: Window) -> None:
    """Holidays of Massachusetts, half of New Year's Eve, two days out of a file; all of it is marked and saved."""
    page = window.page
    page.get_by_label("Public holidays of").select_option("US")
    page.get_by_label("Part of the country").select_option("MA")
    page.get_by_label("On these holidays").select_option("closed")
    page.get_by_label("Date", exact=True).fill("2026-12-31")
    page.get_by_label("Hours (empty: closed)").fill("9-12")
    page.get_by_role("button", name="Set this date").click()
    file = {"name": "house.ics", "mimeType": "text/calendar", "buffer": CALENDAR.encode()}
    page.get_by_label("Import dates from an iCalendar file").set_input_files(file)  # type: ignore[arg-type]
    expect(page.get_by_label("house.ics")).to_contain_text("Meeting: has a time of day")
    page.get_by_role("button", name="Close 2 days").click()
    for on, sign in (("2026-11-26", "✕"), ("2026-12-23", "✕"), ("2026-12-31", "½"), ("2027-03-14", "↻")):
        expect(page.locator(f'[data-on="{on}"]')).to_have_text(sign)
    page.locator('[data-on="2026-12-28"]').click()
    expect(page.get_by_label("Date", exact=True)).to_have_value("2026-12-28")
    page.get_by_text(re.compile("marked days as a list")).click()
    expect(page.locator(".marked-days")).to_contain_text("Thanksgiving Day")
    assert findings(page) == []
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator(".side")).to_contain_text("all saved")
    windows = campaign_of(window)["windows"]
    assert (windows["holidays"], windows["closed_on"]) == ("US-MA", ["2026-12-23", "2026-12-24"])
    assert windows["exceptions"] == {"2026-12-31": [["09:00", "12:00"]]}


def test_the_slider_tells_who_could_be_called_through_the_week(window: Window) -> None:
    """Opening Sunday adds persons at Sunday noon and none now; keys move the slider."""
    page = window.page
    page.get_by_label(LINE).fill("daily 8-21")
    slider = page.get_by_label("Move through the coming week")
    slider.focus()
    page.get_by_role("button", name="Sun 13:00").click()
    told = page.locator(".week-slider output")
    expect(told).to_have_text(re.compile(r"^Sun, Nov 8, 13:00: [1-9][\d,]* callable; \+[1-9]"))
    slider.focus()
    page.keyboard.press("ArrowRight")
    expect(told).to_have_text(re.compile(r"^Sun, Nov 8, 13:15: "))
    expect(slider).to_have_attribute("aria-valuetext", "Sun, Nov 8, 13:15")
    page.keyboard.press("Home")
    expect(page.get_by_role("button", name="Now", exact=True)).to_have_attribute("aria-pressed", "true")
