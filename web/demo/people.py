"""The demo's fictional persons: rows of the files that three fictional lenders would send.

One seed gives one population. Places are real and fit their postal and area codes; names and streets are made up,
and every telephone number lies in the block reserved for fiction. What is done with the rows is left to `seeding`.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from config.errors import BadInput
from telephony.area_codes import zones_of_area_code
from web.demo.names import ENGLISH, GIVEN_EN, GIVEN_ES, GIVEN_ZH, SPANISH, STREET_KINDS, STREETS, SURNAMES_ZH
from web.demo.places import Mix, Place, offsets_of, weighted_places

COLUMNS = (
    "account_number", "customer_id", "product", "full_name", "date_of_birth", "language", "address_line", "city",
    "region", "postal_code", "country", "phone_mobile", "phone_home", "phone_work", "email", "currency",
    "credit_limit", "balance", "past_due_amount", "minimum_due", "days_past_due", "due_date", "last_payment_date",
    "last_payment_amount", "opened_on", "sms_consent", "related_name", "related_relation", "related_phone",
)  # fmt: skip
"""The headings of a lender's file, in their order."""

BUCKETS = ((1, 5, 0.15), (6, 17, 0.37), (18, 30, 0.16), (31, None, 0.32))
"""Days past due from and to, and the share of persons in them."""
OTHER_ZONE_SHARE = 1 / 8
"""Persons who took their mobile number along from another time zone."""
TWO_ACCOUNTS_SHARE = 0.06
HOME_SHARE, WORK_SHARE, RELATED_SHARE, RELATED_PHONE_SHARE, EMAIL_SHARE = 0.25, 0.20, 0.30, 0.80, 0.60
CONSENTS = (("yes", 0.70), ("no", 0.10), ("", 0.20))
LANGUAGES = (("en", 0.885), ("es", 0.085), ("zh", 0.03))
RELATIONS = ("spouse", "parent", "sibling", "friend", "colleague")
PRODUCTS = (("credit_card", 0.80), ("personal_loan", 0.14), ("car_loan", 0.06))
LONGEST_DAYS_PAST_DUE = 240
NUMBERS_OF_AREA = 100
"""555-0100 to 555-0199 of each area code are reserved for fiction."""

Row = dict[str, str]


@dataclass(frozen=True, slots=True)
class FictionalCreditor:
    """A lender that does not exist; `prefix` begins its account and customer numbers."""

    code: str
    name: str
    prefix: str
    collector_role: str


CREDITORS = (
    FictionalCreditor("harbor-card", "Harbor Lane Card Bank", "HL", "third_party"),
    FictionalCreditor("juniper-loans", "Juniper & Vale Lending", "JV", "third_party"),
    FictionalCreditor("northmoor", "Northmoor Savings", "NM", "first_party"),
)


def make_cases(seed: int, count: int, today: date, mix: Mix | None = None) -> list[Row]:
    """Make the rows of `count` persons, each of whom is one case; a few persons have a second row of the same case.

    Rows have the keys `COLUMNS` and stand in the order of their customer numbers; persons take turns among the
    creditors. Amounts are decimal text, dates ISO 8601. With a mix they live in its zones, and where the numbers of a
    place are used up they have brought one along.

    Raises:
        BadInput: there are not enough numbers reserved for fiction.
    """
    population = _Population(seed, today, mix)
    rows: list[Row] = []
    for number in range(1, count + 1):
        rows += population.person(number)
    return rows


def rows_of(creditor: FictionalCreditor, rows: Sequence[Row]) -> list[Row]:
    """Return the rows of one creditor, in their order."""
    return [row for row in rows if row["account_number"].startswith(creditor.prefix)]


class _Population:
    """The dice, the places and the numbers that are still free."""

    def __init__(self, seed: int, today: date, mix: Mix | None) -> None:
        self._dice = Random(f"people:{seed}")
        self._today = today
        self._elsewhere_share = OTHER_ZONE_SHARE if mix is None else mix.elsewhere_share
        self._may_run_out = mix is None
        self._places, self._weights = weighted_places(mix)
        areas = sorted({area for place in self._places for area in place.area_codes})
        self._offsets = {area: offsets_of(zones_of_area_code(area), today) for area in areas}
        self._free = {area: self._shuffled_lines() for area in areas}

    def person(self, number: int) -> list[Row]:
        dice = self._dice
        creditor = CREDITORS[number % len(CREDITORS)]
        language = _pick(dice, LANGUAGES)
        row = dict.fromkeys(COLUMNS, "")
        row |= self._who(language)
        row |= self._where(has_related=bool(row["related_name"])) | {"sms_consent": _pick(dice, CONSENTS)}
        row |= {"customer_id": f"{creditor.prefix}P{number:06d}", "language": language, "currency": "USD"}
        if dice.random() < EMAIL_SHARE:
            first, *_, last = row["full_name"].lower().split()
            row["email"] = f"{first}.{last}{number}@example.com"
        days = _days_past_due(dice)
        first_account = row | self._owed(days) | {"account_number": f"{creditor.prefix}{number:07d}"}
        if dice.random() >= TWO_ACCOUNTS_SHARE:
            return [first_account]
        # The older account says in which bucket the case is, so the second one is never older.
        second = row | self._owed(dice.randint(1, days)) | {"account_number": f"{creditor.prefix}{number:07d}B"}
        return [first_account, second]

    def _who(self, language: str) -> Row:
        dice = self._dice
        age_days = int(dice.triangular(21, 82, 38) * 365.25)
        who = {
            "full_name": _name(dice, language),
            "date_of_birth": (self._today - timedelta(days=age_days)).isoformat(),
        }
        if dice.random() < RELATED_SHARE:
            who |= {"related_name": _name(dice, language), "related_relation": dice.choice(RELATIONS)}
        return who

    def _where(self, *, has_related: bool) -> Row:
        dice = self._dice
        place = dice.choices(self._places, cum_weights=self._weights)[0]
        offsets = offsets_of((place.zone,), self._today)
        other = dice.random() < self._elsewhere_share
        found = {
            "address_line": f"{dice.randint(1, 9899)} {dice.choice(STREETS)} {dice.choice(STREET_KINDS)}",
            "city": place.city,
            "region": place.region,
            "postal_code": place.postal_code,
            "country": "US",
            "phone_mobile": self._number_elsewhere(offsets) if other else self._number(place, offsets),
        }
        for column, share in (
            ("phone_home", HOME_SHARE),
            ("phone_work", WORK_SHARE),
            ("related_phone", RELATED_PHONE_SHARE if has_related else 0.0),
        ):
            if dice.random() < share:
                found[column] = self._number(place, offsets)
        return found

    def _owed(self, days: int) -> Row:
        dice, today = self._dice, self._today
        balance = min(4_500_000, int(100 * math.exp(dice.gauss(7.9, 0.9))) + 4_000)
        minimum = max(2_500, balance // 40)
        past_due = min(balance, minimum * (1 + days // 30) + dice.randint(0, 999))
        due_on = today - timedelta(days=days)
        opened_on = today - timedelta(days=dice.randint(500, 1_000))
        owed = {
            "product": _pick(dice, PRODUCTS),
            "credit_limit": _decimal(-(-balance // 50_000) * 50_000 + dice.choice((0, 50_000, 100_000))),
            "balance": _decimal(balance),
            "past_due_amount": _decimal(past_due),
            "minimum_due": _decimal(minimum),
            "days_past_due": str(days),
            "due_date": due_on.isoformat(),
            "opened_on": opened_on.isoformat(),
        }
        if dice.random() < 0.85:
            paid_on = due_on - timedelta(days=dice.randint(18, 45))
            owed |= {"last_payment_date": paid_on.isoformat(), "last_payment_amount": _decimal(minimum)}
        return owed

    def _number(self, place: Place, offsets: frozenset[timedelta]) -> str:
        """Take a free number of the place, or of its hours where those of the place are used up."""
        near = [area for area in place.area_codes if self._free[area]]
        near = near or [area for area in self._free if self._free[area] and self._offsets[area] == offsets]
        return self._take(near) if near or self._may_run_out else self._number_elsewhere(offsets)

    def _number_elsewhere(self, offsets: frozenset[timedelta]) -> str:
        apart = [area for area in self._free if self._free[area] and not self._offsets[area] & offsets]
        return self._take(apart)

    def _take(self, areas: Sequence[str]) -> str:
        if not areas:
            raise BadInput("too_many_people", "There are not enough numbers for fiction.", {"cases": "fewer, please"})
        area = self._dice.choice(areas)
        return f"+1{area}55501{self._free[area].pop():02d}"

    def _shuffled_lines(self) -> list[int]:
        lines = list(range(NUMBERS_OF_AREA))
        self._dice.shuffle(lines)
        return lines


def _name(dice: Random, language: str) -> str:
    given, surnames = _NAMES[language]
    return f"{dice.choice(given)} {dice.choice(surnames)}"


_NAMES: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "en": (GIVEN_EN, ENGLISH),
    "es": (GIVEN_ES, SPANISH),
    "zh": (GIVEN_ZH, SURNAMES_ZH),
}


def _days_past_due(dice: Random) -> int:
    first, last, _ = dice.choices(BUCKETS, weights=[share for *_, share in BUCKETS])[0]
    if last is not None:
        return dice.randint(first, last)
    return min(LONGEST_DAYS_PAST_DUE, first + int(dice.expovariate(1 / 30)))


def _pick(dice: Random, shares: Sequence[tuple[str, float]]) -> str:
    return dice.choices([word for word, _ in shares], weights=[share for _, share in shares])[0]


def _decimal(minor: int) -> str:
    return f"{minor // 100}.{minor % 100:02d}"
