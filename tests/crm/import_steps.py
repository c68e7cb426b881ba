"""Steps the tests of importing share: take a file, ask the database, compare the whole record."""

from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import text

from config.clock import Clock
from config.database import Database
from config.facts import fact_types
from config.ground import Ground
from config.ids import Ids
from config.journal import Journal
from config.settings import Settings
from crm import facts
from crm.import_file.recipe import Recipe
from crm.import_report import OUTCOMES, ImportReport, Progress
from crm.importing import import_cases
from tests.crm.import_files import STANDARD


def ground_over(database: Database, settings: Settings, clock: Clock, ids: Ids) -> Ground:
    """The ground of one process over a database."""
    journal = Journal(ids, fact_types(facts.FACTS))
    return Ground(settings=settings, clock=clock, ids=ids, database=database, journal=journal)


async def rows(ground: Ground, query: str) -> list[tuple[Any, ...]]:
    async with ground.database.transaction() as session:
        return [tuple(row) for row in (await session.execute(text(query))).all()]


async def one(ground: Ground, query: str) -> Any:  # noqa: ANN401 - a database holds any value
    return (await rows(ground, query))[0][0]


async def take(
    ground: Ground,
    path: Path,
    recipe: Recipe = STANDARD,
    *,
    as_of_on: date | None = None,
    progress: Progress | None = None,
) -> ImportReport:
    return await import_cases(ground, path, recipe, actor="system", as_of_on=as_of_on, progress=progress)


def counts(report: ImportReport) -> tuple[int, ...]:
    assert sum(getattr(report, outcome) for outcome in OUTCOMES) == report.rows
    return tuple(getattr(report, outcome) for outcome in OUTCOMES)


async def record(ground: Ground) -> dict[str, list[tuple[Any, ...]]]:
    """Everything an import writes, without ids and instants."""
    queries = {
        "persons": "select customer_ref, full_name, address_line, address_zones::text from debtors order by 1",
        "cases": "select c.number, c.balance_minor, c.past_due_minor, c.days_past_due, d.customer_ref, c.state "
        "from cases c join debtors d on d.id = c.debtor_id order by 1",
        "accounts": "select a.account_number, a.balance_minor, a.past_due_minor, a.days_past_due, c.number "
        "from accounts a join cases c on c.id = a.case_id order by 1",
        "contacts": "select d.customer_ref, k.value, k.label, k.rank, k.zones::text, k.state from contact_points k "
        "join debtors d on d.id = k.debtor_id order by 1, 2",
        "relations": "select d.customer_ref, r.full_name, r.may_contact from relations r "
        "join debtors d on d.id = r.debtor_id order by 1, 2",
        "consents": "select d.customer_ref, w.kind, w.revoked_at is null from consents w "
        "join debtors d on d.id = w.debtor_id order by 1",
        "rows": "select row_number, outcome, errors::text from import_rows order by 1",
        "stage": "select count(*) from import_stage",
        "facts": "select name, body ->> 'new', body ->> 'rejected' from journal order by seq",
    }
    return {name: await rows(ground, query) for name, query in queries.items()}
