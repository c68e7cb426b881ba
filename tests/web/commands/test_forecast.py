"""`ringfence forecast`: the next day as a table and as the API's document; mistakes in one sentence."""

import asyncio
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from config.clock import SystemClock
from config.ids import RandomIds
from config.settings import load_settings
from tests.campaigns.rows import EASTERN, World, add_case, build_world
from web.__main__ import build_app
from web.opening import open_ground

CASES = 12
RUNNER = CliRunner()


@pytest.fixture
def campaign_id(database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A campaign with some cases in the database that the command line is configured for."""
    monkeypatch.setenv("RINGFENCE_DATABASE_URL", database_url)
    monkeypatch.setenv("RINGFENCE_DATA_DIR", str(tmp_path))

    async def fill() -> str:
        async with open_ground(load_settings(), SystemClock(), RandomIds()) as ground:
            world: World = await build_world(ground)
            campaign = await world.campaign(name="Filled")
            for _ in range(CASES):
                await add_case(world, campaign, place=EASTERN)
            return str(campaign.id)

    return asyncio.run(fill())


def told(*words: str) -> tuple[int, str]:
    result = RUNNER.invoke(build_app("forecast"), ["forecast", *words])
    return result.exit_code, result.stdout + result.stderr


def test_the_day_is_told_as_a_table_and_as_a_document(campaign_id: str) -> None:
    """Both say the same of the same question."""
    asked = ("--campaign", campaign_id, "--agents", "2", "--method", "progressive", "--hours", "3")
    code, table = told(*asked)
    assert code == 0, table
    assert f"{CASES} cases, 2 agents, progressive" in table
    code, text = told(*asked, "--contacts", "3", "--json")
    assert code == 0, text
    [outlook] = json.loads(text)["outlooks"]
    day = next(line for line in table.splitlines() if line.startswith("day"))
    assert f"{outlook['day']['dialed']['middle']:,.0f} (" in day
    assert outlook["team_size"]["wanted_contacts"] == 3


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--campaign", "nonsense"), "is not the id"),
        (("--campaign", "00000000-0000-0000-0000-000000000009"), "no such campaign"),
        (("--campaign", "00000000-0000-0000-0000-000000000009", "--method", "magic"), "no method magic"),
    ],
)
@pytest.mark.usefixtures("campaign_id")
def test_a_mistake_is_said_in_one_sentence(words: tuple[str, ...], said: str) -> None:
    """Exit code 2 and what is wrong."""
    code, text = told(*words)
    assert code == 2
    assert said in text.lower()
