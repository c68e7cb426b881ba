"""A person's file as the gate reads it: one row of the store turned into the rules' own values.

Pure and quick: it is built for every attempt. The key of a debt is the case, because one call is about
all accounts of its case.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from campaigns.books import Place
from campaigns.rules.proposal import (
    Consent,
    Debt,
    Hold,
    OptOut,
    PastContact,
    Person,
    Proposal,
    RefusedMedium,
    StatedTime,
)
from crm.attempts import Channel

NUMBER_TYPES = {"mobile": "mobile", "home": "landline", "work": "work"}
ALWAYS = datetime(2000, 1, 1, tzinfo=UTC)
"""Before any contact: a number known as wrong is barred whenever that became known."""
WRONG = frozenset({"wrong_party", "invalid"})


@dataclass(frozen=True, slots=True)
class Point:
    """A contact point of the person, as stored."""

    id: UUID
    kind: str
    label: str
    value: str
    zones: tuple[str, ...]
    state: str
    rank: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonFile:
    """Everything the gate knows of one person and one of their cases."""

    debtor_id: UUID
    case_id: UUID
    case_state: str
    campaign_id: UUID | None
    name: str
    language: str
    place: Place
    collector: str
    person: Person
    points: tuple[Point, ...]
    history: tuple[PastContact, ...]
    tries_by_point: Mapping[UUID, int]
    days_past_due: int
    has_open_attempt: bool
    preferred_point: UUID | None

    def phone_points(self) -> list[Point]:
        """Return the phone numbers that may be proposed, by rank."""
        phones = [point for point in self.points if point.kind == "phone" and point.state not in WRONG]
        return sorted(phones, key=lambda point: (point.rank, point.value))

    def proposal(self, point: Point, channel: Channel, at: datetime, *, purpose: str = "collection") -> Proposal:
        """Propose a contact with the person at this point."""
        return Proposal(
            at=at,
            channel=channel.value,
            endpoint_id=point.id,
            debts=(self.case_id,),
            collector=self.collector,
            purpose=purpose,
            number_type=NUMBER_TYPES.get(point.label, "other"),
            number_zones=point.zones,
            is_only_number=len(self.phone_points()) == 1,
        )


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
        points=tuple(_point(item) for item in row["points"] or ()),
        history=history,
        tries_by_point=tries,
        days_past_due=row["days_past_due"],
        has_open_attempt=any(item["open"] for item in attempts),
        preferred_point=row["next_contact_point_id"],
    )


def _person(row: Mapping[str, Any]) -> Person:
    return Person(
        address_zones=tuple(row["address_zones"]),
        known_zone=row["known_zone"],
        stated_times=tuple(_stated(item) for item in row["stated_times"]),
        holds=(
            *(_hold(item) for item in row["holds"] or ()),
            *_wrong_numbers(row["points"] or ()),
            *_stopped_numbers(row["opt_outs"] or (), row["points"] or ()),
        ),
        consents=tuple(_consent(item) for item in row["consents"] or ()),
        opt_outs=tuple(_opt_out(item, row["points"] or ()) for item in row["opt_outs"] or () if item["value"] != "*"),
        refused_media=tuple(
            RefusedMedium(channel=item["channel"], at=_instant(item["at"]))
            for item in row["opt_outs"] or ()
            if item["value"] == "*"
        ),
        debts={row["case_id"]: Debt(creditor=row["creditor_id"], days_past_due=row["days_past_due"])},
    )


def _at(seconds: float | None) -> datetime | None:
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC)


def _instant(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


def _point(item: Mapping[str, Any]) -> Point:
    return Point(
        UUID(item["id"]), item["kind"], item["label"], item["value"], tuple(item["zones"]), item["state"], item["rank"]
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
    )


def _hold(item: Mapping[str, Any]) -> Hold:
    case_id = item["case"]
    return Hold(
        kind=item["kind"],
        starts_at=_instant(item["starts"]),
        until=_at(item["ends"]),
        debts=None if case_id is None else frozenset({UUID(case_id)}),
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
