"""The team for a wanted result: found where there is one, refused where the list is what bounds."""

import math

import pytest

from campaigns.forecast.day_plan import Trial, run_day
from campaigns.forecast.team_size import agents_needed, search
from tests.campaigns.forecast.days import plan


@pytest.mark.parametrize(("wanted", "first"), [(100, 5), (1000, 5), (37, 80), (5, 1), (9000, 2)])
def test_the_team_is_found_from_any_first_guess(wanted: int, first: int) -> None:
    """Where ten contacts take one agent, so many contacts take a tenth as many agents."""
    found = search(lambda agents: 10.0 * agents, wanted, first)
    assert found.agents is not None
    assert 10 * found.agents >= wanted * 0.98
    assert found.agents <= math.ceil(wanted / 10) * 1.1 + 1


def test_no_team_reaches_more_than_the_list_holds() -> None:
    """When twice the agents bring no more, the answer is the most there is."""
    found = search(lambda agents: min(10.0 * agents, 300.0), 500, 10)
    assert (found.agents, found.contacts) == (None, 300.0)


def test_a_model_day_with_the_found_team_reaches_about_as_many() -> None:
    """Twice what the plan's own team reaches takes about twice the team; its own result takes just itself."""
    endless = plan(cohorts=None)
    own = run_day(endless, Trial(seed=9)).total.contacts
    twice = agents_needed(endless, round(2 * own), own, seed=3)
    assert twice.agents is not None
    assert 8 <= twice.agents <= 13
    assert agents_needed(endless, round(own), own, seed=3).agents == 5
