"""Delinquency buckets: named ranges of days past due without gaps or overlaps.

A manager edits the set as a whole; the check refuses one that leaves a day without a bucket or in two.
"""

from collections.abc import Sequence

from sqlalchemy import CheckConstraint
from sqlalchemy.orm import Mapped, mapped_column

from config.errors import BadInput
from config.tables import Base


class Bucket(Base):
    """A range of days past due, both ends included; the last bucket has no upper end."""

    __tablename__ = "buckets"
    __table_args__ = (CheckConstraint("last_day IS NULL OR last_day >= first_day", name="ordered"),)

    code: Mapped[str] = mapped_column(primary_key=True)
    name_en: Mapped[str]
    name_zh: Mapped[str]
    first_day: Mapped[int]
    last_day: Mapped[int | None]


def check_buckets(buckets: Sequence[Bucket]) -> tuple[Bucket, ...]:
    """Return the buckets in order if they cover every day from 1 on exactly once.

    Raises:
        BadInput: names the bucket that starts late (a gap), starts early (an overlap) or ends too soon.
    """
    ordered = sorted(buckets, key=lambda bucket: bucket.first_day)
    if not ordered:
        raise BadInput("buckets_empty", "At least one bucket is needed.", {"buckets": "none given"})
    expected: int | None = 1
    for bucket in ordered:
        if expected is None or bucket.first_day < expected:
            raise BadInput(
                "buckets_overlap", f"Bucket {bucket.code} overlaps the one before.", {bucket.code: "overlap"}
            )
        if bucket.first_day > expected:
            sentence = f"Days {expected} to {bucket.first_day - 1} are in no bucket."
            raise BadInput("buckets_gap", sentence, {bucket.code: f"should start at day {expected}"})
        expected = None if bucket.last_day is None else bucket.last_day + 1
    if expected is not None:
        raise BadInput("buckets_end", "The last bucket must be open-ended.", {ordered[-1].code: "no end allowed"})
    return tuple(ordered)


def bucket_of(days_past_due: int, buckets: Sequence[Bucket]) -> str | None:
    """Return the code of the bucket a case belongs to; None for one that is current."""
    for bucket in buckets:
        if bucket.first_day <= days_past_due and (bucket.last_day is None or days_past_due <= bucket.last_day):
            return bucket.code
    return None
