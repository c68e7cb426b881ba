"""What every test may ask for: a database of its own, a clock, ids, settings; and the loop on virtual time.

Each test process starts one throw-away server and migrates one template, of which every test gets a
clone. `RINGFENCE_TEST_POSTGRES` says whose server programs: `wheel` (the default), `machine` or `any`.
"""

import asyncio
import os
import shutil
import tempfile
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import cast

import psycopg
import pytest
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

from config.clock import LoopClock
from config.database import Database
from config.errors import Refusal
from config.ids import SeededIds
from config.launching import PostgresServer, postgres, wipe
from config.locating import Choice
from config.migrating import migrate
from config.settings import Settings
from config.virtual_time import VirtualLoop
from tests.architecture.sources import mapped_modules

ROOT = Path(__file__).resolve().parent.parent
EPOCH = datetime(2026, 11, 2, 15, 0, tzinfo=UTC)
"""A Monday, 10:00 in New York and 07:00 in Los Angeles."""
CHOICE = "RINGFENCE_TEST_POSTGRES"
TEMPLATE = "ringfence_template"
FOLDER = "ringfence-test-"

hypothesis_settings.register_profile(
    "ringfence",
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
hypothesis_settings.load_profile("ringfence")


def pytest_configure() -> None:
    """Forget the settings of the person who runs the tests."""
    for name in [name for name in os.environ if name.startswith("RINGFENCE_") and name != CHOICE]:
        del os.environ[name]


def pytest_asyncio_loop_factories(
    config: pytest.Config,  # noqa: ARG001 - the signature is the plug-in's
    item: pytest.Item,
) -> Mapping[str, Callable[[], asyncio.AbstractEventLoop]]:
    """Give tests marked `virtual_time` a loop on simulated time, and all others an ordinary one."""
    if item.get_closest_marker("virtual_time") is not None:
        return {"virtual": VirtualLoop}
    return {"real": asyncio.new_event_loop}


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    """One throw-away server for this test process, with a migrated template."""
    _remove_leftovers()
    folder = Path(tempfile.mkdtemp(prefix=f"{FOLDER}{os.getpid()}-"))
    choice = cast("Choice", os.environ.get(CHOICE, "wheel"))
    with postgres(Settings(data_dir=folder), fast=True, binaries=choice) as server:
        with psycopg.connect(server.conninfo("postgres"), autocommit=True) as admin:
            # A clone waits for a vacuum of its template, ten times as long as it takes itself.
            admin.execute("alter system set autovacuum = off")
            admin.execute("select pg_reload_conf()")
            admin.execute(f"create database {TEMPLATE}")
        migrate(server.url(TEMPLATE), mapped_modules(ROOT))
        yield server
    wipe(folder)
    shutil.rmtree(folder)


@pytest.fixture(scope="session")
def clone_database(postgres_server: PostgresServer) -> Iterator[Callable[[], str]]:
    """Makes a fresh clone of the template at each call and returns its SQLAlchemy address."""
    numbers = count(1)
    with psycopg.connect(postgres_server.conninfo("postgres"), autocommit=True) as admin:

        def clone() -> str:
            name = f"ringfence_test_{next(numbers)}"
            admin.execute(f"create database {name} template {TEMPLATE}")
            return postgres_server.url(name)

        yield clone


@pytest.fixture
def database_url(clone_database: Callable[[], str], postgres_server: PostgresServer) -> Iterator[str]:
    """The SQLAlchemy address of a migrated, empty database of this test's own."""
    url = clone_database()
    yield url
    with psycopg.connect(postgres_server.conninfo("postgres"), autocommit=True) as admin:
        admin.execute(f"drop database {url.partition('?')[0].rpartition('/')[2]} with (force)")


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    """A migrated, empty database of this test's own."""
    opened = Database(database_url)
    yield opened
    await opened.close()


@pytest.fixture
async def clock() -> LoopClock:
    """A clock that stands at `EPOCH` when the test begins; simulated where the test is marked `virtual_time`."""
    return LoopClock(EPOCH - timedelta(seconds=asyncio.get_running_loop().time()))


@pytest.fixture
def ids() -> SeededIds:
    """The same identifiers in the same order in every run."""
    return SeededIds(7)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Default settings with a data folder of this test's own."""
    return Settings(data_dir=tmp_path)


def _remove_leftovers() -> None:
    """Stop and remove the servers of test processes that were killed."""
    for folder in Path(tempfile.gettempdir()).glob(f"{FOLDER}*"):
        owner = folder.name.removeprefix(FOLDER).partition("-")[0]
        if not owner.isdigit() or _lives(int(owner)):
            continue
        # Another process may be removing the same folder at this moment.
        with suppress(OSError, Refusal):
            wipe(folder)
        shutil.rmtree(folder, ignore_errors=True)


def _lives(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
