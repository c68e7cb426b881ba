"""A real browser's voice on a real switch: its line is registered, heard both ways, and its loss loses nobody."""

import asyncio
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from uuid import uuid4

import pytest
from playwright.async_api import Page, async_playwright

from telephony.asterisk.dialplan import CallExten, Report
from telephony.asterisk.site import phone_name, phone_password
from tests.browser.floor import ARGUMENTS, CHROMIUM
from tests.telephony.asterisk.bare_ami import signed_in
from tests.telephony.asterisk.lab import MAIN, PASSWORD, Lab, running
from tests.telephony.asterisk.persons import Line, Person
from tests.telephony.asterisk.real.conftest import PERSON_HZ, until
from tests.telephony.asterisk.softphone import Softphone

MICROPHONE = (
    "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",
    "--autoplay-policy=no-user-gesture-required",
)
NAME = phone_name(1)


def own_address() -> str:
    """Return an address of this machine that is not the loopback, which neither a browser nor a switch offers."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.connect(("192.0.2.1", 9))  # Nothing is sent; the system only chooses where it would leave.
        return str(probe.getsockname()[0])


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    """A switch whose voice is reached under the machine's own address."""
    with running(tmp_path_factory.mktemp("asterisk"), bind=own_address()) as started:
        yield started


@asynccontextmanager
async def a_page(lab: Lab) -> AsyncIterator[Page]:
    """Open a window of a browser whose microphone is a fake, on an address that may use it."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=[*ARGUMENTS, *MICROPHONE])
        page = await browser.new_page()
        await page.goto(f"http://127.0.0.1:{lab.web_port}/")
        yield page
        await browser.close()


@asynccontextmanager
async def registering(lab: Lab, page: Page | None, password: str) -> AsyncIterator[tuple[Softphone, int]]:
    """Register a line, and say with which status the switch answered."""
    phone = Softphone(page, NAME, password)
    registered: asyncio.Future[int] = asyncio.get_running_loop().create_future()
    serving = asyncio.ensure_future(phone.serve(lab.web_port, registered))
    try:
        async with asyncio.timeout(10):
            status = await registered
        yield phone, status
    finally:
        serving.cancel()
        await asyncio.wait([serving])


async def test_a_line_with_a_wrong_password_is_refused(lab: Lab) -> None:
    """Knowing the name of a line is not enough."""
    async with registering(lab, None, "0" * 40) as (_, status):
        assert status == 401


async def test_person_and_browser_hear_each_other_and_a_closed_tab_loses_nobody(lab: Lab) -> None:
    """Voice flows both ways through DTLS; a tab that is closed says nothing, and the person is kept all the same."""
    persons = await Line(lambda _: Person(tone_hz=PERSON_HZ)).open(MAIN, lab.main_port)
    password = phone_password(lab.site.phone_secret, NAME)
    async with signed_in(lab.ami_port, "ringfence", PASSWORD) as ami:
        async with a_page(lab) as page, registering(lab, page, password) as (phone, status):
            assert status == 200
            seat = await ami.seat(uuid4(), uuid4(), f"PJSIP/{NAME}")
            await ami.report(Report.IDLE, seat)
            person = await ami.call(uuid4(), "5550100", exten=CallExten.DIRECT)
            await ami.report(Report.READY, person)
            await ami.join(person, seat)
            await until(lambda: persons.leg("5550100").sounded_at is not None)
            await asyncio.sleep(1)
            measured = await phone.measure()
            assert measured["packets_in"] > 25
            assert measured["packets_out"] > 25
            assert measured["energy"] > 0.01
            since = len(ami.heard)
        await ami.report(Report.RESCUED, person, since=since, patience_s=8)
        assert persons.leg("5550100").is_up
        await ami.act("Hangup", Channel=person, Cause="16")
        await ami.ended(person)
    await persons.close()
