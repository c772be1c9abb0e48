"""A shortlist as a file: what is in it, and that no spreadsheet program takes a cell of it for a formula."""

from __future__ import annotations

import csv
import io
import re
import string
from datetime import UTC, datetime

import pytest
from flask import Flask
from hypothesis import example, given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook
from sqlalchemy.orm import Session

from hub.formulas import neutralise, starts_like_a_formula
from hub.shortlists.exporting import Answer, Origin, Row, file_name, table
from hub.tables import writing_csv
from tests.hub.shortlists.shortlists_made import Desk
from tests.page_client import PageClient

NOON = datetime(2031, 4, 1, 12, 0, tzinfo=UTC)
SIGNS = "=+-@＝＋－＠﹦﹢﹣﹫"
FIRST = SIGNS + "\t\r\n\x00"
UNSEEN = " \u00a0\u2003\u3000\u200b\u200d\u2060\ufeff\u00ad\u202e\u115f\u3164\u2800\ufe0f\x01\x1f"
NUMBERS = {0, 3, 4, 5}
"""Columns that hold numbers: position, rank, score, band."""

TEXTS = st.one_of(
    st.text(max_size=30),
    st.text(alphabet=FIRST + UNSEEN + "a1,;\"'|", max_size=8),
    st.tuples(st.text(alphabet=UNSEEN, max_size=3), st.sampled_from(FIRST), st.text(max_size=5)).map("".join),
)


def origin(**changed: str) -> Origin:
    values = {
        "requirement": "Hosting",
        "buyer": "Ashby Council",
        "run": "r1",
        "digest": "d1",
        "downloaded_by": "Ann",
    }
    return Origin(ranked_at=NOON, downloaded_at=NOON, **(values | changed))


def row(**changed: object) -> Row:
    values: dict[str, object] = {
        "position": 1,
        "supplier": "Ash Hosting",
        "place": "Derby",
        "rank": 3,
        "score": 62.8,
        "band": 2,
        "answers": (Answer("Must: ISO 27001", "met", "12.3", "15.0"),),
        "reasons": ("12.3 points: Stated fact: ISO 27001",),
        "chosen_because": "Nearest",
        "page": "https://hub.example/suppliers/abc",
    }
    return Row(**(values | changed))  # type: ignore[arg-type]


def to_csv(origin: Origin, rows: list[Row]) -> bytes:
    return writing_csv.to_csv(table(origin, rows))


def read(content: bytes) -> list[list[str]]:
    """The cells as a reader of RFC 4180 sees them, by rules of its own: no part of Python's csv writer."""
    text = content.decode("utf-8").removeprefix("\ufeff")
    rows: list[list[str]] = [[]]
    at = 0
    while at < len(text):
        if text[at] == '"':
            end = at + 1
            while text[end] != '"' or text[end : end + 2] == '""':
                end += 2 if text[end : end + 2] == '""' else 1
            cell, at = text[at + 1 : end].replace('""', '"'), end + 1
        else:
            end = re.compile(r",|\r\n|\Z").search(text, at).start()  # type: ignore[union-attr]
            cell, at = text[at:end], end
        rows[-1].append(cell)
        if text.startswith("\r\n", at):
            rows.append([])
            at += 2
        elif at < len(text):
            assert text[at] == ",", (text[at], at)
            at += 1
    return rows[:-1]


@settings(deadline=None, max_examples=150)
@given(TEXTS, TEXTS, TEXTS, TEXTS)
@example("=1+1", "\t=1", "\u200b＝1", "+44 1332 000000")
@example("\x00=1", "\r\n=1", "-", "@SUM(A1)")
def test_no_cell_starts_like_a_formula_and_no_text_is_lost(
    name: str, reason: str, line: str, title: str
) -> None:
    answers = (Answer(line, "met", "1.0", "2.0"),)
    rows = [
        row(supplier=name, place=title, answers=answers, reasons=(reason,), chosen_because=line),
        row(supplier=title, place=line, answers=answers, reasons=(name, title), note=reason, page=name),
    ]
    content = to_csv(origin(requirement=title, buyer=name, downloaded_by=reason), rows)
    assert content.startswith(b"\xef\xbb\xbf")
    heading, first, second = read(content)
    assert {len(heading), len(first), len(second)} == {18}
    assert [cell for cells in (heading, first, second) for cell in cells if is_formula(cell)] == []
    for cells, at, text in (
        *((heading, 6, line), (first, 1, name), (first, 2, title), (first, 7, reason), (first, 8, line)),
        *((second, 1, title), (second, 2, line), (second, 7, f"{name} | {title}"), (second, 9, reason)),
        *((second, 10, name), (second, 11, title), (second, 12, name), (second, 17, reason)),
    ):
        assert cells[at] in (text, f"'{text}")


def is_formula(cell: str) -> bool:
    """By lists of characters written out here, not by the rules of the export."""
    seen = cell.lstrip(UNSEEN + string.whitespace + "\x00")
    return (cell != "" and cell[0] in "\t\r\n\x00") or (seen != "" and seen[0] in SIGNS)


@settings(deadline=None, max_examples=200)
@given(TEXTS)
def test_a_text_is_kept_letter_for_letter_behind_at_most_one_apostrophe(text: str) -> None:
    assert neutralise(text) in (text, f"'{text}")
    assert not starts_like_a_formula(neutralise(text))


@pytest.mark.parametrize(
    "text", ["@UK Plc", "=1+1", " =1", "\u200b=1", "＝1", "\u3000＋1", "-5", "\t1", "\n", "\x00", "+44"]
)
def test_what_starts_like_a_formula_gets_an_apostrophe(text: str) -> None:
    assert neutralise(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "Ash & Co", "a=b", "1-2", "'=1", "£5", "Été", "(=1)", "3M"])
def test_other_texts_are_left_as_they_are(text: str) -> None:
    assert neutralise(text) == text


def test_numbers_of_the_hub_stay_numbers() -> None:
    cells = read(to_csv(origin(), [row(position=1, rank=12, score=62.84, band=3)]))[1]
    assert [cells[at] for at in (0, 3, 4, 5)] == ["1", "12", "62.8", "3"]


def test_each_line_of_the_requirement_has_a_column_also_two_in_the_same_words() -> None:
    same = Answer("Should: fast", "met", "1.0", "2.0"), Answer("Should: fast", "not stated", "0.0", "3.0")
    heading, first, second = read(to_csv(origin(), [row(answers=same), row(answers=same[:1])]))
    assert heading[6:8] == ["Should: fast", "Should: fast (2)"]
    assert first[6:8] == ["met, 1.0 of 2.0 points", "not stated, 0.0 of 3.0 points"]
    assert second[6:8] == ["met, 1.0 of 2.0 points", ""]


def test_the_file_is_what_any_csv_reader_reads() -> None:
    content = to_csv(origin(requirement='Hosting, "quoted"\nand more'), [row(supplier='A "B", C;\r\nD')])
    assert list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), strict=True)) == read(
        content
    )
    assert content.endswith(b"\r\n")


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Web hosting", "shortlist-web-hosting-4k7q.csv"),
        ("../../etc/passwd", "shortlist-etc-passwd-4k7q.csv"),
        ('a"; filename="x.exe\r\nSet-Cookie: a', "shortlist-a-filename-x-exe-set-cookie-a-4k7q.csv"),
        ("Gwasanaethau gwe – Môn", "shortlist-gwasanaethau-gwe-mon-4k7q.csv"),
        ("ウェブ", "shortlist-4k7q.csv"),
        ("x" * 200, f"shortlist-{'x' * 40}-4k7q.csv"),
    ],
)
def test_a_file_name_is_plain(title: str, name: str) -> None:
    assert file_name(title, "4k7q") == name


@pytest.fixture
def desk(page_client: PageClient, session: Session) -> Desk:
    desk = Desk(page_client, session)
    desk.choose("@UK Plc", "Ash Hosting", "Elm Cloud")
    return desk


def test_the_file_says_what_the_page_says(app: Flask, desk: Desk) -> None:
    shortlist = desk.shortlist()
    values = desk.values() | {f"reason-{shortlist.entries[0].rank}": "=HYPERLINK(1)"}
    desk.client.submit(f"/shortlists/{shortlist.public_id}", values)
    response = desk.client.download(f"/shortlists/{shortlist.public_id}.csv")
    assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert response.headers["Content-Disposition"] == (
        f'attachment; filename="shortlist-web-hosting-for-a-council-{shortlist.public_id}.csv"'
    )
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Cache-Control"] == "no-store"
    heading, *rows = read(response.get_data())
    told = [dict(zip(heading, cells, strict=True)) for cells in rows]
    page = desk.client.get(f"/shortlists/{shortlist.public_id}")
    assert [each["Score of 100"] for each in told] == page.texts(".hub-match__score strong")
    assert {each["Supplier"].removeprefix("'") for each in told} == set(desk.order())
    assert "'@UK Plc" in {each["Supplier"] for each in told}
    assert told[0]["Why chosen"] == "'=HYPERLINK(1)"
    points = [
        f"{each} points" for each in re.findall(r"\+([\d.]+)", " ".join(page.texts(".hub-proof__source")))
    ]
    assert points
    assert [p for p in points if p not in " ".join(each["Reasons"] for each in told)] == []
    assert {each["Digest of the ranking"] for each in told} == {shortlist.run.digest}
    assert {each["Run"] for each in told} == {shortlist.run.public_id}
    assert {each["Downloaded by"] for each in told} == {desk.buyer.name}


@pytest.mark.parametrize("ending", ["xlsx", "ods"])
def test_a_workbook_has_the_cells_of_the_csv_as_they_were_typed(desk: Desk, ending: str) -> None:
    address = f"/shortlists/{desk.shortlist().public_id}"
    response = desk.client.download(f"{address}.{ending}")
    assert response.headers["Content-Disposition"].endswith(f'.{ending}"')
    assert response.headers["Content-Type"].startswith("application/vnd.")
    workbook = CalamineWorkbook.from_filelike(io.BytesIO(response.get_data()))
    heading, *rows = workbook.get_sheet_by_name("Shortlist").to_python()
    plain, *lines = read(desk.client.download(f"{address}.csv").get_data())
    assert heading == plain
    when = heading.index("Downloaded on")
    for row, line in zip(rows, lines, strict=True):
        typed = [float(cell) if at in NUMBERS else cell.removeprefix("'") for at, cell in enumerate(line)]
        row[when] = typed[when]
        assert row == typed
    page = desk.client.get(address)
    assert [row[1] for row in rows] == desk.order()
    assert [f"{row[4]:.1f}" for row in rows] == page.texts(".hub-match__score strong")
    about = dict(workbook.get_sheet_by_name("About").to_python())
    assert about["Shortlist for"] == desk.requirement.title
    assert about["Downloaded by"] == desk.buyer.name
    assert about["Run"] == desk.shortlist().run.public_id


def test_other_endings_are_no_files(desk: Desk) -> None:
    for ending in ("xls", "xlsx.csv", "CSV", ""):
        assert desk.client.download(f"/shortlists/{desk.shortlist().public_id}.{ending}").status_code == 404


def test_the_file_holds_nobodys_contact_details(desk: Desk) -> None:
    page = desk.client.get(f"/shortlists/{desk.shortlist().public_id}")
    assert "@contact.example" in page.source
    assert (
        b"@contact.example"
        not in desk.client.download(f"/shortlists/{desk.shortlist().public_id}.csv").get_data()
    )
