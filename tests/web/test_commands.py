"""The command line: help at once, the same import as the page's, users let in without a password."""

import json
import os
import resource
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from tests.flows.lenders import BAD_ROW, ROWS, lenders_file
from web.__main__ import COMMANDS, build_app

RUNNER = CliRunner()


@pytest.fixture
def _configured(database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The command line on this test's own database."""
    monkeypatch.setenv("RINGFENCE_DATABASE_URL", database_url)
    monkeypatch.setenv("RINGFENCE_DATA_DIR", str(tmp_path))


def run(*words: str) -> tuple[int, str]:
    result = RUNNER.invoke(build_app(words[0]), list(words))
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.exit_code, result.stdout + result.stderr


def test_help_appears_at_once_and_names_every_command() -> None:
    """Somebody who asks for help waits less than two seconds, whatever a command itself needs."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    told = subprocess.run(
        [sys.executable, "-m", "web", "--help"], capture_output=True, text=True, check=True, env=dict(os.environ)
    ).stdout
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    # Processor time, since a busy machine makes everybody wait.
    assert after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime < 2
    assert all(command.name in told for command in COMMANDS)


@pytest.mark.usefixtures("_configured")
def test_cases_are_imported_without_a_server(tmp_path: Path) -> None:
    """Dry run, import, the same again, rejected rows and undo; every row read has exactly one outcome."""
    file, rejected = tmp_path / "cases.csv", tmp_path / "rejected.csv"
    file.write_bytes(lenders_file(*ROWS, BAD_ROW))

    def report(*more: str) -> dict:
        code, text = run("import", "cases", str(file), "--creditor", "north", "--json", *more)
        assert code == 0, text
        found = json.loads(text)
        outcomes = ("new", "updated", "unchanged", "duplicate", "rejected")
        assert sum(found[name] for name in outcomes) == found["rows"] == 5
        return found

    assert report("--dry-run")["new"] == 4
    first = report("--rejected", str(rejected))
    assert (first["new"], first["rejected"]) == (4, 1)
    assert "CC005" in rejected.read_text(encoding="utf-8-sig")
    assert (report()["new"], report()["unchanged"]) == (0, 4)
    code, text = run("import", "cases", "--undo", first["batch_id"], "--json")
    assert (code, json.loads(text)) == (0, {"accounts": 4})
    assert report("--dry-run")["new"] == 4


@pytest.mark.usefixtures("_configured")
@pytest.mark.usefixtures("_configured")
def test_a_list_of_numbers_is_put_in_force_without_a_server(tmp_path: Path) -> None:
    """Every line is a number, a repeat or rejected with its reason; the same file again changes nothing."""
    file, rejected = tmp_path / "list.csv", tmp_path / "rejected.csv"
    file.write_text("phone\n4045550101\nnobody\n404-555-0101\n911\n", encoding="utf-8")
    words = ("import", "suppressions", str(file), "--kind", "do_not_call", "--name", "Registry", "--evidence", "v")
    code, text = run(*words, "--rejected", str(rejected), "--json")
    assert code == 0, text
    report = json.loads(text)
    assert (report["numbers"], report["duplicates"], report["rejected"], report["rows"]) == (1, 1, 2, 4)
    assert [line.split(",")[:3] for line in rejected.read_text(encoding="utf-8-sig").splitlines()[1:]] == [
        ["3", "nobody", "not_a_number"],
        ["5", "911", "emergency"],
    ]
    code, text = run(*words)
    assert (code, "in force already" in text) == (0, True)
    code, text = run(*words[:4], "spam", *words[5:])
    assert (code, "do_not_call" in text) == (2, True)
    code, text = run(*words, "--ends-on", "2020-01-01")
    assert (code, "ends_on" in text) == (2, True)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("import", "cases", "no-such-file.csv"), "There is no file"),
        (("import", "cases"), "Name a file"),
        (("user", "add", "Not A Login", "--role", "agent"), "login"),
        (("user", "link", "nobody"), "nobody"),
        (("rules", "show", "no.such.rule"), "no.such.rule"),
        (("user", "add", "mia", "--role", "emperor"), "emperor"),
    ],
)
def test_bad_input_ends_with_code_two_and_a_sentence(words: tuple[str, ...], told: str) -> None:
    """What was given wrong is named in words, without a trace."""
    code, text = run(*words)
    assert code == 2
    assert told in text
    assert "Traceback" not in text


@pytest.mark.usefixtures("_configured")
def test_a_user_is_added_with_a_link_and_no_password() -> None:
    """The only way in is printed once; a taken login is refused."""
    code, text = run("user", "add", "mia", "--role", "manager", "--name", "Mia")
    assert (code, text.startswith("http://127.0.0.1:8080/sign-in/")) == (0, True)
    assert run("user", "add", "mia", "--role", "manager")[0] == 2
    assert run("user", "link", "mia")[1] != text


@pytest.mark.usefixtures("_configured")
def test_settings_are_shown_with_their_source_and_without_secrets(database_url: str) -> None:
    """The address of the database holds a password and is masked."""
    code, text = run("config", "--json")
    rows = {row["name"]: row for row in json.loads(text)}
    assert code == 0
    assert (rows["database_url"]["source"], rows["port"]["source"]) == ("env", "default")
    assert database_url not in text


@pytest.mark.usefixtures("_configured")
def test_tables_are_brought_to_their_newest_form() -> None:
    """Migrating a migrated database changes nothing and says so."""
    code, text = run("migrate")
    assert (code, "newest form" in text) == (0, True)


def test_the_packaged_rules_are_right() -> None:
    """Checking, listing and showing rules needs no database."""
    assert run("rules", "lint")[0] == 0
    assert "us.regf.call_cap" in run("rules", "list", "--jurisdiction", "us")[1]
    assert "1006.14" in run("rules", "show", "us.regf.call_cap")[1]


def test_the_document_is_printed_as_json() -> None:
    """The front end's types are made from this."""
    code, text = run("openapi")
    assert (code, json.loads(text)["info"]["title"]) == (0, "Ringfence")
