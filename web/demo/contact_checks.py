"""Checks of the law on a ledger: hours, times called inconvenient, and consent to texts.

A second reading of the rules on plain local clocks, independent of the engine that let the attempts pass; of hours
only the federal frame is read, which every state's rule is within. Stops are in `stop_checks`, how often in
`frequency_checks`. Pure.
"""

from collections.abc import Iterator

from campaigns.store.for_checkers import Ledger, LedgerAttempt
from crm.contact_points import StatedTime
from web.demo.readings import covers, grouped, is_about, is_night, is_within, local, outgoing, places_of, zones_of
from web.demo.violation import Violation

WRITTEN_CONSENT_REGIONS = frozenset({"DC"})
"""D.C. Code 28-3814: texts need a consent to electronic messages of their own."""


def outside_hours(ledger: Ledger) -> Iterator[Violation]:
    """Find calls and texts at an hour that is not open in every zone in which the person may be.

    A call must be lawful when it is permitted and still so when the telephone begins to ring.
    """
    for attempt in outgoing(ledger, "phone", "sms"):
        instants = [attempt.reserved_at, *([attempt.rang_at] if attempt.rang_at else [])]
        zones = zones_of(attempt)
        closed = [zone for zone in zones if any(is_night(at, zone) for at in instants)]
        if closed or not zones:
            where = ", ".join(closed) or "an unknown zone"
            yield Violation("outside_hours", attempt.id, f"A {attempt.channel} attempt outside 8:00-21:00 in {where}.")


def at_stated_time(ledger: Ledger) -> Iterator[Violation]:
    """Find contacts at an hour the person had called inconvenient, on the clock of any zone they may be in."""
    stated = grouped(ledger.stated_times)
    for attempt in outgoing(ledger, "phone", "sms"):
        for one in stated.get(attempt.debtor_id, ()):
            if _is_stated(one, attempt):
                yield Violation("at_stated_time", attempt.id, f"A {attempt.channel} attempt at an inconvenient time.")


def text_without_consent(ledger: Ledger) -> Iterator[Violation]:
    """Find texts for which no consent was on record at their instant."""
    consents = grouped(ledger.consents)
    for attempt in outgoing(ledger, "sms"):
        live = {one.kind for one in consents.get(attempt.debtor_id, ()) if covers(one, attempt)}
        needs = {"sms"} | (
            {"ecomm"} if {region for region, _ in places_of(attempt)} & WRITTEN_CONSENT_REGIONS else set()
        )
        if not needs <= live:
            yield Violation("text_without_consent", attempt.id, "A text without a consent on record.")


def _is_stated(stated: StatedTime, attempt: LedgerAttempt) -> bool:
    at = attempt.reserved_at
    is_in_force = stated.starts_at < at and (stated.ends_at is None or at < stated.ends_at)
    return (
        is_in_force
        and is_about(stated, attempt)
        and any(is_within(stated, local(at, zone)) for zone in zones_of(attempt))
    )
