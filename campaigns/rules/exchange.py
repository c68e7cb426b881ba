"""Rules in the exchange form of the published contact rules (a YAML), compiled into the engine's own.

The form is described where it is published. Only rules marked as exercised by its cases take part in checking them.
Bad input is refused with the row and the field.
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from campaigns.rules.rows import build_rule
from campaigns.rules.rulebook import Jurisdiction, Rulebook
from config.errors import BadInput

JUDGING = frozenset(
    {
        "allowed_hours",
        "stated_times",
        "attempt_cap",
        "cooldown_after",
        "min_gap",
        "channel_exclusive",
        "block_flag",
        "opt_out",
        "media_refused",
        "place_block",
        "consent_required",
        "number_fact_block",
        "third_party_contact",
        "notice_wait",
        "min_days_past_due",
        "party_forbidden",
    }
)
"""Kinds whose parameters the form defines; the others carry free words and are taken as information."""
RENAMED = {"collector": "collectors", "technology": "technologies"}


def rules_from_shared(document: Mapping[str, Any], *, where: str) -> Rulebook:
    """Compile a document of rules. Raises BadInput naming the row and the field."""
    sets = document.get("outcome_sets", {})
    calendars = {
        name: frozenset(_date(f"{where} calendar {name}", day).toordinal() for day in days)
        for name, days in document.get("calendars", {}).items()
    }
    places = {
        key: Jurisdiction(key, place.get("name", key), "", place.get("parent"))
        for key, place in document.get("jurisdictions", {}).items()
    }
    rules = tuple(
        build_rule(_row(row, sets, where), where=where, calendars=calendars) for row in document.get("rules", ())
    )
    for rule in rules:
        if rule.jurisdiction not in places:
            raise BadInput("unknown_jurisdiction", f"{where} {rule.id}: j is not a known jurisdiction.", {"j": rule.id})
    return Rulebook(rules, places, "exchange")


def _row(row: Mapping[str, Any], sets: Mapping[str, list[str]], where: str) -> dict[str, Any]:
    kind = row.get("kind")
    is_judging = kind in JUDGING
    found: dict[str, Any] = {
        "id": row.get("id"),
        "jurisdiction": row.get("j"),
        "kind": kind if is_judging else "informational",
        "title": row.get("title"),
        "rank": row.get("rank"),
        "cite": row.get("cite"),
        "binding": row.get("binding"),
        "confidence": row.get("confidence"),
        "proven": bool(row.get("vectors", False)) and is_judging,
        "applies": {RENAMED.get(name, name): value for name, value in (row.get("applies") or {}).items()},
    }
    params = _with_lists(_without_nulls(row.get("params") or {}), sets)
    if kind == "attempt_cap":
        params.pop("conversations_limit", None)
    found["params"] = params
    for name in ("effective_from", "effective_to"):
        if row.get(name) is not None:
            found[name] = _date(f"{where} {row.get('id')} {name}", row[name])
    return found


def _without_nulls(params: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: _without_nulls(value) if isinstance(value, Mapping) else value
        for name, value in params.items()
        if value is not None
    }


def _with_lists(params: Mapping[str, Any], sets: Mapping[str, list[str]]) -> dict[str, Any]:
    """Put the document's own outcome sets in the place of their names."""
    found: dict[str, Any] = {}
    for name, value in params.items():
        if isinstance(value, Mapping):
            found[name] = _with_lists(value, sets)
        elif name in {"outcomes", "after", "requires_prior"} and isinstance(value, str) and value in sets:
            found[name] = list(sets[value])
        else:
            found[name] = value
    return found


def _date(where: str, value: object) -> date:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value))
    except ValueError as error:
        raise BadInput("bad_date", f"{where}: {value!r} is not a date.", {"date": "YYYY-MM-DD"}) from error
