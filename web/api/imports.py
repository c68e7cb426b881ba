"""Importing a lender's file over HTTP: upload, preview, apply, progress, rejected rows, undo."""

from collections import Counter
from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any
from uuid import UUID

from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from config.errors import BadInput, Refusal
from crm.import_file.columns import FIELDS, USUALLY_REQUIRED
from crm.import_file.problems import Problem
from crm.import_file.recipe import Recipe, recipe_from_json
from crm.import_report import ImportPreview as Preview
from crm.importing import look, preview_cases, save_recipe
from crm.imports import ImportBatch, ImportRecipe, ImportRow
from crm.money import Money
from crm.reading_files import FileLook
from crm.staff import Right
from crm.store.for_case_pages import account_names, creditor_names
from crm.store.for_import import batches, saved_recipes
from crm.undoing_imports import refused_rows, undo_import
from web.answering import TooLarge, no_such_thing
from web.endpoint import ApiRequest, Endpoint
from web.house import House
from web.importing_files import batch_shape, start_import, tell_batch
from web.naming import name_actors
from web.shapes.imports import (
    BatchRows,
    BatchShape,
    ColumnShape,
    ErrorCount,
    FieldShape,
    FieldUpdate,
    FileFound,
    ImportBody,
    ImportPreview,
    ImportStart,
    ImportStarted,
    RecipeShape,
    RowError,
)
from web.shapes.shape import Empty
from web.uploads import Upload, find_upload, remove_upload, store_upload

MB = 1_048_576
ERRORS_SHOWN = 200
PARTS = ("account", "person")


async def upload_file(house: House, request: ApiRequest[None]) -> FileFound:
    """Store a file and say what it looks like; one that is not a table is not kept."""
    upload = await received(house, request.raw)
    try:
        found = await look(upload.path, name=upload.name)
    except Refusal:
        remove_upload(_folder(house), upload.id)
        raise
    async with house.database.transaction() as session:
        recipes = await saved_recipes(session)
    return _found(upload, found, recipes)


async def preview_import(house: House, request: ApiRequest[ImportBody]) -> ImportPreview:
    """Judge every row and write nothing."""
    upload = find_upload(_folder(house), request.sent.file_id)
    preview = await preview_cases(house.ground, upload.path, _recipe(request.sent, upload), name=upload.name)
    async with house.database.transaction() as session:
        ids = [row.account_id for row in preview.updates if row.account_id is not None]
        names = await account_names(session, ids)
    return _preview(preview, names)


async def begin_import(house: House, request: ApiRequest[ImportStart]) -> ImportStarted:
    """Apply a file in the background; sent again, it goes on or changes nothing."""
    sent = request.sent
    upload = find_upload(_folder(house), sent.file_id)
    recipe = _recipe(sent, upload, name=sent.save_recipe_as)
    if sent.save_recipe_as is not None:
        await save_recipe(house.ground, recipe)
    return ImportStarted(batch_id=await start_import(house, upload, recipe, actor=request.actor))


async def list_imports(house: House, request: ApiRequest[None]) -> BatchRows:  # noqa: ARG001
    async with house.database.transaction() as session:
        found = await batches(session)
        names = await creditor_names(session, [batch.creditor_id for batch in found])
        actors = await name_actors(session, [batch.actor for batch in found])
    return BatchRows(rows=[batch_shape(batch, names[batch.creditor_id], actors[batch.actor]) for batch in found])


async def show_import(house: House, request: ApiRequest[None]) -> BatchShape:
    return await _batch(house, request.id("batch_id"))


async def download_rejected(house: House, request: ApiRequest[None]) -> Response:
    """Stream the rejected rows as a CSV file that a spreadsheet opens without running anything."""
    batch = await _batch(house, request.id("batch_id"))
    headers = {"Content-Disposition": f'attachment; filename="rejected-{batch.id}.csv"'}
    lines = _encoded(refused_rows(house.ground, batch.id, language="zh" if request.me.language == "zh" else "en"))
    return StreamingResponse(lines, media_type="text/csv; charset=utf-8", headers=headers)


async def take_back_import(house: House, request: ApiRequest[Empty]) -> BatchShape:
    batch_id = request.id("batch_id")
    await undo_import(house.ground, batch_id, actor=request.actor)
    await tell_batch(house, batch_id)
    return await _batch(house, batch_id)


async def _batch(house: House, batch_id: UUID) -> BatchShape:
    async with house.database.transaction() as session:
        batch = await session.get(ImportBatch, batch_id)
        if batch is None:
            raise no_such_thing()
        names = await creditor_names(session, [batch.creditor_id])
        actors = await name_actors(session, [batch.actor])
    return batch_shape(batch, names[batch.creditor_id], actors[batch.actor])


async def received(house: House, request: Request) -> Upload:
    """Read the one file of a form; its size is known before a byte of it is read."""
    limit = house.settings.max_upload_mb * MB
    told = request.headers.get("content-length", "")
    if not told.isdigit() or int(told) > limit + MB:
        sentence = f"A file may have at most {house.settings.max_upload_mb} MB."
        raise TooLarge("file_too_large", sentence, {"file": sentence})
    if not request.headers.get("content-type", "").startswith("multipart/form-data"):
        raise BadInput("no_file", "Send the file as a form field named file.", {"file": "missing"})
    async with request.form(max_files=1, max_fields=4) as form:
        file = form.get("file")
        if not isinstance(file, UploadFile):
            raise BadInput("no_file", "Send the file as a form field named file.", {"file": "missing"})
        return await store_upload(_folder(house), house.ids.new(), file.filename or "", file.file)


async def _encoded(lines: AsyncIterator[str]) -> AsyncIterator[bytes]:
    async for line in lines:
        yield line.encode()


def _folder(house: House) -> Path:
    return house.settings.data_dir / "uploads"


def _recipe(sent: ImportBody, upload: Upload, *, name: str | None = None) -> Recipe:
    body: dict[str, Any] = {"name": upload.name, **sent.recipe, "creditor_code": sent.creditor_code}
    return recipe_from_json(body | {"name": name} if name else body)


def _found(upload: Upload, found: FileLook, recipes: Sequence[ImportRecipe]) -> FileFound:
    source, suggestion = found.source, found.suggestion
    suggested = {
        "name": upload.name,
        "columns": {column.heading: column.field for column in suggestion.columns if column.field is not None},
        "date_style": suggestion.date_styles[0].value if suggestion.date_styles else "",
        "decimal_style": suggestion.decimal_styles[0].value,
        "country": "US",
        "currency": "USD",
        "required": [key for key in USUALLY_REQUIRED if key not in suggestion.missing],
    }
    return FileFound(
        file_id=upload.id,
        name=upload.name,
        size=upload.size,
        encoding=source.encoding.value if source.encoding else "xlsx",
        delimiter=source.delimiter,
        header=list(source.heading.columns),
        columns=[
            ColumnShape(column=row.heading, samples=list(row.samples), field=row.field, confidence=row.confidence)
            for row in suggestion.columns
        ],
        unused=list(suggestion.unused),
        missing=list(suggestion.missing),
        fields=[
            FieldShape(key=row.key, en=row.en, zh=row.zh, required=row.key in USUALLY_REQUIRED, always=row.always)
            for row in FIELDS
        ],
        date_styles=[style.value for style in suggestion.date_styles],
        decimal_styles=[style.value for style in suggestion.decimal_styles],
        recipe_suggestion={key: value for key, value in suggested.items() if value != ""},
        recipes=[RecipeShape(id=row.id, name=row.name, body=row.body) for row in recipes],
    )


def _preview(preview: Preview, names: Mapping[UUID, tuple[str, str]]) -> ImportPreview:
    report = preview.report
    problems = [(row.row_number, Problem(**error)) for row in preview.refused for error in row.errors]
    columns = Counter((problem.code, problem.column) for _number, problem in problems)
    return ImportPreview(
        new=report.new,
        updated=report.updated,
        unchanged=report.unchanged,
        duplicate=report.duplicate,
        rejected=report.rejected,
        rows=report.rows,
        errors=[_error_count(code, count, columns) for code, count in report.errors.items()],
        first_errors=[_row_error(number, problem) for number, problem in problems[:ERRORS_SHOWN]],
        updates=[update for row in preview.updates for update in _updates(row, names)],
        already_applied=report.already_applied,
    )


def _error_count(code: str, count: int, columns: Counter[tuple[str, str]]) -> ErrorCount:
    """Name with each code the column it was found in most often among the rows shown."""
    column = next((column for (found, column), _count in columns.most_common() if found == code), "")
    words = Problem(code, column)
    return ErrorCount(
        code=code, column=column, count=count, message_en=words.message("en"), message_zh=words.message("zh")
    )


def _row_error(row_number: int, problem: Problem) -> RowError:
    return RowError(
        row_number=row_number,
        column=problem.column,
        code=problem.code,
        message_en=problem.message("en"),
        message_zh=problem.message("zh"),
        value=problem.value,
        suggestion=problem.suggestion or None,
    )


def _updates(row: ImportRow, names: Mapping[UUID, tuple[str, str]]) -> Iterable[FieldUpdate]:
    number, currency = names.get(row.account_id, ("", "USD")) if row.account_id else ("", "USD")
    for part in PARTS:
        for field, (old, new) in (row.before or {}).get(part, {}).items():
            shown = (_shown(field, value, currency) for value in (old, new))
            yield FieldUpdate(account_number=number, field=field, old=next(shown), new=next(shown))


def _shown(field: str, value: object, currency: str) -> str | None:
    if value is None:
        return None
    return str(Money(value, currency)) if field.endswith("_minor") and isinstance(value, int) else str(value)


ROUTES: tuple[Endpoint, ...] = (
    Endpoint(
        "POST",
        "/imports/files",
        Right.IMPORT,
        None,
        FileFound,
        upload_file,
        "Store a file and say what it looks like",
        is_upload=True,
    ),
    Endpoint(
        "POST",
        "/imports/preview",
        Right.IMPORT,
        ImportBody,
        ImportPreview,
        preview_import,
        "Say what a file would change; nothing is written",
    ),
    Endpoint(
        "POST", "/imports", Right.IMPORT, ImportStart, ImportStarted, begin_import, "Apply a file in the background"
    ),
    Endpoint("GET", "/imports", Right.IMPORT, None, BatchRows, list_imports, "List imports, newest first"),
    Endpoint(
        "GET",
        "/imports/{batch_id:uuid}",
        Right.IMPORT,
        None,
        BatchShape,
        show_import,
        "Show one import and how far it is",
    ),
    Endpoint(
        "GET",
        "/imports/{batch_id:uuid}/rejected.csv",
        Right.IMPORT,
        None,
        None,
        download_rejected,
        "Download rejected rows with their reasons",
        media="text/csv",
    ),
    Endpoint(
        "POST",
        "/imports/{batch_id:uuid}/undo",
        Right.IMPORT,
        Empty,
        BatchShape,
        take_back_import,
        "Take an import back while none of its cases was contacted",
    ),
)
