"""How often: caps on contacts within a window, waiting after a conversation, and gaps between contacts.

All three are one count: the contacts that matter are found, and the contact is denied until enough of them have
left the window. Which contacts matter is data; the window is local days, rolling hours, week or month.
"""

from collections.abc import Hashable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from campaigns.rules.case import Case
from campaigns.rules.fields import Fields
from campaigns.rules.proposal import CHANNELS, NUMBER_TYPES, OUTCOMES, PURPOSES, TECHNOLOGIES, UNSETTLED, party_class
from campaigns.rules.verdict import Denial
from campaigns.rules.windows import first_instant

OUTCOME_SETS = {
    "connected_call": frozenset({"conversation", "voicemail_left", "no_answer", "abandoned", "answered_other"}),
    "ma_initiated": frozenset(
        {"conversation", "voicemail_left", "no_answer", "abandoned", "answered_other", "delivered"}
    ),
    "any_contact": OUTCOMES - UNSETTLED - {"not_connected", "failed"},
    "any_attempt": OUTCOMES - UNSETTLED,
    "contact_made": frozenset({"conversation", "voicemail_left", "answered_other", "delivered", "met"}),
    "communication": frozenset({"conversation", "voicemail_left", "delivered", "met"}),
    "spoken": frozenset({"conversation", "met"}),
    "conversation": frozenset({"conversation"}),
    "met": frozenset({"met"}),
    "delivered": frozenset({"delivered"}),
}
KEYS = frozenset({"party", "party_class", "debt", "number", "creditor"})
WINDOWS = frozenset({"local_calendar_days", "rolling_hours", "rolling_minutes", "calendar_week", "calendar_month"})
DIRECTIONS = frozenset({"outbound", "inbound", "any"})


@dataclass(frozen=True, slots=True)
class Window:
    """`type` is one of WINDOWS; `n` days, hours or minutes; `first_day` of a week: 0 = Monday, 6 = Sunday."""

    type: str
    n: int = 1
    first_day: int = 0


@dataclass(frozen=True, slots=True)
class Counted:
    """Which past contacts count; None means any."""

    channels: frozenset[str] | None
    outcomes: frozenset[str]
    direction: str
    technologies: frozenset[str] | None
    number_types: frozenset[str] | None
    skip_purposes: frozenset[str]
    skips_if_no_message_possible: bool


@dataclass(frozen=True, slots=True)
class Frequency:
    """At most `limit` counted contacts in the window, the proposed one included, for each of the `per` keys."""

    code: str
    limit: int
    window: Window
    per: frozenset[str]
    counted: Counted
    excluded_by_consent: str | None
    consent_match: str
    counts_consented: bool


def read_attempt_cap(fields: Fields) -> Frequency:
    """Compile ``limit``, ``window``, ``per``, ``count``, ``excluded_by_consent``. Raises BadInput."""
    limit = fields.number("limit")
    return _frequency(fields, "cap_reached", limit, _read_window(fields.table("window")), _read_counted(fields))


def read_cooldown_after(fields: Fields) -> Frequency:
    """Compile ``after``, ``after_channels``, ``direction``, ``days``, ``per``, ``excluded_by_consent``.

    The day of the event is day 1. A contact of unknown result starts no waiting. Raises BadInput.
    """
    counted = Counted(
        channels=fields.texts("after_channels", allowed=CHANNELS),
        outcomes=_read_outcomes(fields, "after"),
        direction=fields.text("direction", allowed=DIRECTIONS, default="any"),
        technologies=None,
        number_types=None,
        skip_purposes=frozenset(),
        skips_if_no_message_possible=False,
    )
    return _frequency(fields, "cooling_off", 1, Window("local_calendar_days", fields.number("days")), counted)


def read_min_gap(fields: Fields) -> Frequency:
    """Compile ``days`` (2 = every second local day) or ``minutes``, with ``per`` and ``count``. Raises BadInput."""
    minutes = fields.optional_number("minutes")
    window = (
        Window("local_calendar_days", fields.number("days")) if minutes is None else Window("rolling_minutes", minutes)
    )
    return _frequency(fields, "too_soon", 1, window, _read_counted(fields))


def check_frequency(terms: Frequency, case: Case, at: datetime) -> Denial | None:
    """Deny while the window is full for any of the keys; `until` is when it has room for all of them."""
    latest: datetime | None = None
    count = 0
    for debt in case.debts if terms.per & {"debt", "creditor"} else (None,):
        if terms.excluded_by_consent and case.has_consent(
            terms.excluded_by_consent, at, match=terms.consent_match, debt=debt
        ):
            continue
        found = case.counted.get((id(terms), debt))
        if found is None:
            found = case.counted[id(terms), debt] = _counted_contacts(terms, case, debt)
        if len(found) < terms.limit:
            continue
        until = _room_at(terms, case, found, at)
        if until > at and (latest is None or until > latest):
            latest, count = until, terms.limit
    if latest is None:
        return None
    return Denial(terms.code, latest, "time", (("limit", count), ("window", _named(terms.window))))


def _counted_contacts(terms: Frequency, case: Case, debt: Hashable) -> list[int]:
    """Return the indices of the past contacts that count for this debt key (None: debts do not matter)."""
    consent = terms.excluded_by_consent
    return [
        index
        for index, past in enumerate(case.history)
        if past.outcome in terms.counted.outcomes
        and _counts(terms.counted, case, index)
        and _has_same_keys(terms.per, case, index, debt)
        and not (
            consent
            and not terms.counts_consented
            and case.is_consented(
                consent,
                past.at,
                match=terms.consent_match,
                endpoint=past.endpoint_id,
                channel=past.channel,
                debt=debt,
            )
        )
    ]


def _counts(counted: Counted, case: Case, index: int) -> bool:
    past = case.history[index]
    return (
        past.is_counted
        and (counted.channels is None or past.channel in counted.channels)
        and counted.direction in {past.direction, "any"}
        and (counted.technologies is None or past.technology in counted.technologies)
        and (counted.number_types is None or past.number_type in counted.number_types)
        and past.purpose not in counted.skip_purposes
        and (past.could_leave_message or not counted.skips_if_no_message_possible)
    )


def _has_same_keys(per: frozenset[str], case: Case, index: int, debt: Hashable) -> bool:
    """A past contact that names no debt concerns all of them: nobody can show that it did not."""
    past, proposal = case.history[index], case.proposal
    if "party" in per and past.party != proposal.party:
        return False
    if "party_class" in per and party_class(past.party) != party_class(proposal.party):
        return False
    if "number" in per and past.endpoint_id != proposal.endpoint_id:
        return False
    debts = case.past_debts[index]
    if "debt" in per and debts and debt not in debts:
        return False
    if "creditor" in per and debts:
        return case.creditor_of(debt) in {case.creditor_of(key) for key in debts}
    return True


def _room_at(terms: Frequency, case: Case, found: list[int], at: datetime) -> datetime:
    """Return when fewer than `limit` of the contacts are left in the window, in every zone; `at` or earlier = now."""
    window = terms.window
    if window.type in {"rolling_hours", "rolling_minutes"}:
        ats = sorted((case.history[index].at for index in found), reverse=True)
        length = timedelta(hours=window.n) if window.type == "rolling_hours" else timedelta(minutes=window.n)
        return ats[terms.limit - 1] + length
    latest = at
    for zone in case.counting_zones():
        days = case.past_days(zone)
        newest_first = sorted((days[index] for index in found), reverse=True)
        free_on = _free_on(window, newest_first[terms.limit - 1])
        if case.day(zone, at) < free_on:
            latest = max(latest, first_instant(zone, free_on))
    return latest


def _free_on(window: Window, day: int) -> int:
    """Return the first local date on which a contact of that local date is out of the window."""
    if window.type == "local_calendar_days":
        return day + window.n
    if window.type == "calendar_week":
        return day - (day + 6 - window.first_day) % 7 + 7
    on = date.fromordinal(day)
    return date(on.year + on.month // 12, on.month % 12 + 1, 1).toordinal()


def _named(window: Window) -> str:
    return window.type if window.type.startswith("calendar_") else f"{window.n} {window.type}"


def _frequency(fields: Fields, code: str, limit: int, window: Window, counted: Counted) -> Frequency:
    """A consented call is not counted, but a conversation held on it starts a new waiting time all the same."""
    consent = fields.optional_text("excluded_by_consent")
    return Frequency(
        code=code,
        limit=limit,
        window=window,
        per=fields.texts("per", allowed=KEYS) or frozenset(),
        counted=counted,
        excluded_by_consent=consent,
        consent_match=fields.text("consent_match", allowed={"debt", "number"}, default="debt"),
        counts_consented=code == "cooling_off",
    )


def _read_window(fields: Fields) -> Window:
    kind = fields.text("type", allowed=WINDOWS)
    window = Window(
        kind,
        1 if kind.startswith("calendar_") else fields.number("n"),
        6 if fields.text("start", allowed={"mon", "sun"}, default="mon") == "sun" else 0,
    )
    fields.finish()
    return window


def _read_counted(fields: Fields) -> Counted:
    count = fields.table("count")
    counted = Counted(
        channels=count.texts("channels", allowed=CHANNELS),
        outcomes=_read_outcomes(count, "outcomes") | UNSETTLED,
        direction=count.text("direction", allowed=DIRECTIONS, default="outbound"),
        technologies=count.texts("technology", allowed=TECHNOLOGIES),
        number_types=count.texts("number_types", allowed=NUMBER_TYPES),
        skip_purposes=count.texts("skip_purposes", allowed=PURPOSES) or frozenset(),
        skips_if_no_message_possible=count.truth("skip_if_no_message_possible", default=False),
    )
    count.finish()
    return counted


def _read_outcomes(fields: Fields, name: str) -> frozenset[str]:
    """Read the name of an outcome set, or a list of outcomes."""
    value = fields.take(name)
    if isinstance(value, str) and value in OUTCOME_SETS:
        return OUTCOME_SETS[value]
    if isinstance(value, list) and value and OUTCOMES.issuperset(value):
        return frozenset(value)
    return fields.refuse(name, "must be an outcome set or a list of outcomes")
