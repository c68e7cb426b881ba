"""Lists of suppressed numbers over HTTP: what is in force, a new list from a file, and taking one back."""

from crm.staff import Right
from crm.store.for_suppressions import all_lists
from crm.suppressing import ListWanted, suppress_numbers, withdraw_list
from crm.suppression_file import BadLine
from crm.suppressions import SuppressionList
from web.api.imports import received
from web.endpoint import ApiRequest, Endpoint
from web.house import House
from web.naming import name_actors
from web.shapes.contact_facts import BadLineShape, ListBody, ListFile, ListReportShape, ListRows, ListShape
from web.shapes.shape import ReasonBody
from web.uploads import find_upload

SHOWN = 200
"""Bad lines that are told of; their number is told as well."""


async def list_suppressions(house: House, request: ApiRequest[None]) -> ListRows:  # noqa: ARG001
    async with house.database.transaction() as session:
        rows = await all_lists(session)
        names = await name_actors(session, [row.actor for row in rows])
    return ListRows(rows=[_shape(house, row, names[row.actor]) for row in rows])


async def upload_numbers(house: House, request: ApiRequest[None]) -> ListFile:
    upload = await received(house, request.raw)
    return ListFile(file_id=upload.id, name=upload.name, size=upload.size)


async def suppress(house: House, request: ApiRequest[ListBody]) -> ListReportShape:
    """Put the numbers of a file on a new list that is in force when this is answered; the same file changes nothing."""
    sent = request.sent
    upload = find_upload(house.settings.data_dir / "uploads", sent.file_id)
    wanted = ListWanted(
        name=sent.name, kind=sent.kind, evidence=sent.evidence, ends_on=sent.ends_on, region=sent.region
    )
    bad: list[BadLine] = []

    def reject(line: BadLine) -> None:
        if len(bad) < SHOWN:
            bad.append(line)

    report = await suppress_numbers(house.ground, upload.path, wanted, actor=request.actor, reject=reject)
    return ListReportShape(
        list_id=report.list_id,
        rows=report.rows,
        numbers=report.numbers,
        duplicates=report.duplicates,
        rejected=report.rejected,
        persons=report.persons,
        already_there=report.already_there,
        bad=[BadLineShape(line=one.line, value=one.value, code=one.code, en=one.en, zh=one.zh) for one in bad],
    )


async def withdraw_suppression(house: House, request: ApiRequest[ReasonBody]) -> ListShape:
    row = await withdraw_list(house.ground, request.id("list_id"), actor=request.actor, reason=request.sent.reason)
    async with house.database.transaction() as session:
        names = await name_actors(session, [row.actor])
    return _shape(house, row, names[row.actor])


def _shape(house: House, row: SuppressionList, actor: str) -> ListShape:
    now = house.clock.now()
    return ListShape(
        id=row.id,
        name=row.name,
        kind=row.kind,
        evidence=row.evidence,
        actor=actor,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        withdrawn_at=row.withdrawn_at,
        numbers=row.numbers,
        in_force=row.withdrawn_at is None and (row.ends_at is None or row.ends_at > now),
    )


ROUTES: tuple[Endpoint, ...] = (
    Endpoint("GET", "/suppressions", Right.IMPORT, None, ListRows, list_suppressions, "List suppression lists"),
    Endpoint(
        "POST",
        "/suppressions/files",
        Right.IMPORT,
        None,
        ListFile,
        upload_numbers,
        "Store a file of numbers",
        is_upload=True,
    ),
    Endpoint(
        "POST",
        "/suppressions",
        Right.IMPORT,
        ListBody,
        ListReportShape,
        suppress,
        "Put a file's numbers on a new list, in force as a whole",
    ),
    Endpoint(
        "POST",
        "/suppressions/{list_id:uuid}/withdraw",
        Right.IMPORT,
        ReasonBody,
        ListShape,
        withdraw_suppression,
        "Take a list back, with a reason",
    ),
)
