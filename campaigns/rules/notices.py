"""Written notice first: no contact about a debt before a notice of a kind was sent and its waiting time is over.

Without a notice a new fact is needed, the notice itself; a notice that is too young is cured by time.
"""

from collections.abc import Hashable
from dataclasses import dataclass
from datetime import date, datetime

from campaigns.rules.case import Case
from campaigns.rules.counted import read_days
from campaigns.rules.fields import Fields
from campaigns.rules.verdict import Denial
from campaigns.rules.windows import first_instant, local_day

SATURDAY = 5


@dataclass(frozen=True, slots=True)
class NoticeWait:
    """`days` local calendar days, or `business_days` that skip weekends and `holidays` (date ordinals)."""

    notice: str
    days: int | None
    business_days: int | None
    holidays: frozenset[int]
    debt_types: frozenset[str] | None


def read_notice_wait(fields: Fields) -> NoticeWait:
    """Compile ``notice``, ``days`` or ``business_days`` with ``business_calendar``, ``debt_types``. Raises BadInput.

    ``alt_days`` lists other tenable readings of the law; ``reading`` numbers the one that is used from 1.
    """
    days = read_days(fields) if "days" in fields.names() else None
    business_days = fields.optional_number("business_days")
    if (days is None) == (business_days is None):
        fields.refuse("days", "or business_days must be given, and not both")
    calendar = fields.optional_text("business_calendar", allowed=fields.calendars)
    return NoticeWait(
        notice=fields.text("notice"),
        days=days,
        business_days=business_days,
        holidays=frozenset() if calendar is None else frozenset(fields.calendars[calendar]),
        debt_types=fields.texts("debt_types"),
    )


def check_notice_wait(terms: NoticeWait, case: Case, at: datetime) -> Denial | None:
    """Deny while any debt of the proposal lacks its notice or waits for it, in every zone the person may be in."""
    latest: datetime | None = None
    for debt in case.proposal.debts:
        known = case.person.debts.get(debt)
        if terms.debt_types is not None and (known is None or known.kind not in terms.debt_types):
            continue
        free_at = _free_at(terms, case, debt, at)
        if free_at is None:
            return Denial("notice_missing", None, "notice_sent", (("notice", terms.notice),))
        if free_at > at and (latest is None or free_at > latest):
            latest = free_at
    return None if latest is None else Denial("notice_waiting", latest, "time", (("notice", terms.notice),))


def _free_at(terms: NoticeWait, case: Case, debt: Hashable, at: datetime) -> datetime | None:
    """Return when the earliest notice about the debt has waited long enough; None without one."""
    sent = [
        notice.sent_at
        for notice in case.person.notices
        if notice.kind == terms.notice and notice.sent_at <= at and notice.debt in {None, debt}
    ]
    if not sent:
        return None
    first = min(sent)
    return max(first_instant(zone, _free_on(terms, local_day(first, zone))) for zone in case.counting_zones())


def _free_on(terms: NoticeWait, day: int) -> int:
    if terms.days is not None:
        return day + terms.days
    left = terms.business_days or 0
    while left:
        day += 1
        left -= date.fromordinal(day).weekday() < SATURDAY and day not in terms.holidays
    return day
