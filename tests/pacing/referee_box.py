"""Where the referee of pacing stands, and its parts: imported by path, since it is shared and not ours.

The shared folder stands beside the checkout; a benchmark may name another with `RINGFENCE_SHARED`.
"""

import importlib
import json
import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
PACING = Path(os.environ.get("RINGFENCE_SHARED", ROOT.parent / "shared")) / "pacing"
REFEREE = PACING / "referee"
assert REFEREE.is_dir(), f"The referee of pacing is not at {REFEREE}; RINGFENCE_SHARED names the shared folder."

# The referee is read-only, so what numba compiles goes to a folder of ours; it must be named before numba loads.
os.environ.setdefault("NUMBA_CACHE_DIR", str(ROOT / "build" / "numba"))
sys.path.insert(0, str(REFEREE))
engine: Any = importlib.import_module("engine")
referee: Any = importlib.import_module("referee")
scenario: Any = importlib.import_module("scenario")
policies: Any = importlib.import_module("policies_basic")
sys.path.remove(str(REFEREE))


def scenarios() -> Sequence[Mapping[str, Any]]:
    """Return the open scenarios in the order of the file; each has an id, seeds and its parameters."""
    listed: Sequence[Mapping[str, Any]] = _read("scenarios.json")["scenarios"]
    return listed


def scenario_named(name: str) -> Mapping[str, Any]:
    return next(one for one in scenarios() if one["id"] == name)


def published_runs() -> Sequence[Mapping[str, Any]]:
    """Return the runs whose counters any rebuilt model must hit."""
    runs: Sequence[Mapping[str, Any]] = _read("conformance.json")["runs"]
    return runs


def published_scores() -> Mapping[str, Mapping[str, Mapping[str, float]]]:
    """Return busy and abandoned percentages of known policies: scenario, policy, figure."""
    scores: Mapping[str, Mapping[str, Mapping[str, float]]] = _read("baselines.json")
    return scores


def _read(name: str) -> Any:  # noqa: ANN401 - JSON
    return json.loads((PACING / name).read_text(encoding="utf-8"))
