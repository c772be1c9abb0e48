"""A file of categories is read whole or refused with the line and the reason."""

from __future__ import annotations

import json

import pytest

from hub.categories.reading import CategoryRow, read_categories
from hub.text_files import TextFileError

CSV = """slug,name,parent,help,cpv
transport,Transport,,Moving people and things.,60
transport-taxis,Taxis,transport,"Cars, by the trip.",60120000
transport-taxis-rank,Rank taxis,transport-taxis,,
"""


def test_a_csv_file_gives_rows_with_parents_first() -> None:
    assert read_categories(CSV.encode()) == (
        CategoryRow("transport", "Transport", "", "Moving people and things.", "60"),
        CategoryRow("transport-taxis", "Taxis", "transport", "Cars, by the trip.", "60120000"),
        CategoryRow("transport-taxis-rank", "Rank taxis", "transport-taxis"),
    )


def test_json_says_the_same_as_csv() -> None:
    rank = {"slug": "transport-taxis-rank", "name": "Rank taxis"}
    taxis = {
        "slug": "transport-taxis",
        "name": "Taxis",
        "help": "Cars, by the trip.",
        "cpv": "60120000",
        "children": [rank],
    }
    lot = {
        "slug": "transport",
        "name": "Transport",
        "help": "Moving people and things.",
        "cpv": "60",
        "children": [taxis],
    }
    assert read_categories(json.dumps({"categories": [lot]}).encode()) == read_categories(CSV.encode())


def test_a_byte_order_mark_and_windows_line_ends_make_no_difference() -> None:
    windows = b"\xef\xbb\xbf" + CSV.replace("\n", "\r\n").encode()
    assert read_categories(windows) == read_categories(CSV.encode())


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"\x89PNG\r\n\x1a\n\x00\x00", "line 1: this is not UTF-8 text"),
        (CSV.encode("utf-16-le"), "line 1: this is not a text file"),
        (b"slug,name,parent\na,Caf\xe9,\n", "line 2: this is not UTF-8 text"),
        (b"slug,name\na,A\n", "line 1: add the column 'parent'"),
        (b"", "line 1: add the column 'slug'"),
        (b"slug,name,parent\n", "line 1: the file holds no categories"),
        (b"slug,name,parent\na,A,b\n", "line 2: the parent 'b' does not stand above it"),
        (b"slug,name,parent\na,A,\na,A again,\n", "line 3: the slug 'a' stands twice"),
        (b"slug,name,parent\na b,A,\n", "line 2: the slug 'a b' must be lower-case"),
        (b"slug,name,parent\na,,\n", "line 2: 'a' needs a name"),
        (b"slug,name,parent\na,A,\nb,B,a\nc,C,b\nd,D,c\n", "line 5: 'd' is a fourth level"),
        (b"slug,name,parent,cpv\na,A,,123\n", "line 2: cpv '123' must be codes of 2 or 8 digits"),
        (b"slug,name,parent\na,A,,more\n", "line 2: more cells than columns"),
        (b"slug,name,parent\na," + b"x" * 201 + b",\n", "line 2: name must be 200 characters or fewer"),
        (b'{"categories": [', "line 1: this is not JSON"),
        (b"[1]", "line 1: write an object with a list named 'categories'"),
        (b'{"categories": [3]}', "lot 1: write an object with 'slug' and 'name'"),
        (b'{"categories": [{"slug": "a", "name": 7}]}', "lot 1: 'name' must be text"),
        (b'{"categories": [{"slug": "a", "name": "A", "children": 7}]}', "lot 1: 'children' must be a list"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_with_place_and_reason(content: bytes, words: str) -> None:
    with pytest.raises(TextFileError) as caught:
        read_categories(content)
    assert str(caught.value).startswith(words)


def test_json_nested_without_end_is_refused() -> None:
    with pytest.raises(TextFileError):
        read_categories(b'{"categories": ' + b"[" * 100_000)
