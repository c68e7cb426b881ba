"""What the tests of the launcher share: a folder for a server, removed with the server whatever happens."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from config.launching import wipe


@pytest.fixture
def server_folder() -> Iterator[Path]:
    """A data folder for a server of this test's own, in a place that the server's user may enter."""
    folder = Path(tempfile.mkdtemp(prefix="ringfence-launch-"))
    yield folder
    wipe(folder)
    shutil.rmtree(folder)
