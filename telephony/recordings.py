"""The sound of a recording and the peaks of its waveform.

Sound is 16-bit little-endian PCM, two channels interleaved: the agent left, the called side right.
Where recordings lie, who may hear them and how long they are kept is decided elsewhere.
"""

import sys
from array import array

SAMPLE_RATE_HZ = 8000
CHANNELS = 2
SAMPLE_BYTES = 2
LOOKED_AT_PER_BUCKET = 512
"""Sample pairs examined in a bucket; a longer bucket is thinned out, which moves a peak by a hair only."""


def peaks_of(pcm16: bytes, *, buckets: int) -> list[list[float]]:
    """Give the loudest sample of each channel in `buckets` equal stretches, as [left, right] in 0..1.

    Fewer sample pairs than buckets give one bucket each; no sound gives []. A torn last pair is ignored.
    """
    assert buckets > 0
    samples = array("h")
    samples.frombytes(pcm16[: len(pcm16) - len(pcm16) % (CHANNELS * SAMPLE_BYTES)])
    if sys.byteorder == "big":
        samples.byteswap()
    pairs = len(samples) // CHANNELS
    buckets = min(buckets, pairs)
    peaks = []
    for bucket in range(buckets):
        start, end = bucket * pairs // buckets, (bucket + 1) * pairs // buckets
        stride = max(1, (end - start) // LOOKED_AT_PER_BUCKET)
        peaks.append([_loudest(samples[2 * start + side : 2 * end : 2 * stride]) for side in range(CHANNELS)])
    return peaks


def _loudest(samples: "array[int]") -> float:
    highest, lowest = max(samples), min(samples)
    return round(min(1.0, max(highest, -lowest) / 32767), 4)
