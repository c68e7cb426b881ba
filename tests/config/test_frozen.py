"""A changed copy is what the standard library makes of the same value."""

import dataclasses

import pytest

from config.frozen import replace


@dataclasses.dataclass(frozen=True, slots=True)
class WithSlots:
    first: int
    second: str = ""


@dataclasses.dataclass(frozen=True, kw_only=True)
class WithDict:
    first: int
    second: str = ""


@dataclasses.dataclass(frozen=True)
class Checked:
    first: int

    def __post_init__(self) -> None:
        assert self.first > 0


@pytest.mark.parametrize("value", [WithSlots(1, "a"), WithDict(first=1, second="a")])
def test_a_copy_has_the_change_and_all_else(value: WithSlots | WithDict) -> None:
    """The new value equals the standard one, and the old one is as it was."""
    assert replace(value, first=2) == dataclasses.replace(value, first=2)
    assert (value.first, value.second) == (1, "a")
    assert replace(value) == value


def test_a_value_that_checks_itself_is_refused() -> None:
    """Its check would not be run."""
    with pytest.raises(AssertionError):
        replace(Checked(1), first=2)
