"""The tree keeps its layout, and each check finds what it is for in a planted tree."""

from collections.abc import Callable, Sequence
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.architecture import layout
from tests.architecture.layout import Breach
from tests.architecture.sources import PACKAGES, Source, product_sources

ROOT = Path(__file__).resolve().parents[2]
Check = Callable[[Sequence[Source]], list[Breach]]

CHECKS: tuple[Check, ...] = (
    layout.order,
    layout.purity,
    layout.doors,
    layout.vendors,
    layout.sql,
    layout.empty_inits,
    layout.late_imports,
    layout.imports_of_tests,
)

PLANTED: tuple[tuple[Check, str, str, int], ...] = (
    (layout.order, "config/clock.py", "import crm.money\n", 1),
    (layout.order, "telephony/calls.py", "from datetime import date\nfrom campaigns import pace\n", 2),
    (layout.order, "crm/cases.py", "from web.app import app\n", 1),
    (layout.purity, "crm/promises.py", "from config.clock import Clock\n", 1),
    (layout.purity, "crm/promises.py", "import asyncio\n", 1),
    (layout.purity, "crm/promises.py", "from sqlalchemy.ext.asyncio import AsyncSession\n", 1),
    (layout.purity, "crm/promises.py", "from crm import store\n", 1),
    (layout.purity, "crm/promises.py", "from crm.store.for_dialing import due\n", 1),
    (layout.purity, "campaigns/pace/reading.py", "x = 1\nfrom campaigns.dialing import dial\n", 2),
    (layout.purity, "campaigns/rules/hours.py", "x = 1\n\n\nasync def judge() -> None: ...\n", 4),
    (layout.doors, "campaigns/floor.py", "from telephony.placing import place\n", 1),
    (layout.doors, "campaigns/messaging.py", "from telephony import placing\n", 1),
    (layout.doors, "campaigns/dialing_twice.py", "from telephony import placing\n", 1),
    (layout.doors, "web/api/calls.py", "import telephony.sending\n", 1),
    (layout.doors, "campaigns/wrapping_up.py", "from telephony.providers import LiveCall, PlaceCall\n", 1),
    (layout.doors, "campaigns/dialing.py", "from telephony.providers import SendMessage\n", 1),
    (layout.doors, "campaigns/dialing.py", "async def dial(line):\n    await line.place(1)\n", 2),
    (layout.vendors, "telephony/asterisk/voice.py", "import panoramisk\n", 1),
    (layout.vendors, "telephony/sending.py", "from twilio.rest import Client\n", 1),
    (layout.vendors, "config/journal.py", "from redis.asyncio import Redis\n", 1),
    (layout.vendors, "crm/importing.py", "from starlette.requests import Request\n", 1),
    (layout.vendors, "campaigns/dialing.py", "from telephony.asterisk.voice import Voice\n", 1),
    (layout.sql, "crm/paying.py", "async def pay(session):\n    await session.execute('select 1')\n", 2),
    (layout.empty_inits, "crm/__init__.py", '"""Words."""\n', 1),
    (layout.late_imports, "crm/paying.py", "def pay():\n    import json\n", 2),
    (layout.imports_of_tests, "web/wiring.py", "from tests.fakes import Carrier\n", 1),
)

ALLOWED: tuple[tuple[str, str], ...] = (
    ("web/api/cases.py", "from crm.store import case_by_id\nfrom starlette.requests import Request\n"),
    ("campaigns/dialing.py", "from config.clock import Clock\nfrom telephony.placing import place\n"),
    ("campaigns/messaging.py", "from telephony.sending import send\n"),
    ("web/wiring.py", "from telephony import placing, sending\nfrom telephony.simulated.provider import Line\n"),
    ("telephony/asterisk/link.py", "import panoramisk\n"),
    ("telephony/placing.py", "from telephony.providers import PlaceCall\n"),
    ("crm/store/for_import.py", "async def stage(session):\n    await session.execute('select 1')\n"),
    (
        "telephony/providers.py",
        "from typing import Protocol\n\n\nclass Line(Protocol):\n    async def place(self): ...\n",
    ),
    ("campaigns/floor/wing_moves.py", "x = 1\n"),
    ("campaigns/floor/step.py", "from campaigns.floor.wing_moves import x\n"),
)


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_the_rule_holds_in_the_whole_product(check: Check) -> None:
    """Order, purity, doors, vendors, SQL and imports are as ARCHITECTURE says."""
    assert [str(breach) for breach in check(product_sources(ROOT))] == []


def test_the_packages_are_ours_when_imported_by_their_plain_names() -> None:
    """`config` and `web` are common names; no installed package stands in front of ours."""
    found = [find_spec(package) for package in PACKAGES]
    assert [Path(str(spec and spec.origin)).parent for spec in found] == [ROOT / package for package in PACKAGES]


@pytest.mark.parametrize(("check", "path", "text", "line"), PLANTED)
def test_the_file_and_line_are_named_when_a_rule_is_broken(
    check: Check, path: str, text: str, line: int, tmp_path: Path
) -> None:
    """A planted breach is found by its check, where it stands."""
    _plant(tmp_path, path, text)
    assert [(breach.path, breach.line) for breach in check(product_sources(tmp_path))] == [(path, line)]


@pytest.mark.parametrize(("path", "text"), ALLOWED)
def test_nothing_is_found_when_the_rules_are_kept(path: str, text: str, tmp_path: Path) -> None:
    """What each place is for is allowed there."""
    _plant(tmp_path, path, text)
    sources = product_sources(tmp_path)
    assert [str(breach) for check in CHECKS for breach in check(sources)] == []


def _plant(root: Path, path: str, text: str) -> None:
    file = root / path
    file.parent.mkdir(parents=True)
    file.write_text(text)
