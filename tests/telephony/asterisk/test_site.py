"""What a switch is set to is read from the settings, and refused in plain words when it cannot be."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.errors import BadInput
from config.settings import Settings
from telephony.asterisk.site import Carrier, is_plain, parse_carriers, site_of

SECRETS = {"asterisk_password": "a-long-password", "asterisk_phone_secret": "a-longer-secret"}


def _settings(**values: object) -> Settings:
    return Settings.model_validate({**SECRETS, **values})


@pytest.mark.parametrize(
    ("text", "carriers"),
    [
        ("", []),
        ("main=sip:sip.example.net", [Carrier(name="main", host="sip.example.net", port=5060, transport="udp")]),
        (
            "main=sips:me:p%40ss@sip.example.net, spare=sip:192.0.2.9:5080;transport=tcp",
            [
                Carrier(name="main", host="sip.example.net", port=5061, transport="tls", user="me", password="p@ss"),
                Carrier(name="spare", host="192.0.2.9", port=5080, transport="tcp"),
            ],
        ),
    ],
)
def test_carriers_are_read(text: str, carriers: list[Carrier]) -> None:
    """A trunk is written as one address; sips brings TLS and its port."""
    assert list(parse_carriers(text)) == carriers


@pytest.mark.parametrize(
    "text",
    [
        "sip:sip.example.net",
        "Main=sip:sip.example.net",
        "main=http://sip.example.net",
        "main=sip:",
        "main=sip:host:99999",
        "main=sip:user@host",
        "main=sip:user:a%3Bb@host",
        "main=sip:user:a%0Ab@host",
        "main=sip:host;transport=ws",
        "main=sip:host/path",
        "main=sip:ho_st",
        "global=sip:host",
        "phone-0001=sip:host",
        "main=sip:one,main=sip:two",
    ],
)
def test_a_carrier_is_refused_when_it_cannot_be_written_safely(text: str) -> None:
    """The refusal names the place in the list, and repeats nothing that may be secret."""
    with pytest.raises(BadInput) as refused:
        parse_carriers(text)
    assert list(refused.value.details) == ["RINGFENCE_ASTERISK_CARRIERS"]
    assert text not in refused.value.sentence


def test_the_defaults_are_closed() -> None:
    """With secrets and nothing else: AMI on this machine only, no carrier, no certificate."""
    site = site_of(_settings())
    assert (site.ami_bind, site.ami_port, list(site.permit)) == ("127.0.0.1", 5038, ["127.0.0.1"])
    assert list(site.carriers) == []
    assert site.call_account == "ringfence-call"


@pytest.mark.parametrize(
    ("values", "named"),
    [
        ({"asterisk_password": None}, "RINGFENCE_ASTERISK_PASSWORD"),
        ({"asterisk_password": "elevenchars"}, "RINGFENCE_ASTERISK_PASSWORD"),
        ({"asterisk_password": "semicolon;comment"}, "RINGFENCE_ASTERISK_PASSWORD"),
        ({"asterisk_phone_secret": None}, "RINGFENCE_ASTERISK_PHONE_SECRET"),
        ({"asterisk_permit": "everybody"}, "RINGFENCE_ASTERISK_PERMIT"),
        ({"asterisk_permit": "192.0.2.1/24"}, "RINGFENCE_ASTERISK_PERMIT"),
        ({"asterisk_links": "127.0.0.1"}, "RINGFENCE_ASTERISK_LINKS"),
        ({"asterisk_bind": "192.0.2.0/24"}, "RINGFENCE_ASTERISK_BIND"),
        ({"asterisk_address": "example.net"}, "RINGFENCE_ASTERISK_ADDRESS"),
        ({"asterisk_certificate": "/etc/tls.crt"}, "RINGFENCE_ASTERISK_CERTIFICATE"),
        ({"asterisk_carriers": "main=sips:sip.example.net"}, "RINGFENCE_ASTERISK_CARRIERS"),
        ({"asterisk_carriers": "main=sip:"}, "RINGFENCE_ASTERISK_CARRIERS"),
        ({"asterisk_rtp_ports": "20000-10000"}, "RINGFENCE_ASTERISK_RTP_PORTS"),
        ({"asterisk_rtp_ports": "1023-2000"}, "RINGFENCE_ASTERISK_RTP_PORTS"),
        ({"asterisk_sounds_dir": "/var/lib/a b"}, "RINGFENCE_ASTERISK_SOUNDS_DIR"),
        ({"asterisk_spool_dir": "recordings"}, "RINGFENCE_ASTERISK_SPOOL_DIR"),
    ],
)
def test_a_setting_is_named_when_it_cannot_be_used(values: dict[str, object], named: str) -> None:
    """A person reads which setting is wrong, before any file is written."""
    with pytest.raises(BadInput) as refused:
        site_of(_settings(**values))
    assert list(refused.value.details) == [named]


@pytest.mark.parametrize(("permit", "bind"), [("127.0.0.1,::1", "127.0.0.1"), ("10.0.0.0/8", "0.0.0.0")])  # noqa: S104
def test_the_link_listens_outside_only_when_others_may_sign_in(permit: str, bind: str) -> None:
    """An open port that nobody may use would only be attacked."""
    assert site_of(_settings(asterisk_permit=permit)).ami_bind == bind


@given(st.text(alphabet=st.characters(), max_size=20))
def test_a_plain_text_cannot_leave_its_line(text: str) -> None:
    """What passes holds no line break, comment or escape, so it stays the value it is."""
    if is_plain(text):
        assert not set(text) & set("\r\n\0;\\")
        assert text == text.strip()
