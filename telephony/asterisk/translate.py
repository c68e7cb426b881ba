"""From a switch's events to our facts; no waiting, no clock, no switch.

Every event is told once, in order, by one reader. What lives at the switch is compared with what is known here by a
roll call: the rows of CoreShowChannels, taken as events among the others. Sending is left to `voice.py`.
"""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from uuid import UUID

from config.facts import Fact
from telephony.asterisk.dialplan import (
    SEAT_PREFIX,
    CallExten,
    Header,
    Report,
    Role,
    channel_id,
    parse_channel_id,
    parse_seat_exten,
)
from telephony.asterisk.legs import Cut, Leg, Seat, SeatFree, SeatLost, SeatNews, ending_of
from telephony.asterisk.rolls import AWAY, calls_among
from telephony.asterisk.wire import Fields, Heard
from telephony.facts import (
    AnsweredBy,
    CallAnswered,
    CallBridged,
    CallEnded,
    CallHeld,
    CallPlaced,
    CallResumed,
    CallRinging,
    EndCause,
    EndedBy,
)

ACTOR = "asterisk"
PLACED = "Placed"
"""The name of our own event that stands for the switch's answer to an Originate."""
ROLL = "CoreShowChannel"
ROLL_END = "CoreShowChannelsComplete"
SETTLING = timedelta(seconds=10)
"""A leg younger than this may be on its way between the order and the switch's list."""

VERDICTS: Mapping[str, AnsweredBy] = {"HUMAN": "human", "MACHINE": "machine"}
"""AMDSTATUS; NOTSURE and no detection at all are "unknown"."""
RINGS = frozenset({"RINGING", "PROGRESS"})
"""Many carriers signal ringing as early media only."""

NO_HABITS: Mapping[int, EndCause] = {}

Told = list[Fact | SeatNews]


class Translation:
    """The legs of one switch: `legs` by attempt, `seats` by channel id. `habits` as in `ending_of_failure`."""

    def __init__(self, habits: Mapping[int, EndCause] = NO_HABITS) -> None:
        self._habits = habits
        self.legs: dict[UUID, Leg] = {}
        self._by_channel: dict[str, Leg] = {}
        self.seats: dict[str, Seat] = {}
        self._roll: dict[str, Fields] = {}
        self._tellers: Mapping[str, Callable[[Heard, Told], None]] = {
            PLACED: self._placed,
            "FullyBooted": self._booted,
            "Newchannel": self._new_channel,
            "Newstate": self._new_state,
            "DialState": self._dial_state,
            "DialEnd": self._dial_end,
            "UserEvent": self._report,
            "BridgeEnter": self._bridge_enter,
            "BridgeLeave": self._bridge_leave,
            "Hangup": self._hangup,
            "OriginateResponse": self._originated,
            ROLL: self._on_roll,
            ROLL_END: self._roll_end,
        }

    def expect(self, attempt_id: UUID, at: datetime) -> Leg:
        """Know of a call before it is ordered."""
        leg = self.legs.get(attempt_id)
        if leg is None:
            leg = self.legs[attempt_id] = self._by_channel[channel_id(Role.CALL, attempt_id)] = Leg(attempt_id, at)
        return leg

    def forget(self, attempt_id: UUID) -> None:
        """Drop a call that never left."""
        self.legs.pop(attempt_id, None)
        self._by_channel.pop(channel_id(Role.CALL, attempt_id), None)

    def seat_of(self, agent_id: UUID) -> Seat | None:
        """Return an agent's seat, the latest if there are two for a moment."""
        return next((seat for seat in reversed(self.seats.values()) if seat.agent_id == agent_id), None)

    def take(self, heard: Heard) -> Told:
        """Take one event; return what it means, in order."""
        told: Told = []
        teller = self._tellers.get(heard.name)
        if teller is not None:
            teller(heard, told)
        return told

    # -------------------------------------------------------------------------------------------- one call

    def _placed(self, heard: Heard, told: Told) -> None:
        leg = self._leg(heard)
        if leg is not None and not leg.is_placed:
            leg.is_placed = True
            ref = heard.fields["Uniqueid"]
            told.append(CallPlaced(at=heard.at, actor=ACTOR, attempt_id=leg.attempt_id, provider_ref=ref))

    def _new_channel(self, heard: Heard, told: Told) -> None:
        role = parse_channel_id(heard.fields.get("Uniqueid", ""))
        if role is not None and role[0] is Role.CALL:
            self.expect(role[1], heard.at).has_channel = True
            self._placed(heard, told)

    def _new_state(self, heard: Heard, told: Told) -> None:
        leg = self._leg(heard)
        if leg is not None:
            state = heard.fields.get("ChannelStateDesc")
            if state == "Ringing":
                self._rings(leg, heard, told)
            elif state == "Up":
                leg.picked_up_at = leg.picked_up_at or heard.at

    def _dial_state(self, heard: Heard, told: Told) -> None:
        leg = self._leg(heard, "DestUniqueid")
        if leg is not None and heard.fields.get("DialStatus") in RINGS:
            self._rings(leg, heard, told)

    def _dial_end(self, heard: Heard, _told: Told) -> None:
        leg = self._leg(heard, "DestUniqueid")
        if leg is not None:
            leg.dial_status = heard.fields.get("DialStatus", "")
            if leg.dial_status == "ANSWER":
                leg.picked_up_at = leg.picked_up_at or heard.at

    def _rings(self, leg: Leg, heard: Heard, told: Told) -> None:
        if not leg.rang:
            leg.rang = True
            told.append(CallRinging(at=heard.at, actor=ACTOR, attempt_id=leg.attempt_id))

    def _answer(self, leg: Leg, verdict: AnsweredBy, at: datetime, told: Told) -> None:
        if leg.answered_by is None:
            leg.answered_by = verdict
            leg.picked_up_at = leg.picked_up_at or at
            after_s = round((at - leg.picked_up_at).total_seconds(), 3)
            key = leg.attempt_id
            told.append(CallAnswered(at=at, actor=ACTOR, attempt_id=key, answered_by=verdict, detected_after_s=after_s))

    def _report(self, heard: Heard, told: Told) -> None:
        report, channel = heard.fields.get("UserEvent"), heard.fields.get("Uniqueid", "")
        if report == Report.IDLE:
            seat = self._seat(channel, SEAT_PREFIX + heard.fields.get(Header.AGENT, ""), heard.at)
            if seat is not None:
                told.append(SeatFree(seat.agent_id, heard.at))
            return
        if (leg := self._leg(heard)) is None:
            return
        if report == Report.READY:
            self._answer(leg, VERDICTS.get(heard.fields.get(Header.VERDICT, ""), "unknown"), heard.at, told)
        elif report in {Report.HELD, Report.RESCUED}:
            self._hold(leg, heard.at, told)
        elif report == Report.EXPIRED:
            leg.has_expired = True

    def _hold(self, leg: Leg, at: datetime, told: Told) -> None:
        if not leg.is_held:
            leg.is_held = True
            told.append(CallHeld(at=at, actor=ACTOR, attempt_id=leg.attempt_id))

    def _hangup(self, heard: Heard, told: Told) -> None:
        seat = self.seats.pop(heard.fields.get("Uniqueid", ""), None)
        if seat is not None and self.seat_of(seat.agent_id) is None:
            told.append(SeatLost(seat.agent_id, heard.at))
        leg = self._leg(heard)
        if leg is None:
            return
        if leg.picked_up_at is not None:
            self._answer(leg, "unknown", heard.at, told)  # They rang off before the verdict.
        cause, status = _number(heard.fields, "Cause"), _number(heard.fields, "TechCause")
        why, by = ending_of(leg, cause=cause, status=status, habits=self._habits)
        self._end(leg, why, by, heard.at, told)

    def _originated(self, heard: Heard, told: Told) -> None:
        """Hear of an order that failed: of a call only before it had a channel, which tells the rest itself."""
        if heard.fields.get("Response") != "Failure":
            return
        leg, agent_id = self._leg(heard, "ActionID"), parse_seat_exten(heard.fields.get("Exten", ""))
        if leg is not None and not leg.has_channel:
            self._end(leg, EndCause.FAILED, "provider", heard.at, told)
        elif agent_id is not None and self.seat_of(agent_id) is None:
            told.append(SeatLost(agent_id, heard.at))

    # -------------------------------------------------------------------------------------------- two legs

    def _bridge_enter(self, heard: Heard, told: Told) -> None:
        self._enter(heard.fields.get("Uniqueid", ""), heard.fields.get("BridgeUniqueid", ""), heard.at, told)

    def _bridge_leave(self, heard: Heard, _told: Told) -> None:
        channel, bridge = heard.fields.get("Uniqueid", ""), heard.fields.get("BridgeUniqueid", "")
        party = self._leg(heard) or self.seats.get(channel)
        if party is not None and party.bridge == bridge:
            party.bridge = ""

    def _enter(self, channel: str, bridge: str, at: datetime, told: Told) -> None:
        seat, leg = self.seats.get(channel), self._by_channel.get(channel)
        party = seat or leg
        if party is None or not bridge:
            return
        party.bridge = bridge
        leg = leg or next((other for other in self.legs.values() if other.bridge == bridge), None)
        seat = seat or next((other for other in self.seats.values() if other.bridge == bridge), None)
        if leg is not None and seat is not None:
            self._join(leg, seat.agent_id, at, told)

    def _join(self, leg: Leg, agent_id: UUID, at: datetime, told: Told) -> None:
        attempt_id, is_back = leg.attempt_id, leg.is_held and leg.agent_id == agent_id
        leg.agent_id, leg.is_joined, leg.has_talked, leg.is_held = agent_id, True, True, False
        if is_back:
            told.append(CallResumed(at=at, actor=ACTOR, attempt_id=attempt_id))
        else:
            told.append(CallBridged(at=at, actor=ACTOR, attempt_id=attempt_id, agent_id=agent_id))

    # -------------------------------------------------------------------------------------------- the roll call

    def _booted(self, heard: Heard, told: Told) -> None:
        """Begin anew; a switch that was started since has none of the legs from before."""
        self._roll.clear()
        started_at = heard.at - timedelta(seconds=_number(heard.fields, "Uptime"))
        for seat in [seat for seat in self.seats.values() if seat.since < started_at]:
            del self.seats[seat.channel]
            told.append(SeatLost(seat.agent_id, heard.at))
        for leg in [leg for leg in self.legs.values() if leg.since < started_at]:
            self._end(leg, EndCause.UNKNOWN, "unknown", heard.at, told)

    def _on_roll(self, heard: Heard, _told: Told) -> None:
        self._roll[heard.fields.get("Uniqueid", "")] = heard.fields

    def _roll_end(self, heard: Heard, told: Told) -> None:
        """Take up what lives and was not known, and end what was known and lives no more."""
        roll, self._roll = self._roll, {}
        for channel, fields in roll.items():
            is_new, seat = channel not in self.seats, self._seat(channel, fields.get("Exten", ""), heard.at)
            if seat is not None:
                seat.bridge = fields.get("BridgeId", "")
                if is_new and not seat.bridge:
                    told.append(SeatFree(seat.agent_id, heard.at))
        for channel in [channel for channel in self.seats if channel not in roll]:
            told.append(SeatLost(self.seats.pop(channel).agent_id, heard.at))
        living = dict(calls_among(roll.values()))
        for attempt_id, fields in living.items():
            self._catch_up(self.expect(attempt_id, heard.at), fields, heard.at, told)
        for leg in [leg for leg in self.legs.values() if leg.attempt_id not in living]:
            if heard.at - leg.since > SETTLING:
                self._end(leg, EndCause.UNKNOWN, "unknown", heard.at, told)

    def _catch_up(self, leg: Leg, fields: Fields, at: datetime, told: Told) -> None:
        """Tell what a living leg's row shows and no event has told."""
        leg.has_channel = True
        if fields.get("ChannelStateDesc") == "Ringing":
            self._rings(leg, Heard(ROLL, fields, at), told)
        if fields.get("ChannelStateDesc") != "Up":
            return
        leg.picked_up_at = leg.picked_up_at or at
        if fields.get("Application") != "AMD":
            self._answer(leg, "unknown", at, told)
        exten = fields.get("Exten", "")
        if fields.get("BridgeId"):
            seats = [seat for seat in self.seats.values() if seat.bridge == fields["BridgeId"]]
            if seats and (leg.bridge != fields["BridgeId"] or leg.is_held):
                self._enter(fields["Uniqueid"], fields["BridgeId"], at, told)
        elif exten in AWAY:
            leg.bridge, leg.is_joined, leg.has_talked = "", True, True
            self._hold(leg, at, told)
        elif exten == CallExten.MESSAGE:
            leg.cut = leg.cut or Cut.MESSAGE

    # -------------------------------------------------------------------------------------------- records

    def _end(self, leg: Leg, cause: EndCause, by: EndedBy, at: datetime, told: Told) -> None:
        self.forget(leg.attempt_id)
        told.append(CallEnded(at=at, actor=ACTOR, attempt_id=leg.attempt_id, cause=cause, by=by))

    def _seat(self, channel: str, exten: str, at: datetime) -> Seat | None:
        role, agent_id = parse_channel_id(channel), parse_seat_exten(exten)
        if role is None or role[0] is not Role.SEAT or agent_id is None:
            return None
        return self.seats.setdefault(channel, Seat(agent_id, channel, at))

    def _leg(self, heard: Heard, field: str = "Uniqueid") -> Leg | None:
        return self._by_channel.get(heard.fields.get(field, ""))


def _number(fields: Fields, name: str) -> int:
    text = fields.get(name, "")
    return int(text) if text.isdecimal() else 0
