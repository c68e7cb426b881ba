"""The gate: lock the person, judge, write the attempt with its verdict, count it, commit; in one transaction.

Nothing leaves the house without an attempt reserved here. A refusal is kept too, with all its reasons, and
moves the case's hint to the instant at which the rules open again.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from campaigns.books import Books
from campaigns.campaigns import Campaign
from campaigns.frozen_facts import freeze
from campaigns.ladders import parse_ladder
from campaigns.person_file import PersonFile, Point
from campaigns.person_rows import read_person
from campaigns.rules.judge import judge
from campaigns.rules.rule import Rule
from campaigns.rules.verdict import Verdict
from campaigns.store.for_dialing import add_attempts, lock_persons, person_rows, set_hints
from campaigns.store.for_proof import keep_rules
from campaigns.treatments import text_point
from campaigns.worklist import LOOK_AGAIN, points_in_order
from config.facts import Fact
from config.ground import Ground
from config.supervising import held_epoch
from config.zones import zones_version
from crm.attempts import Attempt, AttemptState, Channel
from crm.cases import CaseState
from crm.facts import AttemptRefused, AttemptReserved


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A contact somebody or something wants to make. `agent_id` is who asked, in preview and manual calls.

    `point_id` is the number to ask for first; without one, that of the case's hint, else as the ladder lists them.
    """

    case_id: UUID
    debtor_id: UUID
    campaign: Campaign
    channel: Channel = Channel.PHONE
    purpose: str = "collection"
    agent_id: UUID | None = None
    point_id: UUID | None = None
    epoch: int = 0


@dataclass(frozen=True, slots=True)
class Reserved:
    """The permit: the attempt as stored, the person's file it was judged on, the point to use."""

    attempt: Attempt
    file: PersonFile
    point: Point
    judged_at_s: float


@dataclass(frozen=True, slots=True)
class Refused:
    """The gate said no. `verdict` is None where no rule was asked (busy with another contact, case gone)."""

    code: str
    verdict: Verdict | None = None


LEASE = "dialing"
"""The lease without which nobody dials."""

Also = Callable[[AsyncSession, Reserved], Awaitable[None]]


async def reserve(ground: Ground, books: Books, wanted: Wanted, also: Also) -> Reserved | Refused:
    """Ask for one contact; see `reserve_some`."""
    return (await reserve_some(ground, books, [wanted], also, most=1))[0]


async def reserve_some(
    ground: Ground, books: Books, wanted: Sequence[Wanted], also: Also, *, most: int
) -> list[Reserved | Refused]:
    """Ask for contacts in order until `most` are permitted; the answers are for as many as were asked.

    All persons are locked first, in the order of their ids. `also` writes what must be stored with a permit (the
    call, the text). Of two callers for one person at one instant, one gets the permit and the other finds it open.
    Whoever asks under an epoch of the lease that is over is refused: a process that slept may not know yet.
    """
    async with ground.database.transaction() as session:
        await lock_persons(session, {one.debtor_id for one in wanted})
        if await _is_over(session, wanted):
            return [Refused("lease_lost") for _ in wanted]
        now = ground.clock.now()
        rows = await person_rows(session, [one.case_id for one in wanted], now=now)
        files = {row["case_id"]: read_person(row) for row in rows}
        answers: list[Reserved | Refused] = []
        facts: list[Fact] = []
        hints: dict[UUID, datetime] = {}
        for one in wanted:
            answer = _judge_one(ground, books, one, files[one.case_id], answers, now)
            answers.append(answer)
            if isinstance(answer, Reserved):
                facts.append(_permit(answer.attempt, now))
            elif answer.code in {"rules", "no_number"}:
                facts.append(_refusal(one, answer, now))
                if one.channel is Channel.PHONE:
                    hints[one.case_id] = _next_look(answer, now)
            if sum(isinstance(answer, Reserved) for answer in answers) == most:
                break
        reserved = [answer for answer in answers if isinstance(answer, Reserved)]
        versions = await _keep_rules(session, ground, books, wanted, answers)
        await add_attempts(session, [one.attempt for one in reserved])
        for one_reserved in reserved:
            await also(session, one_reserved)
        await set_hints(session, hints)
        await ground.journal.append(session, *facts)
    ground.stored.update(versions)  # Only now, when they are sure to be there.
    return answers


async def _is_over(session: AsyncSession, wanted: Sequence[Wanted]) -> bool:
    epochs = {one.epoch for one in wanted if one.epoch}
    held = await held_epoch(session, LEASE) if epochs else None
    return held is not None and epochs != {held}


async def _keep_rules(
    session: AsyncSession,
    ground: Ground,
    books: Books,
    wanted: Sequence[Wanted],
    answers: Sequence[Reserved | Refused],
) -> list[str]:
    """Keep the rows of rules that judge for the first time, so that a proof can show them; return their versions."""
    new: dict[str, Rule] = {}
    for one, answer in zip(wanted, answers, strict=False):
        if isinstance(answer, Reserved) and not ground.stored.issuperset(answer.attempt.verdict["rules"]):
            on = answer.attempt.reserved_at.date()
            rules = books.rules_for(answer.file.under(answer.point), on, one.campaign)
            new |= {rule.version: rule for rule in rules if rule.version not in ground.stored}
    if new:
        await keep_rules(session, new.values())
    return list(new)


def _judge_one(
    ground: Ground,
    books: Books,
    wanted: Wanted,
    file: PersonFile,
    earlier: Sequence[Reserved | Refused],
    now: datetime,
) -> Reserved | Refused:
    code = _reason_to_skip(file, wanted)
    if code is None and any(isinstance(one, Reserved) and one.file.debtor_id == file.debtor_id for one in earlier):
        code = "person_busy"
    if code is not None:
        return Refused(code)
    points = _points(file, wanted)
    if not points:
        return Refused("no_number")
    verdict, point = _judge_points(books, file, points, wanted, now)
    if not verdict.allowed:
        return Refused("rules", verdict)
    attempt = _attempt(ground, books, wanted, file, point, verdict)
    return Reserved(attempt, file, point, ground.clock.monotonic())


def _next_look(refused: Refused, now: datetime) -> datetime:
    at = refused.verdict.next_allowed_at if refused.verdict else None
    return at or now + LOOK_AGAIN


def _reason_to_skip(file: PersonFile, wanted: Wanted) -> str | None:
    if file.has_open_attempt:
        return "person_busy"
    if file.case_state == CaseState.CLOSED.value or file.campaign_id != wanted.campaign.id:
        return "case_moved"
    return None


def _points(file: PersonFile, wanted: Wanted) -> list[Point]:
    if wanted.channel is Channel.SMS:
        point = text_point(file)
        return [point] if point else []
    return points_in_order(file, parse_ladder(wanted.campaign.ladder), wanted.point_id or file.preferred_point)


def _judge_points(
    books: Books, file: PersonFile, points: list[Point], wanted: Wanted, now: datetime
) -> tuple[Verdict, Point]:
    """Judge the numbers in order and take the first that is allowed; else the refusal that ends first."""
    refusals: list[tuple[Verdict, Point]] = []
    for point in points:
        proposal = file.proposal(point, wanted.channel, now, purpose=wanted.purpose)
        rules = books.rules_for(file.under(point), now.date(), wanted.campaign)
        verdict = judge(proposal, file.person, file.history, rules)
        if verdict.allowed:
            return verdict, point
        refusals.append((verdict, point))
    return min(refusals, key=lambda pair: (pair[0].next_allowed_at is None, pair[0].next_allowed_at or now))


def _attempt(ground: Ground, books: Books, wanted: Wanted, file: PersonFile, point: Point, verdict: Verdict) -> Attempt:
    return Attempt(
        id=ground.ids.new(),
        debtor_id=file.debtor_id,
        case_id=file.case_id,
        campaign_id=wanted.campaign.id,
        contact_point_id=point.id,
        channel=wanted.channel.value,
        direction="outbound",
        purpose=wanted.purpose,
        value=point.value,
        state=AttemptState.RESERVED.value,
        counts=True,
        lease_epoch=wanted.epoch,
        verdict=verdict_document(verdict, books.rulebook.version, file),
        agent_id=wanted.agent_id,
        reserved_at=verdict.at,
    )


def verdict_document(verdict: Verdict, rulebook: str, file: PersonFile | None = None) -> dict[str, Any]:
    """Write a verdict as it is frozen with its attempt: the versions it was computed by, and what it was judged on.

    Without a file the facts are left out; such a verdict cannot be computed again.
    """
    return {
        "at": verdict.at.isoformat(),
        "allowed": verdict.allowed,
        "rules": list(verdict.rule_versions),
        "reasons": [
            {"rule_id": reason.rule_id, "code": reason.code, "params": [list(pair) for pair in reason.params]}
            for reason in verdict.reasons
        ],
        "rulebook": rulebook,
        "tz": zones_version(),
        "facts": {} if file is None else freeze(file),
    }


def _permit(attempt: Attempt, now: datetime) -> Fact:
    return AttemptReserved(
        at=now,
        attempt_id=attempt.id,
        case_id=attempt.case_id,
        debtor_id=attempt.debtor_id,
        campaign_id=attempt.campaign_id,
        channel=attempt.channel,
    )


def _refusal(wanted: Wanted, refused: Refused, now: datetime) -> Fact:
    verdict = refused.verdict
    return AttemptRefused(
        at=now,
        case_id=wanted.case_id,
        debtor_id=wanted.debtor_id,
        campaign_id=wanted.campaign.id,
        channel=wanted.channel.value,
        rules=tuple(reason.rule_id for reason in verdict.reasons) if verdict else (refused.code,),
        next_allowed_at=verdict.next_allowed_at if verdict else None,
    )
