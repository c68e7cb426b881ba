"""`ringfence asterisk render` writes what a switch loads, keeps it from others' eyes, and overwrites nobody's files."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from web.__main__ import build_app

RUNNER = CliRunner()


@pytest.fixture
def _secrets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The two secrets without which nothing is written."""
    monkeypatch.setenv("RINGFENCE_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("RINGFENCE_ASTERISK_PASSWORD", "password-of-the-link")
    monkeypatch.setenv("RINGFENCE_ASTERISK_PHONE_SECRET", "secret-of-the-lines")


def run(*words: str) -> tuple[int, str]:
    result = RUNNER.invoke(build_app(words[0]), list(words))
    return result.exit_code, result.stdout + result.stderr


@pytest.mark.usefixtures("_secrets")
def test_the_files_are_written_for_the_switch_alone(tmp_path: Path) -> None:
    """Passwords stand in them, so nobody else may read them; a second run writes the same."""
    out = tmp_path / "switch"
    assert run("asterisk", "render", "--out", str(out))[0] == 0
    first = {path.name: path.read_bytes() for path in (out / "etc").iterdir()}
    assert {"extensions.conf", "manager.conf", "pjsip.conf", "modules.conf", "asterisk.conf"} <= set(first)
    assert {path.stat().st_mode & 0o777 for path in (out / "etc").iterdir()} == {0o640}
    assert b"password-of-the-link" in first["manager.conf"]
    assert (out / "sounds" / "beeps.sln").stat().st_size > 0
    assert run("asterisk", "render", "--out", str(out))[0] == 0
    assert {path.name: path.read_bytes() for path in (out / "etc").iterdir()} == first


@pytest.mark.usefixtures("_secrets")
def test_nothing_is_written_over_the_files_of_somebody_else(tmp_path: Path) -> None:
    """A switch that somebody has set up by hand keeps its files."""
    own = tmp_path / "etc" / "pjsip.conf"
    own.parent.mkdir()
    own.write_text("; mine\n")
    code, said = run("asterisk", "render", "--out", str(tmp_path))
    assert code == 2
    assert str(own) in said
    assert own.read_text() == "; mine\n"
    assert [path.name for path in own.parent.iterdir()] == ["pjsip.conf"]


def test_nothing_is_written_without_secrets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """There is no default password; the settings that are missing are named."""
    monkeypatch.setenv("RINGFENCE_DATA_DIR", str(tmp_path / "data"))
    code, said = run("asterisk", "render", "--out", str(tmp_path / "switch"))
    assert code == 2
    assert "RINGFENCE_ASTERISK_PASSWORD" in said
    assert "RINGFENCE_ASTERISK_PHONE_SECRET" in said
    assert not (tmp_path / "switch").exists()


@pytest.mark.usefixtures("_secrets")
def test_a_switch_that_does_not_answer_is_said_in_plain_words(monkeypatch: pytest.MonkeyPatch) -> None:
    """The exit code says that it is not ready, and the sentence where nobody answers."""
    monkeypatch.setenv("RINGFENCE_ASTERISK_LINKS", "127.0.0.1:1")
    code, said = run("check", "asterisk")
    assert code == 1
    assert "Nobody answers at 127.0.0.1:1" in said
