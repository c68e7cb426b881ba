"""What the rules say now of a contact that was permitted a while ago and that nobody has answered yet.

Pure. The same judge as at the gate, with the contact itself taken out of the history it is judged by.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from campaigns.books import Books
from campaigns.campaigns import Campaign
from campaigns.person_rows import read_person
from campaigns.rules.judge import judge
from crm.attempts import Channel


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenContact:
    """An attempt that was permitted and that nobody has answered yet."""

    id: UUID
    debtor_id: UUID
    case_id: UUID
    campaign_id: UUID | None
    contact_point_id: UUID
    channel: str
    purpose: str


def refusing_rules(
    contact: OpenContact, row: Mapping[str, Any], books: Books, campaign: Campaign | None, now: datetime
) -> tuple[str, ...]:
    """Return the rules that refuse a contact now, the binding one first; none when it may go on.

    Args:
        contact: the open attempt; it is the person's only one.
        row: the person as the gate loads them, the open attempt among their attempts.
        books: rules.
        campaign: whose windows and caps bind it as well; None where it is of none.
        now: the instant it is judged at.
    """
    others = [attempt for attempt in row["attempts"] or () if not attempt["open"]]
    file = read_person({**row, "attempts": others})
    point = next((point for point in file.points if point.id == contact.contact_point_id), None)
    if point is None:
        return ("number_gone",)
    proposal = file.proposal(point, Channel(contact.channel), now, purpose=contact.purpose)
    verdict = judge(proposal, file.person, file.history, books.rules_for(file.under(point), now.date(), campaign))
    return tuple(reason.rule_id for reason in verdict.reasons)
