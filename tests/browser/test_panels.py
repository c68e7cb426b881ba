"""The other panels at work: hours of a campaign, judging a call, the live floor, a new user, a lender's file."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, Response, expect

from tests.browser.conftest import Seating
from tests.browser.floor import Window, leave_desk

pytestmark = [pytest.mark.browser, pytest.mark.timeout(120)]

ODD_FILE = """Contract ref;Kunde;Wohnort PLZ;Handy;Overdue;Tage;Shoe size
Z-1;Mara Lindqvist;30301;(404) 555-0111;143,50;3;38
Z-2;Otto Brandt;30301;(404) 555-0112;1.020,00;9;44
Z-3;Ines Duarte;30301;call me;88,00;12;39
"""
"""Headings no lender would agree on, amounts with a comma, and a row whose number is none."""
FIELDS = {
    "Contract ref": "account_number",
    "Kunde": "full_name",
    "Wohnort PLZ": "postal_code",
    "Handy": "phone_mobile",
    "Overdue": "past_due_amount",
    "Tage": "days_past_due",
    "Shoe size": "",
}
DROP = """([name, text]) => {
    const carried = new DataTransfer();
    carried.items.add(new File([text], name, { type: 'text/csv' }));
    const target = document.querySelector('.drop');
    target.dispatchEvent(new DragEvent('drop', { dataTransfer: carried, bubbles: true, cancelable: true }));
}"""


def numbers_in(place: Locator) -> list[int]:
    return [int(found.replace(",", "")) for found in re.findall(r"\d[\d,]*", place.inner_text())]


def open_campaign(window: Window, name: str) -> str:
    """Open a campaign from the list and return its id."""
    window.go("/campaigns")
    window.page.get_by_role("link", name=name, exact=True).click()
    window.page.wait_for_url(re.compile("/campaigns/.+"))
    expect(window.page.locator(".callable-sum")).to_be_visible()
    return window.page.url.rpartition("/")[2].partition("#")[0]


def test_new_hours_show_who_becomes_callable_before_they_are_saved_and_then_hold(sit: Seating) -> None:
    """The manager closes Monday by the typed line, opens its afternoon in the grid by keys, and saves."""
    window = sit("manager")
    page = window.page
    campaign = open_campaign(window, "Find a way out")
    saved = page.get_by_label("Hours in one line").input_value()
    sentence = page.locator(".callable-sum")
    before = numbers_in(sentence)[0]
    assert before > 0
    page.get_by_label("Hours in one line").fill("tue-fri 9-19")
    expect(sentence).to_contain_text("−")
    expect(sentence).to_have_text(
        re.compile(rf"^0 persons callable, against [\d,]+ .* \+0 become callable, −{before:,}")
    )
    page.locator('[data-cell="0-32"]').focus()
    page.keyboard.press("Home")
    page.keyboard.press("Shift+End")
    page.keyboard.press(" ")
    expect(page.get_by_label("Hours in one line")).to_have_value("Mon 0-24; Tue-Fri 9-19")
    expect(sentence).not_to_contain_text(re.compile("^0 "))
    assert window.ask("GET", f"/campaigns/{campaign}")["windows"]["mon"] != [], "nothing is saved yet"
    page.get_by_label("Hours in one line").fill("tue-fri 9-19; sat 9-13")
    expect(sentence).to_have_text(re.compile("^0 persons"))
    page.get_by_role("button", name="Sat 09:30").click()
    expect(sentence).not_to_have_text(re.compile("^0 persons"))
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator(".toast")).to_contain_text("Saved. It is in force for the next attempt.")
    stands = window.ask("GET", f"/campaigns/{campaign}")
    assert (stands["windows"]["mon"], stands["windows"]["sat"]) == ([], [["09:00", "13:00"]])
    assert window.ask("POST", f"/campaigns/{campaign}/check", {})["callable_now"] == 0
    page.get_by_label("Hours in one line").fill(saved)
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator(".side")).to_contain_text("all saved")


def test_a_case_says_why_it_is_not_called_now(sit: Seating) -> None:
    """From the list of cases two clicks lead to the reasons, with the rule that binds."""
    window = sit("manager")
    page = window.page
    window.go("/cases")
    page.locator("tbody tr a").first.click()
    page.wait_for_url(re.compile("/cases/.+"))
    expect(page.get_by_role("heading", name=re.compile("[Ww]hy"))).to_be_visible()


def test_a_recorded_call_is_heard_commented_and_corrected_with_a_trail(sit: Seating) -> None:
    """The reviewer plays it, pins a comment where it plays, and supersedes the outcome; both entries stay."""
    window = sit("reviewer")
    page = window.page
    heard: list[Response] = []
    page.on("response", lambda answer: heard.append(answer) if answer.url.endswith(".wav") else None)
    window.go("/quality")
    page.locator("tbody tr a").first.click()
    page.wait_for_url(re.compile("/quality/.+"))
    page.get_by_role("button", name="Play", exact=True).click()
    page.wait_for_function("() => document.querySelector('audio').currentTime > 0.3")
    assert {answer.status for answer in heard} == {206}
    expect(page.locator(".wave-box *").first).to_be_attached()
    page.keyboard.press("k")
    expect(page.get_by_role("button", name="Play", exact=True)).to_be_visible()
    page.keyboard.press("c")
    expect(page.get_by_label("Comment", exact=True)).to_be_focused()
    page.keyboard.type("spoke over the person")
    page.get_by_role("button", name="Add comment").click()
    expect(page.locator(".comments")).to_contain_text("spoke over the person")
    trail = page.locator("section", has=page.get_by_role("heading", name="Outcomes"))
    was = trail.locator("li strong").inner_text()
    trail.get_by_role("button", name="Correct the outcome").click()
    code = "TP02" if "absent" not in was else "TP01"
    page.get_by_label("New outcome").select_option(code)
    page.get_by_label("Reason for the correction").fill("the person was not at home")
    page.get_by_role("button", name="Save the correction").click()
    expect(page.locator(".toast")).to_contain_text("Corrected.")
    expect(trail.locator("del")).to_have_text(was)
    expect(trail).to_contain_text("the person was not at home")
    page.reload()
    expect(trail.locator("del")).to_have_text(was)
    expect(page.locator(".comments")).to_contain_text("spoke over the person")


def test_the_floor_is_live_and_a_stuck_agent_is_freed_with_a_reason(sit: Seating) -> None:
    """The supervisor sees the agent come ready and frees them; the agent is told who did it."""
    desk, window = sit("agent2"), sit("supervisor")
    window.go("/floor")
    row = window.page.locator("tbody tr", has_text="Agent Two")
    expect(row).to_contain_text("Offline")
    desk.come_ready()
    desk.wait_for_call()
    expect(row).to_contain_text("Connected")
    expect(window.page.locator(".title")).to_contain_text("live")
    row.get_by_role("button", name="Unstick Agent Two").click()
    window.page.get_by_label("Reason").fill("does not answer the headset")
    window.page.get_by_role("dialog").get_by_role("button", name="Unstick").click()
    expect(window.page.locator(".toast")).to_contain_text("Agent Two was freed.")
    expect(row).to_contain_text("Break")
    expect(desk.page.locator(".state-word")).to_contain_text("Break")
    expect(desk.page.locator(".state-now .cause")).to_contain_text("freed by a supervisor")
    leave_desk(desk)


def test_a_new_user_gets_a_link_that_signs_them_in(sit: Seating) -> None:
    """The administrator creates an auditor; the link shown once opens the auditor's first page."""
    window, newcomer = sit("administrator"), sit(None)
    page = window.page
    window.go("/users")
    page.get_by_role("button", name="New user").click()
    page.get_by_label("Login").fill("nora.k")
    page.get_by_label("Name", exact=True).fill("Nora Kessler")
    page.get_by_label("Role").select_option("auditor")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("button", name="Make a link").click()
    link = page.get_by_label("Sign-in link", exact=True).input_value()
    page.keyboard.press("Escape")
    expect(page.locator("tbody")).to_contain_text("Nora Kessler")
    newcomer.page.goto(link)
    newcomer.page.get_by_role("button", name="Sign in").click()
    expect(newcomer.page).to_have_url(re.compile("/cases$"))
    expect(newcomer.page.locator(".masthead")).to_contain_text("Nora Kessler")


def map_columns(page: Page) -> None:
    """Say for every column which field it is, and how this lender writes."""
    for column, key in FIELDS.items():
        page.get_by_label(f"Field of column {column}", exact=True).select_option(key)
    page.get_by_label("That is right, leave them out.").check()
    for box in page.get_by_role("checkbox", name=re.compile("This lender's file has no")).all():
        box.check()
    page.get_by_label("Creditor code").fill("ODD")
    page.get_by_label("Dates").select_option("year_first")
    page.get_by_label("Amounts").select_option("comma")


def test_a_file_with_odd_headings_is_mapped_judged_and_imported(sit: Seating, tmp_path: Path) -> None:
    """Dropped, mapped, previewed with one bad row, applied; the bad row comes back with its reason."""
    window = sit("manager")
    page = window.page
    window.go("/import")
    page.evaluate(DROP, ["odd.csv", ODD_FILE])
    expect(page.locator(".mapping")).to_be_visible()
    map_columns(page)
    page.get_by_role("button", name="Preview").click()
    expect(page.get_by_role("button", name="Import 2 rows")).to_be_visible()
    expect(page.locator("#preview-view")).to_contain_text("Handy")
    assert window.ask("GET", "/cases?query=Lindqvist")["rows"] == []
    page.get_by_role("button", name="Import 2 rows").click()
    with page.expect_download() as download:
        page.get_by_role("link", name="Download 1 rejected row").click()
    rejected = tmp_path / "rejected.csv"
    download.value.save_as(rejected)
    assert "Ines Duarte" in rejected.read_text(encoding="utf-8-sig")
    assert [row["name"] for row in window.ask("GET", "/cases?query=Lindqvist")["rows"]] == ["Mara Lindqvist"]
    page.get_by_role("button", name="Undo this import").click()
    page.get_by_role("dialog").get_by_role("button", name="Undo this import").click()
    expect(page.locator(".toast")).to_contain_text("The import is undone.")
