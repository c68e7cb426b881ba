"""The rulebooks: rows of TOML become compiled rules, and those in force for a place and a date are handed out.

Loading is strict: an unknown field, kind, calendar or jurisdiction, a bad date, or two versions of one rule in force
on the same day are refused with file and row. What a rule says is decided by its kind and the judge.
"""

import functools
import hashlib
import itertools
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from holidays import country_holidays

from campaigns.rules.fields import Fields
from campaigns.rules.judge import is_duty
from campaigns.rules.rows import build_rule
from campaigns.rules.rule import Rule
from campaigns.rules.windows import HORIZON_DAYS
from config.errors import BadInput

HOUSE = "house"  # The firm's own policies: in force everywhere, and the only rows a creditor's settings may switch off.
YEARS_AHEAD = 10  # Years of public holidays that are taken from the maintained calendars.
SHIPPED = Path(__file__).parents[2] / "config" / "rulebooks"

# The five boroughs, by the city names their postal addresses carry (6 RCNY 5-77 binds in all of them).
CITIES = {
    ("us", "ny", name): "us-nyc"
    for name in ("new york", "new york city", "manhattan", "brooklyn", "bronx", "queens", "staten island")
}


@dataclass(frozen=True, slots=True)
class Jurisdiction:
    """A place with its own rows; those of `parent` (and its parents) apply there too."""

    key: str
    name: str
    name_zh: str
    parent: str | None


@dataclass(frozen=True, slots=True, eq=False)
class Rulebook:
    """Every row that was loaded, enabled or not. `version` changes with any content."""

    rules: tuple[Rule, ...]
    jurisdictions: Mapping[str, Jurisdiction]
    version: str

    def rules_for(
        self,
        jurisdictions: Iterable[str],
        on: date,
        *,
        switched_on: Iterable[str] = (),
        switched_off: Iterable[str] = (),
    ) -> tuple[Rule, ...]:
        """Return the rules of these places, their parents and the house that are in force from `on` to the horizon.

        `switched_on` and `switched_off` are rule ids by a creditor's settings. Raises BadInput for an unknown place or
        id, and for switching off anything but a house row. Remembered: the same question gives the same tuple.
        """
        return _rules_for(self, frozenset(jurisdictions), on, frozenset(switched_on), frozenset(switched_off))

    def duties_for(self, jurisdictions: Iterable[str], on: date) -> tuple[Rule, ...]:
        """Return the rules of these places that decide no contact but bind pacing, wording, recording and records."""
        keys = {key for place in jurisdictions for key in self.chain(place)}
        return tuple(
            rule
            for rule in self.rules
            if rule.jurisdiction in keys
            and is_duty(rule)
            and rule.is_enabled
            and (rule.effective_from or on) <= on <= (rule.effective_to or on)
        )

    def place_of(self, country: str, region: str = "", city: str = "") -> str | None:
        """Return the narrowest known place of an address (``US``, ``NY``, ``New York`` → us-nyc), None when none is.

        City rulebooks are keyed by the name a postal address carries.
        """
        country, region = country.strip().lower(), region.strip().lower()
        city_key = CITIES.get((country, region, city.strip().lower()))
        for key in (city_key, f"{country}-{region}", country):
            if key in self.jurisdictions:
                return key
        return None

    def chain(self, jurisdiction: str) -> tuple[str, ...]:
        """Return the place, its parents and the house, in that order. Raises BadInput for an unknown place."""
        keys: list[str] = []
        key: str | None = jurisdiction
        while key is not None:
            if key not in self.jurisdictions:
                raise BadInput("unknown_jurisdiction", f"No rulebook for {key!r}.", {"jurisdiction": key})
            keys.append(key)
            key = self.jurisdictions[key].parent
        return (*keys, HOUSE) if HOUSE in self.jurisdictions and HOUSE not in keys else tuple(keys)


@functools.lru_cache(maxsize=4096)
def _rules_for(
    book: Rulebook, places: frozenset[str], on: date, switched_on: frozenset[str], switched_off: frozenset[str]
) -> tuple[Rule, ...]:
    known = {rule.id: rule for rule in book.rules}
    for rule_id in switched_on | switched_off:
        if rule_id not in known:
            raise BadInput("unknown_rule", f"No rule {rule_id!r}.", {"rule": rule_id})
        if rule_id in switched_off and known[rule_id].jurisdiction != HOUSE:
            raise BadInput("law_stays_on", f"{rule_id} is law and cannot be switched off.", {"rule": rule_id})
    keys = {key for place in places for key in book.chain(place)}
    last = on + timedelta(days=HORIZON_DAYS + 1)
    return tuple(
        rule
        for rule in book.rules
        if rule.jurisdiction in keys
        and not is_duty(rule)
        and rule.id not in switched_off
        and (rule.is_enabled or rule.id in switched_on)
        and (rule.effective_from or on) <= last
        and (rule.effective_to or on) >= on
    )


def load_rulebook(files: Mapping[str, str]) -> Rulebook:
    """Compile rulebooks from file name → TOML text. Raises BadInput naming file and row."""
    tables = {name: _parsed(name, text) for name, text in sorted(files.items())}
    calendars: dict[str, frozenset[int]] = {}
    jurisdictions: dict[str, Jurisdiction] = {}
    for name, table in tables.items():
        for key, days in table.pop("calendars", {}).items():
            calendars[key] = _calendar(f"{name} calendar {key}", days)
        if "jurisdiction" in table:
            place = _jurisdiction(name, table.pop("jurisdiction"))
            jurisdictions[place.key] = place
    rules = [
        build_rule(row, where=name, calendars=calendars)
        for name, table in tables.items()
        for row in table.pop("rule", [])
    ]
    for name, table in tables.items():
        Fields(name, table, {}).finish()
    _refuse_strangers(rules, jurisdictions)
    _refuse_overlaps(rules)
    digest = hashlib.sha256("\n".join(sorted(rule.version for rule in rules)).encode()).hexdigest()
    return Rulebook(tuple(rules), jurisdictions, digest[:12])


def read_rulebook(folder: Path = SHIPPED) -> Rulebook:
    """Read every ``*.toml`` of a folder once, at start. Raises BadInput naming file and row."""
    return load_rulebook({path.name: path.read_text("utf-8") for path in sorted(folder.glob("*.toml"))})


def _parsed(name: str, text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadInput("bad_rulebook", f"{name} is not TOML: {error}", {"file": name}) from error


def _jurisdiction(name: str, table: Mapping[str, object]) -> Jurisdiction:
    fields = Fields(f"{name} jurisdiction", table, {})
    place = Jurisdiction(
        key=fields.text("key"),
        name=fields.text("name"),
        name_zh=fields.text("name_zh", default=""),
        parent=fields.optional_text("parent"),
    )
    fields.finish()
    return place


def _calendar(where: str, table: object) -> frozenset[int]:
    """Read ``dates``, checked by hand, and the country's own calendar for the years after the last of them."""
    fields = Fields(where, table if isinstance(table, dict) else {"dates": table}, {})
    country, subdivision = fields.optional_text("country"), fields.optional_text("subdivision")
    days = fields.take("dates")
    fields.finish()
    if not isinstance(days, list) or not days or not all(type(day) is date for day in days):
        raise BadInput("bad_calendar", f"{where} must be a list of dates.", {"calendar": where})
    listed = frozenset(day.toordinal() for day in days)
    if country is None:
        return listed
    last = max(day.year for day in days)
    try:
        return listed | public_holidays(country, subdivision, last + 1, last + YEARS_AHEAD)
    except NotImplementedError as error:
        raise BadInput("bad_calendar", f"{where} names a country without a calendar.", {"country": country}) from error


@functools.lru_cache(maxsize=64)
def public_holidays(country: str, subdivision: str | None, first_year: int, last_year: int) -> frozenset[int]:
    """Return the ordinals of a country's public holidays. Raises NotImplementedError for an unknown one."""
    years = range(first_year, last_year + 1)
    return frozenset(day.toordinal() for day in country_holidays(country, subdiv=subdivision, years=years))


def _refuse_strangers(rules: Iterable[Rule], jurisdictions: Mapping[str, Jurisdiction]) -> None:
    named = [(f"rule {rule.id}", rule.jurisdiction) for rule in rules]
    named += [(f"jurisdiction {place.key}", place.parent) for place in jurisdictions.values() if place.parent]
    for where, key in named:
        if key not in jurisdictions:
            raise BadInput("unknown_jurisdiction", f"{where} names the unknown place {key!r}.", {"jurisdiction": key})


def _refuse_overlaps(rules: Iterable[Rule]) -> None:
    by_id = sorted(rules, key=lambda rule: (rule.id, rule.effective_from or date.min))
    for earlier, later in itertools.pairwise(by_id):
        starts_after = (earlier.effective_to or date.max) < (later.effective_from or date.min)
        if earlier.id == later.id and not starts_after:
            raise BadInput("overlapping_rule", f"Two rows of {later.id} are in force at once.", {"rule": later.id})
