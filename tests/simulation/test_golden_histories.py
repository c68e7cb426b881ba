"""Histories that earlier versions recorded come to the same end in this one, in their order and in any other."""

from datetime import timedelta
from pathlib import Path
from random import Random

import pytest

from telephony.calls import CallState
from tests.simulation.recording import end_of, read

FILES = sorted(Path(__file__).with_name("golden").glob("*.jsonl"))


def test_there_are_histories() -> None:
    """A folder without histories would prove nothing."""
    assert len(FILES) >= 3


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_recorded_history_comes_to_the_same_end(path: Path) -> None:
    """Each call and each text stands where it stood, field by field."""
    for line in path.read_text("utf-8").splitlines():
        kind, attempt_id, facts, end = read(line)
        assert end_of(kind, attempt_id, facts) == end


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_calls_facts_in_any_order_and_twice_come_to_the_same_end(path: Path) -> None:
    """The switch's facts of one call, shuffled and repeated, end as they did (invariant I20)."""
    rng = Random(1)
    for line in path.read_text("utf-8").splitlines():
        kind, attempt_id, facts, end = read(line)
        if kind == "call" and end["state"] == CallState.ENDED:
            mixed = [*facts, *facts]
            rng.shuffle(mixed)
            assert end_of(kind, attempt_id, mixed) == end


def test_seconds_are_kept_to_the_microsecond() -> None:
    """An instant read back is the instant that was written."""
    _, _, facts, _ = read(FILES[0].read_text("utf-8").splitlines()[0])
    assert all(fact.at.utcoffset() == timedelta(0) for fact in facts)
