"""People who work here: users, their role and team, how they sign in.

What a role may do is one table; the server asks it on every request. Passwords are Argon2id hashes only.
"""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from config.tables import Base


class Role(StrEnum):
    """What a person does here."""

    AGENT = "agent"
    MANAGER = "manager"
    REVIEWER = "reviewer"
    SUPERVISOR = "supervisor"
    ADMINISTRATOR = "administrator"
    AUDITOR = "auditor"


class Right(StrEnum):
    """One thing a role may be allowed to do."""

    TAKE_CALLS = "take_calls"
    SEE_CASES = "see_cases"
    RECORD_FACTS = "record_facts"
    RUN_CAMPAIGNS = "run_campaigns"
    IMPORT = "import"
    REVIEW = "review"
    SEE_FLOOR = "see_floor"
    UNSTICK = "unstick"
    MANAGE_USERS = "manage_users"
    AUDIT = "audit"
    PROVE = "prove"


RIGHTS: dict[Role, frozenset[Right]] = {
    Role.AGENT: frozenset({Right.TAKE_CALLS, Right.SEE_CASES, Right.RECORD_FACTS}),
    Role.MANAGER: frozenset(
        {Right.SEE_CASES, Right.RECORD_FACTS, Right.RUN_CAMPAIGNS, Right.IMPORT, Right.PROVE, Right.SEE_FLOOR}
    ),
    Role.REVIEWER: frozenset({Right.SEE_CASES, Right.REVIEW}),
    Role.SUPERVISOR: frozenset({Right.SEE_CASES, Right.RECORD_FACTS, Right.SEE_FLOOR, Right.UNSTICK, Right.REVIEW}),
    Role.ADMINISTRATOR: frozenset({Right.MANAGE_USERS, Right.SEE_FLOOR}),
    Role.AUDITOR: frozenset({Right.SEE_CASES, Right.AUDIT, Right.PROVE, Right.SEE_FLOOR}),
}


class Team(Base):
    """A group of agents who share campaigns."""

    __tablename__ = "teams"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)


class User(Base):
    """A person who may sign in; without a password hash only a one-time link lets them in."""

    __tablename__ = "users"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    login: Mapped[str] = mapped_column(unique=True)
    display_name: Mapped[str]
    role: Mapped[str]
    team_id: Mapped[UUID | None] = mapped_column(ForeignKey("teams.id"))
    language: Mapped[str] = mapped_column(default="en")
    password_hash: Mapped[str | None]
    is_active: Mapped[bool] = mapped_column(default=True)
    is_robot: Mapped[bool] = mapped_column(default=False)
    preferences: Mapped[dict[str, Any]] = mapped_column(default=dict)
    created_at: Mapped[datetime]


class SignInLink(Base):
    """A link that signs one user in once; only the hash of its secret is kept."""

    __tablename__ = "sign_in_links"

    secret_hash: Mapped[str] = mapped_column(primary_key=True)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class SignedIn(Base):
    """A server-side session; deleting the row ends it at once. Only the hash of its secret is kept."""

    __tablename__ = "sessions"

    secret_hash: Mapped[str] = mapped_column(primary_key=True)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"), index=True)
    created_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    expires_at: Mapped[datetime]
