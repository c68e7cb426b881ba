"""The published cases: all are answered as published, by the published rules and by our own."""

import json
from pathlib import Path

import pytest
import yaml

from campaigns.rules.conformance import failures, judge_case, proven_rules
from campaigns.rules.exchange import rules_from_shared
from campaigns.rules.exchange_cases import case_from_shared
from campaigns.rules.rulebook import Rulebook
from config.errors import BadInput
from tests.campaigns.rules.cases import BOOK

FOLDER = Path(__file__).parents[4] / "shared" / "compliance"
LINES = [json.loads(line) for line in (FOLDER / "vectors.jsonl").read_text("utf-8").splitlines()]
DOCUMENT = yaml.load((FOLDER / "rules.yaml").read_text("utf-8"), yaml.CSafeLoader)
PUBLISHED = rules_from_shared(DOCUMENT, where="rules.yaml")
CASES = [case_from_shared(line, where=line["id"]) for line in LINES]


def test_every_published_rule_is_ours_when_rulebooks_are_compared() -> None:
    """All 150 rows are packaged, with the same place, rank and confidence; uncertain ones are off."""
    own = {rule.id: rule for rule in BOOK.rules}
    for rule in PUBLISHED.rules:
        mine = own[rule.id]
        assert (mine.jurisdiction, mine.rank, mine.confidence, mine.is_proven, mine.effective_from) == (
            rule.jurisdiction,
            rule.rank,
            rule.confidence,
            rule.is_proven,
            rule.effective_from,
        )
        assert mine.is_enabled == (mine.confidence == "high")
    assert len(PUBLISHED.rules) == 150
    assert set(PUBLISHED.jurisdictions) == set(BOOK.jurisdictions) - {"house"}


@pytest.mark.parametrize("book", [PUBLISHED, BOOK], ids=["published", "own"])
def test_every_answer_is_the_published_one_when_cases_are_judged(book: Rulebook) -> None:
    """Decision, every denying rule, the one to report, and the next allowed second all agree."""
    assert len(CASES) == 202
    assert [(failure.case.id, failure.got) for failure in failures(CASES, book)] == []


def test_every_proven_rule_denies_somewhere_when_all_cases_are_judged() -> None:
    """No marked row is dead: each denies at least one published case, in our own rulebooks too."""
    denying = {
        reason.rule_id for case in CASES for reason in judge_case(case, proven_rules(BOOK, case.jurisdiction)).reasons
    }
    assert {rule.id for rule in BOOK.rules if rule.is_proven} == denying


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        (("proposed", "at"), "2026-06-11T14:00:00", "no offset"),
        (("proposed", "channel"), "pigeon", "channel does not know 'pigeon'"),
        (("collector",), "uncle", "collector does not know 'uncle'"),
        (("expected", "decision"), "maybe", "decision does not know 'maybe'"),
    ],
)
def test_field_is_named_when_a_case_is_malformed(path: tuple[str, ...], value: str, said: str) -> None:
    """A case that cannot be read is refused with its line and its field, not judged as something else."""
    line = json.loads(json.dumps(LINES[0]))
    inner = line
    for name in path[:-1]:
        inner = inner[name]
    inner[path[-1]] = value
    with pytest.raises(BadInput, match="line 7") as refused:
        case_from_shared(line, where="line 7")
    assert said in refused.value.sentence


@pytest.mark.parametrize("name", ["consumer", "proposed", "expected", "debts", "history", "jurisdiction"])
def test_field_is_named_when_a_case_lacks_it(name: str) -> None:
    """Nothing is assumed in the place of a missing part."""
    line = {key: value for key, value in LINES[0].items() if key != name}
    with pytest.raises(BadInput) as refused:
        case_from_shared(line, where="line 7")
    assert name in refused.value.sentence


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"kind": "allowed_hours", "params": {"weekly": {"moon": []}, "zones": "address"}}, "moon"),
        ({"kind": "allowed_hours", "params": {"weekly": {"mon": []}, "zones": "everywhere"}}, "everywhere"),
        ({"kind": "attempt_cap", "params": {"limit": 0}}, "limit"),
        ({"j": "atlantis"}, "j is not a known jurisdiction"),
        ({"effective_from": "soon"}, "not a date"),
    ],
)
def test_row_and_field_are_named_when_a_published_rule_is_malformed(changes: dict[str, object], said: str) -> None:
    """A file of rules is read as strictly as our own."""
    row = {**DOCUMENT["rules"][0], **changes}
    with pytest.raises(BadInput) as refused:
        rules_from_shared({**DOCUMENT, "rules": [row]}, where="rules.yaml")
    assert said in refused.value.sentence
    assert "rules.yaml" in refused.value.sentence
