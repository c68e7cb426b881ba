"""Signing in and out, and one's own account."""

import json
from datetime import datetime
from http import HTTPStatus
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession
from starlette.responses import Response

from campaigns.facts import UserChanged
from config.errors import BadInput, NotSignedIn
from crm.signing_in import change_password, open_session, user_of_password
from crm.staff import RIGHTS, Role, User
from crm.store.for_staff import end_session, team_by_id, user_by_id
from web.access import address_of
from web.answering import JSON
from web.endpoint import ApiRequest, Endpoint
from web.house import House
from web.shapes.sessions import Me, NewPassword, Preferences, SignIn
from web.shapes.shape import Named

LARGEST_PREFERENCES = 16_384
"""Characters of JSON."""


async def show_session(house: House, request: ApiRequest[None]) -> Me:
    async with house.database.transaction() as session:
        user = await user_by_id(session, request.me.user_id)
        assert user is not None, "a session has a user"
        return await _me(house, session, user)


async def sign_in(house: House, request: ApiRequest[SignIn]) -> Response:
    """Check a password and open a session; a wrong one counts against the login and the address."""
    sent, address, now = request.sent, address_of(request.raw), house.clock.now()
    house.door.check_tries(sent.login, address)
    try:
        user = await user_of_password(house.database, house.door.passwords, sent.login, sent.password)
    except NotSignedIn:
        house.door.count_failure(sent.login, address)
        raise
    house.door.count_success(sent.login, address)
    async with house.database.transaction() as session:
        secret = await open_session(session, user, house.door.limits, now=now)
        await house.journal.append(session, _changed(user.id, "signed_in", now))
        me = await _me(house, session, user)
    response = Response(me.model_dump_json(by_alias=True), media_type=JSON)
    house.door.let_in(response, secret)
    return response


async def sign_out(house: House, request: ApiRequest[None]) -> Response:
    """End the session on the server, close its sockets and clear the cookie."""
    async with house.database.transaction() as session:
        await end_session(session, request.me.session)
        await house.journal.append(session, _changed(request.me.user_id, "signed_out", house.clock.now()))
    house.hub.cut(request.me.user_id, session=request.me.session)
    response = Response(status_code=HTTPStatus.NO_CONTENT)
    house.door.let_out(response)
    return response


async def set_password(house: House, request: ApiRequest[NewPassword]) -> None:
    """Set one's own password; all other sessions of the person end."""
    me, sent, address = request.me, request.sent, address_of(request.raw)
    house.door.check_tries(me.login, address)
    try:
        await change_password(
            house.database,
            house.door.passwords,
            me.user_id,
            new=sent.new_password,
            old=sent.old_password,
            keep=me.session,
        )
    except BadInput as refusal:
        if refusal.code == "old_password_wrong":
            house.door.count_failure(me.login, address)
        raise
    async with house.database.transaction() as session:
        await house.journal.append(session, _changed(me.user_id, "password_set", house.clock.now()))
    house.hub.cut(me.user_id, but=me.session)


async def save_preferences(house: House, request: ApiRequest[Preferences]) -> Me:
    """Keep language and preferences; what is left out stays."""
    sent = request.sent
    if sent.preferences is not None and len(json.dumps(sent.preferences)) > LARGEST_PREFERENCES:
        raise BadInput("preferences_too_large", "These preferences are too large.", {"preferences": "too large"})
    async with house.database.transaction() as session:
        user = await user_by_id(session, request.me.user_id)
        assert user is not None, "a session has a user"
        user.language = sent.language or user.language
        user.preferences = user.preferences if sent.preferences is None else sent.preferences
        return await _me(house, session, user)


async def _me(house: House, session: AsyncSession, user: User) -> Me:
    team = None if user.team_id is None else await team_by_id(session, user.team_id)
    return Me(
        user_id=user.id,
        login=user.login,
        display_name=user.display_name,
        role=user.role,
        rights=sorted(RIGHTS[Role(user.role)]),
        team=None if team is None else Named(id=team.id, name=team.name),
        language=user.language,
        preferences=user.preferences,
        simulated=house.settings.provider == "simulated",
        server_now=house.clock.now(),
    )


def _changed(user_id: UUID, change: str, now: datetime) -> UserChanged:
    return UserChanged(at=now, actor=f"user:{user_id}", user_id=user_id, change=change)


ROUTES: tuple[Endpoint, ...] = (
    Endpoint("GET", "/session", None, None, Me, show_session, "Show who is signed in"),
    Endpoint("POST", "/session", None, SignIn, Me, sign_in, "Sign in with a password", is_open=True),
    Endpoint("DELETE", "/session", None, None, None, sign_out, "Sign out"),
    Endpoint("POST", "/session/password", None, NewPassword, None, set_password, "Set one's own password"),
    Endpoint("PUT", "/me/preferences", None, Preferences, Me, save_preferences, "Keep language and preferences"),
)
