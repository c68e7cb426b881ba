"""A recipe: how one lender's files are read, saved once and used for every file of that lender.

Decides column → field and all that is fixed and not guessed row by row: styles of dates and decimals, country,
currency, what is required. A recipe is JSON, so a new lender needs no code.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from config.errors import BadInput
from crm.import_file.amounts import DecimalStyle
from crm.import_file.choices import CURRENCIES
from crm.import_file.columns import ALWAYS_REQUIRED, FIELD_OF, USUALLY_REQUIRED, plain_heading
from crm.import_file.dates import DateStyle
from crm.import_file.places import COUNTRIES


@dataclass(frozen=True)
class Recipe:
    """How to read a lender's file; `columns` maps a heading as written by the lender to a field's key.

    `country` is where numbers and addresses without a country of their own are read; `currency` likewise.
    """

    name: str
    creditor_code: str
    columns: Mapping[str, str]
    date_style: DateStyle = DateStyle.YEAR_FIRST
    decimal_style: DecimalStyle = DecimalStyle.POINT
    country: str = "US"
    currency: str = "USD"
    required: tuple[str, ...] = field(default=USUALLY_REQUIRED)

    def __post_init__(self) -> None:
        wrong = _faults(self)
        if wrong:
            raise BadInput("bad_recipe", next(iter(wrong.values())), wrong)

    def to_json(self) -> dict[str, Any]:
        return {
            "name": self.name,
            "creditor_code": self.creditor_code,
            "columns": dict(self.columns),
            "date_style": self.date_style.value,
            "decimal_style": self.decimal_style.value,
            "country": self.country,
            "currency": self.currency,
            "required": list(self.required),
        }

    @property
    def fingerprint(self) -> str:
        """SHA-256 (hex) of all that changes how a file is read; the recipe's name does not."""
        body = {key: value for key, value in self.to_json().items() if key != "name"}
        return hashlib.sha256(json.dumps(body, sort_keys=True).encode()).hexdigest()


def recipe_from_json(body: Mapping[str, Any]) -> Recipe:
    """Read a saved or sent recipe.

    Raises:
        BadInput: naming each part that is missing, unknown or contradictory.
    """
    try:
        return Recipe(
            name=str(body["name"]),
            creditor_code=str(body["creditor_code"]),
            columns={str(heading): str(key) for heading, key in dict(body["columns"]).items()},
            date_style=DateStyle(body.get("date_style", DateStyle.YEAR_FIRST)),
            decimal_style=DecimalStyle(body.get("decimal_style", DecimalStyle.POINT)),
            country=str(body.get("country", "US")),
            currency=str(body.get("currency", "USD")),
            required=tuple(str(key) for key in body.get("required", USUALLY_REQUIRED)),
        )
    except KeyError as error:
        name = str(error.args[0])
        raise BadInput("bad_recipe", f"The recipe lacks {name}.", {name: "missing"}) from error
    except (TypeError, ValueError) as error:
        raise BadInput("bad_recipe", f"The recipe cannot be read: {error}.", {"recipe": str(error)}) from error


def column_indexes(recipe: Recipe, heading: Sequence[str]) -> dict[str, int]:
    """Find each field's column in a file's heading; spaces, case and punctuation of headings do not matter.

    Raises:
        BadInput: when a column of the recipe is missing in the file, or a heading the recipe uses stands twice.
    """
    places: dict[str, list[int]] = {}
    for index, name in enumerate(heading):
        places.setdefault(plain_heading(name), []).append(index)
    missing = [
        name for name, key in recipe.columns.items() if plain_heading(name) not in places and _matters(recipe, key)
    ]
    if missing:
        raise BadInput(
            "columns_missing",
            f"The file lacks these columns of the recipe: {', '.join(missing)}.",
            dict.fromkeys(missing, "missing"),
        )
    twice = [name for name in recipe.columns if len(places.get(plain_heading(name), ())) > 1]
    if twice:
        raise BadInput(
            "columns_repeated",
            f"These columns stand twice in the file: {', '.join(twice)}.",
            dict.fromkeys(twice, "repeated"),
        )
    return {
        key: places[plain_heading(name)][0] for name, key in recipe.columns.items() if plain_heading(name) in places
    }


def unused_columns(recipe: Recipe, heading: Sequence[str]) -> tuple[str, ...]:
    """Name the columns of a file that the recipe does not read, in their order."""
    used = {plain_heading(name) for name in recipe.columns}
    return tuple(name for name in heading if plain_heading(name) not in used)


def _matters(recipe: Recipe, key: str) -> bool:
    """An optional column may be absent from one day's file; a required one may not."""
    return key in recipe.required or key in ALWAYS_REQUIRED


def _faults(recipe: Recipe) -> dict[str, str]:
    wrong: dict[str, str] = {}
    heading_of: dict[str, str] = {}
    for heading, key in recipe.columns.items():
        if key not in FIELD_OF:
            wrong[heading] = f"There is no field {key!r}."
        elif key in heading_of:
            wrong[heading] = f"Columns {heading_of[key]!r} and {heading!r} are both read as {FIELD_OF[key].en!r}."
        heading_of[key] = heading
    for key in (*ALWAYS_REQUIRED, *recipe.required):
        if key not in FIELD_OF:
            wrong[key] = f"There is no field {key!r}."
        elif key not in heading_of:
            wrong[key] = f"No column is read as {FIELD_OF[key].en!r}, which is required."
    if not recipe.creditor_code.strip():
        wrong["creditor_code"] = "The recipe names no creditor."
    if recipe.country not in COUNTRIES:
        wrong["country"] = f"{recipe.country!r} is not a two-letter country code."
    if recipe.currency not in CURRENCIES:
        wrong["currency"] = f"{recipe.currency!r} is not a currency we take."
    return wrong
