"""Records that the right party is on the line; only from then on may the debt be shown and spoken of.

What is asked for comes from the card; showing the debt is left to the panel.
"""

from collections.abc import Collection, Sequence
from uuid import UUID

from campaigns.store.for_dialing import attempt_for_update
from config.errors import BadInput, Conflict, NotFound
from config.ground import Ground
from crm.case_card import build_card
from crm.facts import PartyVerified
from crm.store.for_agents import draft_of
from crm.store.for_case_card import card_rows

LEAST_ITEMS = 2
"""A name alone is known to a whole household; a second item of the record makes it this person."""
NAME = "full_name"
PARTY = "debtor"


async def verify_party(ground: Ground, *, attempt_id: UUID, agent_id: UUID, items: Sequence[str]) -> None:
    """Write that the person confirmed these items; twice changes nothing.

    Source: 12 CFR 1006.6(d)(1) forbids telling third parties of a debt, so identity comes first.

    Raises:
        NotFound: no such call, or not this agent's.
        Conflict: the call was not answered, or has its outcome already.
        BadInput: the items are not enough, or the record has nothing to compare one with.
    """
    async with ground.database.transaction() as session:
        attempt = await attempt_for_update(session, attempt_id)
        if attempt is None or attempt.agent_id != agent_id:
            raise NotFound("no_call", "There is no such call of yours.")
        if attempt.answered_at is None:
            raise Conflict("not_answered", "This call was not answered.")
        if attempt.disposition is not None:
            raise Conflict("has_outcome", "This call has an outcome already.")
        if attempt.party == PARTY:
            return
        rows = await card_rows(session, attempt_id)
        assert rows is not None, "an attempt has its case"
        now = ground.clock.now()
        known = [question.code for question in build_card(rows, now=now, is_verified=False).questions]
        check_items(items, known)
        attempt.party = PARTY
        draft = await draft_of(session, attempt_id)
        if draft is not None:
            draft.body = {**draft.body, "verified_items": sorted(set(items))}
        verified = PartyVerified(at=now, actor=f"user:{agent_id}", attempt_id=attempt_id, case_id=attempt.case_id)
        await ground.journal.append(session, verified)


def check_items(items: Collection[str], known: Sequence[str]) -> None:
    """Check that the confirmed items are enough: the name and one more, or all the record has if it has less.

    Raises:
        BadInput: names `items`.
    """
    if unknown := sorted(set(items) - set(known)):
        detail = f"not in the record: {', '.join(unknown)}"
        raise BadInput("verify_items", "The record has nothing to compare this with.", {"items": detail})
    if NAME not in items or len(set(items)) < min(LEAST_ITEMS, len(known)):
        raise BadInput("verify_items", "Confirm the name and one more item first.", {"items": "not enough"})
