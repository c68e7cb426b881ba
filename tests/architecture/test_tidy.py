"""The tree is tidy, and each check finds what it is for in a planted tree."""

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from tests.architecture import tidy
from tests.architecture.layout import Breach
from tests.architecture.sources import Source, checking_sources, mapped_modules, product_sources

ROOT = Path(__file__).resolve().parents[2]
Check = Callable[[Sequence[Source]], list[Breach]]

OF_ALL: tuple[Check, ...] = (tidy.sizes, tidy.names, tidy.docstrings, tidy.module_state)
OF_PRODUCT: tuple[Check, ...] = (tidy.unused, tidy.trade_words)

PLANTED: tuple[tuple[Check, str, str, int], ...] = (
    (tidy.sizes, "crm/cases.py", "x = 1\n" * 301, 1),
    (tidy.sizes, "crm/cases.py", "x = 1\ndef long():\n" + "    x = 1\n" * 60, 2),
    (tidy.names, "crm/date_utils.py", "", 1),
    (tidy.names, "crm/helpers/dates.py", "", 1),
    (tidy.names, "crm/cases.py", "x = 1\nclass CaseManager: ...\n", 2),
    (tidy.docstrings, "crm/cases.py", "x = 1\n", 1),
    (tidy.docstrings, "crm/cases.py", '"""A.\n\nb\nc\nd\ne\nf\n"""\n', 1),
    (tidy.module_state, "crm/cases.py", "x = 1\nseen = []\n", 2),
    (tidy.module_state, "crm/cases.py", "CACHE: dict[str, int] = {}\n", 1),
    (tidy.module_state, "crm/cases.py", "import asyncio\nGATE = asyncio.Lock()\n", 2),
    (tidy.module_state, "crm/cases.py", "TABLE = {1: 2}\ndef learn():\n    TABLE[2] = 3\n", 3),
    (tidy.module_state, "crm/cases.py", "def learn():\n    global x\n    x = 3\n", 2),
    (tidy.unused, "crm/forgotten.py", "", 1),
    (tidy.trade_words, "config/clock.py", "x = 1\n# the debtor's hour\n", 2),
)

STRAY = (
    ("docs/a.md", "see\n" + "https://py" + "pi.org/x\n", 2),
    ("README.md", "cd /wo" + "rk/main\n", 1),
    ("crm/cases.py", "# TO" + "DO later\n", 1),
)


@pytest.mark.parametrize("check", OF_ALL + OF_PRODUCT, ids=lambda check: check.__name__)
def test_the_product_is_tidy(check: Check) -> None:
    """Sizes, names, docstrings, constants, uses and words are as STYLE says."""
    assert [str(breach) for breach in check(product_sources(ROOT))] == []


@pytest.mark.parametrize("check", OF_ALL, ids=lambda check: check.__name__)
def test_the_tests_are_tidy(check: Check) -> None:
    """Tests and benchmarks are read as often as the product, so they keep to the same."""
    assert [str(breach) for breach in check(checking_sources(ROOT))] == []


def test_no_stray_word_stands_in_a_committed_file() -> None:
    """Whoever clones this finds nothing that holds on one machine only, and nothing unfinished."""
    assert [str(breach) for breach in tidy.stray_words(ROOT)] == []


def test_tables_are_declared_beside_their_nouns() -> None:
    """The migrations see tables of every package that keeps a record."""
    packages = {module.partition(".")[0] for module in mapped_modules(ROOT)}
    assert packages == {"config", "telephony", "crm", "campaigns"}


@pytest.mark.parametrize(("check", "path", "text", "line"), PLANTED)
def test_the_file_and_line_are_named_when_something_is_untidy(
    check: Check, path: str, text: str, line: int, tmp_path: Path
) -> None:
    """A planted breach is found by its check, where it stands."""
    _plant(tmp_path, path, text)
    assert [(breach.path, breach.line) for breach in check(product_sources(tmp_path))] == [(path, line)]


@pytest.mark.parametrize(("path", "text", "line"), STRAY)
def test_the_file_and_line_are_named_when_a_word_is_stray(path: str, text: str, line: int, tmp_path: Path) -> None:
    """Addresses of registries, paths of one machine and unfinished work are found in any text."""
    _plant(tmp_path, path, text)
    assert [(breach.path, breach.line) for breach in tidy.stray_words(tmp_path)] == [(path, line)]


@pytest.mark.parametrize(
    "text",
    [
        '"""Says what it does."""\n\nMOVES = {"a": {"b": "c"}}\nNAMES = ("x",)\n__all__ = ["x"]\n',
        '"""Says what it does."""\n\nNONE: Mapping[str, int] = {}\n',
        '"""Says what it does."""\n\n\ndef count():\n    seen = {}\n    seen["a"] = 1\n',
    ],
)
def test_nothing_is_found_when_a_module_holds_tables(text: str, tmp_path: Path) -> None:
    """A table of constants is the wanted form, and state inside a function is nobody's business."""
    _plant(tmp_path, "crm/cases.py", text)
    sources = product_sources(tmp_path)
    assert [str(breach) for check in OF_ALL for breach in check(sources)] == []


def _plant(root: Path, path: str, text: str) -> None:
    file = root / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text)
