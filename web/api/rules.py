"""Rules over HTTP: all rulebooks, one rule in full, and what each creditor asks beyond the law."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from campaigns.creditor_terms import switch_of
from campaigns.rules.judge import is_duty
from campaigns.rules.rule import Applies, Rule
from campaigns.rules.rulebook import HOUSE, Rulebook
from campaigns.setting_terms import set_terms
from campaigns.store.for_creditors import all_creditors, open_cases_of
from config.errors import NotFound
from crm.debtors import Creditor
from crm.staff import Right
from web.endpoint import ApiRequest, Endpoint
from web.house import House
from web.shapes.rules import (
    CreditorRows,
    CreditorShape,
    PlaceShape,
    RuleRow,
    RuleRows,
    RuleShape,
    RuleVersions,
    TermsEdit,
    TermsShape,
)


async def list_rules(house: House, request: ApiRequest[None]) -> RuleRows:  # noqa: ARG001
    book = house.books.rulebook
    return RuleRows(
        version=book.version,
        today=house.clock.now().date(),
        places=_places(book),
        rows=[_row(rule) for rule in sorted(book.rules, key=_order)],
    )


async def show_rule(house: House, request: ApiRequest[None]) -> RuleVersions:
    found = [rule for rule in house.books.rulebook.rules if rule.id == request.path["rule_id"]]
    if not found:
        raise NotFound("unknown_rule", "There is no such rule.")
    found.sort(key=lambda rule: rule.effective_from or date.min)
    return RuleVersions(versions=[_shape(rule) for rule in found])


async def list_creditors(house: House, request: ApiRequest[None]) -> CreditorRows:  # noqa: ARG001
    async with house.database.transaction() as session:
        rows = await all_creditors(session)
    return CreditorRows(rows=[_creditor(creditor, cases) for creditor, cases in rows])


async def edit_terms(house: House, request: ApiRequest[TermsEdit]) -> CreditorShape:
    sent = request.sent
    creditor = await set_terms(
        house.ground,
        house.books.rulebook,
        request.id("creditor_id"),
        version=sent.version,
        terms=sent.terms.model_dump(exclude_none=True),
        actor=request.actor,
    )
    async with house.database.transaction() as session:
        cases = await open_cases_of(session, creditor.id)
    return _creditor(creditor, cases)


def _order(rule: Rule) -> tuple[bool, str, int, str]:
    """The house first, because its rules are in force everywhere."""
    return rule.jurisdiction != HOUSE, rule.jurisdiction, rule.rank, rule.id


def _places(book: Rulebook) -> list[PlaceShape]:
    counts = {key: sum(rule.jurisdiction == key for rule in book.rules) for key in book.jurisdictions}
    return [
        PlaceShape(key=key, name=one.name, name_zh=one.name_zh or one.name, parent=one.parent or "", rules=counts[key])
        for key, one in sorted(book.jurisdictions.items())
    ]


def _row(rule: Rule) -> RuleRow:
    return RuleRow(
        id=rule.id,
        place=rule.jurisdiction,
        kind=rule.kind,
        title=rule.title,
        title_zh=rule.title_zh or rule.title,
        cite=rule.cite,
        source_url=rule.source_url,
        binding=rule.binding,
        confidence=rule.confidence,
        reading=rule.reading,
        checked_on=rule.checked_on,
        effective_from=rule.effective_from,
        effective_to=rule.effective_to,
        is_enabled=rule.is_enabled,
        is_duty=is_duty(rule),
        is_proven=rule.is_proven,
        switch=switch_of(rule),
    )


def _shape(rule: Rule) -> RuleShape:
    return RuleShape(
        row=_row(rule),
        rank=rule.rank,
        version=rule.version,
        note=rule.note,
        filters=_filters(rule.applies),
        params={name: _plain(value) for name, value in rule.params.items()},
    )


def _filters(applies: Applies) -> dict[str, list[str]]:
    """Name what a rule looks at; the class of persons only where it names no persons."""
    persons = ([applies.party_class] if applies.party_class else []) if applies.parties is None else []
    found: dict[str, Iterable[str] | None] = {
        "collectors": applies.collectors,
        "channels": applies.channels,
        "technologies": applies.technologies,
        "party_class": persons,
        "parties": applies.parties,
        "number_types": applies.number_types,
        "purposes": applies.purposes,
        "except_purposes": applies.except_purposes,
    }
    return {name: sorted(values) for name, values in found.items() if values}


def _plain(value: object) -> Any:  # noqa: ANN401 - a TOML value
    """Return a value that JSON has: dates as YYYY-MM-DD."""
    if isinstance(value, dict):
        return {name: _plain(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [_plain(inner) for inner in value]
    return value.isoformat() if isinstance(value, date | datetime) else value


def _creditor(creditor: Creditor, cases: int) -> CreditorShape:
    return CreditorShape(
        id=creditor.id,
        code=creditor.code,
        name=creditor.name,
        country=creditor.country,
        collector_role=creditor.collector_role,
        cases=cases,
        version=creditor.terms_version,
        terms=TermsShape(**creditor.terms),
    )


ROUTES: tuple[Endpoint, ...] = (
    Endpoint("GET", "/rules", Right.SEE_FLOOR, None, RuleRows, list_rules, "List the rules of all places"),
    Endpoint("GET", "/rules/{rule_id}", Right.SEE_FLOOR, None, RuleVersions, show_rule, "Show one rule in full"),
    Endpoint(
        "GET",
        "/creditors",
        Right.SEE_FLOOR,
        None,
        CreditorRows,
        list_creditors,
        "List creditors with what they ask beyond the law",
    ),
    Endpoint(
        "PUT",
        "/creditors/{creditor_id:uuid}/terms",
        Right.RUN_CAMPAIGNS,
        TermsEdit,
        CreditorShape,
        edit_terms,
        "Set a creditor's terms; 409 when somebody else changed them first",
    ),
)
