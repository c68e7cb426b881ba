"""The signed proof of a person: it verifies by itself, and whatever was changed afterwards is named."""

import json
import stat
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from typer.testing import CliRunner

from campaigns.campaigns import Campaign
from campaigns.contact_facts import HoldFact, OptOutFact
from campaigns.proof import check_proof
from campaigns.proving import KEY_FILE, proof_key, prove
from campaigns.recording import record_fact
from campaigns.reserving import Refused
from campaigns.rules.campaign_rules import campaign_rules
from campaigns.signatures import canonical, is_signed, public_text, sign
from config.errors import NotFound
from crm.attempts import Attempt
from crm.cases import Case
from crm.contact_points import ContactPoint
from tests.campaigns.gates import ask_gate, permit
from tests.campaigns.rows import BOOKS, World, add_call, add_case
from web.__main__ import build_app

SECRET_WORDS = "Maria's sister Rosa said so"


async def story(world: World) -> tuple[Case, ContactPoint]:
    """One person with an earlier call, a number not to be texted, and a permitted call that ended."""
    campaign = await world.campaign()
    case, point = await add_case(world, campaign)
    await add_call(world, case, point, "NC03", ago=timedelta(days=3), duration_ms=None)
    stop = OptOutFact(channel="sms", contact_point_id=point.id)
    await record_fact(world.ground, case.id, stop, actor="user:x", evidence=SECRET_WORDS)
    reserved = await permit(world, campaign, case)
    async with world.ground.database.transaction() as session:
        attempt = await session.get_one(Attempt, reserved.attempt.id)
        attempt.state, attempt.result, attempt.closed_at = "closed", "no_answer", world.now
        attempt.outcome = "no_answer"
    return case, point


async def proof_of(world: World, case: Case) -> dict[str, Any]:
    return json.loads(await prove(world.ground, case.id, rulebook=BOOKS.rulebook.version))


async def test_a_proof_is_signed_and_says_the_same_when_it_is_judged_anew(world: World) -> None:
    """The permitted call is judged again from the file alone, with the same answer; the earlier one has no facts."""
    case, _ = await story(world)
    signed = await proof_of(world, case)
    key = public_text(proof_key(world.ground.settings))
    assert is_signed(signed["proof"], signed["signature"], key)
    checked = check_proof(signed["proof"])
    assert (checked.judged, checked.without_facts, checked.differences) == (1, 1, ())
    attempt = next(entry for entry in signed["proof"]["attempts"] if entry["facts"])
    assert set(attempt["verdict"]["rules"]) <= set(signed["proof"]["rules"])
    assert attempt["verdict"]["rulebook"] == BOOKS.rulebook.version
    assert attempt["verdict"]["tz"]


async def test_a_proof_names_nobody(world: World) -> None:
    """Neither name nor number nor what somebody said is in the file, only ids, masks and digests."""
    case, point = await story(world)
    text = (await prove(world.ground, case.id, rulebook="")).decode()
    for word in ("Person 1", point.value, point.value[2:], SECRET_WORDS, "Rosa"):
        assert word not in text


async def test_a_hold_that_ends_later_does_not_change_what_was_judged(world: World) -> None:
    """What was learned after the call, and an outcome that was corrected, leave the proof without a difference."""
    case, _ = await story(world)
    fact = HoldFact(kind="cease_communication")
    await record_fact(world.ground, case.id, fact, actor="user:x", evidence="letter")
    async with world.ground.database.transaction() as session:
        for attempt in (await proof_of(world, case))["proof"]["attempts"]:
            row = await session.get_one(Attempt, attempt["id"])
            row.outcome = "conversation"
    assert check_proof((await proof_of(world, case))["proof"]).differences == ()


async def test_rules_are_kept_as_they_were_when_a_campaign_changes_its_hours(world: World) -> None:
    """The row of the campaign's own windows stands in the proof although it is in force nowhere any more."""
    case, _ = await story(world)
    async with world.ground.database.transaction() as session:
        campaign = await session.get_one(Campaign, case.campaign_id)
        campaign.windows, campaign.version = {"mon": [["09:00", "10:00"]]}, campaign.version + 1
    proof = (await proof_of(world, case))["proof"]
    judged = next(entry for entry in proof["attempts"] if entry["facts"])
    own = [version for version in judged["verdict"]["rules"] if version.startswith("campaign.")]
    assert own
    assert all(proof["rules"][version]["row"]["cite"] == "settings of the campaign" for version in own)
    assert check_proof(proof).differences == ()


def _forget_a_hold_seen(proof: dict[str, Any]) -> None:
    proof["facts"].append(
        {"what": "hold", "id": "h", "kind": "bankruptcy", "starts_at": "2020-01-01T00:00:00+00:00", "lifted_at": None}
    )


def _judged(proof: dict[str, Any]) -> dict[str, Any]:
    return next(entry for entry in proof["attempts"] if entry["facts"])


def _add_a_hold(proof: dict[str, Any]) -> None:
    hold = {"kind": "cease_communication", "case": None, "starts": 1.0, "ends": None, "channels": None, "point": None}
    _judged(proof)["facts"]["holds"] = [hold | {"lifting": []}]


def _move_the_person(proof: dict[str, Any]) -> None:
    _judged(proof)["facts"]["address_zones"] = ["Asia/Tokyo"]


def _widen_a_rule(proof: dict[str, Any]) -> None:
    version = next(name for name in proof["rules"] if name.startswith("us.regf.hours@"))
    proof["rules"][version]["row"]["params"]["weekly"] = {"daily": [["00:00", "24:00"]]}


def _drop_a_rule(proof: dict[str, Any]) -> None:
    version = next(name for name in proof["rules"] if name.startswith("us.regf.hours@"))
    del proof["rules"][version]


def _hide_an_attempt(proof: dict[str, Any]) -> None:
    proof["attempts"] = [entry for entry in proof["attempts"] if entry["facts"]]


def _claim_another_answer(proof: dict[str, Any]) -> None:
    _judged(proof)["verdict"]["allowed"] = False


def _break_the_facts(proof: dict[str, Any]) -> None:
    _judged(proof)["facts"]["points"] = 5


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (_add_a_hold, "allowed was True and is False"),
        (_move_the_person, "allowed was True and is False"),
        (_widen_a_rule, "its row was changed"),
        (_drop_a_rule, "the file lacks the rules us.regf.hours@"),
        (_hide_an_attempt, "that was counted is missing"),
        (_claim_another_answer, "allowed was False and is True"),
        (_forget_a_hold_seen, "stood and was not seen"),
        (_break_the_facts, "cannot be read"),
    ],
)
async def test_a_change_is_named_even_if_it_was_signed_again(
    world: World, change: Callable[[dict[str, Any]], None], words: str
) -> None:
    """Whoever changes a fact, a rule or an answer is found out by judging anew; the signature is not this key's."""
    case, _ = await story(world)
    signed = await proof_of(world, case)
    change(signed["proof"])
    assert any(words in difference for difference in check_proof(signed["proof"]).differences)
    stranger = Ed25519PrivateKey.generate()
    forged = sign(signed["proof"], stranger)
    own = public_text(proof_key(world.ground.settings))
    assert not is_signed(signed["proof"], signed["signature"], own)
    assert not is_signed(signed["proof"], forged, own)


async def test_the_key_is_made_once_and_for_its_owner_alone(world: World) -> None:
    """A second use finds the same key; nobody else may read it."""
    settings = world.ground.settings
    first, second = proof_key(settings), proof_key(settings)
    assert public_text(first) == public_text(second)
    assert stat.S_IMODE((settings.data_dir / KEY_FILE).stat().st_mode) == 0o600


async def test_there_is_no_proof_of_nobody(world: World) -> None:
    """An unknown case is refused."""
    with pytest.raises(NotFound):
        await prove(world.ground, world.new(), rulebook="")


async def test_the_rules_of_a_permit_are_kept_once(world: World) -> None:
    """A second permit writes no row again, and a refusal writes none."""
    campaign = await world.campaign()
    first, _ = await add_case(world, campaign)
    second, _ = await add_case(world, campaign)
    assert not world.ground.stored
    await permit(world, campaign, first)
    kept = set(world.ground.stored)
    assert {rule.version for rule in campaign_rules(str(campaign.id), windows=None, caps={})} <= kept
    assert "us.regf.hours" in {version.partition("@")[0] for version in kept}
    await permit(world, campaign, second)
    assert set(world.ground.stored) == kept
    assert isinstance(await ask_gate(world, campaign, first), Refused)


def test_a_document_has_one_form() -> None:
    """Order of keys and spaces do not matter, signs of all scripts stay as they are."""
    assert canonical({"b": 1, "a": "电话"}) == canonical({"a": "电话", "b": 1}) == '{"a":"电话","b":1}'.encode()


async def test_two_thousand_attempts_are_judged_anew_within_seconds(world: World) -> None:
    """A long history is checked while one waits."""
    case, _ = await story(world)
    proof = (await proof_of(world, case))["proof"]
    judged = _judged(proof)
    proof["attempts"] += [judged | {"id": str(world.new())} for _ in range(2_000)]
    began = time.process_time()
    checked = check_proof(proof)
    assert (checked.judged, checked.differences) == (2_001, ())
    assert time.process_time() - began < 10


async def test_the_command_finds_a_changed_byte(world: World, tmp_path: Path) -> None:
    """As it was made the file passes with exit code 0; with one byte changed anywhere it ends with 1 and says why."""
    case, _ = await story(world)
    written = await prove(world.ground, case.id, rulebook="")
    file, key = tmp_path / "proof.json", public_text(proof_key(world.ground.settings))
    file.write_bytes(written)
    app = build_app("rules")
    passed = CliRunner().invoke(app, ["rules", "verify", str(file), "--key", key])
    assert (passed.exit_code, passed.stdout.splitlines()[-1]) == (0, "1 attempts judged anew, 0 differences.")
    place = written.index(b'"no_answer"') + 3
    for changed in (written[:place] + b"x" + written[place + 1 :], written.replace(b",", b", ", 1)):
        file.write_bytes(changed)
        failed = CliRunner().invoke(app, ["rules", "verify", str(file), "--key", key])
        assert failed.exit_code == 1, failed.stdout
