"""Spans of time in which the hours of one shape are open: what every hour rule leaves, in every zone, less the wishes.

Pure, and equal to asking the hours rules instant by instant; made for laying out whole weeks at once.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from campaigns.openings import Shape, in_force
from campaigns.rules.case import Case
from campaigns.rules.hours import AllowedHours, StatedTimes, barred_week
from campaigns.rules.judge import judge
from campaigns.rules.rule import Rule, matching_rules, shape_of
from campaigns.rules.windows import Span, Weekly, local_day, spans_around

DAY = timedelta(days=1)


def open_spans(shape: Shape, rules: Sequence[Rule], start: datetime, end: datetime) -> list[Span]:
    """Return the open spans of [start, end) in order, merged; none where a zone is needed and not known."""
    case = Case(shape.proposal(start), shape.person(), ())
    spans: list[Span] = [(start, end)]
    for rule in matching_rules(tuple(rules), shape_of(case.proposal)):
        since, till = in_force(rule)
        bound = common_spans(spans, [(since or start, till or end)])
        left = _left_by(rule, shape, case, bound)
        spans = left if since is None and till is None else _merged([*left, *_less(spans, bound)])
    return spans


def _left_by(rule: Rule, shape: Shape, case: Case, spans: list[Span]) -> list[Span]:
    """Return what one rule leaves of some spans; all of them if it is waived or is none of hours."""
    if not spans:
        return spans
    start, end = spans[0][0], spans[-1][1]
    if isinstance(rule.terms, AllowedHours):
        if _is_waived(rule.terms, shape):
            return spans
        zones = case.zones(rule.terms.zones)
        for zone in zones:
            spans = common_spans(spans, _spans(rule.terms.weekly, zone, start, end, widened=False))
        return spans if zones else []
    if isinstance(rule.terms, StatedTimes):
        barred = barred_week(case.person.stated_times, case.proposal.channel)
        if barred is None:
            return spans
        zones = case.zones(rule.terms.zones)
        for zone in zones:
            spans = _less(spans, _spans(barred, zone, start, end, widened=True))
        return spans if zones else []
    return spans


def _is_waived(terms: AllowedHours, shape: Shape) -> bool:
    is_old = terms.waived_over_days is not None and (shape.older_than or 0) >= terms.waived_over_days
    return (is_old and shape.older_than is not None) or terms.waived_by_consent in shape.waivers


def is_open(spans: Sequence[Span], at: datetime) -> bool:
    """Say whether an instant lies in a span."""
    return any(start <= at < end for start, end in spans)


def first_open(spans: Sequence[Span], at: datetime) -> datetime | None:
    """Return the first open instant >= `at`; None beyond the last span."""
    return next((max(start, at) for start, end in spans if end > at), None)


def common_spans(one: Sequence[Span], other: Sequence[Span]) -> list[Span]:
    """Return what two lists of spans, each in order and apart, have in common."""
    found, left = [], 0
    for start, end in one:
        while left < len(other) and other[left][1] <= start:
            left += 1
        index = left
        while index < len(other) and other[index][0] < end:
            found.append((max(start, other[index][0]), min(end, other[index][1])))
            index += 1
    return found


def closing_rule(shape: Shape, rules: Sequence[Rule], at: datetime) -> tuple[str, str]:
    """Return the (rule, code) that closes a shape at an instant; two empty texts where none does."""
    verdict = judge(shape.proposal(at), shape.person(), (), tuple(rules))
    return (verdict.reasons[0].rule_id, verdict.reasons[0].code) if verdict.reasons else ("", "")


def _spans(weekly: Weekly, zone: str, start: datetime, end: datetime, *, widened: bool) -> list[Span]:
    days = range(local_day(start, zone), local_day(end, zone) + 1)
    found = (span for ordinal in days for span in spans_around(weekly, zone, ordinal, widened))
    return _merged(span for span in found if span[1] > start and span[0] < end)


def _merged(spans: Iterable[Span]) -> list[Span]:
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], end))
        else:
            merged.append((start, end))
    return merged


def _less(spans: Sequence[Span], barred: Sequence[Span]) -> list[Span]:
    found = []
    for start, end in spans:
        at = start
        for first, last in barred:
            if last <= at or first >= end:
                continue
            if first > at:
                found.append((at, first))
            at = max(at, last)
        if at < end:
            found.append((at, end))
    return found
