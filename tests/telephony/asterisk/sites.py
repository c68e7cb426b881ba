"""A site of the tests and what it is rendered to, from the templates that are shipped."""

from pathlib import Path

from telephony.asterisk.conf_files import conf_files
from telephony.asterisk.site import Carrier, Site

ROOT = Path(__file__).resolve().parents[3]
TEMPLATES = ROOT / "asterisk-conf"

SITE = Site(
    ami_bind="127.0.0.1",
    ami_port=5038,
    ami_user="ringfence",
    ami_password="sixteen-letters!",
    permit=("127.0.0.1", "192.0.2.0/24"),
    house="ringfence",
    bind="0.0.0.0",  # noqa: S104 - rendered, not bound
    sip_port=5060,
    sips_port=5061,
    web_port=8088,
    web_tls_port=8089,
    rtp_first=10000,
    rtp_last=20000,
    address=None,
    certificate=None,
    key=None,
    carriers=(Carrier(name="main", host="sip.example.net", port=5060, transport="udp", user="me", password="hunter2"),),
    phones=2,
    phone_secret="a secret of the tests",
    sounds=Path("/var/lib/asterisk/ringfence"),
    spool=Path("/var/spool/asterisk/ringfence"),
)


def read_templates() -> dict[str, str]:
    """Return the templates by name; those of parts as `parts/name`."""
    return {
        path.relative_to(TEMPLATES).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted(TEMPLATES.rglob("*.conf"))
    }


def rendered(site: Site = SITE) -> dict[str, str]:
    """Return what a site is rendered to."""
    return conf_files(site, read_templates())
