"""A crowd answers a real switch at once: every leg is reported ready once, and every leg ends."""

from collections import Counter
from pathlib import Path
from uuid import uuid4

from telephony.asterisk.dialplan import CallExten, Report
from tests.telephony.asterisk.bare_ami import signed_in
from tests.telephony.asterisk.crowd import crowd
from tests.telephony.asterisk.lab import PASSWORD, Lab

CALLS = 60


async def test_every_call_of_a_crowd_is_ready_once_and_ends_once(lab: Lab, tmp_path: Path) -> None:
    """Sixty calls at one moment, each of which hangs up after a second: none is missed, none is left behind."""
    with crowd(lab, tmp_path, ring_s=0.5, talk_s=1.0):
        async with signed_in(lab.ami_port, "ringfence", PASSWORD) as ami:
            legs = [await ami.call(uuid4(), f"555{number:04d}", exten=CallExten.DIRECT) for number in range(CALLS)]
            for leg in legs:
                await ami.ended(leg, patience_s=10)
            ready = Counter(said["Uniqueid"] for said in ami.heard if said.get("UserEvent") == Report.READY)
            ends = Counter(said["Uniqueid"] for said in ami.heard if said["Event"] == "Hangup")
    assert ready == Counter(legs)
    assert ends == Counter(legs)
    assert "0 active channels" in lab.cli("core show channels count")
