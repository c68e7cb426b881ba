"""The actions we send, as fields for the wire: originate, join, move, end.

Pure. All but Originate name their channel by our own id, which a switch takes in place of the channel's name.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from telephony.asterisk import dialplan
from telephony.asterisk.dialplan import FIRST_PRIORITY, CallExten, Context, Role, Variable, account, channel_id
from telephony.asterisk.wire import variable
from telephony.facts import EndCause
from telephony.providers import PlaceCall

Action = tuple[str, tuple[tuple[str, str], ...]]
"""An action's name and its fields."""

SETUP_S = 15.0
"""Seconds a carrier may take before it rings. The switch's own timer counts them too; ours begins with the ringing."""
SEAT_RING_S = 20.0
NORMAL_CLEARING = "16"


@dataclass(frozen=True, kw_only=True)
class Trunk:
    """How our calls leave a switch: through which endpoint, under which mark, with which settings of AMD.

    `habits` says what this carrier means by a SIP status, where it differs from the usual. With `beeps` the switch
    sounds them to the agent, who is not heard meanwhile; a browser sounds them by itself.
    """

    endpoint: str
    house: str = dialplan.ACCOUNT
    detector: str = ""
    beeps: bool = False
    habits: Mapping[int, EndCause] = field(default_factory=dict)


def call(order: PlaceCall, trunk: Trunk) -> Action:
    """Start a called person's leg; it then waits in the dialplan for a Bridge."""
    exten = CallExten.DETECT if order.detect_machine else CallExten.DIRECT
    fields = _start(
        channel_id(Role.CALL, order.attempt_id),
        endpoint=f"{order.number}@{trunk.endpoint}",
        goal=(Context.CALL, exten),
        mark=account(Role.CALL, trunk.house),
        timeout_s=order.ring_timeout_s + SETUP_S,
    )
    settings = ((variable(Variable.DETECTOR, trunk.detector)),) if trunk.detector and order.detect_machine else ()
    return "Originate", (*fields, ("CallerID", order.caller_id), *settings)


def seat(agent_id: UUID, leg_id: UUID, endpoint: str, trunk: Trunk) -> Action:
    """Ring an agent's telephone at an endpoint; the leg then is their seat."""
    fields = _start(
        channel_id(Role.SEAT, leg_id),
        endpoint=endpoint,
        goal=(Context.SEAT, dialplan.seat_exten(agent_id)),
        mark=account(Role.SEAT, trunk.house),
        timeout_s=SEAT_RING_S,
    )
    return "Originate", fields


def bridge(attempt_id: UUID, seat_channel: str, *, beeps: bool) -> Action:
    """Join a person and a seat; the beeps are heard in the seat only."""
    tone = "Channel2" if beeps else "no"
    return "Bridge", (("Channel1", channel_id(Role.CALL, attempt_id)), ("Channel2", seat_channel), ("Tone", tone))


def move(attempt_id: UUID, exten: CallExten) -> Action:
    """Send a person's leg to another place of the dialplan, out of whatever it is in."""
    goal = (("Context", Context.CALL.value), ("Exten", exten.value), ("Priority", str(FIRST_PRIORITY)))
    return "Redirect", (("Channel", channel_id(Role.CALL, attempt_id)), *goal)


def choose_message(attempt_id: UUID, sound: str) -> Action:
    """Say which message a person is to hear; `move` to `CallExten.MESSAGE` plays it."""
    _, value = variable(Variable.MESSAGE, sound)
    fields = (("Variable", Variable.MESSAGE.value), ("Value", value.partition("=")[2]))
    return "Setvar", (("Channel", channel_id(Role.CALL, attempt_id)), *fields)


def hang_up(channel: str) -> Action:
    """End a leg."""
    return "Hangup", (("Channel", channel), ("Cause", NORMAL_CLEARING))


def _start(
    channel: str, *, endpoint: str, goal: tuple[str, str], mark: str, timeout_s: float
) -> tuple[tuple[str, str], ...]:
    # The action bears the channel's id, so that its late answer tells whose it is even if there never was a channel.
    return (
        ("ActionID", channel),
        ("Channel", f"PJSIP/{endpoint}"),
        ("ChannelId", channel),
        ("Context", str(goal[0])),
        ("Exten", str(goal[1])),
        ("Priority", str(FIRST_PRIORITY)),
        ("Timeout", str(round(timeout_s * 1000))),
        ("Account", mark),
        ("Async", "true"),
    )
