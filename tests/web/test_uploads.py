"""Uploaded files lie under their id, whatever they are called."""

import io
import os
from pathlib import Path
from uuid import UUID

import pytest

from config.errors import NotFound
from web.uploads import KEPT_S, find_upload, plain_name, remove_upload, store_upload

ONE, TWO = UUID(int=1), UUID(int=2)


def stored_files(folder: Path) -> list[Path]:
    return list(folder.iterdir())


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("cases.csv", "cases.csv"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\a\\cases.csv", "cases.csv"),
        ("a\x00b\u202ec.csv", "abc.csv"),
        ("..", ".."),
        ("", "file"),
        ("/", "file"),
        ("x" * 300, "x" * 200),
    ],
)
def test_names_are_labels_only(name: str, kept: str) -> None:
    """A name loses its folders and hidden signs; it never becomes part of a path."""
    assert plain_name(name) == kept


async def test_a_file_is_found_by_its_id_until_it_is_removed(tmp_path: Path) -> None:
    """What was stored comes back with name and size; nobody else may read it."""
    stored = await store_upload(tmp_path / "uploads", ONE, "../x/cases.csv", io.BytesIO(b"a,b\n1,2\n"))
    found = find_upload(tmp_path / "uploads", ONE)
    assert found == stored
    assert (found.name, found.size, found.path.read_bytes()) == ("cases.csv", 8, b"a,b\n1,2\n")
    assert found.path.stat().st_mode & 0o077 == 0
    assert found.path.parent == tmp_path / "uploads"
    remove_upload(tmp_path / "uploads", ONE)
    with pytest.raises(NotFound):
        find_upload(tmp_path / "uploads", ONE)


async def test_files_are_removed_after_a_week(tmp_path: Path) -> None:
    """Lenders' files do not pile up: a new one removes those older than a week."""
    old = await store_upload(tmp_path, ONE, "old.csv", io.BytesIO(b"x"))
    past = old.path.stat().st_mtime - KEPT_S - 60
    for path in stored_files(tmp_path):
        os.utime(path, (past, past))
    await store_upload(tmp_path, TWO, "new.csv", io.BytesIO(b"y"))
    assert {path.stem for path in stored_files(tmp_path)} == {str(TWO)}
