"""Fills an empty database with the demo: creditors, staff, campaigns, an imported population and its past.

Files go through the same import that a lender's file does. Who the persons are is made in `people`, what happened
before in `past` and written in `recalling`; signing in, robots and the running floor are left to `running`.
"""

import asyncio
import csv
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from random import Random
from uuid import UUID

from campaigns.books import Books
from campaigns.campaign_templates import load_buckets, load_campaign_templates
from campaigns.campaigns import CampaignState
from campaigns.enrolling import enrol_all
from campaigns.steering import create_campaign, edit_buckets, edit_campaign, move_campaign
from config.database import Database
from config.ground import Ground
from config.virtual_time import real_work
from crm.debtors import Creditor
from crm.import_file.recipe import Recipe
from crm.importing import import_cases, save_recipe
from crm.signing_in import user_named
from crm.staff import Role, Team, User
from crm.store.for_seeding import learn_zones, numbers_in_books, open_cases_in_order
from crm.store.for_staff import users_in_order
from telephony.simulated.profile import Freshness
from telephony.simulated.world import PersonHint, World
from web.demo.people import COLUMNS, CREDITORS, FictionalCreditor, Row, make_cases, rows_of
from web.demo.recalling import EVIDENCE, STOP_AGE, recall_past, recall_wishes
from web.demo.scenarios import SCENARIOS, USUAL, Scenario, campaign_changes

TEAM = "Floor A"
ROBOTS = ("Ada", "Basil", "Clara", "Dorian", "Edith", "Felix", "Greta", "Hugo", "Iris", "Jonas", "Kira", "Leo")
SEATS = (
    ("agent", Role.AGENT, "Agent One"),
    ("agent2", Role.AGENT, "Agent Two"),
    ("manager", Role.MANAGER, "Campaign Manager"),
    ("reviewer", Role.REVIEWER, "Quality Reviewer"),
    ("supervisor", Role.SUPERVISOR, "Floor Supervisor"),
    ("administrator", Role.ADMINISTRATOR, "Administrator"),
    ("auditor", Role.AUDITOR, "Auditor"),
)
"""Login, role and name of the free seats; nobody has a password."""


@dataclass(frozen=True, slots=True)
class Seeded:
    """The demo's floor; `seats` are the users for people, in the order of `SEATS`."""

    robot_ids: tuple[UUID, ...]
    seats: tuple[User, ...]
    team_id: UUID
    cases: int


async def seed_demo(
    ground: Ground,
    books: Books,
    world: World,
    *,
    seed: int,
    cases: int,
    started_at: datetime,
    scenario: Scenario = SCENARIOS[USUAL],
) -> Seeded:
    """Fill an empty database and tell the world of persons what the books say; one seed is one demo.

    Args:
        ground: on an empty database; its pool may hold one connection only.
        books: rules and dispositions, which the fictional past keeps too.
        world: the simulated persons.
        seed: of the population and its past.
        cases: how many persons, each with one case.
        started_at: when the demo's clock starts; nothing in the past is later.
        scenario: where the persons live and how wide the campaigns are.
    """
    # An import holds its lock on a connection of its own, so a ground of one connection is not enough.
    url = ground.database.engine.url.render_as_string(hide_password=False)
    wide = replace(ground, database=Database(url, pool_size=2))
    try:
        seeded = await _staff(wide)
        await _campaigns(wide, books, seeded.team_id, scenario)
        await _import(wide, make_cases(seed, cases, started_at.date(), scenario.mix), started_at)
        await _learn_zones(wide, seed, scenario, started_at)
        await recall_past(wide, books, seeded.robot_ids, seed=seed, now=started_at)
        if scenario.has_wishes:
            await recall_wishes(wide, seed=seed, now=started_at)
        await enrol_all(wide)
        return replace(seeded, cases=await _introduce(wide, world))
    finally:
        await wide.database.close()


async def find_seeded(ground: Ground, world: World) -> Seeded | None:
    """Find the demo of an earlier run in the database and tell the world its persons; None if there is none."""
    async with ground.database.transaction() as session:
        users = {user.login: user for user in await users_in_order(session)}
    robots = [users[login] for login in map(_robot_login, ROBOTS) if login in users]
    if len(robots) < len(ROBOTS) or robots[0].team_id is None:
        return None
    seats = tuple(users[login] for login, *_ in SEATS if login in users)
    cases = await _introduce(ground, world)
    return Seeded(tuple(robot.id for robot in robots), seats, robots[0].team_id, cases)


# ------------------------------------------------------------------------------------------------ staff and campaigns


async def _staff(ground: Ground) -> Seeded:
    team = Team(id=ground.ids.new(), name=TEAM)
    robots = [_user(ground, _robot_login(name), Role.AGENT, name, team.id) for name in ROBOTS]
    for robot in robots:
        robot.is_robot = True
    seats = [_user(ground, login, role, name, team.id) for login, role, name in SEATS]
    creditors = [
        Creditor(id=ground.ids.new(), code=one.code, name=one.name, collector_role=one.collector_role, country="US")
        for one in CREDITORS
    ]
    async with ground.database.transaction() as session:
        session.add_all([team, *creditors])
        await session.flush()
        session.add_all([*robots, *seats])
    return Seeded(tuple(robot.id for robot in robots), tuple(seats), team.id, 0)


def _user(ground: Ground, login: str, role: Role, name: str, team_id: UUID) -> User:
    user = user_named(login, role.value, name, user_id=ground.ids.new(), now=ground.clock.now())
    user.team_id = team_id if role in {Role.AGENT, Role.SUPERVISOR} else None
    return user


def _robot_login(name: str) -> str:
    return f"robot.{name.lower()}"


async def _campaigns(ground: Ground, books: Books, team_id: UUID, scenario: Scenario) -> None:
    buckets = await edit_buckets(ground, load_buckets(), actor="system")
    templates = load_campaign_templates()
    for bucket in buckets:
        template = templates[bucket.code]
        made = await create_campaign(ground, template=template.code, name=template.name, actor="system")
        changes = campaign_changes(scenario, template.fields)
        await edit_campaign(ground, books, made.id, version=1, changes=changes, teams=[team_id], actor="system")
        await move_campaign(ground, books, made.id, to=CampaignState.RUNNING, actor="system")


# ------------------------------------------------------------------------------------------------ the population


async def _import(ground: Ground, rows: Sequence[Row], started_at: datetime) -> None:
    today = started_at.date()
    with real_work():
        paths = await asyncio.to_thread(_write_files, ground.settings.data_dir / "demo", rows)
    for creditor, path in zip(CREDITORS, paths, strict=True):
        recipe = recipe_of(creditor)
        await save_recipe(ground, recipe)
        report = await import_cases(ground, path, recipe, actor="system", as_of_on=today)
        assert report.rejected == 0, f"{creditor.code}: {report.errors}"


def recipe_of(creditor: FictionalCreditor) -> Recipe:
    """Return how a fictional lender's files are read."""
    return Recipe(creditor.name, creditor.code, {column: column for column in COLUMNS})


def _write_files(folder: Path, rows: Sequence[Row]) -> list[Path]:
    folder.mkdir(parents=True, exist_ok=True)
    return [_write(folder / f"{creditor.code}.csv", rows_of(creditor, rows)) for creditor in CREDITORS]


def _write(path: Path, rows: Sequence[Row]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS)
        writer.writeheader()
        writer.writerows(rows)
    return path


async def _learn_zones(ground: Ground, seed: int, scenario: Scenario, started_at: datetime) -> None:
    """Let some persons have told us where they are: each zone as often as the scenario has persons of it."""
    if scenario.mix is None or not scenario.known_zone_share:
        return
    dice = Random(f"zones:{seed}")
    zones, shares = tuple(scenario.mix.zones), tuple(scenario.mix.zones.values())
    async with ground.database.transaction() as session:
        told = [
            {
                "id": ground.ids.new(),
                "debtor_id": debtor_id,
                "zone": dice.choices(zones, shares)[0],
                "starts_at": started_at - STOP_AGE,
                "evidence": EVIDENCE,
                "actor": "system",
            }
            for _, debtor_id in await open_cases_in_order(session)
            if dice.random() < scenario.known_zone_share
        ]
        await learn_zones(session, told)


async def _introduce(ground: Ground, world: World) -> int:
    """Tell the world what the books say of every number; return how many cases are open."""
    async with ground.database.transaction() as session:
        numbers = await numbers_in_books(session)
        cases = await open_cases_in_order(session)
    for one in numbers:
        hint = PersonHint(
            freshness=_freshness(one.days_past_due),
            zone=one.zones[0] if one.zones else "",
            name=one.name,
            days_past_due=one.days_past_due,
            relation="own" if one.is_own else "relative",
        )
        world.know(one.number, hint)
    return len(cases)


def _freshness(days_past_due: int) -> Freshness:
    """Contact data ages with the debt: fresh in the first bucket, mixed in the next two, stale in the last."""
    if days_past_due <= 5:
        return Freshness.FRESH
    return Freshness.MIXED if days_past_due <= 30 else Freshness.STALE
