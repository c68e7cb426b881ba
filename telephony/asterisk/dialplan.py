"""Every name that the Python side and the dialplan of a switch share: contexts, extensions, variables, user events.

`asterisk-conf/extensions.conf` says the other half; a test keeps both equal. What a name is used for stands beside
it. Nothing here talks to a switch.
"""

from enum import StrEnum
from typing import Final
from uuid import UUID

ACCOUNT: Final = "ringfence"
"""Default of the first part of the account of every channel of ours; two installations on one switch need two."""


class Role(StrEnum):
    """What a channel of ours is for; the second part of its account and the first letter of its id."""

    CALL = "call"  # A called person, or one who called us back.
    SEAT = "seat"  # An agent's leg, held for a whole shift.
    EAR = "ear"  # A supervisor who listens, whispers or barges in.
    THIRD = "third"  # A third party of a transfer or a conference.


class Context(StrEnum):
    """Contexts of `extensions.conf`. None of them holds a Dial: only the AMI user can start a call."""

    CALL = "ringfence-call"
    SEAT = "ringfence-seat"
    EAR = "ringfence-ear"
    THIRD = "ringfence-third"
    AGENT = "ringfence-agent"  # What an agent's browser may dial by itself: the echo test, nothing else.
    INBOUND = "ringfence-inbound"  # What a carrier may reach: any number, which then waits for the dialer.


class CallExten(StrEnum):
    """Extensions in `Context.CALL`; originate to the first two, redirect to the others."""

    DETECT = "detect"  # Answered: AMD, then READY with the verdict, then wait for a Bridge.
    DIRECT = "direct"  # Answered: READY at once, then wait for a Bridge. Answers a call of somebody who calls us.
    RESCUE = "rescue"  # Fallen out of a bridge (the agent's leg vanished): hold tone, RESCUED, wait for a Bridge.
    HOLD = "hold"  # Taken off the agent on purpose: hold tone, HELD, wait for a Bridge.
    PARK = "park"  # As HOLD, for longer, for anybody to take up.
    MESSAGE = "message"  # Plays Variable.MESSAGE, then MESSAGE_PLAYED, then hangs up.


class ThirdExten(StrEnum):
    """Extensions in `Context.THIRD`."""

    READY = "ready"  # Answered: THIRD_READY, then wait for a Bridge.


class EarExten(StrEnum):
    """Extensions in `Context.EAR`; each hears the channel whose id is in Variable.SPIED."""

    LISTEN = "listen"  # Heard by nobody.
    WHISPER = "whisper"  # Heard by the spied channel only.
    BARGE = "barge"  # Heard by both sides.


class AgentExten(StrEnum):
    """Extensions in `Context.AGENT`."""

    ECHO = "echo"  # The device test: says back what it hears for a minute.


SEAT_PREFIX: Final = "seat-"
"""An agent's seat is the extension `seat-<agent id in hex>` in `Context.SEAT`; see `seat_exten`."""

FIRST_PRIORITY: Final = 1


class Variable(StrEnum):
    """Channel variables that Originate or Setvar may set. Values hold no comma."""

    WAIT_S = "RINGFENCE_WAIT_S"  # Seconds a person waits for the dialer before the leg ends by itself.
    DETECTOR = "RINGFENCE_DETECTOR"  # Settings of AMD, in the order of its arguments, with colons between them.
    MESSAGE = "RINGFENCE_MESSAGE"  # Name of a sound in MESSAGES: letters, digits and hyphens, without an ending.
    RECORD = "RINGFENCE_RECORD"  # Name of a recording, as MESSAGE; set before the leg waits. Empty records nothing.
    SPIED = "RINGFENCE_SPIED"  # Channel id that a supervisor hears.


class Report(StrEnum):
    """Names of the dialplan's user events. Each comes with the channel's fields (Uniqueid, AccountCode, Exten, ...)."""

    READY = "RingfenceReady"  # An answered person waits for a Bridge; Header.VERDICT and CAUSE if AMD ran, else empty.
    IDLE = "RingfenceIdle"  # A seat waits for a Bridge: at first, and each time it falls out of one; Header.AGENT.
    HELD = "RingfenceHeld"  # A person is on hold or parked; Header.PLACE is the extension.
    RESCUED = "RingfenceRescued"  # A person fell out of a bridge and waits; without an answer for RESCUE_S it ends.
    EXPIRED = "RingfenceExpired"  # A person was not joined in time and is about to be hung up; Header.PLACE.
    MESSAGE_PLAYED = "RingfenceMessagePlayed"  # Header.RESULT is SUCCESS or FAILED.
    THIRD_READY = "RingfenceThirdReady"  # A third party has answered and waits for a Bridge.
    INBOUND = "RingfenceInbound"  # Somebody calls: Exten is the number called, CallerIDNum the caller's.


class Header(StrEnum):
    """Headers of our reports, besides the channel's own."""

    VERDICT = "Verdict"  # AMDSTATUS: HUMAN, MACHINE, NOTSURE or HANGUP.
    CAUSE = "Cause"  # AMDCAUSE: TOOLONG-..., INITIALSILENCE-..., LONGGREETING-..., MAXWORDS-..., HUMAN-...
    AGENT = "Agent"  # The agent's id in hex.
    PLACE = "Place"  # A CallExten.
    RESULT = "Result"  # PLAYBACKSTATUS.


HEARD: Final = (
    "FullyBooted",  # Without it the library never takes a link for open.
    "Shutdown",
    "OriginateResponse",
    "Newchannel",
    "Newstate",
    "DialState",
    "DialEnd",
    "BridgeEnter",
    "BridgeLeave",
    "Hangup",
    "UserEvent",
    "ContactStatus",
    "MixMonitorStart",
    "MixMonitorStop",
    "MixMonitorMute",
    "ChanSpyStart",
    "ChanSpyStop",
)
"""What the switch tells the AMI user of its own accord; everything else is filtered out at its source."""

WAIT_S: Final = 60
"""Seconds a person waits for the dialer when Variable.WAIT_S is not set; a net under the floor's own clock."""

RESCUE_S: Final = 30
"""Seconds a person whose agent vanished is kept; more than the 20 s within which nobody may be dropped."""

HOLD_S: Final = 600
PARK_S: Final = 1800

BEEPS: Final = "beeps"
"""The sound that AMI Bridge plays to the agent only (`Tone: Channel2`, the agent's channel second): three beeps."""

RECORDING_ENDING: Final = ".raw"
"""A recording in the switch's spool folder: signed 16-bit samples at 8 kHz, person and agent by turns."""

MESSAGES: Final = "messages"
"""The folder, in that of the switch's sounds, from which CallExten.MESSAGE plays."""

CALL_ID_LENGTH: Final = 33

_LETTERS: Final = {role: role.value[0] for role in Role}


def channel_id(role: Role, identity: UUID) -> str:
    """Return the ChannelId to originate with: one letter and 32 hex digits.

    All ids have one length, because Asterisk 22 refuses an id that is the beginning of a living one. For
    `Role.CALL` the identity is the attempt's, otherwise a fresh one for every leg.
    """
    return _LETTERS[role] + identity.hex


def parse_channel_id(text: str) -> tuple[Role, UUID] | None:
    """Return whose channel it is, or None if the id is not one of ours."""
    if len(text) != CALL_ID_LENGTH:
        return None
    role = next((role for role, letter in _LETTERS.items() if letter == text[0]), None)
    identity = _hex_id(text[1:])
    return (role, identity) if role and identity else None


def account(role: Role, house: str = ACCOUNT) -> str:
    """Return the account to originate with, by which our channels are told from all others."""
    return f"{house}-{role}"


def seat_exten(agent_id: UUID) -> str:
    """Return the extension of an agent's seat."""
    return SEAT_PREFIX + agent_id.hex


def parse_seat_exten(exten: str) -> UUID | None:
    """Return the agent of a seat's extension, or None if it is none."""
    return _hex_id(exten.removeprefix(SEAT_PREFIX)) if exten.startswith(SEAT_PREFIX) else None


def _hex_id(text: str) -> UUID | None:
    if len(text) != 32 or any(sign not in "0123456789abcdef" for sign in text):
        return None
    return UUID(hex=text)
