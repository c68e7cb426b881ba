"""Settings come from the environment, then the file, then defaults, and never show a secret."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from config.errors import BadInput
from config.settings import MASK, Settings, load_settings, settings_table


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The settings file in the data folder that the environment names."""
    monkeypatch.setenv("RINGFENCE_DATA_DIR", str(tmp_path))
    return tmp_path / "ringfence.toml"


def test_the_environment_wins_when_the_file_says_otherwise(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each value has one source, and the table says which."""
    file.write_text('port = 9000\nhost = "0.0.0.0"\n')
    monkeypatch.setenv("RINGFENCE_PORT", "9001")
    found = load_settings()
    assert (found.port, found.host, found.undo_s) == (9001, "0.0.0.0", 10)  # noqa: S104 - a value, not a socket
    sources = {row.name: row.source for row in settings_table(found)}
    assert (sources["port"], sources["host"], sources["undo_s"]) == ("env", "file", "default")


def test_the_named_file_is_read_when_the_environment_names_one(
    tmp_path: Path, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`RINGFENCE_CONFIG` goes before the file in the data folder, and must exist."""
    file.write_text("port = 9000\n")
    monkeypatch.setenv("RINGFENCE_CONFIG", str(tmp_path / "other.toml"))
    with pytest.raises(BadInput, match=r"other\.toml"):
        load_settings()
    (tmp_path / "other.toml").write_text("port = 9002\n")
    assert load_settings().port == 9002


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("prot = 1", "ringfence.toml: prot"),
        ("port = 65536", "ringfence.toml: port"),
        ("undo_s = 61", "ringfence.toml: undo_s"),
        ("lease_term_s = 0", "ringfence.toml: lease_term_s"),
        ('provider = "carrier"', "ringfence.toml: provider"),
        ("port = ", "RINGFENCE_CONFIG"),
    ],
)
def test_the_place_is_named_when_the_file_is_wrong(file: Path, text: str, place: str) -> None:
    """A typing error, a value out of bounds and a broken file are refused by name."""
    file.write_text(text)
    with pytest.raises(BadInput) as refused:
        load_settings()
    assert list(refused.value.details) == [place]


def test_the_variable_is_named_and_its_value_kept_quiet_when_it_is_wrong(
    file: Path,  # noqa: ARG001 - makes the data folder
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The refusal says which variable, and does not repeat what may be secret."""
    monkeypatch.setenv("RINGFENCE_POOL_SIZE", "hunter2")
    with pytest.raises(BadInput) as refused:
        load_settings()
    assert list(refused.value.details) == ["RINGFENCE_POOL_SIZE"]
    assert "hunter2" not in refused.value.sentence


def test_secrets_are_masked_when_settings_are_shown(file: Path) -> None:
    """Neither the table nor the settings' own text shows a password."""
    file.write_text('database_url = "postgresql://me:hunter2@db/ringfence"\n')
    found = load_settings()
    shown = {row.name: row.value for row in settings_table(found)}
    assert shown["database_url"] == MASK
    assert shown["redis_url"] == ""
    assert "hunter2" not in f"{found!r} {found} {settings_table(found)}"


def test_every_setting_is_described_when_listed(settings: Settings) -> None:
    """A person who lists the settings can read what each does."""
    assert all(row.description.endswith((".", ").")) for row in settings_table(settings))


def test_lists_are_split_at_commas_when_they_come_from_the_environment(
    file: Path,  # noqa: ARG001 - makes the data folder
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Proxies are written as a person would write them."""
    monkeypatch.setenv("RINGFENCE_TRUSTED_PROXIES", "10.0.0.1, 10.0.0.2,")
    assert load_settings().trusted_proxies == ("10.0.0.1", "10.0.0.2")


def test_recordings_lie_in_the_data_folder_when_nothing_else_is_said(settings: Settings, tmp_path: Path) -> None:
    """Moving the data folder moves the recordings."""
    assert settings.recordings_dir == tmp_path / "recordings"


def test_settings_do_not_change_when_once_read(settings: Settings) -> None:
    """What a process was started with is what it runs with."""
    with pytest.raises(ValidationError):
        settings.port = 1  # type: ignore[misc]
