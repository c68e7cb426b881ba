"""Buckets: every day past due is in exactly one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.buckets import Bucket, bucket_of, check_buckets
from campaigns.campaign_templates import load_buckets
from config.errors import BadInput


def _set(*ranges: tuple[int, int | None]) -> list[Bucket]:
    return [
        Bucket(code=f"b{number}", name_en="x", name_zh="x", first_day=first, last_day=last)
        for number, (first, last) in enumerate(ranges, start=1)
    ]


@pytest.mark.parametrize(
    ("day", "code"),
    [
        (0, None), (1, "b1"), (5, "b1"), (6, "b2"), (17, "b2"), (18, "b3"), (30, "b3"), (31, "b4"), (9999, "b4"),
    ],
)  # fmt: skip
def test_the_packaged_buckets_take_each_day_on_both_sides_of_their_edges(day: int, code: str | None) -> None:
    """1-5, 6-17, 18-30 and 31 days and more."""
    assert bucket_of(day, load_buckets()) == code


@pytest.mark.parametrize(
    ("ranges", "code"),
    [
        ([], "buckets_empty"),
        ([(1, 5), (7, None)], "buckets_gap"),
        ([(2, None)], "buckets_gap"),
        ([(1, 5), (5, None)], "buckets_overlap"),
        ([(1, None), (6, 10)], "buckets_overlap"),
        ([(1, 5), (6, 30)], "buckets_end"),
    ],
)
def test_a_set_with_a_gap_an_overlap_or_an_end_is_refused(ranges: list[tuple[int, int | None]], code: str) -> None:
    """No case falls between two campaigns or into both."""
    with pytest.raises(BadInput) as caught:
        check_buckets(_set(*ranges))
    assert caught.value.code == code


@given(st.lists(st.integers(1, 400), max_size=8, unique=True), st.integers(1, 800), st.randoms(use_true_random=False))
def test_a_set_that_passes_gives_each_day_one_bucket_in_any_order(ends: list[int], day: int, random: object) -> None:
    """However the rows come, a day has one bucket."""
    edges = sorted(ends)
    starts = [1, *(end + 1 for end in edges)]
    rows = _set(*zip(starts, [*edges, None], strict=True))
    random.shuffle(rows)  # type: ignore[attr-defined]
    ordered = check_buckets(rows)
    matching = [row.code for row in ordered if row.first_day <= day and (row.last_day is None or day <= row.last_day)]
    assert [bucket_of(day, ordered)] == matching
