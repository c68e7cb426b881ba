"""All settings, typed: environment variables `RINGFENCE_*` first, then one TOML file, then defaults.

The only place that reads the environment or the file. Units stand at the end of names; secrets are
masked wherever they are shown. What a setting does is said in its description and in docs/settings.md.
"""

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, PydanticBaseSettingsSource, SettingsConfigDict

from config.errors import BadInput

PREFIX = "RINGFENCE_"
FILE_VARIABLE = "RINGFENCE_CONFIG"
FILE_NAME = "ringfence.toml"
MASK = "********"

Source = Literal["env", "file", "default"]


def default_data_dir() -> Path:
    """Return the user's data folder for this program, by the XDG base directory specification."""
    home = os.environ.get("XDG_DATA_HOME")
    return (Path(home) if home else Path.home() / ".local" / "share") / "ringfence"


class Settings(BaseSettings):
    """The settings of one process; frozen, read once at start and handed on from there."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, env_ignore_empty=True, frozen=True, extra="forbid", validate_default=False
    )

    data_dir: Path = Field(
        default_factory=default_data_dir,
        description="Folder of everything this server keeps: the database, recordings and secrets.",
    )
    database_url: SecretStr | None = Field(
        default=None,
        description="Address of a PostgreSQL server, 15 or newer (postgresql://user:password@host/name). "
        "Without it, Ringfence starts a server of its own in the data folder.",
    )
    redis_url: SecretStr | None = Field(
        default=None,
        description="Address of a Redis server (redis://host:6379/0). Needed only when several processes serve pages.",
    )

    host: str = Field(default="127.0.0.1", description="Address on which pages are served.")
    port: int = Field(default=8080, ge=0, le=65535, description="Port on which pages are served; 0 takes a free one.")
    public_url: str | None = Field(
        default=None,
        pattern=r"^https?://[^/\s]+(/\S*)?$",
        description="Address under which browsers and providers reach this server, when it stands behind a proxy.",
    )
    trusted_proxies: Annotated[tuple[str, ...], NoDecode] = Field(
        default=(),
        description="Addresses of proxies whose X-Forwarded-For and X-Forwarded-Proto headers are believed.",
    )
    max_upload_mb: int = Field(default=256, ge=1, le=4096, description="Largest file that may be uploaded, in MB.")

    session_idle_minutes: int = Field(
        default=60, ge=1, le=1440, description="A person is signed out after so many minutes without a request."
    )
    session_max_hours: int = Field(
        default=12, ge=1, le=168, description="A person signs in again after so many hours at the latest."
    )
    sign_in_link_minutes: int = Field(
        default=60, ge=1, le=1440, description="How many minutes a one-time sign-in link works."
    )

    provider: Literal["simulated", "asterisk", "twilio"] = Field(
        default="simulated", description="Who carries calls and messages; the simulated carrier reaches nobody."
    )
    provider_deadline_s: float = Field(
        default=5.0, gt=0, le=60, description="How many seconds a provider may take to answer; later is unknown."
    )
    database_deadline_s: float = Field(
        default=10.0, gt=0, le=120, description="How many seconds to wait for a free database connection."
    )
    pool_size: int = Field(default=10, ge=1, le=200, description="Number of database connections of one process.")
    lease_term_s: float = Field(
        default=5.0, gt=0, le=600, description="For how many seconds the dialing process holds its lease."
    )
    lease_renewal_s: float = Field(
        default=1.0, gt=0, le=300, description="Every how many seconds the dialing process renews its lease."
    )

    asterisk_links: Annotated[tuple[str, ...], NoDecode] = Field(
        default=("127.0.0.1:5038",), description="Where the manager interface (AMI) of each Asterisk is: host:port."
    )
    asterisk_user: str = Field(default="ringfence", description="Name of the AMI user.", pattern=r"^[\w-]{1,40}$")
    asterisk_password: SecretStr | None = Field(default=None, description="Password of the AMI user.")
    asterisk_account: str = Field(
        default="ringfence",
        pattern=r"^[a-z0-9]{1,12}$",
        description="What the account codes of our channels begin with; two installations on one Asterisk need two.",
    )
    asterisk_permit: Annotated[tuple[str, ...], NoDecode] = Field(
        default=("127.0.0.1",), description="Addresses or networks from which the AMI user may sign in."
    )
    asterisk_carriers: SecretStr | None = Field(
        default=None,
        description="Trunks, the first preferred: name=sip:user:password@host:port. sips: encrypts signals and voice.",
    )
    asterisk_bind: str = Field(default="0.0.0.0", description="Address on which SIP and browsers are listened to.")  # noqa: S104 - a switch is there to be reached
    asterisk_sip_port: int = Field(default=5060, ge=1, le=65535, description="Port of SIP over UDP and TCP.")
    asterisk_sips_port: int = Field(default=5061, ge=1, le=65535, description="Port of SIP over TLS.")
    asterisk_web_port: int = Field(default=8088, ge=1, le=65534, description="Port on which browsers reach the switch.")
    asterisk_rtp_ports: str = Field(
        default="10000-20000", pattern=r"^\d{4,5}-\d{4,5}$", description="Ports of voice, first and last."
    )
    asterisk_address: str | None = Field(
        default=None, description="Address under which carriers reach the switch, when it stands behind NAT."
    )
    asterisk_certificate: Path | None = Field(default=None, description="The switch's certificate, a PEM file there.")
    asterisk_key: Path | None = Field(
        default=None, description="The private key of that certificate, a PEM file there."
    )
    asterisk_phones: int = Field(default=50, ge=0, le=2000, description="How many browsers can be agents at once.")
    asterisk_phone_secret: SecretStr | None = Field(
        default=None, description="Secret from which the passwords of the browsers' lines are derived."
    )
    asterisk_sounds_dir: Path = Field(
        default=Path("/var/lib/asterisk/ringfence"), description="Folder on the switch with the beeps and the messages."
    )
    asterisk_spool_dir: Path = Field(
        default=Path("/var/spool/asterisk/ringfence"), description="Folder to which the switch writes recordings."
    )

    most_lines: int | None = Field(
        default=None, ge=1, le=100_000, description="Most calls at once, over all campaigns; no limit without."
    )
    most_calls_per_second: float | None = Field(
        default=None, gt=0, le=1000, description="Most calls started a second, over all campaigns; no limit without."
    )

    undo_s: int = Field(default=10, ge=0, le=60, description="For how many seconds an outcome may be taken back.")
    recordings_dir: Path = Field(
        default_factory=lambda values: values["data_dir"] / "recordings",
        description="Folder of recorded calls.",
    )

    company_name: str = Field(
        default="Harbor Lane Services", description="Name under which calls are made and texts are signed."
    )
    officer_name: str = Field(
        default="Dana Whitfield",
        description="Name of the person whom texts ask to call back; one who can be asked for.",
    )

    log_level: Literal["debug", "info", "warning", "error"] = Field(
        default="info", description="Least important kind of line that is logged."
    )
    log_format: Literal["console", "json"] = Field(
        default="console", description="How lines are logged: for eyes, or one JSON object a line."
    )

    @field_validator("trusted_proxies", "asterisk_links", "asterisk_permit", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        return tuple(part.strip() for part in value.split(",") if part.strip()) if isinstance(value, str) else value

    @field_validator("data_dir", "recordings_dir")
    @classmethod
    def _absolute(cls, value: Path) -> Path:
        return value.expanduser().absolute()

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],  # noqa: ARG003 - the signature is pydantic's
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - the signature is pydantic's
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - the signature is pydantic's
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Let the environment win over what `load_settings` read from the file."""
        return env_settings, init_settings


@dataclass(frozen=True, slots=True)
class SettingRow:
    """One setting as it is shown: its value with secrets masked, and where it comes from."""

    name: str
    value: str
    source: Source
    description: str


def load_settings() -> Settings:
    """Read the environment and the TOML file.

    Raises:
        BadInput: the file cannot be read, or a setting is unknown or has a wrong value; `details` names each
            by its variable or by `file: name`. Values are not repeated, since they may be secret.
    """
    written = _read_file()
    try:
        return Settings(**written)
    except ValidationError as error:
        # A default that could not be worked out is the consequence of another mistake, which is named itself.
        wrong = [item for item in error.errors() if item["type"] != "default_factory_not_called"]
        details = {_place(str(item["loc"][0]), written): item["msg"] for item in wrong}
        sentence = "Settings are wrong: " + "; ".join(f"{place}: {message}" for place, message in details.items())
        raise BadInput("bad_settings", sentence, details) from None


def settings_table(settings: Settings) -> list[SettingRow]:
    """List every setting in the order of the class, secrets masked."""
    written = _read_file()
    return [
        SettingRow(name, _shown(getattr(settings, name)), _source(name, written), field.description or "")
        for name, field in Settings.model_fields.items()
    ]


def settings_file() -> Path:
    """Return where the TOML file is looked for; it need not exist unless `RINGFENCE_CONFIG` names it."""
    named = os.environ.get(FILE_VARIABLE)
    if named:
        return Path(named).expanduser()
    data_dir = os.environ.get(f"{PREFIX}DATA_DIR")
    return (Path(data_dir).expanduser() if data_dir else default_data_dir()) / FILE_NAME


def _read_file() -> Mapping[str, Any]:
    path = settings_file()
    if not os.environ.get(FILE_VARIABLE) and not path.is_file():
        return {}
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise BadInput(
            "bad_settings", f"The settings file {path} cannot be read: {error.strerror}", {FILE_VARIABLE: str(path)}
        ) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadInput(
            "bad_settings", f"The settings file {path} is not TOML: {error}", {FILE_VARIABLE: str(path)}
        ) from error


def _source(name: str, written: Mapping[str, Any]) -> Source:
    if os.environ.get(_variable(name)):
        return "env"
    return "file" if name in written else "default"


def _place(name: str, written: Mapping[str, Any]) -> str:
    # pydantic-settings reports a field by its variable's name in lower case when the value came from there.
    plain = name.removeprefix(PREFIX.lower())
    return f"{settings_file().name}: {plain}" if _source(plain, written) == "file" else _variable(plain)


def _variable(name: str) -> str:
    return PREFIX + name.upper()


def _shown(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, SecretStr):
        return MASK
    return ", ".join(value) if isinstance(value, tuple) else str(value)
