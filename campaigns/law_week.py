"""The weekly hours that no campaign can widen: what the hour rules of law and house leave open, day by day.

For showing only, on the person's own clock; the gate judges every contact by the rules themselves. Pure.
"""

from collections.abc import Iterable, Sequence

from campaigns.rules.fields import WEEKDAYS
from campaigns.rules.hours import AllowedHours
from campaigns.rules.rule import Rule
from campaigns.rules.windows import Minutes

CHANNEL = "phone"
WHOLE_DAY: Sequence[Minutes] = ((0, 1440),)


def law_week(rules: Iterable[Rule]) -> dict[str, list[list[str]]]:
    """Return the hours open to calls in every rule, by weekday as [from, to) pairs of HH:MM.

    Rules for other channels are left out, holidays too, because they are dates and no weekdays.
    """
    weeks = [
        rule.terms.weekly.days
        for rule in rules
        if isinstance(rule.terms, AllowedHours) and (rule.applies.channels is None or CHANNEL in rule.applies.channels)
    ]
    return {
        name: [[_clock(start), _clock(end)] for start, end in _common([days[index] for days in weeks])]
        for index, name in enumerate(WEEKDAYS)
    }


def _common(days: Sequence[Sequence[Minutes]]) -> Sequence[Minutes]:
    found = WHOLE_DAY
    for windows in days:
        pairs = [(max(one[0], other[0]), min(one[1], other[1])) for one in found for other in windows]
        found = sorted((start, end) for start, end in pairs if start < end)
    return found


def _clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"
