"""Starts a private Asterisk from our own rendered files, in a folder and on ports of its own, and stops it.

`.ci/asterisk` makes the program. Carriers are two addresses of this machine on which `persons.Line` can listen:
`main` for called persons, `phones` for agents. Needs no root; several labs do not meet.
"""

import ctypes
import dataclasses
import os
import re
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from telephony.asterisk.conf_files import beeps
from telephony.asterisk.dialplan import BEEPS, MESSAGES
from telephony.asterisk.site import Carrier, Folders, Site
from tests.telephony.asterisk.sites import rendered

BOOT_S = 30.0
STOP_S = 10.0
PASSWORD = "a password of the lab"
HARMLESS = re.compile(r'Module "PubSub Module" registered during operation')
"""A remark of the SIP library on a module of every installation, about the order in which it loads."""
MAIN, PHONES = "127.0.0.1", "127.0.0.2"


class Lab:
    """One running Asterisk; `site` holds its ports, `carrier` and `phones` where its trunks lead."""

    def __init__(self, folder: Path) -> None:
        self.home = folder.resolve()
        self.program = installed()
        self.ami_port, self.sip_port, self.web_port, tls_port, web_tls_port = free_ports(5)
        self.main_port, self.phones_port = free_ports(2)
        self.site = Site(
            ami_bind="127.0.0.1",
            ami_port=self.ami_port,
            ami_user="ringfence",
            ami_password=PASSWORD,
            permit=("127.0.0.1",),
            house="ringfence",
            bind="127.0.0.1",
            sip_port=self.sip_port,
            sips_port=tls_port,
            web_port=self.web_port,
            web_tls_port=web_tls_port,
            rtp_first=10000 + self.ami_port % 40 * 500,
            rtp_last=10499 + self.ami_port % 40 * 500,
            address=None,
            certificate=None,
            key=None,
            carriers=(
                Carrier(name="main", host=MAIN, port=self.main_port, transport="udp", asked_every_s=0),
                Carrier(name="phones", host=PHONES, port=self.phones_port, transport="udp", asked_every_s=0),
            ),
            phones=2,
            phone_secret="a secret of the lab",
            sounds=self.home / "sounds",
            spool=self.home / "spool",
            folders=Folders(home=self.home, modules=self.program / "modules", sounds=self.program / "data"),
        )
        self.process: subprocess.Popen[bytes] | None = None
        self.boot_cpu_s = 0.0
        self.first_complaints: list[str] = []

    def write(self) -> None:
        """Write the rendered files, and the sounds that a site puts beside them."""
        for part in ("etc", "lib", "spool", "run", "log", f"sounds/{MESSAGES}"):
            (self.home / part).mkdir(parents=True, exist_ok=True)
        for name, text in rendered(self.site).items():
            (self.home / "etc" / name).write_text(text, encoding="utf-8")
        (self.home / "sounds" / f"{BEEPS}.sln").write_bytes(beeps())

    def start(self) -> None:
        """Start and wait until everything is loaded.

        Raises:
            RuntimeError: it ended, or was not ready in time; with what it said.
        """
        self.write()
        began = time.monotonic()
        with (self.home / "log" / "console").open("wb") as console:
            self.process = subprocess.Popen(
                [self.program / "bin" / "asterisk", "-f", "-n", "-C", self.home / "etc" / "asterisk.conf"],
                stdin=subprocess.DEVNULL,
                stdout=console,
                stderr=console,
                cwd=self.home,
                env={**os.environ, "HOME": str(self.home), "LC_ALL": "C.UTF-8"},
                preexec_fn=_end_with_parent,  # noqa: PLW1509 - the child runs no Python of ours afterwards
            )
        while time.monotonic() < began + BOOT_S:
            if self.process.poll() is not None:
                raise RuntimeError(f"Asterisk ended at once:\n{self.said()[-2000:]}")
            if "fully booted" in self.cli("core waitfullybooted"):
                self.boot_cpu_s = self.cpu_s()
                self.first_complaints = self.complaints()
                return
            time.sleep(0.05)
        self.kill()
        raise RuntimeError(f"Asterisk was not ready after {BOOT_S} s:\n{self.said()[-2000:]}")

    def cli(self, command: str) -> str:
        """Run a command on its console, which is the socket in its folder and not the AMI user."""
        result = subprocess.run(
            [self.program / "bin" / "asterisk", "-C", self.home / "etc" / "asterisk.conf", "-rx", command],
            capture_output=True,
            text=True,
            timeout=20,
            check=False,
        )
        return result.stdout

    def said(self) -> str:
        """Return all that it has printed and logged."""
        texts = [path.read_text(errors="replace") for path in sorted((self.home / "log").glob("*")) if path.is_file()]
        return "\n".join(texts)

    def complaints(self) -> list[str]:
        """Return the lines of warnings and errors so far."""
        lines = re.findall(r"^.*\b(?:WARNING|ERROR)\b.*$", self.said(), re.MULTILINE)
        return sorted({line for line in lines if not HARMLESS.search(line)})

    def cpu_s(self) -> float:
        """Return the processor time it has used since its start, in seconds."""
        assert self.process is not None
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def stop(self) -> None:
        """Let it end; kill it if it does not."""
        if self.process is None or self.process.poll() is not None:
            return
        self.cli("core stop now")
        try:
            self.process.wait(STOP_S)
        except subprocess.TimeoutExpired:
            self.kill()

    def kill(self) -> None:
        """End it as a power cut would."""
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(signal.SIGKILL)
            self.process.wait()


@contextmanager
def running(folder: Path, **changes: object) -> Iterator[Lab]:
    """Run a lab for a while; `changes` are to its site."""
    lab = Lab(folder)
    lab.site = dataclasses.replace(lab.site, **changes)  # type: ignore[arg-type]
    lab.start()
    try:
        yield lab
    finally:
        lab.stop()


def installed() -> Path:
    """Return the folder of the private Asterisk; a missing one is a failure, never a reason to leave tests out."""
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    folder = Path(os.environ.get("RINGFENCE_ASTERISK_DIR") or cache / "ringfence" / "asterisk")
    assert (folder / "bin" / "asterisk").exists(), f"There is no Asterisk in {folder}. Make one with: .ci/asterisk"
    return folder.resolve()


def free_ports(count: int) -> list[int]:
    """Return ports that are free for TCP and UDP at this moment."""
    sockets: list[socket.socket] = []
    ports: list[int] = []
    while len(ports) < count:
        tcp = socket.socket()
        tcp.bind(("127.0.0.1", 0))
        sockets.append(tcp)
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as udp:
            try:
                udp.bind(tcp.getsockname())
            except OSError:
                continue
        ports.append(tcp.getsockname()[1])
    for held in sockets:
        held.close()
    return ports


def _end_with_parent() -> None:
    os.setsid()
    ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG: a test run that is killed leaves no server behind.
