"""Checks of the layout: order of packages, pure nouns, the two doors, vendors, SQL in stores, imports.

Each check takes the parsed sources and returns its breaches; it knows paths and rules, and no root.
"""

import ast
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from tests.architecture.sources import PACKAGES, Import, Source


@dataclass(frozen=True, order=True)
class Breach:
    """One broken rule, at a file and a line."""

    path: str
    line: int
    sentence: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.sentence}"


VENDORS = {
    "panoramisk": ("telephony/asterisk/link.py",),
    "twilio": ("telephony/twilio/",),
    "redis": ("config/redis_link.py",),
    "starlette": ("web/",),
    "uvicorn": ("web/",),
    "typer": ("web/",),
}
"""Which files may import a vendor's library."""

VENDOR_FOLDERS = {
    "telephony.asterisk": ("telephony/asterisk/", "web/"),
    "telephony.twilio": ("telephony/twilio/", "web/"),
    "telephony.simulated": ("telephony/simulated/", "campaigns/forecasting", "web/"),
}
"""Which files may import our own code for a vendor."""

DOORS = {
    "telephony.placing": ("campaigns/dialing", "web/wiring"),
    # Recovering looks up texts on their way and lets queued ones leave, which is the door's own work.
    "telephony.sending": ("campaigns/messaging", "campaigns/recovering", "web/wiring", "web/webhooks"),
    # The order is a value: drawing only writes down what dialing then gives to the door.
    "telephony.providers.PlaceCall": ("telephony/", "campaigns/dialing", "campaigns/drawing", "web/wiring"),
    "telephony.providers.SendMessage": ("telephony/", "campaigns/messaging", "web/wiring"),
}
"""Who may import the ways out: the two doors, and the orders that go through them."""

ACTS = frozenset(
    f"config/{name}.py"
    for name in (
        "clock", "database", "ground", "ids", "journal", "log", "redis_link", "settings", "supervising", "virtual_time",
    )
) | {"campaigns/reactions.py"}  # fmt: skip
"""Files that act although their names are nouns: the ground, and the table of what follows a fact."""

NOT_ACTS = frozenset({"evening", "morning", "ring", "string", "thing", "wing"})
"""Nouns that happen to end like a verb."""
NOUN_ALONE = frozenset({"reading"})
"""Nouns where they are the whole name of a file; with an object, as in `reading_files`, they act."""

IMPURE = (
    *(f"config.{name}" for name in ("clock", "database", "journal", "launching", "migrating", "redis_link")),
    "config.supervising", "asyncio", "socket", "subprocess", "threading", "time", "sqlalchemy.ext.asyncio",
)  # fmt: skip
"""What a noun does not import: clocks, sessions, loops and processes."""

SQL_FILES = frozenset(f"config/{name}.py" for name in ("database", "journal", "launching", "migrating", "supervising"))
QUERIES = frozenset(
    {"connection", "execute", "get_one", "merge", "refresh", "scalar", "scalars", "stream", "stream_scalars"}
)
"""Methods of a session that run SQL at once; `add` and `flush` only record."""


def order(sources: Sequence[Source]) -> list[Breach]:
    """A package imports only what stands to its left."""
    return [
        Breach(source.path, found.line, f"{source.package} must not import {found.module}")
        for source, found in _own_imports(sources)
        if PACKAGES.index(_package(found)) > PACKAGES.index(source.package)
    ]


def purity(sources: Sequence[Source]) -> list[Breach]:
    """A file named with a noun awaits nothing and imports nothing that acts."""
    breaches = []
    for source in sources:
        if not is_noun(source):
            continue
        breaches += [
            Breach(source.path, node.lineno, "a noun never awaits and is never async") for node in _asynchronous(source)
        ]
        breaches += [
            Breach(source.path, found.line, f"a noun must not import {_full(found)}")
            for found in source.imports
            if _acts(found)
        ]
    return breaches


def doors(sources: Sequence[Source]) -> list[Breach]:
    """Voice leaves only through placing, text only through sending, each with one caller."""
    beside = [
        Breach(source.path, node.lineno, "a provider's place is called only by telephony/placing.py")
        for source in sources
        if source.package != "telephony"
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "place"
        if not (isinstance(node.func.value, ast.Name) and node.func.value.id == "placing")
    ]
    return _only_from(DOORS, sources, "is used only by") + beside


def vendors(sources: Sequence[Source]) -> list[Breach]:
    """A vendor's library, and our code for a vendor, is imported in its own place only."""
    allowed = {**VENDORS, **VENDOR_FOLDERS}
    return _only_from(allowed, sources, "is imported only in")


def sql(sources: Sequence[Source]) -> list[Breach]:
    """SQL runs in stores, and in the ground that keeps the journal and the lease."""
    return [
        Breach(source.path, node.lineno, f"SQL runs only in a store: {node.func.attr}")
        for source in sources
        if not is_store(source) and source.path not in SQL_FILES
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in QUERIES
        if _is_session(node.func.value)
    ]


def empty_inits(sources: Sequence[Source]) -> list[Breach]:
    """An `__init__.py` holds nothing."""
    return [
        Breach(source.path, 1, "an __init__.py is empty")
        for source in sources
        if source.stem == "__init__" and source.text
    ]


def late_imports(sources: Sequence[Source]) -> list[Breach]:
    """Imports stand at the top of a file, never inside a function."""
    return [
        Breach(source.path, node.lineno, "no import inside a function")
        for source in sources
        for function in source.defined
        if not isinstance(function, ast.ClassDef)
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]


def imports_of_tests(sources: Sequence[Source]) -> list[Breach]:
    """The product never imports its tests."""
    return [
        Breach(source.path, found.line, "the product must not import tests")
        for source in sources
        for found in source.imports
        if found.module.partition(".")[0] in {"tests", "bench"}
    ]


def is_noun(source: Source) -> bool:
    """Tell whether a file is named with a noun, and so pure; `web/` and folders named after a vendor act."""
    if source.package == "web" or source.stem == "__init__" or is_store(source):
        return False
    if any(source.path.startswith(folder.replace(".", "/") + "/") for folder in VENDOR_FOLDERS):
        return False
    return not _is_acting(source.stem) and source.path not in ACTS


def is_store(source: Source) -> bool:
    return source.stem == "store" or "/store/" in source.path


def _is_acting(stem: str) -> bool:
    return stem not in NOUN_ALONE and any(word.endswith("ing") and word not in NOT_ACTS for word in stem.split("_"))


def _acts(found: Import) -> bool:
    full = _full(found)
    if any(full == name or full.startswith(f"{name}.") for name in (*IMPURE, *VENDOR_FOLDERS)):
        return True
    if found.module.partition(".")[0] not in PACKAGES:
        return False
    *_, last = found.module.split(".")
    return _is_acting(last) or "store" in found.module.split(".") or (found.name is not None and found.name == "store")


def _asynchronous(source: Source) -> Iterator[ast.expr | ast.stmt]:
    """Find every await and async statement; the async methods of a Protocol are only declared there."""
    declared = {
        method
        for node in source.defined
        if isinstance(node, ast.ClassDef)
        and any(isinstance(base, ast.Name) and base.id == "Protocol" for base in node.bases)
        for method in node.body
    }
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Await | ast.AsyncFor | ast.AsyncWith):
            yield node
        if isinstance(node, ast.AsyncFunctionDef) and node not in declared:
            yield node


def _only_from(allowed: dict[str, tuple[str, ...]], sources: Sequence[Source], words: str) -> list[Breach]:
    return [
        Breach(source.path, found.line, f"{name} {words} {', '.join(places)}")
        for source in sources
        for found in source.imports
        for name, places in allowed.items()
        if any(full == name or full.startswith(f"{name}.") for full in (found.module, _full(found)))
        if not _stands_in(source, places) and source.module != name
    ]


def _stands_in(source: Source, places: tuple[str, ...]) -> bool:
    """Tell whether a file is one of the places, or in a folder of that name; "web/" is all of a folder."""
    return any(
        source.path in {place, f"{place}.py"} or source.path.startswith(place.rstrip("/") + "/") for place in places
    )


def _is_session(node: ast.expr) -> bool:
    return isinstance(node, ast.Name) and (node.id == "session" or node.id.endswith("_session"))


def _own_imports(sources: Iterable[Source]) -> Iterator[tuple[Source, Import]]:
    for source in sources:
        for found in source.imports:
            if _package(found) in PACKAGES:
                yield source, found


def _package(found: Import) -> str:
    return found.module.partition(".")[0]


def _full(found: Import) -> str:
    return found.module if found.name is None else f"{found.module}.{found.name}"
