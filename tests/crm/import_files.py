"""What the tests of importing share: where the files are, a standard recipe, and made-up rows."""

import zipfile
from collections.abc import Sequence
from pathlib import Path
from xml.sax.saxutils import escape

from crm.import_file.columns import FIELDS
from crm.import_file.recipe import Recipe

DATA = Path(__file__).resolve().parents[1] / "data"
SHARED = Path(__file__).resolve().parents[3] / "shared" / "data"
HEADING = tuple(field.key for field in FIELDS)
STANDARD = Recipe(name="standard", creditor_code="BANK", columns={key: key for key in HEADING})

ROW = {
    "account_number": "A1",
    "customer_id": "C1",
    "full_name": "Ana Bell",
    "balance": "100.00",
    "past_due_amount": "10.00",
    "days_past_due": "5",
    "phone_mobile": "+12065550101",
    "postal_code": "98304",
    "region": "WA",
    "sms_consent": "yes",
}


def cells(**changed: str) -> list[str]:
    """The cells of a good row in the order of `HEADING`, some of them changed."""
    values = {**ROW, **changed}
    return [values.get(key, "") for key in HEADING]


def write_csv(path: Path, rows: Sequence[Sequence[str]], heading: Sequence[str] = HEADING) -> Path:
    """Write a file with its heading; cells hold no commas."""
    path.write_text("".join(",".join(row) + "\n" for row in [heading, *rows]), encoding="utf-8")
    return path


def write_xlsx(path: Path, rows: Sequence[Sequence[str | float]]) -> Path:
    """Write the smallest workbook a spreadsheet would: one sheet, inline texts and numbers."""
    lines = []
    for number, row in enumerate(rows, 1):
        written = "".join(
            f'<c t="inlineStr"><is><t>{escape(cell)}</t></is></c>'
            if isinstance(cell, str)
            else f"<c><v>{cell!r}</v></c>"
            for cell in row
        )
        lines.append(f'<row r="{number}">{written}</row>')
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    sheet_type = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{sheet_type}.sheet.main+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{sheet_type}.worksheet+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="r1" '
        f'Type="{office}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{office}"><sheets><sheet name="Cases" sheetId="1" '
        'r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="r1" '
        f'Type="{office}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{main}"><sheetData>{"".join(lines)}</sheetData></worksheet>',
    }
    with zipfile.ZipFile(path, "w") as package_file:
        for part, text in parts.items():
            package_file.writestr(part, '<?xml version="1.0" encoding="UTF-8"?>' + text)
    return path
