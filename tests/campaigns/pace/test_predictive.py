"""The predictive method: covers who is idle, stays within its budget, and weighs losses against idle seconds."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.pace.laws import Law, Laws, Share
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


@pytest.mark.parametrize(
    ("lost_persons", "foretold", "is_left"),
    [(14.0, 0.0, True), (15.1, 0.0, True), (15.4, 0.0, False), (14.0, 1.1, True), (14.0, 1.4, False)],
)
def test_at_the_end_of_the_day_the_ceiling_itself_is_the_brake(
    lost_persons: float, foretold: float, *, is_left: bool
) -> None:
    """Of 500 answers fifteen may be lost, less a margin; what calls in flight are likely to lose is lost already."""
    price = Price(live=500.0, lost=lost_persons)
    left, _ = price.left(RULES, at_s=RULES.day_s, foretold=foretold)
    assert (left >= 0) is is_left


def test_a_small_team_may_not_lose_what_the_rest_of_the_day_cannot_make_good() -> None:
    """At noon a day of 75 answers can bear two losses in all: a third would stay above the ceiling whatever comes."""
    two, three = Price(live=37.5, lost=1.5), Price(live=37.5, lost=2.5)
    assert two.left(RULES, at_s=RULES.day_s / 2, foretold=0.0)[0] >= 0
    assert three.left(RULES, at_s=RULES.day_s / 2, foretold=0.0)[0] < 0


def test_detection_that_errs_by_chance_leaves_less_to_pacing() -> None:
    """Half a percent of persons taken for machines may be six tenths; a small day's chance is larger."""
    detecting = PaceRules(lost_to_detection=0.005)
    large, small = Price(live=9_950.0, lost=242.0), Price(live=995.0, lost=24.2)
    assert large.left(detecting, at_s=RULES.day_s, foretold=0.0)[0] >= 0
    assert small.left(detecting, at_s=RULES.day_s, foretold=0.0)[0] < 0


def test_the_chance_of_an_answered_call_does_not_forget_how_many_were_machines() -> None:
    """Both laws of rings hold as many spans as they may; what answers is still told by the shares."""
    spans = {**LAWS.spans}
    for kind in ("ring_to_agent", "ring_other"):
        spans[kind] = Law(1.0, np.where(np.arange(64) == 8, 4000.0, 0.0))
    few = replace(LAWS, spans=spans, to_agent=Share(30.0, 300.0, 300.0), ringing=Share(300.0, 300.0, 3000.0))
    assert call_tables(few, AGENTS, ring_timeout_s=24.0).human_after[8] == pytest.approx(0.1, abs=0.01)
