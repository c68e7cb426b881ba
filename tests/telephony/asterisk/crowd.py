"""A crowd of called persons made by SIPp, for loads that one Python process could not answer.

Everybody rings for up to `ring_s`, answers, says back what they hear, and hangs up after about `talk_s` seconds.
"""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.telephony.asterisk.lab import MAIN, Lab

ANSWER = """[last_Via:]
[last_From:]
[last_To:];tag=[call_number]
[last_Call-ID:]
[last_CSeq:]
Contact: <sip:person@[local_ip]:[local_port]>
"""
SESSION = """Content-Type: application/sdp
Content-Length: [len]

v=0
o=- 1 1 IN IP4 [local_ip]
s=-
c=IN IP4 [media_ip]
t=0 0
m=audio [media_port] RTP/AVP 0
a=rtpmap:0 PCMU/8000
"""
GOODBYE = """Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch]
From:[$2];tag=[call_number]
To:[$1]
[last_Call-ID:]
CSeq: 1 BYE
Max-Forwards: 70
"""
NOTHING = "Content-Length: 0\n\n"
STOP_S = 5.0


@contextmanager
def crowd(lab: Lab, folder: Path, *, ring_s: float, talk_s: float, voice_port: int = 6000) -> Iterator[None]:
    """Let a crowd answer what a lab calls through its carrier."""
    scenario = folder / "crowd.xml"
    scenario.write_text(_scenario(ring_s, talk_s), encoding="utf-8")
    with (folder / "crowd.log").open("wb") as output:
        process = subprocess.Popen(
            [
                lab.program / "bin" / "sipp",
                *("-sf", scenario, "-i", MAIN, "-p", str(lab.main_port), "-mi", MAIN, "-mp", str(voice_port)),
                *("-rtp_echo", "-nostdin", "-nr", "-trace_err", "-error_file", folder / "crowd.err"),
            ],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            cwd=folder,
        )
        try:
            yield
            assert process.poll() is None, (folder / "crowd.log").read_text(errors="replace")[-2000:]
        finally:
            process.terminate()
            try:
                process.wait(STOP_S)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _scenario(ring_s: float, talk_s: float) -> str:
    """Write SIPp's scenario; its pauses are in milliseconds."""
    who = "".join(
        f'<ereg regexp="{what}" search_in="hdr" header="{header}:" assign_to="{number}"/>'
        for number, header, what in ((1, "From", ".*"), (2, "To", ".*"), (3, "Contact", "sip:[^&gt;]*"))
    )
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<scenario name="a crowd">
  <recv request="INVITE"><action>{who}</action></recv>
  <send><![CDATA[
SIP/2.0 180 Ringing
{ANSWER}{NOTHING}]]></send>
  <pause distribution="uniform" min="0" max="{ring_s * 1000:.0f}"/>
  <send retrans="500"><![CDATA[
SIP/2.0 200 OK
{ANSWER}{SESSION}]]></send>
  <recv request="ACK"/>
  <pause distribution="normal" mean="{talk_s * 1000:.0f}" stdev="{talk_s * 100:.0f}"/>
  <send retrans="500"><![CDATA[
BYE [$3] SIP/2.0
{GOODBYE}{NOTHING}]]></send>
  <recv response="200"/>
</scenario>
"""
