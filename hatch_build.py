"""Builds the front end into `web/static` when a wheel is made.

An editable install skips it (`make setup` builds the front end itself), and so does a build whose
output is newer than every source file. Needs npm; a missing npm stops the build.
"""

import shutil
import subprocess
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class FrontEndHook(BuildHookInterface):
    """Runs `npm ci` and `npm run build` in `web/ui`."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002 - the signature is hatchling's
        root = Path(self.root)
        source, output = root / "web" / "ui", root / "web" / "static"
        if version == "editable" or not (source / "package.json").is_file() or _is_fresh(source, output):
            return
        if shutil.which("npm") is None:
            message = "npm is needed to build the front end: install Node.js 20.19 or newer"
            raise RuntimeError(message)
        subprocess.run(["npm", "ci", "--no-audit", "--no-fund"], cwd=source, check=True)
        subprocess.run(["npm", "run", "build"], cwd=source, check=True)


def _is_fresh(source: Path, output: Path) -> bool:
    built = output / "index.html"
    if not built.is_file():
        return False
    written = built.stat().st_mtime
    files = (path for path in source.rglob("*") if path.is_file() and "node_modules" not in path.parts)
    return all(path.stat().st_mtime <= written for path in files)
