"""Taking an import back, and the file of its refused rows."""

from pathlib import Path

import pytest
from sqlalchemy import text

from config.clock import LoopClock
from config.database import Database
from config.errors import Conflict, NotFound
from config.ground import Ground
from config.ids import SeededIds
from config.settings import Settings
from crm.undoing_imports import refused_rows, undo_import
from tests.crm.import_files import cells, write_csv
from tests.crm.import_steps import counts, ground_over, record, take


@pytest.fixture
def ground(database: Database, settings: Settings, clock: LoopClock, ids: SeededIds) -> Ground:
    """The ground of one process over an empty database."""
    return ground_over(database, settings, clock, ids)


async def test_undo_restores_the_record_while_nobody_was_contacted(ground: Ground, tmp_path: Path) -> None:
    """Taking a wrong file back leaves no trace of it in persons, accounts and contacts."""
    await take(ground, write_csv(tmp_path / "1.csv", [cells(city="Ashford")]))
    before = await record(ground)
    changed = [
        cells(city="Salem", days_past_due="70", due_date="2026-10-01", phone_work="+12065550199"),
        cells(account_number="A2"),
        cells(account_number="A3", customer_id="C3"),
    ]
    path = write_csv(tmp_path / "2.csv", changed)
    report = await take(ground, path)
    assert counts(report) == (2, 1, 0, 0, 0)
    assert report.batch_id is not None
    assert await undo_import(ground, report.batch_id, actor="user:1") == 3
    after = await record(ground)
    for name in ("persons", "cases", "accounts", "contacts", "relations", "consents"):
        assert after[name] == before[name], name
    assert counts(await take(ground, path)) == (2, 1, 0, 0, 0)
    with pytest.raises(Conflict):
        await undo_import(ground, report.batch_id, actor="user:1")
    with pytest.raises(NotFound):
        await undo_import(ground, ground.ids.new(), actor="user:1")


async def test_undo_is_refused_once_a_case_was_dialed_or_a_later_file_came(ground: Ground, tmp_path: Path) -> None:
    """The evidence of a contact is never taken away with the case; the first blocking ones are named."""
    first = await take(ground, write_csv(tmp_path / "1.csv", [cells()]))
    later = await take(ground, write_csv(tmp_path / "2.csv", [cells(days_past_due="6")]))
    assert first.batch_id is not None
    assert later.batch_id is not None
    with pytest.raises(Conflict) as refused:
        await undo_import(ground, first.batch_id, actor="system")
    assert refused.value.details == {"account A1": "in use"}
    async with ground.database.transaction() as session:
        attempt = """insert into attempts (id, debtor_id, case_id, channel, direction, purpose, value, state, counts,
            lease_epoch, verdict, reserved_at) select c.id, c.debtor_id, c.id, 'phone', 'outbound', 'collection', '+1',
            'reserved', true, 0, '{}', '2026-11-03T00:00Z' from cases c"""
        await session.execute(text(attempt))
    with pytest.raises(Conflict) as refused:
        await undo_import(ground, later.batch_id, actor="system")
    assert next(iter(refused.value.details)).startswith("case 1")


async def test_corrected_refused_rows_can_be_dropped_again(ground: Ground, tmp_path: Path) -> None:
    """The file of refused rows, corrected, is itself a file that can be imported."""
    path = write_csv(tmp_path / "1.csv", [cells(), cells(account_number="A2", full_name="=1+1", postal_code="5903")])
    report = await take(ground, path)
    assert report.batch_id is not None
    lines = "".join([line async for line in refused_rows(ground, report.batch_id)])
    corrected = tmp_path / "refused.csv"
    corrected.write_text(lines.replace("'=1+1", "Bo Bell").replace(",5903,", ",59030,"), encoding="utf-8")
    again = await take(ground, corrected)
    assert counts(again) == (1, 0, 0, 0, 0)
    assert set(again.unused_columns) == {"row_no", "error_code", "column", "message", "suggestion"}
