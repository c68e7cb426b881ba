"""Cases in the exchange form of the published contact rules: one line becomes what the judge takes, and the answer.

The form is described where it is published. Bad input is refused with the line and the field.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfoNotFoundError

from campaigns.rules.fields import CLOCK_TIME, WEEKDAYS
from campaigns.rules.proposal import (
    CHANNELS,
    COLLECTORS,
    OUTCOMES,
    PURPOSES,
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
from campaigns.rules.windows import zone_of
from config.errors import BadInput


@dataclass(frozen=True, slots=True)
class Expected:
    """The published answer; `next_kind` "unspecified" means that the next instant is not compared."""

    decision: str
    rule: str | None
    denying: tuple[str, ...]
    next_kind: str
    next_allowed_at: datetime | None


@dataclass(frozen=True, slots=True)
class SharedCase:
    """One published case, ready to be judged."""

    id: str
    title: str
    jurisdiction: str
    proposal: Proposal
    person: Person
    history: tuple[PastContact, ...]
    expected: Expected


def case_from_shared(line: Mapping[str, Any], *, where: str) -> SharedCase:
    """Read one case. Raises BadInput naming `where` and the field that is missing or malformed."""
    try:
        return _case(line)
    except KeyError as error:
        raise BadInput("bad_case", f"{where}: {error.args[0]} is missing or not known.", {"case": where}) from error
    except (TypeError, ValueError, AttributeError) as error:
        raise BadInput("bad_case", f"{where}: {error}", {"case": where}) from error


def _case(line: Mapping[str, Any]) -> SharedCase:
    consumer, expected = line["consumer"], line["expected"]
    endpoints = {endpoint["id"]: endpoint for endpoint in consumer["endpoints"]}
    return SharedCase(
        id=line["id"],
        title=line.get("title", ""),
        jurisdiction=line["jurisdiction"],
        proposal=_proposal(line, endpoints),
        person=_person(consumer, line["debts"]),
        history=tuple(_past(entry, endpoints) for entry in line["history"]),
        expected=Expected(
            decision=_one_of("decision", expected["decision"], {"allow", "deny"}),
            rule=expected["rule"],
            denying=tuple(sorted(expected["all_denying_rules"])),
            next_kind=expected["next_kind"],
            next_allowed_at=_maybe_at(expected.get("next_allowed_at")),
        ),
    )


def _proposal(line: Mapping[str, Any], endpoints: Mapping[str, Mapping[str, Any]]) -> Proposal:
    proposed = line["proposed"]
    endpoint = endpoints.get(proposed["endpoint"], {})
    phones = [one for one in endpoints.values() if one.get("kind", "phone") == "phone"]
    return Proposal(
        at=_at(proposed["at"]),
        channel=_one_of("channel", proposed["channel"], CHANNELS),
        endpoint_id=proposed["endpoint"],
        debts=tuple(proposed["debts"]),
        collector=_one_of("collector", line["collector"], COLLECTORS),
        party=proposed["party"],
        purpose=_one_of("purpose", proposed["purpose"], PURPOSES),
        technology=proposed.get("technology"),
        number_type=endpoint.get("type") or "other",
        number_zones=_zones(endpoint.get("zones") or ()),
        number_facts=_truths(endpoint),
        is_only_number=len(phones) <= 1,
    )


def _past(entry: Mapping[str, Any], endpoints: Mapping[str, Mapping[str, Any]]) -> PastContact:
    return PastContact(
        at=_at(entry["at"]),
        channel=_one_of("channel", entry["channel"], CHANNELS),
        outcome=_one_of("outcome", entry["outcome"], OUTCOMES),
        endpoint_id=entry["endpoint"],
        debts=tuple(entry["debts"]),
        party=entry["party"],
        direction=_one_of("direction", entry["direction"], {"outbound", "inbound"}),
        purpose=entry["purpose"],
        technology=entry.get("technology"),
        number_type=endpoints.get(entry["endpoint"], {}).get("type") or "other",
        could_leave_message=entry.get("could_leave_message", True),
    )


def _person(consumer: Mapping[str, Any], debts: Sequence[Mapping[str, Any]]) -> Person:
    return Person(
        address_zones=_zones(consumer["address_zones"]),
        known_zone=_maybe_zone(consumer.get("known_location_zone")),
        holds=tuple(_hold(kind, flag) for kind, flag in consumer.get("flags", {}).items()),
        stated_times=tuple(_stated(item) for item in consumer.get("stated_times", ())),
        consents=tuple(_consent(item) for item in consumer.get("consents", ())),
        opt_outs=tuple(
            OptOut(
                channel=_one_of("channel", item["channel"], CHANNELS),
                at=_at(item["at"]),
                endpoint_id=None if item["endpoint"] == "*" else item["endpoint"],
            )
            for item in consumer.get("opted_out", ())
        ),
        refused_media=tuple(
            RefusedMedium(channel=_one_of("channel", item["channel"], CHANNELS), at=_at(item["at"]))
            for item in consumer.get("refused_media", ())
        ),
        notices=tuple(
            Notice(kind=item["kind"], sent_at=_at(item["sent_at"]), debt=item.get("debt"))
            for item in consumer.get("notices", ())
        ),
        debts={
            debt["id"]: Debt(
                creditor=debt.get("creditor"),
                group=debt.get("account_group"),
                days_past_due=debt["days_past_due"],
                kind=debt.get("type") or "",
            )
            for debt in debts
        },
        third_persons={item["id"]: _truths(item) for item in consumer.get("third_parties", ())},
    )


def _hold(kind: str, flag: Mapping[str, Any]) -> Hold:
    debts = flag.get("debts", "all")
    return Hold(
        kind=kind,
        starts_at=_at(flag["at"]),
        until=_maybe_at(flag.get("until")),
        debts=None if debts == "all" or debts is None else frozenset(debts),
        lifting_facts=_truths(flag),
    )


def _stated(item: Mapping[str, Any]) -> StatedTime:
    channels = item.get("channels")
    return StatedTime(
        days=tuple(WEEKDAYS.index(_one_of("days", day, set(WEEKDAYS))) for day in item["days"]),
        start_minute=_minutes(item["start"]),
        end_minute=_minutes(item["end"]),
        channels=None if channels is None else tuple(channels),
    )


def _consent(item: Mapping[str, Any]) -> Consent:
    return Consent(
        kind=item["kind"],
        at=_at(item["at"]),
        revoked_at=_maybe_at(item.get("revoked_at")),
        endpoint_id=item.get("endpoint"),
        channel=item.get("channel"),
        debt=item.get("debt"),
        valid_days=item.get("valid_days"),
    )


def _truths(item: Mapping[str, Any]) -> frozenset[str]:
    return frozenset(name for name, value in item.items() if value is True)


def _one_of(field: str, value: object, known: frozenset[str] | set[str]) -> str:
    if not isinstance(value, str) or value not in known:
        raise ValueError(f"{field} does not know {value!r}")
    return value


def _zones(names: Sequence[str]) -> tuple[str, ...]:
    return tuple(_zone(name) for name in names)


def _zone(name: str) -> str:
    try:
        zone_of(name)
    except (ZoneInfoNotFoundError, OSError) as error:
        raise ValueError(f"zones do not know {name!r}") from error
    return name


def _maybe_zone(name: str | None) -> str | None:
    return None if name is None else _zone(name)


def _at(text: str) -> datetime:
    at = datetime.fromisoformat(text)
    if at.tzinfo is None:
        raise ValueError(f"{text!r} has no offset from UTC")
    return at


def _maybe_at(text: str | None) -> datetime | None:
    return None if text is None else _at(text)


def _minutes(text: str) -> int:
    if not CLOCK_TIME.fullmatch(text):
        raise ValueError(f"{text!r} is not a time HH:MM")
    return int(text[:2]) * 60 + int(text[3:])
