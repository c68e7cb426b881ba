"""How many calls start: the method's wish within ceiling, ramp and trunk, looked at often enough and not more."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest

from campaigns.agents import Signal
from campaigns.floor.commands import Command, HangUp, Place, Reserve
from campaigns.floor.inputs import AgentSignalled, BreakAsked, LineReserved, ReservingEnded, Ticked, WingSet
from campaigns.floor.settlement import next_deadline
from campaigns.floor.state import Floor, Wing
from campaigns.floor.step import step
from campaigns.pace.budget import Budget
from campaigns.pace.ceilings import CeilingKind, Tally
from campaigns.pace.reading import Pace
from campaigns.pace.trunk import Trunk
from telephony.facts import CallBridged, CallRinging, EndCause
from tests.campaigns.floor.floors import (
    CAMPAIGN,
    NOW,
    Wishing,
    agent,
    answered,
    ended,
    line,
    of_kind,
    reserve,
    run,
    staffed,
    wing,
)

LATER = NOW + timedelta(seconds=61)
"""After the first minute, in which calls beyond one for each free agent grow slowly."""
GROWN = Tally(live=200)
OTHER = UUID(int=9)


def _asked(commands: list[Command]) -> dict[UUID, int]:
    return {one.campaign_id: one.count for one in commands if isinstance(one, Reserve)}


def _after_ramp(*wings: Wing, agents: int, trunk: Trunk | None = None) -> tuple[Floor, list[Command]]:
    """Return the decisions of a floor whose first minute brought nothing: its lists were dry until now."""
    floor, _ = staffed(*wings, agents=agents, trunk=trunk)
    floor, _ = run(floor, *(ReservingEnded(one.id, 1, LATER) for one in wings))
    return step(floor, Ticked(), LATER)


@pytest.mark.parametrize(
    ("live", "abandoned", "started"), [(0, 0, 1), (33, 0, 1), (34, 0, 2), (200, 0, 7), (200, 5, 2), (200, 6, 1)]
)
def test_a_hard_ceiling_lets_the_wish_grow_as_far_as_the_budget(live: int, abandoned: int, started: int) -> None:
    """One line for the free agent, and as many spare ones as calls may still be abandoned."""
    one = wing(tally=Tally(live=live, abandoned=abandoned), method=Wishing(50))
    floor, commands = _after_ramp(one, agents=1)
    assert _asked(commands) == {CAMPAIGN: started}
    assert floor.wings[CAMPAIGN].bound_by == "abandon_budget"


def test_a_modest_wish_is_followed_and_its_reason_kept() -> None:
    """The method's price, not the budget, bound this decision."""
    floor, commands = _after_ramp(wing(tally=GROWN, method=Wishing(3)), agents=1)
    assert _asked(commands) == {CAMPAIGN: 3}
    assert floor.wings[CAMPAIGN].bound_by == "abandon_risk"
    assert floor.wings[CAMPAIGN].course.pace == Pace(start=3, bound_by="abandon_risk", price=0.04)


def test_every_free_agent_gets_a_line_even_when_the_method_wants_none() -> None:
    """A line with an agent of its own cannot be abandoned."""
    floor, commands = _after_ramp(wing(method=Wishing(0)), agents=3)
    assert _asked(commands) == {CAMPAIGN: 3}
    assert floor.wings[CAMPAIGN].bound_by == "one_per_agent"


def test_a_statistical_ceiling_follows_the_method_beyond_the_hard_one() -> None:
    """Twelve lines for one agent: the method weighed them; nothing is cut while somebody is at work."""
    one = wing(kind=CeilingKind.STATISTICAL, method=Wishing(12), tally=Tally(live=10))
    floor, commands = _after_ramp(one, agents=1)
    assert _asked(commands) == {CAMPAIGN: 12}
    _, commands = reserve(floor, 12)
    assert len(of_kind(commands, Place)) == 12
    assert not of_kind(commands, HangUp)


def test_a_statistical_ceiling_brakes_to_one_line_per_agent_when_the_budget_is_spent() -> None:
    """Two of sixty-six are over 3 %: until the share recovers nothing can be abandoned any more."""
    spent = wing(kind=CeilingKind.STATISTICAL, method=Wishing(12), tally=Tally(live=66, abandoned=2))
    floor, commands = _after_ramp(spent, agents=2)
    assert _asked(commands) == {CAMPAIGN: 2}
    assert floor.wings[CAMPAIGN].bound_by == "budget_spent"


def test_lines_are_given_up_under_a_statistical_ceiling_when_nobody_is_left() -> None:
    """The last agent's link breaks while four lines ring: nobody could ever take them."""
    one = wing(kind=CeilingKind.STATISTICAL, method=Wishing(4))
    floor, _ = _after_ramp(one, agents=1)
    floor, _ = reserve(floor, 4)
    lost = AgentSignalled(agent_id=agent(0).id, signal=Signal.LINK_LOST, cause="link_lost")
    _, commands = run(floor, lost, at=LATER)
    assert len(of_kind(commands, HangUp)) == 4


def test_the_first_minute_grows_slowly() -> None:
    """After a start one line beyond the free agents a second, then what the method wants."""
    one = wing(kind=CeilingKind.STATISTICAL, method=Wishing(12))
    floor, commands = staffed(one, agents=2)
    assert _asked(commands) == {CAMPAIGN: 3}
    assert floor.wings[CAMPAIGN].bound_by == "ramp"
    assert _asked(_after_ramp(one, agents=2)[1]) == {CAMPAIGN: 12}


def test_a_mass_disconnect_begins_a_new_ramp() -> None:
    """Four of ten links break at once; the brake is on before the method has learned of it."""
    floor, _ = _after_ramp(wing(kind=CeilingKind.STATISTICAL, method=Wishing(12), tally=Tally(live=99)), agents=10)
    permits = [LineReserved(line(number, LATER)) for number in range(12)]
    floor, _ = run(floor, *permits, ReservingEnded(CAMPAIGN, 12, None), at=LATER)
    lost = [AgentSignalled(agent_id=agent(n).id, signal=Signal.LINK_LOST, cause="link_lost") for n in range(4)]
    floor, _ = run(floor, *lost, at=LATER)
    floor, commands = step(floor, Ticked(), LATER + timedelta(seconds=1))
    assert _asked(commands) == {CAMPAIGN: 1}
    assert floor.wings[CAMPAIGN].bound_by == "ramp"


def test_a_decision_is_made_anew_every_second_while_calls_may_start() -> None:
    """The next look is a deadline of the floor; between two looks nothing starts for agents who have their line."""
    floor, _ = _after_ramp(wing(kind=CeilingKind.STATISTICAL, method=Wishing(2)), agents=1)
    floor, _ = run(floor, LineReserved(line(0)), LineReserved(line(1)), ReservingEnded(CAMPAIGN, 2, None), at=LATER)
    assert next_deadline(floor, LATER) == LATER + timedelta(seconds=1)
    floor, commands = step(floor, Ticked(), LATER + timedelta(seconds=0.9))
    assert not _asked(commands)
    _, commands = step(floor, Ticked(), LATER + timedelta(seconds=1))
    assert _asked(commands) == {CAMPAIGN: 2}


def test_an_agent_who_comes_free_is_served_at_once() -> None:
    """No second is lost between an outcome and the next call."""
    floor, _ = _after_ramp(wing(method=Wishing(0)), agents=1)
    floor, _ = reserve(floor, 1)
    floor, _ = run(floor, AgentSignalled(agent_id=agent(0).id, signal=Signal.TOOK_BREAK, cause="agent"), at=LATER)
    back = AgentSignalled(agent_id=agent(0).id, signal=Signal.CAME_READY, cause="agent")
    _, commands = run(floor, back, at=LATER + timedelta(seconds=0.2))
    assert _asked(commands) == {CAMPAIGN: 1}


@pytest.mark.parametrize("mode", ["predictive", "progressive", "preview"])
def test_an_empty_floor_waits_for_facts_alone(mode: str) -> None:
    """No agents, no deadline: nothing ticks all night."""
    floor, _ = run(Floor(), WingSet(wing(mode=mode, method=Wishing(5))))
    assert next_deadline(floor, NOW) is None
    _, commands = step(floor, Ticked(), LATER)
    assert not commands


def test_a_dry_list_is_looked_at_again_when_it_refills() -> None:
    """Ready agents and no case due: the next instant is that of the list."""
    floor, _ = staffed(wing(method=Wishing(5)), agents=2)
    floor, _ = run(floor, ReservingEnded(CAMPAIGN, 2, LATER))
    assert next_deadline(floor, NOW) == LATER


def test_a_blocked_campaign_looks_again_when_a_fact_has_come() -> None:
    """All agents talk and the budget is used up: silence until something happens, then a look within the second."""
    floor, _ = _after_ramp(wing(method=Wishing(5)), agents=1)
    floor, _ = run(floor, LineReserved(line(0, LATER)), ReservingEnded(CAMPAIGN, 1, None), at=LATER)
    bridged = CallBridged(at=LATER, attempt_id=UUID(int=1000), agent_id=agent(0).id)
    floor, _ = run(floor, answered(0, at=LATER), bridged, at=LATER)
    floor, commands = step(floor, Ticked(), LATER + timedelta(seconds=2))
    assert not commands
    assert next_deadline(floor, LATER + timedelta(seconds=2)) is None
    floor, _ = run(floor, BreakAsked(agent(0).id, "lunch"), at=LATER + timedelta(seconds=2.5))
    assert next_deadline(floor, LATER + timedelta(seconds=2.5)) == LATER + timedelta(seconds=3)


def test_the_trunk_bounds_all_campaigns_together() -> None:
    """Ten agents of two campaigns and a trunk of seven lines: seven calls, and the limit is named."""
    wings = (wing(method=Wishing(9)), wing(key=OTHER, method=Wishing(9)))
    floor, commands = _after_ramp(*wings, agents=10, trunk=Trunk(most_lines=7))
    assert sum(_asked(commands).values()) == 7
    assert "most_lines" in {one.bound_by for one in floor.wings.values()}


def test_starts_a_second_are_bound_and_come_back() -> None:
    """Four a second for six agents: four now, two a second later."""
    floor, commands = _after_ramp(wing(method=Wishing(0)), agents=6, trunk=Trunk(most_calls_per_second=4))
    assert _asked(commands) == {CAMPAIGN: 4}
    assert floor.wings[CAMPAIGN].bound_by == "calls_per_second"
    permits = [LineReserved(line(number, LATER)) for number in range(4)]
    floor, _ = run(floor, *permits, ReservingEnded(CAMPAIGN, 4, None), at=LATER)
    _, commands = step(floor, Ticked(), LATER + timedelta(seconds=1))
    assert _asked(commands) == {CAMPAIGN: 2}


def test_two_campaigns_share_the_free_agents_without_counting_one_twice() -> None:
    """Five free agents serve both: three and two lines, not five and five."""
    wings = (wing(method=Wishing(0)), wing(key=OTHER, method=Wishing(0)))
    _, commands = _after_ramp(*wings, agents=5)
    assert _asked(commands) == {CAMPAIGN: 3, OTHER: 2}


def test_the_method_sees_ages_phases_and_what_ended() -> None:
    """Set-up, ring, talk and their spans are those of the facts."""
    floor, _ = _after_ramp(wing(method=Wishing(0), tally=GROWN), agents=2)
    floor, _ = run(floor, LineReserved(line(0)), LineReserved(line(1)), ReservingEnded(CAMPAIGN, 2, None), at=LATER)
    rings = [CallRinging(at=LATER, attempt_id=UUID(int=1000 + n)) for n in range(2)]
    floor, _ = run(floor, rings[0], at=LATER + timedelta(seconds=2))
    picked_up = LATER + timedelta(seconds=9)
    bridged = CallBridged(at=picked_up, attempt_id=UUID(int=1000), agent_id=agent(0).id)
    floor, _ = run(floor, answered(0, at=picked_up), bridged, at=picked_up)
    floor, _ = step(floor, Ticked(), picked_up + timedelta(seconds=5))
    seen = floor.wings[CAMPAIGN].course.method
    assert isinstance(seen, Wishing)
    assert seen.seen is not None
    assert seen.seen.at_s == pytest.approx(75)
    assert (seen.seen.idle, list(seen.seen.talk_s), list(seen.seen.setup_s)) == (1, [5.0], [14.0])
    floor, _ = run(floor, ended(0, EndCause.COMPLETED), at=picked_up + timedelta(seconds=30))
    assert floor.wings[CAMPAIGN].course.counts.connected == 1
    kinds = {kind for kind, _ in floor.wings[CAMPAIGN].course.spans}
    assert not kinds - {"talk"}


def test_a_new_day_begins_with_fresh_counts_and_a_fresh_method() -> None:
    """After the night the day's share starts at nothing, while thirty days remember."""
    one = wing(method=Wishing(0), tally=Tally(live=500, abandoned=10))
    floor, _ = _after_ramp(one, agents=1)
    floor, _ = reserve(floor, 1)
    floor, _ = run(floor, ended(0), at=LATER)
    morning = NOW + timedelta(hours=16)
    floor, _ = run(floor, ReservingEnded(CAMPAIGN, 1, None), at=morning)
    course = floor.wings[CAMPAIGN].course
    assert course.began_at == morning
    assert course.counts.dialed == 0
    assert not isinstance(course.method, Wishing)
    assert course.budget.allowance(morning, wing().period_ceilings, detects_machines=False) == 0


def test_what_a_campaign_remembers_survives_an_edit_of_its_settings() -> None:
    """Renaming a campaign keeps its method; another ceiling begins it anew; the budget stays in any case."""
    floor, _ = _after_ramp(wing(method=Wishing(1), tally=GROWN), agents=1)
    renamed, _ = run(floor, WingSet(replace(wing(), name="Late")), at=LATER)
    assert isinstance(renamed.wings[CAMPAIGN].course.method, Wishing)
    stricter, _ = run(floor, WingSet(replace(wing(), ceiling_share=0.01)), at=LATER)
    assert stricter.wings[CAMPAIGN].course.method is None
    assert stricter.wings[CAMPAIGN].course.budget == floor.wings[CAMPAIGN].course.budget != Budget()
