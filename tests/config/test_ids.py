"""Identifiers are unique; seeded ones are the same again, random ones never."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.ids import Ids, RandomIds, SeededIds


@pytest.mark.parametrize("ids", [RandomIds(), SeededIds(7)], ids=["random", "seeded"])
def test_identifiers_are_unique_and_well_formed(ids: Ids) -> None:
    """Version 4 by RFC 9562, so that every store and tool takes them."""
    made = [ids.new() for _ in range(2000)]
    assert len(set(made)) == len(made)
    assert {one.version for one in made} == {4}


@given(seed=st.integers(), other=st.integers())
def test_one_seed_is_one_sequence(seed: int, other: int) -> None:
    """The same world for the same seed, another for another."""
    first, again, different = SeededIds(seed), SeededIds(seed), SeededIds(other)
    sequence = [first.new() for _ in range(5)]
    assert [again.new() for _ in range(5)] == sequence
    assert ([different.new() for _ in range(5)] == sequence) == (seed == other)


def test_random_identifiers_cannot_be_foretold() -> None:
    """Two processes never make the same."""
    assert not {RandomIds().new() for _ in range(100)} & {RandomIds().new() for _ in range(100)}
