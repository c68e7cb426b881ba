"""Short ways to write the facts of a judgement: wall clock in, frozen values out."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from campaigns.rules.proposal import PastContact, Person, Proposal
from campaigns.rules.rows import build_rule
from campaigns.rules.rule import Rule
from campaigns.rules.rulebook import read_rulebook

NEW_YORK, CHICAGO, LOS_ANGELES = "America/New_York", "America/Chicago", "America/Los_Angeles"
BOOK = read_rulebook()


def local(text: str, zone: str = NEW_YORK) -> datetime:
    """Read ``2026-06-03 08:00`` or ``… 08:00:00`` as wall clock in a zone, as UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


def call(at: datetime, **changes: object) -> Proposal:
    """Propose a live call to a mobile in New York about debt ``x``."""
    proposal = Proposal(
        at=at, channel="phone", endpoint_id="m", debts=("x",), number_type="mobile", number_zones=(NEW_YORK,)
    )
    return replace(proposal, **changes)  # type: ignore[arg-type]


def past(at: datetime, outcome: str = "no_answer", **changes: object) -> PastContact:
    """Recall a call to the same mobile about the same debt."""
    contact = PastContact(at=at, channel="phone", outcome=outcome, endpoint_id="m", debts=("x",))
    return replace(contact, **changes)  # type: ignore[arg-type]


def person(**facts: object) -> Person:
    """Describe somebody whose address is in New York."""
    return replace(Person(address_zones=(NEW_YORK,)), **facts)  # type: ignore[arg-type]


def rule(kind: str, params: Mapping[str, object], **columns: object) -> Rule:
    """Build a rule for any channel and party."""
    row: dict[str, object] = {
        "id": f"test.{kind}",
        "jurisdiction": "test",
        "kind": kind,
        "title": kind,
        "rank": 500,
        "cite": "none",
        "binding": "house",
        "confidence": "high",
        "applies": {"party_class": "any"},
        "params": params,
    }
    return build_rule(row | columns, where="test")


def shipped(*ids: str) -> tuple[Rule, ...]:
    """Pick shipped rules by id."""
    found = tuple(each for each in BOOK.rules if each.id in ids)
    assert len(found) == len(ids)
    return found
