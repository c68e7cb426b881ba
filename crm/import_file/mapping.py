"""Suggest which column of a file is which field, how sure that is, and in which styles the file is written.

Decides from headings first and from the look of the values second. A suggestion is only that: a person
confirms it as a recipe, and is asked where day and month, or two columns, cannot be told apart.
"""

import difflib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from crm.import_file.amounts import DecimalStyle, decimal_styles_that_fit, parse_amount, parse_days
from crm.import_file.choices import parse_consent, parse_currency, parse_language
from crm.import_file.columns import (
    ALWAYS_REQUIRED,
    FIELD_OF,
    FIELD_OF_HEADING,
    USUALLY_REQUIRED,
    Kind,
    plain_heading,
)
from crm.import_file.dates import DateStyle, styles_that_fit
from crm.import_file.places import parse_country
from crm.import_file.problems import Wrong
from crm.import_file.recipe import Recipe
from crm.import_file.texts import parse_email, trimmed

SAMPLES_SHOWN = 3
CONFIDENCE_NEEDED = 0.6
"""Below it a column is left unused rather than guessed."""
_KNOWN, _PART, _ALIKE = 0.9, 0.7, 0.65


@dataclass(frozen=True)
class ColumnSuggestion:
    """One column: its heading, the field it seems to be (None: unused), confidence 0 to 1, and sample values."""

    heading: str
    field: str | None
    confidence: float
    samples: tuple[str, ...]


@dataclass(frozen=True)
class MappingSuggestion:
    """A whole file's suggestion; several `date_styles` mean that a person must choose."""

    columns: tuple[ColumnSuggestion, ...]
    missing: tuple[str, ...]
    date_styles: tuple[DateStyle, ...]
    decimal_styles: tuple[DecimalStyle, ...]

    @property
    def unused(self) -> tuple[str, ...]:
        """Headings of the columns that no field would take, in their order."""
        return tuple(column.heading for column in self.columns if column.field is None)

    def recipe(self, name: str, creditor_code: str, *, country: str = "US", currency: str = "USD") -> Recipe:
        """Make the recipe as suggested, with the first of several styles and without requirements it cannot meet.

        Raises:
            BadInput: naming the fields without which no case can be worked.
        """
        columns = {column.heading: column.field for column in self.columns if column.field is not None}
        wanted = [key for key in USUALLY_REQUIRED if key in columns.values() or key in ALWAYS_REQUIRED]
        return Recipe(
            name=name,
            creditor_code=creditor_code,
            columns=columns,
            date_style=self.date_styles[0] if self.date_styles else DateStyle.YEAR_FIRST,
            decimal_style=self.decimal_styles[0],
            country=country,
            currency=currency,
            required=tuple(wanted),
        )


def suggest_mapping(heading: Sequence[str], samples: Sequence[Sequence[str]]) -> MappingSuggestion:
    """Suggest a field for each column, one column for each field.

    Args:
        heading: the columns' names as they stand in the file.
        samples: rows of cells, the more the better for the styles of dates; rows of another width are left out.
    """
    values = [
        [text for row in samples if len(row) == len(heading) and (text := trimmed(row[index]))]
        for index in range(len(heading))
    ]
    claims = [
        (confidence, -index, field)
        for index, name in enumerate(heading)
        for field, confidence in _claims(name, values[index]).items()
        if confidence >= CONFIDENCE_NEEDED
    ]
    chosen: dict[int, tuple[str, float]] = {}
    for confidence, minus_index, field in sorted(claims, reverse=True):
        if -minus_index not in chosen and field not in {taken for taken, _ in chosen.values()}:
            chosen[-minus_index] = (field, confidence)
    columns = tuple(_column(name, chosen.get(index), values[index]) for index, name in enumerate(heading))
    found = {field for field, _ in chosen.values()}
    by_kind = _values_by_kind(chosen, values)
    return MappingSuggestion(
        columns,
        tuple(key for key in USUALLY_REQUIRED if key not in found),
        styles_that_fit(by_kind[Kind.DATE]),
        decimal_styles_that_fit(by_kind[Kind.AMOUNT]),
    )


def _column(name: str, chosen: tuple[str, float] | None, values: Sequence[str]) -> ColumnSuggestion:
    field, confidence = chosen or (None, 0.0)
    return ColumnSuggestion(name, field, confidence, tuple(dict.fromkeys(values))[:SAMPLES_SHOWN])


def _claims(name: str, values: Sequence[str]) -> dict[str, float]:
    """Say how well one column would do as each field: the heading's likeness, moved by the look of the values."""
    plain = plain_heading(name)
    known = FIELD_OF_HEADING.get(plain)
    likeness: Mapping[str, float] = {known: _KNOWN} if known else _alike(plain)
    return {key: _moved(confidence, FIELD_OF[key].kind, values) for key, confidence in likeness.items()}


def _alike(plain: str) -> dict[str, float]:
    found: dict[str, float] = {}
    for heading, key in FIELD_OF_HEADING.items():
        if len(heading) >= 4 and (plain.startswith(heading) or plain.endswith(heading)):
            found[key] = max(found.get(key, 0), _PART)
    for heading in difflib.get_close_matches(plain, FIELD_OF_HEADING, n=3, cutoff=0.85):
        found.setdefault(FIELD_OF_HEADING[heading], _ALIKE)
    return found


def _moved(confidence: float, kind: Kind, values: Sequence[str]) -> float:
    look = _LOOKS.get(kind)
    if look is None or not values:
        return confidence
    share = sum(map(look, values[:200])) / len(values[:200])
    return round(min(1.0, confidence + 0.1 * share) if share >= 0.5 else confidence * (0.5 + share), 2)


def _values_by_kind(chosen: Mapping[int, tuple[str, float]], values: Sequence[Sequence[str]]) -> dict[Kind, list[str]]:
    found: dict[Kind, list[str]] = {Kind.DATE: [], Kind.AMOUNT: []}
    for index, (field, _) in chosen.items():
        kind = FIELD_OF[field].kind
        if kind in found:
            found[kind].extend(values[index])
    return found


def _reads(parse: Callable[[str], object]) -> Callable[[str], bool]:
    return lambda text: not isinstance(parse(text), Wrong)


def _looks_like_amount(text: str) -> bool:
    return any(not isinstance(parse_amount(text, style, "USD"), Wrong) for style in DecimalStyle)


def _looks_like_phone(text: str) -> bool:
    digits = sum(map(str.isdigit, text))
    return 7 <= digits <= 15 and digits >= len(text) / 2


_LOOKS: dict[Kind, Callable[[str], bool]] = {
    Kind.AMOUNT: _looks_like_amount,
    Kind.CONSENT: _reads(parse_consent),
    Kind.COUNTRY: _reads(parse_country),
    Kind.CURRENCY: _reads(parse_currency),
    Kind.DATE: lambda text: bool(styles_that_fit([text])),
    Kind.DAYS: _reads(parse_days),
    Kind.EMAIL: _reads(parse_email),
    Kind.LANGUAGE: _reads(parse_language),
    Kind.NAME: lambda text: not any(map(str.isdigit, text)),
    Kind.PHONE: _looks_like_phone,
}
