"""`ringfence user add` and `user link`: let the first person in; no password is ever made up or printed."""

from datetime import timedelta
from typing import Annotated

import typer
from pydantic import TypeAdapter, ValidationError

from campaigns.facts import UserChanged
from config.errors import BadInput, Conflict, NotFound
from config.ground import Ground
from crm.signing_in import Limits, make_link, user_named
from crm.staff import Role
from crm.store.for_staff import user_by_login
from web.access import base_url
from web.commands.asking import on_ground
from web.shapes.staff import Login

ACTOR = "system"

users = typer.Typer(help="Add a user, or make a one-time sign-in link.", no_args_is_help=True)


def add_to(app: typer.Typer) -> None:
    """Register `user add` and `user link`."""
    app.add_typer(users, name="user")


@users.command("add")
def add_user(
    login: Annotated[str, typer.Argument(help="Small letters, digits, dots and dashes.")],
    role: Annotated[Role, typer.Option(help="What the person does here.")],
    name: Annotated[str | None, typer.Option(help="Name as shown to others.")] = None,
) -> None:
    """Add a user and print the link by which they sign in once."""

    async def work(ground: Ground) -> str:
        known = _login(login)
        now = ground.clock.now()
        async with ground.database.transaction() as session:
            if await user_by_login(session, known) is not None:
                raise Conflict("login_taken", f"There is a user {known} already.", {"LOGIN": "taken"})
            user = user_named(known, role.value, name or known, user_id=ground.ids.new(), now=now)
            session.add(user)
            await session.flush()
            fact = UserChanged(at=now, actor=ACTOR, user_id=user.id, change="created")
            await ground.journal.append(session, fact)
        return await _link(ground, known)

    typer.echo(on_ground(work))


@users.command("link")
def link_user(login: Annotated[str, typer.Argument(help="Whose link.")]) -> None:
    """Print a new one-time link for a user; earlier ones stop working."""

    async def work(ground: Ground) -> str:
        return await _link(ground, login)

    typer.echo(on_ground(work))


async def _link(ground: Ground, login: str) -> str:
    limits = Limits(timedelta(0), timedelta(0), timedelta(minutes=ground.settings.sign_in_link_minutes))
    now = ground.clock.now()
    async with ground.database.transaction() as session:
        user = await user_by_login(session, login)
        if user is None or not user.is_active or user.is_robot:
            raise NotFound("no_user", f"There is no user {login} who may sign in.", {"LOGIN": "not known"})
        secret, _expires_at = await make_link(session, user, limits, now=now)
        fact = UserChanged(at=now, actor=ACTOR, user_id=user.id, change="link_made")
        await ground.journal.append(session, fact)
    return f"{base_url(ground.settings)}/sign-in/{secret}"


def _login(login: str) -> str:
    try:
        return TypeAdapter(Login).validate_python(login)
    except ValidationError:
        sentence = "A login has 2 to 64 small letters, digits, dots, dashes or underscores."
        raise BadInput("bad_login", sentence, {"LOGIN": login}) from None
