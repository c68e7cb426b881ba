"""One row of the store turned into a person's file, with the rules' own values for every fact on record.

Pure and quick: it is built for every attempt. Decides how holds, stops, lists and consents read as the engine's facts.
"""

from collections.abc import Hashable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from campaigns.books import CreditorTerms, Place
from campaigns.person_file import NUMBER_TYPES, WRONG, PersonFile, Point
from campaigns.rules.proposal import Consent, Debt, Hold, Notice, OptOut, PastContact, Person, RefusedMedium, StatedTime
from crm.attempts import Channel
from crm.suppressions import SuppressionKind

MEDICAL = "medical"
ALWAYS = datetime(2000, 1, 1, tzinfo=UTC)
"""Before any contact: a number known as wrong is barred whenever that became known."""
REASSIGNED = "rnd_disconnected_after_consent"
"""The fact on a number by which rules know that consent did not move to its new owner (47 CFR 64.1200(m))."""
LISTED_CHANNELS = {
    SuppressionKind.DO_NOT_CALL.value: frozenset({"phone"}),
    SuppressionKind.DO_NOT_TEXT.value: frozenset({"sms"}),
}
"""What a list of this kind forbids at a number; the other kinds forbid every channel there."""
LISTED_PERSONS = frozenset({"deceased", "bankruptcy", "represented_by_attorney"})
"""Kinds of lists that speak of the person, not of the number."""


def read_person(row: Mapping[str, Any]) -> PersonFile:
    """Turn a row of `person_rows` into a file; instants in it are seconds since 1970."""
    attempts = row["attempts"] or ()
    labels = {item["id"]: item["label"] for item in row["points"] or ()}
    history = tuple(_contact(item, labels) for item in attempts)
    tries: dict[UUID, int] = {}
    for item in attempts:
        if item["point"]:
            key = UUID(item["point"])
            tries[key] = tries.get(key, 0) + 1
    return PersonFile(
        debtor_id=row["debtor_id"],
        case_id=row["case_id"],
        case_state=row["case_state"],
        campaign_id=row["campaign_id"],
        name=row["full_name"],
        language=row["language"],
        place=Place(row["country"], row["region"] or "", row["city"] or ""),
        collector=row["collector_role"],
        person=_person(row),
        points=tuple(_point(item, row["suppressions"] or ()) for item in row["points"] or ()),
        history=history,
        tries_by_point=tries,
        days_past_due=row["days_past_due"],
        has_open_attempt=any(item["open"] for item in attempts),
        preferred_point=row["next_contact_point_id"],
        creditor=CreditorTerms(row["creditor_code"], row["terms_version"], row["terms"]),
        read=row,
    )


def _person(row: Mapping[str, Any]) -> Person:
    return Person(
        address_zones=tuple(row["address_zones"]),
        known_zone=row["known_zone"],
        stated_times=tuple(_stated(item) for item in row["stated_times"] or ()),
        holds=(
            *(_hold(item) for item in row["holds"] or ()),
            *_wrong_numbers(row["points"] or ()),
            *_stopped_numbers(row["opt_outs"] or (), row["points"] or ()),
            *_listed(row["suppressions"] or ()),
        ),
        consents=tuple(_consent(item) for item in row["consents"] or ()),
        opt_outs=tuple(_opt_out(item, row["points"] or ()) for item in row["opt_outs"] or () if item["value"] != "*"),
        refused_media=tuple(
            RefusedMedium(channel=item["channel"], at=_instant(item["at"]))
            for item in row["opt_outs"] or ()
            if item["value"] == "*"
        ),
        notices=tuple(
            Notice(kind=item["kind"], sent_at=_instant(item["sent"]), debt=UUID(item["case"]) if item["case"] else None)
            for item in row["notices"] or ()
        ),
        debts=_debts(row),
        third_persons=_third_persons(row["relation_facts"] or ()),
    )


def _debts(row: Mapping[str, Any]) -> Mapping[Hashable, Debt]:
    """All cases of a person are one creditor's; the present one is medical when any of its accounts is."""
    creditor_id = row["creditor_id"]
    earlier = {UUID(item["case"]): Debt(creditor=creditor_id) for item in row["attempts"] or ()}
    is_medical = any(MEDICAL in product.casefold() for product in row["products"] or ())
    present = Debt(creditor=creditor_id, days_past_due=row["days_past_due"], kind=MEDICAL if is_medical else "")
    return {**earlier, row["case_id"]: present}


def _third_persons(items: Sequence[Mapping[str, Any]]) -> Mapping[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for item in items:
        found[item["relation"]] = found.get(item["relation"], frozenset()) | {item["kind"]}
    return found


def _listed(items: Sequence[Mapping[str, Any]]) -> tuple[Hold, ...]:
    """A suppression list holds a number, or the whole person where it speaks of the person."""
    return tuple(
        Hold(
            kind=item["kind"] if item["kind"] in LISTED_PERSONS | {"wrong_number"} else "do_not_contact",
            starts_at=_instant(item["starts"]),
            until=_at(item["ends"]),
            channels=LISTED_CHANNELS.get(item["kind"]),
            endpoint_id=None if item["kind"] in LISTED_PERSONS else UUID(item["point"]),
        )
        for item in items
        if item["kind"] != SuppressionKind.REASSIGNED.value
    )


def _at(seconds: float | None) -> datetime | None:
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC)


def _instant(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


def _point(item: Mapping[str, Any], suppressions: Sequence[Mapping[str, Any]]) -> Point:
    reassigned = any(
        listed["point"] == item["id"] and listed["kind"] == SuppressionKind.REASSIGNED.value for listed in suppressions
    )
    known = {fact["kind"] for fact in item["facts"] if not fact.get("ended_at")}
    return Point(
        UUID(item["id"]),
        item["kind"],
        item["label"],
        item["value"],
        tuple(item["zones"]),
        item["state"],
        item["rank"],
        frozenset(known | {REASSIGNED} if reassigned else known),
    )


def _contact(item: Mapping[str, Any], labels: Mapping[str, str]) -> PastContact:
    return PastContact(
        number_type=NUMBER_TYPES.get(labels.get(item["point"], ""), "other"),
        at=_instant(item["at"]),
        channel=item["channel"],
        outcome=item["outcome"] or "pending",
        endpoint_id=UUID(item["point"]) if item["point"] else None,
        debts=(UUID(item["case"]),),
        direction=item["direction"],
        purpose=item["purpose"],
        is_counted=item["counts"],
        is_machine=bool(item.get("machine")),
    )


def _hold(item: Mapping[str, Any]) -> Hold:
    case_id = item["case"]
    return Hold(
        kind=item["kind"],
        starts_at=_instant(item["starts"]),
        until=_at(item["ends"]),
        debts=None if case_id is None else frozenset({UUID(case_id)}),
        channels=frozenset(item["channels"]) if item["channels"] else None,
        endpoint_id=UUID(item["point"]) if item["point"] else None,
        lifting_facts=frozenset(item["lifting"]),
    )


def _wrong_numbers(points: Sequence[Mapping[str, Any]]) -> tuple[Hold, ...]:
    wrong = [UUID(item["id"]) for item in points if item["state"] in WRONG]
    return tuple(Hold(kind="wrong_number", starts_at=ALWAYS, endpoint_id=point_id) for point_id in wrong)


def _stopped_numbers(opt_outs: Sequence[Mapping[str, Any]], points: Sequence[Mapping[str, Any]]) -> tuple[Hold, ...]:
    """A number the person asked not to be called on is held for calls, whoever collects."""
    ids = {item["value"]: UUID(item["id"]) for item in points}
    return tuple(
        Hold(
            kind="do_not_contact",
            starts_at=_instant(item["at"]),
            channels=frozenset({Channel.PHONE.value}),
            endpoint_id=ids.get(item["value"]),
        )
        for item in opt_outs
        if item["channel"] == Channel.PHONE.value and item["value"] in ids
    )


def _consent(item: Mapping[str, Any]) -> Consent:
    ends = [seconds for seconds in (item["revoked"], item["ends"]) if seconds is not None]
    return Consent(
        kind=item["kind"],
        at=_instant(item["given"]),
        revoked_at=_at(min(ends, default=None)),
        endpoint_id=UUID(item["point"]) if item["point"] else None,
        channel=item["channel"],
        debt=UUID(item["case"]) if item["case"] else None,
        valid_days=item["days"],
    )


def _opt_out(item: Mapping[str, Any], points: Sequence[Mapping[str, Any]]) -> OptOut:
    endpoint = next((UUID(point["id"]) for point in points if point["value"] == item["value"]), None)
    return OptOut(channel=item["channel"], at=_instant(item["at"]), endpoint_id=endpoint)


def _stated(item: Mapping[str, Any]) -> StatedTime:
    channels = item.get("channels")
    return StatedTime(
        days=tuple(item["days"]),
        start_minute=item["start_minute"],
        end_minute=item["end_minute"],
        channels=tuple(channels) if channels else None,
    )
