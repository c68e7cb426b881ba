"""One call as its agent sees it, built from what was loaded; without the debt until the right party is verified. Pure.

What is said in words is in `call_words`; loading is left to `viewing`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from campaigns.books import Books
from campaigns.campaigns import Campaign
from campaigns.contact_outlook import Outlook
from campaigns.person_file import PersonFile
from campaigns.scripts import Script
from crm.attempts import Attempt, AttemptState, Draft
from crm.case_card import CardRows, Debt, build_card
from telephony.calls import CallState
from telephony.tables import CallRow
from web.call_words import Speaker, disclosures, say_now, verify_items, warnings
from web.case_pages import promise_shape
from web.shapes.calls import (
    AccountShape,
    CallCampaign,
    CallStateName,
    CallView,
    ContactRules,
    DebtShape,
    DraftShape,
    PersonShape,
)
from web.shapes.shape import MoneyShape
from web.shapes.timeline import TimelineItem

NOT_YET_KNOWN = "reminder"
"""The script of a call outside every campaign: its greeting is as neutral as all others."""
EMPTY_DRAFT = DraftShape(
    disposition=None,
    reason_code=None,
    note="",
    promise_text="",
    promise=None,
    callback=None,
    verified_items=[],
    disclosures_done=[],
    script_position=None,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class CallParts:
    """What one call's view is made of; `call` is None for a case that is only offered, `timeline` newest first.

    `closed` are the channels that only a new fact opens again.
    """

    rows: CardRows
    call: CallRow | None
    file: PersonFile
    campaign: Campaign | None
    outlook: Outlook
    timeline: Sequence[TimelineItem]
    closed: Sequence[str]
    agent_name: str
    company: str


def show_call(parts: CallParts, books: Books, *, now: datetime) -> CallView:
    """Build the view. Of an offered case, which has no attempt yet, `attempt_id` is the case's id."""
    rows, attempt, campaign = parts.rows, parts.rows.attempt, parts.campaign
    is_verified = is_right_party(attempt)
    card = build_card(rows, now=now, is_verified=is_verified)
    script = script_of(books, campaign)
    speaker = Speaker(
        agent_name=parts.agent_name,
        company=parts.company,
        callback_number="" if campaign is None else campaign.caller_id,
    )
    draft = draft_shape(rows.draft)
    state = state_of(attempt, parts.call)
    is_recorded = campaign is not None and campaign.record_calls
    return CallView(
        attempt_id=attempt.id,
        case_id=rows.case.id,
        contact_point_id=attempt.contact_point_id,
        campaign=CallCampaign(id=campaign.id, name=campaign.name) if campaign and is_verified else None,
        state=state,
        bridged_at=parts.call and parts.call.bridged_at,
        ended_at=parts.call and parts.call.ended_at,
        ended_by=parts.call and parts.call.ended_by,
        verified=is_verified,
        recording=is_recorded and state in {"bridged", "held"},
        person=PersonShape(
            name=card.name,
            language=card.language,
            local_time=card.local_time,
            zone=card.zone,
            warnings=warnings(card, parts.file.person.holds, books.catalogue, now),
        ),
        say_now=say_now(script, card, speaker, position=draft.script_position),
        disclosures=disclosures(script, card, speaker, is_recorded=is_recorded),
        verify=verify_items(script, card),
        debt=None if card.debt is None else _debt(card.debt),
        contact_rules=_rules(parts.outlook, parts.closed),
        timeline=list(parts.timeline),
        draft=draft,
        dispositions_allowed=[row.code for row in books.catalogue.for_agent(verified=is_verified)],
    )


def is_right_party(attempt: Attempt) -> bool:
    """Say whether the debt may be shown in this call; an outcome names a party too, but proves nothing."""
    return attempt.party == "debtor" and attempt.disposition is None


def state_of(attempt: Attempt, call: CallRow | None) -> CallStateName:
    """Name the call's state for the panel; a call that nobody has answered yet is still looked at beforehand.

    An answered call is connected only once its voice path is: until then it is being joined.
    """
    if call is None:
        return "preview"
    if call.state == CallState.ENDED.value or attempt.state == AttemptState.CLOSED.value:
        return "ended"
    if attempt.answered_at is None:
        return "preview"
    if call.bridged_at is None:
        return "joining"
    return "held" if call.state == CallState.HELD.value else "bridged"


def draft_shape(draft: Draft | None) -> DraftShape:
    """Return what was typed so far."""
    return EMPTY_DRAFT if draft is None else DraftShape.model_validate(draft.body)


def script_of(books: Books, campaign: Campaign | None) -> Script:
    """Return the script of a call's campaign."""
    return books.scripts.get(NOT_YET_KNOWN if campaign is None else campaign.script)


def _debt(debt: Debt) -> DebtShape:
    return DebtShape(
        creditor=debt.creditor,
        product=debt.product,
        accounts=[
            AccountShape(
                account_number_masked=line.number_masked,
                balance=MoneyShape.of(line.balance),
                past_due=MoneyShape.of(line.past_due),
                days_past_due=line.days_past_due,
            )
            for line in debt.accounts
        ],
        past_due=MoneyShape.of(debt.past_due),
        balance=MoneyShape.of(debt.balance),
        days_past_due=debt.days_past_due,
        bucket=debt.bucket,
        promise=None if debt.promise is None else promise_shape(debt.promise),
    )


def _rules(found: Outlook, closed: Sequence[str]) -> ContactRules:
    return ContactRules(
        attempts_used=found.used,
        attempts_cap=found.cap,
        window_days=found.window_days,
        quiet_until=found.quiet_until,
        sms_ok=found.is_text_allowed,
        sentences=list(found.codes),
        closed=list(closed),
    )
