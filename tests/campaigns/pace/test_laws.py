"""What is learned from calls, and how it is forgotten."""

import numpy as np
import pytest

from campaigns.pace.laws import Laws, Share, first_laws, guess, persons_by_ring
from campaigns.pace.reading import Counts, Reading


def test_a_guess_sums_to_its_worth_and_has_its_mean() -> None:
    """A log-normal guess keeps the mean it was made with, within a bin."""
    law = guess(1.0, 256, mean_s=30.0, variation=0.9, worth=6)
    assert law.weights.sum() == pytest.approx(6.0)
    assert (law.density() * (np.arange(256) + 0.5)).sum() == pytest.approx(30.0, abs=1.0)


def test_spans_outweigh_the_guess_and_the_longest_go_to_the_last_bin() -> None:
    """A hundred calls tell more than the dozen that the guess is worth; nothing falls off the end."""
    law = first_laws()["setup"].plus([3.1] * 100 + [900.0])
    assert law.density()[6] > 0.85
    assert law.weights.sum() == pytest.approx(113.0)
    assert law.weights[-1] >= 1.0


def test_a_share_follows_a_shock_within_its_memory() -> None:
    """After the answer rate halves, the share has gone more than halfway after one memory of calls."""
    share = Share(100.0, 500.0, 300.0)
    assert share.plus(30, 300).value == pytest.approx(0.2 * np.exp(-1) + 0.1 * (1 - np.exp(-1)), abs=0.02)


def test_forgetting_is_held_back_where_little_was_seen() -> None:
    """The slowest of calls, answers and minutes rules, so that a rare answer is not forgotten too soon."""
    share = Share(8.0, 100.0, 300.0)
    assert share.plus(0, 300, most_forgotten=0.1).whole > share.plus(0, 300).whole


def test_learning_counts_only_settled_calls() -> None:
    """Calls still in flight say nothing yet about how many come to need an agent."""
    laws = Laws()
    in_flight = Reading(at_s=10.0, ring_s=np.zeros(50), counts=Counts(dialed=50))
    assert laws.learn(in_flight).to_agent == laws.to_agent
    settled = Reading(at_s=20.0, counts=Counts(dialed=50, no_answer=50))
    assert laws.learn(in_flight).learn(settled).to_agent.value < laws.to_agent.value


def test_learning_leaves_the_laws_it_began_with() -> None:
    """Laws are values: learning twice from one of them gives the same twice."""
    laws, reading = Laws(), Reading(at_s=5.0, spans=[("talk", 60.0), ("wrap", 9.0)], counts=Counts(dialed=3, busy=3))
    first, second = laws.learn(reading), laws.learn(reading)
    assert first.to_agent == second.to_agent
    assert (first.spans["talk"].weights == second.spans["talk"].weights).all()
    assert first.spans["talk"].weights.sum() == pytest.approx(laws.spans["talk"].weights.sum() + 1)


def test_answers_at_once_or_late_are_taken_for_machines_where_agents_found_machines() -> None:
    """Without detection, the rings of a mailbox stand out from those of persons."""
    rng = np.random.default_rng(5)
    persons = 9.0 / 0.889 * rng.weibull(1.8, 3000)
    machines = np.concatenate([rng.uniform(0.5, 1.5, 600), rng.normal(19.0, 3.0, 2400)])
    rings = [ring for ring in [*persons, *machines] if 0 < ring < 24]
    laws = Laws().learn(Reading(at_s=1.0, spans=[("ring_to_agent", ring) for ring in rings]))
    laws = laws.learn(
        Reading(at_s=9.0, counts=Counts(dialed=6000, to_agent=6000, connected=6000, live_done=3000, machine_done=3000))
    )
    chances = persons_by_ring(laws, 24.0)
    assert chances[5:11].min() > 0.85
    assert chances[1] < 0.5
    assert chances[19:22].max() < 0.3


def test_talks_that_go_on_keep_early_ends_from_looking_typical() -> None:
    """When ten short talks have ended and ninety go on, most talks are taken to last longer than those ten."""
    law = first_laws()["talk"].plus([4.0] * 10)
    going_on = np.full(90, 60.0)
    assert law.density()[:10].sum() > 0.5
    assert law.density_with(going_on)[:10].sum() < 0.2
    assert law.density_with(going_on).sum() == pytest.approx(1.0)
    assert law.density_with(np.zeros(0)) == pytest.approx(law.density())


def test_persons_are_counted_when_taken_and_machines_when_found_out() -> None:
    """While persons still talk, the machines that ended first do not make all answers look like machines."""
    laws = Laws().learn(Reading(at_s=9.0, counts=Counts(dialed=400, to_agent=100, connected=100, machine_done=10)))
    assert laws.person.value == pytest.approx(0.9, abs=0.02)
