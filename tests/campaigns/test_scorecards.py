"""The score of a call: weights, items that do not apply, knock-outs, completeness."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.scorecards import MARKS, Score, Scorecard, load_scorecard, read_scorecard, score
from config.documents import Document
from config.errors import BadInput


def _card() -> Scorecard:
    return read_scorecard(Document("card", _document()))


def _document(**changes: Any) -> dict[str, Any]:  # noqa: ANN401 - parts of a TOML document
    items = [
        {"code": "greeted", "en": "Greeted", "zh": "问候", "weight": 20},
        {"code": "listened", "en": "Listened", "zh": "倾听", "weight": 30},
        {"code": "verified", "en": "Verified", "zh": "核身", "weight": 50, "is_knock_out": True},
    ]
    return {"code": "t", "version": 3, "sections": [{"en": "All", "zh": "全部", "items": items}], **changes}


@pytest.mark.parametrize(
    ("marks", "wanted"),
    [
        ({}, Score(None, is_knocked_out=False, is_complete=False)),
        ({"greeted": "yes"}, Score(100, is_knocked_out=False, is_complete=False)),
        (
            {"greeted": "yes", "listened": "yes", "verified": "yes"},
            Score(100, is_knocked_out=False, is_complete=True),
        ),
        ({"greeted": "no", "listened": "yes", "verified": "yes"}, Score(80, is_knocked_out=False, is_complete=True)),
        ({"greeted": "yes", "listened": "no", "verified": "na"}, Score(40, is_knocked_out=False, is_complete=True)),
        ({"greeted": "yes", "listened": "yes", "verified": "no"}, Score(0, is_knocked_out=True, is_complete=True)),
        ({"verified": "no"}, Score(0, is_knocked_out=True, is_complete=False)),
        ({"greeted": "na", "listened": "na", "verified": "na"}, Score(None, is_knocked_out=False, is_complete=True)),
        ({"greeted": "no", "listened": "yes", "verified": "na"}, Score(60, is_knocked_out=False, is_complete=True)),
    ],
)
def test_marks_give_a_score(marks: dict[str, str], wanted: Score) -> None:
    """An item that does not apply neither helps nor harms; a knock-out fails the call."""
    assert score(_card(), marks) == wanted


@pytest.mark.parametrize("marks", [{"smiled": "yes"}, {"greeted": "maybe"}])
def test_marks_the_card_does_not_have_are_refused(marks: dict[str, str]) -> None:
    """A review never counts what its card does not ask."""
    with pytest.raises(BadInput) as caught:
        score(_card(), marks)
    assert set(caught.value.details) == set(marks)


@given(st.data())
def test_a_better_mark_never_lowers_the_score(data: st.DataObject) -> None:
    """Turning a no into a yes can only help, whatever the rest."""
    card = load_scorecard()
    marks = {item.code: data.draw(st.sampled_from(MARKS)) for item in card.items}
    item = data.draw(st.sampled_from(card.items))
    worse = score(card, {**marks, item.code: "no"}).points
    better = score(card, {**marks, item.code: "yes"}).points
    assert worse is not None
    assert better is not None
    assert 0 <= worse <= better <= 100


def test_the_packaged_card_is_whole() -> None:
    """All that the law demands of a call is on the card, and fails it when missing."""
    card = load_scorecard()
    assert sum(item.weight for item in card.items) == 100
    assert {"verified", "no_third_party", "disclosed", "no_threat"} <= {i.code for i in card.items if i.is_knock_out}
    assert card.name == f"call-{card.version}"


@pytest.mark.parametrize(
    "changes",
    [
        {"sections": []},
        {"version": 0},
        {"sections": [{"en": "a", "zh": "b", "items": [{"code": "x", "en": "x", "zh": "x", "weight": 99}]}]},
        {"sections": [{"en": "a", "zh": "b", "items": [{"code": "x", "en": "x", "zh": "x", "weight": 50}] * 2}]},
        {"colour": "red"},
    ],
)
def test_a_card_that_does_not_add_up_is_refused(changes: dict[str, Any]) -> None:
    """100 points are 100 points."""
    with pytest.raises(BadInput):
        read_scorecard(Document("card", _document(**changes)))
