"""May the person be contacted again, and how much of the cap is used: the strip under every call.

Pure; asks the same rules as the gate, for this instant. It permits nothing.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import takewhile

from campaigns.person_file import PersonFile, Point
from campaigns.rules.case import Case
from campaigns.rules.frequency import Frequency, check_frequency
from campaigns.rules.judge import judge
from campaigns.rules.rule import Rule, matching_rules, shape_of
from campaigns.treatments import text_point
from crm.attempts import Channel

CAP = "attempt_cap"
DAYS_OF = {"calendar_week": 7, "calendar_month": 31}
MOST_COUNTED = 50
KIND_OF = {Channel.PHONE: "phone", Channel.SMS: "phone", Channel.EMAIL: "email"}
ADDRESS = "address"
"""The kind of point that letters and visits go to: the person's postal address, which has no row."""


@dataclass(frozen=True, slots=True)
class Outlook:
    """`used` of `cap` calls within `window_days`, by the cap with the least room; 0 of 0 where no cap binds.

    `quiet_until` is when the rules open again; None when they are open or only a new fact opens them. `codes` are
    those of the reasons, the binding one first, and how it ends where time alone does not end it.
    """

    used: int
    cap: int
    window_days: int
    quiet_until: datetime | None
    is_text_allowed: bool
    codes: tuple[str, ...]


def outlook(file: PersonFile, point: Point, rules: tuple[Rule, ...], now: datetime) -> Outlook:
    """Say how things stand for one more call at this number, and for a text."""
    proposal = file.proposal(point, Channel.PHONE, now)
    verdict = judge(proposal, file.person, file.history, rules)
    caps = [
        (rule.terms.limit - used_of(rule.terms, Case(proposal, file.person, file.history), now), rule)
        for rule in matching_rules(rules, shape_of(proposal))
        if rule.kind == CAP and rule.is_in_force(now)
    ]
    room, cap = min(caps, key=lambda pair: (pair[0], pair[1].rank), default=(0, None))
    codes = dict.fromkeys(reason.code for reason in verdict.reasons)
    if verdict.next_kind in {"on_new_fact", "nothing_possible"}:
        codes[verdict.next_kind] = None
    return Outlook(
        used=0 if cap is None else cap.terms.limit - room,
        cap=0 if cap is None else cap.terms.limit,
        window_days=0 if cap is None else window_days(cap.terms),
        quiet_until=None if verdict.allowed else verdict.next_allowed_at,
        is_text_allowed=_may_text(file, rules, now),
        codes=tuple(codes),
    )


def points_for(file: PersonFile, channel: Channel) -> list[Point]:
    """Return what a contact by this channel could go to, by rank; wrong numbers too, which the rules refuse."""
    kind = KIND_OF.get(channel)
    if kind is None:
        return [Point(file.debtor_id, ADDRESS, ADDRESS, "", (), "", 0)]
    points = [point for point in file.points if point.kind == kind]
    return sorted(points, key=lambda point: (point.rank, point.value))


def closed_channels(
    file: PersonFile, rules_of: Callable[[Point], tuple[Rule, ...]], now: datetime
) -> tuple[Channel, ...]:
    """Return the channels that no time opens again, only a new fact; one without a number or address is not closed."""

    def is_closed(point: Point, channel: Channel) -> bool:
        proposal = file.proposal(point, channel, now)
        return judge(proposal, file.person, file.history, rules_of(point)).next_kind == "on_new_fact"

    found = []
    for channel in Channel:
        points = points_for(file, channel)
        if points and all(is_closed(point, channel) for point in points):
            found.append(channel)
    return tuple(found)


def used_of(terms: Frequency, case: Case, now: datetime) -> int:
    """Count the contacts in a cap's window: the largest limit that would deny one more now.

    `case` is used for this alone: it remembers counts by the identity of the terms.
    """
    stricter = [replace(terms, limit=limit) for limit in range(1, MOST_COUNTED)]
    return sum(1 for _ in takewhile(lambda one: check_frequency(one, case, now) is not None, stricter))


def window_days(terms: Frequency) -> int:
    """Return the length of a window in days, rounded up."""
    window = terms.window
    hours = {"rolling_hours": window.n, "rolling_minutes": -(-window.n // 60)}.get(window.type)
    return DAYS_OF.get(window.type, window.n) if hours is None else -(-hours // 24)


def _may_text(file: PersonFile, rules: tuple[Rule, ...], now: datetime) -> bool:
    point = text_point(file)
    if point is None:
        return False
    return judge(file.proposal(point, Channel.SMS, now), file.person, file.history, rules).allowed
