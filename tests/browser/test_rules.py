"""The rules page at work: what binds where, one rule in words, and a creditor's terms set by keys alone."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Seating
from tests.browser.floor import Window
from tests.browser.test_access import SIDEWAYS, findings, settle

pytestmark = [pytest.mark.browser, pytest.mark.timeout(120)]

JUMPS = """() => new Promise(done => {
    let sum = 0;
    new PerformanceObserver(list => { for (const one of list.getEntries()) if (!one.hadRecentInput) sum += one.value; })
        .observe({ type: 'layout-shift', buffered: true });
    setTimeout(() => done(sum), 400);
})"""
"""How much of the screen has moved by itself since the page was opened; Chromium's own measure."""


def open_creditor(window: Window) -> Page:
    """Open the page for the floor's first creditor."""
    window.go("/rules")
    page = window.page
    page.get_by_label("For creditor").select_option(index=1)
    expect(page.locator("#terms-title")).to_be_visible()
    settle(page)
    return page


def test_rules_are_found_by_place_and_words_and_one_is_read_in_full(sit: Seating) -> None:
    """An auditor asks what binds in Boston about hours, opens the rule, and reads it without knowing a code."""
    window = sit("auditor")
    window.go("/rules")
    page = window.page
    settle(page)
    assert page.evaluate(JUMPS) < 0.1
    all_rules = page.locator("tbody tr").count()
    assert all_rules > 150
    page.get_by_label("Binds in").select_option(label="Massachusetts")
    page.get_by_label("Kind", exact=True).select_option(label="Allowed hours")
    expect(page.locator("tbody code", has_text=re.compile("^us-ma.hours$"))).to_be_visible()
    expect(page.locator("tbody code", has_text=re.compile("^house.hours$"))).to_be_visible()
    assert page.locator("tbody tr").count() < 20
    page.get_by_label("Search").fill("us-ma.hours")
    expect(page.locator("tbody tr")).to_have_count(1)
    page.locator("tbody a").first.click()
    page.wait_for_url("**/rules/us-ma.hours")
    settle(page)
    expect(page.locator("dd", has_text=re.compile(r"^daily 8-21|^Mon-Sun 8-21"))).to_be_visible()
    expect(page.locator("dt", has_text="How sure we are")).to_be_visible()
    page.go_back()
    expect(page.get_by_label("Search")).to_have_value("us-ma.hours")
    expect(page.locator("tbody tr")).to_have_count(1)


def test_terms_are_set_by_keys_alone_and_hold(sit: Seating) -> None:
    """A manager switches a rule on, adds a place, hours and a limit, saves with a key, and finds it after a reload."""
    window = sit("manager")
    page = open_creditor(window)
    before = int(re.findall(r"\d+", page.locator(".save-bar").inner_text())[0])
    switch = page.get_by_role("button", name="Switch on: us-il.hours")
    switch.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Back to default: us-il.hours")).to_be_focused()
    page.get_by_label("Add a place").select_option(label="Massachusetts")
    page.get_by_role("button", name="Set hours").press("Enter")
    page.get_by_label("Hours in one line").fill("mon-fri 9-20; sat 10-14")
    page.get_by_role("button", name="Add a limit").press("Enter")
    page.get_by_label("At most").fill("2")
    expect(page.locator(".cap")).to_contain_text("at most 2 by phone within 7 calendar days, for each person")
    assert findings(page) == []
    page.keyboard.press("Control+s")
    expect(page.locator(".save-bar [role=status]")).to_have_text(f"Saved as version {before + 1}.")
    page.reload()
    expect(page.get_by_label("Hours in one line")).to_have_value("Mon-Fri 9-20; Sat 10-14")
    expect(page.locator(".terms")).to_contain_text("Massachusetts")
    expect(page.get_by_role("button", name="Back to default: us-il.hours")).to_be_visible()
    row = next(row for row in window.ask("GET", "/creditors")["rows"] if row["version"] == before + 1)
    assert row["terms"]["caps"]["limit_1"]["limit"] == 2
    window.ask("PUT", f"/creditors/{row['id']}/terms", {"version": before + 1, "terms": {}})


def test_what_somebody_else_saved_meanwhile_is_not_lost_unseen(sit: Seating) -> None:
    """The second to save is told, keeps the draft, and decides."""
    window = sit("manager")
    window.forgiven = ("/terms",)
    page = open_creditor(window)
    page.get_by_role("button", name="Switch off: house.attempt_gap").press("Enter")
    row = window.ask("GET", "/creditors")["rows"][0]
    body = {"version": row["version"], "terms": {**row["terms"], "switched_on": ["us-il.hours"]}}
    saved = window.ask("PUT", f"/creditors/{row['id']}/terms", body)
    page.keyboard.press("Control+s")
    expect(page.locator(".save-bar")).to_contain_text("Somebody changed these terms meanwhile")
    expect(page.get_by_role("button", name="Back to default: house.attempt_gap")).to_be_visible()
    page.get_by_role("button", name="Discard").click()
    expect(page.get_by_role("button", name="Back to default: us-il.hours")).to_be_visible()
    window.ask("PUT", f"/creditors/{row['id']}/terms", {"version": saved["version"], "terms": {}})


@pytest.mark.parametrize("login", ["auditor", "administrator"])
def test_who_may_only_read_has_nothing_to_switch(sit: Seating, login: str) -> None:
    """Terms are said in words; no button offers what the server would refuse."""
    page = open_creditor(sit(login))
    expect(page.locator(".terms")).to_contain_text("Your role reads these terms")
    expect(page.locator(".terms button, .terms select, .save-bar, tbody button")).to_have_count(0)


@pytest.mark.parametrize("dark", [False, True])
def test_terms_and_a_rule_fit_a_telephone_and_pass_axe(sit: Seating, dark: bool) -> None:
    """Light and dark, narrow: nothing runs off sideways, and axe finds nothing."""
    window = sit("manager", size=(360, 780), dark=dark)
    page = open_creditor(window)
    page.get_by_role("button", name="Set hours").click()
    page.get_by_role("button", name="Add a limit").click()
    assert page.evaluate(SIDEWAYS) == []
    assert findings(page) == []
    window.go("/rules/us.regf.call_cap")
    settle(page)
    assert page.evaluate(SIDEWAYS) == []
    assert findings(page) == []
