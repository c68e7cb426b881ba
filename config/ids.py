"""Where identifiers come from: random in production, a seeded sequence in simulation.

An id is made by us and stored before anything leaves, so that everything can be joined after a crash.
"""

import hashlib
import secrets
from typing import Protocol
from uuid import UUID


class Ids(Protocol):
    """A source of fresh 128-bit identifiers."""

    def new(self) -> UUID: ...


class RandomIds:
    """Unguessable ids from the operating system."""

    def new(self) -> UUID:
        return UUID(bytes=secrets.token_bytes(16), version=4)


class SeededIds:
    """The same ids in the same order for the same seed, so that one seed is one world."""

    def __init__(self, seed: int) -> None:
        self._seed = seed
        self._count = 0

    def new(self) -> UUID:
        self._count += 1
        digest = hashlib.blake2b(f"{self._seed}:{self._count}".encode(), digest_size=16).digest()
        return UUID(bytes=digest, version=4)
