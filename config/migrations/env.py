"""Alembic's environment: runs the migrations on the connection that `config/migrating.py` hands over."""

from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlalchemy import text

from config.migrating import is_ours
from config.tables import Base, UtcDateTime

LOCK = 7_217_046
"""Key of the advisory lock that one migrating process holds; any number that no other lock uses."""


def render(kind: str, item: Any, autogen: AutogenContext) -> str | Literal[False]:  # noqa: ANN401, ARG001
    """Write our own types as those they are made of: a migration must not depend on today's code."""
    if kind == "type" and isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    return False


connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=Base.metadata,
    include_name=is_ours,
    render_item=render,
    transaction_per_migration=True,
    compare_server_default=True,
)
connection.execute(text("select pg_advisory_lock(:key)"), {"key": LOCK})
connection.commit()
try:
    with context.begin_transaction():
        context.run_migrations()
finally:
    connection.rollback()
    connection.execute(text("select pg_advisory_unlock(:key)"), {"key": LOCK})
    connection.commit()
