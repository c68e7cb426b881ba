"""The gate and the worklist of a simulated process: `reserving`, `drawing` and `listing`, step by step.

One transaction locks the persons, judges, and writes permits with their calls or texts, counted, with their facts. The
judge and its rules are the product's.
"""

import heapq
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from campaigns.rules.judge import judge
from campaigns.rules.proposal import Consent, Hold, PastContact, Person, Proposal
from campaigns.rules.verdict import Verdict
from campaigns.simulation.acts.house import Process
from campaigns.simulation.ledger import OPEN, AttemptRow, PersonRow, Point, TreatmentRow
from campaigns.simulation.loop import Act, Pause, Transact
from campaigns.simulation.mistakes import Mistake
from telephony.calls import Call
from telephony.messages import Message

PAGE = 200
BATCH = 24
MOST_TRIED = 240
LOOK_AGAIN_MS = 600_000
WAITED_FOR_LOCK_MS = 1_500
UNFENCED = frozenset({Mistake.EPOCH_FORGOTTEN, Mistake.LOST_LEASE_KEPT, Mistake.RENEWED_EVER_LATER})
"""Mistakes without the fence at the gate, which would make up for the last two."""
CALLER_ID = "+12125550100"


@dataclass(frozen=True, slots=True)
class Wanted:
    """A contact somebody or something wants to make."""

    person: PersonRow
    channel: str = "phone"
    agent_id: UUID | None = None
    treatment: TreatmentRow | None = None


@dataclass(frozen=True, slots=True)
class Refused:
    """The gate said no; `until` is when the rules open again, where that is known."""

    code: str
    until: datetime | None = None


Answer = AttemptRow | Refused


def reserve_some(process: Process, wanted: Sequence[Wanted], *, most: int) -> Act:
    """Ask for contacts in order until `most` are permitted; returns the answers for as many as were asked."""
    early: list[tuple[Verdict, Point] | Refused] | None = None
    if process.errs(Mistake.RULES_BEFORE_LOCK) or process.errs(Mistake.INDEX_DROPPED_AND_NO_LOCK):
        early = yield Transact("judging", lambda: [_ask(process, one) for one in wanted])
        yield Pause(WAITED_FOR_LOCK_MS)
    answers: list[Answer] = yield Transact("reserving", lambda: _reserve(process, wanted, most, early))
    permits = [one for one in answers if isinstance(one, AttemptRow)]
    if process.errs(Mistake.JOURNAL_AFTER_COMMIT) and permits:
        yield Transact("journal", lambda: _write_all(process, permits))
    if process.errs(Mistake.CALL_ROW_AFTER_COMMIT) and permits:
        yield Transact("call rows", lambda: _insert_all(process, permits))
    return answers


def _reserve(
    process: Process,
    wanted: Sequence[Wanted],
    most: int,
    early: list[tuple[Verdict, Point] | Refused] | None,
) -> list[Answer]:
    answers: list[Answer] = []
    permits: list[AttemptRow] = []
    if is_over(process):
        return [Refused("lease_lost") for _ in wanted]
    for number, one in enumerate(wanted):
        found = _ask(process, one) if early is None else early[number]
        if isinstance(found, Refused):
            answers.append(found)
            continue
        permit = _permit(process, one, found[1])
        answers.append(permit)
        permits.append(permit)
        if len(permits) == most:
            break
    process.ledger.add_attempts(permits)
    if wanted[0].channel == "phone":
        process.ledger.asked_ms = process.now_ms
    for permit, one in zip(permits, [w for w, a in zip(wanted, answers, strict=False) if a in permits], strict=True):
        _store(process, permit, one)
    for one, answer in zip(wanted, answers, strict=False):
        if isinstance(answer, Refused) and answer.code == "rules" and one.channel == "phone":
            process.ledger.set_due(one.person, process.now_ms + _ms_until(process, answer.until))
    return answers


def _store(process: Process, row: AttemptRow, one: Wanted) -> None:
    if not process.errs(Mistake.JOURNAL_AFTER_COMMIT):
        process.write("AttemptReserved", row.id, row.channel)
    if not process.errs(Mistake.CALL_ROW_AFTER_COMMIT):
        _insert(process, row)
    if one.treatment is not None and not process.errs(Mistake.TREATMENT_SETTLED_LATER):
        one.treatment.state = "done"


def _insert(process: Process, row: AttemptRow) -> None:
    if row.channel == "phone":
        process.ledger.put_call(Call(attempt_id=row.id, number=row.point.value, caller_id=CALLER_ID))
    else:
        text = Message(attempt_id=row.id, number=row.point.value, sender=CALLER_ID, text="call back")
        process.ledger.messages[row.id] = text
        process.ledger.open_texts[row.id] = row


def _write_all(process: Process, permits: Sequence[AttemptRow]) -> None:
    for row in permits:
        process.write("AttemptReserved", row.id, row.channel)


def _insert_all(process: Process, permits: Sequence[AttemptRow]) -> None:
    for row in permits:
        _insert(process, row)


def _permit(process: Process, one: Wanted, point: Point) -> AttemptRow:
    return AttemptRow(
        id=process.new_id(),
        person=one.person,
        point=point,
        channel=one.channel,
        epoch=process.epoch,
        process=process.number,
        reserved_at=process.now(),
        reserved_ms=process.now_ms,
        counts=not process.errs(Mistake.COUNTED_AFTER_SEND),
        treatment=one.treatment.id if one.treatment else None,
        wants=one.agent_id,
    )


def _ask(process: Process, one: Wanted) -> tuple[Verdict, Point] | Refused:
    person = one.person
    if person.has_open_attempt and not process.errs(Mistake.OPEN_CONTACT_NOT_ASKED):
        return Refused("person_busy")
    points = [point for point in person.points if point.state == "active"]
    if process.errs(Mistake.WRONG_NUMBERS_NOT_READ):
        points = person.points
    if one.channel == "sms":
        points = [point for point in points if point.label == "mobile"][:1]
    if not points:
        return Refused("rules")
    return judge_points(process, person, points, one.channel, is_waited_for=one.agent_id is not None)


def judge_points(
    process: Process, person: PersonRow, points: Sequence[Point], channel: str, *, is_waited_for: bool = False
) -> tuple[Verdict, Point] | Refused:
    """Judge the numbers in order and take the first that is allowed; else the refusal that ends first."""
    now = process.now()
    rules = process.ground.rules(now)
    known = _known(process, person)
    until: datetime | None = None
    for point in points:
        proposal = Proposal(
            at=now,
            channel=channel,
            endpoint_id=point.id,
            debts=(person.case_id,),
            number_type=point.label,
            number_zones=_zones(process, point.zones),
            is_only_number=len(points) == 1,
            is_agent_guaranteed=is_waited_for,
        )
        if process.errs(Mistake.RULES_NOT_ASKED):
            return Verdict(True, now, (), now, "now", ()), point  # noqa: FBT003 - the verdict itself
        verdict = judge(proposal, known, _history(process, person, point), rules)
        if verdict.allowed:
            return verdict, point
        if verdict.next_allowed_at is not None and (until is None or verdict.next_allowed_at < until):
            until = verdict.next_allowed_at
    return Refused("rules", until)


def _known(process: Process, person: PersonRow) -> Person:
    known = person.read()
    mistakes = process.ground.mistakes
    if not mistakes:
        return known
    holds: tuple[Hold, ...] = () if Mistake.HOLDS_NOT_READ in mistakes else known.holds
    consents = known.consents
    if Mistake.CONSENT_ASSUMED in mistakes:
        consents = (Consent(kind="sms", at=process.ground.at(0) - timedelta(days=9)), *consents)
    return Person(
        address_zones=_offsets(process, known.address_zones),
        holds=holds,
        consents=consents,
        opt_outs=() if Mistake.OPT_OUTS_NOT_READ in mistakes else known.opt_outs,
        stated_times=() if Mistake.STATED_TIMES_NOT_READ in mistakes else known.stated_times,
        debts=known.debts,
    )


def _zones(process: Process, zones: tuple[str, ...]) -> tuple[str, ...]:
    return () if process.errs(Mistake.ZONE_OF_ADDRESS_ONLY) else _offsets(process, zones)


def _offsets(process: Process, zones: tuple[str, ...]) -> tuple[str, ...]:
    if not process.errs(Mistake.OFFSET_INSTEAD_OF_ZONE):
        return zones
    offsets = [
        ZoneInfo(zone).utcoffset(process.ground.plan.starts_at - timedelta(hours=12)) or timedelta(0) for zone in zones
    ]
    hours = [int(-offset.total_seconds() // 3600) for offset in offsets]
    return tuple(f"Etc/GMT{hour:+d}" for hour in hours)


def _history(process: Process, person: PersonRow, point: Point) -> list[PastContact]:
    """Return the contacts so far but one that is open: at the gate there is none, at a second look it is itself."""
    rows = [one for one in person.attempts if one.state not in OPEN]
    if process.errs(Mistake.HISTORY_OF_ONE_NUMBER):
        rows = [one for one in rows if one.point is point]
    if process.errs(Mistake.HISTORY_WITHOUT_TALKS):
        rows = [one for one in rows if one.outcome != "conversation"]
    if process.errs(Mistake.TEXTS_NOT_IN_HISTORY):
        rows = [one for one in rows if one.channel != "sms"]
    return [one.read() for one in rows]


def _ms_until(process: Process, at: datetime | None) -> int:
    return 7 * 86_400_000 if at is None else max(1, (at - process.now()) // timedelta(milliseconds=1) + 1)


# ------------------------------------------------------------------------------------------------ worklist


def draw(process: Process, campaign_id: UUID, count: int) -> Act:
    """Reserve up to `count` calls from the list; returns the rows, fewer when there is no more to be had now."""
    found: list[AttemptRow] = []
    tried = 0
    while len(found) < count and tried < MOST_TRIED:
        missing = count - len(found)
        persons = yield from next_cases(process, campaign_id, missing if tried == 0 else max(missing, BATCH))
        if not persons:
            break
        answers: list[Answer] = yield from reserve_some(process, [Wanted(one) for one in persons], most=missing)
        page = process.pages.get(campaign_id)
        if page is not None:
            page.extendleft(reversed(persons[len(answers) :]))
        tried += len(answers)
        found += [one for one in answers if isinstance(one, AttemptRow)]
    return found


def next_cases(process: Process, campaign_id: UUID, count: int) -> Act:
    """Return up to `count` due persons of a campaign."""
    page = process.pages.get(campaign_id)
    if not page:
        page = process.pages[campaign_id] = yield Transact("listing", lambda: _read_page(process, campaign_id))
    return [page.popleft() for _ in range(min(count, len(page)))]


def _read_page(process: Process, campaign_id: UUID) -> deque[PersonRow]:
    due = [one for one in process.ledger.due(process.now_ms, campaign_id) if not one.open_attempts]
    return deque(heapq.nsmallest(PAGE, due, key=_in_turn))


def _in_turn(person: PersonRow) -> tuple[int, int]:
    return person.next_at_ms, person.id.int


def dry_until(process: Process) -> datetime:
    """Return when an empty list is worth another look."""
    next_ms = process.ledger.next_due_ms(process.now_ms)
    wait_ms = LOOK_AGAIN_MS if next_ms is None else max(15_000, min(LOOK_AGAIN_MS, next_ms - process.now_ms))
    return process.now() + timedelta(milliseconds=wait_ms)


def is_over(process: Process) -> bool:
    """Say whether the epoch of this process is over, as the transaction sees it that asks."""
    lease = process.ledger.lease
    return (lease is None or lease.epoch != process.epoch) and UNFENCED.isdisjoint(process.ground.mistakes)
