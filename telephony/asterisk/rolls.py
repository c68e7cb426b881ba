"""What a row of the switch's list of channels says of a call of ours.

Pure. The list is the truth after anything that may have gone unheard.
"""

from collections.abc import Iterable, Iterator
from uuid import UUID

from telephony.asterisk.dialplan import CallExten, Role, account, parse_channel_id
from telephony.asterisk.wire import Fields
from telephony.calls import CallState
from telephony.providers import LiveCall

AWAY = frozenset({CallExten.HOLD, CallExten.PARK, CallExten.RESCUE})
"""Where a person waits who has talked with an agent."""


def live_calls(rows: Iterable[Fields], house: str) -> list[LiveCall]:
    """Return our called persons' legs among all channels of a switch."""
    return [
        LiveCall(attempt_id=attempt_id, state=state_of(row))
        for attempt_id, row in calls_among(rows)
        if row.get("AccountCode") in {"", account(Role.CALL, house)}  # In its first instant a channel has none.
    ]


def calls_among(rows: Iterable[Fields]) -> Iterator[tuple[UUID, Fields]]:
    """Name the attempt of each row that is a called person's leg."""
    for row in rows:
        found = parse_channel_id(row.get("Uniqueid", ""))
        if found is not None and found[0] is Role.CALL:
            yield found[1], row


def state_of(row: Fields) -> CallState:
    """Tell where a call stands by its row."""
    if row.get("ChannelStateDesc") == "Ringing":
        return CallState.RINGING
    if row.get("ChannelStateDesc") != "Up":
        return CallState.PLACED
    if row.get("BridgeId"):
        return CallState.BRIDGED
    return CallState.HELD if row.get("Exten") in AWAY else CallState.ANSWERED
