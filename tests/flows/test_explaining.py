"""What a case and an attempt say of themselves over HTTP: reasons and what lifts them, zones, frozen facts, proof."""

import json
from pathlib import Path
from uuid import UUID

import pytest
from httpx2 import AsyncClient

from campaigns.campaign_templates import load_buckets
from campaigns.campaigns import Campaign
from campaigns.proof import check_proof
from campaigns.reserving import Reserved, Wanted, reserve
from campaigns.steering import create_campaign
from crm.cases import Case
from crm.importing import import_cases
from crm.staff import Role
from tests.campaigns.gates import also
from tests.flows.lenders import ROWS, lenders_file
from tests.flows.test_cases import API, case_of, recipe_of
from tests.houses import signed_in
from web.house import House

NOON = "2026-11-03T17:00:00Z"


@pytest.fixture
async def _cases(house: House, tmp_path: Path) -> None:
    """Three cases of one lender."""
    path = tmp_path / "cases.csv"
    path.write_bytes(lenders_file(*ROWS))
    await import_cases(house.ground, path, await recipe_of(house.ground, path), actor="system")


async def called(house: House, case_id: str) -> Reserved:
    """Permit a call to the person of a case, as a campaign does."""
    async with house.database.transaction() as session:
        session.add_all(load_buckets())
    made = await create_campaign(house.ground, template="b1", name="Reminders", actor="system")
    async with house.database.transaction() as session:
        case = await session.get_one(Case, UUID(case_id))
        case.campaign_id = made.id
        campaign = await session.get_one(Campaign, made.id)
    wanted = Wanted(case_id=case.id, debtor_id=case.debtor_id, campaign=campaign)
    answer = await reserve(house.ground, house.books, wanted, also)
    assert isinstance(answer, Reserved), answer
    return answer


async def why(client: AsyncClient, case_id: str, channel: str = "phone", at: str = NOON) -> dict:
    answer = await client.get(f"{API}/cases/{case_id}/why", params={"channel": channel, "at": at})
    assert answer.status_code == 200, answer.text
    return answer.json()


@pytest.mark.usefixtures("_cases")
async def test_what_is_allowed_says_until_when(house: House) -> None:
    """At noon the law closes at nine in the evening where the person is; a minute before it still does."""
    async with signed_in(house, Role.MANAGER) as client:
        row = await case_of(client, "Katherine")
        number = (await why(client, row["id"]))["numbers"][0]
        late = (await why(client, row["id"], at="2026-11-04T01:59:00Z"))["numbers"][0]
    assert (number["allowed"], number["closes_at"]) == (True, "2026-11-04T02:00:00Z")
    assert number["summary_en"] == "May be contacted now, until 21:00 today in New York."
    assert number["summary_zh"] == "现在可以联系，直至今天21:00（New York）。"
    assert late["closes_at"] == "2026-11-04T02:00:00Z"


@pytest.mark.usefixtures("_cases")
async def test_what_is_refused_says_what_lifts_it(house: House) -> None:
    """By night the clock lifts it, a stop only a person; the stop is said of every channel, and copied as text."""
    async with signed_in(house, Role.MANAGER) as client:
        row = await case_of(client, "Katherine")
        night = (await why(client, row["id"], at="2026-11-03T05:00:00Z"))["numbers"][0]
        fact = {"what": "hold", "kind": "cease_communication"}
        body = {"fact": fact, "evidence": "letter of 2 November"}
        assert (await client.post(f"{API}/cases/{row['id']}/facts", json=body)).status_code == 200
        answers = {
            channel: await why(client, row["id"], channel, at=house.clock.now().isoformat())
            for channel in ("phone", "sms", "letter", "visit")
        }
    assert night["reasons"][0]["lift_en"].startswith("Ends by itself: 08:00 today in New York.")
    assert night["reasons"][0]["title_en"]
    for channel, view in answers.items():
        number = view["numbers"][0]
        assert (number["allowed"], number["next_kind"]) == (False, "on_new_fact"), channel
        assert number["reasons"][0]["binding"]
        assert any("must lift it" in reason["lift_en"] for reason in number["reasons"]), channel
        assert "须由有权限的人员" in view["text_zh"]
        assert number["reasons"][0]["sentence_en"] in view["text_en"]


@pytest.mark.usefixtures("_cases")
async def test_zones_name_their_source_and_what_they_count_for(house: House) -> None:
    """Address and area code count until the person says where they are; then that alone counts, with its author."""
    async with signed_in(house, Role.MANAGER) as client:
        row = await case_of(client, "Katherine")
        before = (await why(client, row["id"]))["zones"]
        body = {"fact": {"what": "zone", "zone": "America/Denver"}, "evidence": "said so"}
        await client.post(f"{API}/cases/{row['id']}/facts", json=body)
        after = (await why(client, row["id"]))["zones"]
    assert [zone["source"] for zone in before] == ["postal_code", "number"]
    assert before[0]["local_now"] == "12:00"
    assert "+1267*****35" in before[1]["source_en"]
    assert [zone["zone"] for zone in after if zone["counts_for"]] == ["America/Denver"]
    assert after[0]["source"] == "stated"
    assert "recorded by" in after[0]["source_en"]


@pytest.mark.usefixtures("_cases")
async def test_an_attempt_says_on_what_it_was_judged(house: House) -> None:
    """Facts, zones, used limits and versions are those of the attempt, whatever is recorded afterwards."""
    async with signed_in(house, Role.AUDITOR) as client:
        row = await case_of(client, "Katherine")
        reserved = await called(house, row["id"])
        path = f"{API}/attempts/{reserved.attempt.id}/verdict"
        before = (await client.get(path)).json()
        async with signed_in(house, Role.MANAGER) as manager:
            body = {"fact": {"what": "hold", "kind": "bankruptcy"}, "evidence": "court"}
            await manager.post(f"{API}/cases/{row['id']}/facts", json=body)
        after = (await client.get(path)).json()
    assert before == after
    assert (before["has_facts"], before["zones"]) == (True, ["America/New_York"])
    assert before["rulebook"] == house.books.rulebook.version
    assert before["tz"]
    assert {count["used"] for count in before["counts"]} == {0}
    assert "0 of 7" in before["text_en"]
    assert any(rule["title_en"] for rule in before["rules"])


@pytest.mark.usefixtures("_cases")
async def test_before_verification_an_agent_is_told_nothing_of_the_debt(house: House) -> None:
    """No title of a rule, no kind of hold, no state, no campaign, and no filter by them."""
    async with signed_in(house, Role.MANAGER) as manager:
        row = await case_of(manager, "Katherine")
        body = {"fact": {"what": "hold", "kind": "bankruptcy"}, "evidence": "court"}
        await manager.post(f"{API}/cases/{row['id']}/facts", json=body)
    async with signed_in(house, Role.AGENT) as client:
        told = await why(client, row["id"], at=house.clock.now().isoformat())
        page = (await client.get(f"{API}/cases/{row['id']}")).json()
        listed = await case_of(client, "Katherine")
        refused = await client.get(f"{API}/cases", params={"state": "new"})
    for word in ("bankrupt", "debt", "创"):
        assert word not in json.dumps(
            [reason["sentence_en"] + reason["title_en"] for reason in told["numbers"][0]["reasons"]]
        )
    assert {reason["title_en"] for number in told["numbers"] for reason in number["reasons"]} == {""}
    assert (page["case"]["state"], page["case"]["campaign"]) == (None, None)
    assert (listed["state"], listed["campaign"]) == (None, None)
    assert refused.status_code == 403


@pytest.mark.usefixtures("_cases")
async def test_a_proof_is_given_to_auditors_and_managers_alone(house: House) -> None:
    """It downloads as a file and stands by itself; agents and reviewers are refused."""
    async with signed_in(house, Role.SUPERVISOR) as client:
        row = await case_of(client, "Katherine")
        await called(house, row["id"])
    for role, code in ((Role.AUDITOR, 200), (Role.MANAGER, 200), (Role.AGENT, 403), (Role.REVIEWER, 403)):
        async with signed_in(house, role) as client:
            answer = await client.get(f"{API}/cases/{row['id']}/proof")
            assert answer.status_code == code, role
            if code == 200:
                assert "attachment" in answer.headers["content-disposition"]
                checked = check_proof(answer.json()["proof"])
                assert (checked.judged, checked.differences) == (1, ())
                assert "Katherine" not in answer.text
