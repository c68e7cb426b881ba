"""Facts that bar contact: holds, refused media, places, facts on a number, young debts, and other persons.

What lifts a bar is recorded on the fact itself or is a new fact; only a hold with an end is cured by time.
"""

from dataclasses import dataclass
from datetime import datetime

from campaigns.rules.case import Case
from campaigns.rules.counted import OUTCOME_SETS, read_outcomes
from campaigns.rules.fields import Fields
from campaigns.rules.proposal import PURPOSES, UNSETTLED, Hold
from campaigns.rules.verdict import Denial

SCOPES = frozenset({"all", "debts", "stated"})


@dataclass(frozen=True, slots=True)
class BlockFlag:
    """`scope`: ``all`` ignores the hold's own limits, ``debts`` keeps its debts, ``stated`` every limit it states."""

    flag: str
    scope: str
    lifted_by: frozenset[str]


@dataclass(frozen=True, slots=True)
class PlaceBlock:
    """Empty `flags_any` bars always; the place itself is chosen by the rule's filter."""

    flags_any: frozenset[str]
    is_waived_for_only_number: bool


@dataclass(frozen=True, slots=True)
class ThirdPartyContact:
    allowed_purposes: frozenset[str]
    max_times: int | None
    outcomes: frozenset[str]
    lifted_by: frozenset[str]
    block_if_flags: frozenset[str]
    blocks_if_refused: bool


def read_block_flag(fields: Fields) -> BlockFlag:
    """Compile ``flag``, ``scope``, ``lifted_by``. Raises BadInput.

    ``unresponsive_after_days`` is when the fact attorney_unresponsive may be recorded; persons read it.
    """
    fields.optional_number("unresponsive_after_days")
    return BlockFlag(
        flag=fields.text("flag"),
        scope=fields.text("scope", allowed=SCOPES),
        lifted_by=fields.texts("lifted_by") or frozenset(),
    )


def check_block_flag(terms: BlockFlag, case: Case, at: datetime) -> Denial | None:
    """Deny while a hold of that kind stands; until its end, or until it is lifted."""
    barring = [
        hold
        for hold in case.person.holds
        if hold.kind == terms.flag
        and _is_standing(hold, at)
        and not (terms.lifted_by & hold.lifting_facts)
        and _concerns(hold, terms.scope, case)
    ]
    return _barred_by("held", barring) if barring else None


def read_media_refused(_fields: Fields) -> None:
    """There is nothing to set: the rule reads what the person refused."""


def check_media_refused(_terms: None, case: Case, at: datetime) -> Denial | None:
    """Deny a channel the person asked not to be used (12 CFR 1006.14(h))."""
    channel = case.proposal.channel
    for refused in case.person.refused_media:
        if refused.channel == channel and refused.at <= at:
            return Denial("medium_refused", None, "opt_in", (("channel", channel),))
    return None


def read_place_block(fields: Fields) -> PlaceBlock:
    """Compile ``flags_any`` and ``unless_only_number``. Raises BadInput."""
    return PlaceBlock(
        flags_any=fields.texts("flags_any") or frozenset(),
        is_waived_for_only_number=fields.truth("unless_only_number", default=False),
    )


def check_place_block(terms: PlaceBlock, case: Case, at: datetime) -> Denial | None:
    """Deny the place always, or while one of the flags stands."""
    if terms.is_waived_for_only_number and case.proposal.is_only_number:
        return None
    if not terms.flags_any:
        return Denial("place_barred", None, "other_number")
    barring = [hold for hold in case.person.holds if hold.kind in terms.flags_any and _is_standing(hold, at)]
    return _barred_by("place_barred", barring) if barring else None


def read_number_fact_block(fields: Fields) -> str:
    """Compile ``fact``. Raises BadInput."""
    return fields.text("fact")


def check_number_fact_block(fact: str, case: Case, _at: datetime) -> Denial | None:
    """Deny a number the fact is known of."""
    if fact in case.proposal.number_facts:
        return Denial("number_barred", None, "other_number", (("fact", fact),))
    return None


def read_third_party_contact(fields: Fields) -> ThirdPartyContact:
    """Compile ``allowed_purposes``, ``max_times``, ``outcomes``, ``lifted_by``, ``block_if_flags``. Raises BadInput."""
    outcomes = read_outcomes(fields, "outcomes") if "outcomes" in fields.names() else OUTCOME_SETS["communication"]
    return ThirdPartyContact(
        allowed_purposes=fields.texts("allowed_purposes", allowed=PURPOSES) or frozenset(),
        max_times=fields.optional_number("max_times"),
        outcomes=outcomes | UNSETTLED,
        lifted_by=fields.texts("lifted_by") or frozenset(),
        block_if_flags=fields.texts("block_if_flags") or frozenset(),
        blocks_if_refused=fields.truth("block_if_refused", default=False),
    )


def check_third_party_contact(terms: ThirdPartyContact, case: Case, at: datetime) -> Denial | None:
    """Deny a contact with anyone but the consumer that is not for an allowed purpose, or comes once too often.

    Source: 15 U.S.C. 1692b, 1692c(b); 12 CFR 1006.10(b)-(c), 1006.6(d)(1).
    """
    proposal = case.proposal
    facts = case.person.third_persons.get(proposal.party, frozenset())
    if terms.blocks_if_refused and "refused" in facts:
        return Denial("third_person_refused", None, "other_person")
    barring = [hold for hold in case.person.holds if hold.kind in terms.block_if_flags and _is_standing(hold, at)]
    if barring:
        return _barred_by("held", barring)
    if terms.lifted_by & facts:
        return None
    if proposal.purpose not in terms.allowed_purposes:
        return Denial("third_person", None, "other_person", (("purpose", proposal.purpose),))
    times = sum(past.party == proposal.party and past.outcome in terms.outcomes for past in case.history)
    if terms.max_times is not None and times >= terms.max_times:
        return Denial("third_person_asked", None, "other_person", (("limit", terms.max_times),))
    return None


def read_party_forbidden(_fields: Fields) -> None:
    """There is nothing to set: whom the rule forbids is chosen by its filter."""


def check_party_forbidden(_terms: None, case: Case, _at: datetime) -> Denial | None:
    """Deny the person the filter chose, whatever the purpose."""
    return Denial("party_forbidden", None, "other_person", (("purpose", case.proposal.purpose),))


def read_min_days_past_due(fields: Fields) -> int:
    """Compile ``days``. Raises BadInput."""
    return fields.number("days")


def check_min_days_past_due(days: int, case: Case, _at: datetime) -> Denial | None:
    """Deny while any debt of the proposal is younger; the age is a fact of the record, so a new one is needed."""
    for debt in case.proposal.debts:
        known = case.person.debts.get(debt)
        if known is None or known.days_past_due < days:
            return Denial("debt_too_young", None, "older_debt", (("days", days),))
    return None


def _is_standing(hold: Hold, at: datetime) -> bool:
    return hold.starts_at <= at and (hold.until is None or at < hold.until)


def _concerns(hold: Hold, scope: str, case: Case) -> bool:
    if scope == "all":
        return True
    if hold.debts is not None and hold.debts.isdisjoint(case.proposal.debts):
        return False
    if scope == "debts":
        return True
    return (hold.channels is None or case.proposal.channel in hold.channels) and (
        hold.endpoint_id is None or hold.endpoint_id == case.proposal.endpoint_id
    )


def _barred_by(code: str, holds: list[Hold]) -> Denial:
    """Name the holds; time cures them only when each has an end."""
    ends = [hold.until for hold in holds if hold.until is not None]
    until = max(ends) if len(ends) == len(holds) else None
    kinds = ", ".join(sorted({hold.kind for hold in holds}))
    return Denial(code, until, "hold_lifted" if until is None else "time", (("hold", kinds),))
