"""`ringfence asterisk render` writes the files a switch loads; `ringfence check asterisk` asks a switch what it is."""

import asyncio
from pathlib import Path
from typing import Annotated

import typer

from config.clock import SystemClock
from config.errors import Conflict, ProviderFailed
from config.ids import RandomIds
from config.settings import Settings, load_settings
from telephony.asterisk.checking import ask_all
from telephony.asterisk.checkup import Finding, findings, is_ready
from telephony.asterisk.conf_files import HEAD, beeps, conf_files
from telephony.asterisk.dialplan import BEEPS, MESSAGES
from telephony.asterisk.site import Site, site_of
from telephony.asterisk.switch import Switch
from web.commands.asking import answering

TEMPLATES = Path(__file__).resolve().parents[2] / "asterisk-conf"
PRIVATE = 0o640
"""The files hold passwords: the switch's user and its group read them, nobody else."""
NOT_READY = 1
MARKS = {"right": "right  ", "doubtful": "look at", "wrong": "WRONG  "}

asterisk = typer.Typer(help="Write what an Asterisk loads.", no_args_is_help=True)
check = typer.Typer(help="Check what Ringfence stands on.", no_args_is_help=True)


def add_to(app: typer.Typer) -> None:
    """Register `asterisk` and `check`."""
    app.add_typer(asterisk, name="asterisk")
    app.add_typer(check, name="check")


@asterisk.callback()
@check.callback()
def _group() -> None:
    """Stay a group with one command in it."""


@asterisk.command("render")
def render(out: Annotated[Path, typer.Option(help="Folder to write to: etc and sounds go into it.")]) -> None:
    """Write the configuration of an Asterisk from the settings; docs/asterisk.md says how it gets there."""
    site = answering(lambda: site_of(load_settings()))
    written = answering(lambda: write_site(site, out))
    typer.echo(f"Wrote {written} files to {out / 'etc'} and the beeps to {out / 'sounds'}.")
    typer.echo("Copy them as docs/asterisk.md says, restart the switch, then: ringfence check asterisk")


@check.command("asterisk")
def check_asterisk() -> None:
    """Say in plain words whether Ringfence can dial through each configured Asterisk; exit code 1 if not."""
    settings = answering(load_settings)
    site = answering(lambda: site_of(settings))
    reports = [asyncio.run(_check(switch, site)) for switch in switches(settings)]
    if not all(reports):
        raise typer.Exit(NOT_READY)


def write_site(site: Site, out: Path) -> int:
    """Write the files of a switch below a folder; return how many.

    Raises:
        Conflict: a file stands there that somebody else wrote.
    """
    templates = {
        path.relative_to(TEMPLATES).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted(TEMPLATES.rglob("*.conf"))
    }
    files = conf_files(site, templates)
    for name in files:
        path = out / "etc" / name
        if path.exists() and HEAD not in path.read_text(encoding="utf-8", errors="replace").partition("\n")[0]:
            raise Conflict("not_ours", f"{path} was not written by Ringfence; choose another folder.")
    (out / "etc").mkdir(parents=True, exist_ok=True)
    (out / "sounds" / MESSAGES).mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        path = out / "etc" / name
        path.touch(PRIVATE)
        path.chmod(PRIVATE)
        path.write_text(text, encoding="utf-8")
    (out / "sounds" / f"{BEEPS}.sln").write_bytes(beeps())
    return len(files)


def switches(settings: Settings) -> list[Switch]:
    """Return the configured switches, as they are signed in to."""
    assert settings.asterisk_password is not None
    secret = settings.asterisk_password.get_secret_value()
    found = []
    for link in settings.asterisk_links:
        host, _, port = link.rpartition(":")
        found.append(Switch(name=link, host=host, port=int(port), username=settings.asterisk_user, secret=secret))
    return found


async def _check(switch: Switch, site: Site) -> bool:
    typer.echo(switch.name)
    try:
        answers = await ask_all(switch, SystemClock(), RandomIds(), [carrier.name for carrier in site.carriers])
    except ProviderFailed as failed:
        _tell(Finding(what="link", verdict="wrong", sentence=str(failed)))
        return False
    found = findings(answers)
    for finding in found:
        _tell(finding)
    return is_ready(found)


def _tell(finding: Finding) -> None:
    typer.echo(f"  {MARKS[finding.verdict]}  {finding.what}: {finding.sentence}")
