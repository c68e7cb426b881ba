"""Judge published cases and say where the answer differs from the published one. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass

from campaigns.rules.exchange_cases import Expected, SharedCase
from campaigns.rules.judge import judge
from campaigns.rules.rule import Rule
from campaigns.rules.rulebook import Rulebook
from campaigns.rules.verdict import Verdict
from config.errors import BadInput


@dataclass(frozen=True, slots=True)
class Failure:
    """One case answered otherwise; both answers in the words of `said`."""

    case: SharedCase
    expected: str
    got: str


def judge_case(case: SharedCase, rules: tuple[Rule, ...]) -> Verdict:
    """Judge a case by these rules; those out of force at its instant take no part."""
    return judge(case.proposal, case.person, case.history, rules)


def proven_rules(book: Rulebook, jurisdiction: str) -> tuple[Rule, ...]:
    """Return the rules of a place and its parents that published cases exercise. Raises BadInput for another place."""
    if jurisdiction not in book.jurisdictions:
        raise BadInput("unknown_jurisdiction", f"No rulebook for {jurisdiction!r}.", {"jurisdiction": jurisdiction})
    places = set(book.chain(jurisdiction))
    return tuple(rule for rule in book.rules if rule.jurisdiction in places and rule.is_proven)


def failures(cases: Iterable[SharedCase], book: Rulebook) -> Iterable[Failure]:
    """Yield every case that the engine answers otherwise than published."""
    rules: dict[str, tuple[Rule, ...]] = {}
    for case in cases:
        if case.jurisdiction not in rules:
            rules[case.jurisdiction] = proven_rules(book, case.jurisdiction)
        verdict = judge_case(case, rules[case.jurisdiction])
        if not agrees(verdict, case.expected):
            yield Failure(case, _expected(case.expected), _got(verdict))


def agrees(verdict: Verdict, expected: Expected) -> bool:
    """Compare decision, the rule to report, all denying rules and, where it is specified, the next instant."""
    denying = tuple(sorted(reason.rule_id for reason in verdict.reasons))
    first = verdict.reasons[0].rule_id if verdict.reasons else None
    if verdict.allowed != (expected.decision == "allow") or denying != expected.denying or first != expected.rule:
        return False
    if expected.next_kind == "unspecified":
        return True
    if _next_kind(verdict) != expected.next_kind:
        return False
    return expected.next_kind != "at" or verdict.next_allowed_at == expected.next_allowed_at


def _next_kind(verdict: Verdict) -> str:
    """The published form has one word for all that time alone does not cure, wishes that leave no hour included."""
    return "on_new_fact" if verdict.next_kind == "nothing_possible" else verdict.next_kind


def _expected(expected: Expected) -> str:
    at = "" if expected.next_allowed_at is None else f" {expected.next_allowed_at.isoformat()}"
    return f"{expected.decision} by {expected.rule} of {list(expected.denying)}, next {expected.next_kind}{at}"


def _got(verdict: Verdict) -> str:
    denying = sorted(reason.rule_id for reason in verdict.reasons)
    first = verdict.reasons[0].rule_id if verdict.reasons else None
    at = "" if verdict.next_allowed_at is None or verdict.allowed else f" {verdict.next_allowed_at.isoformat()}"
    decision = "allow" if verdict.allowed else "deny"
    return f"{decision} by {first} of {denying}, next {_next_kind(verdict)}{at}"
