"""Who may hold a lease: whether a taker gets it at an instant, and under which epoch.

Pure; `supervising` keeps the row. The epoch grows whenever the hold was not continuous.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Lease:
    """One lease as it stands; nobody holds it when `until` has come."""

    holder: UUID
    epoch: int
    until: datetime


def take(lease: Lease | None, holder: UUID, *, now: datetime, term: timedelta) -> Lease | None:
    """Return the lease as it is once `holder` has taken or renewed it; None while another holder's term runs."""
    if lease is None:
        return Lease(holder, 1, now + term)
    if lease.holder != holder and lease.until > now:
        return None
    is_new = lease.holder != holder or lease.epoch == 0 or lease.until <= now
    return Lease(holder, lease.epoch + is_new, now + term)
