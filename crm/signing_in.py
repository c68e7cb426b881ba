"""Signing in and out: passwords, one-time links, server-side sessions, and who is behind a session's secret.

Secrets are 256 random bits of which only the SHA-256 is stored. Passwords are Argon2id, hashed in a thread, a few at
a time. How often somebody may try, and cookies, are left to `web/access.py`.
"""

import asyncio
import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError
from sqlalchemy.ext.asyncio import AsyncSession

from config.database import Database
from config.errors import BadInput, NotFound, NotSignedIn
from config.virtual_time import real_work
from crm.staff import SignedIn, SignInLink, User
from crm.store.for_staff import (
    end_links_of,
    end_sessions_of,
    forget_ended,
    link_by_hash,
    session_by_hash,
    set_password_hash,
    touch_session,
    user_by_id,
    user_by_login,
)

HASHES_AT_ONCE = 2
"""Each Argon2id hash takes 64 MB and a core for 0.2 s; more at once would starve a live floor."""
TOUCH_EVERY = timedelta(minutes=1)
"""A session's last use is written no finer, so that reading a page does not write a row."""
COMMON_PARTS = ("password", "passwort", "12345678", "qwertyuiop", "ringfence", "letmein", "iloveyou")
"""A password built on one of these is in every list of leaked ones."""


class Passwords:
    """Hashes and checks passwords off the event loop; an unknown login costs as much as a wrong password."""

    def __init__(self, hasher: PasswordHasher | None = None) -> None:
        self._hasher = hasher or PasswordHasher()
        self._free = asyncio.Semaphore(HASHES_AT_ONCE)
        self._decoy: str | None = None

    async def hash(self, password: str) -> str:
        async with self._free:
            with real_work():
                return await asyncio.to_thread(self._hasher.hash, password)

    async def matches(self, password_hash: str | None, password: str) -> bool:
        """Compare; without a hash the same work is done against a decoy, and the answer is no."""
        if self._decoy is None:
            self._decoy = await self.hash(secrets.token_urlsafe(16))
        async with self._free:
            with real_work():
                matched = await asyncio.to_thread(self._verify, password_hash or self._decoy, password)
        return matched and password_hash is not None

    def _verify(self, password_hash: str, password: str) -> bool:
        try:
            return self._hasher.verify(password_hash, password)
        except (VerifyMismatchError, InvalidHashError):
            return False


@dataclass(frozen=True, slots=True)
class Limits:
    """How long sessions and links last."""

    idle: timedelta
    longest: timedelta
    link: timedelta


def hash_secret(secret: str) -> str:
    """Return what is stored of a session's or link's secret: its SHA-256 in hex. The secret is random, so no salt."""
    return hashlib.sha256(secret.encode()).hexdigest()


def check_password_rules(password: str, user: User) -> None:
    """Refuse a new password that is guessed first.

    Raises:
        BadInput: it holds the login or a common part, or repeats few characters. Length is checked by its shape.
    """
    lowered = password.lower()
    if user.login in lowered or any(part in lowered for part in COMMON_PARTS) or len(set(password)) < 5:
        sentence = "This password would be guessed first; choose several unrelated words."
        raise BadInput("password_weak", sentence, {"new_password": "too easy to guess"})


async def user_of_password(database: Database, passwords: Passwords, login: str, password: str) -> User:
    """Find who signs in with a password; no connection is held while the hash is computed.

    Raises:
        NotSignedIn: with one and the same answer for an unknown login, a closed one and a wrong password.
    """
    async with database.transaction() as session:
        user = await user_by_login(session, login.strip().lower())
    may_sign_in = user is not None and user.is_active and not user.is_robot
    matched = await passwords.matches(user.password_hash if user is not None and may_sign_in else None, password)
    if user is None or not matched:
        raise NotSignedIn("sign_in_failed", "Login and password do not match.")
    return user


async def make_link(session: AsyncSession, user: User, limits: Limits, *, now: datetime) -> tuple[str, datetime]:
    """Make a one-time link's secret and say until when it works; earlier links of the user stop working."""
    await end_links_of(session, user.id, at=now)
    secret = secrets.token_urlsafe(32)
    expires_at = now + limits.link
    session.add(SignInLink(secret_hash=hash_secret(secret), user_id=user.id, expires_at=expires_at, used_at=None))
    await session.flush()
    return secret, expires_at


async def user_of_link(session: AsyncSession, secret: str, *, now: datetime, consume: bool) -> User:
    """Find whom a one-time link signs in; `consume` uses it up.

    Raises:
        NotFound: unknown, used, expired, or its user is closed; all with the same answer.
    """
    found = await link_by_hash(session, hash_secret(secret))
    if found is None:
        raise _no_link()
    link, user = found
    if link.used_at is not None or link.expires_at <= now or not user.is_active or user.is_robot:
        raise _no_link()
    if consume:
        link.used_at = now
    return user


async def open_session(session: AsyncSession, user: User, limits: Limits, *, now: datetime) -> str:
    """Open a session and return its secret for the cookie; ended sessions of everybody are removed on the way."""
    await forget_ended(session, expired_before=now, idle_before=now - limits.idle)
    secret = secrets.token_urlsafe(32)
    session.add(
        SignedIn(
            secret_hash=hash_secret(secret),
            user_id=user.id,
            created_at=now,
            seen_at=now,
            expires_at=now + limits.longest,
        )
    )
    await session.flush()
    return secret


async def who_is(session: AsyncSession, secret: str, limits: Limits, *, now: datetime) -> tuple[SignedIn, User]:
    """Find who is behind a session's secret, and remember that they were here.

    Raises:
        NotSignedIn: no such session, ended by time, or its user is closed.
    """
    found = await session_by_hash(session, hash_secret(secret))
    if found is None:
        raise _nobody()
    signed_in, user = found
    if signed_in.expires_at <= now or signed_in.seen_at + limits.idle <= now or not user.is_active:
        raise _nobody()
    if now - signed_in.seen_at >= TOUCH_EVERY:
        await touch_session(session, signed_in.secret_hash, now)
    return signed_in, user


async def change_password(
    database: Database, passwords: Passwords, user_id: UUID, *, new: str, old: str | None, keep: str
) -> None:
    """Set a password; all other sessions of the user end (`keep` is the hash of the one that stays).

    Raises:
        BadInput: the new one is weak, or the old one is wrong.
    """
    async with database.transaction() as session:
        user = await user_by_id(session, user_id)
    assert user is not None, "a session has a user"
    if user.password_hash is not None and not await passwords.matches(user.password_hash, old or ""):
        raise BadInput("old_password_wrong", "The old password is not right.", {"old_password": "not right"})
    check_password_rules(new, user)
    password_hash = await passwords.hash(new)
    async with database.transaction() as session:
        await set_password_hash(session, user_id, password_hash)
        await end_sessions_of(session, user_id, but=keep)


def user_named(login: str, role: str, display_name: str, *, user_id: UUID, now: datetime) -> User:
    """Make a user's row who can be let in by a one-time link only."""
    return User(
        id=user_id,
        login=login,
        display_name=display_name,
        role=role,
        team_id=None,
        language="en",
        password_hash=None,
        is_active=True,
        is_robot=False,
        preferences={},
        created_at=now,
    )


def _no_link() -> NotFound:
    return NotFound("link_gone", "This sign-in link does not work any more. Ask for a new one.")


def _nobody() -> NotSignedIn:
    return NotSignedIn("not_signed_in", "Please sign in.")
