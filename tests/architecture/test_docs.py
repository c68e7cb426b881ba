"""The documents name everything there is, and name nothing that is not there."""

import ast
import re
import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from config.settings import PREFIX, Settings
from tests.architecture.sources import product_sources

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
BANNED_SYNONYMS = re.compile(r"\b(dialler|dispo|wrapup)s?\b", re.IGNORECASE)


def _written() -> str:
    return "\n".join(path.read_text(encoding="utf-8") for path in sorted(DOCS.rglob("*.md")))


def _missing(names: Iterable[str]) -> list[str]:
    text = _written()
    return [name for name in names if f"`{name}`" not in text]


def _settings() -> list[str]:
    return [PREFIX + name.upper() for name in Settings.model_fields]


def _dispositions() -> list[str]:
    read = tomllib.loads((ROOT / "config" / "dispositions.toml").read_text(encoding="utf-8"))
    return [row["code"] for rows in read.values() if isinstance(rows, list) for row in rows]


def _rule_kinds() -> list[str]:
    return list(_table("campaigns/rules/judge.py", "KINDS"))


def _facts() -> list[str]:
    return [
        name.id
        for source in product_sources(ROOT)
        if source.stem == "facts" and source.package != "config"
        for value in _values(source.tree, "FACTS")
        for name in ast.walk(value)
        if isinstance(name, ast.Name)
    ]


def _reports() -> list[str]:
    folder = ROOT / "campaigns" / "reports"
    return [path.stem for path in sorted(folder.glob("*.py")) if path.stem not in {"__init__", "shape"}]


@pytest.mark.parametrize("names", [_settings, _dispositions, _rule_kinds, _facts, _reports])
def test_everything_a_person_may_meet_is_explained(names: object) -> None:
    """Each setting, disposition, rule kind, fact and report stands in backticks in a document."""
    assert callable(names)
    assert _missing(names()) == []


def test_every_setting_in_the_documents_exists() -> None:
    """A person who copies a variable from the documents is not misled."""
    known = {*_settings(), "RINGFENCE_CONFIG", "RINGFENCE_TEST_POSTGRES"}
    assert sorted(set(re.findall(r"\bRINGFENCE_[A-Z_]+\b", _written())) - known) == []


def test_every_module_named_in_the_documents_exists() -> None:
    """A path in the documents leads somewhere."""
    pattern = re.compile(r"`((?:config|telephony|crm|campaigns|web|tests|docs|bench)/[\w./-]+\.(?:py|toml|md))`")
    assert [path for path in sorted(set(pattern.findall(_written()))) if not (ROOT / path).exists()] == []


def test_every_term_of_the_glossary_is_used_in_the_code() -> None:
    """A word that only the glossary knows is not the product's language; one word stands for one idea."""
    glossary = (DOCS / "glossary.md").read_text(encoding="utf-8")
    terms = re.findall(r"^\|\s*\*{0,2}([a-z][a-z ]+?)\*{0,2}\s*\|", glossary, re.MULTILINE)
    assert len(terms) >= 12
    code = "\n".join(source.text for source in product_sources(ROOT)).lower().replace("_", " ")
    assert [term for term in terms if term != "term" and not re.search(rf"\b{term}", code)] == []


def test_no_second_word_is_used_for_one_idea() -> None:
    """The code and the documents say disposition, wrap-up and dialer, and nothing else for them."""
    texts = {source.path: source.text for source in product_sources(ROOT)} | {"docs": _written()}
    assert [path for path, text in texts.items() if BANNED_SYNONYMS.search(text)] == []


def test_every_decision_names_a_test_that_exists() -> None:
    """A decision that nothing enforces is an opinion."""
    parts = (DOCS / "decisions.md").read_text(encoding="utf-8").split("\n## ")[1:]
    assert len(parts) >= 10
    wrong = []
    for part in parts:
        named = re.findall(r"`(tests/[\w/]+\.py)(?:::(\w+))?`", part)
        if not named or not all(_exists(path, function) for path, function in named):
            wrong.append(part.partition("\n")[0])
    assert wrong == []


def _exists(path: str, function: str) -> bool:
    file = ROOT / path
    return file.is_file() and (not function or f"def {function}(" in file.read_text(encoding="utf-8"))


def _table(path: str, name: str) -> Iterator[str]:
    source = next(source for source in product_sources(ROOT) if source.path == path)
    for value in _values(source.tree, name):
        assert isinstance(value, ast.Dict)
        yield from (key.value for key in value.keys if isinstance(key, ast.Constant) and isinstance(key.value, str))


def _values(tree: ast.Module, name: str) -> Iterator[ast.expr]:
    """Find what a module's table is: `NAME = ...` or `NAME: type = ...`."""
    for node in tree.body:
        targets = (
            node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else []
        )
        if any(isinstance(target, ast.Name) and target.id == name for target in targets):
            assert isinstance(node, ast.Assign | ast.AnnAssign)
            assert node.value is not None
            yield node.value
