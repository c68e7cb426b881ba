"""A manager forecasts tomorrow from a campaign's page and compares two settings; on a narrow screen too."""

import re
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Seating
from tests.browser.floor import Window
from tests.browser.test_access import findings

pytestmark = [pytest.mark.browser, pytest.mark.timeout(180)]

NAME = "Find the reason"
COMPUTED_MS = 30_000


def open_forecast(window: Window) -> None:
    """Go the way a manager goes: from the list to the campaign to its forecast."""
    page = window.page
    window.go("/campaigns")
    page.get_by_role("link", name=NAME, exact=True).click()
    page.get_by_role("link", name="Forecast", exact=True).click()
    expect(page.get_by_role("heading", name="Forecast", exact=True)).to_be_visible()
    expect(page.locator(".forecast-sums")).to_be_visible(timeout=COMPUTED_MS)


def figure(window: Window, row: str) -> list[str]:
    """Return what the table of the day says of a figure, one text a setting."""
    cells: Any = window.page.locator(".forecast-sums tbody tr", has_text=row).first.locator("td")
    texts: list[str] = cells.all_inner_texts()
    return texts


def test_two_settings_stand_side_by_side_with_their_bands(sit: Seating) -> None:
    """The day is there at once; a second setting draws a second curve, and a wanted result names a team."""
    window = sit("manager")
    open_forecast(window)
    page = window.page
    [contacts] = figure(window, "Conversations with the person")
    assert re.fullmatch(r"[\d,]+\s+[\d,]+ to [\d,]+", contacts.strip().replace("\n", " ")), contacts
    expect(page.locator(".forecast-chart .line")).to_have_count(3)
    page.get_by_label("Compare with a second setting").check()
    page.get_by_label("Agents at work").nth(1).fill("2")
    page.get_by_label("How calls are started").nth(1).select_option("progressive")
    page.get_by_label("Persons to reach").fill("40")
    page.keyboard.press("Enter")
    expect(page.locator(".forecast-chart .line")).to_have_count(6, timeout=COMPUTED_MS)
    assert len(figure(window, "Conversations with the person")) == 2
    expect(page.get_by_text(re.compile("40 persons")).first).to_be_visible()
    assert findings(page) == []


def test_a_forecast_fits_a_narrow_screen_in_chinese_and_in_the_dark(sit: Seating) -> None:
    """At 360 pixels nothing hangs over the edge, and every label is translated."""
    window = sit("manager", size=(360, 780), dark=True, language="zh-CN")
    page = window.page
    campaign = next(row for row in window.ask("GET", "/campaigns")["rows"] if row["name"] == NAME)
    window.go(f"/campaigns/{campaign['id']}/forecast")
    expect(page.get_by_role("heading", name="预测", exact=True)).to_be_visible()
    expect(page.locator(".forecast-sums")).to_be_visible(timeout=COMPUTED_MS)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert findings(page) == []
