"""After a disposition: when and where the case is tried next, and whether a text follows."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from campaigns.campaigns import Campaign
from campaigns.facts import TreatmentChosen
from campaigns.ladders import parse_ladder, parse_sms
from campaigns.person_file import PersonFile
from campaigns.person_rows import read_person
from campaigns.store.for_dialing import person_rows, set_next_contact
from campaigns.store.for_messaging import add_treatment
from campaigns.treatments import Treatment, choose
from campaigns.worklist import NextContact, next_contact
from config.facts import Fact
from config.ground import Ground
from crm.attempts import Attempt
from crm.dispositions import Disposition


async def follow_up(
    ground: Ground,
    session: AsyncSession,
    attempt: Attempt,
    disposition: Disposition,
    *,
    campaign: Campaign,
    agreed: NextContact | None = None,
) -> list[Fact]:
    """Set the case's hint and want a text where the plan says so; return the facts.

    `agreed` is a time the person named (a callback, a promise's end), which beats the ladder.
    """
    now = ground.clock.now()
    file = read_person((await person_rows(session, [attempt.case_id], now=now))[0])
    ladder = parse_ladder(campaign.ladder)
    hint = agreed or next_contact(file, ladder, disposition, now=now, last_point=attempt.contact_point_id)
    await set_next_contact(session, attempt.case_id, hint.at, point_id=hint.point_id)
    fact = await _want_text(ground, session, attempt, disposition, file, campaign, now)
    return [fact] if fact else []


async def _want_text(
    ground: Ground,
    session: AsyncSession,
    attempt: Attempt,
    disposition: Disposition,
    file: PersonFile,
    campaign: Campaign,
    now: datetime,
) -> Fact | None:
    plan = parse_sms(campaign.sms)
    if not plan.follows(disposition.code):
        return None
    choice = choose(plan, disposition.code, file, now=now)
    if choice.not_before is not None:
        await add_treatment(
            session,
            Treatment(
                id=ground.ids.new(),
                attempt_id=attempt.id,
                case_id=attempt.case_id,
                debtor_id=attempt.debtor_id,
                campaign_id=campaign.id,
                step=choice.step,
                template=plan.template,
                not_before=choice.not_before,
                reason=choice.reason,
            ),
        )
    return TreatmentChosen(
        at=now,
        attempt_id=attempt.id,
        case_id=attempt.case_id,
        step=choice.step,
        reason=choice.reason,
        not_before=choice.not_before,
    )
