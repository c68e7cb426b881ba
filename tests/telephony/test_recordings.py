"""Peaks of a waveform and consent to record."""

from array import array

import pytest
from hypothesis import given
from hypothesis import strategies as st

from telephony.recordings import peaks_of


def stereo(left: list[int], right: list[int]) -> bytes:
    samples = array("h", bytes(4 * len(left)))
    samples[0::2], samples[1::2] = array("h", left), array("h", right)
    return samples.tobytes()


def test_each_channel_has_its_own_peaks_when_only_one_side_speaks() -> None:
    """A reviewer sees who spoke when."""
    sound = stereo([32767, 0, 0, 0], [0, 0, 0, -16384])
    assert peaks_of(sound, buckets=2) == [[1.0, 0.0], [0.0, 0.5]]


@pytest.mark.parametrize(("pairs", "buckets", "expected"), [(0, 10, 0), (3, 10, 3), (10, 10, 10), (1000, 10, 10)])
def test_there_are_as_many_buckets_as_asked_when_there_is_sound_enough(pairs: int, buckets: int, expected: int) -> None:
    """A very short call is drawn too, and silence of no length draws nothing."""
    assert len(peaks_of(stereo([1] * pairs, [1] * pairs), buckets=buckets)) == expected


@given(st.binary(max_size=4000), st.integers(1, 50))
def test_peaks_stay_between_nothing_and_full_when_the_bytes_are_anything(pcm16: bytes, buckets: int) -> None:
    """A torn or loud recording never breaks the player."""
    assert all(0.0 <= peak <= 1.0 for pair in peaks_of(pcm16, buckets=buckets) for peak in pair)
