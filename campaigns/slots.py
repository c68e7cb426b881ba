"""Callback slots: the half hours of the person's next days, each judged as the gate would judge it.

Pure. The person's wish counts as consent to one more call, so caps do not bar it, but hours, holds and stops do.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from campaigns.books import Books
from campaigns.campaigns import Campaign
from campaigns.person_file import PersonFile, Point
from campaigns.rules.judge import judge
from campaigns.rules.proposal import Consent, Person
from campaigns.rules.verdict import Reason
from crm.attempts import Channel

SLOT = timedelta(minutes=30)
FIRST_HOUR, LAST_HOUR = 7, 21
"""Slots of the person's day that are shown; a little more than any law allows, so that the bounds can be seen."""
LEAST_AHEAD = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Slot:
    """One half hour; `reason` is the binding one where it is barred."""

    at: datetime
    reason: Reason | None

    @property
    def is_allowed(self) -> bool:
        return self.reason is None


def callback_slots(
    file: PersonFile, point: Point, books: Books, campaign: Campaign | None, *, zone: str, now: datetime, days: int
) -> list[Slot]:
    """Return the slots of `days` of the person's days from today on, in order; past ones are left out."""
    person = _with_wish(file.person, now)
    found = []
    for at in _half_hours(zone, now, days):
        rules = books.rules_for(file.under(point), at.date(), campaign)
        verdict = judge(file.proposal(point, Channel.PHONE, at), person, file.history, rules)
        found.append(Slot(at, None if verdict.allowed else verdict.reasons[0]))
    return found


def _half_hours(zone: str, now: datetime, days: int) -> list[datetime]:
    """Walk the wall clock of the zone; hours that a change of clocks leaves out fall on the next one, once."""
    today = now.astimezone(ZoneInfo(zone)).replace(hour=0, minute=0, second=0, microsecond=0)
    steps = (timedelta(hours=FIRST_HOUR) + SLOT * step for step in range((LAST_HOUR - FIRST_HOUR) * 2 + 1))
    walls = [timedelta(days=day) + step for step in steps for day in range(days)]
    instants = {(today + wall).astimezone(now.tzinfo) for wall in walls}
    return sorted(at for at in instants if at >= now + LEAST_AHEAD)


def _with_wish(person: Person, now: datetime) -> Person:
    """Add the consent that asking for a callback is (12 CFR 1006.14(b)(3)(i)); see `agreeing`."""
    return replace(person, consents=(*person.consents, Consent(kind="extra_calls", at=now)))
