"""Starts the database: the configured server, or else one of our own with the programs found by `locating.py`.

Our own has no TCP port, a socket and files that nobody else may open, and a random password. It outlives a
parent that was killed, is taken over by the next one, and is stopped by the last of its users.
"""

import asyncio
import fcntl
import shlex
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import psycopg
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from config.errors import BadInput, Conflict, Refusal
from config.housing import Home, may_enter
from config.locating import OLDEST_MAJOR, Binaries, Choice, copy_binaries, find_binaries
from config.settings import Settings
from config.virtual_time import real_work

DATABASE = "ringfence"
ROLE = "ringfence"
DRIVER = "postgresql+psycopg"
CONNECT_DEADLINE_S = 10
START_DEADLINE_S = 60
STOP_DEADLINE_S = 30
LOG_LIMIT_BYTES = 10_000_000

_OPTIONS = ("listen_addresses=", "unix_socket_permissions=0700", "timezone=UTC", "jit=off", "log_min_messages=warning")
_FAST_OPTIONS = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")


@dataclass(frozen=True, slots=True)
class PostgresServer:
    """A running server: the address of the product's database, and the version, such as "18.6"."""

    address: URL
    version: str

    @property
    def major(self) -> int:
        return int(self.version.partition(".")[0])

    def url(self, database: str | None = None) -> str:
        """Return the address for SQLAlchemy; it holds the password, so never log it."""
        return self._rendered(DRIVER, database)

    def conninfo(self, database: str | None = None) -> str:
        """Return the address for psycopg itself; it holds the password, so never log it."""
        return self._rendered("postgresql", database)

    def _rendered(self, driver: str, database: str | None) -> str:
        address = self.address.set(drivername=driver)
        if database is not None:
            address = address.set(database=database)
        return address.render_as_string(hide_password=False)


@asynccontextmanager
async def running_postgres(
    settings: Settings, *, fresh: bool = False, fast: bool = False, binaries: Choice = "any"
) -> AsyncIterator[PostgresServer]:
    """Give a server with the database `ringfence` for as long as the block runs.

    Args:
        settings: tells the configured address, or the data folder of our own server.
        fresh: throw our own server's data away first; a configured server is never touched.
        fast: go without safety against a crash of the machine; for tests and runs that are thrown away.
        binaries: whose server programs may be used.

    Raises:
        BadInput: there is no usable server, or the stored data is of another version.
        Conflict: `fresh`, while another process uses the data.
    """
    block = postgres(settings, fresh=fresh, fast=fast, binaries=binaries)
    with real_work():
        server = await asyncio.to_thread(block.__enter__)
    try:
        yield server
    finally:
        with real_work():
            await asyncio.to_thread(block.__exit__, None, None, None)


@contextmanager
def postgres(
    settings: Settings, *, fresh: bool = False, fast: bool = False, binaries: Choice = "any"
) -> Iterator[PostgresServer]:
    """Do what `running_postgres` does, but blocking, for programs without an event loop."""
    if settings.database_url is not None:
        yield _configured(settings.database_url.get_secret_value())
        return
    home = Home.at(settings.data_dir)
    with home.locking("users") as users:
        with home.locking("start", fcntl.LOCK_EX):
            if fresh:
                _wipe(home, users)
            server = _ensure_running(home, binaries, fast=fast, alone=_is_alone(users))
            fcntl.flock(users, fcntl.LOCK_SH)
        try:
            yield server
        finally:
            with home.locking("start", fcntl.LOCK_EX):
                if _is_alone(users):
                    _stop(home)


def wipe(data_dir: Path) -> None:
    """Stop our own server of a data folder, if it runs on without a user, and remove its data.

    Raises:
        Conflict: another process uses it.
    """
    home = Home.at(data_dir)
    with home.locking("start", fcntl.LOCK_EX), home.locking("users") as users:
        _wipe(home, users)


def _configured(address: str) -> PostgresServer:
    try:
        url = make_url(address).set(drivername=DRIVER)
        conninfo = PostgresServer(url, "").conninfo()
        with psycopg.connect(conninfo, connect_timeout=CONNECT_DEADLINE_S) as connection:
            number = connection.info.server_version
    except (psycopg.Error, ArgumentError, ValueError) as error:
        # The driver's own text stays out, since it repeats parts of the address.
        sentence = "The PostgreSQL server of RINGFENCE_DATABASE_URL cannot be reached."
        raise BadInput("database_url", sentence, {"RINGFENCE_DATABASE_URL": type(error).__name__}) from None
    if number < OLDEST_MAJOR * 10_000:
        sentence = f"The PostgreSQL server of RINGFENCE_DATABASE_URL is older than {OLDEST_MAJOR}."
        raise BadInput("database_url", sentence, {"RINGFENCE_DATABASE_URL": f"version {number // 10_000}"})
    return PostgresServer(url, _version(number))


def _is_alone(users: IO[bytes]) -> bool:
    """Tell whether no other process uses the server, and lock out newcomers if so."""
    try:
        fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _wipe(home: Home, users: IO[bytes]) -> None:
    if not _is_alone(users):
        sentence = f"Another process is using the database in {home.data_dir}; stop it first."
        raise Conflict("database_in_use", sentence, {"RINGFENCE_DATA_DIR": str(home.data_dir)})
    _stop(home)
    home.clear()


def _ensure_running(home: Home, choice: Choice, *, fast: bool, alone: bool) -> PostgresServer:
    if not (home.data_dir / "postgres-password").exists() and home.cluster.parent != home.data_dir:
        # The data folder was removed by its owner, so what lies elsewhere for it goes as well.
        _stop(home)
        home.clear()
    password = home.password()
    address = URL.create(DRIVER, ROLE, password, database=DATABASE, query={"host": str(home.sockets)})
    if _runs(home):
        server = _reach(address, fast=fast if alone else None)
        if server is not None:
            return server
        _stop(home)
    home.make_folders()
    binaries = _reachable(home, find_binaries(choice, major=home.major))
    if home.major is None:
        _initialise(home, binaries, password, fast=fast)
    _start(home, binaries, fast=fast)
    server = _reach(address, fast=None)
    assert server is not None, "the server has started, but does not answer"
    return server


def _reachable(home: Home, binaries: Binaries) -> Binaries:
    if home.user is None or may_enter(binaries.folder, home.user):
        return binaries
    return copy_binaries(binaries, home.cluster / "binaries")


def _initialise(home: Home, binaries: Binaries, password: str, *, fast: bool) -> None:
    """Make the database's files under another name first, so that a killed start leaves no half of them."""
    unfinished, secret = home.cluster / "data.unfinished", home.cluster / "password"
    home.keep(secret, password, for_server=True)
    home.run(["rm", "-rf", unfinished])
    command: list[str | Path] = [
        binaries.folder / "initdb", "-D", unfinished, f"--username={ROLE}", f"--pwfile={secret}",
        "--auth=scram-sha-256", "--encoding=UTF8", "--no-instructions", *(["--no-sync"] if fast else []),
    ]  # fmt: skip
    try:
        # Letters beyond ASCII have cases under C.UTF-8, which not every system knows; order is by code point in both.
        made = home.run([*command, "--locale=C.UTF-8"])
        if made.returncode != 0:
            made = home.run([*command, "--locale=C"])
    finally:
        secret.unlink()
    if made.returncode != 0:
        raise Refusal("postgres_failed", f"PostgreSQL could not make its files: {_last_line(made.stderr)}")
    unfinished.rename(home.data)


def _start(home: Home, binaries: Binaries, *, fast: bool) -> None:
    if home.log.exists() and home.log.stat().st_size > LOG_LIMIT_BYTES:
        home.log.unlink()
    options = (f"unix_socket_directories={home.sockets}", *_OPTIONS, *(_FAST_OPTIONS if fast else ()))
    told = shlex.join(part for option in options for part in ("-c", option))
    # `pg_ctl` gives the server a session of its own: an interrupt at the keyboard reaches us first, and we stop it.
    started = home.run([
        binaries.folder / "pg_ctl", "start", "-D", home.data, "-l", home.log, "-o", told, "-w", f"-t{START_DEADLINE_S}",
    ])  # fmt: skip
    if started.returncode != 0:
        last = _last_line(home.log.read_text(errors="replace")) if home.log.exists() else _last_line(started.stderr)
        raise Refusal("postgres_failed", f"PostgreSQL did not start: {last} (more in {home.log})")


def _stop(home: Home) -> None:
    """Stop the server if one runs; open transactions are rolled back."""
    if not _runs(home):
        return
    binaries = _reachable(home, find_binaries("any", major=home.major))
    command: list[str | Path] = [binaries.folder / "pg_ctl", "stop", "-D", home.data, "-w", f"-t{STOP_DEADLINE_S}"]
    stopped = home.run([*command, "-m", "fast"])
    if stopped.returncode != 0 and _runs(home):
        stopped = home.run([*command, "-m", "immediate"])
    if stopped.returncode != 0 and _runs(home):
        raise Refusal("postgres_failed", f"PostgreSQL did not stop: {_last_line(stopped.stderr)}")


def _runs(home: Home) -> bool:
    """Tell whether the process that the server's own file names lives and is this server, ready or not."""
    file = home.data / "postmaster.pid"
    if not file.is_file():
        return False
    process = Path("/proc") / file.read_text(errors="replace").split("\n", 1)[0]
    if not Path("/proc/self").exists():
        return True  # Without /proc the file is believed, as `pg_ctl` does.
    command = process / "cmdline"
    return command.is_file() and str(home.data).encode() in command.read_bytes()


def _reach(address: URL, *, fast: bool | None) -> PostgresServer | None:
    """Connect, make the product's database if it is missing; None if there is no answer, or not in the mode asked."""
    found = PostgresServer(address, "")
    try:
        with psycopg.connect(
            found.conninfo("postgres"), autocommit=True, connect_timeout=CONNECT_DEADLINE_S
        ) as connection:
            if fast is not None and (connection.execute("show fsync").fetchone() == ("off",)) != fast:
                return None
            if connection.execute("select 1 from pg_database where datname = %s", [DATABASE]).fetchone() is None:
                connection.execute(f"create database {DATABASE}")
            return PostgresServer(address, _version(connection.info.server_version))
    except psycopg.OperationalError:
        return None


def _version(number: int) -> str:
    return f"{number // 10_000}.{number % 10_000}"


def _last_line(text: str) -> str:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return lines[-1] if lines else "no reason was given"
