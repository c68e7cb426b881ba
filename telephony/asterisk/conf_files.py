"""The text of every file that a switch loads, made of templates (`asterisk-conf`) and of one site's values.

Pure: templates come in as texts, files go out as texts, and the beeps as samples. A template's `@name@` is a value; a
name that is not known is our own mistake. Reading and writing is left to the command.
"""

import math
import re
import struct
from collections.abc import Mapping
from typing import Final

from telephony.asterisk import dialplan
from telephony.asterisk.site import Carrier, Site, is_plain, phone_name, phone_password

PART: Final = "parts/"
HEAD: Final = "Written by `ringfence asterisk render`. Change the settings and write it again, not this file."

HOLD_TONE: Final = "425/180,0/2800"
"""A short tone every three seconds, so that a waiting person knows that the line lives."""

SAMPLE_RATE_HZ: Final = 8000
BEEP_HZ: Final = 1000
BEEP_MS: Final = 70
GAP_MS: Final = 50
BEEP_LEVEL: Final = 6000

_MARK = re.compile(r"@([a-z_]+)@")


def conf_files(site: Site, templates: Mapping[str, str]) -> dict[str, str]:
    """Return the text of each file by its name; parts (`parts/...`) go into the files, not beside them."""
    values = _values(site, templates)
    return {name: _fill(text, values) for name, text in sorted(templates.items()) if not name.startswith(PART)}


def beeps() -> bytes:
    """Return three short beeps, 0.31 s in all, as signed 16-bit samples at 8 kHz (what Asterisk calls `sln`)."""
    beep = [
        round(BEEP_LEVEL * math.sin(2 * math.pi * BEEP_HZ * sample / SAMPLE_RATE_HZ))
        for sample in range(SAMPLE_RATE_HZ * BEEP_MS // 1000)
    ]
    gap = [0] * (SAMPLE_RATE_HZ * GAP_MS // 1000)
    samples = beep + gap + beep + gap + beep
    return struct.pack(f"<{len(samples)}h", *samples)


def _values(site: Site, templates: Mapping[str, str]) -> dict[str, str]:
    values = {
        "head": HEAD,
        "folders": _folders(site),
        "ami_bind": site.ami_bind,
        "ami_port": str(site.ami_port),
        "ami_user": site.ami_user,
        "ami_password": site.ami_password,
        "permits": "\n".join(f"permit = {part}" for part in site.permit),
        "heard": "|".join(dialplan.HEARD),
        "call_account": site.call_account,
        "bind": site.bind,
        "sip_port": str(site.sip_port),
        "sips_port": str(site.sips_port),
        "http_bind": site.bind if site.bind.startswith("127.") else "127.0.0.1",
        "http_port": str(site.web_port),
        "rtp_first": str(site.rtp_first),
        "rtp_last": str(site.rtp_last),
        "certificate": str(site.certificate or ""),
        "key": str(site.key or ""),
        "authorities": str(site.authorities),
        "nat": _nat(site),
        "media_address": _media_address(site),
        "sounds": str(site.sounds),
        "spool": str(site.spool),
        "hold_tone": HOLD_TONE,
        "wait_s": str(dialplan.WAIT_S),
        "rescue_s": str(dialplan.RESCUE_S),
        "hold_s": str(dialplan.HOLD_S),
        "park_s": str(dialplan.PARK_S),
    }
    assert all(is_plain(value) or "\n" in value for value in values.values()), "a value would change the file around it"
    values["http_tls"] = _http_tls(site)
    values["transport_tls"] = _fill(templates[PART + "tls.conf"], values) if site.certificate else ""
    values["carriers"] = "".join(_carrier(carrier, templates, values) for carrier in site.carriers)
    values["phones"] = "".join(_phone(number, site, templates, values) for number in range(1, site.phones + 1))
    return values


def _carrier(carrier: Carrier, templates: Mapping[str, str], values: Mapping[str, str]) -> str:
    parameter = {"udp": "", "tcp": ";transport=tcp", "tls": ";transport=tls"}[carrier.transport]
    own = {
        "name": carrier.name,
        "host": carrier.host,
        "transport": carrier.transport,
        "encryption": "sdes" if carrier.transport == "tls" else "no",
        "asked_every_s": str(carrier.asked_every_s),
        "user": carrier.user,
        "password": carrier.password,
        "contact": f"sip:{carrier.host}:{carrier.port}{parameter}".replace(";", r"\;"),
        "client": f"sip:{carrier.user}@{carrier.host}",
    }
    own |= values
    own["carrier_auth"] = _fill(templates[PART + "carrier_auth.conf"], own).rstrip("\n") if carrier.user else ""
    return _fill(templates[PART + "carrier.conf"], own)


def _phone(number: int, site: Site, templates: Mapping[str, str], values: Mapping[str, str]) -> str:
    name = phone_name(number)
    own = {"name": name, "password": phone_password(site.phone_secret, name), **values}
    return _fill(templates[PART + "phone.conf"], own)


def _folders(site: Site) -> str:
    if site.folders is None:
        return "(!)\n; Those of the package."
    home = site.folders.home
    places = {
        "astetcdir": home / "etc",
        "astmoddir": site.folders.modules,
        "astvarlibdir": home / "lib",
        "astdbdir": home / "lib",
        "astkeydir": home / "lib",
        "astdatadir": site.folders.sounds,
        "astagidir": home / "lib",
        "astspooldir": home / "spool",
        "astrundir": home / "run",
        "astlogdir": home / "log",
    }
    return "".join(f"\n{name} => {path}" for name, path in places.items())


def _nat(site: Site) -> str:
    if site.address is None:
        return ""
    lines = (
        f"external_signaling_address = {site.address}",
        f"external_media_address = {site.address}",
        *(f"local_net = {net}" for net in ("127.0.0.0/8", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16")),
    )
    return "".join(f"\n{line}" for line in lines)


def _media_address(site: Site) -> str:
    if site.bind in {"0.0.0.0", "::"}:  # noqa: S104 - compared, not bound
        return ""
    return f"\nmedia_address = {site.bind}\nbind_rtp_to_media_address = yes"


def _http_tls(site: Site) -> str:
    if site.certificate is None:
        return ""
    return (
        f"\ntlsenable = yes\ntlsbindaddr = {site.bind}:{site.web_tls_port}\ntlscertfile = {site.certificate}"
        f"\ntlsprivatekey = {site.key}"
    )


def _fill(template: str, values: Mapping[str, str]) -> str:
    return _MARK.sub(lambda found: values[found[1]], template)
