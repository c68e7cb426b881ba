"""The simulated persons behave as the public figures say (reference section 6)."""

from collections import Counter
from functools import cache
from statistics import correlation, fmean, median

import pytest

from telephony.messages import is_stop_word
from telephony.simulated.profile import MIXES, OFFICE_HOURS, Freshness, Profile
from telephony.simulated.talk import Answerer, SaidKind
from telephony.simulated.world import CallResult, PersonHint, SimulatedCall, World

MANY = 20_000
UNVERIFIED = {SaidKind.HANGS_UP_BEFORE_VERIFICATION, SaidKind.REFUSES_VERIFICATION}


def number(k: int) -> str:
    return f"+1212{k:07}"


@cache
def calls(freshness: Freshness, days_past_due: int = 20) -> list[SimulatedCall]:
    """One call to each of many numbers, spread evenly over 08 to 20 h."""
    world = World(7)
    for k in range(MANY):
        world.know(number(k), PersonHint(freshness=freshness, days_past_due=days_past_due))
    return [world.outcome_of_call(number(k), 0, 8 + k % 13) for k in range(MANY)]


def humans(freshness: Freshness, days_past_due: int = 20) -> list[SimulatedCall]:
    return [call for call in calls(freshness, days_past_due) if call.result is CallResult.HUMAN]


def is_verified(call: SimulatedCall) -> bool:
    return call.talk.said[-1].kind not in UNVERIFIED


@pytest.mark.parametrize("freshness", list(Freshness))
def test_dials_come_to_the_published_mix_when_twenty_thousand_are_made(freshness: Freshness) -> None:
    """Section 6.2: invalid, busy and the like, no answer, machine and human, for fresh, mixed and old data."""
    share = {result: found / MANY for result, found in Counter(call.result for call in calls(freshness)).items()}
    mix = MIXES[freshness]
    by_line = share[CallResult.BUSY] + share[CallResult.REJECTED] + share[CallResult.NETWORK_FAILURE]
    assert share[CallResult.INVALID] + share[CallResult.SUSPENDED] == pytest.approx(mix.unusable, abs=0.01)
    assert by_line == pytest.approx(mix.refused_by_line, abs=0.01)
    assert share[CallResult.NO_ANSWER] == pytest.approx(mix.no_answer, abs=0.012)
    assert share[CallResult.MACHINE] == pytest.approx(mix.machine, abs=0.012)
    assert share[CallResult.HUMAN] == pytest.approx(mix.human, abs=0.012)


@pytest.mark.parametrize("freshness", list(Freshness))
def test_the_right_party_answers_as_often_as_published_when_a_human_does(freshness: Freshness) -> None:
    """Section 6.2: right party, third party, wrong person and unverified among the humans."""
    answered = humans(freshness)
    who = Counter(call.answerer if is_verified(call) else Answerer.NOBODY for call in answered)
    mix = MIXES[freshness]
    assert who[Answerer.RIGHT_PARTY] / len(answered) == pytest.approx(mix.right_party, abs=0.03)
    assert who[Answerer.RELATIVE] / len(answered) == pytest.approx(mix.third_party, abs=0.03)
    assert who[Answerer.STRANGER] / len(answered) == pytest.approx(mix.wrong_person, abs=0.03)
    assert who[Answerer.NOBODY] / len(answered) == pytest.approx(mix.unverified, abs=0.03)


def test_pick_up_follows_the_published_hours_when_calls_are_spread_over_the_day() -> None:
    """Section 6.1 and 6.8: the answers by hour correlate above 0.95 with the chosen table."""
    world = World(7)
    hours = [6, 7, *range(8, 22)]
    found = []
    for hour in hours:
        outcomes = [world.outcome_of_call(number(k), hour, hour).result for k in range(3_000)]
        found.append(outcomes.count(CallResult.HUMAN))
    assert correlation(found, [OFFICE_HOURS[hour] for hour in hours]) > 0.95


def test_ringing_and_talking_last_as_published_when_persons_answer() -> None:
    """Section 6.3: ring times by who picks up, talk times by how it ends."""
    machines = [call.ring_s for call in calls(Freshness.MIXED) if call.result is CallResult.MACHINE]
    assert fmean(machines) == pytest.approx(22.0, abs=0.7)
    assert fmean(call.ring_s for call in humans(Freshness.MIXED)) == pytest.approx(12.0, abs=0.5)
    talks: dict[str, list[float]] = {"promise": [], "no promise": [], "relative": [], "stranger": []}
    for call in humans(Freshness.FRESH):
        last = call.talk.said[-1].kind
        if not is_verified(call) or last in {SaidKind.HANGS_UP, SaidKind.DEMANDS_NO_CONTACT}:
            continue
        kind = "promise" if last is SaidKind.PROMISES else "no promise"
        talks[kind if call.answerer is Answerer.RIGHT_PARTY else call.answerer].append(call.talk_s)
    assert median(talks["promise"]) == pytest.approx(240, rel=0.08)
    assert median(talks["no promise"]) == pytest.approx(150, rel=0.08)
    assert median(talks["relative"]) == pytest.approx(45, rel=0.08)
    assert median(talks["stranger"]) == pytest.approx(20, rel=0.08)


def test_the_machine_detector_errs_as_set_when_it_listens() -> None:
    """Section 6.4: false verdicts at the shares of the profile, decided in 1.6 to 3.5 s."""
    world = World(7, Profile(taken_for_machine=0.04))
    outcomes = [world.outcome_of_call(number(k), 0, 10) for k in range(MANY)]
    persons = [call for call in outcomes if call.result is CallResult.HUMAN]
    machines = [call for call in outcomes if call.result is CallResult.MACHINE]
    assert sum(call.verdict == "machine" for call in persons) / len(persons) == pytest.approx(0.04, abs=0.01)
    assert sum(call.verdict == "human" for call in machines) / len(machines) == pytest.approx(0.08, abs=0.01)
    assert all(1.6 <= call.verdict_after_s <= 3.5 for call in persons + machines)
    assert all(2.0 <= call.patience_s <= 6.0 for call in persons)


@pytest.mark.parametrize(
    ("days_past_due", "share"), [(1, 0.55), (5, 0.55), (6, 0.45), (17, 0.45), (18, 0.35), (31, 0.20)]
)
def test_promises_are_as_likely_as_published_when_the_right_party_talks(days_past_due: int, share: float) -> None:
    """Section 6.5: promises over right-party talks, by days past due."""
    talks = [call for call in humans(Freshness.FRESH, days_past_due) if call.answerer is Answerer.RIGHT_PARTY]
    last = [call.talk.said[-1] for call in talks if is_verified(call)]
    promises = [said for said in last if said.kind is SaidKind.PROMISES]
    assert len(promises) / len(last) == pytest.approx(share, abs=0.03)
    for said in promises:
        assert said.amount_share is not None
        assert said.days_ahead is not None
        assert 0 < said.amount_share <= 1
        assert 1 <= said.days_ahead <= 14


def test_the_same_person_answers_when_calls_are_made_in_another_order() -> None:
    """One seed is one world: what a call comes to depends on nothing that was done before."""
    forward, backward = World(7), World(7)
    plan = [(number(k), nth) for k in range(50) for nth in range(4)]
    there = {key: forward.outcome_of_call(*key, 10) for key in plan}
    back = {key: backward.outcome_of_call(*key, 10) for key in reversed(plan)}
    assert there == back
    assert there != {key: World(8).outcome_of_call(*key, 10) for key in plan}


def test_the_line_stays_what_it_is_when_it_is_called_again() -> None:
    """A number that does not exist never rings, and a wrong number stays wrong."""
    world = World(7)
    for k in range(300):
        persona = world.persona(number(k))
        outcomes = [world.outcome_of_call(number(k), nth, 10) for nth in range(8)]
        if persona.line != "working":
            assert {call.result for call in outcomes} == {CallResult(persona.line)}
        if persona.holder is Answerer.STRANGER:
            answers = {call.answerer for call in outcomes if call.result is CallResult.HUMAN}
            assert answers <= {Answerer.STRANGER}


def test_a_relative_never_speaks_as_the_debtor_when_the_line_is_a_relatives() -> None:
    """Nobody on a related person's own line confirms to be the debtor."""
    world = World(7)
    for k in range(2_000):
        world.know(number(k), PersonHint(relation="relative"))
        call = world.outcome_of_call(number(k), 0, 10)
        assert call.answerer in {Answerer.RELATIVE, Answerer.NOBODY}
        assert all(said.kind is not SaidKind.CONFIRMS_IDENTITY for said in call.talk.said)


def test_texts_arrive_and_are_answered_as_set_when_many_are_sent() -> None:
    """Some numbers take no texts; about one in seventy persons reached replies STOP, within minutes to hours."""
    world = World(7)
    texts = [world.outcome_of_text(number(k), 0) for k in range(MANY)]
    delivered = [text for text in texts if text.is_delivered]
    stops = [text for text in delivered if is_stop_word(text.reply)]
    assert 0.85 < len(delivered) / MANY < 0.90
    assert len(stops) / len(delivered) == pytest.approx(0.015, abs=0.004)
    assert sum(bool(text.reply) for text in delivered) / len(delivered) == pytest.approx(0.11, abs=0.01)
    assert all(text.settled_after_s < text.reply_after_s for text in delivered if text.reply)
    assert median(text.reply_after_s for text in delivered if text.reply) == pytest.approx(9 * 60, rel=0.15)
    assert all(text.code for text in texts if not text.is_delivered)


def test_the_reply_is_chinese_when_the_number_is() -> None:
    """A person in China opts out with the words used there."""
    world = World(7)
    replies = {world.outcome_of_text(f"+8613800{k:06}", 0).reply for k in range(5_000)}
    assert replies & {"TD", "退订", "T", "停止"}
    assert "STOP" not in replies
