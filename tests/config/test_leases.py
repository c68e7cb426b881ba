"""Of two takers one holds the lease, and its epoch grows whenever the hold was not continuous."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from config.leases import Lease, take

NOW = datetime(2026, 3, 2, 15, tzinfo=UTC)
TERM = timedelta(seconds=5)
A, B = UUID(int=1), UUID(int=2)


@pytest.mark.parametrize(
    ("held", "taker", "epoch"),
    [
        (None, A, 1),
        (Lease(A, 3, NOW + timedelta(seconds=1)), A, 3),
        (Lease(A, 3, NOW), A, 4),
        (Lease(A, 3, NOW + timedelta(microseconds=1)), B, None),
        (Lease(A, 3, NOW), B, 4),
    ],
)
def test_who_holds_it_and_under_which_epoch(held: Lease | None, taker: UUID, epoch: int | None) -> None:
    """A term that runs shuts others out; one that ended does not, and a hold that lapsed is a new one."""
    taken = take(held, taker, now=NOW, term=TERM)
    assert taken == (None if epoch is None else Lease(taker, epoch, NOW + TERM))
