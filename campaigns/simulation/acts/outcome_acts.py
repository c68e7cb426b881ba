"""What came of a talk, and stops: `wrapping_up`, `applying` and `stopping` of a simulated process.

An outcome is durable, with what it brings, before the agent is told so. A stop looks again at what is under way.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from campaigns.floor.inputs import DebtorsStopped, OutcomeGiven
from campaigns.rules.proposal import Hold, OptOut
from campaigns.simulation.acts.gate import Refused, judge_points
from campaigns.simulation.acts.house import Process
from campaigns.simulation.acts.line_acts import follow_up
from campaigns.simulation.ledger import OPEN, AttemptRow, Entry, PersonRow
from campaigns.simulation.loop import Act, Next, Transact
from campaigns.simulation.mistakes import Mistake
from config.errors import Conflict, NotFound
from crm.dispositions import Disposition

LONG_AGO = datetime.fromisoformat("2000-01-01T00:00:00+00:00")


@dataclass(frozen=True, slots=True)
class Outcome:
    """One agent's command."""

    command_id: UUID
    attempt_id: UUID
    agent_id: UUID
    code: str


def record_outcome(process: Process, outcome: Outcome) -> Act:
    """Record a disposition with all it brings, in one transaction; returns what the floor is told. Raises Refusal."""
    given: OutcomeGiven = yield Transact("outcome", lambda: _record_outcome(process, outcome))
    row = process.ledger.attempts[outcome.attempt_id]
    if process.errs(Mistake.STOPS_CARRIED_OUT_LATER):
        yield Transact("stops", lambda: _bring(process, row, _disposition(process, outcome.code)))
    ring(process, row.person)
    return given


def _record_outcome(process: Process, outcome: Outcome) -> OutcomeGiven:
    ledger = process.ledger
    row = ledger.attempts.get(outcome.attempt_id)
    if row is None or row.agent_id != outcome.agent_id:
        raise NotFound("no_call", "There is no such call of yours.")
    disposition = _disposition(process, outcome.code)
    given = OutcomeGiven(row.id, outcome.agent_id, row.person.campaign_id, disposition.is_connect)
    if outcome.command_id in ledger.entries and not process.errs(Mistake.COMMAND_NOT_RECOGNISED):
        return given
    if row.disposition is not None and not process.errs(Mistake.OUTCOME_WRITTEN_TWICE):
        if process.errs(Mistake.COMMAND_NOT_RECOGNISED):
            ledger.current.pop(row.id).is_current = False
        else:
            raise Conflict("has_outcome", "This call has an outcome already.")
    if row.answered_ms is None:
        raise Conflict("not_answered", "This call was not answered.")
    if process.errs(Mistake.OUTCOME_WRITTEN_TWICE):
        ledger.current.pop(row.id, None)
    command_id = outcome.command_id
    if command_id in ledger.entries:
        command_id = process.new_id()
    _record(process, row, command_id, disposition)
    return given


def _disposition(process: Process, code: str) -> Disposition:
    return process.ground.catalogue.get(code)


def _record(process: Process, row: AttemptRow, command_id: UUID, disposition: Disposition) -> None:
    process.ledger.add_entry(Entry(command_id, row.id, disposition.code, process.now_ms))
    row.outcome, row.contact = disposition.outcome or "conversation", None
    process.write("DispositionSet", row.id, disposition.code)
    if not process.errs(Mistake.STOPS_NOT_CARRIED_OUT) and not process.errs(Mistake.STOPS_CARRIED_OUT_LATER):
        _bring(process, row, disposition)
    follow_up(process, row, disposition.code)


def record_missing(process: Process, attempt_id: UUID) -> Act:
    """Record the flagged outcome of a call whose wrap-up ended without one; returns the floor's inputs."""

    def record() -> list[OutcomeGiven]:
        row = process.ledger.attempts.get(attempt_id)
        if row is None or row.disposition is not None:
            return []
        disposition = _disposition(process, process.ground.catalogue.unsaid_code(verified=False))
        _record(process, row, process.new_id(), disposition)
        row.outcome, row.contact = "conversation", None
        return [OutcomeGiven(row.id, None, row.person.campaign_id, disposition.is_connect)]

    return (yield Transact("missing", record))


def _bring(process: Process, row: AttemptRow, disposition: Disposition) -> None:
    for effect in disposition.effects:
        if effect == "opt_out_phone_number":
            stop(process, row.person, "opt_out", channel="phone", point_id=row.point.id)
        elif effect == "number_wrong_party":
            row.point.state = "wrong_party"
            row.person.stops.append((process.now_ms, f"wrong {row.point.value}"))
            process.write("ContactPointChanged", row.person.id, row.point.value)
        elif effect.startswith("hold:"):
            stop(process, row.person, effect.split(":")[1])


def stop(
    process: Process, person: PersonRow, kind: str, *, channel: str | None = None, point_id: UUID | None = None
) -> None:
    """Write a stop in the transaction of the command or reply that brings it."""
    now = process.now()
    if kind == "opt_out" and channel == "sms":
        person.opt_outs.append(OptOut(channel="sms", at=now, endpoint_id=point_id))
    elif kind == "opt_out":
        hold = Hold(kind="do_not_contact", starts_at=now, channels=frozenset({"phone"}), endpoint_id=point_id)
        person.holds.append(hold)
    else:
        until = now + timedelta(days=3) if kind == "payment_in_transit" else None
        person.holds.append(Hold(kind=kind, starts_at=now, until=until))
    person.known = None
    number = next((point.value for point in person.points if point.id == point_id), "")
    person.stops.append((process.now_ms, f"{kind} {channel or 'all'} {number}".strip()))
    process.write("Stopped", person.id, kind)


# ------------------------------------------------------------------------------------------------ second look


def ring(process: Process, person: PersonRow) -> None:
    """Wake the second look for a person after a commit that may stop something."""
    process.machine.put(process.stops, person)


def look_again(process: Process) -> Act:
    """Judge again what is under way to persons who were stopped, for ever."""
    while True:
        person = yield Next(process.stops)
        if process.errs(Mistake.NO_SECOND_LOOK):
            continue
        is_refused = yield Transact("second look", lambda one=person: _is_refused(process, one))  # type: ignore[misc]
        if is_refused:
            process.put(DebtorsStopped(frozenset({person.id})))


def _is_refused(process: Process, person: PersonRow) -> bool:
    row = open_contact(person)
    if row is None or row.channel != "phone" or row.answered_ms is not None:
        return False
    return refuses(process, row)


def open_contact(person: PersonRow) -> AttemptRow | None:
    """Return the attempt under way to a person."""
    return next((one for one in reversed(person.attempts) if one.state in OPEN), None)


def refuses(process: Process, row: AttemptRow) -> bool:
    """Say whether the rules refuse a contact now that they had permitted."""
    if row.point.state != "active" and not process.errs(Mistake.WRONG_NUMBERS_NOT_READ):
        return True
    return isinstance(judge_points(process, row.person, [row.point], row.channel), Refused)
