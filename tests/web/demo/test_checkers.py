"""The checkers are a second opinion: nothing they use knows the rules engine."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
CHECKERS = ("checkers", "contact_checks", "ending_checks", "frequency_checks", "readings", "stop_checks", "violation")


def imported_by(path: Path) -> set[str]:
    """Return the modules a file imports, with the names taken from them as modules."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return found


def all_behind(module: str, seen: set[str]) -> set[str]:
    """Follow the imports of a module of ours to their ends."""
    path = ROOT / (module.replace(".", "/") + ".py")
    if module in seen or not path.is_file():
        return seen
    seen.add(module)
    for name in imported_by(path):
        all_behind(name, seen)
    return seen


@pytest.mark.parametrize("name", CHECKERS)
def test_no_checker_knows_the_rules(name: str) -> None:
    """Neither directly nor through anything they import; two readings of one mistake would agree."""
    behind = all_behind(f"web.demo.{name}", set())
    assert f"web.demo.{name}" in behind
    assert [module for module in behind if module.startswith("campaigns.rules")] == []
