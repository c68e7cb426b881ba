"""What a switch answers is judged in plain words, and everything that would stop a call is called wrong."""

import dataclasses

import pytest

from telephony.asterisk.checkup import DANGEROUS, MODULES, NEEDED, PLACES, UNWANTED, Answers, findings, is_ready
from telephony.asterisk.dialplan import HEARD, CallExten, Context

GOOD = Answers(
    version="22.10.1+dfsg",
    actions=NEEDED | {"Logoff"},
    modules=dict.fromkeys(MODULES, True) | dict.fromkeys(UNWANTED, False),
    extensions=PLACES,
    carriers={"main": "NOT_INUSE"},
    heard=frozenset({"FullyBooted", "UserEvent"}),
    skew_s=0.1,
    call_s=0.02,
)


def test_a_switch_as_rendered_is_right_in_everything() -> None:
    """Nothing is left to do, and a person reads that."""
    assert {finding.verdict for finding in findings(GOOD)} == {"right"}
    assert is_ready(findings(GOOD))


@pytest.mark.parametrize(
    ("changes", "what", "verdict", "words"),
    [
        ({"version": "18.9.0"}, "version", "wrong", "18.9.0; 20"),
        ({"version": ""}, "version", "wrong", "unknown"),
        ({"version": "20.0.0"}, "version", "right", "20.0.0"),
        ({"version": "certified/20.7-cert1"}, "version", "right", "certified"),
        ({"version": "23.1.0"}, "version", "doubtful", "nobody has tried"),
        ({"actions": NEEDED - {"Originate"}}, "rights", "wrong", "may not Originate"),
        ({"actions": NEEDED | DANGEROUS}, "rights", "doubtful", "Command"),
        ({"modules": {**GOOD.modules, "app_amd": False}}, "modules", "wrong", "app_amd"),
        ({"modules": {}}, "modules", "wrong", "chan_pjsip"),
        ({"modules": {**GOOD.modules, "app_system": True}}, "modules", "doubtful", "app_system"),
        (
            {"extensions": {**PLACES, Context.CALL: PLACES[Context.CALL] - {CallExten.RESCUE}}},
            "dialplan",
            "wrong",
            "rescue@ringfence-call",
        ),
        ({"extensions": {}}, "dialplan", "wrong", "_seat-.@ringfence-seat"),
        ({"heard": frozenset({"UserEvent"})}, "filter", "wrong", "FullyBooted"),
        ({"heard": frozenset(HEARD) | {"VarSet"}}, "filter", "doubtful", "VarSet"),
        ({"skew_s": 2.1}, "clock", "doubtful", "2.1 s before"),
        ({"skew_s": -2.1}, "clock", "doubtful", "2.1 s behind"),
        ({"skew_s": 2.0}, "clock", "right", "agree"),
        ({"carriers": {"main": "UNAVAILABLE"}}, "carrier main", "wrong", "does not answer"),
        ({"carriers": {"main": "INVALID"}}, "carrier main", "wrong", "does not know"),
        ({"call_s": None}, "test call", "wrong", "did not come through"),
        ({"call_s": 1.5}, "test call", "doubtful", "1500 ms"),
    ],
)
def test_what_is_amiss_is_named(changes: dict[str, object], what: str, verdict: str, words: str) -> None:
    """The finding names the thing to put right; only what stops calls says that the switch is not ready."""
    found = findings(dataclasses.replace(GOOD, **changes))  # type: ignore[arg-type]
    (finding,) = (finding for finding in found if finding.what == what)
    assert finding.verdict == verdict
    assert words in finding.sentence
    assert is_ready(found) == (verdict != "wrong")
    assert [other for other in found if other.what != what and other.verdict != "right"] == []
