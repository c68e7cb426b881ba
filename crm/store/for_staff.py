"""Questions about people who work here: users, teams, their sessions and one-time links."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from crm.staff import SignedIn, SignInLink, Team, User


async def user_by_login(session: AsyncSession, login: str) -> User | None:
    return await session.scalar(select(User).where(User.login == login))


async def user_by_id(session: AsyncSession, user_id: UUID) -> User | None:
    return await session.get(User, user_id)


async def set_password_hash(session: AsyncSession, user_id: UUID, password_hash: str) -> None:
    await session.execute(update(User).where(User.id == user_id).values(password_hash=password_hash))


async def users_in_order(session: AsyncSession) -> Sequence[User]:
    """Return all users by their login."""
    return (await session.scalars(select(User).order_by(User.login))).all()


async def names_of_users(session: AsyncSession, ids: Sequence[UUID]) -> dict[UUID, str]:
    """Return display names by id; ids that are no user's are left out."""
    found = await session.execute(select(User.id, User.display_name).where(User.id.in_(set(ids))))
    return {row.id: row.display_name for row in found}


async def teams_in_order(session: AsyncSession) -> Sequence[Team]:
    """Return all teams by name."""
    return (await session.scalars(select(Team).order_by(Team.name))).all()


async def team_by_id(session: AsyncSession, team_id: UUID) -> Team | None:
    return await session.get(Team, team_id)


async def team_by_name(session: AsyncSession, name: str) -> Team | None:
    return await session.scalar(select(Team).where(Team.name == name))


async def link_by_hash(session: AsyncSession, secret_hash: str) -> tuple[SignInLink, User] | None:
    """Return a link and its user, the link locked, so that of two uses at one instant exactly one wins."""
    query = (
        select(SignInLink, User)
        .join(User, User.id == SignInLink.user_id)
        .where(SignInLink.secret_hash == secret_hash)
        .with_for_update(of=SignInLink)
    )
    found = (await session.execute(query)).one_or_none()
    return None if found is None else (found[0], found[1])


async def session_by_hash(session: AsyncSession, secret_hash: str) -> tuple[SignedIn, User] | None:
    """Return a session and its user."""
    query = select(SignedIn, User).join(User, User.id == SignedIn.user_id).where(SignedIn.secret_hash == secret_hash)
    found = (await session.execute(query)).one_or_none()
    return None if found is None else (found[0], found[1])


async def touch_session(session: AsyncSession, secret_hash: str, at: datetime) -> None:
    await session.execute(update(SignedIn).where(SignedIn.secret_hash == secret_hash).values(seen_at=at))


async def end_session(session: AsyncSession, secret_hash: str) -> None:
    await session.execute(delete(SignedIn).where(SignedIn.secret_hash == secret_hash))


async def end_sessions_of(session: AsyncSession, user_id: UUID, *, but: str = "") -> None:
    """End all sessions of a user, except the one with the hash `but`."""
    await session.execute(delete(SignedIn).where(SignedIn.user_id == user_id, SignedIn.secret_hash != but))


async def end_links_of(session: AsyncSession, user_id: UUID, *, at: datetime) -> None:
    """Make a user's unused links useless."""
    unused = (SignInLink.user_id == user_id, SignInLink.used_at.is_(None))
    await session.execute(update(SignInLink).where(*unused).values(used_at=at))


async def forget_ended(session: AsyncSession, *, expired_before: datetime, idle_before: datetime) -> None:
    """Remove sessions that have ended and links that have expired."""
    ended = or_(SignedIn.expires_at < expired_before, SignedIn.seen_at < idle_before)
    await session.execute(delete(SignedIn).where(ended))
    await session.execute(delete(SignInLink).where(SignInLink.expires_at < expired_before))
