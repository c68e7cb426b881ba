"""What every request and answer of the API shares: strictness, instants, money, counts.

Unknown fields are refused, so that nothing a client sends is silently taken or ignored.
"""

from typing import Annotated, Any, Self
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from crm.money import Money

Instant = AwareDatetime
Text = Annotated[str, Field(max_length=4000)]
Line = Annotated[str, Field(min_length=1, max_length=200)]
Code = Annotated[str, Field(min_length=1, max_length=64)]
Document = dict[str, Any]


class Shape(BaseModel):
    """A frozen document that refuses unknown fields, NaN and infinity; its aliases are words Python reserves."""

    model_config = ConfigDict(
        extra="forbid",
        frozen=True,
        allow_inf_nan=False,
        from_attributes=True,
        validate_by_name=True,
        validate_by_alias=True,
    )


class Empty(Shape):
    """A request without content."""


class MoneyShape(Shape):
    """An amount in minor units of an ISO 4217 currency."""

    minor: int
    currency: str

    @classmethod
    def of(cls, money: Money) -> Self:
        return cls(minor=money.minor, currency=money.currency)


class CodeText(Shape):
    """A code with its names in both languages."""

    code: str
    en: str
    zh: str


class Named(Shape):
    id: UUID
    name: str


class ErrorShape(Shape):
    """How every refusal is answered; `details` names fields or the error's id."""

    code: str
    sentence: str
    details: dict[str, str]


class PageQuery(Shape):
    """Keyset paging: `after` is the `next` of the page before."""

    limit: int = Field(default=50, ge=1, le=200)
    after: str | None = Field(default=None, max_length=200)


class CommandBody(Shape):
    """A command that gives its first answer again when its id is sent again."""

    command_id: UUID


class ReasonBody(Shape):
    reason: Line


class TextBody(Shape):
    text: Annotated[str, Field(min_length=1, max_length=2000)]
