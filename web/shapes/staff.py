"""Shapes of users, teams and roles."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from web.shapes.shape import Instant, Line, Named, Shape

Login = Annotated[str, Field(min_length=2, max_length=64, pattern=r"^[a-z0-9][a-z0-9._-]*$")]
RoleName = Literal["agent", "manager", "reviewer", "supervisor", "administrator", "auditor"]
LanguageName = Literal["en", "zh"]


class UserShape(Shape):
    id: UUID
    login: str
    display_name: str
    role: RoleName
    team: Named | None
    language: str
    is_active: bool
    is_robot: bool
    has_password: bool
    created_at: Instant


class UserRows(Shape):
    rows: list[UserShape]


class UserNew(Shape):
    login: Login
    display_name: Line
    role: RoleName
    team_id: UUID | None = None
    language: LanguageName = "en"


class UserEdit(Shape):
    """All that may be changed of a user; the login stays."""

    display_name: Line
    role: RoleName
    team_id: UUID | None
    language: LanguageName
    is_active: bool


class LinkShape(Shape):
    """A one-time sign-in link; shown once, only its hash is kept."""

    url: str
    expires_at: Instant


class TeamNew(Shape):
    name: Line


class TeamRows(Shape):
    rows: list[Named]


class RoleShape(Shape):
    role: RoleName
    rights: list[str]


class RoleRows(Shape):
    roles: list[RoleShape]
