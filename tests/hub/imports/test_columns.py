"""Columns are proposed by their headings, and category words by their likeness to the hub's list."""

from __future__ import annotations

import pytest

from hub.imports.columns import FIELDS, propose_columns, read_fields
from hub.imports.filing import build_filing, unknown_words

CHOICES = {
    "Facilities": [
        ("drains", "Drains"),
        ("drains-jetting", "Drains: Jetting"),
        ("cleaning", "Office cleaning"),
    ],
    "Digital": [("hosting", "Web hosting"), ("jetting", "Printing: Jetting")],
}


@pytest.mark.parametrize(
    ("headings", "columns"),
    [
        (["Firm", "Post code", "Notes"], {"name": 0, "postcode": 1}),
        (
            ["Company Name", "Company No.", "E-mail", "Tel."],
            {"name": 0, "company_number": 1, "contact_email": 2, "contact_phone": 3},
        ),
        (["ID", "Organisation", "Web site", "Sector"], {"name": 1, "website": 2, "category": 3}),
        (["Busines name", "Contact name", "Nr. of employees"], {"name": 0, "contact_name": 1, "size": 2}),
        (["", "Quantity", "Colour"], {}),
        (["Name", "Business name"], {"name": 0}),
    ],
)
def test_headings_propose_their_field(headings: list[str], columns: dict[str, int]) -> None:
    found = propose_columns(headings)
    if headings == ["Name", "Business name"]:
        assert found["name"] in {0, 1}
    else:
        assert found == columns


def test_no_column_serves_two_fields() -> None:
    columns = propose_columns([field.label for field in FIELDS] + ["Name", "Phone", "Web"])
    assert len(set(columns.values())) == len(columns) == len(FIELDS)


def test_a_row_that_ends_early_says_nothing_of_the_rest() -> None:
    assert read_fields(["Alder"], {"name": 0, "postcode": 4}) == {"name": "Alder", "postcode": ""}


@pytest.mark.parametrize(
    ("word", "slug"),
    [
        ("drains", "drains"),
        (" DRAINS ", "drains"),
        ("Office  cleaning", "cleaning"),
        ("Drains: Jetting", "drains-jetting"),
        ("drains-jetting", "drains-jetting"),
        ("jetting", "jetting"),
        ("Digger hire", None),
    ],
)
def test_a_word_is_a_category_by_its_slug_or_name(word: str, slug: str | None) -> None:
    """Two are named Jetting: the slug `jetting` is one, the name alone would be neither."""
    assert build_filing(CHOICES).find(word) == slug


def test_the_likest_categories_are_proposed_first() -> None:
    assert build_filing(CHOICES).propose("Drian clearing and drains")[0] == "drains"
    assert build_filing(CHOICES).propose("website hosting")[0] == "hosting"
    assert build_filing(CHOICES).propose("zzzz") == []


def test_unknown_words_come_once_each() -> None:
    words = ["drains", "Digger hire", "digger  hire", "", "Cranes"]
    assert unknown_words(words, build_filing(CHOICES)) == ["Digger hire", "Cranes"]
