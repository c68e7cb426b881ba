"""Scripts: neutral before verification, complete in every language, never without a word to say."""

from datetime import date
from pathlib import Path
from tomllib import loads
from typing import Any

import pytest

from campaigns.campaign_templates import load_campaign_templates
from campaigns.scripts import Script, Scripts, Value, load_scripts, read_script, say
from campaigns.templates import LANGUAGES, find_debt_words
from config.documents import Document
from config.errors import BadInput, NotFound
from crm.dispositions import load_catalogue
from crm.money import Money

FOLDER = Path(__file__).resolve().parents[2] / "config" / "scripts"
VALUES: dict[str, Value | None] = {
    "person_name": "Maria Quinn",
    "creditor": "Acme Cards",
    "past_due": Money(14300, "USD"),
}


@pytest.fixture(scope="module")
def scripts() -> Scripts:
    """The packaged scripts."""
    return load_scripts()


def _texts_before_verification(script: Script) -> list[dict[str, str]]:
    early = [row.text for row in script.disclosures if row.before_verification]
    early += [row.text for row in script.objections if row.is_neutral]
    early += [row.text for row in script.verify]
    return [dict(text) for text in [script.greeting, script.absent, script.wrong_party, *early]]


@pytest.mark.parametrize("bucket", ["b1", "b2", "b3", "b4"])
def test_each_campaign_template_has_a_script_of_its_tone(scripts: Scripts, bucket: str) -> None:
    """A new campaign can start as it is."""
    fields = load_campaign_templates()[bucket].fields
    assert scripts.get(fields["script"]).tone == fields["tone"]


def test_nothing_tells_of_a_debt_before_verification(scripts: Scripts) -> None:
    """15 U.S.C. 1692c(b): whoever picks up learns nothing."""
    for script in scripts.by_code.values():
        for texts in _texts_before_verification(script):
            for language in LANGUAGES:
                spoken = say(script, texts, language, VALUES)
                assert find_debt_words(spoken) == ()
                assert "Acme" not in spoken
                assert "143" not in spoken


def test_the_collector_says_who_is_calling_and_why(scripts: Scripts) -> None:
    """15 U.S.C. 1692e(11): the disclosure is required, and comes after verification."""
    for script in scripts.by_code.values():
        row = next(row for row in script.disclosures if row.code == "debt_collector")
        assert row.is_required
        assert not row.before_verification
        assert "debt collector" in row.text["en"]


def test_a_missing_value_takes_the_fallback_wording(scripts: Scripts) -> None:
    """An agent never reads a blank or a placeholder aloud."""
    script = scripts.get("commit")
    for texts in [script.greeting, script.closing, *(line.text for line in script.lines)]:
        for language in LANGUAGES:
            assert "{" not in say(script, texts, language, {})
    assert "the amount past due" in say(script, script.lines[0].text, "en", {})


def test_values_are_said_in_full(scripts: Scripts) -> None:
    """Amounts carry their currency, dates their year."""
    script = scripts.get("commit")
    read_back = next(line for line in script.lines if line.code == "read_back")
    spoken = say(script, read_back.text, "en", {**VALUES, "due_on": date(2026, 12, 4)})
    assert "143.00 USD" in spoken
    assert "2026-12-04" in spoken


def test_a_language_nobody_wrote_is_spoken_in_english(scripts: Scripts) -> None:
    """The agent has words for every person."""
    script = scripts.get("reminder")
    assert say(script, script.greeting, "fr", VALUES) == say(script, script.greeting, "en", VALUES)


def test_every_objection_leads_to_a_disposition_that_exists(scripts: Scripts) -> None:
    """What the script proposes can be recorded."""
    known = load_catalogue().by_code
    for script in scripts.by_code.values():
        assert all(row.disposition in known for row in script.objections)
        neutral = [row for row in script.objections if row.is_neutral]
        assert not any(known[row.disposition].needs_verified for row in neutral)


def test_an_unknown_script_is_not_found(scripts: Scripts) -> None:
    """A campaign with a script that went away cannot start."""
    with pytest.raises(NotFound):
        scripts.get("threats")


def _documents() -> tuple[dict[str, Any], dict[str, Any]]:
    return loads((FOLDER / "commit.toml").read_text()), loads((FOLDER / "common.toml").read_text())


def _greeting_with_amount(script: dict[str, Any], common: dict[str, Any]) -> None:  # noqa: ARG001
    script["greeting"]["en"] = "Hello, is this about {past_due}?"


def _greeting_with_debt(script: dict[str, Any], common: dict[str, Any]) -> None:  # noqa: ARG001
    script["greeting"]["zh"] = "您好,关于您的欠款"


def _unknown_variable(script: dict[str, Any], common: dict[str, Any]) -> None:  # noqa: ARG001
    script["lines"][0]["text"]["es"] = "{balance}"


def _missing_language(script: dict[str, Any], common: dict[str, Any]) -> None:  # noqa: ARG001
    del script["closing"]["es"]


def _early_disclosure(script: dict[str, Any], common: dict[str, Any]) -> None:  # noqa: ARG001
    common["disclosures"][1]["before_verification"] = True


def _no_disclosure(script: dict[str, Any], common: dict[str, Any]) -> None:  # noqa: ARG001
    common["disclosures"] = common["disclosures"][:1]


@pytest.mark.parametrize(
    "spoil",
    [
        _greeting_with_amount,
        _greeting_with_debt,
        _unknown_variable,
        _missing_language,
        _early_disclosure,
        _no_disclosure,
    ],
)
def test_a_script_that_breaks_a_rule_is_refused_at_the_start(spoil: Any) -> None:  # noqa: ANN401 - one of the above
    """A careless edit of a greeting cannot disclose a debt."""
    script, common = _documents()
    spoil(script, common)
    with pytest.raises(BadInput):
        read_script(Document("commit.toml", script), Document("common.toml", common))
