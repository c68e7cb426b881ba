"""Checks of stops on a ledger: holds, opt-outs and wrong numbers, before a contact and while it is under way.

A second reading, independent of the engine that let the attempts pass. Pure.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from uuid import UUID

from campaigns.store.for_checkers import Ledger, LedgerAttempt
from crm.contact_points import ContactState
from crm.holds import Hold, HoldKind
from web.demo.readings import grouped, is_about, is_night, is_within, local, outgoing, zones_of
from web.demo.violation import Violation

BARRING = frozenset(HoldKind) - {HoldKind.REFUSED_WORKPLACE, HoldKind.EMPLOYER_PROHIBITS}
GENTLE = frozenset({HoldKind.PROMISE_RUNNING, HoldKind.PAYMENT_IN_TRANSIT})
"""Holds that a conversation brings; no call that rings meanwhile has to be cut for them."""
CUT_WITHIN = timedelta(seconds=1)
"""How long a call may go on ringing after a stop was recorded."""
COLLECTING = frozenset({"collection"})
"""A reply that was asked for, or a notice the law demands, may pass a hold; collecting may not."""
DEAD_NUMBERS = frozenset({ContactState.WRONG_PARTY.value, ContactState.INVALID.value})


def against_hold(ledger: Ledger) -> Iterator[Violation]:
    """Find contacts during a hold that bars them.

    A hold set in the same instant cannot be told from one set just after, so it does not count.
    """
    holds = grouped(ledger.holds)
    for attempt in outgoing(ledger, "phone", "sms"):
        for hold in holds.get(attempt.debtor_id, ()):
            if attempt.purpose in COLLECTING and _bars(hold, attempt):
                yield Violation("against_hold", attempt.id, f"A {attempt.channel} attempt during the hold {hold.kind}.")


def against_opt_out(ledger: Ledger) -> Iterator[Violation]:
    """Find calls and texts to an address, or by a channel, that the person had stopped before."""
    stops = _stops(ledger)
    for attempt in outgoing(ledger, "phone", "sms"):
        for channel, value, at in stops.get(attempt.debtor_id, ()):
            if channel == attempt.channel and value in {"*", attempt.value} and at < attempt.reserved_at:
                yield Violation("against_opt_out", attempt.id, f"A {channel} attempt after it was stopped.")


def against_wrong_number(ledger: Ledger) -> Iterator[Violation]:
    """Find contacts at a number of which it was known that it is not in service or somebody else's.

    What became known in the same instant may have come first or after, so a good word of that instant is enough.
    """
    changes: dict[UUID, list[tuple[datetime, str]]] = {}
    for point_id, at, state in ledger.number_states:
        changes.setdefault(point_id, []).append((at, state))
    for attempt in outgoing(ledger, "phone", "sms"):
        known = changes.get(attempt.point_id, []) if attempt.point_id else []
        before = [state for at, state in known if at < attempt.reserved_at][-1:]
        together = [state for at, state in known if at == attempt.reserved_at]
        if before and DEAD_NUMBERS.issuperset(before + together):
            sentence = f"A {attempt.channel} attempt at a number known as {before[0]}."
            yield Violation("against_wrong_number", attempt.id, sentence)


def went_on_after_stop(ledger: Ledger, now: datetime) -> Iterator[Violation]:
    """Find calls that rang on, and texts that left, although a stop had come after their permit.

    A stop is a hold, an opt-out, an inconvenient time that is now, a zone in which it is night, a number that is
    somebody else's. A call that was picked up before it may be ended in peace.
    """
    stops = _Stops(ledger)
    leaving_at = {message.attempt_id: message.sending_at for message in ledger.messages}
    for attempt in outgoing(ledger, "phone", "sms"):
        until = (attempt.closed_at or now) if attempt.channel == "phone" else leaving_at.get(attempt.id)
        room = CUT_WITHIN if attempt.channel == "phone" else timedelta(0)
        for at in stops.of(attempt):
            is_late = until is not None and attempt.reserved_at <= at < until - room
            if is_late and not _is_picked_up(attempt, at):
                yield Violation("went_on_after_stop", attempt.id, f"A {attempt.channel} attempt went on after a stop.")


class _Stops:
    """Instants at which something came to bar a contact, by person and number."""

    def __init__(self, ledger: Ledger) -> None:
        self._holds = grouped(ledger.holds)
        self._opt_outs = _stops(ledger)
        self._times = grouped(ledger.stated_times)
        self._zones = grouped(ledger.stated_zones)
        self._numbers: dict[UUID, list[datetime]] = {}
        for point_id, at, state in ledger.number_states:
            if state in DEAD_NUMBERS:
                self._numbers.setdefault(point_id, []).append(at)

    def of(self, attempt: LedgerAttempt) -> Iterator[datetime]:
        """Go through those that concern an attempt, whenever they were."""
        person = attempt.debtor_id
        yield from (hold.starts_at for hold in self._holds.get(person, ()) if _stops_midway(hold, attempt))
        for channel, value, at in self._opt_outs.get(person, ()):
            if channel == attempt.channel and value in {"*", attempt.value}:
                yield at
        for one in self._times.get(person, ()):
            if is_about(one, attempt) and any(is_within(one, local(one.starts_at, zone)) for zone in zones_of(attempt)):
                yield one.starts_at
        for told in self._zones.get(person, ()):
            if is_night(told.starts_at, told.zone):
                yield told.starts_at
        yield from self._numbers.get(attempt.point_id, ()) if attempt.point_id else ()


def _is_picked_up(attempt: LedgerAttempt, at: datetime) -> bool:
    picked_up_at = attempt.picked_up_at or attempt.answered_at
    return picked_up_at is not None and picked_up_at <= at


def _stops(ledger: Ledger) -> dict[UUID, list[tuple[str, str, datetime]]]:
    found: dict[UUID, list[tuple[str, str, datetime]]] = {}
    for stop in ledger.opt_outs:
        found.setdefault(stop.debtor_id, []).append((stop.channel, stop.value, stop.at))
    return found


def _bars(hold: Hold, attempt: LedgerAttempt) -> bool:
    at = attempt.reserved_at
    ends = [end for end in (hold.ends_at, hold.lifted_at) if end is not None]
    return hold.starts_at < at and all(at < end for end in ends) and _concerns(hold, attempt)


def _stops_midway(hold: Hold, attempt: LedgerAttempt) -> bool:
    return hold.kind not in GENTLE and attempt.purpose in COLLECTING and _concerns(hold, attempt)


def _concerns(hold: Hold, attempt: LedgerAttempt) -> bool:
    return (
        hold.case_id in {None, attempt.case_id}
        and hold.contact_point_id in {None, attempt.point_id}
        and (not hold.channels or attempt.channel in hold.channels)
        and (hold.kind in BARRING or attempt.number_label == "work")
    )
