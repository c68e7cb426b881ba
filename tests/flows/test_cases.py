"""Cases through HTTP: search, page, why not now, notes and holds."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from httpx2 import AsyncClient

from config.ground import Ground
from crm.import_file.recipe import Recipe
from crm.importing import import_cases, look
from crm.staff import Role
from tests.flows.lenders import ROWS, lenders_file
from tests.houses import signed_in
from web.house import House

API = "/api/v1"


@pytest.fixture
async def _cases(house: House, tmp_path: Path) -> None:
    """Three cases of one lender."""
    path = tmp_path / "cases.csv"
    path.write_bytes(lenders_file(*ROWS))
    await import_cases(house.ground, path, await recipe_of(house.ground, path), actor="system")


async def recipe_of(ground: Ground, path: Path) -> Recipe:
    assert ground.clock is not None
    return (await look(path)).suggestion.recipe("north", "north")


async def case_of(client: AsyncClient, query: str) -> dict:
    rows = (await client.get(f"{API}/cases", params={"query": query})).json()["rows"]
    assert len(rows) == 1, rows
    return rows[0]


@pytest.mark.usefixtures("_cases")
@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("", ["Brandy Boone", "Katherine Barry", "Zoë Ångström"]),
        ("boone", ["Brandy Boone"]),
        ("P2", ["Katherine Barry"]),
        ("0105", ["Brandy Boone"]),
        ("+1 360 555 0105", ["Brandy Boone"]),
        ("105", []),
        ("%", []),
        ("_", []),
        ("' OR 1=1 --", []),
    ],
)
async def test_cases_are_found_by_name_reference_and_number(house: House, query: str, names: list[str]) -> None:
    """Parts of names, references and ends of numbers find cases; wildcards and quotes are plain text."""
    async with signed_in(house, Role.MANAGER) as client:
        page = (await client.get(f"{API}/cases", params={"query": query})).json()
    assert [row["name"] for row in page["rows"]] == names
    assert page["total"] == len(names)


@pytest.mark.usefixtures("_cases")
async def test_pages_follow_each_other_without_gap_or_overlap(house: House) -> None:
    """Page by page gives the whole list in its order; an invented cursor is refused."""
    async with signed_in(house, Role.MANAGER) as client:
        whole = (await client.get(f"{API}/cases")).json()["rows"]
        seen, after = [], None
        while True:
            page = (await client.get(f"{API}/cases", params={"limit": 1, "after": after or ""})).json()
            seen += page["rows"]
            after = page["next"]
            if after is None:
                break
        assert seen == whole
        assert [row["days_past_due"] for row in whole] == [56, 12, 3]
        assert (await client.get(f"{API}/cases", params={"after": "x; drop"})).status_code == 422


@pytest.mark.usefixtures("_cases")
async def test_a_case_shows_all_that_is_known(house: House) -> None:
    """One page has the person with zones and their sources, both accounts, and sums in minor units."""
    async with signed_in(house, Role.MANAGER) as client:
        row = await case_of(client, "Katherine")
        view = (await client.get(f"{API}/cases/{row['id']}")).json()
    assert {account["account_number"] for account in view["accounts"]} == {"CC002", "CC003"}
    assert view["case"]["past_due"] == {"minor": 19_325, "currency": "USD"}
    assert {"zone": "America/New_York", "source": "address"} in view["debtor"]["zones"]
    assert view["contact_points"][0]["value"] == "+12675550135"


@pytest.mark.usefixtures("_cases")
async def test_agents_see_numbers_masked(house: House) -> None:
    """A list of telephone numbers cannot be copied by those who only take calls."""
    async with signed_in(house, Role.AGENT) as client:
        row = await case_of(client, "Katherine")
        text = (await client.get(f"{API}/cases/{row['id']}")).text
    assert "2675550135" not in text
    assert "+1267*****35" in text
    assert "CC002" not in text


@pytest.mark.usefixtures("_cases")
async def test_why_not_now_names_rule_source_and_end(house: House) -> None:
    """At night in the person's zones the answer is the law's hours with their citation and the next morning."""
    at = datetime(2026, 11, 3, 5, 0, tzinfo=UTC)
    async with signed_in(house, Role.MANAGER) as client:
        row = await case_of(client, "Katherine")
        why = (await client.get(f"{API}/cases/{row['id']}/why", params={"at": at.isoformat()})).json()
        noon = (await client.get(f"{API}/cases/{row['id']}/why", params={"at": "2026-11-03T17:00:00Z"})).json()
    number = why["numbers"][0]
    assert (number["allowed"], number["next_allowed_at"]) == (False, "2026-11-03T13:00:00Z")
    assert number["reasons"][0]["binding"]
    assert "CFR" in number["reasons"][0]["cite"] or "1692" in number["reasons"][0]["cite"]
    assert number["reasons"][0]["sentence_zh"] != number["reasons"][0]["sentence_en"]
    assert "+1267*****35" in why["text_en"]
    assert noon["numbers"][0]["allowed"]


@pytest.mark.usefixtures("_cases")
async def test_a_hold_bars_contact_until_it_is_lifted(house: House) -> None:
    """A hold set by hand is obeyed at once, shown in the timeline, lifted with a reason, and not twice."""
    noon = {"at": "2026-11-03T17:00:00Z"}
    async with signed_in(house, Role.SUPERVISOR) as client:
        row = await case_of(client, "Katherine")
        why = f"{API}/cases/{row['id']}/why"
        body = {"kind": "cease_communication", "evidence": "letter of 1 November"}
        hold = (await client.post(f"{API}/cases/{row['id']}/holds", json=body)).json()
        assert hold["whole_person"]
        refused = (await client.get(why, params=noon)).json()["numbers"][0]
        assert (refused["allowed"], refused["reasons"][0]["code"]) == (False, "held")
        lift = f"{API}/holds/{hold['id']}/lift"
        assert (await client.post(lift, json={"reason": "withdrawn in writing"})).status_code == 200
        assert (await client.get(why, params=noon)).json()["numbers"][0]["allowed"]
        twice = await client.post(lift, json={"reason": "again"})
        assert (twice.status_code, twice.json()["code"]) == (409, "hold_lifted")
        view = (await client.get(f"{API}/cases/{row['id']}")).json()
    assert {item["title_code"] for item in view["timeline"]} >= {"hold.set", "hold.lifted"}
    assert "withdrawn in writing" in view["holds"][0]["evidence"]


@pytest.mark.usefixtures("_cases")
@pytest.mark.parametrize(
    "body",
    [
        {"kind": "no_such_kind", "evidence": "x"},
        {"kind": "disputed", "evidence": ""},
        {"kind": "disputed", "evidence": "x", "ends_at": "2020-01-01T00:00:00Z"},
        {"kind": "disputed", "evidence": "x", "ends_at": "2030-01-01T00:00:00"},
    ],
)
async def test_a_hold_without_kind_evidence_or_future_is_refused(house: House, body: dict) -> None:
    """A hold needs a known kind, a reason to rest on, and an end that has not passed, with its zone."""
    async with signed_in(house, Role.SUPERVISOR) as client:
        row = await case_of(client, "Katherine")
        answer = await client.post(f"{API}/cases/{row['id']}/holds", json=body)
    assert answer.status_code == 422


@pytest.mark.usefixtures("_cases")
async def test_agents_set_holds_but_do_not_lift_them(house: House) -> None:
    """Stopping contact is everybody's duty; opening it again is not the agent's."""
    async with signed_in(house, Role.AGENT) as client:
        row = await case_of(client, "Katherine")
        body = {"kind": "disputed", "evidence": "said so"}
        hold = (await client.post(f"{API}/cases/{row['id']}/holds", json=body)).json()
        answer = await client.post(f"{API}/holds/{hold['id']}/lift", json={"reason": "x"})
    assert (hold["whole_person"], answer.status_code) == (False, 403)


@pytest.mark.usefixtures("_cases")
async def test_notes_stand_in_the_timeline_as_plain_text(house: House) -> None:
    """A note is kept as written, with its author, and its text is data and never markup."""
    text = "<script>alert(1)</script> {{7*7}} \u202e"
    async with signed_in(house, Role.SUPERVISOR) as client:
        row = await case_of(client, "Katherine")
        await client.post(f"{API}/cases/{row['id']}/notes", json={"text": text})
        view = (await client.get(f"{API}/cases/{row['id']}")).json()
    note = next(item for item in view["timeline"] if item["kind"] == "note")
    assert (note["text_en"], note["actor"]) == (text, "A supervisor")
