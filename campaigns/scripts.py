"""Scripts: what an agent says, by tone and language, with typed variables and a fallback wording for each.

Texts shown before the right party is verified are held neutral: no debt words, no variable that tells of one.
Which lines are shown when is decided by the card of the call.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from campaigns.templates import LANGUAGES, find_debt_words
from config.documents import Document, packaged, packaged_names
from config.errors import NotFound
from crm.money import Money

COMMON = "scripts/common.toml"
KINDS: Mapping[str, type] = MappingProxyType({"text": str, "money": Money, "date": date, "number": int})
_PLACEHOLDER = re.compile(r"\{([a-z_]*)\}")

Value = str | int | Money | date
Texts = Mapping[str, str]
"""One text by language; every language of `templates.LANGUAGES` is there."""


@dataclass(frozen=True, slots=True)
class Variable:
    """A placeholder: its kind, whether it may be heard by a stranger, and what is said where it is not known."""

    code: str
    kind: str
    is_neutral: bool
    fallback: Texts


@dataclass(frozen=True, slots=True)
class Line:
    """One thing to say."""

    code: str
    text: Texts


@dataclass(frozen=True, slots=True)
class Question:
    """One identity question; `label` names what is checked, such as the postal code."""

    code: str
    label: Texts
    text: Texts


@dataclass(frozen=True, slots=True)
class Disclosure:
    """Something that must or should be said; before verification only if it is neutral."""

    code: str
    text: Texts
    is_required: bool
    before_verification: bool


@dataclass(frozen=True, slots=True)
class Objection:
    """An answer to what a person says, and the disposition it usually leads to."""

    code: str
    title: Texts
    text: Texts
    disposition: str
    is_neutral: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Script:
    """One tone's script; `greeting`, `absent` and `wrong_party` are neutral, `lines` come after verification."""

    code: str
    version: int
    tone: str
    greeting: Texts
    verify: tuple[Question, ...]
    disclosures: tuple[Disclosure, ...]
    lines: tuple[Line, ...]
    objections: tuple[Objection, ...]
    absent: Texts
    wrong_party: Texts
    closing: Texts
    variables: Mapping[str, Variable]


@dataclass(frozen=True)
class Scripts:
    """All scripts by code."""

    by_code: Mapping[str, Script]

    def get(self, code: str) -> Script:
        """Return one script.

        Raises:
            NotFound: there is no such script.
        """
        found = self.by_code.get(code)
        if found is None:
            raise NotFound("unknown_script", f"There is no script {code}.", {"script": code})
        return found


def say(script: Script, texts: Texts, language: str, values: Mapping[str, Value | None]) -> str:
    """Fill a text of a script in a language (English where it has none); a missing value takes its fallback.

    Amounts are written as `Money` writes itself, dates as YYYY-MM-DD.
    """
    spoken = language if language in LANGUAGES else "en"

    def word(match: re.Match[str]) -> str:
        variable = script.variables[match.group(1)]
        value = values.get(variable.code)
        if value is None or value == "":
            return variable.fallback[spoken]
        assert isinstance(value, KINDS[variable.kind]), f"{variable.code} is a {variable.kind}"
        return value.isoformat() if isinstance(value, date) else str(value)

    return _PLACEHOLDER.sub(word, texts[spoken])


def load_scripts() -> Scripts:
    """Read all packaged scripts.

    Raises:
        BadInput: names file, row and field.
    """
    found: dict[str, Script] = {}
    for name in packaged_names("scripts"):
        if name == COMMON:
            continue
        document = packaged(name)
        script = read_script(document, packaged(COMMON))
        if script.code in found:
            document.refuse("code", f"{script.code} stands twice")
        found[script.code] = script
    return Scripts(MappingProxyType(found))


def read_script(document: Document, common: Document) -> Script:
    """Read one script with what all share, strictly.

    Raises:
        BadInput: an unknown variable, a missing language, or a neutral text that tells of a debt.
    """
    known = {variable.code: variable for variable in map(_variable, common.rows("variables"))}
    script = Script(
        code=document.text("code"),
        version=document.whole("version", low=1, high=10_000),
        tone=document.text("tone"),
        greeting=_texts(document, "greeting", known, is_neutral=True),
        verify=tuple(_question(row, known) for row in common.rows("verify")),
        disclosures=tuple(_disclosure(row, known) for row in common.rows("disclosures")),
        lines=tuple(_line(row, known) for row in document.rows("lines")),
        objections=tuple(_objection(row, known) for row in common.rows("objections")),
        absent=_only_text(common.table("absent"), known),
        wrong_party=_only_text(common.table("wrong_party"), known),
        closing=_texts(document, "closing", known),
        variables=MappingProxyType(known),
    )
    document.finish()
    common.finish()
    if not any(item.is_required and not item.before_verification for item in script.disclosures):
        common.refuse("disclosures", "must have a required one after verification (15 U.S.C. 1692e(11))")
    return script


def _variable(row: Document) -> Variable:
    found = Variable(
        row.text("code"), row.text("kind", allowed=tuple(KINDS)), row.flag("is_neutral"), _plain(row, "fallback")
    )
    row.finish()
    return found


def _question(row: Document, known: Mapping[str, Variable]) -> Question:
    found = Question(row.text("code"), _plain(row, "label"), _texts(row, "text", known, is_neutral=True))
    row.finish()
    return found


def _disclosure(row: Document, known: Mapping[str, Variable]) -> Disclosure:
    early = row.flag("before_verification")
    texts = _texts(row, "text", known, is_neutral=early)
    found = Disclosure(row.text("code"), texts, row.flag("is_required"), early)
    row.finish()
    return found


def _line(row: Document, known: Mapping[str, Variable]) -> Line:
    found = Line(row.text("code"), _texts(row, "text", known))
    row.finish()
    return found


def _objection(row: Document, known: Mapping[str, Variable]) -> Objection:
    neutral = row.flag("is_neutral")
    texts = _texts(row, "text", known, is_neutral=neutral)
    found = Objection(row.text("code"), _plain(row, "title"), texts, row.text("disposition"), neutral)
    row.finish()
    return found


def _only_text(row: Document, known: Mapping[str, Variable]) -> Texts:
    texts = _texts(row, "text", known, is_neutral=True)
    row.finish()
    return texts


def _plain(row: Document, name: str) -> Texts:
    table = row.table(name)
    texts = {language: table.text(language) for language in LANGUAGES}
    table.finish()
    return MappingProxyType(texts)


def _texts(row: Document, name: str, known: Mapping[str, Variable], *, is_neutral: bool = False) -> Texts:
    texts = _plain(row, name)
    for language, text in texts.items():
        used: Sequence[str] = _PLACEHOLDER.findall(text)
        if unknown := sorted(set(used) - set(known)):
            row.refuse(name, f"in {language} has unknown variables: {', '.join(unknown)}")
        if not is_neutral:
            continue
        told = [code for code in used if not known[code].is_neutral]
        words = [*find_debt_words(_PLACEHOLDER.sub("", text)), *told]
        if words:
            row.refuse(name, f"in {language} is neutral and may not say {', '.join(words)}")
    return texts
