"""Rules in the exchange form of the published contact rules (a YAML), compiled into the engine's own.

The form is described where it is published. Only rules marked as exercised by its cases take part in checking them.
Bad input is refused with the row and the field.
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from campaigns.rules.calendars import BY_HAND, Calendar, ordinals
from campaigns.rules.places import Jurisdiction
from campaigns.rules.rows import build_rule
from campaigns.rules.rulebook import Rulebook
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
"""Kinds whose parameters the form defines."""
FREE = frozenset(
    {"abandoned_rate_cap", "redial_needs_agent", "content", "recording_consent", "retention", "informational"}
)
"""Kinds whose parameters are free words in the form; they are taken as information."""
RENAMED = {"collector": "collectors", "technology": "technologies"}


def rules_from_shared(document: Mapping[str, Any], *, where: str) -> Rulebook:
    """Compile a document of rules. Raises BadInput naming the row and the field."""
    sets = _table(document, "outcome_sets", where)
    calendars = {
        name: _calendar(name, days, f"{where} calendar {name}")
        for name, days in _table(document, "calendars", where).items()
    }
    places = {
        key: _place(key, place, f"{where} jurisdiction {key}")
        for key, place in _table(document, "jurisdictions", where).items()
    }
    rows = document.get("rules")
    if not isinstance(rows, list):
        raise BadInput("bad_rules", f"{where}: rules must be a list.", {"rules": "must be a list"})
    days_of = ordinals(calendars)
    rules = tuple(build_rule(_row(row, sets, where), where=where, calendars=days_of) for row in rows)
    for rule in rules:
        if rule.jurisdiction not in places:
            raise BadInput("unknown_jurisdiction", f"{where} {rule.id}: j is not a known jurisdiction.", {"j": rule.id})
    return Rulebook(rules, places, "exchange", calendars)


def _place(key: str, place: object, where: str) -> Jurisdiction:
    if not isinstance(place, Mapping):
        raise BadInput("bad_rules", f"{where} must be a table.", {key: "must be a table"})
    return Jurisdiction(key, str(place.get("name", key)), "", place.get("parent"))


def _calendar(name: str, days: object, where: str) -> Calendar:
    if not isinstance(days, list):
        raise BadInput("bad_rules", f"{where} must be a list of dates.", {name: "must be a list of dates"})
    return Calendar(name, {_date(where, day).toordinal(): "" for day in days}, BY_HAND)


def _table(holder: Mapping[str, Any], name: str, where: str) -> Mapping[str, Any]:
    """Return an inner table, empty when there is none."""
    table = holder.get(name) or {}
    if not isinstance(table, Mapping):
        raise BadInput("bad_rules", f"{where}: {name} must be a table.", {name: "must be a table"})
    return table


def _row(row: object, sets: Mapping[str, list[str]], where: str) -> dict[str, Any]:
    if not isinstance(row, Mapping):
        raise BadInput("bad_rules", f"{where}: a rule must be a table.", {"rules": "must be tables"})
    name = f"{where} {row.get('id')}"
    kind = row.get("kind")
    if kind not in JUDGING | FREE:
        raise BadInput("bad_rule", f"{name}: kind does not know {kind!r}.", {"kind": str(kind)})
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
        "applies": {RENAMED.get(key, key): value for key, value in _table(row, "applies", name).items()},
    }
    params = _with_lists(_without_nulls(_table(row, "params", name)), sets)
    if kind == "attempt_cap":
        params.pop("conversations_limit", None)
    found["params"] = params
    for key in ("effective_from", "effective_to"):
        if row.get(key) is not None:
            found[key] = _date(f"{name} {key}", row[key])
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
