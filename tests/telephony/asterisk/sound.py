"""What a line carries, as a test makes and hears it: tones in mu-law packets of 20 ms, and which of them are heard.

Frequencies are multiples of 50 Hz, so that packets of one tone join without a click.
"""

import math
from collections.abc import Iterable
from typing import Final

RATE_HZ: Final = 8000
PACKET: Final = 160
QUIET: Final = b"\xff" * PACKET
AUDIBLE: Final = 300.0


def encode(sample: int) -> int:
    """Return the mu-law byte of a 16-bit sample (ITU-T G.711)."""
    sign = 0x80 if sample < 0 else 0
    size = min(abs(sample), 32635) + 0x84
    exponent = max(size.bit_length() - 8, 0)
    return ~(sign | exponent << 4 | size >> exponent + 3 & 0x0F) & 0xFF


def decode(byte: int) -> int:
    """Return the 16-bit sample of a mu-law byte (ITU-T G.711)."""
    byte = ~byte & 0xFF
    size = (((byte & 0x0F) << 3) + 0x84 << (byte >> 4 & 0x07)) - 0x84
    return -size if byte & 0x80 else size


LEVELS: Final = tuple(decode(byte) for byte in range(256))


def tone(hertz: int, level: int = 8000) -> bytes:
    """Return one packet of a tone; repeated, it goes on."""
    return bytes(encode(round(level * math.sin(2 * math.pi * hertz * n / RATE_HZ))) for n in range(PACKET))


def strength(samples: list[int], hertz: int) -> float:
    """Return the level of one frequency in some samples (Goertzel's recurrence)."""
    if not samples:
        return 0.0
    turn = 2 * math.cos(2 * math.pi * hertz / RATE_HZ)
    last = before = 0.0
    for sample in samples:
        last, before = sample + turn * last - before, last
    return math.sqrt(max(0.0, last * last + before * before - turn * last * before)) * 2 / len(samples)


def heard(packets: Iterable[bytes], frequencies: Iterable[int]) -> set[int]:
    """Return which of the frequencies are heard in some mu-law packets."""
    samples = [LEVELS[byte] for packet in packets for byte in packet]
    return {hertz for hertz in frequencies if strength(samples, hertz) > AUDIBLE}


def is_quiet(packet: bytes) -> bool:
    """Say whether nobody would hear anything in a packet."""
    return max((abs(LEVELS[byte]) for byte in packet), default=0) < AUDIBLE
