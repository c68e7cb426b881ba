"""A lender's file through HTTP: upload, preview, import, report, rejected rows, undo."""

import asyncio
import csv
import io
from datetime import timedelta
from uuid import UUID

from httpx2 import AsyncClient

from crm.staff import RIGHTS, Role
from tests.flows.lenders import BAD_ROW, ROWS, lenders_file
from tests.houses import signed_in
from web.house import House
from web.person import SignedInPerson

API = "/api/v1/imports"


async def upload(client: AsyncClient, content: bytes, name: str = "cases.csv") -> dict:
    answer = await client.post(f"{API}/files", files={"file": (name, content, "text/csv")})
    assert answer.status_code == 200, answer.text
    return answer.json()


def body_of(found: dict) -> dict:
    return {"file_id": found["file_id"], "creditor_code": "north", "recipe": found["recipe_suggestion"]}


async def apply(house: House, client: AsyncClient, body: dict) -> dict:
    """Begin an import, wait until the live socket of a manager hears that it is applied, and return it."""
    ends_at = house.clock.now() + timedelta(hours=1)
    listener = SignedInPerson(UUID(int=7), "m", "M", Role.MANAGER, RIGHTS[Role.MANAGER], "en", "", ends_at)
    link = house.hub.attach(listener)
    answer = await client.post(API, json=body)
    assert answer.status_code == 200, answer.text
    batch_id = answer.json()["batch_id"]
    async with asyncio.timeout(20):
        while not any(frame.body["state"] == "applied" for frame in link.take()):
            await link.bell.wait()
    house.hub.detach(link)
    return (await client.get(f"{API}/{batch_id}")).json()


async def test_a_file_is_imported_from_upload_to_report(house: House) -> None:
    """Columns are suggested, every row has one outcome, progress is heard, cases are there."""
    async with signed_in(house, Role.MANAGER) as client:
        found = await upload(client, lenders_file(*ROWS, BAD_ROW))
        assert (found["encoding"], found["delimiter"], found["missing"]) == ("utf-8", ",", [])
        assert {row["column"]: row["field"] for row in found["columns"]}["days_past_due"] == "days_past_due"
        preview = (await client.post(f"{API}/preview", json=body_of(found))).json()
        assert {name: preview[name] for name in ("new", "updated", "rejected", "rows")} == {
            "new": 4,
            "updated": 0,
            "rejected": 1,
            "rows": 5,
        }
        assert {error["column"] for error in preview["first_errors"]} >= {"days_past_due", "full_name"}
        assert all(error["message_en"] and error["message_zh"] for error in preview["errors"])
        assert (await client.get("/api/v1/cases")).json()["total"] == 0
        batch = await apply(house, client, body_of(found))
        assert batch["counts"] == {"new": 4, "updated": 0, "unchanged": 0, "duplicate": 0, "rejected": 1}
        assert (batch["state"], batch["creditor"], batch["rows_read"]) == ("applied", "north", 5)
        assert [row["id"] for row in (await client.get(API)).json()["rows"]] == [batch["id"]]
        # Two accounts of one customer are one case.
        assert (await client.get("/api/v1/cases")).json()["total"] == 3


async def test_rejected_rows_come_back_with_reasons_and_harmless_to_a_spreadsheet(house: House) -> None:
    """The download keeps the lender's columns, adds reasons, and no cell runs as a formula."""
    async with signed_in(house, Role.MANAGER) as client:
        batch = await apply(house, client, body_of(await upload(client, lenders_file(*ROWS, BAD_ROW))))
        answer = await client.get(f"{API}/{batch['id']}/rejected.csv")
    assert answer.headers["content-disposition"] == f'attachment; filename="rejected-{batch["id"]}.csv"'
    assert answer.headers["x-content-type-options"] == "nosniff"
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert {row["account_number"] for row in rows} == {"CC005"}
    assert all(not cell.startswith(("=", "+", "@")) for row in rows for cell in row.values() if cell)


async def test_the_same_file_again_changes_nothing_and_a_newer_one_shows_what_it_changes(house: House) -> None:
    """An import is idempotent; the preview of a newer file tells old and new values."""
    async with signed_in(house, Role.MANAGER) as client:
        first = await apply(house, client, body_of(await upload(client, lenders_file(*ROWS))))
        again = await apply(house, client, body_of(await upload(client, lenders_file(*ROWS))))
        assert again["id"] == first["id"]
        newer = lenders_file(ROWS[0].replace("566.00,56", "600.00,57"), *ROWS[1:])
        preview = (await client.post(f"{API}/preview", json=body_of(await upload(client, newer)))).json()
    changes = {row["field"]: (row["old"], row["new"]) for row in preview["updates"]}
    assert (preview["updated"], preview["unchanged"]) == (1, 3)
    assert changes["past_due_minor"] == ("566.00 USD", "600.00 USD")
    assert changes["days_past_due"] == ("56", "57")


async def test_an_import_is_taken_back(house: House) -> None:
    """As long as nobody was contacted, undo removes what the file brought."""
    async with signed_in(house, Role.MANAGER) as client:
        batch = await apply(house, client, body_of(await upload(client, lenders_file(*ROWS))))
        undone = await client.post(f"{API}/{batch['id']}/undo", json={})
        assert (undone.status_code, undone.json()["state"]) == (200, "undone")
        assert (await client.get("/api/v1/cases")).json()["total"] == 0
        twice = await client.post(f"{API}/{batch['id']}/undo", json={})
        assert (twice.status_code, twice.json()["code"]) == (409, "import_not_applied")


async def test_a_recipe_is_saved_and_offered_with_the_next_file(house: House) -> None:
    """What a manager mapped once is there the next time."""
    async with signed_in(house, Role.MANAGER) as client:
        body = body_of(await upload(client, lenders_file(*ROWS)))
        await apply(house, client, body | {"save_recipe_as": "North monthly"})
        offered = (await upload(client, lenders_file(*ROWS[:2])))["recipes"]
    assert [(row["name"], row["body"]["creditor_code"]) for row in offered] == [("North monthly", "north")]


async def test_a_file_that_is_no_table_is_refused_and_not_kept(house: House) -> None:
    """An image called .csv is refused; nothing of it stays in the data folder."""
    async with signed_in(house, Role.MANAGER) as client:
        files = {"file": ("../../etc/cases.csv", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 10, "text/csv")}
        answer = await client.post(f"{API}/files", files=files)
        assert answer.status_code == 422
        gone = {"file_id": str(UUID(int=5)), "creditor_code": "north", "recipe": {"columns": {}}}
        assert (await client.post(f"{API}/preview", json=gone)).status_code == 404
    assert [path for path in house.settings.data_dir.rglob("*") if path.is_file()] == []


async def test_a_file_beyond_the_limit_is_refused_before_it_is_read(house: House) -> None:
    """The size is known from the request, so that a disk is not filled first."""
    async with signed_in(house, Role.MANAGER) as client:
        headers = {"content-length": str(10**10), "content-type": "multipart/form-data; boundary=x"}
        answer = await client.post(f"{API}/files", content=b"", headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (413, "file_too_large")
