"""Two real switches call each other over TLS with encrypted voice, and browsers are served over TLS."""

import asyncio
import dataclasses
import ssl
from collections.abc import Iterator
from contextlib import suppress

import pytest

from telephony.asterisk.dialplan import CallExten, Context, Report
from telephony.asterisk.site import Carrier
from tests.telephony.asterisk.bare_ami import BareAmi, signed_in
from tests.telephony.asterisk.certificates import Papers, make_papers
from tests.telephony.asterisk.lab import MAIN, PASSWORD, Lab, running


@pytest.fixture(scope="module")
def papers(tmp_path_factory: pytest.TempPathFactory) -> Papers:
    """A certificate for this machine that both switches believe."""
    return make_papers(tmp_path_factory.mktemp("papers"))


@pytest.fixture(scope="module")
def switches(papers: Papers, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Lab, Lab]]:
    """A caller's switch and a called one; each is the other's carrier over TLS."""
    labs = tuple(Lab(tmp_path_factory.mktemp("switch")) for _ in range(2))
    for lab, other in zip(labs, reversed(labs), strict=True):
        carrier = Carrier(name="main", host=MAIN, port=other.site.sips_port, transport="tls", asked_every_s=0)
        lab.site = dataclasses.replace(lab.site, carriers=(carrier,), phones=0, **dataclasses.asdict(papers))
    try:
        for lab in labs:
            lab.start()
        yield labs[0], labs[1]
    finally:
        for lab in labs:
            lab.stop()


def test_the_switch_starts_with_a_certificate_without_a_complaint(switches: tuple[Lab, Lab]) -> None:
    """TLS for carriers and for browsers is set up at the first try."""
    assert [lab.first_complaints for lab in switches] == [[], []]


async def _is_encrypted(ami: BareAmi, channel: str) -> tuple[str, str]:
    signals = await ami.act("Getvar", Channel=channel, Variable="CHANNEL(pjsip,secure)")
    voice = await ami.act("Getvar", Channel=channel, Variable="CHANNEL(rtp,secure,audio)")
    return signals["Value"], voice["Value"]


async def test_signals_and_voice_are_encrypted_when_the_carrier_is_sips(switches: tuple[Lab, Lab]) -> None:
    """Both ends say so themselves, of the signals and of the voice; nobody complains."""
    caller, called = switches
    async with (
        signed_in(caller.ami_port, "ringfence", PASSWORD) as here,
        signed_in(called.ami_port, "ringfence", PASSWORD) as there,
    ):
        fields = {"Context": Context.CALL, "Exten": CallExten.DIRECT, "Priority": "1", "ChannelId": "encrypted"}
        await here.act("Originate", Channel="PJSIP/+13005550100@main", Async="true", Timeout="10000", **fields)
        reached = (await there.until(lambda said: said.get("UserEvent") == Report.INBOUND))["Uniqueid"]
        await there.act("Redirect", Channel=reached, Context=Context.CALL, Exten=CallExten.DIRECT, Priority="1")
        await there.report(Report.READY, reached)
        await here.report(Report.READY, "encrypted")
        assert await _is_encrypted(here, "encrypted") == ("1", "1")
        assert await _is_encrypted(there, reached) == ("1", "1")
        await here.act("Hangup", Channel="encrypted", Cause="16")
        await there.ended(reached)
    assert [*caller.complaints(), *called.complaints()] == []


async def test_browsers_are_served_over_tls(switches: tuple[Lab, Lab], papers: Papers) -> None:
    """The WebSocket's port speaks TLS with our certificate, and SIP is spoken on it."""
    trust = ssl.create_default_context(cafile=str(papers.authorities))
    reader, writer = await asyncio.open_connection("localhost", switches[0].site.web_tls_port, ssl=trust)
    lines = (
        "GET /ws HTTP/1.1",
        "Host: localhost",
        "Upgrade: websocket",
        "Connection: Upgrade",
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
        "Sec-WebSocket-Version: 13",
        "Sec-WebSocket-Protocol: sip",
    )
    writer.write("\r\n".join((*lines, "", "")).encode())
    async with asyncio.timeout(5):
        answer = await reader.readuntil(b"\r\n\r\n")
    assert answer.startswith(b"HTTP/1.1 101")
    assert b"Sec-WebSocket-Protocol: sip" in answer
    writer.close()
    with suppress(ssl.SSLError):  # The switch says goodbye after it has been cut.
        await writer.wait_closed()


async def test_a_switch_that_cannot_prove_who_it_is_is_not_called(
    switches: tuple[Lab, Lab], tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Somebody who sits between us and the carrier gets neither the number nor the voice."""
    others = make_papers(tmp_path_factory.mktemp("others"))
    carrier = Carrier(name="main", host=MAIN, port=switches[1].site.sips_port, transport="tls", asked_every_s=0)
    changes = {"carriers": (carrier,), "phones": 0, **dataclasses.asdict(others)}
    async with signed_in(switches[1].ami_port, "ringfence", PASSWORD) as there:
        with running(tmp_path_factory.mktemp("switch"), **changes) as lab:
            async with signed_in(lab.ami_port, "ringfence", PASSWORD) as here:
                fields = {"Context": Context.CALL, "Exten": CallExten.DIRECT, "Priority": "1", "ChannelId": "wrong"}
                await here.act("Originate", Channel="PJSIP/+13005550100@main", Async="true", Timeout="5000", **fields)
                assert (await here.ended("wrong", patience_s=8))["Cause"] != "16"
        assert [said for said in there.heard if said.get("UserEvent") == Report.INBOUND] == []
