"""A small world for tests that need rows: a creditor, a team, people, a campaign, cases and closed calls."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from campaigns.books import load_books
from campaigns.campaign_templates import load_buckets
from campaigns.campaigns import Campaign
from campaigns.steering import create_campaign, edit_campaign
from config.facts import Fact
from config.ground import Ground
from config.journal import START
from crm.attempts import Attempt, DispositionEntry
from crm.cases import Case
from crm.contact_points import ContactPoint
from crm.debtors import Creditor, Debtor
from crm.staff import Team, User
from telephony.tables import RecordingRow

BOOKS = load_books()
EASTERN = ("GA", "America/New_York", "404")
WESTERN = ("OR", "America/Los_Angeles", "503")
"""A region, its zone and an area code of it."""


@dataclass
class World:
    """What the tests of one database share; `ground` stands on it."""

    ground: Ground
    creditor_id: UUID
    team_id: UUID
    agent_id: UUID
    reviewer_id: UUID
    people: int = 0

    @property
    def now(self) -> datetime:
        return self.ground.clock.now()

    def new(self) -> UUID:
        return self.ground.ids.new()

    async def facts(self) -> list[Fact]:
        """Return all facts of the journal, oldest first."""
        async with self.ground.database.transaction() as session:
            return [item.fact for item in await self.ground.journal.read(session, after=START)]

    async def campaign(self, bucket: str = "b1", name: str = "Reminders") -> Campaign:
        """Make a draft campaign from a template, with the team on it."""
        made = await create_campaign(self.ground, template=bucket, name=name, actor="user:manager")
        return await edit_campaign(
            self.ground, BOOKS, made.id, version=1, changes={}, teams=[self.team_id], actor="user:manager"
        )


def person(world: World, session: AsyncSession, place: tuple[str, str, str] = EASTERN) -> tuple[Debtor, ContactPoint]:
    """Add a person with one mobile number."""
    world.people += 1
    region, zone, area = place
    debtor = Debtor(
        id=world.new(),
        creditor_id=world.creditor_id,
        customer_ref=f"C{world.people}",
        full_name=f"Person {world.people}",
        region=region,
        city="Springfield",
        address_zones=[zone],
        created_at=world.now,
    )
    point = ContactPoint(
        id=world.new(),
        debtor_id=debtor.id,
        kind="phone",
        label="mobile",
        value=f"+1{area}55501{world.people:02d}",
        zones=[zone],
        source="test",
        first_seen_at=world.now,
    )
    session.add(debtor)
    return debtor, point


async def add_case(
    world: World, campaign: Campaign | None = None, *, place: tuple[str, str, str] = EASTERN
) -> tuple[Case, ContactPoint]:
    """Add a case of a new person to a campaign."""
    async with world.ground.database.transaction() as session:
        debtor, point = person(world, session, place)
        await session.flush()
        case = Case(
            id=world.new(),
            number=f"N{world.people}",
            creditor_id=world.creditor_id,
            debtor_id=debtor.id,
            bucket="b1",
            campaign_id=None if campaign is None else campaign.id,
            currency="USD",
            balance_minor=90000,
            past_due_minor=14300,
            days_past_due=3,
            opened_at=world.now,
        )
        session.add_all([point, case])
    return case, point


async def add_call(
    world: World,
    case: Case,
    point: ContactPoint,
    code: str,
    *,
    ago: timedelta = timedelta(hours=1),
    duration_ms: int | None = 60_000,
    campaign: Campaign | None = None,
) -> Attempt:
    """Add a closed call with its disposition and, unless `duration_ms` is None, a recording."""
    disposition = BOOKS.catalogue.get(code)
    at = world.now - ago
    async with world.ground.database.transaction() as session:
        attempt = Attempt(
            id=world.new(),
            debtor_id=case.debtor_id,
            case_id=case.id,
            campaign_id=None if campaign is None else campaign.id,
            contact_point_id=point.id,
            channel="phone",
            value=point.value,
            state="closed",
            verdict={"at": at.isoformat(), "allowed": True, "rules": ["us.regf.hours@1"], "reasons": []},
            agent_id=world.agent_id,
            reserved_at=at,
            answered_at=at,
            bridged_at=at,
            closed_at=at + timedelta(minutes=1),
            result="completed",
            party=disposition.party,
            disposition=code,
            outcome=disposition.outcome,
        )
        session.add(attempt)
        await session.flush()
        entry = DispositionEntry(id=world.new(), attempt_id=attempt.id, code=code, at=at, actor="user:agent")
        session.add(entry)
        if duration_ms is not None:
            recording = RecordingRow(
                id=world.new(),
                attempt_id=attempt.id,
                path=f"{attempt.id}.wav",
                duration_ms=duration_ms,
                peaks=[[0.1, 0.2]],
                stored_at=at,
            )
            session.add(recording)
    return attempt


async def build_world(ground: Ground) -> World:
    """Build the world on an empty database, with the packaged buckets."""
    ids = ground.ids
    world = World(ground, ids.new(), ids.new(), ids.new(), ids.new())
    async with ground.database.transaction() as session:
        session.add(Creditor(id=world.creditor_id, code="acme", name="Acme Cards"))
        session.add(Team(id=world.team_id, name="Early team"))
        session.add_all(load_buckets())
        await session.flush()
        for user_id, role in ((world.agent_id, "agent"), (world.reviewer_id, "reviewer")):
            session.add(
                User(id=user_id, login=f"world-{role}", display_name=f"An {role}", role=role, created_at=world.now)
            )
    return world
