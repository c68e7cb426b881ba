"""Message templates: texts by code and language, with their obligatory parts, checked when read and when filled.

A template that does not mention the debt is held to it: no debt words, no amounts. Whether a message may be
sent, and which template is due, is decided elsewhere.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from config.documents import Document, packaged, packaged_names
from config.errors import BadInput, NotFound

LANGUAGES = ("en", "es", "zh")
LONGEST_CHARACTERS = 320
"""Two segments in GSM-7; a longer text is often cut by telephones and always costs more."""
VARIABLES = ("company", "officer", "callback_number", "amount", "due_on", "callback_at")
DEBT_VARIABLES = ("amount", "due_on")
"""What tells a stranger that somebody owes something."""

_PARTS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "company": dict.fromkeys(LANGUAGES, "{company}"),
        "officer": dict.fromkeys(LANGUAGES, "{officer}"),
        "callback_number": dict.fromkeys(LANGUAGES, "{callback_number}"),
        "stop": {"en": "Reply STOP to opt out", "es": "Responda STOP", "zh": "回复STOP"},
        "collector": {"en": "debt collector", "es": "cobrador de deudas", "zh": "催收"},
    }
)
"""Obligatory parts: what must stand in the text, by language. The stop words are those of telephony's replies."""

_DEBT_WORDS = re.compile(
    r"\b(?:debts?|debtors?|owed?|owes|owing|loans?|past[ -]due|overdue|delinquen\w+|balances?|amounts?|payments?|pay|"
    r"paid|creditors?|collect\w*|arrears|credit|lenders?|bills?|lawsuit|court|deudas?|deud\w+|debe|adeud\w+|préstamos?|"
    r"vencid\w+|saldos?|pagos?|pagar|pague|acreedor\w*|cobr\w+|crédito|moros\w+|juicio|demanda)\b"
    r"|债|欠|贷|逾期|还款|还钱|余额|催收|账单|付款|信用|起诉|法院|金额",
    re.IGNORECASE,
)
_PLACEHOLDER = re.compile(r"\{([a-z_]*)\}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """One text in one language; placeholders are names in braces, out of `VARIABLES`."""

    code: str
    language: str
    text: str
    obligatory: tuple[str, ...]
    mentions_debt: bool
    version: int


@dataclass(frozen=True)
class Templates:
    """All templates by code and language."""

    by_key: Mapping[tuple[str, str], Template]

    @property
    def codes(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(code for code, _ in self.by_key))

    def get(self, code: str, language: str) -> Template:
        """Return a template in a person's language, in English where there is none.

        Raises:
            NotFound: there is no such code.
        """
        found = self.by_key.get((code, language)) or self.by_key.get((code, "en"))
        if found is None:
            raise NotFound("unknown_template", f"There is no template {code}.", {"template": code})
        return found


def find_debt_words(text: str) -> tuple[str, ...]:
    """Return the words that would tell a stranger of a debt, in English, Spanish and Chinese."""
    return tuple(match.group(0) for match in _DEBT_WORDS.finditer(text))


def render(template: Template, values: Mapping[str, str]) -> str:
    """Fill a template; the result has all its obligatory parts and fits two segments of plain text.

    Raises:
        BadInput: a value is missing or empty, the text got too long, or a value brought in debt words.
    """
    missing = [name for name in _PLACEHOLDER.findall(template.text) if not values.get(name, "").strip()]
    if missing:
        details = dict.fromkeys(missing, "missing")
        raise BadInput("template_value", f"{template.code} needs {', '.join(missing)}.", details)
    text = _PLACEHOLDER.sub(lambda match: values[match.group(1)].strip(), template.text)
    if len(text) > LONGEST_CHARACTERS:
        sentence = f"{template.code} is {len(text)} characters long; at most {LONGEST_CHARACTERS} are sent."
        raise BadInput("template_length", sentence, {"text": "too long"})
    if not template.mentions_debt and find_debt_words(text):
        sentence = f"{template.code} may not mention a debt, but a value in it does."
        raise BadInput("template_not_neutral", sentence, {"text": "debt words"})
    return text


def load_templates() -> Templates:
    """Read all packaged templates.

    Raises:
        BadInput: names file, template and field.
    """
    found: dict[tuple[str, str], Template] = {}
    for name in packaged_names("templates"):
        for template in read_templates(packaged(name)):
            key = (template.code, template.language)
            if key in found:
                raise BadInput("bad_document", f"{name}: {template.code} stands twice.", {template.code: "twice"})
            found[key] = template
    return Templates(MappingProxyType(found))


def read_templates(document: Document) -> tuple[Template, ...]:
    """Read one document strictly.

    Raises:
        BadInput: names file, template and field: an unknown placeholder, a missing obligatory part, a debt word
            in a neutral text, a missing language.
    """
    found = []
    for row in document.rows("templates"):
        code = row.text("code")
        version = row.whole("version", low=1, high=10_000)
        mentions_debt = row.flag("mentions_debt")
        obligatory = row.texts("obligatory", allowed=tuple(_PARTS))
        texts = row.table("text")
        row.finish()
        for language in LANGUAGES:
            text = texts.text(language)
            template = Template(
                code=code,
                language=language,
                text=text,
                obligatory=obligatory,
                mentions_debt=mentions_debt,
                version=version,
            )
            _check(texts, template)
            found.append(template)
        texts.finish()
    document.finish()
    return tuple(found)


def _check(row: Document, template: Template) -> None:
    used = _PLACEHOLDER.findall(template.text)
    unknown = sorted(set(used) - set(VARIABLES))
    if unknown or "{" in _PLACEHOLDER.sub("", template.text):
        row.refuse(template.language, f"has a placeholder that is not known: {', '.join(unknown)}")
    lacking = [part for part in template.obligatory if _PARTS[part][template.language] not in template.text]
    if lacking:
        row.refuse(template.language, f"lacks the obligatory {', '.join(lacking)}")
    if len(template.text) > LONGEST_CHARACTERS:
        row.refuse(template.language, f"may have at most {LONGEST_CHARACTERS} characters")
    if template.mentions_debt:
        return
    if words := find_debt_words(_PLACEHOLDER.sub("", template.text)):
        row.refuse(template.language, f"is neutral and may not say {', '.join(words)}")
    if told := sorted(set(used) & set(DEBT_VARIABLES)):
        row.refuse(template.language, f"is neutral and may not use {', '.join(told)}")
