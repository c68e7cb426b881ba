"""A manager chooses how the ceiling binds, and reads what held the last decision without a mouse."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Seating
from tests.browser.floor import Window
from tests.browser.test_access import findings

pytestmark = [pytest.mark.browser, pytest.mark.timeout(180)]

NAME = "Find the reason"


def _open(window: Window) -> None:
    campaign = next(row for row in window.ask("GET", "/campaigns")["rows"] if row["name"] == NAME)
    window.go(f"/campaigns/{campaign['id']}")


def test_the_ceiling_and_its_periods_are_set_on_the_page(sit: Seating) -> None:
    """Hard and statistical explain themselves; a share beyond the law is refused in words at its field."""
    window = sit("manager")
    _open(window)
    page = window.page
    kind = page.get_by_label("How the ceiling binds")
    expect(kind).to_have_value("hard")
    kind.select_option("statistical")
    expect(page.get_by_text("When a period's budget is spent")).to_be_visible()
    page.get_by_label("Ceiling in a day").fill("2")
    page.keyboard.press("Control+s")
    expect(page.get_by_text("Saved").first).to_be_visible()
    page.reload()
    expect(page.get_by_label("How the ceiling binds")).to_have_value("statistical")
    expect(page.get_by_label("Ceiling in a day")).to_have_value("2")
    page.get_by_label("How the ceiling binds").select_option("hard")
    page.get_by_label("Ceiling in a day").fill("3")
    page.keyboard.press("Control+s")
    expect(page.get_by_text("Saved").first).to_be_visible()


def test_the_last_decision_is_told_in_words_and_in_the_table(sit: Seating) -> None:
    """What was seen and what held the pace stand under the chart, and the same for each minute in a table."""
    window = sit("manager")
    _open(window)
    page = window.page
    why = page.get_by_role("list", name="The last decision")
    expect(why).to_be_visible()
    expect(why.get_by_text(re.compile(r"Seen: \d+ agents ready, \d+ talking"))).to_be_visible()
    page.locator("summary", has_text="The same as a table, by minute").click()
    table = page.get_by_role("table", name="The same as a table, by minute")
    for title in ("Setting up", "Ringing", "Answers expected", "Price", "Held by"):
        expect(table.get_by_role("columnheader", name=title)).to_be_visible()
    assert findings(page) == []


def test_the_pacing_fits_a_narrow_screen_in_chinese_and_in_the_dark(sit: Seating) -> None:
    """At 360 pixels nothing hangs over the edge, and every label is translated."""
    window = sit("manager", size=(360, 780), dark=True)
    _open(window)
    page = window.page
    page.get_by_role("button", name="中文: switch to Chinese").click()
    expect(page.get_by_role("list", name="最近一次决定")).to_be_visible()
    expect(page.get_by_label("上限的方式")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    assert findings(page) == []
