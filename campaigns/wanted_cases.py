"""Which cases are behind one number of a census: those of a standing, a zone, a bucket or a reason. Pure."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from campaigns.callable_cases import TODAY, Standing


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """The number that is opened; None = all. `reason` is (code, rule)."""

    campaign_id: UUID | None = None
    standing: Literal["now", "later", "blocked"] | None = None
    zone: str | None = None
    bucket: str | None = None
    reason: tuple[str, str] | None = None


def is_wanted(standing: Standing, at: datetime, wanted: Wanted) -> bool:
    """Say whether a case that stands so at an instant is behind the number."""
    if wanted.reason is not None and (standing.code, standing.rule_id) != wanted.reason:
        return False
    if wanted.standing is None:
        return True
    if standing.is_callable or wanted.standing == "now":
        return standing.is_callable and wanted.standing == "now"
    is_later = standing.next_at is not None and standing.next_at <= at + TODAY
    return is_later == (wanted.standing == "later")
