"""Checks of how often on a ledger: caps of nation, states and house, rest after a conversation, gaps between calls.

Each cap is written down here once more, from the law and not from the rulebooks; counting is on plain local days or
hours. An attempt is judged by what was known when it was permitted, not by later corrections. Pure.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise
from uuid import UUID

from campaigns.store.for_checkers import Ledger, LedgerAttempt
from crm.contact_points import Consent
from web.demo.readings import by_case, by_person, covers, day, grouped, outcome_at, outgoing, places_of, zones_of
from web.demo.violation import Violation

REST_DAYS = 7
"""12 CFR 1006.14(b)(2)(i)(B): seven days from a conversation, its day included."""
CONSENT_LASTS = timedelta(days=7)
"""12 CFR 1006.14(b)(3)(i) with comment: a consent to more calls lasts at most seven days."""
GAP = timedelta(minutes=60)
"""House policy: an hour between two calls to a person."""
REACHED = frozenset({"conversation", "voicemail_left", "no_answer", "abandoned", "answered_other", "pending"})
"""12 CFR 1006.14(b)(3)(iv): a call that does not connect is not counted; one of unknown fate is."""
COMMUNICATED = frozenset({"conversation", "voicemail_left", "delivered", "sent", "met", "pending"})
NEW_YORK_CITY = frozenset({"new york", "new york city", "manhattan", "brooklyn", "bronx", "queens", "staten island"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Cap:
    """At most `limit` counted contacts in `hours`, or in `days` local days, of one case or, `of_person`, of anybody.

    Without a region it binds everywhere. `labels` are the numbers it counts and binds at: "work", "personal" or both.
    `cities` narrow the region; `since` is the day from which the law is in force.
    """

    code: str
    limit: int
    channels: frozenset[str]
    hours: int = 0
    days: int = 0
    region: str = ""
    cities: frozenset[str] = frozenset()
    outcomes: frozenset[str] = REACHED
    labels: frozenset[str] = frozenset({"work", "personal"})
    of_person: bool = False
    agencies_only: bool = False
    yields_to_wishes: bool = False
    since: date = date.min

    def binds(self, attempt: LedgerAttempt) -> bool:
        """Tell whether an attempt is under this cap."""
        is_there = not self.region or any(
            region == self.region and (not self.cities or city in self.cities) for region, city in places_of(attempt)
        )
        is_theirs = not self.agencies_only or attempt.collector_role == "third_party"
        is_law = self.since <= attempt.reserved_at.date()
        return is_there and is_theirs and is_law and attempt.counts and self.fits(attempt)

    def fits(self, attempt: LedgerAttempt) -> bool:
        """Tell whether channel and number are of the kind this cap is about."""
        label = "work" if attempt.number_label == "work" else "personal"
        return attempt.channel in self.channels and label in self.labels


PHONE, TEXT, BOTH = frozenset({"phone"}), frozenset({"sms"}), frozenset({"phone", "sms"})
CAPS = (
    # 12 CFR 1006.14(b)(2)(i)(A), and by house policy for a creditor's own debts.
    Cap(code="over_cap", limit=7, days=7, channels=PHONE, yields_to_wishes=True),
    # 940 CMR 7.04(1)(f): two in seven days at personal numbers, two in thirty at work.
    Cap(
        code="over_cap_ma",
        limit=2,
        hours=168,
        channels=BOTH,
        region="MA",
        outcomes=REACHED | {"delivered"},
        labels=frozenset({"personal"}),
    ),
    Cap(
        code="over_cap_ma",
        limit=2,
        hours=720,
        channels=BOTH,
        region="MA",
        outcomes=REACHED | {"delivered"},
        labels=frozenset({"work"}),
    ),
    # D.C. Code 28-3814: four calls, five messages in seven days.
    Cap(code="over_cap_dc", limit=4, hours=168, channels=PHONE, region="DC"),
    Cap(code="over_cap_dc", limit=5, hours=168, channels=TEXT, region="DC", outcomes=frozenset({"delivered"})),
    # RCW 19.16.250(13)(a) and (b): three communications a week, one at work.
    Cap(
        code="over_cap_wa",
        limit=3,
        hours=168,
        channels=BOTH,
        region="WA",
        outcomes=COMMUNICATED,
        of_person=True,
        agencies_only=True,
    ),
    Cap(
        code="over_cap_wa",
        limit=1,
        hours=168,
        channels=PHONE,
        region="WA",
        outcomes=COMMUNICATED,
        labels=frozenset({"work"}),
        of_person=True,
        agencies_only=True,
    ),
    # 6 RCNY 5-77(b)(1) as amended: three contacts or attempts in seven days by any channel.
    Cap(
        code="over_cap_nyc",
        limit=3,
        days=7,
        channels=BOTH,
        region="NY",
        cities=NEW_YORK_CITY,
        outcomes=REACHED | COMMUNICATED,
        yields_to_wishes=True,
        since=date(2026, 9, 1),
    ),
    # House policy: two texts a day to a person.
    Cap(code="too_many_texts", limit=2, days=1, channels=TEXT, outcomes=frozenset({"delivered"}), of_person=True),
)


def over_caps(ledger: Ledger) -> Iterator[Violation]:
    """Find contacts permitted although the window of a cap was full."""
    wishes = Wishes.of(ledger)
    everything = outgoing(ledger, "phone", "sms")
    for cap in CAPS:
        for contacts in by_person(everything) if cap.of_person else by_case(everything):
            for place, contact in enumerate(contacts):
                if cap.binds(contact) and not (cap.yields_to_wishes and wishes.ask_for(contact)):
                    found = [one for one in contacts[:place] if _counts(ledger, cap, one, contact.reserved_at, wishes)]
                    if _is_full(cap, found, contact):
                        yield Violation(cap.code, contact.id, f"More than {cap.limit} contacts in the window.")


def too_soon_after_conversation(ledger: Ledger) -> Iterator[Violation]:
    """Find calls within seven local days of a conversation about the case, without a consent to them."""
    wishes = Wishes.of(ledger)
    for calls in by_case([attempt for attempt in ledger.attempts if attempt.channel == "phone"]):
        for place, call in enumerate(calls):
            if call.direction != "outbound" or not call.counts or wishes.ask_for(call):
                continue
            at = call.reserved_at
            talks = [one for one in calls[:place] if outcome_at(ledger, one, at) == "conversation"]
            if any(
                (day(at, zone) - day(talk.reserved_at, zone)).days < REST_DAYS
                for talk in talks
                for zone in zones_of(call)
            ):
                sentence = f"A call within {REST_DAYS} days of a conversation, without consent."
                yield Violation("too_soon", call.id, sentence)


def too_close(ledger: Ledger) -> Iterator[Violation]:
    """Find calls to a person less than an hour after the last one that left."""
    for calls in by_person([one for one in outgoing(ledger, "phone") if one.counts]):
        for earlier, call in pairwise(calls):
            if call.reserved_at - earlier.reserved_at < GAP:
                yield Violation("too_close", call.id, f"A call less than {GAP} after the one before.")


def _counts(ledger: Ledger, cap: Cap, earlier: LedgerAttempt, at: datetime, wishes: "Wishes") -> bool:
    return (
        earlier.counts
        and cap.fits(earlier)
        and outcome_at(ledger, earlier, at) in cap.outcomes
        and not (cap.yields_to_wishes and wishes.ask_for(earlier))
    )


def _is_full(cap: Cap, earlier: Sequence[LedgerAttempt], contact: LedgerAttempt) -> bool:
    at = contact.reserved_at
    if cap.hours:
        return sum(one.reserved_at > at - timedelta(hours=cap.hours) for one in earlier) >= cap.limit
    return any(
        sum((day(at, zone) - day(one.reserved_at, zone)).days < cap.days for one in earlier) >= cap.limit
        for zone in zones_of(contact)
    )


@dataclass(frozen=True, slots=True)
class Wishes:
    """Consents to further calls, and the conversations that use them up, by person."""

    consents: Mapping[UUID, Sequence[Consent]]
    talks: Mapping[UUID, Sequence[LedgerAttempt]]
    ledger: Ledger

    @classmethod
    def of(cls, ledger: Ledger) -> "Wishes":
        """Collect what one ledger holds of them."""
        talks: dict[UUID, list[LedgerAttempt]] = {}
        for attempt in ledger.attempts:
            if attempt.channel == "phone":
                talks.setdefault(attempt.debtor_id, []).append(attempt)
        consents = [consent for consent in ledger.consents if consent.kind == "extra_calls"]
        return cls(grouped(consents), talks, ledger)

    def ask_for(self, call: LedgerAttempt) -> bool:
        """Tell whether the person had asked for this call; a later conversation uses the wish up."""
        return any(
            covers(consent, call)
            and not self._is_used_up(consent, call)
            and all(
                day(call.reserved_at, zone) < day(consent.given_at, zone) + CONSENT_LASTS for zone in zones_of(call)
            )
            for consent in self.consents.get(call.debtor_id, ())
        )

    def _is_used_up(self, consent: Consent, call: LedgerAttempt) -> bool:
        return any(
            consent.given_at < talk.reserved_at < call.reserved_at
            and consent.case_id in {None, talk.case_id}
            and outcome_at(self.ledger, talk, call.reserved_at) == "conversation"
            for talk in self.talks.get(call.debtor_id, ())
        )
