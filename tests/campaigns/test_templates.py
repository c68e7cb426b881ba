"""Message templates: neutral ones stay neutral, obligatory parts are there, nothing is left unfilled."""

from typing import Any

import pytest

from campaigns.templates import (
    LANGUAGES,
    LONGEST_CHARACTERS,
    Template,
    Templates,
    find_debt_words,
    load_templates,
    read_templates,
    render,
)
from config.documents import Document
from config.errors import BadInput, NotFound
from telephony.messages import segments_of

VALUES = {
    "company": "Harbor Lane Services",
    "officer": "Alexandra Konstantinopoulou",
    "callback_number": "+1 202-555-0140",
    "amount": "$12,345.00",
    "due_on": "December 31",
    "callback_at": "Wednesday 10:30",
}


@pytest.fixture(scope="module")
def templates() -> Templates:
    """The packaged templates."""
    return load_templates()


def _row(**changes: Any) -> dict[str, Any]:  # noqa: ANN401 - parts of a TOML row
    texts = {
        "en": "{company}: call {callback_number}. Reply STOP to opt out.",
        "es": "{company}: llame al {callback_number}. Responda STOP.",
        "zh": "{company}:请回电{callback_number}。回复STOP退订。",
    }
    obligatory = ["company", "callback_number", "stop"]
    return {"code": "x", "version": 1, "mentions_debt": False, "obligatory": obligatory, "text": texts, **changes}


def _read(row: dict[str, Any]) -> tuple[Template, ...]:
    return read_templates(Document("x.toml", {"templates": [row]}))


@pytest.mark.parametrize("bucket", ["b1", "b2", "b3", "b4"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_fallback_text_of_a_bucket_has_its_parts_and_tells_nothing(
    templates: Templates, bucket: str, language: str
) -> None:
    """A stranger who reads it learns a name, a number and how to stop, and nothing of a debt."""
    text = render(templates.get(f"sms.{bucket}.neutral", language), VALUES)
    assert VALUES["company"] in text
    assert VALUES["officer"] in text
    assert VALUES["callback_number"] in text
    assert "STOP" in text
    assert find_debt_words(text) == ()
    assert len(text) <= LONGEST_CHARACTERS
    assert segments_of(text)[1] <= (2 if language == "en" else 4)


def test_every_template_has_every_language_and_can_be_filled(templates: Templates) -> None:
    """Nobody gets a half-empty text."""
    for code in templates.codes:
        for language in LANGUAGES:
            template = templates.get(code, language)
            assert template.language == language
            assert "{" not in render(template, VALUES)


def test_a_language_without_text_falls_back_to_english(templates: Templates) -> None:
    """A person whose language we do not write still gets the text."""
    assert templates.get("sms.b1.neutral", "fr").language == "en"
    with pytest.raises(NotFound):
        templates.get("sms.b9.neutral", "en")


@pytest.mark.parametrize("missing", ["company", "officer", "callback_number"])
@pytest.mark.parametrize("blank", [None, "", "  "])
def test_a_missing_value_stops_the_text(templates: Templates, missing: str, blank: str | None) -> None:
    """No text leaves without the name and the number it promises."""
    values = {name: value for name, value in VALUES.items() if name != missing}
    if blank is not None:
        values[missing] = blank
    with pytest.raises(BadInput) as caught:
        render(templates.get("sms.b1.neutral", "en"), values)
    assert missing in caught.value.details


def test_a_value_cannot_bring_debt_words_into_a_neutral_text(templates: Templates) -> None:
    """A company called after its trade must use a neutral business name (12 CFR 1006.2(j))."""
    with pytest.raises(BadInput):
        render(templates.get("sms.b1.neutral", "en"), {**VALUES, "company": "Swift Debt Collectors"})


def test_a_text_that_got_too_long_is_refused(templates: Templates) -> None:
    """Half a text would miss its opt-out."""
    with pytest.raises(BadInput):
        render(templates.get("sms.b1.neutral", "en"), {**VALUES, "officer": "x" * LONGEST_CHARACTERS})


@pytest.mark.parametrize(
    "text",
    [
        "You owe us", "your overdue loan", "past due", "a payment", "the court", "Amount: 5", "debts",
        "su deuda", "el saldo", "pague hoy", "您的欠款", "逾期提醒", "请还款", "贷款", "账单",
    ],
)  # fmt: skip
def test_words_that_tell_of_a_debt_are_found(text: str) -> None:
    """The net knows the words in all three languages."""
    assert find_debt_words(text)


@pytest.mark.parametrize("text", ["Please call us back", "Llame cuando pueda", "请您方便时回电", "Good day, Payton"])
def test_words_of_every_day_are_let_through(text: str) -> None:
    """The net does not catch names and greetings."""
    assert find_debt_words(text) == ()


@pytest.mark.parametrize(
    "changes",
    [
        {"text": {**_row()["text"], "en": "{company}: call {callback_number}."}},
        {"text": {**_row()["text"], "en": "Call {callback_number}. Reply STOP to opt out."}},
        {"text": {**_row()["text"], "en": "{company} {name} {callback_number}. Reply STOP to opt out."}},
        {"text": {**_row()["text"], "en": "{company} {amount} {callback_number}. Reply STOP to opt out."}},
        {"text": {**_row()["text"], "en": "{company}: your debt. {callback_number}. Reply STOP to opt out."}},
        {"text": {**_row()["text"], "zh": "{company}:您的欠款{callback_number}。回复STOP退订。"}},
        {"text": {key: value for key, value in _row()["text"].items() if key != "es"}},
        {"text": {**_row()["text"], "fr": "x"}},
        {"text": {**_row()["text"], "en": "{company} {callback_number} Reply STOP to opt out. " + "x" * 300}},
        {"obligatory": ["company", "sender"]},
        {"version": 0},
        {"neutral": True},
    ],
)
def test_a_template_that_breaks_a_rule_is_refused_at_the_start(changes: dict[str, Any]) -> None:
    """A wrong text is found when the server starts, not when it was sent."""
    with pytest.raises(BadInput):
        _read(_row(**changes))


def test_a_right_template_is_read() -> None:
    """The rows refused above differ from this one in one thing only."""
    assert [template.language for template in _read(_row())] == list(LANGUAGES)
