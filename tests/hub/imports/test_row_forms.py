"""A row keeps the rules of the site's own forms, and is told so in their words."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

from hub.imports.filing import build_filing
from hub.imports.row_forms import CheckedRow, check_row

FILING = build_filing({"Facilities": [("drains", "Drains"), ("cleaning", "Office cleaning")]})


@pytest.fixture(autouse=True)
def context(migrated_app: Flask) -> Any:
    with migrated_app.app_context():
        yield


def check(**said: str) -> CheckedRow:
    return check_row({"name": "Alder Ltd"} | said, FILING, {"gullies": "drains", "other": ""})


@pytest.mark.parametrize(
    ("field", "said", "kept"),
    [
        ("name", "  Alder &amp; Sons   Ltd ", "Alder & Sons Ltd"),
        ("trading_name", " Alder  Drains ", "Alder Drains"),
        ("vat_number", "gb 980 7806 84", "980780684"),
        ("company_number", "1234567", "01234567"),
        ("company_number", "45678", "00045678"),
        ("company_number", "sc 123456", "SC123456"),
        ("kind", "Limited company", "company"),
        ("kind", "Ltd.", "company"),
        ("kind", "sole trader", "sole trader"),
        ("size", "Medium-sized", "medium"),
        ("size", "9", "micro"),
        ("size", "10", "small"),
        ("size", "50", "medium"),
        ("size", "250", "large"),
        ("postcode", "nn11aa", "NN1 1AA"),
        ("website", "alder.example", "https://alder.example"),
        ("contact_phone", "1604960001", "01604960001"),
        ("contact_phone", "+44 1604 960 001", "+44 1604 960 001"),
        ("contact_email", "ada@alder.example", "ada@alder.example"),
    ],
)
def test_a_value_is_kept_as_a_form_would_keep_it(field: str, said: str, kept: str) -> None:
    checked = check(**{field: said})
    assert checked.wrong == {}
    assert checked.values[field] == kept


@pytest.mark.parametrize(
    ("field", "said", "message"),
    [
        ("name", "", "Enter the name of the business"),
        ("name", "!!!", "Enter a business name with letters or numbers in it"),
        ("name", "x" * 201, "Business name must be 200 characters or fewer"),
        ("company_number", "12", "Enter a company number of 8 digits"),
        ("kind", "club", "Enter one of: Limited company, Sole trader"),
        ("size", "quite big", "Enter one of: Micro, Small, Medium-sized, Large; or the number of people"),
        ("postcode", "Northampton", "Enter a full UK postcode"),
        ("website", "javascript:alert(1)", "Enter a website address"),
        ("contact_email", "ada at alder", "Enter an email address in the correct format"),
        ("contact_phone", "none", "Enter a telephone number"),
        ("title", "x" * 201, "What it does must be 200 characters or fewer"),
        ("description", "x" * 20_001, "Description must be 20,000 characters or fewer"),
        ("title", "=1+1", "starts with “=”, as formulas do"),
    ],
)
def test_what_is_wrong_is_said_as_an_instruction(field: str, said: str, message: str) -> None:
    checked = check(**{field: said})
    assert message in checked.wrong[field]


def test_only_the_name_must_be_there() -> None:
    checked = check()
    assert checked.wrong == {}
    assert {key for key, value in checked.values.items() if value} == {"name"}


def test_a_category_is_found_by_name_by_slug_and_by_what_the_person_said() -> None:
    for said, slug in (
        ("Office Cleaning", "cleaning"),
        ("drains", "drains"),
        ("Gullies", "drains"),
        ("Other", ""),
    ):
        checked = check(category=said, title="Clearing")
        assert (checked.wrong, checked.values["category"]) == ({}, slug)


def test_an_unknown_category_says_what_may_be_meant() -> None:
    message = check(category="Drian", title="Clearing").wrong["category"]
    assert message == "Enter a category of the hub’s list, by its name or slug. Did you mean “Drains”?"


def test_a_category_needs_words_of_the_firm_under_it() -> None:
    assert check(category="drains").wrong == {
        "title": "Enter what the firm does in a few words, to go under its category"
    }


def test_a_description_lends_its_start_to_the_title() -> None:
    """Cut between words, at 80 characters."""
    told = "We clear drains and gullies for schools and councils, by night and day, in four counties."
    title = check(description=told).values["title"]
    assert title == "We clear drains and gullies for schools and councils, by night and day, in…"
    assert len(title) <= 80
