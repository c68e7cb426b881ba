"""Uploaded files: kept by id below the data folder, with the name their sender gave them, for a week.

A file's path is made from its id alone; nothing a client sends becomes part of a path. Reading it is the importer's.
"""

import asyncio
import json
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import IO
from uuid import UUID

from config.errors import NotFound
from config.virtual_time import real_work

KEPT_S = 7 * 86_400
LONGEST_NAME = 200


@dataclass(frozen=True, slots=True)
class Upload:
    """One stored file."""

    id: UUID
    path: Path
    name: str
    size: int


async def store_upload(folder: Path, file_id: UUID, name: str, content: IO[bytes]) -> Upload:
    """Copy a file into the folder, and remove those that lie there for more than a week."""
    with real_work():
        return await asyncio.to_thread(_store, folder, file_id, plain_name(name), content)


def find_upload(folder: Path, file_id: UUID) -> Upload:
    """Return a stored file.

    Raises:
        NotFound: there is none of this id any more.
    """
    path, label = _places(folder, file_id)
    if not path.is_file() or not label.is_file():
        raise NotFound("file_gone", "This file is not here any more; choose it again.")
    name = json.loads(label.read_text(encoding="utf-8"))["name"]
    return Upload(file_id, path, str(name), path.stat().st_size)


def remove_upload(folder: Path, file_id: UUID) -> None:
    for path in _places(folder, file_id):
        path.unlink(missing_ok=True)


def plain_name(name: str) -> str:
    """Return the last part of a name without what could hide or break it."""
    last = name.replace("\\", "/").rpartition("/")[2]
    shown = "".join(sign for sign in last if sign.isprintable())[-LONGEST_NAME:]
    return shown or "file"


def _store(folder: Path, file_id: UUID, name: str, content: IO[bytes]) -> Upload:
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    path, label = _places(folder, file_id)
    with path.open("xb") as out:
        path.chmod(0o600)
        shutil.copyfileobj(content, out, 1 << 20)
    label.write_text(json.dumps({"name": name}), encoding="utf-8")
    newest = path.stat()
    for old in folder.iterdir():
        if newest.st_mtime - old.stat().st_mtime > KEPT_S:
            old.unlink(missing_ok=True)
    return Upload(file_id, path, name, newest.st_size)


def _places(folder: Path, file_id: UUID) -> tuple[Path, Path]:
    return folder / f"{file_id}.upload", folder / f"{file_id}.json"
