"""What the end of a call or of a text means for its attempt where no agent says so; pure, carried out by -ing files."""

from collections.abc import Mapping
from types import MappingProxyType

from config.facts import Fact
from crm.dispositions import Catalogue
from telephony.calls import Call
from telephony.facts import EndCause, MessageAccepted, MessageDelivered, MessageRefused, MessageUndelivered
from telephony.messages import MessageState

CLOSING_TEXTS: Mapping[type[Fact], MessageState] = MappingProxyType(
    {
        MessageAccepted: MessageState.SENT,
        MessageRefused: MessageState.REFUSED,
        MessageDelivered: MessageState.DELIVERED,
        MessageUndelivered: MessageState.UNDELIVERED,
    }
)
"""The facts by which a text's attempt is over, and how; one whose fate is not known stays open."""


def code_of(catalogue: Catalogue, call: Call) -> str:
    """Return the disposition of a call that reached no agent."""
    if call.answered_by in {"human", "unknown"}:
        return "AB01"  # a person picked up and no agent came, whoever hung up first
    return catalogue.system_code((call.cause or EndCause.UNKNOWN).value, call.answered_by)


def text_counts(state: MessageState) -> bool:
    """Say whether a text that ended so counts as an attempt: all but those of which it is proven that none left."""
    return state is not MessageState.REFUSED
