"""How often: caps within a window, waiting after a talk, gaps, one channel a week, and redials without an agent.

All are one count: the contacts that matter are found, and the contact is denied until enough of them have
left the window. Which contacts matter is data; the window is local days, rolling hours, week or month.
"""

from collections.abc import Hashable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from campaigns.rules.case import Case
from campaigns.rules.counted import DIRECTIONS, Counted, Window, read_counted, read_days, read_outcomes, read_reading
from campaigns.rules.fields import Fields
from campaigns.rules.proposal import CHANNELS, OUTCOMES, PastContact, party_class
from campaigns.rules.verdict import Denial
from campaigns.rules.windows import first_instant

KEYS = frozenset({"party", "party_class", "debt", "number", "creditor"})
REDIALS = frozenset({"abandoned", "machine_detected"})


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
    requires_prior: frozenset[str] | None = None
    waived_with_agent: bool = False


def read_attempt_cap(fields: Fields) -> Frequency:
    """Compile ``limit``, ``window``, ``per``, ``count``, ``excluded_by_consent``, ``requires_prior``. Raises BadInput.

    ``requires_prior`` names outcomes of which one must have happened before the cap starts.
    """
    limit = fields.number("limit")
    window = read_reading(fields)
    prior = read_outcomes(fields, "requires_prior") if "requires_prior" in fields.names() else None
    cap = _frequency(fields, "cap_reached", limit, window, read_counted(fields))
    return replace(cap, requires_prior=prior)


def read_cooldown_after(fields: Fields) -> Frequency:
    """Compile ``after``, ``after_channels``, ``direction``, ``days``, ``per``, ``excluded_by_consent``.

    The day of the event is day 1. A contact of unknown result starts no waiting. Raises BadInput.
    """
    counted = Counted(
        channels=fields.texts("after_channels", allowed=CHANNELS),
        outcomes=read_outcomes(fields, "after"),
        direction=fields.text("direction", allowed=DIRECTIONS, default="any"),
        technologies=None,
        number_types=None,
    )
    return _frequency(fields, "cooling_off", 1, Window("local_calendar_days", fields.number("days")), counted)


def read_min_gap(fields: Fields) -> Frequency:
    """Compile ``days`` (2 = every second local day) or ``minutes``, with ``per`` and ``count``. Raises BadInput.

    ``alt_days`` lists other tenable readings of the law; ``reading`` numbers the one that is used from 1.
    """
    minutes = fields.optional_number("minutes")
    window = Window("local_calendar_days", read_days(fields)) if minutes is None else Window("rolling_minutes", minutes)
    return _frequency(fields, "too_soon", 1, window, read_counted(fields))


def read_channel_exclusive(fields: Fields) -> Frequency:
    """Compile ``after`` and ``window``: after a direct contact no other channel is used. Raises BadInput."""
    counted = Counted(
        channels=None,
        outcomes=read_outcomes(fields, "after"),
        direction="any",
        technologies=None,
        number_types=None,
        other_channels_only=True,
    )
    return _frequency(fields, "other_channel_used", 1, read_reading(fields), counted)


def read_redial_needs_agent(fields: Fields) -> Frequency:
    """Compile ``after`` (abandoned or machine_detected) and ``hours``: no redial unless an agent waits for it.

    Source: Ofcom statements on persistent misuse, 2006 to 2010. Raises BadInput.
    """
    after = fields.text("after", allowed=REDIALS)
    counted = Counted(
        channels=frozenset({"phone"}),
        outcomes=OUTCOMES if after == "machine_detected" else frozenset({"abandoned"}),
        direction="outbound",
        technologies=None,
        number_types=None,
        machines_only=after == "machine_detected",
    )
    window = Window("rolling_hours", fields.number("hours"))
    redial = _frequency(fields, "redial_without_agent", 1, window, counted)
    return replace(redial, per=frozenset({"number"}), waived_with_agent=True)


def check_frequency(terms: Frequency, case: Case, at: datetime) -> Denial | None:
    """Deny while the window is full for any of the keys; `until` is when it has room for all of them."""
    if terms.waived_with_agent and case.proposal.is_agent_guaranteed:
        return None
    if terms.requires_prior is not None and not any(past.outcome in terms.requires_prior for past in case.history):
        return None
    latest: datetime | None = None
    count = 0
    for debt in case.debts if terms.per & {"debt", "creditor"} else (None,):
        if terms.excluded_by_consent and case.has_consent(
            terms.excluded_by_consent, at, match=terms.consent_match, debt=debt
        ):
            continue
        key = (id(terms), debt)
        if key not in case.counted:
            case.counted[key] = _last_that_fills(terms, case, debt)
        past = case.counted[key]
        if past is None:
            continue
        until = _room_at(terms, case, past, at)
        if until > at and (latest is None or until > latest):
            latest, count = until, terms.limit
    if latest is None:
        return None
    return Denial(terms.code, latest, "time", (("limit", count), ("window", _named(terms.window))))


def _last_that_fills(terms: Frequency, case: Case, debt: Hashable) -> PastContact | None:
    """Return the counted contact that must leave the window before there is room: the limit-th newest.

    None when fewer count for this debt key (None: debts do not matter). What lies further back than the window can
    reach at the instant of the proposal is out of it ever after.
    """
    left = terms.limit
    oldest = case.proposal.at - terms.window.reach
    for past in case.newest_first():
        if past.at < oldest:
            return None
        if (
            past.outcome in terms.counted.outcomes
            and _counts(terms.counted, past, case.proposal.channel)
            and _has_same_keys(terms.per, case, past, debt)
            and not _is_excluded(terms, case, past, debt)
        ):
            left -= 1
            if not left:
                return past
    return None


def _is_excluded(terms: Frequency, case: Case, past: PastContact, debt: Hashable) -> bool:
    consent = terms.excluded_by_consent
    if consent is None or terms.counts_consented or not case.person.consents:
        return False
    return case.is_consented(
        consent, past.at, match=terms.consent_match, endpoint=past.endpoint_id, channel=past.channel, debt=debt
    )


def _counts(counted: Counted, past: PastContact, channel: str) -> bool:
    return (
        past.is_counted
        and (counted.channels is None or past.channel in counted.channels)
        and counted.direction in {past.direction, "any"}
        and (counted.technologies is None or past.technology in counted.technologies)
        and (counted.number_types is None or past.number_type in counted.number_types)
        and past.purpose not in counted.skip_purposes
        and (past.could_leave_message or not counted.skips_if_no_message_possible)
        and not (counted.other_channels_only and past.channel == channel)
        and (past.is_machine or not counted.machines_only)
    )


def _has_same_keys(per: frozenset[str], case: Case, past: PastContact, debt: Hashable) -> bool:
    """A past contact that names no debt concerns all of them: nobody can show that it did not."""
    proposal = case.proposal
    if "party" in per and past.party != proposal.party:
        return False
    if "party_class" in per and party_class(past.party) != party_class(proposal.party):
        return False
    if "number" in per and past.endpoint_id != proposal.endpoint_id:
        return False
    if not past.debts:
        return True
    debts = case.past_debts(past)
    if "debt" in per and debt not in debts:
        return False
    if "creditor" in per:
        return case.creditor_of(debt) in {case.creditor_of(key) for key in debts}
    return True


def _room_at(terms: Frequency, case: Case, past: PastContact, at: datetime) -> datetime:
    """Return when the contact that fills the window has left it, in every zone; `at` or earlier = now."""
    window = terms.window
    if window.type == "rolling_hours":
        return past.at + timedelta(hours=window.n)
    if window.type == "rolling_minutes":
        return past.at + timedelta(minutes=window.n)
    latest = at
    for zone in case.counting_zones():
        free_on = _free_on(window, case.day(zone, past.at))
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
    """A consented call is not counted, but a conversation held on it starts a new waiting time all the same.

    A consent covers what it says and no more: one given for a number or a channel excuses no contact by another.
    """
    consent = fields.optional_text("excluded_by_consent")
    per = fields.texts("per", allowed=KEYS) or frozenset()
    match = "number" if "number" in per and "debt" not in per else "any"
    return Frequency(
        code=code,
        limit=limit,
        window=window,
        per=per,
        counted=counted,
        excluded_by_consent=consent,
        consent_match=fields.text("consent_match", allowed={"any", "debt", "number"}, default=match),
        counts_consented=code == "cooling_off",
    )
