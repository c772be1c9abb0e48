"""Reading a sheet of an Excel workbook (.xlsx): values as they were last worked out, no formula, no macro.

What the sheet needs is unpacked here within limits, looked through as bytes, and handed to the reader as an
archive of its own, so that the reader sees no more and nothing else than what was checked.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from io import BytesIO
from typing import Any
from xml.etree import ElementTree

from python_calamine import CalamineWorkbook

from hub.imports.archives import Archive
from hub.imports.refusing import (
    DAMAGED,
    MOST_CELLS,
    MOST_COLUMNS,
    MOST_ROWS,
    TOO_MANY_CELLS,
    TOO_MANY_COLUMNS,
    TOO_MANY_ROWS,
    RefusedFileError,
)
from hub.imports.tables import Row, Table, build_table

TYPES, BOOK, LINKS = "[Content_Types].xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
BESIDE = ("_rels/.rels", "xl/styles.xml", "xl/sharedStrings.xml")
"""Parts that a sheet may need and need not have."""
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
ENCODING = re.compile(rb"""<\?xml[^>]{0,100}encoding\s*=\s*["']([A-Za-z0-9._-]{1,40})""")
EMPTY_ROW = re.compile(rb"<row(?:\s[^<>]{0,400})?(?:/>|>\s{0,20}</row>)")
EMPTY_CELL = re.compile(rb"<c(?:\s[^<>]{0,200})?/>")
CELL = re.compile(rb"<(?:[A-Za-z]{1,20}:)?c[\s>]")
TEXT = re.compile(rb"<(?:[A-Za-z]{1,20}:)?si[\s>/]")
NAMED_CELL = re.compile(
    rb"""<(?:[A-Za-z]{1,20}:)?c\s[^<>]{0,100}?\br=["']([A-Za-z]{1,9})([0-9]{1,20})["'][^<>]{0,200}(?<!/)>"""
)
NUMBERED_ROW = re.compile(rb"""<(?:[A-Za-z]{1,20}:)?row\s[^<>]{0,400}?\br=["']([0-9]{1,20})["']""")
STRANGE_PLACE = re.compile(rb"""\sr=["'](?:[A-Za-z]{0,9}-|[A-Za-z]{4}|[A-Za-z]{0,3}[0-9]{8})""")
MOST_SHEETS = 200
DOCUMENTS = {
    b"opendocument": "The file is an OpenDocument file (.ods). Open it and save it as .xlsx or CSV",
    b"epub": "The file is a book. Upload a CSV file or an Excel workbook (.xlsx)",
}
MACROS = "The workbook holds macros (.xlsm). Save it as a workbook without macros (.xlsx)"


def read_workbook(content: bytes, wanted: str = "") -> Table:
    """The sheet of that name, or the first. Raises RefusedFileError."""
    archive = Archive(content)
    _check_kind(archive)
    sheets = _sheets(archive)
    name = _choose(list(sheets), wanted)
    parts = _parts(archive, sheets[name])
    archive.parts.clear()
    return build_table(_rows(_pack(parts), name), name, tuple(sheets))


def _check_kind(archive: Archive) -> None:
    names = {name.lower() for name in archive.parts}
    if "mimetype" in archive.parts:
        kind = archive.read("mimetype")[:200]
        raise RefusedFileError(next((told for word, told in DOCUMENTS.items() if word in kind), DAMAGED))
    if "xl/workbook.bin" in names:
        raise RefusedFileError("The file is a binary workbook (.xlsb). Save it as .xlsx or CSV")
    if TYPES not in archive.parts or BOOK not in archive.parts:
        raise RefusedFileError(
            "The file is an archive and no Excel workbook (.xlsx). Upload the workbook alone"
        )
    if any(name.endswith(("vbaproject.bin", ".vba")) or "/macrosheets/" in name for name in names):
        raise RefusedFileError(MACROS)
    if b"macroenabled" in _xml(archive, TYPES).lower():
        raise RefusedFileError(MACROS)


def _xml(archive: Archive, name: str) -> bytes:
    """A part that is XML in UTF-8 and declares nothing: no entity can grow or fetch anything."""
    content = archive.read(name)
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        raise RefusedFileError(
            "The workbook declares entities, which no spreadsheet program does. Save it again"
        )
    declared = ENCODING.match(content.removeprefix(b"\xef\xbb\xbf")[:200])
    if b"\0" in content or (declared and declared[1].lower() not in {b"utf-8", b"us-ascii", b"ascii"}):
        raise RefusedFileError("The workbook is not written in UTF-8. Save it again in a spreadsheet program")
    return content


def _sheets(archive: Archive) -> dict[str, str]:
    """The name of each sheet of cells and the part that holds it, in the workbook's order."""
    try:
        book = ElementTree.fromstring(_xml(archive, BOOK))  # noqa: S314 - nothing is declared in it
        links = ElementTree.fromstring(_xml(archive, LINKS))  # noqa: S314
    except ElementTree.ParseError:
        raise RefusedFileError(DAMAGED) from None
    targets = {link.get("Id"): link.get("Target", "") for link in links}
    found = {}
    for sheet in book.iter():
        if sheet.tag.rpartition("}")[2] == "sheet":
            target = targets.get(sheet.get(RELATION), "").lstrip("/")
            part = target if target.startswith("xl/") else f"xl/{target}"
            if "worksheets/" in part and part in archive.parts:
                found[sheet.get("name", "")[:100]] = part
    if not found or len(found) > MOST_SHEETS:
        raise RefusedFileError("The workbook has no sheet that can be read" if not found else DAMAGED)
    return found


def _choose(names: list[str], wanted: str) -> str:
    if not wanted:
        return names[0]
    for name in names:
        if name.casefold().strip() == wanted.casefold().strip():
            return name
    raise RefusedFileError(f"The workbook has no sheet “{wanted}”. It has {', '.join(names[:10])}")


def _parts(archive: Archive, sheet: str) -> dict[str, bytes]:
    """What the reader needs for this sheet, and nothing else."""
    parts = {name: _xml(archive, name) for name in (TYPES, BOOK, LINKS)}
    parts |= {name: _xml(archive, name) for name in BESIDE if name in archive.parts}
    if _count(TEXT, parts.get("xl/sharedStrings.xml", b"")) > MOST_CELLS:
        raise RefusedFileError(TOO_MANY_CELLS)
    parts[sheet] = _checked_cells(_xml(archive, sheet))
    return parts


def _checked_cells(content: bytes) -> bytes:
    """The sheet without its empty cells, which a format drawn over whole columns leaves by the million."""
    if content.count(b"<v>") > MOST_CELLS:
        raise RefusedFileError(TOO_MANY_CELLS)
    if STRANGE_PLACE.search(content):
        raise RefusedFileError("The workbook has cells at places that no sheet has. Save it again")
    _check_places(content)
    content = EMPTY_ROW.sub(b"", EMPTY_CELL.sub(b"", content))
    if _count(CELL, content) > MOST_CELLS:
        raise RefusedFileError(TOO_MANY_CELLS)
    if any(int(found[1]) > MOST_ROWS + 1 for found in NUMBERED_ROW.finditer(content)):
        raise RefusedFileError(TOO_MANY_ROWS)
    return content


def _check_places(content: bytes) -> None:
    """No filled cell lies outside the limits. The first that does ends the search."""
    known: set[bytes] = set()
    for found in NAMED_CELL.finditer(content):
        if found[1] not in known and _column_number(found[1].upper()) > MOST_COLUMNS:
            raise RefusedFileError(TOO_MANY_COLUMNS)
        known.add(found[1])
        if int(found[2]) > MOST_ROWS + 1:
            raise RefusedFileError(TOO_MANY_ROWS)


def _count(pattern: re.Pattern[bytes], content: bytes) -> int:
    return sum(1 for _found in pattern.finditer(content))


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number


def _pack(parts: dict[str, bytes]) -> BytesIO:
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
        while parts:
            archive.writestr(*parts.popitem())
    packed.seek(0)
    return packed


def _rows(packed: BytesIO, name: str) -> Iterator[Row]:
    try:
        found = CalamineWorkbook.from_filelike(packed).get_sheet_by_name(name)
    except (KeyboardInterrupt, MemoryError):
        raise
    except BaseException:  # its errors, and its panics, which are no Exception
        raise RefusedFileError(DAMAGED) from None
    left = found.start[1] if found.start else 0
    packed.close()
    for number, cells in enumerate(found.iter_rows(), start=1):
        yield number, [""] * left + [_text(cell) for cell in cells]


def _text(value: Any) -> str:
    """A cell as a person reads it. A whole number has no point; a day is written as ISO 8601 has it."""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    return value if isinstance(value, str) else str(value)
