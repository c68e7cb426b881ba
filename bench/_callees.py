"""Persons of the simulated world, of whom the truth is known, called hour by hour in an order that is on trial.

No database and no clock: the frame (hours, waits, caps) is the same for every order, so only the order differs. What
the orders are is said in `bench.whom`.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from random import Random
from uuid import UUID

from campaigns.call_order import DueCase, Reachable
from campaigns.chances import Result
from campaigns.number_past import Contact
from telephony.simulated.profile import HOME_HOURS, OFFICE_HOURS, Freshness, Profile
from telephony.simulated.talk import Answerer, SaidKind
from telephony.simulated.world import RELATIVES_OWN_LINES, CallResult, Persona, PersonHint, SimulatedCall, World

ZONES = (("America/New_York", 0.5, -5), ("America/Chicago", 0.3, -6), ("America/Los_Angeles", 0.2, -8))
"""Zone, share of persons, hours from UTC in the weeks of the trial (winter)."""
HOURS_FROM_UTC = {zone: hours for zone, _, hours in ZONES}
STARTS_AT = datetime(2026, 1, 5, 13, 0, tzinfo=UTC)
"""A Monday, eight o'clock in New York."""
WORKING_HOURS = 13
OPEN_HOURS = range(8, 21)
WAIT = timedelta(hours=3)
MOST_A_DAY, MOST_A_WEEK = 2, 7
"""Seven calls in seven days are what 12 CFR 1006.14(b)(2) presumes to be the most."""
LABELS = ("mobile", "home", "work")
FIRST_LABEL = {"mobile": 0.6, "home": 0.25, "work": 0.15}
MORE_NUMBERS = (0.3, 0.4, 0.3)
"""(X) Kind of the number that the creditor's file names first; shares of persons with one, two and three numbers."""
FRESHNESS_BY_RANK = (
    {Freshness.FRESH: 0.60, Freshness.MIXED: 0.30, Freshness.STALE: 0.10},
    {Freshness.FRESH: 0.20, Freshness.MIXED: 0.45, Freshness.STALE: 0.35},
    {Freshness.FRESH: 0.05, Freshness.MIXED: 0.35, Freshness.STALE: 0.60},
)
"""(X) How good numbers are by their place in the file: the one in use is named first, found ones come last."""
WORK_HOURS = {hour: factor for hour, factor in OFFICE_HOURS.items() if hour < 17} | {
    17: 0.6,
    18: 0.25,
    19: 0.1,
    20: 0.1,
}
"""(X) By day as measured for offices; in the evening hardly anybody is left there."""
HOURS = {"mobile": HOME_HOURS, "home": HOME_HOURS, "work": WORK_HOURS}


@dataclass(slots=True)
class Callee:
    """One person with the truth of the numbers and what calls have shown so far; `left` are the numbers still tried."""

    id: UUID
    zone: str
    left: dict[UUID, Reachable]
    values: dict[UUID, str]
    contacts: list[Contact] = field(default_factory=list)
    tried_at: list[datetime] = field(default_factory=list)
    due_since: datetime = STARTS_AT
    is_met: bool = False

    def hour(self, now: datetime) -> int:
        return (now.hour + HOURS_FROM_UTC[self.zone]) % 24

    def may_be_called(self, now: datetime) -> bool:
        """Say whether the frame allows a call now."""
        if self.is_met or not self.left or now < self.due_since or self.hour(now) not in OPEN_HOURS:
            return False
        today = sum(now - at < timedelta(hours=WORKING_HOURS) for at in self.tried_at)
        week = sum(now - at < timedelta(days=7) for at in self.tried_at)
        return today < MOST_A_DAY and week < MOST_A_WEEK

    def as_due(self) -> DueCase:
        return DueCase(
            case_id=self.id,
            debtor_id=self.id,
            agreed_at=None,
            priority=0,
            due_since=self.due_since,
            preferred=None,
            numbers=tuple(self.left.values()),
            contacts=tuple(self.contacts),
        )


@dataclass(frozen=True, slots=True)
class Call:
    """A call that an order chose, with its true chance and what came of it; `contacts` are those before it."""

    callee: Callee
    number: Reachable
    at: datetime
    contacts: tuple[Contact, ...]
    truth: float
    result: Result


Choice = tuple[Callee, UUID]
Choose = Callable[[Sequence[Callee], datetime, int], Sequence[Choice]]
"""An order on trial: from those who may be called now, choose up to so many with their numbers."""
Hear = Callable[[Sequence[Call]], None]


class Town:
    """The persons of one seed and the truth about them: a world of its own for each kind of number."""

    def __init__(self, seed: int, persons: int) -> None:
        dice = Random(seed)
        self._worlds = {label: World(seed, Profile(hours=HOURS[label])) for label in LABELS}
        self._personas: dict[UUID, Persona] = {}
        self._nth: dict[UUID, int] = {}
        self.callees = [self._make(dice, place) for place in range(persons)]

    def _make(self, dice: Random, place: int) -> Callee:
        zone = dice.choices([zone for zone, *_ in ZONES], [share for _, share, _ in ZONES])[0]
        first = dice.choices(list(FIRST_LABEL), list(FIRST_LABEL.values()))[0]
        others = dice.sample([label for label in LABELS if label != first], 2)
        labels = [first, *others][: dice.choices((1, 2, 3), MORE_NUMBERS)[0]]
        callee = Callee(UUID(int=place + 1), zone, {}, {})
        for rank, label in enumerate(labels):
            key = UUID(int=(place + 1) * 100 + LABELS.index(label))
            kinds = FRESHNESS_BY_RANK[rank]
            freshness = dice.choices(list(kinds), list(kinds.values()))[0]
            callee.left[key] = Reachable(key, label, rank, zone)
            callee.values[key] = f"+1{2_000_000_000 + key.int}"
            self._worlds[label].know(callee.values[key], PersonHint(freshness=freshness, zone=zone))
            self._personas[key] = self._worlds[label].persona(callee.values[key])
        return callee

    def truth(self, callee: Callee, number: Reachable, now: datetime) -> float:
        """Return the true chance that a call to a number reaches the right party, from the world's own figures."""
        world = self._worlds[number.label]
        persona = self._personas[number.id]
        if persona.line != "working" or persona.holder is not Answerer.RIGHT_PARTY:
            return 0.0
        mix = world.profile.mixes[persona.freshness]
        working = 1.0 - mix.unusable
        human = min(0.95 * working, mix.human * world.profile.hours[callee.hour(now)]) / working
        at_home = mix.right_party / (mix.right_party + mix.third_party * (1.0 - RELATIVES_OWN_LINES))
        return human * at_home * (1.0 - mix.unverified)

    def call(self, callee: Callee, number: Reachable, now: datetime) -> Call:
        """Call a number, and let the person's record show what it showed."""
        nth = self._nth.get(number.id, 0)
        self._nth[number.id] = nth + 1
        world = self._worlds[number.label]
        came = world.outcome_of_call(callee.values[number.id], nth, callee.hour(now))
        result, outcome, is_gone = _read(came)
        call = Call(callee, number, now, tuple(callee.contacts), self.truth(callee, number, now), result)
        callee.contacts.append(Contact(number.id, outcome, came.result is CallResult.MACHINE))
        callee.tried_at.append(now)
        callee.due_since = now + WAIT
        callee.is_met = bool(result.is_right_party)
        if is_gone:
            del callee.left[number.id]
        return call


def _read(came: SimulatedCall) -> tuple[Result, str, bool]:
    """Return the result, the outcome as the ledger counts it, and whether the number is out for good."""
    if came.result is CallResult.HUMAN:
        kinds = {said.kind for said in came.talk.said}
        if kinds & {SaidKind.HANGS_UP_BEFORE_VERIFICATION, SaidKind.REFUSES_VERIFICATION}:
            return Result(is_answered=True), "answered_other", False
        if came.answerer is Answerer.RIGHT_PARTY:
            return Result(is_answered=True, is_right_party=True), "conversation", False
        is_wrong = came.answerer is Answerer.STRANGER
        return Result(is_answered=True, is_right_party=False), "answered_other", is_wrong
    is_line = came.result in {CallResult.INVALID, CallResult.SUSPENDED, CallResult.BUSY, CallResult.NETWORK_FAILURE}
    return Result(is_answered=False), "not_connected" if is_line else "no_answer", came.result is CallResult.INVALID


def work_through(town: Town, choose: Choose, hear: Hear, *, days: int, calls_an_hour: int) -> Iterator[Call]:
    """Call so many persons in each hour of each day as the order chooses them; it hears what came of each hour."""
    for hour in range(days * WORKING_HOURS):
        now = STARTS_AT + timedelta(days=hour // WORKING_HOURS, hours=hour % WORKING_HOURS)
        callable_now = [one for one in town.callees if one.may_be_called(now)]
        chosen = choose(callable_now, now, calls_an_hour)
        calls = [town.call(callee, callee.left[key], now) for callee, key in chosen]
        hear(calls)
        yield from calls
