"""Keeps the tests that need a real Asterisk out of the general run: `make test-asterisk` names their folder itself."""

from pathlib import Path

import pytest


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Leave out `real/` unless the command line asks for it."""
    real = Path(__file__).parent / "real"
    if collection_path != real:
        return None
    asked = [Path(config.invocation_params.dir, argument.partition("::")[0]) for argument in config.args]
    return not any(path == real or real in path.parents for path in asked) or None
