"""An agent at the panel: sign in by a link, take a call by keys, reload in it, promise, take back, walk by Tab."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Seating
from tests.browser.floor import Served, Window, leave_desk

pytestmark = [pytest.mark.browser, pytest.mark.timeout(120)]

MOST_KEYS = 6
REACHED = """() => [...document.querySelectorAll('a[href], button, input, select, textarea')]
    .filter(one => !one.disabled && one.tabIndex >= 0 && one.checkVisibility() && one.type !== 'file')
    .map(one => (one.dataset.number = [...document.querySelectorAll('*')].indexOf(one)))"""
FOCUSED = """() => {
    const one = document.activeElement;
    const shown = getComputedStyle(one);
    const ringed = shown.outlineStyle !== 'none' || shown.boxShadow !== 'none';
    return { number: Number(one.dataset?.number ?? -1), ringed, name: one.outerHTML.slice(0, 120) };
}"""


class Keys:
    """A keyboard that counts its presses."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self.presses = 0

    def press(self, *keys: str) -> None:
        for key in keys:
            self._page.keyboard.press(key)
            self.presses += 1


def verify(window: Window) -> None:
    """Press V twice, with a look at the ticks between."""
    window.page.keyboard.press("v")
    expect(window.page.get_by_role("button", name="Confirm: right party")).to_be_visible()
    window.page.keyboard.press("v")
    expect(window.page.locator(".debt")).to_be_visible()


def texts_of_debt(page: Page) -> list[str]:
    """Return the amount, the creditor and all other facts of the debt that are shown."""
    return [page.locator(".past-due").inner_text().split()[-1], *page.locator(".debt dd").all_inner_texts()]


def test_the_first_call_needs_six_keys_at_most_and_shows_the_debt_only_when_verified(
    sit: Seating, floor: Served
) -> None:
    """A link, Ready, and the call is taken, verified and given an outcome that can be taken back."""
    window = sit(None)
    page, keys = window.page, Keys(window.page)
    window.go(floor.seats["agent"]["link"])
    page.get_by_role("button", name="Sign in").click()
    expect(page).to_have_url(re.compile("/agent$"))
    window.wait_for_state("Offline")
    page.keyboard.press("r")
    window.wait_for_call()
    before = page.content()
    expect(page.locator(".say-now .line")).not_to_be_empty()
    keys.press("v")
    expect(page.get_by_role("button", name="Confirm: right party")).to_be_visible()
    keys.press("v")
    expect(page.locator(".debt")).to_be_visible()
    assert [text for text in texts_of_debt(page) if text in before] == []
    keys.press("5")
    expect(page.locator(".marked strong")).to_have_text("Refuses, gives no reason")
    keys.press("Enter")
    expect(page.locator(".toast")).to_contain_text("Outcome saved.")
    expect(page.locator(".toast").get_by_role("button", name="Undo")).to_be_visible()
    assert keys.presses <= MOST_KEYS
    leave_desk(window)


def test_a_link_that_was_used_signs_nobody_in_again(sit: Seating, floor: Served) -> None:
    """The second press of the button says that the link is spent, and opens no session."""
    link = floor.seats["agent2"]["link"]
    first, second = sit(None), sit(None)
    for window in (first, second):
        window.go(link)
        window.page.get_by_role("button", name="Sign in").click()
        window.page.wait_for_load_state()
    expect(first.page).to_have_url(re.compile("/agent$"))
    expect(second.page.locator("body")).to_contain_text("此登录链接已失效")
    assert second.context.cookies() == []
    second.faults[:] = [fault for fault in second.faults if "404" not in fault]


def test_a_reload_in_mid_call_gives_the_same_call_and_draft_back(agent: Window) -> None:
    """Person, note, ticks and the marked outcome are there again, and the call ends with that outcome."""
    page = agent.page
    agent.come_ready()
    agent.wait_for_call()
    name = page.locator(".state-person strong").inner_text()
    attempt = agent.ask("GET", "/agent")["call"]["attempt_id"]
    verify(agent)
    page.keyboard.press("6")
    page.keyboard.press("n")
    expect(page.locator(".note textarea")).to_be_focused()
    page.keyboard.type("says the fee of May was waived")
    page.reload()
    expect(page.locator(".state-person strong")).to_have_text(name)
    expect(page.locator(".note textarea")).to_have_value("says the fee of May was waived")
    expect(page.locator(".marked strong")).to_have_text("Disputes the amount")
    expect(page.locator(".debt")).to_be_visible()
    assert agent.ask("GET", "/agent")["call"]["attempt_id"] == attempt
    agent.ask("POST", "/agent/break", {"reason": "short"})
    agent.wait_for_state(re.compile("Connected|Wrap-up"))
    page.keyboard.press("Enter")
    expect(page.locator(".toast")).to_contain_text("Outcome saved.")
    verdict = agent.ask("GET", f"/attempts/{attempt}/verdict")
    assert verdict["allowed"] is True


def test_a_promise_is_typed_in_one_line_and_read_back(agent: Window) -> None:
    """P, the amount and the day, Enter takes it, Enter saves it: the person has promised what was read back."""
    page = agent.page
    agent.come_ready()
    agent.wait_for_call()
    verify(agent)
    due = page.locator(".past-due .money, .past-due").last.inner_text().split()[-1]
    page.keyboard.press("p")
    expect(page.locator("#promise-line")).to_be_focused()
    page.keyboard.type("full fri")
    expect(page.locator(".promise-read q")).to_contain_text(due.lstrip("$"))
    page.keyboard.press("Enter")
    expect(page.locator(".promise-read")).to_contain_text("Taken")
    expect(page.locator(".marked strong")).to_contain_text("romise")
    promises = agent.ask("GET", "/agent")["numbers"]["promises"]
    page.keyboard.press("Enter")
    expect(page.locator(".toast")).to_contain_text("Outcome saved.")
    assert agent.ask("GET", "/agent")["numbers"]["promises"] == promises + 1


def test_an_outcome_is_taken_back_by_u_with_its_note(agent: Window) -> None:
    """A break is asked for, the outcome saved and taken back: the same person stands there, with the note."""
    page = agent.page
    agent.come_ready()
    agent.wait_for_call()
    name = page.locator(".state-person strong").inner_text()
    page.keyboard.press("n")
    expect(page.locator(".note textarea")).to_be_focused()
    page.keyboard.type("a child answered")
    page.keyboard.press("Escape")
    page.keyboard.press("b")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("1")
    expect(page.locator(".state-now .cause")).to_contain_text("break after this call")
    page.keyboard.press("4")
    page.keyboard.press("Enter")
    agent.wait_for_state(re.compile("^Break: "))
    page.keyboard.press("u")
    expect(page.locator(".state-person strong")).to_have_text(name)
    expect(page.locator(".note textarea")).to_have_value("a child answered")
    agent.wait_for_state("Wrap-up")


def test_a_second_window_says_so_and_can_take_over(agent: Window) -> None:
    """One person has one panel: the newer window waits, T makes it the one, and the older one waits then."""
    agent.go("/agent")
    agent.wait_for_state("Offline")
    other = agent.context.new_page()
    other.goto(agent.served.base + "/agent")
    expect(other.get_by_role("heading", name="In use in another window")).to_be_visible()
    other.keyboard.press("t")
    expect(other.locator(".state-word")).to_have_text("Offline")
    expect(agent.page.get_by_role("heading", name="In use in another window")).to_be_visible()


def test_everything_on_the_panel_is_reached_by_tab_with_a_ring_around_it(agent: Window) -> None:
    """In a call no control is for the mouse only, and one always sees where one is."""
    page = agent.page
    agent.come_ready()
    agent.wait_for_call()
    verify(agent)
    page.evaluate("document.body.focus()")
    wanted = set(page.evaluate(REACHED))
    found: set[int] = set()
    for _ in range(len(wanted) + 20):
        page.keyboard.press("Tab")
        here = page.evaluate(FOCUSED)
        found.add(here["number"])
        assert here["number"] < 0 or here["ringed"], here["name"]
    assert wanted - found == set()


def test_dialogs_open_and_close_by_keys_and_give_the_focus_back(agent: Window) -> None:
    """The sheet of keys, the search of outcomes and the callback: a key in, Escape out."""
    page = agent.page
    agent.come_ready()
    agent.wait_for_call()
    for key, title in (("?", "Keys"), ("/", "All outcomes"), ("c", "Choose a time")):
        page.keyboard.press(key)
        expect(page.get_by_role("dialog", name=title)).to_be_visible()
        page.keyboard.press("Escape")
        expect(page.get_by_role("dialog")).to_have_count(0)
    page.keyboard.press("/")
    expect(page.get_by_role("dialog", name="All outcomes")).to_be_visible()
    page.keyboard.type("absent")
    page.keyboard.press("Enter")
    expect(page.locator(".marked strong")).to_contain_text("Person absent")
