"""Facts of a person through HTTP: recorded, shown, ended, by whom they may be; and lists of suppressed numbers."""

from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID

import pytest
from httpx2 import AsyncClient

from campaigns.contact_facts import HoldFact
from campaigns.recording import record_fact
from config.clock import LoopClock
from config.database import Database
from config.ids import SeededIds
from config.settings import Settings
from crm.staff import Role
from tests.campaigns.rows import World, add_case, build_world
from tests.flows.floors import at_desk, open_floor
from tests.houses import add_user, browsing, sign_in, signed_in
from web.app import build_app
from web.house import House

API = "/api/v1"
CEASE = {"fact": {"what": "hold", "kind": "cease_communication"}, "evidence": "letter of 1 November"}
MORNING = {"what": "stated_time", "days": [0, 6], "start_minute": 1200, "end_minute": 480}


@pytest.fixture
async def world(house: House) -> World:
    return await build_world(house.ground)


@pytest.fixture
async def case(world: World) -> tuple[str, str]:
    """The case of a person, and their number, by id."""
    made, point = await add_case(world, await world.campaign())
    return str(made.id), str(point.id)


@pytest.fixture
async def boss(house: House) -> AsyncIterator[AsyncClient]:
    """A supervisor at a browser."""
    async with signed_in(house, Role.SUPERVISOR) as client:
        yield client


async def facts(client: AsyncClient, case_id: str) -> list[dict[str, Any]]:
    answer = await client.get(f"{API}/cases/{case_id}/facts")
    assert answer.status_code == 200, answer.text
    rows: list[dict[str, Any]] = answer.json()["rows"]
    return rows


async def record(client: AsyncClient, case_id: str, body: dict[str, Any], *, status: int = 200) -> dict[str, Any]:
    answer = await client.post(f"{API}/cases/{case_id}/facts", json=body)
    assert answer.status_code == status, answer.text
    shown: dict[str, Any] = answer.json()
    return shown


async def end(client: AsyncClient, case_id: str, fact: dict[str, Any], *, status: int = 204) -> None:
    body = {"what": fact["what"], "reason": "they took it back"}
    answer = await client.post(f"{API}/cases/{case_id}/facts/{fact['id']}/end", json=body)
    assert answer.status_code == status, answer.text


async def test_every_kind_is_recorded_shown_and_ended(boss: AsyncClient, case: tuple[str, str]) -> None:
    """The list has each with effect, evidence, author and start; an ended one stays with its end."""
    case_id, point_id = case
    bodies: list[dict[str, Any]] = [
        {"what": "hold", "kind": "disputed", "channels": ["phone"]},
        {"what": "consent", "kind": "extra_calls", "this_case": True},
        {"what": "opt_out", "channel": "phone", "contact_point_id": point_id},
        MORNING,
        {"what": "zone", "zone": "America/Denver"},
        {"what": "number", "contact_point_id": point_id, "kind": "wrong_number"},
        {"what": "notice", "kind": "collection_notice", "sent_at": "2026-10-01T00:00:00Z"},
    ]
    made = [await record(boss, case_id, {"fact": body, "evidence": "said so"}) for body in bodies]
    assert [row["effect"] for row in made] == [
        "restricts", "loosens", "restricts", "restricts", "informs", "restricts", "informs",
    ]  # fmt: skip
    for row in made:
        assert (row["in_force"], row["evidence"], row["actor"]) == (True, "said so", "A supervisor")
        assert row["text_en"]
        assert row["text_zh"] not in {"", row["text_en"]}
    assert {row["id"] for row in await facts(boss, case_id)} == {row["id"] for row in made}
    assert [row["number"] for row in made if row["contact_point_id"]] == ["+1404*****01", "+1404*****01"]
    for row in made[:-1]:
        await end(boss, case_id, row)
    shown = {row["id"]: row for row in await facts(boss, case_id)}
    assert [shown[row["id"]]["in_force"] for row in made if row["id"] in shown] == [False] * 5 + [True]
    await end(boss, case_id, made[0], status=409)


async def test_the_timeline_tells_of_what_was_said(boss: AsyncClient, case: tuple[str, str]) -> None:
    """Who opens the case sees in order what the person allowed, forbade and took back."""
    case_id, _ = case
    consent = await record(boss, case_id, {"fact": {"what": "consent", "kind": "sms"}, "evidence": "form"})
    await record(boss, case_id, {"fact": MORNING, "evidence": "in a letter"})
    await end(boss, case_id, consent)
    timeline = (await boss.get(f"{API}/cases/{case_id}")).json()["timeline"]
    codes = [item["title_code"] for item in timeline if item["kind"] == "fact"]
    assert codes == ["fact.consent_revoked", "fact.time_stated", "fact.consent_given"]


@pytest.mark.parametrize("body", [
    {"fact": {"what": "hold", "kind": "disputed"}},
    {"fact": {"what": "hold", "kind": "disputed"}, "evidence": "   "},
    {"fact": {"what": "hold", "kind": "odd"}, "evidence": "x"},
    {"fact": {"what": "odd", "kind": "disputed"}, "evidence": "x"},
    {"fact": {"what": "hold", "kind": "disputed", "actor": "system"}, "evidence": "x"},
    {"fact": {"what": "zone", "zone": "Mars/Base"}, "evidence": "x"},
    {"fact": {"what": "hold", "kind": "disputed"}, "evidence": "x", "attempt_id": str(UUID(int=5))},
    {"evidence": "x"},
])  # fmt: skip
async def test_a_fact_that_cannot_be_is_refused(boss: AsyncClient, case: tuple[str, str], body: dict[str, Any]) -> None:
    """No evidence, an unknown kind or field, or a call with somebody else."""
    await record(boss, case[0], body, status=422)
    assert await facts(boss, case[0]) == []


async def test_agents_stop_contact_but_open_it_only_by_the_persons_word_in_their_call(
    house: House, case: tuple[str, str]
) -> None:
    """Without a call of theirs no consent, no notice and nothing that lifts; what restricts is everybody's duty."""
    case_id, _ = case
    async with signed_in(house, Role.AGENT) as agent:
        held = await record(agent, case_id, CEASE)
        assert (held["evidence"], held["may_end"]) == ("", True)
        for fact in (
            {"what": "consent", "kind": "hours_waiver"},
            {"what": "notice", "kind": "collection_notice"},
            {"what": "lifting_fact", "hold_id": held["id"], "kind": "attorney_consents"},
        ):
            await record(agent, case_id, {"fact": fact, "evidence": "they said so"}, status=403)
        await end(agent, case_id, held)


async def test_agents_take_back_only_their_own_slips_and_soon(
    house: House, world: World, case: tuple[str, str]
) -> None:
    """What somebody else recorded stays, and so does one's own after the seconds of an undo."""
    case_id, _ = case
    fact = HoldFact(kind="deceased")
    await record_fact(world.ground, UUID(case_id), fact, actor="user:somebody", evidence="a letter")
    async with signed_in(house, Role.AGENT) as agent:
        (other,) = await facts(agent, case_id)
        assert not other["may_end"]
        await end(agent, case_id, other, status=403)
    async with signed_in(house, Role.SUPERVISOR) as boss:
        consent = await record(boss, case_id, {"fact": {"what": "consent", "kind": "sms"}, "evidence": "form"})
    user = await add_user(house, Role.AGENT, "second")
    async with browsing(build_app(house)) as agent:
        await sign_in(house, agent, user)
        await end(agent, case_id, consent)


@pytest.mark.parametrize("role", [Role.REVIEWER, Role.AUDITOR])
async def test_reviewers_and_auditors_read(house: House, case: tuple[str, str], role: Role) -> None:
    """Whoever checks the work does not change what it rests on."""
    async with signed_in(house, Role.MANAGER) as manager:
        made = await record(manager, case[0], CEASE)
    async with signed_in(house, role) as client:
        (row,) = await facts(client, case[0])
        assert (row["id"], row["may_end"], row["evidence"]) == (made["id"], False, "letter of 1 November")
        await record(client, case[0], CEASE, status=403)
        await end(client, case[0], row, status=403)


async def test_a_list_is_put_in_force_shown_and_withdrawn(house: House, case: tuple[str, str]) -> None:
    """From the upload to the person's own list of facts, and back."""
    async with signed_in(house, Role.MANAGER) as client:
        content = b"phone\n4045550101\nnobody\n"
        answer = await client.post(f"{API}/suppressions/files", files={"file": ("dnc.csv", content, "text/csv")})
        body = {"file_id": answer.json()["file_id"], "name": "Registry", "kind": "do_not_call", "evidence": "download"}
        report = (await client.post(f"{API}/suppressions", json=body)).json()
        assert (report["numbers"], report["rejected"], report["persons"]) == (1, 1, 1)
        assert [(line["line"], line["value"]) for line in report["bad"]] == [(3, "nobody")]
        assert (await client.post(f"{API}/suppressions", json=body)).json()["already_there"]
        (row,) = await facts(client, case[0])
        assert (row["what"], row["kind"], row["in_force"], row["may_end"]) == (
            "suppression", "do_not_call", True, False,
        )  # fmt: skip
        (shown,) = (await client.get(f"{API}/suppressions")).json()["rows"]
        assert (shown["name"], shown["numbers"], shown["in_force"]) == ("Registry", 1, True)
        gone = await client.post(f"{API}/suppressions/{shown['id']}/withdraw", json={"reason": "wrong file"})
        assert (gone.status_code, gone.json()["in_force"]) == (200, False)
        ((again),) = await facts(client, case[0])
        assert not again["in_force"]


@pytest.mark.virtual_time
async def test_an_agent_records_what_the_person_agrees_to_in_their_call(
    settings: Settings, clock: LoopClock, ids: SeededIds, database: Database
) -> None:
    """The call is the evidence; of a call that is not the agent's present one nothing is taken."""
    async with open_floor(settings, clock, ids, database, cases=1) as rig, at_desk(rig) as desk:
        await desk.post("/agent/ready")
        call = (await desk.until("talking"))["call"]
        body = {"fact": {"what": "consent", "kind": "extra_calls"}, "attempt_id": call["attempt_id"]}
        made = await desk.post(f"/cases/{call['case_id']}/facts", body)
        assert (made["attempt_id"], made["in_force"], made["may_end"]) == (call["attempt_id"], True, True)
        elsewhere = await add_user(rig.house, Role.AGENT, "elsewhere")
        async with browsing(build_app(rig.house)) as other:
            await sign_in(rig.house, other, elsewhere)
            await record(other, call["case_id"], body, status=403)
