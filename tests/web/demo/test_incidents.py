"""What befalls persons is drawn from the seed alone, and covers every kind."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from random import Random
from uuid import UUID

import pytest

from campaigns.contact_facts import HoldFact, check
from crm.dispositions import load_catalogue
from web.demo.incidents import (
    AT_NEXT_CALL_SHARE,
    CORRECTIONS,
    LASTING,
    LONGEST_DELAY_S,
    PASSING,
    SHARES,
    Incident,
    IncidentKind,
    draw_fact,
    draw_incidents,
)

STARTS = datetime(2026, 11, 1, 5, 30, tzinfo=UTC)
FACTS = tuple(IncidentKind)[:6]
"""The kinds that are recorded; the others end, write or correct."""
ENDS = STARTS + timedelta(hours=8)


def plan(seed: int, *, per_hour: float = 60.0) -> list[Incident]:
    """Draw a shift of eight hours."""
    return draw_incidents(seed, STARTS, ENDS, per_hour=per_hour)


def test_one_seed_is_one_plan() -> None:
    """The same seed gives the same incidents at the same instants, another seed others."""
    first, again, other = ([(one.at, one.kind, one.after_s) for one in plan(seed)] for seed in (7, 7, 8))
    assert first == again != other


def test_incidents_come_in_order_within_the_shift() -> None:
    """About as many an hour as asked for, each at its own time."""
    found = plan(7)
    assert [one.at for one in found] == sorted(one.at for one in found)
    assert all(STARTS < one.at < ENDS and 0 <= one.after_s <= LONGEST_DELAY_S for one in found)
    assert len(found) == pytest.approx(480, rel=0.15)


def test_every_kind_happens_as_often_as_its_share() -> None:
    """No kind is forgotten, and about six in ten befall whoever is called next."""
    found = plan(7, per_hour=600.0)
    counts = Counter(one.kind for one in found)
    assert sum(SHARES.values()) == pytest.approx(1)
    for kind in IncidentKind:
        assert counts[kind] / len(found) == pytest.approx(SHARES[kind], abs=0.03)
    assert sum(one.at_next_call for one in found) / len(found) == pytest.approx(AT_NEXT_CALL_SHARE, abs=0.03)


def test_nothing_happens_in_a_quiet_shift() -> None:
    """The usual scenario has no incidents."""
    assert plan(7, per_hour=0.0) == []


@pytest.mark.parametrize("kind", FACTS)
def test_a_fact_is_one_that_may_be_recorded(kind: IncidentKind) -> None:
    """Whatever is drawn passes the check of the panel, and some of it ends within the shift."""
    dice = Random(7)
    drawn = [draw_fact(kind, dice, [UUID(int=1), UUID(int=2)], now=STARTS) for _ in range(300)]
    assert {fact.what for fact in drawn} == {kind.value}
    for fact in drawn:
        check(fact, now=STARTS)


def test_holds_of_every_kind_are_drawn_and_demands_last() -> None:
    """Demands of a person or the law last; pauses may end within hours."""
    dice = Random(7)
    drawn = [
        fact
        for _ in range(500)
        if isinstance(fact := draw_fact(IncidentKind.HOLD, dice, [UUID(int=1)], now=STARTS), HoldFact)
    ]
    assert {fact.kind for fact in drawn} == {*LASTING, *PASSING}
    assert {fact.kind for fact in drawn if fact.ends_at} == set(PASSING)


@pytest.mark.parametrize(("old", "new"), CORRECTIONS.items())
def test_a_correction_is_one_a_reviewer_may_make(old: str, new: str) -> None:
    """Both codes are an agent's, and the new one needs neither promise nor callback."""
    catalogue = load_catalogue()
    assert "agent" in catalogue.get(old).set_by
    corrected = catalogue.get(new)
    assert "agent" in corrected.set_by
    assert not corrected.needs_promise
    assert not corrected.needs_callback
