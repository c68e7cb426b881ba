"""Shapes of signing in and of one's own account."""

from typing import Annotated
from uuid import UUID

from pydantic import Field

from web.shapes.shape import Document, Instant, Named, Shape

Password = Annotated[str, Field(min_length=12, max_length=200)]


class SignIn(Shape):
    login: str = Field(min_length=1, max_length=100)
    password: str = Field(min_length=1, max_length=200)


class Me(Shape):
    """The person signed in; `rights` are what the server allows their role."""

    user_id: UUID
    login: str
    display_name: str
    role: str
    rights: list[str]
    team: Named | None
    language: str
    preferences: Document
    simulated: bool
    server_now: Instant


class NewPassword(Shape):
    new_password: Password
    old_password: str | None = Field(default=None, max_length=200)


class Preferences(Shape):
    """What a person may change of their own account; the stored preferences are replaced as a whole."""

    language: str | None = Field(default=None, pattern="^(en|zh)$")
    preferences: Document | None = None
