"""Names actors for people: one look-up for all users of an answer; other actors are words and stay as they are."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from crm.store.for_staff import names_of_users

GONE = "user"
"""How a user is called whose name is not known any more."""


async def name_actors(session: AsyncSession, actors: Iterable[str]) -> Mapping[str, str]:
    """Return each actor with the name it is shown by."""
    users = {actor: user_id for actor in actors if (user_id := user_of(actor)) is not None}
    names = await names_of_users(session, list(users.values())) if users else {}
    return {actor: shown_as(actor, names) for actor in actors}


def shown_as(actor: str, names: Mapping[UUID, str]) -> str:
    """Name an actor: a user's display name, or the word it is."""
    user_id = user_of(actor)
    return actor if user_id is None else names.get(user_id, GONE)


def user_of(actor: str) -> UUID | None:
    """Return the user an actor is; None for the system, a provider or a robot's rule."""
    kind, _, key = actor.partition(":")
    if kind != "user":
        return None
    try:
        return UUID(key)
    except ValueError:
        return None
