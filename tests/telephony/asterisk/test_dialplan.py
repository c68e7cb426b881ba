"""The dialplan of the switch and the names in Python are the same, both ways, and ids are told apart."""

import re
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from telephony.asterisk import dialplan
from telephony.asterisk.dialplan import (
    CALL_ID_LENGTH,
    AgentExten,
    CallExten,
    Context,
    EarExten,
    Header,
    Report,
    Role,
    ThirdExten,
    Variable,
    account,
    channel_id,
    parse_channel_id,
    parse_seat_exten,
    seat_exten,
)
from tests.telephony.asterisk.sites import rendered

EXTENSIONS = {
    Context.CALL: set(CallExten),
    Context.SEAT: {f"_{dialplan.SEAT_PREFIX}."},
    Context.EAR: set(EarExten),
    Context.THIRD: set(ThirdExten),
    Context.AGENT: set(AgentExten),
    Context.INBOUND: {"_[+0-9]!"},
}


def _contexts(text: str) -> dict[str, set[str]]:
    """Find which extensions each context has."""
    found: dict[str, set[str]] = {}
    for part in re.split(r"(?m)^\[", text)[1:]:
        name, _, rest = part.partition("]")
        if name not in {"general", "globals"}:
            found[name] = set(re.findall(r"(?m)^exten => ([^,]+),", rest))
    return found


def test_every_extension_has_a_name_and_every_name_an_extension() -> None:
    """A leg is never sent to a place that is not there, which the switch would answer by ending the call."""
    assert _contexts(rendered()["extensions.conf"]) == EXTENSIONS


@pytest.mark.parametrize(
    ("pattern", "names"),
    [
        (r"UserEvent\((\w+)", set(Report)),
        (r"[,(](\w+): ", set(Header)),
        (r"\b(RINGFENCE_(?!SOUNDS|SPOOL)\w+)", set(Variable)),
    ],
    ids=["reports", "headers", "variables"],
)
def test_reports_headers_and_variables_are_those_of_the_dialplan(pattern: str, names: set[str]) -> None:
    """What the dialplan says is understood here, and what is set here is read there."""
    written = re.sub(r"(?m)^;.*$", "", rendered()["extensions.conf"])
    assert set(re.findall(pattern, written)) == names


def test_every_wait_ends_and_nothing_dials() -> None:
    """A leg whose dialer is gone ends by itself, and the dialplan can start neither a call nor a program."""
    written = re.sub(r"(?m)^;.*$", "", rendered()["extensions.conf"])
    assert set(re.findall(r"(?:=> \S+?,1|=> n(?:\(\w+\))?),([A-Za-z]+)\(", written)) == {
        "AMD", "Answer", "ChanSpy", "Echo", "Goto", "GotoIf", "Hangup", "MixMonitor", "Playback", "Playtones",
        "Ringing", "Set", "UserEvent", "Wait",
    }  # fmt: skip
    assert "Wait()" not in written


def test_a_rescued_person_is_kept_longer_than_the_law_of_the_house() -> None:
    """Nobody whose agent vanished is dropped before 20 seconds."""
    assert dialplan.RESCUE_S > 20


@given(role=st.sampled_from(Role), identity=st.uuids())
def test_an_id_tells_whose_channel_it_is(role: Role, identity: UUID) -> None:
    """Ids go to the switch and back, and all have one length: none is the beginning of another."""
    text = channel_id(role, identity)
    assert parse_channel_id(text) == (role, identity)
    assert len(text) == CALL_ID_LENGTH
    assert parse_seat_exten(seat_exten(identity)) == identity


@pytest.mark.parametrize(
    "text",
    [
        "",
        "1764000000.12",
        "c" + "g" * 32,
        "c" + "0" * 31,
        "c" + "0" * 33,
        "x" + "0" * 32,
        "c" + "A" * 32,
        "C" + "0" * 32,
    ],
)
def test_an_id_of_others_is_nobodys(text: str) -> None:
    """A channel that we did not start is never taken for one of ours."""
    assert parse_channel_id(text) is None
    assert parse_seat_exten(text) is None


def test_accounts_differ_when_two_installations_share_a_switch() -> None:
    """One installation never hangs up the other's channels."""
    assert {account(role) for role in Role}.isdisjoint(account(role, "second") for role in Role)
