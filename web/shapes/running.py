"""Shapes of running the server: health, settings, audit."""

from uuid import UUID

from pydantic import Field

from web.shapes.shape import Code, Document, Instant, Shape


class HealthPart(Shape):
    """One part of the server, in plain words."""

    code: str
    ok: bool
    sentence_en: str
    sentence_zh: str
    detail: Document


class HealthView(Shape):
    parts: list[HealthPart]


class SettingShape(Shape):
    """One setting; secrets are masked."""

    name: str
    value: str
    source: str
    description: str


class SettingRows(Shape):
    rows: list[SettingShape]


class AuditQuery(Shape):
    """Facts newest first; `after` is the `next` of the page before."""

    subject: UUID | None = None
    name: Code | None = None
    after: int | None = Field(default=None, ge=0)
    limit: int = Field(default=100, ge=1, le=500)


class AuditRow(Shape):
    """One fact; `actor` is who it was as recorded, `actor_name` how that user is called now."""

    seq: int
    at: Instant
    actor: str
    actor_name: str
    name: str
    subject: UUID | None
    body: Document


class AuditPage(Shape):
    rows: list[AuditRow]
    next: int | None
