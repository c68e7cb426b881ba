"""What a recording is, whose consent it needs, and the peaks of its waveform.

Sound is 16-bit little-endian PCM, two channels interleaved: the agent left, the called side right.
Where recordings lie, who may hear them and how long they are kept is decided elsewhere.
"""

import sys
from array import array
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

SAMPLE_RATE_HZ = 8000
CHANNELS = 2
SAMPLE_BYTES = 2
LOOKED_AT_PER_BUCKET = 512
"""Sample pairs examined in a bucket; a longer bucket is thinned out, which moves a peak by a hair only."""


class ConsentPolicy(StrEnum):
    """Whose agreement a recording needs: one party's (our own), or that of all who speak."""

    ONE_PARTY = "one_party"
    ALL_PARTY = "all_party"


@dataclass(frozen=True, kw_only=True)
class Recording:
    """One stored recording; `path` is relative to the recordings folder, `peaks` as `peaks_of` gives them."""

    id: UUID
    attempt_id: UUID
    path: str
    duration_ms: int
    stored_at: datetime
    policy: ConsentPolicy
    peaks: tuple[tuple[float, float], ...] = ()


_STRICTNESS: Mapping[ConsentPolicy, int] = {ConsentPolicy.ONE_PARTY: 0, ConsentPolicy.ALL_PARTY: 1}


def strictest_policy(*policies: ConsentPolicy) -> ConsentPolicy:
    """Give the policy that satisfies all; without any, the consent of all parties is needed."""
    return max(policies, key=_STRICTNESS.__getitem__, default=ConsentPolicy.ALL_PARTY)


def must_announce(policy: ConsentPolicy) -> bool:
    """Tell whether the called person must be told before the recording runs."""
    return policy is ConsentPolicy.ALL_PARTY


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
