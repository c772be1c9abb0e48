"""What spreadsheet programs write is read as a person sees it."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hub.fields import UNSEEN
from hub.imports.reader import read
from hub.imports.reading import reading
from hub.imports.refusing import RefusedFileError
from hub.imports.tables import letters
from tests.hub.imports.files_made import (
    FIRMS,
    HEADINGS,
    SHEET_PART,
    book,
    links,
    make_csv,
    make_workbook,
    pack,
    sheet,
    sheet_of,
    workbook_parts,
)

SIGNS = [["Name", "Words"], ["Café “Noir” Ltd", "£5 – €6"]]


def rows_of(content: bytes, wanted: str = "") -> list[tuple[int, list[str]]]:
    table = read(content, wanted)
    return [(1, table.headings), *table.rows]


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "mac_roman"]
)
def test_csv_is_read_in_the_encodings_that_programs_write(encoding: str) -> None:
    assert [cells for _row, cells in rows_of(make_csv(SIGNS, encoding=encoding))] == SIGNS


@pytest.mark.parametrize("sign", [",", ";", "\t", "|"])
def test_csv_is_read_with_the_separator_it_has(sign: str) -> None:
    rows = [["Name", "Words"], ["Alder, Birch; Co", 'He said "yes"']]
    assert [cells for _row, cells in rows_of(make_csv(rows, sep=sign))] == rows


def test_rows_are_numbered_as_a_spreadsheet_program_numbers_them() -> None:
    content = b'Name,Words\n\nAlder,"two\nlines"\nBirch,\n,,\nCedar,x\n'
    assert rows_of(content)[1:] == [(3, ["Alder", "two\nlines"]), (4, ["Birch"]), (6, ["Cedar", "x"])]


@pytest.mark.parametrize("texts", [True, False])
def test_a_workbook_is_read(texts: bool) -> None:
    found = rows_of(pack(workbook_parts([HEADINGS, *FIRMS], texts=texts)))
    assert found == [(1, HEADINGS), (2, FIRMS[0]), (3, FIRMS[1])]


def test_numbers_of_a_workbook_have_no_point_that_nobody_typed() -> None:
    assert rows_of(make_workbook([["Name", "Number"], ["Alder", 1234567], ["Birch", 0.5]]))[1:] == [
        (2, ["Alder", "1234567"]),
        (3, ["Birch", "0.5"]),
    ]


def test_a_sheet_that_starts_lower_keeps_its_row_numbers() -> None:
    lines = "".join(
        f'<row r="{row}"><c r="B{row}" t="str"><v>{text}</v></c></row>'
        for row, text in ((3, "Name"), (5, "Alder"))
    )
    table = read(make_workbook(**{SHEET_PART: sheet_of(lines)}), "")
    assert (table.headings, list(table.rows)) == (["", "Name"], [(5, ["", "Alder"])])


def test_cells_that_are_only_drawn_are_no_cells() -> None:
    """A border drawn over whole columns leaves a million of them."""
    drawn = "".join(f'<row r="{n}"><c r="XFD{n}" s="1"/></row>' for n in (30_000, 1_048_576))
    lines = sheet([["Name"], ["Alder"]]).partition("<sheetData>")[2].partition("</sheetData>")[0]
    assert rows_of(make_workbook(**{SHEET_PART: sheet_of(lines + drawn)}))[1:] == [(2, ["Alder"])]


def test_a_stated_size_of_the_sheet_is_not_believed() -> None:
    told = sheet([["Name"], ["Alder"]], dimension="A1:XFD1048576")
    assert rows_of(make_workbook(**{SHEET_PART: told}))[1:] == [(2, ["Alder"])]


def test_a_formula_is_the_value_it_had() -> None:
    lines = (
        '<row r="1"><c r="A1" t="str"><v>Name</v></c></row>'
        '<row r="2"><c r="A2" t="str"><f>CONCAT("A","b")</f><v>Ab</v></c></row>'
    )
    assert rows_of(make_workbook(**{SHEET_PART: sheet_of(lines)}))[1:] == [(2, ["Ab"])]


def two_sheets() -> bytes:
    other = {
        "xl/workbook.xml": book("Notes", "Firms"),
        "xl/_rels/workbook.xml.rels": links("worksheets/notes.xml", "/xl/worksheets/sheet1.xml"),
        "xl/worksheets/notes.xml": sheet([["Note"], ["Of no use"]]),
    }
    return pack(workbook_parts([HEADINGS, *FIRMS], texts=False) | other)


def test_the_first_sheet_is_read_or_the_one_that_is_named() -> None:
    table = read(two_sheets(), "")
    assert (table.sheet, table.sheets, table.headings) == ("Notes", ("Notes", "Firms"), ["Note"])
    assert rows_of(two_sheets(), " firms ")[1:] == [(2, FIRMS[0]), (3, FIRMS[1])]
    with pytest.raises(RefusedFileError, match=r"no sheet “Prices”\. It has Notes, Firms"):
        read(two_sheets(), "Prices")


def test_a_process_of_its_own_reads_the_same() -> None:
    with reading(io.BytesIO(make_workbook()), seconds=20) as file:
        assert (file.headings, file.sheet, list(file.rows)) == (
            HEADINGS,
            "Firms",
            [(2, FIRMS[0]), (3, FIRMS[1])],
        )
        assert len(file.sha256) == 64


@pytest.mark.parametrize(("column", "name"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA")])
def test_columns_are_called_as_spreadsheet_programs_call_them(column: int, name: str) -> None:
    assert letters(column) == name


CELLS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=20).filter(
    lambda text: text.strip() and not UNSEEN.search(text)
)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.lists(CELLS, min_size=2, max_size=2), min_size=1, max_size=5))
def test_any_text_comes_out_as_it_went_in(rows: list[list[str]]) -> None:
    text = io.StringIO(newline="")
    csv.writer(text, quoting=csv.QUOTE_ALL).writerows([["Name", "Words"], *rows])
    try:
        found = rows_of(text.getvalue().encode())
    except RefusedFileError as error:
        assert "formula" in str(error)  # noqa: PT017 - the only reason for such a file
        return
    assert [cells for _row, cells in found[1:]] == rows
