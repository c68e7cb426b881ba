"""Writes the next migration: `python -m tests.writing_migration "What changes"`, or `make migration`.

Starts a throw-away server, migrates it to head, and compares it with the mapped classes.
"""

import subprocess
import sys
import tempfile
from pathlib import Path

from config.launching import postgres, wipe
from config.migrating import SCRIPTS, migrate, write_migration
from config.settings import Settings
from tests.architecture.sources import mapped_modules


def main(sentence: str) -> None:
    modules = mapped_modules(SCRIPTS.parent.parent)
    with tempfile.TemporaryDirectory(prefix="ringfence-migration-") as folder:
        with postgres(Settings(data_dir=Path(folder)), fast=True) as server:
            migrate(server.url(), modules)
            write_migration(server.url(), modules, sentence)
        wipe(Path(folder))
    ruff = [sys.executable, "-m", "ruff"]
    subprocess.run([*ruff, "check", "--fix-only", "--quiet", SCRIPTS], check=True)
    subprocess.run([*ruff, "format", "--quiet", SCRIPTS], check=True)


if __name__ == "__main__":
    main(sys.argv[1])
