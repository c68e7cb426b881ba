"""The line is chosen by the settings, and what does not suffice for one is named before anything starts."""

from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from config.clock import SystemClock
from config.errors import BadInput
from config.ids import SeededIds
from config.settings import Settings
from web.lines import Lines, lines_of, sound_of


def choose(tmp_path: Path, **changes: Any) -> Lines:  # noqa: ANN401 - any setting
    secrets = {
        "asterisk_password": SecretStr("password-of-the-link"),
        "asterisk_phone_secret": SecretStr("secret-of-the-lines"),
        "asterisk_carriers": SecretStr("main=sip:sip.example.net"),
    }
    return lines_of(Settings(data_dir=tmp_path, **(secrets | changes)), SystemClock(), SeededIds(1))


@pytest.mark.parametrize(
    ("provider", "voice", "texts"), [("simulated", "simulated", "simulated"), ("asterisk", "asterisk", "none")]
)
def test_the_provider_of_the_settings_carries_the_calls(tmp_path: Path, provider: str, voice: str, texts: str) -> None:
    """A switch carries voice only: until a gateway is set, no text leaves."""
    chosen = choose(tmp_path, provider=provider)
    assert (chosen.voice.name, chosen.texts.name) == (voice, texts)


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"provider": "twilio"}, "RINGFENCE_PROVIDER"),
        ({"provider": "asterisk", "asterisk_password": None}, "RINGFENCE_ASTERISK_PASSWORD"),
        ({"provider": "asterisk", "asterisk_carriers": None}, "RINGFENCE_ASTERISK_CARRIERS"),
        ({"provider": "asterisk", "asterisk_links": ("a:5038", "b:5038")}, "RINGFENCE_ASTERISK_LINKS"),
    ],
)
def test_what_does_not_suffice_is_named(tmp_path: Path, changes: dict[str, Any], named: str) -> None:
    """A floor does not start on a line that could not carry its first call."""
    with pytest.raises(BadInput) as refused:
        choose(tmp_path, **changes)
    assert list(refused.value.details) == [named]


@pytest.mark.parametrize(
    ("message", "sound"),
    [("early-2026", "early-2026"), ("Sorry, we call again.", "sorry"), ("", "sorry"), ("../etc", "sorry")],
)
def test_a_message_is_the_recording_of_its_name_or_the_sites_own(message: str, sound: str) -> None:
    """A campaign whose message is a text is not left without one."""
    assert sound_of(message) == sound
