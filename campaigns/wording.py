"""Packaged texts held against the duties of wording: what a rule wants said, and what it forbids to say.

Pure. A text may be used in any place, so the duties of all places count. That a text has the parts it claims is
checked where texts are read; which text is due is decided elsewhere.
"""

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType

from campaigns.rules.duties import Content, wrong_parts
from campaigns.rules.rule import Rule, Shape, matches
from campaigns.scripts import Script, Scripts
from campaigns.templates import Template, Templates

STOP_CONFIRMED = "sms.stop.confirmed"
"""The one confirmation of an opt-out, which needs no further way out."""

_OF_TEMPLATES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "company": ("company_name",),
        "officer": ("contact_name",),
        "callback_number": ("callback_number",),
        "stop": ("opt_out",),
        "collector": ("debt_collector_disclosure",),
    }
)
_OF_SCRIPTS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {"debt_collector": ("company_name", "debt_collector_disclosure", "purpose_disclosure"), "rights": ()}
)
"""What the obligatory parts of templates, and the required disclosures of scripts, are in the words of the duties."""


def wrong_texts(rules: Iterable[Rule], templates: Templates, scripts: Scripts) -> tuple[str, ...]:
    """Return a sentence for every text and duty that do not agree; of rules that are off nothing is asked."""
    duties = [rule for rule in rules if isinstance(rule.terms, Content) and rule.is_enabled]
    found: list[str] = []
    for script in scripts.by_code.values():
        found += _complaints(duties, f"script {script.code}", "first_contact", _call(), _said(script))
    for template in templates.by_key.values():
        name = f"template {template.code} ({template.language})"
        found += _complaints(duties, name, "text", _text(template), _carried(template))
    return tuple(found)


def _complaints(duties: Iterable[Rule], name: str, moment: str, shape: Shape, parts: frozenset[str]) -> Iterator[str]:
    for rule in duties:
        if matches(rule.applies, shape):
            missing, forbidden = wrong_parts([rule], moment, parts)
            for part in sorted(missing):
                yield f"{name} lacks {part} [{rule.id}]"
            for part in sorted(forbidden):
                yield f"{name} may not carry {part} [{rule.id}]"


def _said(script: Script) -> frozenset[str]:
    required = (disclosure.code for disclosure in script.disclosures if disclosure.is_required)
    return frozenset(part for code in required for part in _OF_SCRIPTS.get(code, ()))


def _carried(template: Template) -> frozenset[str]:
    parts = {part for name in template.obligatory for part in _OF_TEMPLATES[name]}
    return frozenset(parts | ({"debt"} if template.mentions_debt else set()))


def _call() -> Shape:
    return Shape("third_party", "phone", "live_agent", "consumer", "mobile", "collection")


def _text(template: Template) -> Shape:
    purpose = "optout_confirmation" if template.code == STOP_CONFIRMED else "collection"
    return Shape("third_party", "sms", None, "consumer", "mobile", purpose)
