"""Shapes of the live socket's frames in both directions."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from web.shapes.shape import Document, Instant, Shape

Kind = Literal["hello", "agent", "call", "floor", "campaign", "import", "message", "ping", "elsewhere"]


class Frame(Shape):
    """What the server sends; `seq` grows by one for each frame of a user and is the cursor to resume by."""

    seq: int
    kind: Kind
    body: Document


class Pong(Shape):
    kind: Literal["pong"]


class Shown(Shape):
    """The case of a call is painted; `painted_at` is by the browser's clock."""

    kind: Literal["shown"]
    attempt_id: UUID
    painted_at: Instant


class TakeOver(Shape):
    kind: Literal["take_over"]


ClientFrame = Annotated[Pong | Shown | TakeOver, Field(discriminator="kind")]
