"""Plays of the pacing bench: one scenario, seed and method each, in parallel, kept so that a broken-off run goes on.

A play is known by its scenario, seed, method and the code that was played; a change of code plays it again.
"""

import ast
import hashlib
import json
import os
import re
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from campaigns.pace.methods import start_method
from campaigns.pace.reading import PaceRules
from tests.pacing.day_loops import LOOPS
from tests.pacing.referee_box import REFEREE, ROOT, referee, scenario
from tests.pacing.referee_policy import Policy

KEPT = ROOT / "build" / "bench" / "pacing-plays.jsonl"
PART_OF_PACING = re.compile(r"^from (campaigns\.pace\.\w+) import", re.MULTILINE)
Measured = Mapping[str, float]
KEPT_FIGURES = (
    "occ_talk", "live", "ab", "fp", "cph", "idle_wait", "launched", "hours", "worst30",
    "decide_us_p50", "decide_us_p99",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Play:
    """One day to be played; `code` is a digest of all that its outcome depends on."""

    day: Mapping[str, Any]
    seed: int
    method: str
    code: str

    @property
    def key(self) -> str:
        return f"{self.day['id']} {self.seed} {self.method} {self.code}"


def plays_of(days: Sequence[Mapping[str, Any]], methods: Sequence[str], seeds: int | None) -> list[Play]:
    """List every play, those that take longest first; `seeds` is how many of a scenario's own, None for all."""
    box = _digest(sorted(REFEREE.glob("*.py")))
    codes = {method: _digest(sources_of(method)) for method in methods}
    return [
        Play(day, seed, method, hashlib.sha256(f"{box} {codes[method]} {json.dumps(day)}".encode()).hexdigest()[:16])
        for method in methods
        for day in sorted(days, key=lambda day: -day["n_agents"])
        for seed in day["seeds"][:seeds]
    ]


def play_all(plays: Sequence[Play]) -> dict[str, Measured]:
    """Return the figures by key, playing what is not kept yet on all cores and telling how far it is."""
    earlier = _kept()
    kept = {play.key: earlier[play.key] for play in plays if play.key in earlier}
    wanted = [play for play in plays if play.key not in kept]
    if not wanted:
        return kept
    print(f"{len(kept)} of {len(plays)} plays are kept from earlier runs", file=sys.stderr)
    _compile()
    began = last = time.perf_counter()
    KEPT.parent.mkdir(parents=True, exist_ok=True)
    with ProcessPoolExecutor(os.cpu_count()) as pool, KEPT.open("a", encoding="utf-8") as file:
        waiting = {pool.submit(play_one, play): play for play in wanted}
        for count, done in enumerate(as_completed(waiting), 1):
            key, found = waiting[done].key, done.result()
            kept[key] = found
            file.write(json.dumps({"key": key, **found}) + "\n")
            file.flush()
            now = time.perf_counter()
            if now - last > 5 or count == len(wanted):
                last, left_s = now, (now - began) / count * (len(wanted) - count)
                print(f"{count:>5} of {len(wanted)} played, about {left_s / 60:.0f} min left", file=sys.stderr)
    return kept


def play_one(play: Play) -> Measured:
    """Play a baseline in the referee's own compiled loop, and any other method through the referee's adapter."""
    if play.method in LOOPS:
        state = scenario.build(play.day, play.seed)
        LOOPS[play.method](state)
        measured = scenario.metrics(state)
    else:
        measured = referee.play(play.day, play.seed, Policy(play.method))
    return {name: float(measured[name]) for name in KEPT_FIGURES if name in measured}


def sources_of(method: str) -> list[Path]:
    """Return the files that are played: the loops, or the adapter, the method and all of pacing that it imports."""
    if method in LOOPS:
        return [_path("tests.pacing.day_loops")]
    module = type(start_method(method, PaceRules())).__module__
    seen, wanted = {"tests.pacing.referee_policy"}, {module}
    while wanted:
        seen |= wanted
        wanted = {found for one in wanted for found in PART_OF_PACING.findall(_path(one).read_text())} - seen
    return [_path(one) for one in sorted(seen)]


def _path(module: str) -> Path:
    return ROOT / (module.replace(".", "/") + ".py")


def _digest(paths: Sequence[Path]) -> str:
    """Digest what files do: comments, docstrings and layout do not count."""
    digest = hashlib.sha256()
    for path in paths:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for node in _documented(tree):
            node.body = node.body[1:]
        digest.update(ast.dump(tree).encode())
    return digest.hexdigest()[:16]


def _documented(tree: ast.Module) -> Iterator[ast.Module | ast.ClassDef | ast.FunctionDef]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and ast.get_docstring(node) is not None:
            yield node


def _kept() -> Mapping[str, Measured]:
    if not KEPT.exists():
        return {}
    rows = [json.loads(line) for line in KEPT.read_text(encoding="utf-8").splitlines() if line.endswith("}")]
    return {row.pop("key"): row for row in rows}


def _compile() -> None:
    """Compile the referee before the processes part, so that it is done once."""
    short = {"n_agents": 2, "day_s": 60}
    for loop in LOOPS.values():
        loop(scenario.build(short, 1))
    referee.play(short, 1, Policy("progressive"))
