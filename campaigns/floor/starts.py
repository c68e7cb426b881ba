"""How many calls each campaign starts now: the method's wish within the campaign's ceiling, its ramp and the trunk.

Looked at once a second while something may start, and at once when an agent comes free. One line for each free agent
is always allowed, because it cannot be abandoned while that agent is there. What bound each decision is kept.
"""

from datetime import datetime
from uuid import UUID

from campaigns.agents import AgentState
from campaigns.floor.acts import Stepped
from campaigns.floor.claims import allowance_of
from campaigns.floor.commands import Command, Reserve
from campaigns.floor.readings import Look, look_at, reading_of
from campaigns.floor.state import WAIT_FOR_AGENT, Floor, Wing, claimed
from campaigns.pace.budget import LONGEST_DAY, NIGHT
from campaigns.pace.ceilings import DETECTION_ERROR_SHARE, CeilingKind, hard_room
from campaigns.pace.course import LOOK_EVERY
from campaigns.pace.methods import start_method
from campaigns.pace.reading import Counts, Pace, PaceRules
from config.frozen import replace

RAMP_TEAM = 20
"""In the first minute one line beyond those for free agents may start a second for so many agents at work."""
ENOUGH_TO_LEARN = 100
"""So many spans are shown to the method even when nothing may start."""
METHOD = "predictive"
"""The method of predictive campaigns; the others of `methods` know no ceiling and are for comparing only."""
NOT_YET = "not_yet"
"""What a method says that has looked a moment ago."""


def start_calls(floor: Floor, now: datetime) -> Stepped:
    """Ask for the calls that every running campaign starts now; campaigns with the fewest lines come first."""
    wings = [wing for wing in floor.wings.values() if wing.mode != "preview" and may_start(wing, now)]
    if not wings or any(wing.asked for wing in floor.wings.values()):
        return floor, []
    due = {wing.id for wing in wings if wing.course.is_due(now)}
    if not due and _free_count(floor, wings) <= sum(wing.course.unserved for wing in wings):
        return _with_looks(floor, wings), []
    looks = look_at(floor, wings, now)
    commands: list[Command] = []
    lines = len(floor.lines)
    floor = replace(floor, trunk=floor.trunk.filled(now))
    for wing in sorted(wings, key=lambda wing: (looks[wing.id].under_way, wing.id)):
        look = looks[wing.id]
        if wing.id not in due and look.free <= wing.course.unserved:
            continue
        wing, pace = _decide(wing, look, now)  # noqa: PLW2901 - the wing as it is after its decision
        room, limit = floor.trunk.room(lines)
        if room is not None and room < pace.start:
            pace = replace(pace, start=room, bound_by=limit)
        floor = replace(floor.with_wing(_decided(wing, look, pace, now)), trunk=floor.trunk.with_started(pace.start))
        lines += pace.start
        if pace.start:
            commands.append(Reserve(wing.id, pace.start))
    return floor, commands


def may_start(wing: Wing, now: datetime) -> bool:
    """Say whether the campaign runs and its list is not known to be dry."""
    return wing.state == "running" and (wing.dry_until is None or wing.dry_until <= now)


def next_look_at(floor: Floor, now: datetime) -> datetime | None:
    """Return when a decision falls due by time alone; None while calls are being reserved or nothing may start."""
    if any(wing.asked for wing in floor.wings.values()):
        return None
    times = [
        wing.course.next_look_at
        for wing in floor.wings.values()
        if wing.course.next_look_at is not None and wing.mode != "preview" and may_start(wing, now)
    ]
    return min(times, default=None)


def _decide(wing: Wing, look: Look, now: datetime) -> tuple[Wing, Pace]:
    """Return the campaign after its method has looked, and what may start as far as its own ceiling goes."""
    wing = replace(wing, course=wing.course.ramped(look.agents, now))
    if wing.mode != "predictive" or wing.ceiling_share <= 0:
        return wing, Pace(start=look.free, bound_by="one_per_agent" if look.free else "no_agent_free")
    room, limit = _room(wing, look, now)
    if room == 0 and len(wing.course.spans) < ENOUGH_TO_LEARN:
        return wing, Pace(start=0, bound_by=limit)
    wing = _at_work(wing, now)
    course = wing.course
    method = course.method or start_method(METHOD, _rules_of(wing))
    method, pace = method.decide(reading_of(look, wing, now))
    wing = replace(wing, course=replace(course, method=method, spans=()))
    if pace.bound_by == NOT_YET and course.pace is not None:  # what it foretold half a second ago still holds
        pace = replace(course.pace, start=0, bound_by=NOT_YET)
    if pace.start < look.free:
        pace = replace(pace, start=look.free, bound_by="one_per_agent")
    return wing, replace(pace, start=room, bound_by=limit) if room < pace.start else pace


def _room(wing: Wing, look: Look, now: datetime) -> tuple[int, str]:
    """Return how many calls the campaign's ceiling and ramp allow, and which of them says so."""
    if look.agents == 0:
        return 0, "no_agent"
    course = wing.course
    rooms: list[tuple[int, str]] = []
    if wing.ceiling_kind is CeilingKind.HARD:
        rooms.append((hard_room(look.free, look.spare, allowance_of(wing, now)), "abandon_budget"))
    elif course.budget.spent(now, wing.period_ceilings, detects_machines=wing.detects_machines):
        rooms.append((look.free, "budget_spent"))
    if course.ramp_until is not None and now < course.ramp_until:
        beyond = max(1, look.agents // RAMP_TEAM) if course.is_due(now) else 0
        rooms.append((look.free + beyond, "ramp"))
    return min(rooms, default=(_NO_LIMIT, ""))


def _at_work(wing: Wing, now: datetime) -> Wing:
    """Begin a new day with fresh counts and a fresh method when the night was long, or the day is over."""
    course = wing.course
    if course.began_at is not None:
        age = now - course.began_at
        is_night_over = course.budget.is_new_day(now) and (age >= NIGHT or course.counts != Counts())
        if age < LONGEST_DAY and not is_night_over:
            return wing
    return replace(wing, course=replace(course, began_at=now, counts=Counts(), spans=(), method=None))


def _rules_of(wing: Wing) -> PaceRules:
    return PaceRules(
        ceiling_share=wing.course.budget.aim(wing.period_ceilings),
        lost_to_detection=DETECTION_ERROR_SHARE if wing.detects_machines else 0.0,
        hold_s=WAIT_FOR_AGENT.total_seconds(),
        ring_timeout_s=float(wing.ring_timeout_s),
    )


def _decided(wing: Wing, look: Look, pace: Pace, now: datetime) -> Wing:
    is_open = pace.start > 0 or pace.bound_by not in _FACTS_ONLY
    course = replace(
        wing.course,
        pace=pace,
        unserved=max(0, look.free - pace.start),
        looked_at=now,
        next_look_at=now + LOOK_EVERY if look.agents and is_open else None,
    )
    return replace(wing, asked=pace.start, bound_by=pace.bound_by, course=course)


def _free_count(floor: Floor, wings: list[Wing]) -> int:
    taken = claimed(floor)
    teams = frozenset[UUID]().union(*(wing.team_ids for wing in wings))
    return sum(
        agent.state is AgentState.READY and agent.team_id in teams and agent.id not in taken
        for agent in floor.agents.values()
    )


def _with_looks(floor: Floor, wings: list[Wing]) -> Floor:
    """Let campaigns whom only a fact could move look again within the second: one has just come."""
    for wing in wings:
        course = wing.course
        is_blocked = course.next_look_at is None and wing.mode == "predictive"
        if is_blocked and course.agents and course.looked_at is not None:
            floor = floor.with_wing(replace(wing, course=replace(course, next_look_at=course.looked_at + LOOK_EVERY)))
    return floor


_NO_LIMIT = 1_000_000
_FACTS_ONLY = frozenset({"abandon_budget", "no_agent", "no_agent_free", "one_per_agent"})
"""What only a fact can change, not time: no look is wanted for it."""
