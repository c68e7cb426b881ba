"""Whether rows, journal and what people were told agree, and whether anything stands still.

Invariants I1, I4, I5, I7, I10, I12, I19, I22.
"""

from collections import Counter
from collections.abc import Iterator
from uuid import UUID

from campaigns.simulation.checks.findings import Scene, Violation
from telephony.messages import MessageState

PROVEN = frozenset({"withdrawn", "stale", "not_left"})
"""Results of which it is proven that nothing left."""


def check_rows(scene: Scene) -> Iterator[Violation]:
    """Look at every row and at every line of the journal once."""
    yield from _overlaps(scene)
    yield from _ends(scene)
    yield from _journal(scene)
    yield from _saved(scene)
    for at_ms, task, failure in scene.crashes:
        yield Violation(at_ms, "I22", f"{task} crashed: {failure}")
    for at_ms, sentence in scene.standstills:
        yield Violation(at_ms, "I10", sentence)


def _overlaps(scene: Scene) -> Iterator[Violation]:
    for person in scene.ledger.persons.values():
        open_until = -(10**15)
        for row in sorted(person.attempts, key=lambda one: one.reserved_ms):
            if row.reserved_ms < open_until:
                yield Violation(row.reserved_ms, "I1", "two attempts at one person at once", row.id)
            closed_ms = 10**15 if row.closed_ms is None else row.closed_ms
            open_until = max(open_until, closed_ms)


def _ends(scene: Scene) -> Iterator[Violation]:
    entries = Counter(entry.attempt_id for entry in scene.ledger.entries.values() if entry.is_current)
    for row in scene.own():
        text = scene.ledger.messages.get(row.id)
        is_unknown_text = text is not None and text.state is MessageState.UNKNOWN
        if row.state != "closed":
            if not is_unknown_text:
                yield Violation(row.reserved_ms, "I4", f"never closed; it is {row.state}", row.id)
            continue
        if row.result is None:
            yield Violation(row.reserved_ms, "I4", "closed without a result", row.id)
        if row.disposition is None or entries[row.id] != 1:
            yield Violation(row.reserved_ms, "I4", f"{entries[row.id]} outcomes in force", row.id)
        if row.counts == (row.result in PROVEN) and row.channel == "phone":
            yield Violation(row.reserved_ms, "I5", f"{row.result} and counts is {row.counts}", row.id)
        if row.channel == "sms" and row.counts == (row.result == "refused"):
            yield Violation(row.reserved_ms, "I5", f"a text {row.result} and counts is {row.counts}", row.id)
        if row.channel == "phone" and row.id not in scene.ledger.calls:
            yield Violation(row.reserved_ms, "I12", "an attempt without its call", row.id)


def _journal(scene: Scene) -> Iterator[Violation]:
    told: Counter[tuple[str, UUID]] = Counter((line.name, line.about) for line in scene.ledger.journal)
    for row in scene.own():
        if told["AttemptReserved", row.id] != 1:
            yield Violation(row.reserved_ms, "I19", f"{told['AttemptReserved', row.id]} permits in the journal", row.id)
        if told["AttemptClosed", row.id] != (row.state == "closed"):
            yield Violation(row.reserved_ms, "I19", f"{told['AttemptClosed', row.id]} ends in the journal", row.id)


def _saved(scene: Scene) -> Iterator[Violation]:
    for at_ms, outcome in scene.saved:
        entry = scene.ledger.entries.get(outcome.command_id)
        if entry is None or entry.code != outcome.code:
            yield Violation(at_ms, "I7", "an outcome that was shown as saved is not there", outcome.attempt_id)
        elif not entry.is_current:
            yield Violation(at_ms, "I7", "an outcome that was shown as saved was overwritten", outcome.attempt_id)
    stops = {"TP05": "opt_out", "TP01": "wrong", "LG01": "deceased"}
    for entry in scene.ledger.entries.values():
        wanted = stops.get(entry.code)
        row = scene.ledger.attempts[entry.attempt_id]
        if wanted and not any(what.startswith(wanted) and at_ms <= entry.at_ms for at_ms, what in row.person.stops):
            yield Violation(entry.at_ms, "I7", f"an outcome without what it brings ({wanted})", row.id)
