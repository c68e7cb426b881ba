"""Shapes of importing a lender's file: what was found, what would happen, what happened."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from web.shapes.shape import Code, Document, Instant, Line, Named, Shape

BatchState = Literal["staged", "applying", "applied", "undone", "failed"]


class ColumnShape(Shape):
    """One column of the file, up to five sample values, and the field it is taken for (confidence 0..1)."""

    column: str
    samples: list[str]
    field: str | None
    confidence: float


class FieldShape(Shape):
    """A field a column may be mapped to; `required` ones are usually there, `always` ones must be."""

    key: str
    en: str
    zh: str
    required: bool
    always: bool


class RecipeShape(Named):
    """A saved recipe with all it says."""

    body: Document


class FileFound(Shape):
    """What an uploaded file looks like.

    `fields` are all fields a column may be mapped to. Several `date_styles` fit: a person must choose one.
    """

    file_id: UUID
    name: str
    size: int
    encoding: str
    delimiter: str
    header: list[str]
    columns: list[ColumnShape]
    unused: list[str]
    missing: list[str]
    fields: list[FieldShape]
    date_styles: list[str]
    decimal_styles: list[str]
    recipe_suggestion: Document
    recipes: list[RecipeShape]


class ImportBody(Shape):
    file_id: UUID
    creditor_code: Code
    recipe: Document


class ImportStart(ImportBody):
    save_recipe_as: Line | None = None


class ErrorCount(Shape):
    code: str
    column: str
    count: int
    message_en: str
    message_zh: str


class RowError(Shape):
    row_number: int
    column: str
    code: str
    message_en: str
    message_zh: str
    value: str
    suggestion: str | None


class FieldUpdate(Shape):
    account_number: str
    field: str
    old: str | None
    new: str | None


class ImportPreview(Shape):
    """What would happen; the five counts sum to `rows`."""

    new: int
    updated: int
    unchanged: int
    duplicate: int
    rejected: int
    rows: int
    errors: list[ErrorCount]
    first_errors: list[RowError]
    updates: list[FieldUpdate]
    already_applied: bool


class ImportStarted(Shape):
    batch_id: UUID


class ImportCounts(Shape):
    new: int
    updated: int
    unchanged: int
    duplicate: int
    rejected: int


class BatchShape(Shape):
    """One import and how far it is; `counts` is None until it is applied."""

    id: UUID
    creditor: str
    file_name: str
    state: BatchState
    rows_read: int
    rows_done: int
    counts: ImportCounts | None
    actor: str
    started_at: Instant
    finished_at: Instant | None
    problem: Annotated[str, Field(max_length=500)] | None


class BatchRows(Shape):
    rows: list[BatchShape]
