"""Every mistake that can be planted in the simulated house is noticed by the checkers."""

import json
from pathlib import Path

import pytest

from campaigns.simulation.results import run_seed
from tests.simulation.planting import ATTEMPTS
from tests.simulation.worlds import books, first_catching, names

KNOWN: dict[str, tuple[int | None, str]] = json.loads(Path(__file__).with_name("planted.json").read_text("utf-8"))
"""Mistake → the seed of the schedule that noticed it when the list was made, and what it said."""


def test_the_list_names_every_mistake() -> None:
    """No mistake is left out of the list, there are more than fifty, and each was caught."""
    assert sorted(KNOWN) == sorted(names())
    assert [name for name, (seed, _) in KNOWN.items() if seed is None] == []
    assert len(KNOWN) >= 55


@pytest.mark.timeout(600)
@pytest.mark.parametrize("seed", sorted({seed for seed, _ in KNOWN.values() if seed is not None}))
def test_nothing_is_noticed_without_a_mistake(seed: int) -> None:
    """What the checkers say in the schedules of the list is about the mistake, not about the house."""
    assert run_seed(seed, ATTEMPTS, books()).violations == ()


@pytest.mark.timeout(600)
@pytest.mark.parametrize("name", [name for name, (seed, _) in KNOWN.items() if seed is not None])
def test_a_planted_mistake_is_noticed(name: str) -> None:
    """The schedule of the list, or another of the first thousand, breaks an invariant."""
    seed, _ = KNOWN[name]
    assert seed is not None
    result = first_catching(name, ATTEMPTS, start=seed)
    assert result is not None, f"no schedule notices {name}"
