"""The published vectors: every case of the places that are shipped is answered as expected."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from campaigns.rules.fields import WEEKDAYS
from campaigns.rules.judge import judge
from campaigns.rules.proposal import (
    Consent,
    Debt,
    Hold,
    Notice,
    OptOut,
    PastContact,
    Person,
    Proposal,
    RefusedMedium,
    StatedTime,
)
from tests.campaigns.rules.cases import BOOK

FOLDER = Path(__file__).parents[4] / "shared" / "compliance"
VECTORS = [json.loads(line) for line in (FOLDER / "vectors.jsonl").read_text("utf-8").splitlines()]
SHIPPED = [vector for vector in VECTORS if vector["jurisdiction"] in BOOK.jurisdictions]
ROWS = (FOLDER / "rules.yaml").read_text("utf-8").split("\n- id: ")[1:]
MARKED = {row.split("\n", 1)[0].strip() for row in ROWS if "\n  vectors: true" in row}


def test_all_vectors_of_the_united_states_are_covered_when_counted() -> None:
    """No case is lost silently: 121 of the 202 are of shipped places, and each of their marked rules is shipped."""
    assert len(SHIPPED) == 121
    wanted = {rule for vector in SHIPPED for rule in vector["expected"]["all_denying_rules"]}
    assert wanted <= {rule.id for rule in BOOK.rules}


@pytest.mark.parametrize("vector", SHIPPED, ids=lambda vector: vector["id"])
def test_answer_is_the_published_one_when_a_vector_is_judged(vector: dict[str, Any]) -> None:
    """Decision, every denying rule, the one to report, and the next allowed second all agree."""
    proposal, expected = _proposal(vector), vector["expected"]
    rules = BOOK.rules_for([vector["jurisdiction"]], proposal.at.date())
    verdict = judge(
        proposal,
        _person(vector),
        _history(vector),
        tuple(rule for rule in rules if rule.id in MARKED),
    )
    assert verdict.allowed == (expected["decision"] == "allow")
    assert sorted(reason.rule_id for reason in verdict.reasons) == expected["all_denying_rules"]
    assert (verdict.reasons[0].rule_id if verdict.reasons else None) == expected["rule"]
    if expected["next_kind"] != "unspecified":
        assert verdict.next_kind == expected["next_kind"]
    if expected["next_kind"] == "at":
        assert verdict.next_allowed_at == _at(expected["next_allowed_at"])


def _at(text: str) -> datetime:
    return datetime.fromisoformat(text)


def _maybe_at(text: str | None) -> datetime | None:
    return None if text is None else _at(text)


def _minutes(text: str) -> int:
    return int(text[:2]) * 60 + int(text[3:])


def _truths(table: dict[str, Any]) -> frozenset[str]:
    return frozenset(key for key, value in table.items() if value is True)


def _proposal(vector: dict[str, Any]) -> Proposal:
    proposed = vector["proposed"]
    endpoints = {endpoint["id"]: endpoint for endpoint in vector["consumer"]["endpoints"]}
    endpoint = endpoints.get(proposed["endpoint"], {})
    return Proposal(
        at=_at(proposed["at"]),
        channel=proposed["channel"],
        endpoint_id=proposed["endpoint"],
        debts=tuple(proposed["debts"]),
        collector=vector["collector"],
        party=proposed["party"],
        purpose=proposed["purpose"],
        technology=proposed.get("technology"),
        number_type=endpoint.get("type", "other"),
        number_zones=tuple(endpoint.get("zones", ())),
        number_facts=_truths(endpoint),
    )


def _history(vector: dict[str, Any]) -> tuple[PastContact, ...]:
    types = {endpoint["id"]: endpoint["type"] for endpoint in vector["consumer"]["endpoints"]}
    return tuple(
        PastContact(
            at=_at(entry["at"]),
            channel=entry["channel"],
            outcome=entry["outcome"],
            endpoint_id=entry["endpoint"],
            debts=tuple(entry["debts"]),
            party=entry["party"],
            direction=entry["direction"],
            purpose=entry["purpose"],
            technology=entry.get("technology"),
            number_type=types.get(entry["endpoint"], "other"),
            could_leave_message=entry.get("could_leave_message", True),
        )
        for entry in vector["history"]
    )


def _person(vector: dict[str, Any]) -> Person:
    consumer = vector["consumer"]
    return Person(
        address_zones=tuple(consumer["address_zones"]),
        known_zone=consumer["known_location_zone"],
        holds=tuple(_hold(kind, flag) for kind, flag in consumer["flags"].items()),
        stated_times=tuple(
            StatedTime(
                days=tuple(WEEKDAYS.index(day) for day in stated["days"]),
                start_minute=_minutes(stated["start"]),
                end_minute=_minutes(stated["end"]),
                channels=tuple(stated["channels"]) if "channels" in stated else None,
            )
            for stated in consumer["stated_times"]
        ),
        consents=tuple(
            Consent(
                kind=consent["kind"],
                at=_at(consent["at"]),
                revoked_at=_maybe_at(consent.get("revoked_at")),
                endpoint_id=consent.get("endpoint"),
                channel=consent.get("channel"),
                debt=consent.get("debt"),
                valid_days=consent.get("valid_days"),
            )
            for consent in consumer["consents"]
        ),
        opt_outs=tuple(
            OptOut(
                channel=stop["channel"],
                at=_at(stop["at"]),
                endpoint_id=None if stop["endpoint"] == "*" else stop["endpoint"],
            )
            for stop in consumer["opted_out"]
        ),
        refused_media=tuple(
            RefusedMedium(channel=refused["channel"], at=_at(refused["at"])) for refused in consumer["refused_media"]
        ),
        notices=tuple(
            Notice(kind=notice["kind"], sent_at=_at(notice["sent_at"]), debt=notice["debt"])
            for notice in consumer["notices"]
        ),
        debts={
            debt["id"]: Debt(
                creditor=debt["creditor"], group=debt.get("account_group"), days_past_due=debt["days_past_due"]
            )
            for debt in vector["debts"]
        },
        third_persons={third["id"]: _truths(third) for third in consumer["third_parties"]},
    )


def _hold(kind: str, flag: dict[str, Any]) -> Hold:
    debts = flag.get("debts", "all")
    return Hold(
        kind=kind,
        starts_at=_at(flag["at"]),
        until=_maybe_at(flag.get("until")),
        debts=None if debts == "all" else frozenset(debts),
        lifting_facts=_truths(flag),
    )
