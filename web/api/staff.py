"""Users, teams and roles over HTTP."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from campaigns.facts import UserChanged
from config.errors import BadInput, Conflict
from crm.signing_in import make_link, user_named
from crm.staff import RIGHTS, Right, Role, Team, User
from crm.store.for_staff import (
    end_links_of,
    end_sessions_of,
    team_by_id,
    team_by_name,
    teams_in_order,
    user_by_id,
    user_by_login,
    users_in_order,
)
from web.access import base_url
from web.answering import no_such_thing
from web.endpoint import ApiRequest, Endpoint
from web.house import House
from web.shapes.shape import Empty, Named
from web.shapes.staff import LinkShape, RoleRows, RoleShape, TeamNew, TeamRows, UserEdit, UserNew, UserRows, UserShape


async def list_users(house: House, request: ApiRequest[None]) -> UserRows:  # noqa: ARG001
    async with house.database.transaction() as session:
        users = await users_in_order(session)
        teams = {team.id: team for team in await teams_in_order(session)}
    return UserRows(rows=[_user(user, teams.get(user.team_id) if user.team_id else None) for user in users])


async def create_user(house: House, request: ApiRequest[UserNew]) -> UserShape:
    """Create a user without a password; a one-time link lets them in.

    Raises:
        Conflict: the login is taken.
    """
    sent, now = request.sent, house.clock.now()
    async with house.database.transaction() as session:
        if await user_by_login(session, sent.login) is not None:
            raise Conflict("login_taken", "This login is taken.", {"login": "taken"})
        team = await _team(session, sent.team_id)
        user = user_named(sent.login, sent.role, sent.display_name, user_id=house.ids.new(), now=now)
        user.team_id = sent.team_id
        user.language = sent.language
        session.add(user)
        await house.journal.append(session, _changed(request, user.id, "created", now))
    return _user(user, team)


async def edit_user(house: House, request: ApiRequest[UserEdit]) -> UserShape:
    """Change a user. Who is closed or gets another role is signed out everywhere at once.

    Raises:
        Conflict: an administrator closes or degrades themselves, who might be the last one.
    """
    sent, now, user_id = request.sent, house.clock.now(), request.id("user_id")
    if user_id == request.me.user_id and (not sent.is_active or sent.role != request.me.role):
        raise Conflict("own_account", "Somebody else has to close your account or change your role.")
    async with house.database.transaction() as session:
        user = await _known(session, user_id)
        team = await _team(session, sent.team_id)
        change = _change(user, sent)
        user.display_name, user.role, user.team_id = sent.display_name, sent.role, sent.team_id
        user.language, user.is_active = sent.language, sent.is_active
        if change in {"closed", "role_changed"}:
            await end_sessions_of(session, user_id)
            await end_links_of(session, user_id, at=now)
        await house.journal.append(session, _changed(request, user_id, change, now))
    if change in {"closed", "role_changed"}:
        house.hub.cut(user_id)
    return _user(user, team)


async def make_user_link(house: House, request: ApiRequest[Empty]) -> LinkShape:
    """Make a one-time sign-in link, shown this once; earlier links of the user stop working."""
    now = house.clock.now()
    async with house.database.transaction() as session:
        user = await _known(session, request.id("user_id"))
        if not user.is_active or user.is_robot:
            raise Conflict("user_closed", "This user cannot sign in.")
        secret, expires_at = await make_link(session, user, house.door.limits, now=now)
        await house.journal.append(session, _changed(request, user.id, "link_made", now))
    return LinkShape(url=f"{base_url(house.settings, port=house.door.port)}/sign-in/{secret}", expires_at=expires_at)


async def list_teams(house: House, request: ApiRequest[None]) -> TeamRows:  # noqa: ARG001
    async with house.database.transaction() as session:
        return TeamRows(rows=[Named(id=team.id, name=team.name) for team in await teams_in_order(session)])


async def create_team(house: House, request: ApiRequest[TeamNew]) -> Named:
    async with house.database.transaction() as session:
        if await team_by_name(session, request.sent.name) is not None:
            raise Conflict("team_taken", "There is a team of this name.", {"name": "taken"})
        team = Team(id=house.ids.new(), name=request.sent.name)
        session.add(team)
    return Named(id=team.id, name=team.name)


async def list_roles(house: House, request: ApiRequest[None]) -> RoleRows:  # noqa: ARG001
    return RoleRows(roles=[RoleShape(role=role.value, rights=sorted(rights)) for role, rights in RIGHTS.items()])


async def _known(session: AsyncSession, user_id: UUID) -> User:
    user = await user_by_id(session, user_id)
    if user is None:
        raise no_such_thing()
    return user


async def _team(session: AsyncSession, team_id: UUID | None) -> Team | None:
    team = None if team_id is None else await team_by_id(session, team_id)
    if team_id is not None and team is None:
        raise BadInput("no_such_team", "There is no such team.", {"team_id": "not known"})
    return team


def _change(user: User, sent: UserEdit) -> str:
    if user.is_active and not sent.is_active:
        return "closed"
    return "role_changed" if user.role != sent.role else "edited"


def _changed(request: ApiRequest[Any], user_id: UUID, change: str, now: datetime) -> UserChanged:
    return UserChanged(at=now, actor=request.actor, user_id=user_id, change=change)


def _user(user: User, team: Team | None) -> UserShape:
    return UserShape(
        id=user.id,
        login=user.login,
        display_name=user.display_name,
        role=Role(user.role).value,
        team=None if team is None else Named(id=team.id, name=team.name),
        language=user.language,
        is_active=user.is_active,
        is_robot=user.is_robot,
        has_password=user.password_hash is not None,
        created_at=user.created_at,
    )


ROUTES: tuple[Endpoint, ...] = (
    Endpoint("GET", "/users", Right.MANAGE_USERS, None, UserRows, list_users, "List users"),
    Endpoint(
        "POST",
        "/users",
        Right.MANAGE_USERS,
        UserNew,
        UserShape,
        create_user,
        "Create a user, who signs in by a one-time link",
    ),
    Endpoint(
        "PUT",
        "/users/{user_id:uuid}",
        Right.MANAGE_USERS,
        UserEdit,
        UserShape,
        edit_user,
        "Change or close a user; a closed one is signed out at once",
    ),
    Endpoint(
        "POST",
        "/users/{user_id:uuid}/link",
        Right.MANAGE_USERS,
        Empty,
        LinkShape,
        make_user_link,
        "Make a one-time sign-in link",
    ),
    Endpoint("GET", "/teams", Right.SEE_FLOOR, None, TeamRows, list_teams, "List teams"),
    Endpoint("POST", "/teams", Right.MANAGE_USERS, TeamNew, Named, create_team, "Create a team"),
    Endpoint("GET", "/roles", Right.MANAGE_USERS, None, RoleRows, list_roles, "List roles and their rights"),
)
