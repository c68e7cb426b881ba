"""One row of a rulebook or of a campaign becomes one compiled rule, or is refused with file, row and field."""

import hashlib
import json
from collections.abc import Mapping

from campaigns.rules.fields import Fields
from campaigns.rules.judge import KINDS
from campaigns.rules.proposal import CHANNELS, COLLECTORS, NUMBER_TYPES, PURPOSES, TECHNOLOGIES
from campaigns.rules.rule import Applies, Rule

BINDING = frozenset(
    {
        "statute",
        "regulation",
        "regulator_guidance",
        "regulator_policy",
        "national_standard",
        "industry_code",
        "case_law",
        "house",
    }
)
CONFIDENCE = frozenset({"high", "medium", "low"})
PARTY_CLASSES = frozenset({"consumer", "third_party", "professional", "any"})
NO_CALENDARS: Mapping[str, frozenset[int]] = {}


def build_rule(
    row: Mapping[str, object], *, where: str, calendars: Mapping[str, frozenset[int]] = NO_CALENDARS
) -> Rule:
    """Compile one row. `where` is the file named in complaints, `calendars` maps ids to date ordinals.

    Raises:
        BadInput: a field is missing, unknown or malformed, the kind is unknown, or the dates are reversed.
    """
    row_id = row.get("id")
    fields = Fields(f"{where} {row_id if isinstance(row_id, str) else '(no id)'}", row, calendars)
    rule_id = fields.text("id")
    kind = fields.text("kind", allowed=KINDS)
    params = row.get("params", {})
    terms = fields.table("params")
    rule = Rule(
        id=rule_id,
        jurisdiction=fields.text("jurisdiction"),
        kind=kind,
        title=fields.text("title"),
        title_zh=fields.text("title_zh", default=""),
        rank=fields.number("rank"),
        terms=KINDS[kind].read(terms),
        version=_version(rule_id, row, calendars),
        applies=_read_applies(fields.table("applies")),
        cite=fields.text("cite"),
        source_url=fields.text("source_url", default=""),
        binding=fields.text("binding", allowed=BINDING),
        confidence=fields.text("confidence", allowed=CONFIDENCE),
        reading=fields.text("reading", allowed=CONFIDENCE | {""}, default=""),
        note=fields.text("note", default=""),
        checked_on=fields.day("checked_on"),
        effective_from=fields.day("effective_from"),
        effective_to=fields.day("effective_to"),
        is_enabled=fields.truth("enabled", default=True),
        is_proven=fields.truth("proven", default=False),
        params=dict(params) if isinstance(params, Mapping) else {},
        row=row,
        holidays=_holidays(row, calendars),
    )
    terms.finish()
    fields.finish()
    if rule.effective_from and rule.effective_to and rule.effective_to < rule.effective_from:
        fields.refuse("effective_to", "lies before effective_from")
    return rule


def _read_applies(fields: Fields) -> Applies:
    party_class = fields.text("party_class", allowed=PARTY_CLASSES, default="consumer")
    applies = Applies(
        collectors=fields.texts("collectors", allowed=COLLECTORS),
        channels=fields.texts("channels", allowed=CHANNELS),
        technologies=fields.texts("technologies", allowed=TECHNOLOGIES),
        party_class=None if party_class == "any" else party_class,
        parties=fields.texts("parties"),
        number_types=fields.texts("number_types", allowed=NUMBER_TYPES),
        purposes=fields.texts("purposes", allowed=PURPOSES),
        except_purposes=fields.texts("except_purposes", allowed=PURPOSES) or frozenset(),
    )
    fields.finish()
    return applies


def _version(rule_id: str, row: Mapping[str, object], calendars: Mapping[str, frozenset[int]]) -> str:
    """Name the content of a row, the dates of its holiday calendar included."""
    content = json.dumps([row, _holidays(row, calendars)], sort_keys=True, default=str, ensure_ascii=False)
    return f"{rule_id}@{hashlib.sha256(content.encode()).hexdigest()[:8]}"


def _holidays(row: Mapping[str, object], calendars: Mapping[str, frozenset[int]]) -> tuple[int, ...]:
    params = row.get("params")
    calendar = params.get("holidays") if isinstance(params, Mapping) else None
    return tuple(sorted(calendars.get(calendar, ()))) if isinstance(calendar, str) else ()
