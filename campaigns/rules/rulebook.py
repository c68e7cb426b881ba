"""The rulebooks: rows of TOML become compiled rules, and those in force for a place and a date are handed out.

Loading is strict: an unknown field, kind, calendar or jurisdiction, a bad date, or two versions of one rule in force
on the same day are refused with file and row. What a rule says is decided by its kind and the judge.
"""

import functools
import hashlib
import itertools
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from campaigns.rules.calendars import Calendar, ordinals, read_calendar
from campaigns.rules.fields import Fields
from campaigns.rules.judge import is_duty
from campaigns.rules.places import Address, Jurisdiction, addresses_of, place_in, read_jurisdiction
from campaigns.rules.rows import build_rule
from campaigns.rules.rule import Rule
from campaigns.rules.windows import HORIZON_DAYS
from config.errors import BadInput

HOUSE = "house"  # The firm's own policies: in force everywhere, and the only rows a creditor's settings may switch off.
SHIPPED = Path(__file__).parents[2] / "config" / "rulebooks"


@dataclass(frozen=True, slots=True, eq=False)
class Rulebook:
    """Every row that was loaded, enabled or not, and the calendars they close on by id.

    `version` changes with any content.
    """

    rules: tuple[Rule, ...]
    jurisdictions: Mapping[str, Jurisdiction]
    version: str
    calendars: Mapping[str, Calendar] = field(default_factory=dict)
    _addresses: Mapping[Address, str] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_addresses", addresses_of(self.jurisdictions))

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
        """Return the narrowest known place of an address (``US``, ``NY``, ``Queens`` → us-nyc), None when none is.

        A region is its code or its name, a city the name that a postal address carries.
        """
        return place_in(self._addresses, country, region, city)

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
    tables = {name: Fields(name, _parsed(name, text), {}) for name, text in sorted(files.items())}
    calendars: dict[str, Calendar] = {}
    jurisdictions: dict[str, Jurisdiction] = {}
    for name, table in tables.items():
        for key, rows in table.plain_table("calendars").items():
            _refuse_second("calendar", key, calendars, name)
            calendars[key] = read_calendar(key, rows, where=name)
        if place_table := table.plain_table("jurisdiction"):
            place = read_jurisdiction(place_table, where=name)
            _refuse_second("jurisdiction", place.key, jurisdictions, name)
            jurisdictions[place.key] = place
    days = ordinals(calendars)
    rows_of = {
        name: [build_rule(row, where=name, calendars=days) for row in table.plain_tables("rule")]
        for name, table in tables.items()
    }
    for table in tables.values():
        table.finish()
    _refuse_strangers(rows_of, jurisdictions)
    _refuse_overlaps(rows_of)
    rules = tuple(rule for rows in rows_of.values() for rule in rows)
    content = [rule.version for rule in rules] + [str(place) for place in jurisdictions.values()]
    digest = hashlib.sha256("\n".join(sorted(content)).encode()).hexdigest()
    return Rulebook(rules, jurisdictions, digest[:12], calendars)


def read_rulebook(folder: Path = SHIPPED) -> Rulebook:
    """Read every ``*.toml`` of a folder once, at start. Raises BadInput naming file and row, or an empty folder."""
    paths = sorted(folder.glob("*.toml"))
    if not paths:
        raise BadInput("no_rulebook", f"There is no rulebook in {folder.name}.", {"folder": folder.name})
    return load_rulebook({path.name: path.read_text("utf-8", errors="replace") for path in paths})


def _parsed(name: str, text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadInput("bad_rulebook", f"{name} is not TOML: {error}", {"file": name}) from error


def _refuse_second(what: str, key: str, found: Mapping[str, object], name: str) -> None:
    if key in found:
        raise BadInput("bad_rulebook", f"{name}: the {what} {key!r} stands in another file, too.", {what: key})


def _refuse_strangers(rows_of: Mapping[str, Iterable[Rule]], jurisdictions: Mapping[str, Jurisdiction]) -> None:
    """Refuse rows and parents of places that are not there, and places that are their own forebears."""
    named = [(f"{name} {rule.id}", rule.jurisdiction) for name, rows in rows_of.items() for rule in rows]
    named += [(f"jurisdiction {place.key}", place.parent) for place in jurisdictions.values() if place.parent]
    for where, key in named:
        if key not in jurisdictions:
            raise BadInput("unknown_jurisdiction", f"{where} names the unknown place {key!r}.", {"jurisdiction": key})
    for key in jurisdictions:
        above = jurisdictions[key].parent
        seen = {key}
        while above is not None:
            if above in seen:
                told = f"jurisdiction {key} is above itself."
                raise BadInput("unknown_jurisdiction", told, {"jurisdiction": key})
            seen.add(above)
            above = jurisdictions[above].parent


def _refuse_overlaps(rows_of: Mapping[str, Iterable[Rule]]) -> None:
    rows = [(rule.id, rule.effective_from or date.min, name, rule) for name, rows in rows_of.items() for rule in rows]
    by_id = sorted(rows, key=lambda row: row[:3])
    for (earlier_id, _, _, earlier), (later_id, start, name, _) in itertools.pairwise(by_id):
        if earlier_id == later_id and (earlier.effective_to or date.max) >= start:
            told = f"{name} {later_id}: two rows are in force at once."
            raise BadInput("overlapping_rule", told, {"rule": later_id})
