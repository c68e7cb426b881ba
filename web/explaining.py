"""Answers "why not now, and when?" for a case: for each number all refusing rules, what lifts each, when it closes.

Asks the same judge as the gate, permits nothing and records nothing. Verdicts of attempts are `verdicts`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from campaigns.books import Books
from campaigns.contact_outlook import ADDRESS, points_for
from campaigns.person_file import PersonFile, Point
from campaigns.person_rows import read_person
from campaigns.rules.judge import first_denial, judge
from campaigns.rules.rule import Rule
from campaigns.rules.verdict import Reason, Verdict
from campaigns.store.for_campaigns import campaign_by_id
from campaigns.store.for_dialing import person_rows
from campaigns.store.for_facts import standing_zone
from crm.attempts import Channel
from crm.holds import NEUTRAL_HOLDS
from crm.store.for_case_pages import debtor_by_id
from telephony.numbers import mask_number
from web.answering import no_such_thing
from web.naming import name_actors
from web.shapes.timeline import WhyNumber, WhyReason, WhyView
from web.why_words import city, lift, said, summary
from web.words import Word, word
from web.zone_rows import Zones, zone_rows

NOT_SHOWN = "not_shown"
TELLING = frozenset({"debt_too_young", "notice_missing", "notice_waiting"})
"""Reasons that speak of the debt by themselves."""
LOOK_AHEAD = timedelta(days=1)
STEP = timedelta(minutes=15)
"""Windows are set in quarters of an hour; what closes and opens within one is not foretold."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One question: about whom, by which channel, when, and whether the debt may be named."""

    file: PersonFile
    channel: Channel
    at: datetime
    shows_debt: bool
    zone: str


async def why_not_now(
    session: AsyncSession, books: Books, case_id: UUID, channel: Channel, at: datetime, *, shows_debt: bool
) -> WhyView:
    """Judge a contact with the person at every one of their numbers; without `shows_debt` nothing names the debt.

    Raises:
        NotFound: there is no such case.
    """
    rows = await person_rows(session, [case_id], now=at)
    if not rows:
        raise no_such_thing()
    file = read_person(rows[0])
    debtor = await debtor_by_id(session, file.debtor_id)
    campaign = None if file.campaign_id is None else await campaign_by_id(session, file.campaign_id)
    stated = await standing_zone(session, file.debtor_id, lock=False)
    names = await name_actors(session, [] if stated is None else [stated.actor])
    asked = Asked(file=file, channel=channel, at=at, shows_debt=shows_debt, zone=_zone(file))
    points = points_for(file, channel)
    numbers = [_answer(asked, point, books.rules_for(file.under(point), at.date(), campaign)) for point in points]
    author = "" if stated is None else names[stated.actor]
    told = Zones(file=file, debtor=debtor, stated=stated, author=author, now=at)
    return WhyView(
        case_id=case_id,
        at=at,
        zone=asked.zone,
        numbers=numbers,
        zones=zone_rows(told, points, channel),
        text_en=_text(asked, numbers, "en"),
        text_zh=_text(asked, numbers, "zh"),
    )


def reason_shape(reason: Reason, rule: Rule | None, lifted: Word, *, is_binding: bool, shows_debt: bool) -> WhyReason:
    """Show one refusal; without `shows_debt` neither the rule's name nor its source."""
    words, shown = said(reason), rule if shows_debt else None
    return WhyReason(
        rule_id=reason.rule_id,
        code=reason.code,
        sentence_en=words.en,
        sentence_zh=words.zh,
        title_en="" if shown is None else shown.title,
        title_zh="" if shown is None else shown.title_zh or shown.title,
        lift_en=lifted.en,
        lift_zh=lifted.zh,
        cite="" if rule is None else rule.cite,
        source_url="" if shown is None else shown.source_url,
        until=reason.until,
        binding=is_binding,
    )


def closes_at(
    file: PersonFile, point: Point, channel: Channel, rules: tuple[Rule, ...], at: datetime
) -> datetime | None:
    """Return the first minute after `at` at which a contact that is allowed would be refused; None: none in a day."""
    proposal = file.proposal(point, channel, at)

    def is_refused(when: datetime) -> bool:
        return first_denial(replace(proposal, at=when), file.person, file.history, rules, at=when) is not None

    start = at.replace(minute=at.minute // 15 * 15, second=0, microsecond=0)
    steps = (start + number * STEP for number in range(1, LOOK_AHEAD // STEP + 1))
    late = next((when for when in steps if is_refused(when)), None)
    if late is None:
        return None
    minutes = (max(at, late - STEP).replace(second=0, microsecond=0) + timedelta(minutes=n) for n in range(1, 15))
    return next((when for when in minutes if when < late and is_refused(when)), late)


def _answer(asked: Asked, point: Point, rules: tuple[Rule, ...]) -> WhyNumber:
    file, at = asked.file, asked.at
    verdict = judge(file.proposal(point, asked.channel, at), file.person, file.history, rules)
    closes = closes_at(file, point, asked.channel, rules, at) if verdict.allowed else None
    words = summary(verdict, closes, asked.zone)
    return WhyNumber(
        contact_point_id=None if point.kind == ADDRESS else point.id,
        label=point.label,
        masked=_masked(point),
        allowed=verdict.allowed,
        summary_en=words.en,
        summary_zh=words.zh,
        next_allowed_at=verdict.next_allowed_at,
        next_kind=verdict.next_kind,
        closes_at=closes,
        reasons=list(_reasons(asked, verdict, rules)),
    )


def _reasons(asked: Asked, verdict: Verdict, rules: Iterable[Rule]) -> Iterable[WhyReason]:
    by_id = {rule.id: rule for rule in rules if rule.is_in_force(asked.at)}
    for index, found in enumerate(verdict.reasons):
        reason = found if asked.shows_debt else _neutral(found)
        lifted = lift(found, by_id.get(found.rule_id), asked.zone, asked.at)
        yield reason_shape(
            reason, by_id.get(reason.rule_id), lifted, is_binding=index == 0, shows_debt=asked.shows_debt
        )


def _neutral(reason: Reason) -> Reason:
    """Leave out which hold or notice bars contact where its name alone tells of a debt."""
    if reason.code in TELLING:
        return replace(reason, rule_id="hold", code="held", params=(("hold", NOT_SHOWN),))
    holds = [str(value) for name, value in reason.params if name == "hold"]
    if all(kind in NEUTRAL_HOLDS for hold in holds for kind in hold.split(", ")):
        return reason
    params = tuple((name, NOT_SHOWN if name == "hold" else value) for name, value in reason.params)
    return replace(reason, rule_id="hold", params=params)


def _text(asked: Asked, numbers: Sequence[WhyNumber], tongue: str) -> str:
    """Write the whole answer in one language, to be copied."""
    at = f"{asked.at:%Y-%m-%d %H:%M} UTC"
    heads = {
        "en": (
            f"{word(asked.channel.value).en}, as the rules say at {at} (times of {city(asked.zone)}):",
            "There is nothing to contact.",
        ),
        "zh": (
            f"{word(asked.channel.value).zh}，规则在{at}的结论（{city(asked.zone)}时间）：",
            "没有可联系的号码或地址。",
        ),
    }
    head, nothing = heads[tongue]
    blocks = [_block(number, tongue) for number in numbers]
    return "\n\n".join([head, *(blocks or [nothing])])


def _block(number: WhyNumber, tongue: str) -> str:
    lines = [f"{number.masked} {word(number.label).en if tongue == 'en' else word(number.label).zh}".strip()]
    lines.append(getattr(number, f"summary_{tongue}"))
    for index, reason in enumerate(number.reasons, start=1):
        lines.append(f"{index}. {getattr(reason, f'sentence_{tongue}')} {getattr(reason, f'lift_{tongue}')}")
        law = " · ".join(part for part in (reason.rule_id, getattr(reason, f"title_{tongue}"), reason.cite) if part)
        lines.append(f"   {law}")
    return "\n".join(lines)


def _masked(point: Point) -> str:
    if point.kind == "phone":
        return mask_number(point.value)
    return f"***@{point.value.rpartition('@')[2]}" if point.kind == "email" else ""


def _zone(file: PersonFile) -> str:
    of_numbers = [zone for point in file.points for zone in point.zones]
    zones = [file.person.known_zone, *file.person.address_zones, *of_numbers]
    return next((zone for zone in zones if zone), "UTC")
