"""The proof of a person: what was on record, every attempt with its frozen verdict, and the rules that judged.

Pure. Writes no names and no numbers, only ids and masked numbers, and checks a proof from itself alone: each verdict is
computed anew by the same judge, from the facts and the rules in the file. `proving` loads and signs.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from campaigns.frozen_facts import MissingAttempt, thaw
from campaigns.kept_rules import rebuilt
from campaigns.rules.judge import judge
from campaigns.rules.rule import Rule
from campaigns.rules.verdict import Verdict
from config.errors import BadInput
from crm.attempts import Channel
from telephony.numbers import mask_number

FORMAT = "ringfence-proof/1"
REFERENCES = re.compile(r"\b(?:attempt|message|reply|import|list):[0-9A-Za-z-]+")
EVERYWHERE = "*"
FACTS_OF_NUMBER = ("id", "kind", "at", "ended_at")
SECONDS = 1e-3
"""Instants nearer than this are one: seconds since 1970 in a double are exact to less than a millisecond."""


@dataclass
class Names:
    """Stands in for numbers and addresses: the same value has the same name in one proof."""

    _known: dict[str, str] = field(default_factory=dict)

    def of(self, value: str) -> str:
        return value if value == EVERYWHERE else self._known.setdefault(value, f"number-{len(self._known) + 1}")


@dataclass(frozen=True, slots=True)
class Checked:
    """What checking a proof gave: how many verdicts were computed anew, how many had no facts, what differs."""

    judged: int
    without_facts: int
    differences: tuple[str, ...]


def fact_entry(kind: str, columns: Mapping[str, Any], names: Names) -> dict[str, Any]:
    """Return one recorded fact; words are replaced by their references and their SHA-256, values by names."""
    entry = {"what": kind, **{name: _plain(value) for name, value in columns.items()}}
    if "value" in entry:
        entry["value"] = names.of(entry["value"])
    if "evidence" in entry:
        words = entry.pop("evidence")
        entry["evidence"] = REFERENCES.findall(words)
        entry["evidence_sha256"] = hashlib.sha256(words.encode()).hexdigest()
    return entry


def attempt_entry(row: Mapping[str, Any], names: Names) -> dict[str, Any]:
    """Return one line of the ledger with its frozen verdict and the facts as they stood."""
    entry = {name: value for name, value in row.items() if name not in {"value", "verdict"}}
    verdict = {name: value for name, value in row["verdict"].items() if name != "facts"}
    facts = dict(row["verdict"].get("facts", {}))
    if "points" in facts:
        facts["points"] = [_point(point, names) for point in facts["points"]]
    if "opt_outs" in facts:
        facts["opt_outs"] = [{**stop, "value": names.of(stop["value"])} for stop in facts["opt_outs"]]
    number = mask_number(row["value"]) if row["value"].startswith("+") else ""
    return {**entry, "number": number, "verdict": verdict, "facts": facts}


def check_proof(document: Mapping[str, Any]) -> Checked:
    """Compute every verdict of a proof anew and name each difference; what cannot be read is one."""
    if document.get("format") != FORMAT:
        return Checked(0, 0, (f"This is no proof of the form {FORMAT}.",))
    try:
        rules, differences = _rules(document["rules"])
        ledger = {entry["id"]: entry for entry in document["attempts"]}
        judged = without = 0
        for entry in document["attempts"]:
            if not entry["facts"]:
                without += 1
                continue
            judged += 1
            differences += _differences(document, entry, ledger, rules)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        return Checked(0, 0, (f"The file cannot be read as a proof: {type(error).__name__} {error}.",))
    return Checked(judged, without, tuple(differences))


def _rules(kept: Mapping[str, Mapping[str, Any]]) -> tuple[dict[str, Rule], list[str]]:
    rules, differences = {}, []
    for version, row in kept.items():
        try:
            rule = rebuilt(row)
        except (BadInput, KeyError, TypeError, ValueError, AttributeError) as error:
            differences.append(f"rule {version}: its row cannot be read ({error})")
            continue
        if rule.version != version:
            differences.append(f"rule {version}: its row was changed; as it stands here it is {rule.version}")
        rules[version] = rule
    return rules, differences


def _differences(
    document: Mapping[str, Any],
    entry: Mapping[str, Any],
    ledger: Mapping[str, Mapping[str, Any]],
    rules: Mapping[str, Rule],
) -> Iterator[str]:
    name = f"attempt {entry['id']}"
    frozen = entry["verdict"]
    missing = [version for version in frozen["rules"] if version not in rules]
    if missing:
        yield f"{name}: the file lacks the rules {', '.join(missing)}"
        return
    try:
        verdict = judge_again(document["person"], entry, ledger, tuple(rules[version] for version in frozen["rules"]))
    except MissingAttempt as error:
        yield f"{name}: the attempt {error} that was counted is missing"
        return
    for what, got in _said(verdict).items():
        if frozen[what] != got:
            yield f"{name}: {what} was {frozen[what]!r} and is {got!r}"
    yield from _unseen(document["facts"], entry, name)


def judge_again(
    person: str, entry: Mapping[str, Any], ledger: Mapping[str, Mapping[str, Any]], rules: tuple[Rule, ...]
) -> Verdict:
    """Judge an attempt anew on its frozen facts.

    Raises:
        MissingAttempt: an attempt that was counted is not in the ledger.
        KeyError, TypeError, ValueError: the entry is not one of `attempt_entry`, or its number is not among the facts.
    """
    file = thaw(entry["facts"], debtor_id=person, case_id=entry["case"], ledger=ledger)
    points = {point.id: point for point in file.points}
    at = datetime.fromisoformat(entry["verdict"]["at"])
    point = points[UUID(entry["point"])]
    proposal = file.proposal(point, Channel(entry["channel"]), at, purpose=entry["purpose"])
    return judge(proposal, file.person, file.history, rules)


def _said(verdict: Verdict) -> dict[str, Any]:
    return {
        "allowed": verdict.allowed,
        "reasons": [
            {"rule_id": reason.rule_id, "code": reason.code, "params": [list(pair) for pair in reason.params]}
            for reason in verdict.reasons
        ],
        "rules": list(verdict.rule_versions),
    }


def _unseen(facts: Iterable[Mapping[str, Any]], entry: Mapping[str, Any], name: str) -> Iterator[str]:
    """Name holds that stood at the attempt and were not among its facts."""
    at = datetime.fromisoformat(entry["verdict"]["at"]).timestamp()
    seen = [(hold["kind"], hold["starts"]) for hold in entry["facts"].get("holds", ())]
    for fact in facts:
        if fact["what"] != "hold":
            continue
        starts = datetime.fromisoformat(fact["starts_at"]).timestamp()
        lifted = fact["lifted_at"] and datetime.fromisoformat(fact["lifted_at"]).timestamp()
        if starts >= at - SECONDS or (lifted and lifted <= at + SECONDS):
            continue
        if not any(kind == fact["kind"] and abs(start - starts) < SECONDS for kind, start in seen):
            yield f"{name}: the hold {fact['id']} ({fact['kind']}) stood and was not seen"


def _point(point: Mapping[str, Any], names: Names) -> dict[str, Any]:
    known = [{name: fact.get(name) for name in FACTS_OF_NUMBER} for fact in point["facts"]]
    return {**point, "value": names.of(point["value"]), "facts": known}


def _plain(value: object) -> Any:  # noqa: ANN401 - JSON
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    return list(value) if isinstance(value, Sequence) and not isinstance(value, str) else value
