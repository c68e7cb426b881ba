"""Checks of tidiness: sizes, names, docstrings, state in modules, files that nobody imports, stray words.

Each check returns its breaches. Banned words are written with a gap, so that this file passes.
"""

import ast
import re
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path

from tests.architecture.layout import Breach
from tests.architecture.sources import Source

FILE_LINES = 300
FUNCTION_LINES = 60
DOCSTRING_LINES = 6
ENTRY_POINTS = frozenset({"web/__main__.py"})

VAGUE = frozenset({
    "common", "data", "event", "events", "handler", "handlers",
    "helper", "helpers", "info", "lead", "leads", "manager", "managers",
    "misc", "service", "services", "util", "utils",
})  # fmt: skip
"""Words that say nothing, or that mean something else nearby; not in names of files or classes."""

TRADE = re.compile(r"\b(borrower|collector|creditor|debt|debtor|delinquen\w*|promise)s?\b", re.IGNORECASE)
"""Words of the trade, which the ground does not know."""
TRADE_ALLOWED = frozenset({"config/facts.py", "config/settings.py"})
"""Settings are of the whole product; a fact is found by the id of the thing it is about, by that id's name."""

UNFINISHED = re.compile(r"\b(TO~DO|FIX~ME|XX~X)\b".replace("~", ""))
STRAY = {
    "a registry's address": "py~pi.org python~hosted.org registry.np~mjs npm~js.org deb.deb~ian.org",
    "a path of one machine": "/wo~rk/ /ro~ot/ /tmp/br~ief /opt/wh~eels /opt/py~pi",
    "how the text came about": "clau~de anthro~pic chat~gpt open~ai the-bri~ef language-mo~del",
}
"""What no text may hold; "~" is left out when it is looked for, and "-" stands for a space."""
MUTATORS = frozenset({"add", "append", "clear", "extend", "insert", "pop", "popitem", "remove", "setdefault", "update"})
CONTAINERS = frozenset({"Counter", "OrderedDict", "defaultdict", "deque", "dict", "list", "set"})
LOCKS = frozenset({"Condition", "Event", "Lock", "Queue", "RLock", "Semaphore"})


def sizes(sources: Sequence[Source]) -> list[Breach]:
    """A file has at most 300 lines, a function at most 60."""
    breaches = [
        Breach(source.path, 1, f"{lines} lines; at most {FILE_LINES}")
        for source in sources
        if (lines := source.text.count("\n")) > FILE_LINES
    ]
    for source in sources:
        for node in source.defined:
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            if not isinstance(node, ast.ClassDef) and lines > FUNCTION_LINES:
                breaches.append(
                    Breach(source.path, node.lineno, f"{node.name}: {lines} lines; at most {FUNCTION_LINES}")
                )
    return breaches


def names(sources: Sequence[Source]) -> list[Breach]:
    """Names of files and classes say what the thing is."""
    breaches = []
    for source in sources:
        for part in source.path.removesuffix(".py").split("/"):
            breaches += [Breach(source.path, 1, f"a vague name: {word}") for word in VAGUE & set(part.split("_"))]
        for node in source.defined:
            if isinstance(node, ast.ClassDef):
                words = {word.lower() for word in re.findall(r"[A-Z][a-z]*", node.name)}
                breaches += [Breach(source.path, node.lineno, f"a vague name: {node.name}") for _ in VAGUE & words]
    return breaches


def docstrings(sources: Sequence[Source]) -> list[Breach]:
    """Every file begins by saying, in at most six lines, what it does and what it leaves to others."""
    breaches = []
    for source in sources:
        text = ast.get_docstring(source.tree)
        if source.stem != "__init__" and text is None:
            breaches.append(Breach(source.path, 1, "a file begins with a docstring"))
        if text is not None and text.count("\n") >= DOCSTRING_LINES:
            breaches.append(Breach(source.path, 1, f"a file's docstring has at most {DOCSTRING_LINES} lines"))
    return breaches


def module_state(sources: Sequence[Source]) -> list[Breach]:
    """A module holds constants and tables, and nothing that changes."""
    breaches = []
    for source in sources:
        tables = set()
        for node, name, value in _assigned(source.tree):
            kind = _container(value)
            is_table = kind == "filled" or _is_read_only(node)
            if kind is not None and is_table and name.strip("_").isupper():
                tables.add(name)
            elif kind is not None and name not in {"__all__", "pytestmark"}:
                breaches.append(Breach(source.path, node.lineno, f"{name} is state at module level"))
        for found in ast.walk(source.tree):
            changed = _changed(found)
            if isinstance(found, ast.Global):
                breaches.append(Breach(source.path, found.lineno, "global state"))
            if changed in tables and isinstance(found, ast.expr | ast.stmt):
                breaches.append(Breach(source.path, found.lineno, f"{changed} is changed, so it is state"))
    return breaches


def unused(sources: Sequence[Source]) -> list[Breach]:
    """Every file is imported by another, or is an entry point."""
    imported = set()
    for source in sources:
        for found in source.imports:
            imported |= {found.module, f"{found.module}.{found.name}"}
        if source.path in ENTRY_POINTS:  # The command line loads its commands by name.
            texts = [node.value for node in ast.walk(source.tree) if isinstance(node, ast.Constant)]
            imported |= {text for text in texts if isinstance(text, str)}
    return [
        Breach(source.path, 1, "nobody imports this file")
        for source in sources
        if source.stem != "__init__" and source.path not in ENTRY_POINTS and source.module not in imported
    ]


def trade_words(sources: Sequence[Source]) -> list[Breach]:
    """The ground knows no word of the trade, except in the descriptions of settings."""
    return [
        Breach(source.path, number, f"a word of the trade: {found[0]}")
        for source in sources
        if source.package == "config" and source.path not in TRADE_ALLOWED
        for number, line in enumerate(source.text.splitlines(), 1)
        if (found := TRADE.search(line.replace("_", " ")))
    ]


def stray_words(root: Path) -> list[Breach]:
    """No committed text names a registry, a path of one machine, or how it came about; nothing is unfinished."""
    breaches = []
    for path, text in _committed(root):
        lowered = text.lower()
        for what, words in STRAY.items():
            looked_for = [word.replace("~", "").replace("-", " ") for word in words.split()]
            breaches += [Breach(path, _line(lowered, word), what) for word in looked_for if word in lowered]
        found = UNFINISHED.search(text)
        if found:
            breaches.append(Breach(path, text.count("\n", 0, found.start()) + 1, f"unfinished: {found[0]}"))
    return breaches


def _committed(root: Path) -> Iterator[tuple[str, str]]:
    """Read every text file that is, or would be, committed; lock files of hashes are named like the others."""
    if (root / ".git").exists():
        command = ["git", "-C", str(root), "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
        listed = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split("\0")
        paths = [root / name for name in listed if name]
    else:
        made = {".venv", ".ruff_cache", ".mypy_cache", "build", "node_modules", "static"}
        paths = [path for path in root.rglob("*") if path.is_file() and made.isdisjoint(path.relative_to(root).parts)]
    for path in sorted(paths):
        content = path.read_bytes() if path.is_file() else b"\0"
        if b"\0" not in content[:4096]:
            yield path.relative_to(root).as_posix(), content.decode("utf-8", errors="replace")


def _line(text: str, word: str) -> int:
    return text.count("\n", 0, text.index(word)) + 1


def _assigned(tree: ast.Module) -> Iterator[tuple[ast.stmt, str, ast.expr]]:
    for node in tree.body:
        if isinstance(node, ast.Assign):
            for target in node.targets:
                if isinstance(target, ast.Name):
                    yield node, target.id, node.value
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and node.value is not None:
            yield node, node.target.id, node.value


def _is_read_only(node: ast.stmt) -> bool:
    """Tell whether a name is declared as something that has no method to change it."""
    return isinstance(node, ast.AnnAssign) and ast.unparse(node.annotation).startswith(("Mapping", "Sequence"))


def _container(value: ast.expr) -> str | None:
    """Tell whether a value is a container that could change: "filled" as a table is, or "empty" as state begins."""
    if isinstance(value, ast.Dict):
        return "filled" if value.keys else "empty"
    if isinstance(value, ast.List | ast.Set):
        return "filled" if value.elts else "empty"
    if isinstance(value, ast.DictComp | ast.ListComp | ast.SetComp):
        return "filled"
    if isinstance(value, ast.Call):
        name = value.func.attr if isinstance(value.func, ast.Attribute) else getattr(value.func, "id", "")
        if name in LOCKS:
            return "empty"
        if name in CONTAINERS:
            return "filled" if value.args or value.keywords else "empty"
    return None


def _changed(node: ast.AST) -> str | None:
    """Return the name of what a node changes in place, if it does."""
    target: ast.expr | None = None
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in MUTATORS:
        target = node.func.value
    if isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Store | ast.Del):
        target = node.value
    return target.id if isinstance(target, ast.Name) else None
