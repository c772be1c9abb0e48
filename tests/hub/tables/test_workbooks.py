"""Tables as XLSX and ODS: every text comes back letter for letter, every number as a number."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from io import BytesIO
from zipfile import ZipFile

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from lxml import etree
from python_calamine import CalamineWorkbook

from hub.tables.books import WIDEST, WIDEST_HEADING, Book, widths
from hub.tables.texts import CUT, INSTEAD, MOST, fit
from hub.tables.writing_ods import to_ods
from hub.tables.writing_xlsx import to_xlsx

NOON = datetime(2031, 4, 1, 12)
BOTH = pytest.mark.parametrize("write", [to_xlsx, to_ods])
Write = Callable[[Book], bytes]
AWKWARD = (
    *(
        "=1+1",
        "+1",
        "-1",
        "@x",
        "=cmd|' /C calc'!A0",
        '=HYPERLINK("https://a.example")',
        "'=1",
        "\t=1",
        "a\n\tb",
    ),
    *("0012", "1e5", "TRUE", "2031-04-01", "https://a.example/", "_x0041_", "<b>&amp;\"'", "]]>"),
    *("  two  spaces ", " ", "a\n\nb", "\n", "שלום", "\u202eabc", "😀 👩‍👧", "\ufeff", "", "£5"),
    *("\x00", "bell \x07", "half \ud83d", "\ufffe", "a\r\nb\rc"),
)


def book(*texts: str, title: str = "Ranking") -> Book:
    rows = [["Text", "Number", "Score"], *([text, at, at + 0.5] for at, text in enumerate(texts))]
    return Book(title, NOON, "Ranking", rows, [("Title", title), ("Rows", len(texts))])


def read(content: bytes, sheet: str = "Ranking") -> list[list[object]]:
    return CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_name(sheet).to_python()


def parts(content: bytes) -> dict[str, bytes]:
    with ZipFile(BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@BOTH
@settings(deadline=None, max_examples=100)
@given(st.lists(st.text(max_size=20) | st.sampled_from(AWKWARD), max_size=4))
@example(list(AWKWARD))
def test_every_text_comes_back_and_numbers_are_numbers(write: Write, texts: list[str]) -> None:
    _heading, *rows = read(write(book(*texts, "end")))
    expected = [[fit(text), at, at + 0.5] for at, text in enumerate([*texts, "end"])]
    assert rows == expected


@settings(deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff")))
def test_a_text_that_a_workbook_can_hold_is_left_as_it_is(text: str) -> None:
    assert fit(text) == text


def test_what_no_workbook_can_hold_is_told_by_a_sign() -> None:
    assert fit("a\x07b\x00\ud800\uffff") == f"a{INSTEAD}b{INSTEAD * 3}"
    assert fit("a\r\nb\rc\td") == "a\nb\nc\td"


@pytest.mark.parametrize("letter", ["x", "é", "😀"])
def test_a_text_that_is_too_long_is_cut_where_a_reader_sees_it(letter: str) -> None:
    units = len(letter.encode("utf-16-le")) // 2
    assert fit(letter * (MOST // units)) == letter * (MOST // units)
    cut = fit(letter * 40_000)
    assert cut == letter * ((MOST - len(CUT)) // units) + CUT
    assert [row[0] for row in read(to_xlsx(book(letter * 40_000)))] == ["Text", cut]


@BOTH
def test_the_same_book_is_the_same_bytes_and_its_files_have_one_date(write: Write) -> None:
    content = write(book(*AWKWARD))
    assert write(book(*AWKWARD)) == content
    with ZipFile(BytesIO(content)) as archive:
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


@BOTH
def test_no_part_of_it_holds_a_formula_or_a_link(write: Write) -> None:
    for name, part in parts(write(book(*AWKWARD))).items():
        if name != "mimetype":
            tree = etree.fromstring(part)
            assert tree.xpath("//*[local-name()='f' or local-name()='hyperlink' or local-name()='a']") == []
            assert tree.xpath("//@*[local-name()='formula']") == []


@BOTH
def test_the_heading_stays_in_sight_and_another_sheet_says_what_it_is(write: Write) -> None:
    content = write(book("a", title="Roads & <bridges>"))
    assert read(content, "About") == [["Title", "Roads & <bridges>"], ["Rows", 1]]
    held = parts(content)
    if write is to_xlsx:
        assert b'topLeftCell="A2" activePane="bottomLeft" state="frozen"' in held["xl/worksheets/sheet1.xml"]
        assert b"2031-04-01T12:00:00Z" in held["docProps/core.xml"]
    else:
        assert b'config:name="VerticalSplitPosition" config:type="int">1<' in held["settings.xml"]
        assert b"2031-04-01T12:00:00" in held["meta.xml"]
        assert next(iter(held)) == "mimetype"


def test_a_column_is_as_wide_as_its_longest_line_within_bounds() -> None:
    rows = [["Supplier", "No " * 20, "Words"], ["Ash Hosting\nLtd", 1, "x" * 500]]
    assert widths(rows) == [len("Ash Hosting") + 2, WIDEST_HEADING + 2, WIDEST]
    sheet = parts(to_xlsx(Book("T", NOON, "S", rows, [("a", "b")])))["xl/worksheets/sheet1.xml"]
    assert [round(float(each)) for each in re.findall(rb'<col [^>]*width="([\d.]+)"', sheet)] == [14, 27, 61]
