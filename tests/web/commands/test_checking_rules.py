"""`ringfence rules check`: what agrees, what differs and what cannot be read are told apart by exit code."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from tests.campaigns.rules.test_vectors import DOCUMENT, FOLDER, LINES
from web.__main__ import build_app

RUNNER = CliRunner()
VECTORS, RULES = FOLDER / "vectors.jsonl", FOLDER / "rules.yaml"


def run(*words: str) -> tuple[int, list[str]]:
    result = RUNNER.invoke(build_app("rules"), ["rules", *words])
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.exit_code, (result.stdout + result.stderr).splitlines()


def written(path: Path, *lines: dict[str, object]) -> str:
    path.write_text("".join(f"{json.dumps(line)}\n" for line in lines), "utf-8")
    return str(path)


@pytest.mark.parametrize("more", [[], ["--rules", str(RULES)]], ids=["own", "published"])
def test_all_published_cases_agree_when_they_are_checked(more: list[str]) -> None:
    """By the packaged rules and by the published file alike."""
    assert run("check", str(VECTORS), *more) == (0, ["202 passed, 0 failed"])


def test_both_answers_are_shown_when_a_case_differs(tmp_path: Path) -> None:
    """Somebody who disagrees sees the case, what it expects and what the engine says."""
    wrong = json.loads(json.dumps(LINES[0]))
    wrong["expected"] = {
        "decision": "deny",
        "rule": "us.no.such",
        "all_denying_rules": ["us.no.such"],
        "next_kind": "at",
        "next_allowed_at": "2026-06-12T00:00:00Z",
    }
    code, lines = run("check", written(tmp_path / "cases.jsonl", wrong, *LINES[1:4]))
    assert code == 1
    assert lines[0] == f"{wrong['id']} {wrong['title']}"
    assert lines[1].startswith("  expected  deny by us.no.such of ['us.no.such'], next at 2026-06-12T00:00:00+00:00")
    assert lines[2].startswith("  got       ")
    assert lines[3] == "3 passed, 1 failed"


def test_line_is_named_when_a_case_cannot_be_read(tmp_path: Path) -> None:
    """Not JSON, no object, no such place, no such zone: the second line is at fault."""
    first = json.dumps(LINES[0])
    elsewhere = json.dumps({**LINES[0], "jurisdiction": "atlantis"})
    zoneless = json.dumps({**LINES[0], "consumer": {**LINES[0]["consumer"], "address_zones": ["Mars/Olympus"]}})
    path = tmp_path / "cases.jsonl"
    for bad, said in (("{", "JSON"), ("[1]", "object"), (elsewhere, "atlantis"), (zoneless, "Mars"), ("\xff", "JSON")):
        path.write_bytes(f"{first}\n{bad}\n".encode("latin-1"))
        code, lines = run("check", str(path))
        assert code == 2
        assert lines[0].startswith("cases.jsonl line 2")
        assert said in lines[0]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("rules: [", "is not YAML"),
        ("- 1", "holds no table"),
        ("rules: 1", "rules must be a list"),
        ("rules: [1]", "a rule must be a table"),
        ("rules: []\ncalendars: {c: 1}", "calendar c must be a list of dates"),
        ("rules: []\njurisdictions: {us: 1}", "jurisdiction us must be a table"),
        ("rules: [{id: a.b, kind: allowed_hour}]", "a.b: kind does not know 'allowed_hour'"),
        ("rules: [{id: a.b, kind: opt_out, applies: 1}]", "a.b: applies must be a table"),
    ],
)
def test_row_is_named_when_a_file_of_rules_cannot_be_read(tmp_path: Path, text: str, said: str) -> None:
    """A kind that is misspelt must not pass for mere information."""
    rules = tmp_path / "rules.yaml"
    rules.write_text(text, "utf-8")
    code, lines = run("check", str(VECTORS), "--rules", str(rules))
    assert code == 2
    assert lines[0].startswith("rules.yaml")
    assert said in lines[0]


def test_wishes_that_leave_no_hour_count_as_what_time_does_not_cure(tmp_path: Path) -> None:
    """The published form has one word for it: only a new fact helps."""
    line = json.loads(json.dumps(next(line for line in LINES if line["jurisdiction"] == "us")))
    every = {"days": ["mon", "tue", "wed", "thu", "fri", "sat", "sun"], "start": "00:00", "end": "24:00"}
    line |= {"collector": "third_party", "history": []}
    line["consumer"] |= {"flags": {}, "stated_times": [every], "opted_out": [], "refused_media": []}
    line["proposed"] |= {"at": "2026-06-11T16:00:00Z", "channel": "phone", "party": "consumer", "purpose": "collection"}
    rule = "us.regf.inconvenient_time"
    line["expected"] = {"decision": "deny", "rule": rule, "all_denying_rules": [rule], "next_kind": "on_new_fact"}
    assert run("check", written(tmp_path / "cases.jsonl", line)) == (0, ["1 passed, 0 failed"])


def test_only_rules_that_are_on_are_listed_when_not_all_are_asked_for() -> None:
    """Illinois' uncertain hours are off until a creditor switches them on."""
    assert "us-il.hours" not in "\n".join(run("list", "--jurisdiction", "us-il")[1])
    assert "us-il.hours  (allowed_hours, off)" in "\n".join(run("list", "--jurisdiction", "us-il", "--all")[1])
    assert len([line for line in run("list", "--all")[1] if not line.startswith("      ")]) > len(DOCUMENT["rules"])


def test_folder_is_refused_when_it_holds_no_rulebook(tmp_path: Path) -> None:
    """An empty folder is a wrong path, not a floor without rules."""
    assert run("lint", str(tmp_path))[0] == 2
    assert run("lint")[0] == 0
