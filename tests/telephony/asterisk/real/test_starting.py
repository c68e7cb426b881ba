"""A real Asterisk loads what we render at once and without complaint, and gives its user what it needs and no more."""

import re

import pytest

from telephony.asterisk.dialplan import HEARD, CallExten, Context, Report
from tests.telephony.asterisk.bare_ami import signed_in
from tests.telephony.asterisk.lab import PASSWORD, Lab
from tests.telephony.asterisk.real.conftest import World

NEEDED = {
    "Originate", "Bridge", "Redirect", "Hangup", "Setvar", "Getvar", "PlayDTMF", "CoreShowChannels", "CoreSettings",
    "CoreStatus", "StopMixMonitor", "MixMonitorMute", "BridgeList", "BridgeInfo", "Ping", "ListCommands",
}  # fmt: skip
FORBIDDEN = {
    "Command", "GetConfig", "UpdateConfig", "CreateConfig", "ModuleLoad", "Reload", "DBPut", "DBDel", "PJSIPNotify",
    "DialplanExtensionAdd", "MixMonitor",
}  # fmt: skip


def test_it_is_ready_within_three_seconds_without_a_complaint(lab: Lab) -> None:
    """Neither a warning nor an error stands in the log of the start."""
    assert lab.boot_cpu_s < 3  # Processor time, since a busy machine makes everybody wait.
    assert lab.first_complaints == []


def test_the_switch_knows_every_context_and_extension(lab: Lab) -> None:
    """What is rendered is what the switch has understood."""
    shown = lab.cli("dialplan show")
    contexts = set(re.findall(r"Context '([\w-]+)' created by 'pbx_config'", shown))
    assert contexts == set(Context)
    assert all(f"'{exten}' =>" in shown for exten in CallExten)


async def test_the_user_may_start_and_steer_calls_and_nothing_else(world: World) -> None:
    """The switch itself lists what the user may do."""
    answer = await world.ami.act("ListCommands")
    assert NEEDED - set(answer) == set()
    assert FORBIDDEN & set(answer) == set()


@pytest.mark.parametrize(
    "fields",
    [
        {"Action": "Command", "Command": "core show uptime"},
        {"Action": "ModuleLoad", "LoadType": "reload", "Module": "pbx_config"},
        {"Action": "DBPut", "Family": "a", "Key": "b", "Val": "c"},
        {"Action": "UpdateConfig", "SrcFilename": "manager.conf", "DstFilename": "manager.conf"},
        {"Action": "Originate", "Channel": "Local/direct@ringfence-call", "Application": "System", "Data": "id"},
    ],
    ids=["command", "module", "database", "files", "system"],
)
async def test_an_order_beyond_its_rights_is_refused(world: World, fields: dict[str, str]) -> None:
    """A password that got out is no way into the machine."""
    answer = await world.ami.act(fields["Action"], **{key: text for key, text in fields.items() if key != "Action"})
    assert answer["Response"] == "Error"


async def test_nobody_else_signs_in(lab: Lab) -> None:
    """A wrong password and an unknown name are refused."""
    for user, password in (("ringfence", "wrong"), ("admin", PASSWORD)):
        with pytest.raises(AssertionError, match="Authentication failed"):
            async with signed_in(lab.ami_port, user, password):
                pass


async def test_nothing_is_told_that_is_not_listened_to(world: World) -> None:
    """In a whole call only events of the list arrive, and FullyBooted is among them."""
    await world.ami.until(lambda said: said["Event"] == "FullyBooted")
    person = await world.ami.call(world.fresh(), "5550100", exten=CallExten.DIRECT)
    await world.ami.report(Report.READY, person)
    await world.ami.until(lambda said: said["Event"] == "OriginateResponse" and said["Response"] == "Success")
    await world.ami.act("Hangup", Channel=person, Cause="16")
    await world.ami.ended(person)
    names = {said["Event"] for said in world.ami.heard}
    assert {"FullyBooted", "Newchannel", "DialState", "DialEnd", "OriginateResponse", "UserEvent", "Hangup"} <= names
    assert names <= set(HEARD)
