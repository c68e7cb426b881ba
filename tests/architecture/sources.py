"""Reads the source tree below any root, so that the same checks run on planted trees.

A `Source` is one Python file, read and parsed once in a run; what is wrong with it is decided by the checks.
"""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

PACKAGES = ("config", "telephony", "crm", "campaigns", "web")
"""In their order: each imports only what stands to its left."""


@dataclass(frozen=True)
class Import:
    """One imported module; `name` is set in `from module import name`."""

    module: str
    name: str | None
    line: int


@dataclass(frozen=True)
class Source:
    """One Python file below `root`; `path` is relative, with forward slashes."""

    path: str
    text: str

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text, self.path)

    @property
    def module(self) -> str:
        return self.path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")

    @property
    def package(self) -> str:
        return self.path.partition("/")[0]

    @property
    def stem(self) -> str:
        return self.path.rpartition("/")[2].removesuffix(".py")

    @cached_property
    def imports(self) -> tuple[Import, ...]:
        """Every import of the file, wherever it stands, in order."""
        return tuple(_imports(self.tree))

    @cached_property
    def defined(self) -> tuple[ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef, ...]:
        """Every function and class of the file, nested ones too."""
        kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
        return tuple(node for node in ast.walk(self.tree) if isinstance(node, kinds))


@cache
def product_sources(root: Path) -> tuple[Source, ...]:
    """Read the Python files of the five packages, in the order of their paths; migrations are left out."""
    return tuple(
        source
        for package in PACKAGES
        for source in _read(root, root / package)
        if not source.path.startswith("config/migrations/")
    )


@cache
def checking_sources(root: Path) -> tuple[Source, ...]:
    """Read the Python files of `tests/` and `bench/`."""
    return tuple(source for folder in ("tests", "bench") for source in _read(root, root / folder))


def mapped_modules(root: Path) -> tuple[str, ...]:
    """Name the modules that declare tables, in the order of the packages; `config.migrating` asks for them."""
    return tuple(source.module for source in product_sources(root) if "    __tablename__" in source.text)


def _read(root: Path, folder: Path) -> Iterator[Source]:
    for path in sorted(folder.rglob("*.py")):
        relative = path.relative_to(root).as_posix()
        if "/node_modules/" not in relative and "/.venv/" not in relative:
            yield Source(relative, path.read_text(encoding="utf-8"))


def _imports(tree: ast.Module) -> Iterator[Import]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield Import(alias.name, None, node.lineno)
        elif isinstance(node, ast.ImportFrom):
            for alias in node.names:
                yield Import("." * node.level + (node.module or ""), alias.name, node.lineno)
