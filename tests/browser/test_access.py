"""Every page of every role, for everybody: no finding of axe in light and dark, no sideways scroll, no raw text key."""

import json
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, ViewportSize, expect

from tests.browser.conftest import Seating
from tests.browser.floor import Window, leave_desk

pytestmark = [pytest.mark.browser, pytest.mark.timeout(180)]

ROLES = {
    "agent": "agent2",
    "manager": "manager",
    "reviewer": "reviewer",
    "supervisor": "supervisor",
    "administrator": "administrator",
    "auditor": "auditor",
}
"""Role to the login of its seat."""
VIEWS = {"/users": ("/users?view=roles", "/users?view=teams")}
DETAILS = ("/campaigns", "/cases", "/quality", "/rules")
"""Lists whose first row leads to a page of its own."""
NARROW: ViewportSize = {"width": 360, "height": 780}
WIDE: ViewportSize = {"width": 1440, "height": 900}
SIDEWAYS = """() => {
    const wide = document.documentElement.scrollWidth - innerWidth;
    return wide <= 0 ? [] : [wide, ...[...document.querySelectorAll('body *')]
        .filter(one => one.getBoundingClientRect().right > innerWidth + 1)
        .slice(0, 5).map(one => one.outerHTML.slice(0, 80))];
}"""
RAW_KEYS = """() => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const found = [];
    const look = text => /^(?!us\\.|house\\.|sms\\.)[a-z_]+(\\.[a-z_0-9]+)+$/.test(text.trim())
        && !text.includes('.csv') && found.push(text.trim());
    while (walker.nextNode()) walker.currentNode.parentElement.closest('code') || look(walker.currentNode.textContent);
    for (const one of document.querySelectorAll('[aria-label], [title], [placeholder]'))
        for (const name of ['aria-label', 'title', 'placeholder']) look(one.getAttribute(name) ?? '');
    return found;
}"""
"""Rules, templates and files have names with dots of their own; rules of other places stand in `code`."""
ENGLISH = """() => [...document.querySelectorAll('h2, h3, th, label, legend, caption, main button, main dt')]
    .filter(one => !one.querySelector('[lang]'))
    .map(one => one.textContent.trim())
    .filter(text => /[A-Za-z]{3,}\\s+[A-Za-z]{3,}/.test(text) && !/[\\u4e00-\\u9fff]/.test(text))"""


def settle(page: Page) -> None:
    """Wait until the page has loaded what it shows."""
    page.wait_for_load_state("networkidle")
    expect(page.locator("h1").first).to_be_attached()
    expect(page.locator("[aria-busy=true]")).to_have_count(0)


def routes_of(window: Window) -> list[str]:
    """Return all addresses a role can reach: those of the header, views of them, and the first row of lists."""
    window.go("/")
    settle(window.page)
    links = [link.get_attribute("href") or "" for link in window.page.locator(".masthead nav a").all()]
    routes = [*links, *(view for link in links for view in VIEWS.get(link, ()))]
    for link in links:
        if link in DETAILS:
            window.go(link)
            settle(window.page)
            row = window.page.locator("tbody tr a").first
            routes.append(row.get_attribute("href") or "")
    return routes


def findings(page: Page, *rules: str) -> list[str]:
    """Return what axe finds, by all of its rules or by some, one line each, with the first place."""
    options: dict[str, Any] = {"resultTypes": ["violations"]}
    if rules:
        options["runOnly"] = {"type": "rule", "values": rules}
    results: dict[str, Any] = Axe().run(page, options=options).response
    return [
        f"{one['id']}: {one['nodes'][0]['html'][:160]} {json.dumps(one['nodes'][0].get('any', [])[:1])[:240]}"
        for one in results["violations"]
    ]


def in_dark(page: Page) -> list[str]:
    """Return what axe finds in the dark; only colours can differ."""
    page.emulate_media(color_scheme="dark")
    expect(page.locator("html[data-theme=dark]")).to_be_attached()
    found = findings(page, "color-contrast", "link-in-text-block")
    page.emulate_media(color_scheme="light")
    expect(page.locator("html[data-theme=light]")).to_be_attached()
    return found


def in_chinese(page: Page) -> list[str]:
    """Return keys that are shown instead of texts, and headings and labels that have stayed English."""
    page.get_by_role("button", name="中文: switch to Chinese").click()
    expect(page.locator("html")).to_have_attribute("lang", "zh-CN")
    found = [*page.evaluate(RAW_KEYS), *page.evaluate(ENGLISH)]
    page.get_by_role("button", name="English：切换为英文").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    return found


def look_at(window: Window, route: str) -> list[str]:
    """Look at one page in light, dark, Chinese and narrow, and return everything that is wrong with it."""
    page = window.page
    window.go(route)
    settle(page)
    wrong = [f"{route} light: {finding}" for finding in findings(page)]
    wrong += [f"{route} dark: {finding}" for finding in in_dark(page)]
    wrong += [f"{route} Chinese: {text}" for text in in_chinese(page)]
    page.set_viewport_size(NARROW)
    wrong += [f"{route} 360 px: {piece}" for piece in page.evaluate(SIDEWAYS)]
    page.set_viewport_size(WIDE)
    return wrong


@pytest.mark.parametrize("role", ROLES)
def test_every_page_of_a_role_is_for_everybody(sit: Seating, role: str) -> None:
    """Rules of axe in light and dark, no English left in Chinese, nothing to scroll sideways on a narrow screen."""
    window = sit(ROLES[role])
    wrong = [piece for route in routes_of(window) for piece in look_at(window, route)]
    assert wrong == [], "\n".join(wrong)


def test_the_panel_in_a_call_and_its_dialogs_have_no_finding(agent: Window) -> None:
    """With the debt shown, in both colours and languages, and with each dialog open."""
    page = agent.page
    agent.come_ready()
    agent.wait_for_call()
    page.keyboard.press("v")
    page.keyboard.press("v")
    expect(page.locator(".debt")).to_be_visible()
    wrong = [*findings(page), *in_dark(page), *in_chinese(page)]
    for key in ("?", "/", "c", "b", "f"):
        page.keyboard.press(key)
        expect(page.get_by_role("dialog")).to_be_visible()
        page.wait_for_load_state("networkidle")
        wrong += [f"{key}: {finding}" for finding in findings(page)]
        page.keyboard.press("Escape")
        expect(page.get_by_role("dialog")).to_have_count(0)
    page.set_viewport_size(NARROW)
    wrong += [f"360 px: {piece}" for piece in page.evaluate(SIDEWAYS)]
    assert wrong == [], "\n".join(wrong)


def test_sign_in_has_no_finding(sit: Seating) -> None:
    """The first page anybody sees."""
    window = sit(None)
    assert look_at(window, "/sign-in") == []


def test_an_agent_who_leaves_is_off_the_floor(agent: Window) -> None:
    """The end of the shift is one press of a button."""
    agent.go("/agent")
    agent.wait_for_state("Offline")
    agent.page.keyboard.press("b")
    agent.page.get_by_role("dialog").get_by_role("button").nth(1).click()
    agent.page.get_by_role("button", name="End of shift").click()
    agent.wait_for_state("Offline")
    leave_desk(agent)
