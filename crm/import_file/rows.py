"""Read one row of a lender's file: a draft of account, person and contacts, or every reason to refuse it.

Decides with the recipe alone, so the same row always reads the same. Whether the account is known already
is decided by the store; whether it stood earlier in the file by `repeats.py`.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from config.errors import BadInput
from crm.import_file.amounts import parse_amount, parse_days
from crm.import_file.choices import parse_consent, parse_currency, parse_language, parse_relation
from crm.import_file.columns import ALWAYS_REQUIRED, FIELD_OF, Kind
from crm.import_file.dates import date_parser
from crm.import_file.places import parse_country, parse_postal_code, parse_region
from crm.import_file.problems import Problem, Wrong, problem_of
from crm.import_file.recipe import Recipe, column_indexes
from crm.import_file.records import Record
from crm.import_file.texts import parse_email, parse_identifier, parse_label, parse_name, parse_text, trimmed
from telephony.numbers import parse_number

Parse = Callable[[str], Any]
REMEMBERED_MAX = 20_000
"""Distinct cells of one column kept with their reading; days, towns and amounts repeat, names hardly do."""
LABELS = ("mobile", "home", "work")
"""The order in which a file's numbers are ranked."""


class Draft(NamedTuple):
    """What one valid row says; amounts in minor units of `currency`, None where the file says nothing.

    `phones` holds (label, E.164) in the order mobile, home, work, each number once.
    """

    row_number: int
    account_number: str
    customer_ref: str
    product: str | None
    full_name: str
    born_on: date | None
    language: str | None
    address_line: str | None
    city: str | None
    region: str | None
    postal_code: str | None
    country: str
    phones: tuple[tuple[str, str], ...]
    email: str | None
    currency: str
    credit_limit_minor: int | None
    balance_minor: int
    past_due_minor: int
    minimum_due_minor: int | None
    days_past_due: int
    due_on: date | None
    last_payment_on: date | None
    last_payment_minor: int | None
    opened_on: date | None
    sms_consent: bool | None
    related_name: str | None
    related_relation: str | None
    related_number: str | None


@dataclass(frozen=True, slots=True)
class Refused:
    """A row that is not taken: every problem in it, and its cells as they stood."""

    row_number: int
    problems: tuple[Problem, ...]
    cells: tuple[str, ...]


class RowReader:
    """Reads rows of one file by one recipe; remembers readings of repeated cells, within bounds."""

    def __init__(self, recipe: Recipe, heading: Sequence[str]) -> None:
        self._recipe = recipe
        self._width = len(heading)
        places = column_indexes(recipe, heading)
        required = {*ALWAYS_REQUIRED, *recipe.required}
        self._headings = {key: heading[index] for key, index in places.items()}
        self._plain: list[tuple[str, int, Mapping[str, Any], bool]] = []
        self._by_country: list[tuple[str, int, bool]] = []
        self._amounts: list[tuple[str, int, bool]] = []
        parsers = _parsers(recipe)
        for key, index in places.items():
            kind = FIELD_OF[key].kind
            if kind is Kind.AMOUNT:
                self._amounts.append((key, index, key in required))
            elif kind in _BY_COUNTRY:
                self._by_country.append((key, index, key in required))
            else:
                self._plain.append((key, index, _Remembered(parsers[kind]), key in required))
        self._amounts_in: dict[str, _Remembered] = {}
        self._places_in: dict[tuple[str, str], _Remembered] = {}

    def read(self, record: Record) -> Draft | Refused:
        """Read one record, reporting all that is wrong with it and not only the first."""
        cells = record.cells
        if record.wrong or len(cells) != self._width:
            return Refused(record.row_no, (Problem(record.wrong or "wrong_columns", ""),), tuple(cells))
        values: dict[str, Any] = dict.fromkeys(FIELD_OF)
        problems: list[Problem] = []
        for key, index, readings, is_required in self._plain:
            value = readings[cells[index]]
            if value is None and not is_required:
                continue
            self._keep(values, problems, key, value, cells[index])
        amounts = self._amounts_of(values["currency"] or self._recipe.currency)
        for key, index, is_required in self._amounts:
            value = amounts[cells[index]]
            if value is not None or is_required:
                self._keep(values, problems, key, value, cells[index])
        country = values["country"] or self._recipe.country
        for key, index, is_required in self._by_country:
            value = self._place_of(key, country)[cells[index]]
            if value is not None or is_required:
                self._keep(values, problems, key, value, cells[index])
        problems += self._contradictions(values)
        if problems:
            return Refused(record.row_no, tuple(problems), tuple(cells))
        return _draft(record.row_no, values, self._recipe)

    def _keep(self, values: dict[str, Any], problems: list[Problem], key: str, value: object, cell: str) -> None:
        if value is None:
            problems.append(problem_of(Wrong("missing"), self._headings[key], cell))
        elif isinstance(value, Wrong):
            problems.append(problem_of(value, self._headings[key], cell))
        else:
            values[key] = value

    def _contradictions(self, values: Mapping[str, Any]) -> list[Problem]:
        born, opened = values["date_of_birth"], values["opened_on"]
        if born is not None and opened is not None and born >= opened:
            return [Problem("birth_after_opening", self._headings["date_of_birth"], born.isoformat())]
        return []

    def _amounts_of(self, currency: str) -> "_Remembered":
        if currency not in self._amounts_in:
            style = self._recipe.decimal_style
            self._amounts_in[currency] = _Remembered(lambda text: parse_amount(text, style, currency))
        return self._amounts_in[currency]

    def _place_of(self, key: str, country: str) -> "_Remembered":
        if (key, country) not in self._places_in:
            parse = _BY_COUNTRY[FIELD_OF[key].kind]
            self._places_in[key, country] = _Remembered(lambda text: parse(text, country))
        return self._places_in[key, country]


class _Remembered(dict[str, Any]):
    """Cell as it stands → its reading: a value, a Wrong, or None for an empty cell."""

    def __init__(self, parse: Parse) -> None:
        super().__init__()
        self._parse = parse

    def __missing__(self, cell: str) -> Any:  # noqa: ANN401 - the values of many kinds of cells
        text = trimmed(cell)
        value = self._parse(text) if text else None
        if len(self) >= REMEMBERED_MAX:
            self.clear()
        if len(cell) <= 100:
            self[cell] = value
        return value


_BY_COUNTRY: dict[Kind, Callable[[str, str], str | Wrong]] = {
    Kind.REGION: parse_region,
    Kind.POSTAL_CODE: parse_postal_code,
}


def _parsers(recipe: Recipe) -> dict[Kind, Parse]:
    def parse_phone(text: str) -> str | Wrong:
        try:
            return parse_number(text, region=recipe.country).e164
        except BadInput:
            lost = parse_identifier(text) == Wrong("digits_lost")
            return Wrong("digits_lost" if lost else "bad_phone")

    return {
        Kind.IDENTIFIER: parse_identifier,
        Kind.LABEL: parse_label,
        Kind.NAME: parse_name,
        Kind.TEXT: parse_text,
        Kind.DATE: date_parser(recipe.date_style),
        Kind.DAYS: parse_days,
        Kind.PHONE: parse_phone,
        Kind.EMAIL: parse_email,
        Kind.CURRENCY: parse_currency,
        Kind.COUNTRY: parse_country,
        Kind.LANGUAGE: parse_language,
        Kind.CONSENT: parse_consent,
        Kind.RELATION: parse_relation,
    }


def _draft(row_number: int, values: Mapping[str, Any], recipe: Recipe) -> Draft:
    numbers: dict[str, str] = {}
    for label in LABELS:
        number = values["phone_" + label]
        if number is not None:
            numbers.setdefault(number, label)
    related = values["related_name"] or values["related_phone"]
    return Draft(
        row_number=row_number,
        account_number=values["account_number"],
        customer_ref=values["customer_id"] or "account:" + values["account_number"],
        product=values["product"],
        full_name=values["full_name"],
        born_on=values["date_of_birth"],
        language=values["language"],
        address_line=values["address_line"],
        city=values["city"],
        region=values["region"],
        postal_code=values["postal_code"],
        country=values["country"] or recipe.country,
        phones=tuple((label, number) for number, label in numbers.items()),
        email=values["email"],
        currency=values["currency"] or recipe.currency,
        credit_limit_minor=values["credit_limit"],
        balance_minor=values["past_due_amount"] if values["balance"] is None else values["balance"],
        past_due_minor=values["past_due_amount"],
        minimum_due_minor=values["minimum_due"],
        days_past_due=values["days_past_due"],
        due_on=values["due_date"],
        last_payment_on=values["last_payment_date"],
        last_payment_minor=values["last_payment_amount"],
        opened_on=values["opened_on"],
        sms_consent=values["sms_consent"],
        related_name=related,
        related_relation=(values["related_relation"] or "other") if related else None,
        related_number=values["related_phone"],
    )
