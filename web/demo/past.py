"""The fictional past of the demo's persons: calls of the last week, holds and stops, so that caps bind from the start.

Every earlier call passed the same judge that the gate asks, at the instant at which it was made. Pure: files and dice
in, plans out; `seeding` writes them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from random import Random
from types import MappingProxyType
from uuid import UUID
from zoneinfo import ZoneInfo

from campaigns.books import Books
from campaigns.person_file import NUMBER_TYPES, PersonFile, Point
from campaigns.rules.judge import judge
from campaigns.rules.proposal import PastContact
from campaigns.rules.verdict import Verdict
from crm.attempts import Channel
from crm.holds import HoldKind

SUNDAY = 6
CALLING_HOURS = (15, 11, 17, 13, 18, 16, 12)
"""Hours of the person's address at which earlier calls were made, best first; the judge decides which may be."""
RING_S = 26
TALK_S = (50, 280)
ANSWER_S = 14
MOST_ON_ONE_DAY = 2


class Past(StrEnum):
    """What happened to a person before the demo starts."""

    NOTHING = "nothing"
    CAP_FULL = "cap_full"
    CAP_NEARLY_FULL = "cap_nearly_full"
    SPOKE = "spoke"
    TRIED = "tried"
    HAS_LAWYER = "has_lawyer"
    BANKRUPT = "bankrupt"
    DISPUTES = "disputes"
    STOPPED_TEXTS = "stopped_texts"


SHARES: Mapping[Past, float] = MappingProxyType(
    {
        Past.CAP_FULL: 0.04,
        Past.CAP_NEARLY_FULL: 0.04,
        Past.SPOKE: 0.05,
        Past.TRIED: 0.14,
        Past.HAS_LAWYER: 0.004,
        Past.BANKRUPT: 0.003,
        Past.DISPUTES: 0.005,
        Past.STOPPED_TEXTS: 0.012,
        Past.NOTHING: 0.706,
    }
)
HOLDS: Mapping[Past, HoldKind] = MappingProxyType(
    {
        Past.HAS_LAWYER: HoldKind.REPRESENTED_BY_ATTORNEY,
        Past.BANKRUPT: HoldKind.BANKRUPTCY,
        Past.DISPUTES: HoldKind.DISPUTED,
    }
)
CALLED = frozenset({Past.CAP_FULL, Past.CAP_NEARLY_FULL, Past.SPOKE, Past.TRIED})
MISSED = (("NC01", "no_answer", 0.55), ("AM01", "machine", 0.45))
"""Disposition, what the line said, share."""
SPOKEN = ("RF01", "NG02", "NG05")


@dataclass(frozen=True, slots=True)
class EarlierCall:
    """A closed call; `talk_s` is None where nobody was reached."""

    case_id: UUID
    debtor_id: UUID
    point: Point
    at: datetime
    verdict: Verdict
    code: str
    result: str
    talk_s: int | None

    @property
    def answered_at(self) -> datetime | None:
        return None if self.talk_s is None else self.at + timedelta(seconds=ANSWER_S)

    @property
    def closed_at(self) -> datetime:
        return self.at + timedelta(seconds=RING_S if self.talk_s is None else ANSWER_S + self.talk_s)


def deal_past(dice: Random) -> Past:
    """Draw what happened to one person."""
    return dice.choices(tuple(SHARES), weights=tuple(SHARES.values()))[0]


def earlier_calls(books: Books, file: PersonFile, past: Past, *, now: datetime, dice: Random) -> list[EarlierCall]:
    """Plan a person's calls of the week before `now`, oldest first, without those the rules forbid."""
    points = file.phone_points()
    if past not in CALLED or not points:
        return []
    zone = ZoneInfo(file.person.address_zones[0] if file.person.address_zones else "America/New_York")
    today = now.astimezone(zone).date()
    days = _days_of(past, today, dice)
    calls: list[EarlierCall] = []
    for number, day in enumerate(days):
        point = points[number % len(points)]
        spoke = past is Past.SPOKE and number == len(days) - 1
        found = _permitted(books, file, point, day, zone, dice)
        if found is None:
            continue
        at, verdict = found
        code, result = _outcome(dice, spoke=spoke)
        talk_s = dice.randint(*TALK_S) if spoke else None
        calls.append(EarlierCall(file.case_id, file.debtor_id, point, at, verdict, code, result, talk_s))
        file = replace(file, history=(*file.history, _contact(file, point, at, spoke=spoke)))
    return calls


def _days_of(past: Past, today: date, dice: Random) -> list[date]:
    """Choose the days of the calls; nobody was called on a Sunday."""
    week = [day for back in range(6, 0, -1) if (day := today - timedelta(days=back)).weekday() != SUNDAY]
    if past is Past.SPOKE:
        last = dice.choice([day for day in week if (today - day).days >= 2])
        before = [day for day in week if day < last]
        return [*sorted(dice.sample(before, min(len(before), dice.randint(0, 2)))), last]
    count = {Past.CAP_FULL: 7, Past.CAP_NEARLY_FULL: 6}.get(past) or dice.randint(1, 3)
    return sorted(dice.sample(week * MOST_ON_ONE_DAY, count))


def _permitted(
    books: Books, file: PersonFile, point: Point, day: date, zone: ZoneInfo, dice: Random
) -> tuple[datetime, Verdict] | None:
    """Find an instant of the day after all earlier calls at which the judge allowed the call."""
    minute = dice.randint(0, 59)
    for hour in CALLING_HOURS:
        at = datetime.combine(day, time(hour, minute, dice.randint(0, 59)), zone).astimezone(UTC)
        if file.history and at <= file.history[-1].at:
            continue
        rules = books.rules_for(file.under(point), at.date(), None)
        verdict = judge(file.proposal(point, Channel.PHONE, at), file.person, file.history, rules)
        if verdict.allowed:
            return at, verdict
    return None


def _outcome(dice: Random, *, spoke: bool) -> tuple[str, str]:
    if spoke:
        return dice.choice(SPOKEN), "completed"
    code, result, _ = dice.choices(MISSED, weights=[share for *_, share in MISSED])[0]
    return code, result


def _contact(file: PersonFile, point: Point, at: datetime, *, spoke: bool) -> PastContact:
    return PastContact(
        at=at,
        channel=Channel.PHONE.value,
        outcome="conversation" if spoke else "no_answer",
        endpoint_id=point.id,
        debts=(file.case_id,),
        number_type=NUMBER_TYPES.get(point.label, "other"),
    )


@dataclass(slots=True)
class Desk:
    """The agents who made the earlier calls; nobody had two at once."""

    agent_ids: Sequence[UUID]
    taken: dict[UUID, list[tuple[datetime, datetime]]]

    def take(self, call: EarlierCall) -> UUID | None:
        """Find an agent who was free for a call that was answered; None if all were talking."""
        start, end = call.at, call.closed_at
        for agent_id in self.agent_ids:
            spans = self.taken.setdefault(agent_id, [])
            if all(end <= other_start or start >= other_end for other_start, other_end in spans):
                spans.append((start, end))
                return agent_id
        return None
