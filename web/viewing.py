"""Loads what agents and supervisors are shown: an agent's own view with the call, one call, the floor with its day.

Few queries, because the first of these is the screen pop. Building the shapes is left to the views.
"""

from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from campaigns.agents import Agent, AgentState
from campaigns.campaigns import Campaign
from campaigns.contact_outlook import Outlook, closed_channels, outlook
from campaigns.dialing import Dialing
from campaigns.person_file import PersonFile, Point
from campaigns.person_rows import read_person
from campaigns.store.for_agents import floor_numbers, own_numbers, team_names
from campaigns.store.for_dialing import person_rows
from config.errors import NotFound
from crm.case_card import CardRows
from crm.store.for_agents import offered_rows
from crm.store.for_case_card import card_rows
from telephony.store import call_row
from telephony.tables import CallRow
from web.agent_view import show_agent
from web.call_view import CallParts, is_right_party, show_call
from web.composing import timeline_of
from web.floor_view import DayNumbers, show_floor
from web.house import House
from web.shapes.agents import AgentView
from web.shapes.calls import CallView
from web.shapes.floor import FloorView

LAST_ITEMS = 5


async def view_agent(house: House, agent_id: UUID) -> AgentView:
    """Show an agent's state with the call they have or the case they are offered.

    Raises:
        NotFound: the person takes no calls.
    """
    dialing: Dialing = house.floor
    agent = dialing.agent(agent_id)
    now = house.clock.now()
    async with house.database.transaction() as session:
        call = await _call_of(house, session, agent)
        numbers = await own_numbers(session, agent.id, list(dialing.floor.wings), since=midnight(now))
    # State and call are of one instant; what changed since is shown by the next view.
    return show_agent(agent, call, numbers, now=now)


async def view_call(house: House, agent_id: UUID, attempt_id: UUID) -> CallView:
    """Show one call of an agent's own.

    Raises:
        NotFound: no such call, or not this agent's.
    """
    dialing: Dialing = house.floor
    agent = dialing.agent(agent_id)
    async with house.database.transaction() as session:
        rows = await card_rows(session, attempt_id)
        if rows is None or rows.attempt.agent_id != agent_id:
            raise NotFound("no_call", "There is no such call of yours.")
        return await _show(house, session, agent, rows, await call_row(session, attempt_id))


async def view_floor(house: House) -> FloorView:
    """Show the floor with the numbers of the day."""
    dialing: Dialing = house.floor
    return show_floor(dialing.floor, await load_day(house), house.hub.link_age, now=house.clock.now())


async def load_day(house: House) -> DayNumbers:
    """Count the day of all campaigns, from midnight UTC on."""
    dialing: Dialing = house.floor
    async with house.database.transaction() as session:
        numbers = await floor_numbers(session, list(dialing.floor.wings), since=midnight(house.clock.now()))
        return DayNumbers(numbers, await team_names(session))


def midnight(now: datetime) -> datetime:
    """Return when the day of this instant began, in UTC."""
    return now.replace(hour=0, minute=0, second=0, microsecond=0)


async def load_file(session: AsyncSession, case_id: UUID, *, now: datetime) -> PersonFile:
    """Load a person's file for one of their cases, as the gate reads it."""
    return read_person((await person_rows(session, [case_id], now=now))[0])


def point_of(file: PersonFile, point_id: UUID | None) -> Point | None:
    """Return the number a call went to, else the first one of the person."""
    return next((point for point in file.points if point.id == point_id), None) or next(iter(file.phone_points()), None)


async def _call_of(house: House, session: AsyncSession, agent: Agent) -> CallView | None:
    if agent.state is AgentState.PREVIEW and agent.case_id is not None:
        offered = await offered_rows(session, agent.case_id)
        return None if offered is None else await _show(house, session, agent, offered, None)
    if agent.attempt_id is None:
        return None
    rows = await card_rows(session, agent.attempt_id)
    # Until the assignment is durable the call is nobody's, and its case is shown to nobody.
    if rows is None or rows.attempt.agent_id != agent.id:
        return None
    return await _show(house, session, agent, rows, await call_row(session, agent.attempt_id))


async def _show(house: House, session: AsyncSession, agent: Agent, rows: CardRows, call: CallRow | None) -> CallView:
    dialing: Dialing = house.floor
    now = house.clock.now()
    campaign = dialing.campaigns.get(rows.attempt.campaign_id) if rows.attempt.campaign_id else None
    file = await load_file(session, rows.case.id, now=now)
    point = point_of(file, rows.attempt.contact_point_id)
    is_neutral = not is_right_party(rows.attempt)
    parts = CallParts(
        rows=rows,
        call=call,
        file=file,
        campaign=campaign,
        outlook=NO_NUMBER if point is None else _outlook(house, file, point, campaign, now),
        timeline=await timeline_of(session, house, rows.case, last=LAST_ITEMS, neutral=is_neutral),
        closed=closed_channels(file, lambda one: house.books.rules_for(file.under(one), now.date(), campaign), now),
        agent_name=agent.name,
        company=house.settings.company_name,
    )
    return show_call(parts, house.books, now=now)


def _outlook(house: House, file: PersonFile, point: Point, campaign: Campaign | None, now: datetime) -> Outlook:
    return outlook(file, point, house.books.rules_for(file.under(point), now.date(), campaign), now)


NO_NUMBER = Outlook(used=0, cap=0, window_days=0, quiet_until=None, is_text_allowed=False, codes=("number_barred",))
"""How things stand where no number is left."""
