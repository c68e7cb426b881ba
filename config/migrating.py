"""Brings a database's tables to the newest form, and writes the next migration from the mapped classes.

Which modules hold mapped classes is told by the caller, since this package knows none of them. Blocking:
call it before the loop serves anybody, or in a thread.
"""

import importlib
from collections.abc import Sequence
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, create_engine, pool

SCRIPTS = Path(__file__).parent / "migrations"
FOREIGN = "procrastinate_"
"""Tables of the job queue begin so; its own library makes them, and they are compared with nothing of ours."""


def migrate(url: str, modules: Sequence[str], *, to: str = "head") -> None:
    """Run the migrations up (or down, to an older revision or "base").

    Each runs in a transaction of its own, so a killed run goes on where it stopped. Two processes do not
    migrate at once: the second waits.
    """
    with _connected(url, modules) as connection:
        settings = _settings(connection)
        if to == "base":
            command.downgrade(settings, to)
        else:
            command.upgrade(settings, to)


def write_migration(url: str, modules: Sequence[str], sentence: str) -> None:
    """Write the next migration below `config/migrations/versions`, from the database at `url`, which is at head."""
    with _connected(url, modules) as connection:
        command.revision(_settings(connection), sentence, autogenerate=True)


def is_ours(name: str | None, kind: str, parents: object) -> bool:  # noqa: ARG001 - the signature is alembic's
    """Tell alembic which tables of the database are compared with the mapped classes."""
    return kind != "table" or name is None or not name.startswith(FOREIGN)


def _connected(url: str, modules: Sequence[str]) -> Connection:
    for module in modules:
        importlib.import_module(module)
    return create_engine(url, poolclass=pool.NullPool).connect()


def _settings(connection: Connection) -> Config:
    settings = Config()
    settings.set_main_option("script_location", str(SCRIPTS).replace("%", "%%"))
    settings.set_main_option("path_separator", "os")
    settings.set_main_option("file_template", "%%(rev)s_%%(slug)s")
    settings.attributes["connection"] = connection
    return settings
