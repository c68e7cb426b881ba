"""A case explains itself: why not now and what lifts it, what a call was judged on, facts, proof; F in two keys."""

import json
import re
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect
from typer.testing import CliRunner

from tests.browser.conftest import Seating
from tests.browser.floor import Window
from web.__main__ import build_app

pytestmark = [pytest.mark.browser, pytest.mark.timeout(180)]

CHANNELS = ("phone", "sms", "email", "letter", "visit")


def called_case(window: Window) -> str:
    """Return a case that was called from this floor today, whose facts were kept."""
    for row in window.ask("GET", "/cases?limit=200")["rows"]:
        if row["last_disposition"] is None:
            continue
        view = window.ask("GET", f"/cases/{row['id']}")
        calls = [item for item in view["timeline"] if item["kind"] == "call"]
        if calls and window.ask("GET", f"/attempts/{calls[0]['attempt_id']}/verdict")["has_facts"]:
            return str(row["id"])
    raise AssertionError("nobody was called this morning")


def free_case(window: Window) -> str:
    """Return a case on which nothing was tried yet."""
    rows = window.ask("GET", "/cases?limit=200")["rows"]
    return str(next(row["id"] for row in reversed(rows) if row["last_disposition"] is None and row["state"] == "new"))


def wrong_by_axe(page: Page) -> list[str]:
    found = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]})
    return [violation["id"] for violation in found.response["violations"]]


def test_a_case_says_in_plain_words_what_refuses_and_what_lifts_it(sit: Seating) -> None:
    """A recorded stop is told first as a sentence, then what ends it, then its law; every channel says no."""
    window = sit("manager")
    page, case_id = window.page, free_case(window)
    window.go(f"/cases/{case_id}")
    why = page.locator("#why")
    expect(why.locator(".why-summary").first).to_contain_text(re.compile("May be contacted now, until|Not now"))
    page.get_by_role("button", name="Record a fact").click()
    page.get_by_label("Kind", exact=True).select_option("cease_communication")
    page.get_by_label("Evidence").fill("letter of 2 November")
    page.get_by_role("dialog").get_by_role("button", name="Record a fact").click()
    expect(page.locator("#facts")).to_contain_text("letter of 2 November")
    for channel in CHANNELS:
        page.get_by_label("Channel").select_option(channel)
        expect(why).to_contain_text("Contact is barred by a hold")
        expect(why.locator(".why-summary").first).to_contain_text("waiting does not help")
    expect(why.locator(".lift").first).to_contain_text("somebody who may lift holds must lift it")
    expect(why.locator("li").first).to_contain_text("us.fdcpa.cease")
    told = window.ask("GET", f"/cases/{case_id}/why?channel=letter")["text_en"]
    assert "1. Contact is barred by a hold" in told
    page.get_by_role("button", name=re.compile("^End: Hold")).click()
    page.get_by_label("Reason").fill("set by mistake")
    page.get_by_role("dialog").get_by_role("button", name="End", exact=True).click()
    expect(why).not_to_contain_text("us.fdcpa.cease")
    expect(page.get_by_label(re.compile("Show 1 that has ended"))).to_be_visible()


def test_zones_say_where_they_come_from(sit: Seating) -> None:
    """The table has a row for the address and one for the area code, with the time there."""
    window = sit("auditor")
    window.go(f"/cases/{free_case(window)}")
    zones = window.page.locator("section", has=window.page.get_by_role("heading", name="Where may they be?"))
    expect(zones.locator("tbody tr").first).to_contain_text(re.compile(r"\d\d:\d\d"))
    expect(zones).to_contain_text("area code of +1")
    expect(zones).to_contain_text("every rule")


def test_a_call_says_on_which_facts_it_was_allowed(sit: Seating) -> None:
    """The verdict shows the facts as they stood, zones and used limits; nothing of it is judged for today."""
    window = sit("auditor")
    page = window.page
    window.go(f"/cases/{called_case(window)}")
    page.get_by_role("button", name="Why was it allowed?").first.click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("The facts as they stood")
    expect(dialog).to_contain_text("Zones that counted:")
    expect(dialog).to_contain_text(re.compile(r"\d+ of \d+"))
    assert wrong_by_axe(page) == []


def test_the_proof_of_a_person_is_downloaded_and_verified_from_the_file_alone(sit: Seating, tmp_path: Path) -> None:
    """The button gives a file in which every attempt is judged anew without a difference; a changed one is told."""
    window = sit("auditor")
    page = window.page
    window.go(f"/cases/{called_case(window)}")
    with page.expect_download() as downloading:
        page.get_by_role("link", name="Signed proof").click()
    file = tmp_path / "proof.json"
    downloading.value.save_as(file)
    told = CliRunner().invoke(build_app("rules"), ["rules", "verify", str(file)])
    assert told.exit_code == 0, told.stdout
    assert re.search(r"^[1-9]\d* attempts judged anew, 0 differences\.$", told.stdout, re.MULTILINE)
    signed = json.loads(file.read_bytes())
    signed["proof"]["attempts"][-1]["channel"] = "letter"
    file.write_text(json.dumps(signed))
    assert CliRunner().invoke(build_app("rules"), ["rules", "verify", str(file)]).exit_code == 1


@pytest.mark.parametrize("size", [(1440, 900), (360, 780)])
@pytest.mark.parametrize("dark", [False, True])
def test_the_case_page_is_for_everybody(sit: Seating, size: tuple[int, int], *, dark: bool) -> None:
    """Wide and narrow, light and dark, English and Chinese: no fault by WCAG AA, and nothing leaves the screen."""
    window = sit("manager", size=size, dark=dark)
    page = window.page
    window.go(f"/cases/{called_case(window)}")
    for heading, other in (("Why not now?", "switch to Chinese"), ("为什么现在不联系？", "切换为英文")):
        expect(page.get_by_role("heading", name=heading)).to_be_visible()
        expect(page.locator("#why .why-summary").first).to_be_visible()
        assert wrong_by_axe(page) == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        page.get_by_role("button", name=re.compile(other)).click()


def test_a_stop_takes_two_keys_and_closes_every_channel_at_once(agent: Window) -> None:
    """F and 1 typed at machine speed: the hold stands with this call as evidence, the strip names every channel."""
    page = agent.page
    agent.come_ready()
    agent.wait_for_call()
    call = agent.ask("GET", "/agent")["call"]
    page.keyboard.press("f")
    page.keyboard.press("1")
    strip = page.locator(".again")
    expect(strip).to_contain_text(
        re.compile("No contact until something changes: call, text,( e-mail,)? letter, visit")
    )
    expect(page.locator(".marked strong")).to_have_text("nothing yet")
    rows = agent.ask("GET", f"/cases/{call['case_id']}/facts")["rows"]
    held = next(row for row in rows if row["kind"] == "cease_communication")
    assert (held["attempt_id"], held["in_force"]) == (call["attempt_id"], True)
    for channel in CHANNELS:
        why = agent.ask("GET", f"/cases/{call['case_id']}/why?channel={channel}")
        assert {number["next_kind"] for number in why["numbers"]} <= {"on_new_fact"}, channel
    expect(page.locator(".toast")).to_contain_text("Recorded")
    page.keyboard.press("u")
    expect(strip).not_to_contain_text("letter")
    rows = agent.ask("GET", f"/cases/{call['case_id']}/facts")["rows"]
    assert not next(row for row in rows if row["id"] == held["id"])["in_force"]


def test_what_else_they_said_takes_two_keys_or_three(agent: Window) -> None:
    """A bad time is this hour on their clock; another zone asks which, and counts alone from then on."""
    page = agent.page
    agent.come_ready()
    agent.wait_for_call()
    call = agent.ask("GET", "/agent")["call"]
    page.keyboard.press("f")
    page.keyboard.press("8")
    expect(page.locator(".again")).to_contain_text(f"{call['person']['local_time'][:2]}:00–")
    for key in "f03":
        page.keyboard.press(key)
    expect(page.locator(".again")).to_contain_text("America/Denver")
    zones = agent.ask("GET", f"/cases/{call['case_id']}/why")["zones"]
    assert {row["zone"] for row in zones if row["counts_for"]} == {"America/Denver"}
    assert zones[0]["attempt_id"] == call["attempt_id"]


def test_keys_typed_fast_after_one_that_opens_a_dialog_go_to_the_dialog(agent: Window) -> None:
    """B and 1 at machine speed ask for a break and mark no outcome; letters after / search."""
    page = agent.page
    agent.come_ready()
    agent.wait_for_call()
    for key in "b1":
        page.keyboard.press(key)
    expect(page.locator(".state-now .cause")).to_contain_text("break after this call")
    expect(page.locator(".marked strong")).to_have_text("nothing yet")
    for key in "/absent":
        page.keyboard.press(key)
    expect(page.get_by_role("dialog").get_by_role("combobox")).to_have_value("absent")


def test_an_agent_sees_neither_state_nor_campaign_before_verification(sit: Seating) -> None:
    """The list and the page of a case say nothing that tells how long something is past due."""
    window = sit("agent2")
    window.go("/cases")
    expect(window.page.locator("thead")).not_to_contain_text("Campaign")
    expect(window.page.locator("thead")).not_to_contain_text("State")
    row = window.ask("GET", "/cases?limit=1")["rows"][0]
    assert (row["state"], row["campaign"]) == (None, None)


@pytest.mark.parametrize("login", ["manager", "agent2"])
def test_the_masthead_leaves_room_for_the_page_on_a_narrow_screen(sit: Seating, login: str) -> None:
    """At 360 px the name and tools stand in one line, and all places in the two below it, none out of sight."""
    window = sit(login, size=(360, 780))
    window.go("/cases")
    height = window.page.locator(".masthead").evaluate("one => one.getBoundingClientRect().height")
    assert height <= 110
    places = window.page.locator(".masthead nav a")
    edges = [places.nth(place).bounding_box() for place in range(places.count())]
    assert all(edge is not None and edge["x"] >= 0 and edge["x"] + edge["width"] <= 360 for edge in edges)
