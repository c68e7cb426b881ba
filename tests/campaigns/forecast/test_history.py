"""What a past says of tomorrow: one's own calls count the more the more there are, and few calls leave wide doubts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.forecast.history import USUAL_LIVE_SHARE, History, Length, Tally, learn
from campaigns.forecast.laws import CallLaws

USUAL = CallLaws()


def past(dialed: int, live: int, days: int = 10, **changes: object) -> History:
    per_day = Tally(dialed // days, live // days)
    return History(by_hour={14: Tally(dialed, live)}, by_day=(per_day,) * days, **changes)  # type: ignore[arg-type]


def test_without_a_past_everything_is_as_usual() -> None:
    """A new campaign is forecast by what collectors usually see, and doubts it."""
    learned = learn(History(), USUAL)
    assert learned.by_hour == pytest.approx((USUAL_LIVE_SHARE,) * 24)
    assert (learned.laws.talk_s, learned.laws.wrap_s, learned.calls) == (USUAL.talk_s, USUAL.wrap_s, 0)
    assert learned.answer_doubt > 0.25
    assert learned.talk_doubt > 0.25


def test_many_calls_speak_for_themselves() -> None:
    """Ten thousand calls settle the chance of their hour and the length of talk to a few percent."""
    learned = learn(past(10_000, 3000, talk=Length(3000, 200.0), reached=3000, conversations=1500), USUAL)
    assert learned.by_hour[14] == pytest.approx(0.3, rel=0.02)
    assert learned.laws.talk_s == pytest.approx(200.0, rel=0.02)
    assert learned.laws.right_share == pytest.approx(0.5, abs=0.01)
    assert learned.talk_doubt < 0.03
    assert learned.hour_doubts[14] < 0.05 < learned.hour_doubts[3]


def test_an_hour_of_its_own_is_told_from_the_others() -> None:
    """An hour with twice the answers gets more, one with few calls stays near the day."""
    tallies = {9: Tally(5000, 500), 18: Tally(5000, 1500), 20: Tally(5, 5)}
    learned = learn(History(by_hour=tallies, by_day=(Tally(10_005, 2005),)), USUAL)
    assert learned.by_hour[9] < 0.12
    assert learned.by_hour[18] > 0.28
    assert learned.by_hour[20] < 0.3


def test_days_that_differ_widen_the_doubt() -> None:
    """Days alike and days apart have the same mean, not the same band."""
    alike = learn(past(10_000, 2000), USUAL)
    apart = learn(History(by_day=(Tally(1000, 100), Tally(1000, 300)) * 5), USUAL)
    assert apart.answer_doubt > 2 * alike.answer_doubt


@given(st.integers(0, 5000), st.data())
def test_what_is_learned_is_always_a_chance(dialed: int, data: st.DataObject) -> None:
    """No past, however odd, gives a chance outside zero and one or a doubt that is no number."""
    live = data.draw(st.integers(0, dialed))
    learned = learn(past(dialed, live, days=1, reached=live, conversations=live), USUAL)
    assert all(0 < chance < 1 or dialed < 10 for chance in learned.by_hour)
    assert learned.answer_doubt > 0
    assert 0 < learned.laws.right_share < 1
