"""Import batches, their rows and the saved recipes, as rows.

Reading files is `import_file`, writing cases is `importing`; this file only says what is kept of an import.
"""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from config.tables import Base


class ImportRecipe(Base):
    """A saved mapping of a lender's columns, with its date and decimal styles."""

    __tablename__ = "import_recipes"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    body: Mapped[dict[str, Any]]
    updated_at: Mapped[datetime]


class ImportBatch(Base):
    """One file read with one recipe; `state` is staged, applying, applied or undone."""

    __tablename__ = "import_batches"
    __table_args__ = (UniqueConstraint("file_hash", "recipe_hash", "run"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    creditor_id: Mapped[UUID] = mapped_column(ForeignKey("creditors.id"))
    file_name: Mapped[str]
    file_hash: Mapped[str]
    recipe_hash: Mapped[str]
    recipe: Mapped[dict[str, Any]]
    run: Mapped[int] = mapped_column(default=1)
    state: Mapped[str]
    rows_read: Mapped[int] = mapped_column(default=0)
    rows_done: Mapped[int] = mapped_column(default=0)
    counts: Mapped[dict[str, Any]] = mapped_column(default=dict)
    actor: Mapped[str]
    started_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]


class ImportRow(Base):
    """One row of a batch: its outcome, errors and, for an update, the values before."""

    __tablename__ = "import_rows"
    __table_args__ = (Index("ix_import_rows_batch_outcome", "batch_id", "outcome"),)

    batch_id: Mapped[UUID] = mapped_column(ForeignKey("import_batches.id", ondelete="CASCADE"), primary_key=True)
    row_number: Mapped[int] = mapped_column(primary_key=True)
    outcome: Mapped[str]
    account_id: Mapped[UUID | None]
    errors: Mapped[list[Any]] = mapped_column(default=list)
    original: Mapped[list[Any] | None]
    before: Mapped[dict[str, Any] | None]


class ImportStage(Base):
    """A row read and judged but not yet merged; unlogged, since the file can be read again.

    `outcome` is valid, duplicate or rejected. A valid row holds amounts in minor units; `contacts` is a list of
    {kind, label, value, zones, rank}. `leads_person` marks the row whose personal data count.
    """

    __tablename__ = "import_stage"
    __table_args__ = ({"prefixes": ["UNLOGGED"]},)

    batch_id: Mapped[UUID] = mapped_column(primary_key=True)
    row_number: Mapped[int] = mapped_column(primary_key=True)
    outcome: Mapped[str]
    leads_person: Mapped[bool]
    errors: Mapped[list[Any]]
    original: Mapped[list[Any]]
    account_number: Mapped[str | None]
    customer_ref: Mapped[str | None]
    product: Mapped[str | None]
    full_name: Mapped[str | None]
    born_on: Mapped[date | None]
    language: Mapped[str | None]
    address_line: Mapped[str | None]
    city: Mapped[str | None]
    region: Mapped[str | None]
    postal_code: Mapped[str | None]
    country: Mapped[str | None]
    address_zones: Mapped[list[str] | None]
    contacts: Mapped[list[Any] | None]
    currency: Mapped[str | None]
    credit_limit_minor: Mapped[int | None] = mapped_column(BigInteger)
    balance_minor: Mapped[int | None] = mapped_column(BigInteger)
    past_due_minor: Mapped[int | None] = mapped_column(BigInteger)
    minimum_due_minor: Mapped[int | None] = mapped_column(BigInteger)
    days_past_due: Mapped[int | None]
    due_on: Mapped[date | None]
    last_payment_on: Mapped[date | None]
    last_payment_minor: Mapped[int | None] = mapped_column(BigInteger)
    opened_on: Mapped[date | None]
    sms_consent: Mapped[bool | None]
    related_name: Mapped[str | None]
    related_relation: Mapped[str | None]
    related_number: Mapped[str | None]
