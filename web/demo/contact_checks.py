"""Checks of the law on a ledger: hours, caps, rest after a conversation, holds, consent to texts.

A second reading of the rules on plain local clocks, independent of the engine that let the attempts pass; only the
federal frame is read, which every state's rule is within. Pure.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from itertools import groupby
from typing import TypeVar
from uuid import UUID
from zoneinfo import ZoneInfo

from campaigns.store.for_checkers import Ledger, LedgerAttempt
from crm.contact_points import Consent
from crm.holds import Hold, HoldKind
from telephony.numbers import candidate_zones_of_number
from web.demo.violation import Violation

OPENS, CLOSES = time(8), time(21)
"""12 CFR 1006.6(b)(1): after 8 a.m. and before 9 p.m. where the person is."""
MOST_CALLS, CAP_DAYS, REST_DAYS = 7, 7, 7
"""12 CFR 1006.14(b)(2)(i): seven calls within seven days, and seven days from a conversation, its day included."""
CONSENT_LASTS = timedelta(days=7)
"""12 CFR 1006.14(b)(3)(i) with comment: a consent to more calls lasts at most seven days."""
UNCOUNTED = frozenset({"not_connected"})
"""12 CFR 1006.14(b)(3)(iv): a call that does not connect is not counted."""
BARRING = frozenset(HoldKind) - {HoldKind.REFUSED_WORKPLACE}
COLLECTING = frozenset({"collection"})
"""A reply that was asked for, or a notice the law demands, may pass a hold; collecting may not."""
T = TypeVar("T", Hold, Consent)


def outside_hours(ledger: Ledger) -> Iterator[Violation]:
    """Find calls and texts at an hour that is not open in every zone in which the person may be."""
    for attempt in _outgoing(ledger, "phone", "sms"):
        closed = [zone for zone in zones_of(attempt) if not OPENS <= _local(attempt.reserved_at, zone).time() < CLOSES]
        if closed or not zones_of(attempt):
            where = ", ".join(closed) or "an unknown zone"
            yield Violation("outside_hours", attempt.id, f"A {attempt.channel} attempt outside 8:00-21:00 in {where}.")


def over_cap(ledger: Ledger) -> Iterator[Violation]:
    """Find calls that were the eighth to be counted for a case within seven local days."""
    wishes = _Wishes.of(ledger)
    for calls in _by_case(_outgoing(ledger, "phone")):
        counted = [call for call in calls if call.counts and call.outcome not in UNCOUNTED and not wishes.ask_for(call)]
        for call in counted:
            if any(_within(counted, call, zone) > MOST_CALLS for zone in zones_of(call)):
                sentence = f"More than {MOST_CALLS} counted calls about a case within {CAP_DAYS} days."
                yield Violation("over_cap", call.id, sentence)


def too_soon_after_conversation(ledger: Ledger) -> Iterator[Violation]:
    """Find calls within seven local days of a conversation about the case, without a consent to them."""
    wishes = _Wishes.of(ledger)
    for calls in _by_case([attempt for attempt in ledger.attempts if attempt.channel == "phone"]):
        talks = [call for call in calls if call.outcome == "conversation"]
        for call in calls:
            if call.direction != "outbound" or wishes.ask_for(call):
                continue
            before = [talk for talk in talks if talk.reserved_at < call.reserved_at]
            if any(_days_between(talk, call, zone) < REST_DAYS for talk in before for zone in zones_of(call)):
                sentence = f"A call within {REST_DAYS} days of a conversation, without consent."
                yield Violation("too_soon", call.id, sentence)


def against_hold(ledger: Ledger) -> Iterator[Violation]:
    """Find contacts during a hold that bars them.

    A hold set in the same instant cannot be told from one set just after, so it does not count.
    """
    holds = _grouped(ledger.holds)
    for attempt in _outgoing(ledger, "phone", "sms"):
        for hold in holds.get(attempt.debtor_id, ()):
            if attempt.purpose in COLLECTING and _bars(hold, attempt):
                yield Violation("against_hold", attempt.id, f"A {attempt.channel} attempt during the hold {hold.kind}.")


def against_opt_out(ledger: Ledger) -> Iterator[Violation]:
    """Find calls and texts to an address, or by a channel, that the person had stopped before."""
    stops: dict[UUID, list[tuple[str, str, datetime]]] = {}
    for stop in ledger.opt_outs:
        stops.setdefault(stop.debtor_id, []).append((stop.channel, stop.value, stop.at))
    for attempt in _outgoing(ledger, "phone", "sms"):
        for channel, value, at in stops.get(attempt.debtor_id, ()):
            if channel == attempt.channel and value in {"*", attempt.value} and at < attempt.reserved_at:
                yield Violation("against_opt_out", attempt.id, f"A {channel} attempt after it was stopped.")


def text_without_consent(ledger: Ledger) -> Iterator[Violation]:
    """Find texts for which no consent was on record at their instant."""
    consents = _grouped([consent for consent in ledger.consents if consent.kind == "sms"])
    for attempt in _outgoing(ledger, "sms"):
        if not any(_covers(consent, attempt) for consent in consents.get(attempt.debtor_id, ())):
            yield Violation("text_without_consent", attempt.id, "A text without a consent on record.")


def zones_of(attempt: LedgerAttempt) -> tuple[str, ...]:
    """Return every zone the person may be in: the one they told us, else all that address and number indicate."""
    if attempt.known_zone is not None:
        return (attempt.known_zone,)
    number = candidate_zones_of_number(attempt.value)
    return tuple(dict.fromkeys([*attempt.address_zones, *(attempt.number_zones or ()), *number]))


def _outgoing(ledger: Ledger, *channels: str) -> list[LedgerAttempt]:
    """Return what went out; what was taken back before it left went nowhere, but its permit had to be lawful too."""
    return [one for one in ledger.attempts if one.direction == "outbound" and one.channel in channels]


def _by_case(attempts: Sequence[LedgerAttempt]) -> Iterator[list[LedgerAttempt]]:
    ordered = sorted(attempts, key=lambda one: (one.case_id, one.reserved_at, one.id))
    for _, group in groupby(ordered, key=lambda one: one.case_id):
        yield list(group)


def _grouped(rows: Sequence[T]) -> dict[UUID, list[T]]:
    found: dict[UUID, list[T]] = {}
    for row in rows:
        found.setdefault(row.debtor_id, []).append(row)
    return found


def _within(calls: Sequence[LedgerAttempt], last: LedgerAttempt, zone: str) -> int:
    """Count the calls of the seven local days that end with the last one's, itself included."""
    end = _day(last.reserved_at, zone)
    first = end - timedelta(days=CAP_DAYS - 1)
    return sum(
        first <= _day(call.reserved_at, zone) and (call.reserved_at, call.id) <= (last.reserved_at, last.id)
        for call in calls
    )


def _days_between(talk: LedgerAttempt, call: LedgerAttempt, zone: str) -> int:
    return (_day(call.reserved_at, zone) - _day(talk.reserved_at, zone)).days


def _bars(hold: Hold, attempt: LedgerAttempt) -> bool:
    at = attempt.reserved_at
    ends = [end for end in (hold.ends_at, hold.lifted_at) if end is not None]
    is_standing = hold.starts_at < at and all(at < end for end in ends)
    concerns = hold.case_id is None or hold.case_id == attempt.case_id
    at_work = hold.kind == HoldKind.REFUSED_WORKPLACE and attempt.number_label == "work"
    return is_standing and concerns and (hold.kind in BARRING or at_work)


def _covers(consent: Consent, attempt: LedgerAttempt) -> bool:
    at = attempt.reserved_at
    ends = [end for end in (consent.ends_at, consent.revoked_at) if end is not None]
    is_live = consent.given_at <= at and all(consent.given_at < end and at <= end for end in ends)
    return is_live and consent.contact_point_id in {None, attempt.point_id}


@dataclass(frozen=True, slots=True)
class _Wishes:
    """Consents to further calls, and the conversations that use them up, by person."""

    consents: Mapping[UUID, Sequence[Consent]]
    talks: Mapping[UUID, Sequence[datetime]]

    @classmethod
    def of(cls, ledger: Ledger) -> "_Wishes":
        talks: dict[UUID, list[datetime]] = {}
        for attempt in ledger.attempts:
            if attempt.channel == "phone" and attempt.outcome == "conversation":
                talks.setdefault(attempt.debtor_id, []).append(attempt.reserved_at)
        return cls(_grouped([consent for consent in ledger.consents if consent.kind == "extra_calls"]), talks)

    def ask_for(self, call: LedgerAttempt) -> bool:
        """Tell whether the person had asked for this call; a later conversation uses the wish up."""
        return any(
            _covers(consent, call)
            and not self._is_used_up(consent, call)
            and all(
                _day(call.reserved_at, zone) < _day(consent.given_at, zone) + CONSENT_LASTS for zone in zones_of(call)
            )
            for consent in self.consents.get(call.debtor_id, ())
        )

    def _is_used_up(self, consent: Consent, call: LedgerAttempt) -> bool:
        return any(consent.given_at < at < call.reserved_at for at in self.talks.get(call.debtor_id, ()))


def _day(at: datetime, zone: str) -> date:
    return _local(at, zone).date()


def _local(at: datetime, zone: str) -> datetime:
    return at.astimezone(_zone(zone))


@lru_cache(maxsize=1024)
def _zone(name: str) -> ZoneInfo:
    return ZoneInfo(name)
