"""The person signed in, as every part of the web sees them."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from crm.staff import Right, Role


@dataclass(frozen=True, slots=True)
class SignedInPerson:
    """Who asks: the user behind the session, and what their role allows."""

    user_id: UUID
    login: str
    display_name: str
    role: Role
    rights: frozenset[Right]
    language: str
    session: str
    """The SHA-256 of the session's secret, by which its row is found."""
    ends_at: datetime
