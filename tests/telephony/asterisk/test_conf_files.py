"""A site becomes files that say what it says, safe by themselves, whatever its values are."""

import dataclasses
import re
import struct
from pathlib import Path

import pytest

from telephony.asterisk.conf_files import SAMPLE_RATE_HZ, beeps
from telephony.asterisk.dialplan import HEARD
from telephony.asterisk.site import Carrier, phone_password
from tests.telephony.asterisk.sites import SITE, rendered


def section(text: str, name: str, kind: str = "") -> dict[str, list[str]]:
    """Read the settings of one section; of pjsip's several of one name, that of a type."""
    for part in re.split(r"(?m)^\[", text)[1:]:
        title, _, rest = part.partition("]")
        pairs = re.findall(r"(?m)^(\w+) *=>? *(.*)$", rest)
        if title == name and (not kind or ("type", kind) in pairs):
            return {key: [value for other, value in pairs if other == key] for key, _ in pairs}
    return {}


def test_nothing_is_left_to_fill_in() -> None:
    """No file holds a mark of a template, and every one says who wrote it."""
    files = rendered()
    assert [name for name, text in files.items() if re.search(r"@[a-z_]+@", text)] == []
    assert [name for name, text in files.items() if "ringfence asterisk render" not in text.partition("\n")[0]] == []
    assert not any(name.startswith("parts/") for name in files)


def test_the_user_of_the_link_may_do_what_it_does_and_no_more() -> None:
    """It originates and steers calls; commands, files, modules and the database are out of its reach."""
    user = section(rendered()["manager.conf"], "ringfence")
    assert user["write"] == ["call,originate,reporting"]
    assert user["read"] == ["system,call,user"]
    assert user["deny"] == ["0.0.0.0/0.0.0.0", "::/0"]
    assert user["permit"] == ["127.0.0.1", "192.0.2.0/24"]
    assert section(rendered()["asterisk.conf"], "options")["live_dangerously"] == ["no"]
    assert section(rendered()["manager.conf"], "general")["webenabled"] == ["no"]


def test_only_what_is_heard_is_told() -> None:
    """The filter names each event in full, FullyBooted among them."""
    (expression,) = section(rendered()["manager.conf"], "ringfence")["eventfilter"]
    names = expression.removeprefix("^Event: (").removesuffix(")[[:space:]]").split("|")
    assert names == list(HEARD)
    assert "FullyBooted" in names


def test_no_module_that_dials_or_runs_programs_is_loaded() -> None:
    """Whatever gets into a dialplan's variable, there is nothing there to make it act."""
    loaded = set(re.findall(r"(?m)^(?:load|require) = (\w+)\.so", rendered()["modules.conf"]))
    forbidden = {
        "app_dial",
        "app_originate",
        "app_system",
        "app_exec",
        "func_shell",
        "func_env",
        "res_agi",
        "func_curl",
    }
    assert loaded & forbidden == set()
    assert {"chan_pjsip", "app_amd", "app_mixmonitor", "app_chanspy", "res_srtp"} <= loaded


@pytest.mark.parametrize(
    ("transport", "encryption", "contact"),
    [
        ("udp", "no", "sip:sip.example.net:5060"),
        ("tcp", "no", r"sip:sip.example.net:5060\;transport=tcp"),
        ("tls", "sdes", r"sip:sip.example.net:5060\;transport=tls"),
    ],
)
def test_voice_is_encrypted_when_signals_are(transport: str, encryption: str, contact: str) -> None:
    """TLS without SRTP would carry the keys of nothing."""
    carrier = dataclasses.replace(SITE.carriers[0], transport=transport)  # type: ignore[arg-type]
    site = dataclasses.replace(SITE, carriers=(carrier,), certificate=Path("/etc/tls.crt"), key=Path("/etc/tls.key"))
    text = rendered(site)["pjsip.conf"]
    assert section(text, "main", "endpoint")["media_encryption"] == [encryption]
    assert section(text, "main", "aor")["contact"] == [contact]
    assert section(text, "ringfence-tls")["cert_file"] == ["/etc/tls.crt"]


def test_a_carrier_that_knows_our_address_gets_no_password() -> None:
    """Without a user there is neither a registration nor a credential."""
    site = dataclasses.replace(SITE, carriers=(Carrier(name="spare", host="192.0.2.9", port=5060, transport="udp"),))
    text = rendered(site)["pjsip.conf"]
    assert section(text, "spare", "registration") == {}
    assert section(text, "spare", "auth") == {}
    assert section(text, "spare", "identify")["match"] == ["192.0.2.9"]
    assert section(rendered()["pjsip.conf"], "main", "auth")["password"] == ["hunter2"]


def test_a_browser_reaches_the_echo_test_and_nothing_else() -> None:
    """A stolen credential of a browser's line cannot call anybody."""
    text = rendered()["pjsip.conf"]
    line = section(text, "phone-0002", "endpoint")
    assert line["context"] == ["ringfence-agent"]
    assert line["webrtc"] == ["yes"]
    assert section(text, "phone-0002", "auth")["password"] == [phone_password(SITE.phone_secret, "phone-0002")]
    assert section(text, "phone-0003", "endpoint") == {}
    assert set(section(text, "phone-0002", "aor")["max_contacts"]) == {"1"}


def test_passwords_of_lines_differ_and_need_the_secret() -> None:
    """Knowing one line's password tells nothing about another's."""
    made = {phone_password(secret, name) for secret in ("one", "two") for name in ("phone-0001", "phone-0002")}
    assert len(made) == 4
    assert all(re.fullmatch(r"[0-9a-f]{40}", text) for text in made)


def test_carriers_learn_the_outer_address_when_the_switch_stands_behind_nat() -> None:
    """Voice would otherwise be sent to an address nobody can reach."""
    text = rendered(dataclasses.replace(SITE, address="198.51.100.7"))["pjsip.conf"]
    assert section(text, "ringfence-udp")["external_media_address"] == ["198.51.100.7"]
    assert "external_media_address" not in section(rendered()["pjsip.conf"], "ringfence-udp")


def test_browsers_are_served_from_outside_only_with_a_certificate() -> None:
    """Without TLS the web port stays on the machine itself."""
    assert section(rendered()["http.conf"], "general")["bindaddr"] == ["127.0.0.1"]
    site = dataclasses.replace(SITE, certificate=Path("/etc/tls.crt"), key=Path("/etc/tls.key"))
    assert section(rendered(site)["http.conf"], "general")["tlsbindaddr"] == ["0.0.0.0:8089"]


def test_three_beeps_are_heard() -> None:
    """Three tones with two gaps, a third of a second in all, not louder than a voice."""
    sound = beeps()
    samples = struct.unpack(f"<{len(sound) // 2}h", sound)
    assert len(samples) / SAMPLE_RATE_HZ == pytest.approx(0.31)
    assert max(samples) <= 6000
    loud = "".join("x" if any(samples[at : at + 80]) else "." for at in range(0, len(samples), 80))
    assert re.fullmatch(r"x+\.+x+\.+x+", loud)
