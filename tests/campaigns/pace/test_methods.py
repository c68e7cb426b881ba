"""Every method can be chosen by its name and starts a day of its own."""

import pytest

from campaigns.pace.methods import METHODS, start_method
from campaigns.pace.reading import PaceRules, Reading

NAMES = (
    "predictive",
    "progressive",
    "ratio_2",
    "ratio_3",
    "vicidial_hard",
    "vicidial_average",
    "vicidial_tapered",
)


def test_the_methods_are_those_a_manager_compares() -> None:
    """A stored choice keeps its meaning: names are never given away."""
    assert set(METHODS) == set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_two_days_are_the_same_when_they_see_the_same(name: str) -> None:
    """A method is a value: the same readings give the same paces, and the value before is not changed by them."""
    readings = [Reading(at_s=0.25 * tick, idle=4) for tick in range(1, 40)]
    first = start_method(name, PaceRules())

    def played() -> list[int]:
        method, starts = first, []
        for reading in readings:
            method, pace = method.decide(reading)
            starts.append(pace.start)
        return starts

    assert played() == played()


@pytest.mark.parametrize("name", NAMES)
def test_nobody_is_called_when_no_agent_is_there(name: str) -> None:
    """Without agents every answered call would be abandoned."""
    method, started = start_method(name, PaceRules()), 0
    for tick in range(1, 200):
        method, pace = method.decide(Reading(at_s=0.25 * tick))
        started += pace.start
    assert started == 0


def test_an_unknown_name_is_refused() -> None:
    """A misspelt method never falls back to another one."""
    with pytest.raises(KeyError):
        start_method("vicidial", PaceRules())
