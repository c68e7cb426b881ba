"""Checks of the house on a ledger: no two attempts at once, every attempt permitted, every one ended, nobody forgotten.

Pure: the ledger and the instant at which it is looked at.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from uuid import UUID

from campaigns.campaigns import Campaign
from campaigns.pace.ceilings import CeilingKind
from campaigns.store.for_checkers import Ledger, LedgerAttempt
from telephony.messages import MessageState
from web.demo.violation import Violation

STUCK_AFTER = timedelta(minutes=10)
"""No call rings and no text is on its way this long."""
LONGEST_CALL = timedelta(hours=1)
LONGEST_WRAP_UP = timedelta(minutes=12)
"""Wrap-up lasts at most ten minutes and can be extended by two."""
LIVE = frozenset({"conversation", "answered_other", "abandoned"})
"""A person picked up."""
UNSETTLED_TEXTS = frozenset({MessageState.QUEUED, MessageState.SENDING, MessageState.UNKNOWN})
ROUNDING = 1e-9
"""Shares are floats; 3 % of 100 is 3."""


def overlapping(ledger: Ledger, now: datetime) -> Iterator[Violation]:
    """Find attempts reserved while another one for the same person was open."""
    open_until: dict[UUID, datetime] = {}
    for attempt in ledger.attempts:
        until = open_until.get(attempt.debtor_id)
        if until is not None and attempt.reserved_at < until:
            yield Violation("overlapping", attempt.id, "Reserved while another attempt for the person was open.")
        closed_at = attempt.closed_at or now
        open_until[attempt.debtor_id] = max(closed_at, until or closed_at)


def agent_twice(ledger: Ledger, now: datetime) -> Iterator[Violation]:
    """Find agents who had a second call before the first was over."""
    busy_until: dict[UUID, datetime] = {}
    talks = [(one.bridged_at, one) for one in ledger.attempts if one.bridged_at and one.channel == "phone"]
    for bridged_at, attempt in sorted(talks, key=lambda pair: (pair[0], pair[1].id)):
        if attempt.agent_id is None:
            yield Violation("agent_unknown", attempt.id, "Bridged to nobody.")
            continue
        until = busy_until.get(attempt.agent_id)
        if until is not None and bridged_at < until:
            yield Violation("agent_twice", attempt.id, "The agent had another call at that instant.")
        closed_at = attempt.closed_at or now
        busy_until[attempt.agent_id] = max(closed_at, until or closed_at)


def not_permitted(ledger: Ledger) -> Iterator[Violation]:
    """Find attempts that went out without a verdict that allows them and names the rules that were asked."""
    for attempt in ledger.attempts:
        verdict = attempt.verdict
        if attempt.direction == "outbound" and not (verdict.get("allowed") is True and verdict.get("rules")):
            yield Violation("not_permitted", attempt.id, "No verdict that allows it is kept with the attempt.")


def without_result(ledger: Ledger) -> Iterator[Violation]:
    """Find closed attempts of which nobody can say what the line or the gateway said."""
    for attempt in ledger.attempts:
        if attempt.state == "closed" and not (attempt.result and attempt.outcome and attempt.closed_at):
            yield Violation("without_result", attempt.id, "Closed without result, outcome or instant.")


def without_outcome(ledger: Ledger, now: datetime) -> Iterator[Violation]:
    """Find answered calls without exactly one disposition in force; a wrap-up that may still run is waited for."""
    for attempt in ledger.attempts:
        answered = attempt.answered_at is not None or attempt.outcome in LIVE
        is_over = attempt.closed_at is not None and attempt.closed_at + LONGEST_WRAP_UP <= now
        is_wrong = attempt.entries > 1 or (is_over and attempt.entries == 0)
        if attempt.channel == "phone" and answered and is_wrong:
            yield Violation("without_outcome", attempt.id, f"An answered call with {attempt.entries} dispositions.")


def stuck(ledger: Ledger, now: datetime) -> Iterator[Violation]:
    """Find attempts that should long be over."""
    for attempt in ledger.attempts:
        since = attempt.answered_at or attempt.reserved_at
        limit = STUCK_AFTER if attempt.answered_at is None else LONGEST_CALL
        if attempt.state != "closed" and since + limit < now:
            yield Violation("stuck", attempt.id, f"Still {attempt.state} after {limit}.")


def over_ceiling(ledger: Ledger) -> Iterator[Violation]:
    """Find campaigns whose abandoned share passed their ceiling, and the floor as a whole.

    Live answers and abandoned calls are walked in the order of time. Where the ceiling allows at least one, it must
    hold at every instant; at the end it must hold in any case. A statistical ceiling may be passed for a moment, and at
    the end by the one call that spent it.
    """
    statistical = {campaign.id for campaign in ledger.campaigns if campaign.ceiling_kind == CeilingKind.STATISTICAL}
    by_campaign: dict[UUID, list[LedgerAttempt]] = {}
    for attempt in ledger.attempts:
        if attempt.campaign_id is not None and attempt.channel == "phone" and attempt.outcome in LIVE:
            by_campaign.setdefault(attempt.campaign_id, []).append(attempt)
    for campaign in ledger.campaigns:
        answers = by_campaign.get(campaign.id, [])
        yield from _over(campaign, answers, campaign.ceiling_share, grace=int(campaign.id in statistical))
    if ledger.campaigns:
        loosest = max(ledger.campaigns, key=lambda campaign: campaign.ceiling_share)
        everything = [one for some in by_campaign.values() for one in some]
        yield from _over(loosest, everything, loosest.ceiling_share, grace=len(statistical))


def promised_too_much(ledger: Ledger) -> Iterator[Violation]:
    """Find promises above what is past due."""
    for promise, past_due_minor in ledger.promises:
        if not 0 < promise.amount_minor <= past_due_minor:
            yield Violation("promised_too_much", promise.id, "A promise above what is past due.")


def text_unsettled(ledger: Ledger, now: datetime) -> Iterator[Violation]:
    """Find texts of which it is not known whether they left; taken by the gateway is enough, a receipt is not owed."""
    for message in ledger.messages:
        since = message.sending_at or message.leaves_at
        if message.state in UNSETTLED_TEXTS and since + STUCK_AFTER < now:
            yield Violation("text_unsettled", message.attempt_id, f"A text is still {message.state}.")


def refused_without_rule(ledger: Ledger) -> Iterator[Violation]:
    """Find refusals that name no rule."""
    for case_id, _, rules in ledger.refusals:
        if not rules or not all(rules):
            yield Violation("refused_without_rule", case_id, "An attempt was refused and no rule is named.")


def _over(campaign: Campaign, answers: list[LedgerAttempt], ceiling_share: float, *, grace: int) -> Iterator[Violation]:
    # An answer comes before an abandonment of the same instant: nobody is abandoned who has not answered.
    steps = [(one.picked_up_at or one.answered_at or one.closed_at or one.reserved_at, 0) for one in answers]
    steps += [(one.closed_at or one.reserved_at, 1) for one in answers if one.outcome == "abandoned"]
    live = abandoned = 0
    is_over = False
    for _, is_abandoned in sorted(steps):
        live, abandoned = live + 1 - is_abandoned, abandoned + is_abandoned
        allowed = ceiling_share * live + ROUNDING
        is_over = is_over or (grace == 0 and allowed >= 1 and abandoned > allowed)
    if is_over or abandoned > ceiling_share * live + grace + ROUNDING:
        sentence = f"{abandoned} of {live} live answers were abandoned; the ceiling is {ceiling_share:.1%}."
        yield Violation("over_ceiling", campaign.id, sentence)
