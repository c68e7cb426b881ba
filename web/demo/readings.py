"""How the checkers read a ledger: where a person may be, on which local day, what was known of a call at an instant.

An own reading on plain wall clocks, which shares nothing with the rules that let the attempts pass. Pure.
"""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from itertools import groupby
from typing import TypeVar
from uuid import UUID
from zoneinfo import ZoneInfo

from campaigns.store.for_checkers import Ledger, LedgerAttempt
from crm.contact_points import Consent, StatedTime, StatedZone
from crm.holds import Hold
from telephony.area_codes import regions_of_number
from telephony.numbers import candidate_zones_of_number

OPENS, CLOSES = time(8), time(21)
A_DAY = 1440
"""Minutes."""
T = TypeVar("T", Hold, Consent, StatedTime, StatedZone)


def zones_of(attempt: LedgerAttempt) -> tuple[str, ...]:
    """Return every zone the person may be in: the one they told us, else all that address and number indicate."""
    if attempt.known_zone is not None:
        return (attempt.known_zone,)
    number = candidate_zones_of_number(attempt.value)
    return tuple(dict.fromkeys([*attempt.address_zones, *(attempt.number_zones or ()), *number]))


def places_of(attempt: LedgerAttempt) -> set[tuple[str, str]]:
    """Return (region, city) of the address and of what the number's area code indicates, "" where not known."""
    places = {(attempt.region or "", (attempt.city or "").strip().lower())}
    return places | {
        (region, city.strip().lower()) for country, region, city in regions_of_number(attempt.value) if country == "US"
    }


def outcome_at(ledger: Ledger, attempt: LedgerAttempt, at: datetime) -> str:
    """Return how counting read an attempt at an instant, before later corrections; "pending" while it was open."""
    if attempt.channel != "phone":
        return attempt.outcome or "pending"
    codes = [code for entered_at, code in attempt.said if entered_at <= at]
    if codes:
        return ledger.outcome_of.get(codes[-1]) or attempt.outcome or "pending"
    if attempt.answered_at is not None and attempt.answered_at <= at:
        return "conversation"
    is_over = attempt.closed_at is not None and attempt.closed_at <= at
    return (attempt.outcome or "pending") if is_over and not attempt.said else "pending"


def outgoing(ledger: Ledger, *channels: str) -> list[LedgerAttempt]:
    """Return what went out; what was taken back before it left went nowhere, but its permit had to be lawful too."""
    return [one for one in ledger.attempts if one.direction == "outbound" and one.channel in channels]


def by_case(attempts: Sequence[LedgerAttempt]) -> Iterator[list[LedgerAttempt]]:
    """Group by case, each group in the order of time."""
    ordered = sorted(attempts, key=lambda one: (one.case_id, one.reserved_at, one.id))
    for _, group in groupby(ordered, key=lambda one: one.case_id):
        yield list(group)


def by_person(attempts: Sequence[LedgerAttempt]) -> Iterator[list[LedgerAttempt]]:
    """Group by person, each group in the order of time."""
    ordered = sorted(attempts, key=lambda one: (one.debtor_id, one.reserved_at, one.id))
    for _, group in groupby(ordered, key=lambda one: one.debtor_id):
        yield list(group)


def grouped(rows: Sequence[T]) -> dict[UUID, list[T]]:
    """Group facts by person, in their order."""
    found: dict[UUID, list[T]] = {}
    for row in rows:
        found.setdefault(row.debtor_id, []).append(row)
    return found


def covers(consent: Consent, attempt: LedgerAttempt) -> bool:
    """Tell whether a consent was live for an attempt; one revoked in the same instant cannot be told from after."""
    at = attempt.reserved_at
    ends = [end for end in (consent.ends_at, consent.revoked_at) if end is not None]
    is_live = consent.given_at <= at and all(consent.given_at < end and at <= end for end in ends)
    days = consent.valid_days
    is_fresh = days is None or all(
        day(at, zone) < day(consent.given_at, zone) + timedelta(days=days) for zone in zones_of(attempt)
    )
    return (
        is_live
        and is_fresh
        and consent.contact_point_id in {None, attempt.point_id}
        and consent.channel in {None, attempt.channel}
        and consent.case_id in {None, attempt.case_id}
    )


def is_night(at: datetime, zone: str) -> bool:
    """Tell whether it is outside 8:00 to 21:00 on the clocks of a zone (12 CFR 1006.6(b)(1))."""
    return not OPENS <= local(at, zone).time() < CLOSES


def is_about(stated: StatedTime, attempt: LedgerAttempt) -> bool:
    """Tell whether a stated time is about the channel of an attempt."""
    return not stated.channels or attempt.channel in stated.channels


def is_within(stated: StatedTime, clock: datetime) -> bool:
    """Tell whether a stated span holds a wall-clock time.

    A span belongs to the weekday it starts on; it may have begun on the day before and run over midnight.
    """
    minute, weekday = clock.hour * 60 + clock.minute, clock.weekday()
    ends = stated.end_minute + (A_DAY if stated.end_minute <= stated.start_minute else 0)
    is_today = weekday in stated.days and stated.start_minute <= minute < ends
    since_yesterday = (weekday - 1) % 7 in stated.days and stated.start_minute <= minute + A_DAY < ends
    return is_today or since_yesterday


def day(at: datetime, zone: str) -> date:
    """Return the local date of an instant."""
    return local(at, zone).date()


def local(at: datetime, zone: str) -> datetime:
    """Return what the clocks of a zone show at an instant."""
    return at.astimezone(_zone(zone))


@lru_cache(maxsize=1024)
def _zone(name: str) -> ZoneInfo:
    return ZoneInfo(name)
