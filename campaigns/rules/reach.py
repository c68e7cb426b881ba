"""Who could be contacted at an instant: the judge applied to many at once, without reasons or next instants."""

from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from campaigns.rules.judge import first_denial
from campaigns.rules.proposal import PastContact, Person, Proposal
from campaigns.rules.rule import Rule


@dataclass(frozen=True, slots=True)
class Candidate:
    """One possible contact; `key` is the caller's own (a case id). The proposal's own instant is not looked at."""

    key: Hashable
    proposal: Proposal
    person: Person
    history: Sequence[PastContact] = ()


@dataclass(frozen=True, slots=True)
class Reach:
    """`callable_keys` in the order given; `refused` counts the others by the rule that would be reported."""

    at: datetime
    callable_keys: tuple[Hashable, ...]
    refused: Counter[str]


def reach_at(candidates: Iterable[Candidate], rules: tuple[Rule, ...], *, at: datetime) -> Reach:
    """Say who could be contacted at `at` (UTC) under `rules`, if nothing else happens before."""
    reached: list[Hashable] = []
    refused: Counter[str] = Counter()
    for candidate in candidates:
        rule = first_denial(candidate.proposal, candidate.person, candidate.history, rules, at=at)
        if rule is None:
            reached.append(candidate.key)
        else:
            refused[rule.id] += 1
    return Reach(at, tuple(reached), refused)


def becoming_callable(
    candidates: Sequence[Candidate], before: tuple[Rule, ...], after: tuple[Rule, ...], *, at: datetime
) -> tuple[tuple[Hashable, ...], tuple[Hashable, ...]]:
    """Compare two sets of rules at one instant: the keys that become callable, and those that no longer are."""
    old = reach_at(candidates, before, at=at).callable_keys
    new = reach_at(candidates, after, at=at).callable_keys
    old_keys, new_keys = set(old), set(new)
    return tuple(key for key in new if key not in old_keys), tuple(key for key in old if key not in new_keys)
