"""A real switch is asked what it is, beside whatever lives on it, and its answers are judged right."""

import dataclasses

import pytest

from config.clock import SystemClock
from config.errors import ProviderFailed
from config.ids import RandomIds
from telephony.asterisk.checking import ask_all
from telephony.asterisk.checkup import findings
from telephony.asterisk.switch import Switch
from tests.telephony.asterisk.lab import PASSWORD, Lab
from tests.telephony.asterisk.real.conftest import World


def _switch(lab: Lab) -> Switch:
    return Switch(name="lab", host="127.0.0.1", port=lab.ami_port, username=lab.site.ami_user, secret=PASSWORD)


async def test_a_switch_as_rendered_is_right_in_everything(world: World) -> None:
    """Version, rights, modules, dialplan, filter, clock, carrier and a call that reaches nobody."""
    answers = await ask_all(_switch(world.lab), SystemClock(), RandomIds(), ["main"])
    assert [finding for finding in findings(answers) if finding.verdict != "right"] == []
    assert world.persons.legs == []
    assert "0 active channels" in world.lab.cli("core show channels count")


async def test_a_carrier_that_is_not_set_up_is_missed(world: World) -> None:
    """A name that was mistyped is found before the first call."""
    answers = await ask_all(_switch(world.lab), SystemClock(), RandomIds(), ["main", "spare"])
    assert [finding.what for finding in findings(answers) if finding.verdict == "wrong"] == ["carrier spare"]


async def test_a_wrong_password_is_said(lab: Lab) -> None:
    """The switch's own words are passed on, and the password is not."""
    switch = dataclasses.replace(_switch(lab), secret="hunter2 hunter2")
    with pytest.raises(ProviderFailed, match="refuses the user ringfence") as failed:
        await ask_all(switch, SystemClock(), RandomIds(), [])
    assert "hunter2" not in str(failed.value)
