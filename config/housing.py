"""Where our own database server lives: its folders, their owner, the lock files, the password.

As root the server runs as an unprivileged user, who must be able to walk to its files: the data folder lets
others walk through, no folder above it is changed, and where those are closed the files go elsewhere.
What runs there is decided by `launching.py`.
"""

import fcntl
import hashlib
import os
import pwd
import secrets
import shutil
import stat
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from config.errors import BadInput

ELSEWHERE = Path("/var/lib/ringfence")
"""Where root's database goes if its data folder lies in one that the server's user may not enter."""
SERVER_USERS = ("postgres", "nobody")
SOCKET_NAME = ".s.PGSQL.5432"
SOCKET_PATH_BYTES = 100
"""A Unix socket's path may have 107 bytes; ours leaves room."""
RUN_DEADLINE_S = 120
"""Long, since a server that was killed reads its log before it starts."""


@dataclass(frozen=True, slots=True)
class Home:
    """`data_dir` is ours; `cluster` belongs to `user`, or to ourselves where `user` is None."""

    data_dir: Path
    cluster: Path
    user: pwd.struct_passwd | None

    @classmethod
    def at(cls, data_dir: Path) -> "Home":
        """Find or make the home of a data folder."""
        data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
        user = _server_user()
        if user is None:
            return cls(data_dir, data_dir / "postgres", None)
        if may_enter(data_dir.parent, user):
            data_dir.chmod(stat.S_IMODE(data_dir.stat().st_mode) | 0o011)
            return cls(data_dir, data_dir / "postgres", user)
        if not ELSEWHERE.is_dir():
            ELSEWHERE.mkdir(parents=True)
            ELSEWHERE.chmod(0o711)
        return cls(data_dir, ELSEWHERE / _short_name(data_dir), user)

    @property
    def data(self) -> Path:
        return self.cluster / "data"

    @property
    def log(self) -> Path:
        return self.cluster / "server.log"

    @property
    def sockets(self) -> Path:
        inside = self.cluster / "socket"
        if len(os.fsencode(inside / SOCKET_NAME)) <= SOCKET_PATH_BYTES:
            return inside
        return Path("/tmp") / f"ringfence-{_short_name(self.cluster)}"  # noqa: S108 - made 0700, its owner checked

    @property
    def major(self) -> int | None:
        """The major version that wrote the stored data; None where there is none yet."""
        written = self.data / "PG_VERSION"
        return int(written.read_text(encoding="ascii")) if written.is_file() else None

    def password(self) -> str:
        """Return the password kept beside the database; make one for a database that is yet to come.

        Raises:
            BadInput: there is a database, but its password is gone.
        """
        kept = self.data_dir / "postgres-password"
        if kept.is_file():
            return kept.read_text(encoding="ascii")
        if self.data.exists():
            sentence = f"{kept} is missing, and with it the way into the database. Put it back, or start with --fresh."
            raise BadInput("postgres_password", sentence, {"RINGFENCE_DATA_DIR": str(self.data_dir)})
        password = secrets.token_urlsafe(32)
        self.keep(kept, password, for_server=False)
        return password

    @contextmanager
    def locking(self, name: str, operation: int | None = None) -> Iterator[IO[bytes]]:
        """Open a lock file and lock it; the lock ends with the block, or with the process however that ends."""
        with (self.data_dir / f"postgres-{name}.lock").open("ab") as lock:
            if operation is not None:
                fcntl.flock(lock, operation)
            yield lock

    def make_folders(self) -> None:
        """Make the cluster's and the socket's folder, for the server's user alone.

        Raises:
            BadInput: somebody else has put one of them there, or may enter it.
        """
        for folder in (self.cluster, self.sockets):
            if not folder.is_symlink() and not folder.exists():
                folder.mkdir(mode=0o700)
                self._give(folder)
            found, owner = folder.lstat(), os.getuid() if self.user is None else self.user.pw_uid
            if not stat.S_ISDIR(found.st_mode) or found.st_uid != owner or found.st_mode & 0o077:
                sentence = f"{folder} belongs to somebody else, or others may enter it."
                raise BadInput("postgres_folder", sentence, {"RINGFENCE_DATA_DIR": str(folder)})

    def keep(self, file: Path, text: str, *, for_server: bool) -> None:
        """Write a secret that one user alone may read, from its first byte on."""
        file.unlink(missing_ok=True)
        with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as out:
            out.write(text)
        if for_server:
            self._give(file)

    def clear(self) -> None:
        """Remove the server's files and the password."""
        shutil.rmtree(self.cluster, ignore_errors=True)
        shutil.rmtree(self.sockets, ignore_errors=True)
        (self.data_dir / "postgres-password").unlink(missing_ok=True)

    def run(self, command: Sequence[str | Path]) -> subprocess.CompletedProcess[str]:
        """Run one of the server's programs to its end, as the server's user and without our environment."""
        user = self.user
        return subprocess.run(
            command,
            user=None if user is None else user.pw_uid,
            group=None if user is None else user.pw_gid,
            extra_groups=None if user is None else (),
            cwd="/",
            env={"PATH": os.defpath, "LC_ALL": "C"},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
            timeout=RUN_DEADLINE_S,
        )

    def _give(self, path: Path) -> None:
        if self.user is not None:
            os.chown(path, self.user.pw_uid, self.user.pw_gid, follow_symlinks=False)


def may_enter(folder: Path, user: pwd.struct_passwd) -> bool:
    """Tell whether a user may walk to and through a folder, by the mode of each folder on the way."""
    for step in (folder, *folder.parents):
        found = step.stat()
        if found.st_uid == user.pw_uid:
            needed = stat.S_IXUSR
        else:
            needed = stat.S_IXGRP if found.st_gid == user.pw_gid else stat.S_IXOTH
        if not found.st_mode & needed:
            return False
    return True


def _server_user() -> pwd.struct_passwd | None:
    """Return whom the server runs as: None for ourselves, another where we are root, which it refuses."""
    if os.getuid() != 0:
        return None
    known = {entry.pw_name: entry for entry in pwd.getpwall()}
    for name in SERVER_USERS:
        if name in known:
            return known[name]
    sentence = f"PostgreSQL does not run as root, and there is none of these users: {', '.join(SERVER_USERS)}."
    raise BadInput("postgres_user", sentence)


def _short_name(path: Path) -> str:
    return hashlib.sha256(os.fsencode(path)).hexdigest()[:12]
