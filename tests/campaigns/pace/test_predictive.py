"""The predictive method: covers who is idle, stays within its budget, and weighs losses against idle seconds."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.pace.laws import Laws
from campaigns.pace.outlook import Outlook
from campaigns.pace.predictive import Predictive
from campaigns.pace.price import Price
from campaigns.pace.reading import Counts, Pace, PaceRules, Reading
from campaigns.pace.tables import agent_tables, call_tables

RULES = PaceRules()
LAWS = Laws()
AGENTS = agent_tables(LAWS, Reading(at_s=0.0), hold_s=2.0)
CALLS = call_tables(LAWS, AGENTS, ring_timeout_s=24.0)


def begun(reading: Reading) -> Pace:
    return Predictive(rules=RULES).decide(reading)[1]


def lost(reading: Reading, launches: int = 0) -> float:
    return Outlook(reading, LAWS, CALLS, AGENTS).after(launches).lost


def test_nothing_starts_without_agents() -> None:
    """However long the list, nobody is called when nobody could talk."""
    assert begun(Reading(at_s=1.0)) == Pace(start=0, bound_by="no_agent")


def test_an_idle_agent_gets_a_line_at_once() -> None:
    """At the very beginning, before anything is learned, an idle agent has at least one line."""
    assert begun(Reading(at_s=1.0, idle=1)).start >= 1


@pytest.mark.parametrize("idle", [0, 1, 5, 40])
def test_a_spent_budget_leaves_one_line_per_idle_agent(idle: int) -> None:
    """When the day has abandoned far more than it may, each idle agent whom nothing covers gets one line."""
    method = replace(
        Predictive(rules=RULES),
        price=Price(live=500.0, lost=400.0, counts=Counts(dialed=2000, to_agent=500, dropped=400)),
        laws=replace(LAWS, counts=Counts(dialed=2000, to_agent=500, dropped=400), settled=2000),
    )
    reading = Reading(
        at_s=20_000.0, idle=idle, talk_s=np.full(5, 300.0), counts=Counts(dialed=2000, to_agent=500, dropped=400)
    )
    pace = method.decide(reading)[1]
    assert pace.start == idle
    assert pace.bound_by == ("one_per_agent" if idle else "budget_spent")


def test_covered_agents_get_no_more_under_a_spent_budget() -> None:
    """A line in flight for each idle agent is enough when nothing may be lost any more."""
    spent = Counts(dialed=2003, to_agent=500, dropped=400)
    method = replace(
        Predictive(rules=RULES),
        price=Price(live=500.0, lost=400.0, counts=spent),
        laws=replace(LAWS, counts=spent, settled=2000),
    )
    reading = Reading(at_s=20_000.0, idle=3, ring_s=np.array([1.0, 2.0, 3.0]), counts=spent)
    assert method.decide(reading)[1].start == 0


def test_deciding_twice_from_one_value_is_the_same() -> None:
    """The method is a value: the same reading gives the same next method and pace, whatever was decided meanwhile."""
    method = Predictive(rules=RULES)
    reading = Reading(at_s=1.0, idle=4, talk_s=np.array([10.0, 50.0]))
    assert method.decide(reading)[1] == method.decide(reading)[1]


def test_looks_are_half_a_second_apart_and_rarer_while_nothing_moves() -> None:
    """Between looks nothing starts; with nothing moving the next look is after a second and a half."""
    reading = Reading(at_s=1.0, talk_s=np.array([10.0]))
    method, _ = Predictive(rules=RULES).decide(reading)
    assert method.decide(replace(reading, at_s=1.25))[1].bound_by == "not_yet"
    assert method.decide(replace(reading, at_s=2.25))[1].bound_by == "not_yet"
    assert method.decide(replace(reading, at_s=2.5))[1].bound_by != "not_yet"
    assert method.decide(replace(reading, at_s=1.5, idle=1))[1].bound_by != "not_yet"


@given(
    idle=st.integers(0, 6),
    ringing=st.lists(st.floats(0.0, 23.0), max_size=25),
    talks=st.lists(st.floats(0.0, 600.0), max_size=8),
    launches=st.integers(0, 6),
)
def test_losses_rise_with_lines_and_fall_with_agents(
    idle: int, ringing: list[float], talks: list[float], launches: int
) -> None:
    """One more line never lowers the losses foretold, one more idle agent never raises them."""
    reading = Reading(at_s=1.0, idle=idle, ring_s=np.array(ringing), talk_s=np.array(talks))
    assert lost(reading, launches + 1) >= lost(reading, launches) - 1e-9
    richer = replace(reading, idle=idle + 1)
    assert lost(richer, launches) <= lost(reading, launches) + 1e-6


@pytest.mark.parametrize(("lines", "idle"), [(1, 1), (3, 3), (5, 8)])
def test_nothing_is_lost_while_every_line_has_an_idle_agent(lines: int, idle: int) -> None:
    """With an agent for each line in flight, no answer can find nobody."""
    reading = Reading(at_s=1.0, idle=idle, ring_s=np.full(lines, 5.0))
    assert lost(reading) < 0.02 * lines


def test_exact_and_pooled_outlooks_agree_where_they_meet() -> None:
    """Counting each call and pooling them by age foretell about the same; one agent who leaves makes the team large."""
    reading = Reading(
        at_s=1.0,
        idle=3,
        talk_s=np.linspace(5.0, 400.0, 12),
        setup_s=np.linspace(0.0, 3.0, 3),
        ring_s=np.linspace(0.0, 20.0, 7),
        answer_s=np.array([0.3, 1.2]),
    )
    pooled = replace(reading, leaving=1)
    assert Outlook(reading, LAWS, CALLS, AGENTS).is_exact
    assert not Outlook(pooled, LAWS, CALLS, AGENTS).is_exact
    assert lost(pooled) == pytest.approx(lost(reading), rel=0.25)


def test_a_day_that_loses_more_than_foretold_lowers_the_price() -> None:
    """Real losses above the foretelling make the price fall, and a braked price never rises."""
    calm = Price(live=400.0, lost=4.0, share_lost=0.5, share_answers=30.0, recent_lost=4.0, recent_foretold=5.0)
    bad = replace(calm, lost=20.0, recent_lost=20.0)
    rich = calm.steered(10.0, RULES, at_s=5000.0)
    poor = bad.steered(10.0, RULES, at_s=5000.0)
    assert poor.log_price < calm.log_price
    assert poor.log_price < rich.log_price
    assert replace(calm, is_braked=True).steered(10.0, RULES, at_s=5000.0).log_price <= calm.log_price


@pytest.mark.parametrize(("lost_persons", "is_left"), [(14.0, True), (15.3, True), (16.0, False)])
def test_at_the_end_of_the_day_the_ceiling_itself_is_the_brake(lost_persons: float, is_left: bool) -> None:
    """With nothing of the day to come, no room is left for chance: three of a hundred answers, less the margin."""
    price = Price(live=500.0, lost=lost_persons)
    left, _ = price.left(RULES, at_s=RULES.day_s)
    assert (left >= 0) is is_left
