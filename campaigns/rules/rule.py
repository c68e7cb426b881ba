"""One rule as a value: whom it concerns, its compiled terms, its source and its days of validity.

What the terms mean is decided by the file of its kind; which rules are in force by `rulebook`.
"""

import functools
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, NamedTuple

from campaigns.rules.proposal import Proposal, party_class


@dataclass(frozen=True, slots=True)
class Applies:
    """Filter on the proposed contact; None means any. Without `parties`, `party_class` decides (None = any)."""

    collectors: frozenset[str] | None = None
    channels: frozenset[str] | None = None
    technologies: frozenset[str] | None = None
    party_class: str | None = "consumer"
    parties: frozenset[str] | None = None
    number_types: frozenset[str] | None = None
    purposes: frozenset[str] | None = None
    except_purposes: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, eq=False)
class Rule:
    """One row of a rulebook or of a campaign. Compared by identity; `version` identifies its content.

    `effective_from` and `effective_to` are UTC dates, both inclusive; None = open. `rank` orders denials: 1xx blocks
    on facts, 2xx consent, 3xx person and place, 4xx frequency, 5xx time of day.
    `is_enabled` is the default of the row; a creditor's settings may turn it on. `is_proven`: published cases
    exercise it.
    """

    id: str
    jurisdiction: str
    kind: str
    title: str
    rank: int
    terms: Any  # the compiled form of `params`, made and read by the file of the kind
    version: str
    applies: Applies = Applies()
    title_zh: str = ""
    cite: str = ""
    source_url: str = ""
    binding: str = "house"
    confidence: str = "high"
    reading: str = ""  # confidence in how the row counts, where it differs
    note: str = ""
    checked_on: date | None = None
    effective_from: date | None = None
    effective_to: date | None = None
    is_enabled: bool = True
    is_proven: bool = False
    params: Mapping[str, object] = field(default_factory=dict)
    row: Mapping[str, object] = field(default_factory=dict)  # as it was written, for the proof
    holidays: tuple[int, ...] = ()  # the dates of its calendar, as ordinals in order

    def is_in_force(self, at: datetime) -> bool:
        """Say whether the rule's dates include the instant's UTC date."""
        if self.effective_from is None and self.effective_to is None:
            return True
        on = at.date()
        return (self.effective_from is None or self.effective_from <= on) and (
            self.effective_to is None or on <= self.effective_to
        )


class Shape(NamedTuple):
    """The part of a proposal that filters look at; few distinct ones exist, so their rules are remembered."""

    collector: str
    channel: str
    technology: str | None
    party: str
    number_type: str
    purpose: str


def shape_of(proposal: Proposal) -> Shape:
    """Reduce a proposal to what filters look at; technology counts on the phone only."""
    return Shape(
        proposal.collector,
        proposal.channel,
        proposal.technology if proposal.channel == "phone" else None,
        proposal.party,
        proposal.number_type,
        proposal.purpose,
    )


def matches(applies: Applies, shape: Shape) -> bool:
    """Say whether a rule with this filter looks at contacts of this shape."""
    if applies.parties is not None:
        if shape.party not in applies.parties:
            return False
    elif applies.party_class is not None and applies.party_class != party_class(shape.party):
        return False
    return (
        _has(applies.collectors, shape.collector)
        and _has(applies.channels, shape.channel)
        and _has(applies.technologies, shape.technology)
        and _has(applies.number_types, shape.number_type)
        and _has(applies.purposes, shape.purpose)
        and shape.purpose not in applies.except_purposes
    )


@functools.lru_cache(maxsize=4096)
def matching_rules(rules: tuple[Rule, ...], shape: Shape) -> tuple[Rule, ...]:
    """Return the rules that look at this shape, by rank and id, whatever their dates."""
    found = (rule for rule in rules if matches(rule.applies, shape))
    return tuple(sorted(found, key=lambda rule: (rule.rank, rule.id)))


def _has(wanted: frozenset[str] | None, value: str | None) -> bool:
    return wanted is None or value in wanted
