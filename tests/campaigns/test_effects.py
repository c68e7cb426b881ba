"""What a disposition brings, and what a correction changes."""

import pytest

from campaigns.corrections import correct
from campaigns.effects import SUSPECT_AFTER, Context, Effect, changes_between, effects_of, is_lasting, sentence_of
from config.errors import BadInput, Conflict
from crm.dispositions import load_catalogue

CATALOGUE = load_catalogue()
CALLED = Context(has_contact_point=True)


@pytest.mark.parametrize(
    ("code", "wanted"),
    [
        ("NC01", []),
        ("NC06", [Effect("number_invalid", "number_state", "invalid")]),
        ("TP01", [Effect("number_wrong_party", "number_state", "wrong_party")]),
        ("TP05", [Effect("opt_out_phone_number", "opt_out", "phone")]),
        ("DS02", [Effect("hold:disputed", "hold", "disputed")]),
        ("PR06", [Effect("hold:payment_in_transit:3d", "hold", "payment_in_transit", 3)]),
        ("LG04", [Effect("hold:cease_communication", "hold", "cease_communication")]),
        ("PR01", [Effect("promise", "promise")]),
        ("NG01", [Effect("callback", "callback")]),
        ("DG06", [Effect("opt_out_sms", "opt_out", "sms")]),
    ],
)
def test_a_disposition_brings_what_the_list_says(code: str, wanted: list[Effect]) -> None:
    """A wrong number stops the number, a dispute pauses the case, a demand to stop stops everything."""
    assert effects_of(CATALOGUE.get(code), CALLED) == wanted


@pytest.mark.parametrize(("before", "is_suspect"), [(0, False), (SUSPECT_AFTER - 2, False), (SUSPECT_AFTER - 1, True)])
def test_a_suspended_service_makes_a_number_suspect_only_the_third_time(before: int, is_suspect: object) -> None:
    """A bill paid late costs nobody their number."""
    found = effects_of(CATALOGUE.get("NC05"), Context(has_contact_point=True, same_code_before=before))
    assert bool(found) is is_suspect


def test_without_a_number_no_number_is_marked() -> None:
    """A letter that came back marks no telephone."""
    assert effects_of(CATALOGUE.get("LT03"), Context(has_contact_point=False)) == []


@pytest.mark.parametrize("code", CATALOGUE.by_code)
def test_every_effect_can_be_said_in_both_languages(code: str) -> None:
    """A reviewer reads every consequence in words."""
    for effect in effects_of(CATALOGUE.get(code), Context(has_contact_point=True, same_code_before=9)):
        en, zh = sentence_of(effect)
        assert en
        assert zh
        assert en != zh


def test_a_correction_adds_and_removes_but_keeps_what_was_demanded() -> None:
    """Correcting a code never resumes calls to somebody who asked for an end of them."""
    old = effects_of(CATALOGUE.get("LG04"), CALLED)
    new = effects_of(CATALOGUE.get("DS02"), CALLED)
    changes = changes_between(old, new)
    assert [(change.fate, change.effect.word) for change in changes] == [
        ("kept", "cease_communication"),
        ("added", "disputed"),
    ]
    assert is_lasting(old[0])
    assert "Stays" in changes[0].en


def test_what_both_dispositions_bring_is_not_mentioned() -> None:
    """From one promise to another the promise simply stays."""
    pair = [effects_of(CATALOGUE.get(code), CALLED) for code in ("PR01", "PR02")]
    assert changes_between(*pair) == []


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("RF01", "PR01", "correction_needs_promise"),
        ("RF01", "NG01", "correction_needs_callback"),
    ],
)
def test_a_reviewer_cannot_make_a_promise_in_somebody_elses_name(old: str, new: str, code: str) -> None:
    """An amount and a date come from the person, not from the desk."""
    with pytest.raises(Conflict) as caught:
        correct(CATALOGUE.get(old), CATALOGUE.get(new), old_effects=[], new_effects=[])
    assert caught.value.code == code


@pytest.mark.parametrize("new", ["RF01", "DG01", "AD01", "FV01"])
def test_a_correction_to_the_same_or_to_no_call_is_refused(new: str) -> None:
    """The trail holds only entries that say something."""
    with pytest.raises(BadInput):
        correct(CATALOGUE.get("RF01"), CATALOGUE.get(new), old_effects=[], new_effects=[])


@pytest.mark.parametrize(("old", "new", "counted"), [("TP02", "RF01", True), ("RF01", "RF03", False)])
def test_a_changed_counting_is_said(old: str, new: str, counted: object) -> None:
    """The reviewer sees that a waiting time begins or ends with the correction."""
    found = correct(CATALOGUE.get(old), CATALOGUE.get(new), old_effects=[], new_effects=[])
    assert ("counted_as" in [row.code for row in found.consequences]) is counted
