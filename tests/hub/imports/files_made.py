"""Files as spreadsheet programs write them, made of rows."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape

from hub.imports.tables import letters

HEADINGS = ["Business name", "Company number", "Postcode", "Telephone", "What it does"]
FIRMS = [
    ["Alder Drains Ltd", "01234567", "NN1 1AA", "01604 960 001", "Clearing of drains"],
    ["Birch Roofing", "", "NN1 2AB", "", "Roofs of schools"],
]
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
SHEET_PART = "xl/worksheets/sheet1.xml"
BOOK_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
Cell = str | int | float


def make_csv(
    rows: Sequence[Sequence[Cell]] = (HEADINGS, *FIRMS), *, encoding: str = "utf-8", sep: str = ","
) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=sep).writerows(rows)
    return text.getvalue().encode(encoding)


def make_workbook(
    rows: Sequence[Sequence[Cell]] = (HEADINGS, *FIRMS), **changed: bytes | str | None
) -> bytes:
    """A workbook of one sheet; a part is changed, added or left out (None) by its name."""
    return pack(workbook_parts(rows) | _parts(changed))


def workbook_parts(rows: Sequence[Sequence[Cell]] = (HEADINGS, *FIRMS), texts: bool = True) -> dict[str, str]:
    """The parts of a workbook. With `texts` the texts stand in a table of their own, else in their cells."""
    shared: dict[str, int] = {}
    return {
        "[Content_Types].xml": f'{HEAD}<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{BOOK_TYPE}"/></Types>',
        "_rels/.rels": f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": book("Firms"),
        "xl/_rels/workbook.xml.rels": links("worksheets/sheet1.xml"),
        SHEET_PART: sheet(rows, shared if texts else None),
        "xl/sharedStrings.xml": f'{HEAD}<sst xmlns="{MAIN}">'
        + "".join(f"<si><t>{escape(text)}</t></si>" for text in shared)
        + "</sst>",
    }


def book(*names: str) -> str:
    sheets = "".join(
        f'<sheet name="{escape(name)}" sheetId="{at}" r:id="rId{at}"/>'
        for at, name in enumerate(names, start=1)
    )
    return f'{HEAD}<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>{sheets}</sheets></workbook>'


def links(*targets: str) -> str:
    each = "".join(
        f'<Relationship Id="rId{at}" Type="{OFFICE}/worksheet" Target="{target}"/>'
        for at, target in enumerate(targets, start=1)
    )
    texts = f'<Relationship Id="rId99" Type="{OFFICE}/sharedStrings" Target="sharedStrings.xml"/>'
    return f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships">{each}{texts}</Relationships>'


def sheet(rows: Sequence[Sequence[Cell]], shared: dict[str, int] | None = None, dimension: str = "") -> str:
    lines = "".join(
        f'<row r="{number}">{"".join(_cell(number, at, cell, shared) for at, cell in enumerate(cells))}</row>'
        for number, cells in enumerate(rows, start=1)
    )
    return sheet_of(lines, dimension)


def sheet_of(lines: str, dimension: str = "") -> str:
    told = f'<dimension ref="{dimension}"/>' if dimension else ""
    return f'{HEAD}<worksheet xmlns="{MAIN}">{told}<sheetData>{lines}</sheetData></worksheet>'


def _cell(row: int, column: int, cell: Cell, shared: dict[str, int] | None) -> str:
    place = f"{letters(column)}{row}"
    if not isinstance(cell, str):
        return f'<c r="{place}"><v>{cell}</v></c>'
    if shared is None:
        return f'<c r="{place}" t="inlineStr"><is><t>{escape(cell)}</t></is></c>'
    return f'<c r="{place}" t="s"><v>{shared.setdefault(cell, len(shared))}</v></c>'


def _parts(changed: Mapping[str, bytes | str | None]) -> dict[str, bytes | str | None]:
    return dict(changed)


def pack(parts: Mapping[str, bytes | str | None], *, stored: bool = False) -> bytes:
    packed = io.BytesIO()
    method = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
    with zipfile.ZipFile(packed, "w", method) as archive:
        for name, content in parts.items():
            if content is not None:
                archive.writestr(name, content)
    return packed.getvalue()
