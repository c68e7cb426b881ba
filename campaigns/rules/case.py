"""One judgement in hand: the proposal, the person and the history, with what several rules need computed once.

Holds the readings that the whole engine shares: candidate zones, local days, which debts a contact concerns,
and whether a consent is live. Refuses nothing itself.
"""

from collections.abc import Hashable, Sequence
from datetime import datetime, timedelta
from operator import attrgetter

from campaigns.rules.proposal import Consent, PastContact, Person, Proposal
from campaigns.rules.windows import local_day

ZONE_BASES = frozenset({"all_candidates", "number_presumption", "address"})

# With no zone known at all, days are counted at both ends of the date line and the strictest holds.
ENDS_OF_THE_EARTH = ("Etc/GMT+12", "Etc/GMT-14")

# 12 CFR 1006.14(b)(3)(i): direct prior consent to more calls lasts at most seven consecutive days, day one included.
EXTRA_CALLS = "extra_calls"
EXTRA_CALLS_DAYS = 7


class Case:
    """Not shared between judgements; `history` may come in any order."""

    __slots__ = ("_days", "_has_groups", "_newest_first", "_zones", "counted", "debts", "history", "person", "proposal")

    def __init__(self, proposal: Proposal, person: Person, history: Sequence[PastContact]) -> None:
        self.proposal = proposal
        self.person = person
        self.history = history
        self._has_groups = any(debt.group is not None for debt in person.debts.values())
        self.debts = self._keys(proposal.debts)
        self.counted: dict[tuple[int, Hashable], PastContact | None] = {}  # kept by `frequency`
        self._zones: dict[str, tuple[str, ...]] = {}
        self._days: dict[tuple[str, datetime], int] = {}
        self._newest_first: list[PastContact] | None = None

    def debt_key(self, debt: Hashable) -> Hashable:
        """Return what a debt is counted as: its group where it has one (one student-loan account), else itself."""
        known = self.person.debts.get(debt)
        return debt if known is None or known.group is None else known.group

    def past_debts(self, past: PastContact) -> tuple[Hashable, ...]:
        """Return the debt keys a past contact concerned."""
        return self._keys(past.debts) if self._has_groups else past.debts

    def _keys(self, debts: Sequence[Hashable]) -> tuple[Hashable, ...]:
        return tuple(dict.fromkeys(self.debt_key(debt) for debt in debts))

    def newest_first(self) -> list[PastContact]:
        """Return the history, the latest contact first."""
        if self._newest_first is None:
            self._newest_first = sorted(self.history, key=_at, reverse=True)
        return self._newest_first

    def creditor_of(self, debt: Hashable) -> Hashable:
        """Return the creditor of a debt key, the key itself when unknown (so that it shares with none)."""
        for key, known in self.person.debts.items():
            if debt in (key, known.group):
                return known.creditor
        return debt

    def zones(self, basis: str) -> tuple[str, ...]:
        """Return the zones a time rule is computed in; the contact must be permitted in each. May be empty.

        Source: 12 CFR 1006.6(b)(1)(i) with comment 6(b)(1)(i)-2 for all_candidates; the presumption by area code
        is of some states (Fla. Stat. 559.72(17), RCW 19.16.250(13)(c)).
        """
        found = self._zones.get(basis)
        if found is None:
            found = self._zones[basis] = self._find_zones(basis)
        return found

    def _find_zones(self, basis: str) -> tuple[str, ...]:
        person, number = self.person, self.proposal.number_zones
        if person.known_zone is not None:
            return (person.known_zone,)
        if basis == "number_presumption":
            return number or person.address_zones
        if basis == "address":
            return person.address_zones or number
        return tuple(dict.fromkeys(person.address_zones + number))

    def counting_zones(self) -> tuple[str, ...]:
        """Return the zones calendar days are counted in: never empty."""
        return self.zones("all_candidates") or ENDS_OF_THE_EARTH

    def day(self, zone: str, at: datetime) -> int:
        """Return the local date of an instant as an ordinal."""
        found = self._days.get((zone, at))
        if found is None:
            found = self._days[zone, at] = local_day(at, zone)
        return found

    def has_consent(self, kind: str, at: datetime, *, match: str, debt: Hashable = None) -> bool:
        """Say whether the proposed contact is covered by a live consent at the instant.

        `match`: ``number``, ``channel``, ``debt``, or ``any`` for every limit the consent itself states.
        """
        proposal = self.proposal
        return self.is_consented(
            kind, at, match=match, endpoint=proposal.endpoint_id, channel=proposal.channel, debt=debt
        )

    def is_consented(
        self, kind: str, at: datetime, *, match: str, endpoint: Hashable, channel: str, debt: Hashable
    ) -> bool:
        """Say whether a contact at the instant, at this endpoint and on this debt key, was consented to."""
        for consent in self.person.consents:
            if consent.kind != kind or not self._covers(consent, match, endpoint, channel, debt):
                continue
            if self._is_live(consent, at):
                return True
        return False

    def _covers(self, consent: Consent, match: str, endpoint: Hashable, channel: str, debt: Hashable) -> bool:
        if match in {"number", "any"} and consent.endpoint_id not in {None, endpoint}:
            return False
        if match in {"channel", "any"} and consent.channel not in {None, channel}:
            return False
        if match in {"debt", "any"} and consent.debt is not None:
            return self.debt_key(consent.debt) == debt
        return True

    def _is_live(self, consent: Consent, at: datetime) -> bool:
        if at < consent.at or (consent.revoked_at is not None and consent.revoked_at <= at):
            return False
        days = consent.valid_days
        if consent.kind == EXTRA_CALLS:
            days = min(days or EXTRA_CALLS_DAYS, EXTRA_CALLS_DAYS)
            if self._talked_between(consent, at):
                return False
        if days is None or at - consent.at < timedelta(days=days - 2):
            return True
        return all(self.day(zone, at) < local_day(consent.at, zone) + days for zone in self.counting_zones())

    def _talked_between(self, consent: Consent, at: datetime) -> bool:
        """A later telephone conversation about the debt uses the consent up."""
        debt = None if consent.debt is None else self.debt_key(consent.debt)
        return any(
            past.outcome == "conversation"
            and past.channel == "phone"
            and consent.at < past.at < at
            and (debt is None or not past.debts or debt in self.past_debts(past))
            for past in self.history
        )


_at = attrgetter("at")
