"""The migrations lead to the tables that the mapped classes describe, and back to nothing."""

from pathlib import Path

import psycopg
import pytest
from sqlalchemy import NullPool, create_engine

from config.launching import PostgresServer, postgres
from config.locating import Choice
from config.migrating import migrate
from config.settings import Settings
from config.tables import Base
from tests.architecture.sources import mapped_modules
from tests.config.servers import AVAILABLE

ROOT = Path(__file__).resolve().parents[2]
MODULES = mapped_modules(ROOT)
SHAPE = """
    select 'column', table_name, column_name, concat_ws(' ', data_type, is_nullable, column_default)
    from information_schema.columns where table_schema = 'public'
    union all select 'index', tablename, indexname, indexdef from pg_indexes where schemaname = 'public'
    union all select 'constraint', conrelid::regclass::text, conname, pg_get_constraintdef(oid)
    from pg_constraint where connamespace = 'public'::regnamespace and contype <> 'n'
"""


def test_the_migrated_tables_are_those_of_the_classes_when_all_migrations_have_run(
    postgres_server: PostgresServer,
) -> None:
    """A column, index or constraint in a class without a migration, or the reverse, is found here."""
    with psycopg.connect(postgres_server.conninfo("postgres"), autocommit=True) as admin:
        for name in ("shape_migrated", "shape_of_classes"):
            admin.execute(f"create database {name}")
    migrate(postgres_server.url("shape_migrated"), MODULES)
    engine = create_engine(postgres_server.url("shape_of_classes"), poolclass=NullPool)
    Base.metadata.create_all(engine)
    assert _shape(postgres_server, "shape_migrated") == _shape(postgres_server, "shape_of_classes")


@pytest.mark.parametrize("binaries", AVAILABLE)
def test_tables_come_and_go_when_migrating_up_and_down(binaries: Choice, server_folder: Path) -> None:
    """On the newest and on the oldest server, down to nothing and up again leaves the same tables."""
    with postgres(Settings(data_dir=server_folder), fast=True, binaries=binaries) as server:
        migrate(server.url(), MODULES)
        first = _shape(server)
        migrate(server.url(), MODULES, to="base")
        assert _shape(server) == set()
        migrate(server.url(), MODULES)
        assert _shape(server) == first
        assert {"journal", "leases"} <= {table for _, table, _, _ in first}


def _shape(server: PostgresServer, database: str | None = None) -> set[tuple[str, str, str, str]]:
    with psycopg.connect(server.conninfo(database)) as connection:
        rows = connection.execute(SHAPE).fetchall()
    foreign = ("alembic_", "procrastinate_")
    return {(kind, table, name, text) for kind, table, name, text in rows if not table.startswith(foreign)}
