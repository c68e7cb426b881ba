"""What every vendor of a line must do: place calls, carry texts, and report what happens as facts.

Orders carry the attempt's id, which the vendor keeps as its own reference. Nothing here decides whether
an order may be given; `placing.py` and `sending.py` are the only callers of `place` and `send`.
`tests/providers/` is the acceptance suite of an implementation.
"""

from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from config.facts import Fact
from telephony.calls import CallState


@dataclass(frozen=True, kw_only=True)
class PlaceCall:
    """Ring `number` from `caller_id` (both E.164) for at most `ring_timeout_s` seconds of ringing."""

    attempt_id: UUID
    number: str
    caller_id: str
    ring_timeout_s: float
    detect_machine: bool
    record: bool


@dataclass(frozen=True, kw_only=True)
class SendMessage:
    """Send `text` to `number` from `sender` (E.164 or a short code)."""

    attempt_id: UUID
    number: str
    sender: str
    text: str


@dataclass(frozen=True, kw_only=True)
class LiveCall:
    """A call the vendor knows to be alive, as it stands now."""

    attempt_id: UUID
    state: CallState


@dataclass(frozen=True, kw_only=True)
class MessageReceipt:
    """The vendor's answer to a message: taken (`accepted`), or refused with a code and a reason."""

    attempt_id: UUID
    accepted: bool
    provider_ref: str = ""
    segments: int = 0
    code: str = ""
    reason: str = ""


class VoiceProvider(Protocol):
    """A line for voice.

    Every method but `facts` and `list_calls` names an attempt. For a call that is not, or no longer, alive
    `connect`, `play_and_hang_up`, `hang_up`, `hold` and `resume` do nothing: the fact that says so is on its way.
    All but `facts` raise `ProviderFailed` with its effect when the vendor is out of reach.
    """

    name: str

    async def place(self, order: PlaceCall) -> None:
        """Return when the vendor has taken the order.

        A second order for the same attempt never rings twice.

        Raises:
            ProviderFailed: `impossible` if nothing left the house, `unknown` if no answer came in time.
        """

    async def connect(self, attempt_id: UUID, agent_id: UUID) -> None:
        """Join the agent's leg to an answered call; `CallBridged` follows as a fact."""

    async def play_and_hang_up(self, attempt_id: UUID, message: str) -> None:
        """Play a message to the called side, then end the call: `abandoned` to a person, `machine` to a machine."""

    async def hang_up(self, attempt_id: UUID) -> None:
        """End the call; `CallEnded` follows as a fact."""

    async def hold(self, attempt_id: UUID) -> None:
        """Take the agent off a bridged call; `CallHeld` follows."""

    async def resume(self, attempt_id: UUID) -> None:
        """Bring the agent back to a held call; `CallResumed` follows."""

    async def list_calls(self) -> list[LiveCall]:
        """List every call that lives at this instant, in no particular order; used to reconcile."""

    async def facts(self) -> Fact:
        """Wait for the next fact of any call, in the vendor's order; may repeat. Cancelling loses none."""


class TextProvider(Protocol):
    """A gateway for text messages."""

    name: str

    async def send(self, order: SendMessage) -> MessageReceipt:
        """Return the vendor's answer.

        Raises:
            ProviderFailed: `unknown` if the vendor may have taken the message, `impossible` if it cannot have.
        """

    async def find(self, order: SendMessage) -> MessageReceipt | None:
        """Look up what became of an order whose `send` is unknown; None if the vendor never saw it."""

    async def facts(self) -> Fact:
        """Wait for the next receipt or incoming message; may repeat. Cancelling loses none."""
