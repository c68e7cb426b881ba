"""The browsers' side: start a served floor, open Chromium, sit down at a seat, and note everything that goes wrong.

For the tests, the pictures and the benchmarks alike; what is looked at is theirs.
"""

import json
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from re import Pattern
from typing import Any

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Playwright, expect

from config.launching import postgres, wipe
from config.migrating import migrate
from config.settings import Settings
from tests.browser.serving import Wishes
from web.wiring import MAPPED

CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = (
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-dev-shm-usage",
    "--disable-gpu",
    "--disable-sync",
    "--metrics-recording-only",
    "--mute-audio",
    "--no-default-browser-check",
    "--no-first-run",
)
"""No sandbox, because root has none; no talk to the outside."""
ZONE = "America/New_York"
PATIENCE_MS = 20_000
NEXT_CALL_MS = 60_000
"""Some line may be let ring before the next one is answered."""
STOPS_WITHIN_S = 15
ROOT = Path(__file__).resolve().parents[2]
API = "/api/v1"
STANDS = "since => performance.now() - since > 400"
"""The panel lets no key act within a third of a second of a change of the screen."""


@dataclass(frozen=True, slots=True)
class Served:
    """A floor that is served: its address, `offset_s` of its clock, and by login the seats' links and sessions."""

    base: str
    offset_s: float
    seats: dict[str, dict[str, str]]


@contextmanager
def served(wishes: Wishes) -> Iterator[Served]:
    """Serve a floor on an empty, migrated database until the block ends."""
    command = [sys.executable, "-m", "tests.browser.serving"]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            process.stdin.write(json.dumps(asdict(wishes)) + "\n")
            process.stdin.flush()
            line = process.stdout.readline()
            assert line, "the floor could not be served; its complaint is above"
            told: dict[str, Any] = json.loads(line)
            seats = {seat["login"]: seat for seat in told["seats"]}
            yield Served(f"http://127.0.0.1:{told['port']}", told["offset_s"], seats)
        finally:
            process.send_signal(signal.SIGINT)
            try:
                process.wait(STOPS_WITHIN_S)
            except subprocess.TimeoutExpired:
                process.kill()


@contextmanager
def throwaway_floor(**wishes: Any) -> Iterator[Served]:  # noqa: ANN401 - the fields of Wishes
    """Serve a floor on a database server made for it; for programs that are no tests."""
    folder = Path(tempfile.mkdtemp(prefix="ringfence-floor-"))
    try:
        with postgres(Settings(data_dir=folder), fast=True) as server:
            url = server.url("ringfence")
            migrate(url, MAPPED)
            with served(Wishes(url=url, folder=str(folder), **wishes)) as floor:
                yield floor
    finally:
        wipe(folder)
        shutil.rmtree(folder)


def open_chromium(playwright: Playwright) -> Browser:
    """Start Debian's Chromium."""
    expect.set_options(timeout=PATIENCE_MS)
    return playwright.chromium.launch(executable_path=CHROMIUM, args=list(ARGUMENTS))


@dataclass
class Window:
    """One person's browser window; `faults` are complaints of the console, the policy and the scripts.

    `forgiven` are the ends of complaints that are meant: asking who is signed in when nobody is.
    """

    served: Served
    context: BrowserContext
    page: Page
    faults: list[str] = field(default_factory=list)
    forgiven: tuple[str, ...] = ()

    def go(self, path: str) -> None:
        """Open a path of the floor and wait until its heading stands."""
        self.page.goto(self.served.base + path)
        self.page.locator("h1").first.wait_for(state="attached")

    def ask(self, method: str, path: str, body: dict[str, Any] | None = None) -> Any:  # noqa: ANN401 - JSON
        """Ask the server as this person, beside the page; anything but success fails."""
        answer = self.context.request.fetch(
            self.served.base + API + path,
            method=method,
            headers={"Origin": self.served.base},
            data=None if method == "GET" else body or {},
        )
        assert answer.ok, f"{method} {path}: {answer.status} {answer.text()}"
        return answer.json() if answer.body() else None

    def wait_for_call(self) -> None:
        """Wait until a call is connected, painted, and its keys are heard."""
        self.wait_for_state("Connected")

    def come_ready(self) -> None:
        """Open the agent panel and press the key for being ready."""
        self.go("/agent")
        self.wait_for_state("Offline")
        self.page.keyboard.press("r")

    def wait_for_state(self, word: str | Pattern[str]) -> None:
        """Wait until the agent panel says a state and hears keys again."""
        expect(self.page.locator(".state-word")).to_have_text(word, timeout=NEXT_CALL_MS)
        self.page.wait_for_function(STANDS, arg=self.page.evaluate("performance.now()"))

    def note(self, message: ConsoleMessage) -> None:
        """Keep a complaint of the console."""
        said = f"{message.type}: {message.text} {message.location.get('url', '')}"
        if message.type in {"error", "warning"} and not said.endswith(self.forgiven):
            self.faults.append(said)


@contextmanager
def seated(
    browser: Browser,
    floor: Served,
    login: str | None,
    *,
    size: tuple[int, int] = (1440, 900),
    dark: bool = False,
    language: str = "en-US",
) -> Iterator[Window]:
    """Open a window of somebody signed in, or of nobody; it starts in this language, whatever was chosen before."""
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]},
        color_scheme="dark" if dark else "light",
        locale=language,
        timezone_id=ZONE,
        reduced_motion="reduce",
        accept_downloads=True,
    )
    context.set_default_timeout(PATIENCE_MS)
    if login is not None:
        secret = floor.seats[login]["session"]
        context.add_cookies([{"name": "ringfence_session", "value": secret, "url": floor.base}])
    page = context.new_page()
    forgiven = () if login else (f"401 (Unauthorized) {floor.base}{API}/session",)
    window = Window(floor, context, page, forgiven=forgiven)
    page.on("console", window.note)
    page.on("pageerror", lambda error: window.faults.append(f"uncaught: {error}"))
    page.on("crash", lambda _: window.faults.append("the page crashed"))
    try:
        if login is not None:
            window.ask("PUT", "/me/preferences", {"language": language[:2]})
        yield window
    finally:
        context.close()


def leave_desk(window: Window) -> None:
    """Bring an agent to the end of the shift, whatever they are in."""
    view = window.ask("GET", "/agent")
    if view["call"] is not None:
        path = f"/calls/{view['call']['attempt_id']}/disposition"
        body = {"command_id": view["call"]["attempt_id"], "disposition": "TP02"}
        window.ask("POST", "/agent/break", {"reason": "short"})
        window.ask("POST", path, body)
    if window.ask("GET", "/agent")["state"] in {"ready", "break", "lost"}:
        window.ask("POST", "/agent/offline")
