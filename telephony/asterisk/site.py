"""What one installation's switch is set to, read from the settings and checked in plain words.

Pure: it knows neither files nor a switch. `rendering` and `asterisk-conf` turn it into what a switch loads.
"""

import hashlib
import hmac
import ipaddress
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal
from urllib.parse import unquote, urlsplit

from pydantic import SecretStr

from config.errors import BadInput
from config.settings import Settings
from telephony.asterisk.dialplan import Role, account

Transport = Literal["udp", "tcp", "tls"]

NAME = re.compile(r"[a-z][a-z0-9-]{0,30}")
HOST = re.compile(r"[A-Za-z0-9.-]{1,253}|\[[0-9a-fA-F:]+\]")
LEAST_PASSWORD = 12
SIP_PORTS = {"udp": 5060, "tcp": 5060, "tls": 5061}


@dataclass(frozen=True, kw_only=True)
class Carrier:
    """A trunk; without a user the carrier knows us by our address. TLS brings SRTP with it."""

    name: str
    host: str
    port: int
    transport: Transport
    user: str = ""
    password: str = ""
    asked_every_s: int = 15  # Whether it still answers; 0 never asks.


@dataclass(frozen=True, kw_only=True)
class Folders:
    """Where a switch that is not installed as a package keeps its files; `home` is its own."""

    home: Path
    modules: Path
    sounds: Path


@dataclass(frozen=True, kw_only=True)
class Site:
    """Everything that differs between two installations; ports and addresses are the switch's own."""

    ami_bind: str
    ami_port: int
    ami_user: str
    ami_password: str
    permit: Sequence[str]
    house: str
    bind: str
    sip_port: int
    sips_port: int
    web_port: int
    web_tls_port: int
    rtp_first: int
    rtp_last: int
    address: str | None
    certificate: Path | None
    key: Path | None
    carriers: Sequence[Carrier]
    phones: int
    phone_secret: str
    sounds: Path
    spool: Path
    folders: Folders | None = None
    authorities: Path = Path("/etc/ssl/certs/ca-certificates.crt")

    @property
    def call_account(self) -> str:
        """The account of those who call us, which the dialplan sets itself."""
        return account(Role.CALL, self.house)


def site_of(settings: Settings) -> Site:
    """Read what the switch is to be set to.

    Raises:
        BadInput: a secret is missing or too short, or an address, port or carrier cannot be used; `details`
            names each setting. Secrets are not repeated.
    """
    wrong = _wrong(settings)
    carriers: Sequence[Carrier] = ()
    try:
        carriers = parse_carriers(_secret(settings.asterisk_carriers))
    except BadInput as refused:
        wrong |= refused.details
    if wrong:
        raise BadInput("bad_settings", "The switch cannot be set up: " + "; ".join(wrong.values()), wrong)
    first, last = (int(port) for port in settings.asterisk_rtp_ports.split("-"))
    is_local = all(ipaddress.ip_network(part).is_loopback for part in settings.asterisk_permit)
    return Site(
        ami_bind="127.0.0.1" if is_local else settings.asterisk_bind,
        ami_port=int(settings.asterisk_links[0].rpartition(":")[2]),
        ami_user=settings.asterisk_user,
        ami_password=_secret(settings.asterisk_password),
        permit=settings.asterisk_permit,
        house=settings.asterisk_account,
        bind=settings.asterisk_bind,
        sip_port=settings.asterisk_sip_port,
        sips_port=settings.asterisk_sips_port,
        web_port=settings.asterisk_web_port,
        web_tls_port=settings.asterisk_web_port + 1,
        rtp_first=first,
        rtp_last=last,
        address=settings.asterisk_address,
        certificate=settings.asterisk_certificate,
        key=settings.asterisk_key,
        carriers=carriers,
        phones=settings.asterisk_phones,
        phone_secret=_secret(settings.asterisk_phone_secret),
        sounds=settings.asterisk_sounds_dir,
        spool=settings.asterisk_spool_dir,
    )


def parse_carriers(text: str) -> tuple[Carrier, ...]:
    """Read `name=sip:user:password@host:port` with commas between; `;transport=tcp` may follow.

    Raises:
        BadInput: one of them is not of this form, or two have one name; its place in the list is named.
    """
    found: list[Carrier] = []
    for number, part in enumerate((part.strip() for part in text.split(",") if part.strip()), 1):
        carrier = _carrier(part)
        if carrier is None or carrier.name in {other.name for other in found}:
            sentence = f"carrier {number} is not name=sip:user:password@host:port with a name of its own"
            raise BadInput("bad_settings", sentence, {"RINGFENCE_ASTERISK_CARRIERS": sentence})
        found.append(carrier)
    return tuple(found)


def phone_name(number: int) -> str:
    """Return the name of a browser's line, from 1."""
    return f"phone-{number:04d}"


def phone_password(secret: str, name: str) -> str:
    """Derive the password of a browser's line; both sides can, and neither keeps it."""
    return hmac.new(secret.encode(), name.encode(), hashlib.sha256).hexdigest()[:40]


def _carrier(text: str) -> Carrier | None:
    name, _, address = text.partition("=")
    scheme, _, rest = address.partition(":")
    target, _, parameters = rest.removeprefix("//").partition(";")
    transport: Transport = "tls" if scheme == "sips" else "tcp" if parameters == "transport=tcp" else "udp"
    parts = urlsplit("//" + target)
    try:
        port = parts.port or SIP_PORTS[transport]
    except ValueError:
        return None
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    is_right = (
        NAME.fullmatch(name)
        and name not in {"global", "system"}
        and not name.startswith(("phone-", "ringfence-"))
        and scheme in {"sip", "sips"}
        and parameters in {"", "transport=tcp", "transport=udp"}
        and HOST.fullmatch(parts.hostname or "")
        and not (parts.path or parts.query)
        and bool(user) == bool(password)
        and is_plain(user)
        and is_plain(password)
    )
    if not is_right:
        return None
    return Carrier(name=name, host=parts.hostname or "", port=port, transport=transport, user=user, password=password)


def _wrong(settings: Settings) -> dict[str, str]:
    wrong = {}
    for name, why in (
        ("asterisk_password", "the AMI user needs a password"),
        ("asterisk_phone_secret", "the browsers' lines need a secret"),
    ):
        secret = _secret(getattr(settings, name))
        if len(secret) < LEAST_PASSWORD or not is_plain(secret):
            wrong[name] = f"{why} of at least {LEAST_PASSWORD} printable signs without ; and \\"
    if (
        any(not re.fullmatch(r"[^:\s]+:\d{1,5}", link) for link in settings.asterisk_links)
        or not settings.asterisk_links
    ):
        wrong["asterisk_links"] = "links are host:port, with commas between"
    if any(_network(part) is None for part in settings.asterisk_permit) or not settings.asterisk_permit:
        wrong["asterisk_permit"] = "those who may sign in are addresses or networks such as 192.0.2.0/24"
    for name in ("asterisk_bind", "asterisk_address"):
        value = getattr(settings, name)
        if value is not None and ("/" in value or _network(value) is None):
            wrong[name] = "an address is needed, such as 192.0.2.7"
    if (settings.asterisk_certificate is None) != (settings.asterisk_key is None):
        wrong["asterisk_certificate"] = "a certificate and its key come together"
    if "sips:" in _secret(settings.asterisk_carriers) and settings.asterisk_certificate is None:
        wrong["asterisk_carriers"] = "a carrier over TLS needs asterisk_certificate and asterisk_key"
    wrong |= _wrong_places(settings)
    return {f"RINGFENCE_{name.upper()}": why for name, why in wrong.items()}


def _wrong_places(settings: Settings) -> dict[str, str]:
    wrong = {}
    for name in ("asterisk_certificate", "asterisk_key", "asterisk_sounds_dir", "asterisk_spool_dir"):
        path = getattr(settings, name)
        if path is not None and not re.fullmatch(r"/[\w./-]+", str(path)):
            wrong[name] = "paths on the switch are absolute, of letters, digits, dots and hyphens"
    first, last = (int(port) for port in settings.asterisk_rtp_ports.split("-"))
    if not 1024 <= first < last <= 65535:
        wrong["asterisk_rtp_ports"] = "the ports of voice lie between 1024 and 65535, the first before the last"
    return wrong


def is_plain(text: str) -> bool:
    """Say whether a text can stand in a switch's files as it is: printable, no comment, no escape, no outer gap."""
    return text.isprintable() and text.isascii() and text == text.strip() and not set(text) & set(";\\")


def _network(text: str) -> ipaddress.IPv4Network | ipaddress.IPv6Network | None:
    try:
        return ipaddress.ip_network(text)
    except ValueError:
        return None


def _secret(value: object) -> str:
    return value.get_secret_value() if isinstance(value, SecretStr) else ""
