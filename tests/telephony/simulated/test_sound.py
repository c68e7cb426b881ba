"""Made-up recordings are files a player and a reviewer can use."""

import wave
from pathlib import Path

import pytest

from telephony.recordings import peaks_of
from telephony.simulated.sound import write_conversation


@pytest.mark.parametrize(("length_s", "duration_ms"), [(0.2, 1000), (1.0, 1000), (7.25, 7250), (30.0, 30000)])
def test_the_file_is_as_long_as_the_talk_when_it_is_written(tmp_path: Path, length_s: float, duration_ms: int) -> None:
    """Two channels, 8 kHz, 16 bit, as long as it says."""
    path = tmp_path / "a" / "talk.wav"
    assert write_conversation(path, length_s=length_s, seed=7) == duration_ms
    with wave.open(str(path)) as sound:
        assert (sound.getnchannels(), sound.getframerate(), sound.getsampwidth()) == (2, 8000, 2)
        assert sound.getnframes() == duration_ms * 8


def test_both_sides_speak_in_turns_after_the_beeps_when_a_talk_is_long(tmp_path: Path) -> None:
    """The waveform shows the beeps on the agent's side, then one voice at a time."""
    path = tmp_path / "talk.wav"
    write_conversation(path, length_s=30.0, seed=7)
    with wave.open(str(path)) as sound:
        peaks = peaks_of(sound.readframes(sound.getnframes()), buckets=30)
    assert peaks[0][0] > 0.2
    assert peaks[0][1] < 0.01
    loud = [(left > 0.05, right > 0.05) for left, right in peaks[1:]]
    assert (True, True) not in loud
    assert {(True, False), (False, True)} <= set(loud)


def test_the_same_sound_comes_out_when_the_seed_is_the_same(tmp_path: Path) -> None:
    """One seed is one world, to the byte."""
    for name in ("a.wav", "b.wav"):
        write_conversation(tmp_path / name, length_s=5.0, seed=3)
    assert (tmp_path / "a.wav").read_bytes() == (tmp_path / "b.wav").read_bytes()
