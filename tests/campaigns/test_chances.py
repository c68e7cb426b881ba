"""What is learned of calls: few are drawn to the parent, many win, what is taken back is gone, old calls fade."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.chances import (
    ASSUMED_ANSWER,
    BASE,
    HALF_LIFE_DAYS,
    HOUSE,
    LEAST,
    MOST,
    Chances,
    Features,
    Result,
    Tried,
    came_of,
    changed,
    learn,
)
from crm.dispositions import load_catalogue
from tests.conftest import EPOCH

ONE, OTHER = UUID(int=1), UUID(int=2)
SILENT = Result(is_answered=False)
STRANGER, MET = (Result(is_answered=True, is_right_party=is_it) for is_it in (False, True))
EVENING = Features(kind="mobile", rank=0, here="new", elsewhere="new", hour=18, weekday=0)
MORNING = Features(kind="mobile", rank=0, here="new", elsewhere="new", hour=9, weekday=0)


def calls(features: Features, *results: Result, campaign: UUID = ONE, days: float = 0.0) -> list[Tried]:
    """Return calls of one kind, so many days after the beginning."""
    at = EPOCH + timedelta(days=days)
    return [Tried(campaign_id=campaign, features=features, at=at, result=one) for one in results]


def learned(*groups: Sequence[Tried]) -> Chances:
    """Return what is known after these calls."""
    return learn(Chances(), [one for group in groups for one in group])


def test_nothing_is_known_before_the_first_call() -> None:
    """Every number starts with what is assumed, at any hour."""
    odds = Chances().odds(ONE)
    assert odds.of_answer(EVENING) == odds.of_answer(MORNING) == pytest.approx(ASSUMED_ANSWER)
    assert odds.of_right_party(EVENING) < odds.of_answer(EVENING)


def test_an_hour_of_more_answers_is_better_when_it_was_seen_often() -> None:
    """Half answered in the evening and a tenth in the morning: the evening comes out better, and by about that."""
    odds = learned(*([calls(EVENING, MET, SILENT), calls(MORNING, *[SILENT] * 9, MET)] * 60)).odds(ONE)
    assert 0.4 < odds.of_answer(EVENING) < 0.6
    assert 0.08 < odds.of_answer(MORNING) < 0.16


def test_one_lucky_call_hardly_moves_a_chance() -> None:
    """A single answer is drawn to the parent; it does not make an hour the best of the day."""
    before, after = Chances().odds(ONE), learned(calls(EVENING, MET)).odds(ONE)
    assert before.of_answer(EVENING) < after.of_answer(EVENING) < 1.8 * before.of_answer(EVENING)


def test_a_new_campaign_begins_with_what_the_house_knows_and_goes_its_own_way() -> None:
    """Nobody answers in the house at nine; a campaign whose persons do learns it."""
    house = learned(calls(MORNING, *[SILENT] * 200))
    assert house.odds(OTHER).of_answer(MORNING) < 0.1
    own = learn(house, calls(MORNING, *[MET] * 200, campaign=OTHER))
    assert own.odds(OTHER).of_answer(MORNING) > 2 * own.odds(ONE).of_answer(MORNING)


def test_an_effect_is_told_apart_from_its_companion() -> None:
    """Good numbers happen to be called in the evening: the credit goes to the numbers, not to the hour."""
    good, poor = ({"kind": "mobile", "rank": rank, "here": "new", "elsewhere": "new", "weekday": 0} for rank in (0, 1))
    groups = []
    for hour, share_of_good in ((18, 8), (9, 2)):
        for place in range(10):
            features = Features(**(good if place < share_of_good else poor), hour=hour)  # type: ignore[arg-type]
            answered = 5 if place < share_of_good else 1
            groups.append(calls(features, *[MET] * answered * 4, *[SILENT] * (10 - answered) * 4))
    odds = learned(*groups).odds(ONE)
    hours = odds.factors["hour", "18"][0] / odds.factors["hour", "9"][0]
    ranks = odds.factors["rank", "0"][0] / odds.factors["rank", "1"][0]
    assert ranks > 2
    assert hours < 1.5 < ranks


def test_who_it_was_is_learned_only_where_it_is_known() -> None:
    """A call that broke off says that somebody answers, and nothing about who."""
    broken = learned(calls(EVENING, *[Result(is_answered=True)] * 40)).odds(ONE)
    strangers = learned(calls(EVENING, *[STRANGER] * 40)).odds(ONE)
    assert broken.of_answer(EVENING) == pytest.approx(strangers.of_answer(EVENING))
    assert broken.of_right_party(EVENING) > 2 * strangers.of_right_party(EVENING)


def test_an_outcome_that_was_taken_back_counts_no_more() -> None:
    """An undone or corrected disposition leaves only what replaced it."""
    wrong, right = calls(EVENING, MET)[0], calls(EVENING, SILENT)[0]
    undone = Tried(campaign_id=ONE, features=EVENING, at=EPOCH, result=MET, weight=-1)
    corrected = learned([wrong, undone, right]).odds(ONE)
    assert corrected.of_answer(EVENING) == pytest.approx(learned([right]).odds(ONE).of_answer(EVENING), rel=0.02)


def test_old_calls_fade_when_persons_change_their_ways() -> None:
    """After one half-life a call weighs half."""
    both = learned(calls(EVENING, *[MET] * 40), calls(EVENING, SILENT, days=HALF_LIFE_DAYS))
    assert both.counts[ONE, BASE].tried == pytest.approx(21)
    assert both.counts[ONE, BASE].answered == pytest.approx(20)


def test_only_what_changed_is_to_be_stored() -> None:
    """A call in one campaign leaves the counts of another alone."""
    before = learned(calls(EVENING, MET, campaign=OTHER))
    keys = changed(before, learn(before, calls(EVENING, MET))).keys()
    assert {scope for scope, _ in keys} == {ONE, HOUSE}


@given(st.lists(st.tuples(st.sampled_from([EVENING, MORNING]), st.sampled_from([SILENT, STRANGER, MET])), max_size=60))
def test_a_chance_stays_a_chance_whatever_happens(history: list[tuple[Features, Result]]) -> None:
    """Between nothing and certainty, and never above the chance that anybody answers."""
    odds = learned(*[calls(features, result) for features, result in history]).odds(ONE)
    for features in (EVENING, MORNING):
        assert LEAST <= odds.of_answer(features) <= MOST
        assert 0 < odds.of_right_party(features) <= odds.of_answer(features)


@given(st.integers(0, 10), st.integers(20, 40))
def test_one_more_right_party_never_lowers_the_chance(met: int, silent: int) -> None:
    """Where the right party was reached, it is likelier to be reached again than after silence."""
    before = learned(calls(EVENING, *[MET] * met, *[SILENT] * silent))
    good, poor = (learn(before, calls(EVENING, result)).odds(ONE).of_right_party(EVENING) for result in (MET, SILENT))
    assert good > poor


@pytest.mark.parametrize(("code", "result"), [
    ("NC01", SILENT),
    ("NC06", SILENT),
    ("AM01", SILENT),
    ("AB01", Result(is_answered=True)),
    ("AB03", Result(is_answered=True)),
    ("TP01", STRANGER),
    ("TP02", STRANGER),
    ("PR01", MET),
    ("RF01", MET),
    ("NC10", None),
    ("DG04", None),
])  # fmt: skip
def test_a_disposition_is_read_as_what_came_of_the_call(code: str, result: Result | None) -> None:
    """A machine is no answer, an abandoned call is one by nobody knows whom, and a call that never left is nothing."""
    assert came_of(load_catalogue().get(code)) == result
