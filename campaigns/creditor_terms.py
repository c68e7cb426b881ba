"""What a creditor asks of contacts beyond the law: the document is checked here, and what a rulebook knows of it.

Pure. Terms only make it stricter: they add rules, places, hours and limits; a rule of the house is the firm's own to
switch off. How they join the law is decided in `books`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from campaigns.caps import check_caps
from campaigns.rules.judge import is_duty
from campaigns.rules.rule import Rule
from campaigns.rules.rulebook import HOUSE, Rulebook
from campaigns.week_windows import parse_windows, windows_document
from config.documents import Document

FIELDS = ("switched_on", "switched_off", "jurisdictions", "windows", "caps")
"""Parts of the document; one that is left out asks for nothing."""


def check_terms(document: object, rulebook: Rulebook) -> dict[str, Any]:
    """Check a document of terms and return it in one form, without the parts that ask for nothing.

    ``switched_on`` and ``switched_off`` name rules (see `switch_of`), ``jurisdictions`` further rulebooks that bind
    all debts of the creditor, such as those of its licence; ``windows`` and ``caps`` are as a campaign's.

    Raises:
        BadInput: names the field; also for an unknown rule or place, and for switching off a law.
    """
    body = Document("terms", document)
    switches = switches_of(rulebook)
    found: dict[str, Any] = {
        "switched_on": _switched(body, "switched_on", switches, "on", "is on already, or decides no contact"),
        "switched_off": _switched(body, "switched_off", switches, "off", "is law, or off already"),
        "jurisdictions": sorted(body.texts("jurisdictions", allowed=rulebook.jurisdictions.keys() - {HOUSE})),
    }
    if body.has("windows"):
        found["windows"] = windows_document(parse_windows(body.take("windows")))
    if body.has("caps"):
        found["caps"] = check_caps(body.take("caps"))
    body.finish()
    return {name: value for name, value in found.items() if value}


def switch_of(rule: Rule) -> str:
    """Say what terms may do with a rule: ``on`` (it is off by default), ``off`` (the house's own) or "" (nothing).

    A duty decides no contact, so that switching it would do nothing.
    """
    if is_duty(rule):
        return ""
    if not rule.is_enabled:
        return "on"
    return "off" if rule.jurisdiction == HOUSE else ""


def switches_of(rulebook: Rulebook) -> Mapping[str, str]:
    """Return rule id to `switch_of`; a rule of several periods may be switched as its latest."""
    return {rule.id: switch_of(rule) for rule in rulebook.rules}


@dataclass(frozen=True, slots=True)
class Standing:
    """The part of terms that a rulebook knows. Ids that a newer rulebook has no more ask for nothing."""

    switched_on: Sequence[str]
    switched_off: Sequence[str]
    jurisdictions: Sequence[str]


def standing(document: Mapping[str, Any], rulebook: Rulebook) -> Standing:
    """Return what of stored terms still stands, so that a changed rulebook stops no contact and loosens no law."""
    house = {rule.id for rule in rulebook.rules if rule.jurisdiction == HOUSE}
    known = {rule.id for rule in rulebook.rules}
    return Standing(
        [rule for rule in document.get("switched_on", ()) if rule in known],
        [rule for rule in document.get("switched_off", ()) if rule in house],
        [place for place in document.get("jurisdictions", ()) if place in rulebook.jurisdictions],
    )


def _switched(body: Document, name: str, switches: Mapping[str, str], wanted: str, complaint: str) -> list[str]:
    rules = body.texts(name, allowed=switches)
    for rule in rules:
        if switches[rule] != wanted:
            body.refuse(name, f"cannot take {rule}: it {complaint}")
    return sorted(rules)
