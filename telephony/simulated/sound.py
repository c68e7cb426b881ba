"""Made-up sound for recordings: two voices that take turns, after three beeps on the agent's channel.

Speech-like blocks of one second are computed once; a recording is a chain of them, written in a few milliseconds.
"""

import math
import sys
import wave
from array import array
from functools import cache
from pathlib import Path

from telephony.recordings import CHANNELS, SAMPLE_BYTES, SAMPLE_RATE_HZ
from telephony.simulated.draws import Draws, draws_about

BLOCKS_PER_VOICE = 5
BEEP_HZ, BEEPS = 1000.0, 3
AGENT_PITCH_HZ, CALLED_PITCH_HZ = 125.0, 205.0
_FRAME_BYTES = CHANNELS * SAMPLE_BYTES


def write_conversation(path: Path, *, length_s: float, seed: int) -> int:
    """Write a two-channel WAV (8 kHz, 16 bit; agent left) of at least one second and return its length in ms."""
    draws = draws_about(seed, 5, int(length_s * 1000))
    length_s = max(1.0, length_s)
    chain = [_beeps()]
    turn, is_agent = 0, True
    while len(chain) <= length_s:
        chain += _turn(draws, turn, is_agent=is_agent)
        turn, is_agent = turn + 1, not is_agent
    frames = round(length_s * SAMPLE_RATE_HZ)
    path.parent.mkdir(parents=True, exist_ok=True)
    with wave.open(str(path), "wb") as sound:
        sound.setnchannels(CHANNELS)
        sound.setsampwidth(SAMPLE_BYTES)
        sound.setframerate(SAMPLE_RATE_HZ)
        sound.writeframes(b"".join(chain)[: frames * _FRAME_BYTES])
    return frames * 1000 // SAMPLE_RATE_HZ


def prepare() -> None:
    """Compute all blocks now (a fraction of a second), so that no call has to wait for one."""
    _beeps()
    _silence()
    for variant in range(BLOCKS_PER_VOICE):
        _block(variant, is_agent=True)
        _block(variant, is_agent=False)


def _turn(draws: Draws, turn: int, *, is_agent: bool) -> list[bytes]:
    # The turn's draws are spread over the slots; long talks repeat their rhythm, which nobody hears.
    first = (turn * 5) % 90
    blocks = draws.whole(first, 1, 4)
    spoken = [_block(draws.whole(first + 1 + n, 0, BLOCKS_PER_VOICE - 1), is_agent=is_agent) for n in range(blocks)]
    return [*spoken, _silence()] if draws.share(first + 4) < 0.3 else spoken


@cache
def _beeps() -> bytes:
    samples = []
    for n in range(SAMPLE_RATE_HZ):
        at_s = n / SAMPLE_RATE_HZ
        is_on = int(at_s / 0.3) < BEEPS and at_s % 0.3 < 0.18
        samples.append(int(9000 * math.sin(math.tau * BEEP_HZ * at_s)) if is_on else 0)
    return _interleaved(samples, _hiss(91))


@cache
def _silence() -> bytes:
    return _interleaved(_hiss(92), _hiss(93))


@cache
def _block(variant: int, *, is_agent: bool) -> bytes:
    voice = _voice(AGENT_PITCH_HZ if is_agent else CALLED_PITCH_HZ, draws_about(variant, 6, int(is_agent)))
    other = _hiss(variant)
    return _interleaved(voice, other) if is_agent else _interleaved(other, voice)


def _voice(pitch_hz: float, draws: Draws) -> list[int]:
    # Four syllables a second: a swelling buzz of four harmonics with a wandering pitch and a little breath.
    breath = _hiss(draws.whole(0, 0, 99))
    strengths = [1.0, draws.between(1, 0.3, 0.9), draws.between(2, 0.2, 0.7), draws.between(3, 0.1, 0.4)]
    loudness = [draws.between(10 + syllable, 0.25, 1.0) for syllable in range(4)]
    bend = draws.between(4, -0.12, 0.12)
    samples, phase = [], 0.0
    for n in range(SAMPLE_RATE_HZ):
        at_s = n / SAMPLE_RATE_HZ
        phase += math.tau * pitch_hz * (1.0 + bend * at_s) / SAMPLE_RATE_HZ
        buzz = sum(strength * math.sin((k + 1) * phase) for k, strength in enumerate(strengths))
        swell = loudness[int(at_s * 4) % 4] * math.sin(math.pi * (at_s * 4 % 1)) ** 0.7
        samples.append(int(3800 * swell * buzz) + breath[n])
    return samples


def _hiss(seed: int) -> list[int]:
    draws = draws_about(seed, 7, 0)
    return [int(draws.between(n, -60, 60)) for n in range(SAMPLE_RATE_HZ)]


def _interleaved(left: list[int], right: list[int]) -> bytes:
    samples = array("h", bytes(2 * SAMPLE_BYTES * len(left)))
    samples[0::2] = array("h", left)
    samples[1::2] = array("h", right)
    if sys.byteorder == "big":
        samples.byteswap()
    return samples.tobytes()
