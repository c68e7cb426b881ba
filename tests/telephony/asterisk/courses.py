"""Events of a switch as tests write them, and a translation that is told them a second apart."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from uuid import UUID

from config.facts import Fact
from telephony.asterisk.dialplan import Role, channel_id
from telephony.asterisk.legs import SeatFree, SeatLost
from telephony.asterisk.translate import Translation
from telephony.asterisk.wire import Heard

EPOCH = datetime(2026, 11, 2, 15, 0, tzinfo=UTC)
ATTEMPT, OTHER, AGENT, AGENT_2 = UUID(int=1), UUID(int=2), UUID(int=10), UUID(int=11)
CALL, CALL_2 = channel_id(Role.CALL, ATTEMPT), channel_id(Role.CALL, OTHER)
SEAT, SEAT_2, STRANGER = channel_id(Role.SEAT, UUID(int=20)), channel_id(Role.SEAT, UUID(int=21)), "1700000000.17"

Event = tuple[str, dict[str, str]]


def event(name: str, **fields: str) -> Event:
    return name, {key.replace("_", "-"): value for key, value in fields.items()}


CHANNEL = event("Newchannel", Uniqueid=CALL, ChannelStateDesc="Down")
RINGS = event("Newstate", Uniqueid=CALL, ChannelStateDesc="Ringing")
UP = event("Newstate", Uniqueid=CALL, ChannelStateDesc="Up")
EARLY = event("DialState", DestUniqueid=CALL, DialStatus="PROGRESS")
READY = event("UserEvent", UserEvent="RingfenceReady", Uniqueid=CALL)
EXPIRED = event("UserEvent", UserEvent="RingfenceExpired", Uniqueid=CALL, Place="direct")
HELD = event("UserEvent", UserEvent="RingfenceHeld", Uniqueid=CALL, Place="hold")
RESCUED = event("UserEvent", UserEvent="RingfenceRescued", Uniqueid=CALL)
IDLE = event("UserEvent", UserEvent="RingfenceIdle", Uniqueid=SEAT, Agent=AGENT.hex)
IDLE_2 = event("UserEvent", UserEvent="RingfenceIdle", Uniqueid=SEAT_2, Agent=AGENT_2.hex)


def dial_end(status: str) -> Event:
    return event("DialEnd", DestUniqueid=CALL, DialStatus=status)


def hangup(cause: int, tech: int | None = None) -> Event:
    return event("Hangup", Uniqueid=CALL, Cause=str(cause), **({} if tech is None else {"TechCause": str(tech)}))


def enters(channel: str, bridge: str = "b1") -> Event:
    return event("BridgeEnter", Uniqueid=channel, BridgeUniqueid=bridge)


def leaves(channel: str, bridge: str = "b1") -> Event:
    return event("BridgeLeave", Uniqueid=channel, BridgeUniqueid=bridge)


ANSWERED = (CHANNEL, RINGS, UP, dial_end("ANSWER"), READY)
JOINED = (IDLE, *ANSWERED, enters(CALL), enters(SEAT))


class Course:
    """A translation that is told events a second apart."""

    def __init__(self) -> None:
        self.translation = Translation()
        self.at = EPOCH

    def tell(self, events: Iterable[Event]) -> list[Fact | SeatFree | SeatLost]:
        told = []
        for name, fields in events:
            told += self.translation.take(Heard(name, fields, self.at))
            self.at += timedelta(seconds=1)
        return told

    def names(self, *events: Event) -> list[str]:
        return [type(fact).__name__ for fact in self.tell(events)]
