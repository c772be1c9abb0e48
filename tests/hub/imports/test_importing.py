"""A hub brings its list of firms: from the file to the register, and what the register makes of it."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from hub.accounts.models import Organisation
from hub.audit.models import Event, EventSubject
from hub.imports.models import FirmImport, FirmImportRow
from hub.matches.models import CatalogueVersion
from hub.models import Base
from hub.suppliers.models import Capability, Removal, Supplier
from hub.suppliers.naming import name_key
from tests.hub.imports.files_made import FIRMS, HEADINGS, make_csv, make_workbook
from tests.hub.imports.lists_made import COLUMNS, HOME, apply, bring, check, counts, fresh, upload
from tests.page_client import PageClient
from tests.people import make_member

FULL = (
    "Name",
    "Company number",
    "Kind",
    "Size",
    "Postcode",
    "Website",
    "Contact name",
    "Email",
    "Telephone",
    "Services",
    "Description",
    "Category",
)
ALDER = (
    "Alder Drains Ltd",
    "01234567",
    "company",
    "12",
    "NN1 1AA",
    "alder.example",
    "Ada Alder",
    "ada@alder.example",
    "01604 960 001",
    "Clearing of drains",
    "We clear drains by night.",
    "Drains",
)


def held(reading: Session, name: str = "Alder Drains Ltd") -> Supplier:
    return fresh(reading).scalars(select(Supplier).where(Supplier.name == name)).one()


def whole_register(reading: Session) -> list[tuple[Any, ...]]:
    tables = [Base.metadata.tables[name] for name in ("supplier", "capability")]
    chosen = [select(table).order_by(*table.primary_key) for table in tables]
    return [tuple(row) for each in chosen for row in fresh(reading).execute(each)]


def put(session: Session, **columns: Any) -> Supplier:
    """A supplier of the register, unclaimed unless the columns say otherwise. Committed."""
    name = columns.pop("name", "Alder Drains")
    supplier = Supplier(**({"name": name, "name_key": name_key(name), "state": "unclaimed"} | columns))
    session.add(supplier)
    session.commit()
    return supplier


@pytest.mark.parametrize("make", [make_csv, make_workbook])
def test_a_list_goes_from_the_file_to_the_register(adviser: PageClient, reading: Session, make: Any) -> None:
    there = upload(adviser, make([FULL, ALDER]))
    page = check(adviser, there)
    assert counts(page)["New"] == "1 row"
    assert "ada@alder.example" in page.text
    assert whole_register(reading) == [], "nothing is brought before the person says so"
    report = apply(adviser, there)
    assert counts(report) == {"Entered": "1 row"}
    alder = held(reading)
    assert (alder.state, alder.company_number, alder.kind, alder.size) == (
        "unclaimed",
        "01234567",
        "company",
        "small",
    )
    assert (alder.postcode, alder.place and alder.place.name) == ("NN1 1AA", "Northampton")
    assert (alder.website, alder.contact_name) == ("https://alder.example", "Ada Alder")
    assert (alder.contact_email, alder.contact_phone) == ("ada@alder.example", "01604 960 001")
    assert alder.entered_on == date.today()
    (does,) = alder.capabilities
    assert (does.title, does.description, does.state) == (ALDER[9], ALDER[10], "published")
    assert does.category
    assert does.category.slug == "drains"


def test_an_imported_firm_is_found_at_the_next_search(adviser: PageClient) -> None:
    assert "Alder" not in adviser.get("/search?q=clearing+of+drains").text
    bring(adviser, ALDER, headings=FULL)
    page = adviser.get("/search?q=clearing+of+drains")
    assert "Alder Drains Ltd" in page.text
    assert "Entered by the hub; the firm has not joined" in page.text


def test_the_record_says_whose_word_it_is(adviser: PageClient, reading: Session) -> None:
    bring(adviser, ALDER, headings=FULL)
    address = f"/suppliers/{held(reading).public_id}"
    page = adviser.get(address)
    assert "The hub entered this from a list of its own" in page.text
    assert "ada@alder.example" in page.text, "advisers see contacts"
    assert "Is this your business? Claim it" in page.text
    adviser.sign_out()
    public = adviser.get(address)
    assert "Entered by the hub" in public.text
    assert "ada@alder.example" not in public.source
    assert "Contact details are for the hub’s advisers" in public.text
    assert "Entered by the hub" in adviser.get("/suppliers/find?name=alder").text


def test_a_member_of_another_firm_does_not_see_the_contact(
    adviser: PageClient, session: Session, reading: Session
) -> None:
    bring(adviser, ALDER, headings=FULL)
    adviser.sign_out()
    adviser.sign_in(make_member(session, "supplier"))
    assert "ada@alder.example" not in adviser.get(f"/suppliers/{held(reading).public_id}").source


def test_the_same_file_imported_twice_changes_nothing(adviser: PageClient, reading: Session) -> None:
    bring(adviser, ALDER, ("Birch Roofing", *[""] * 11), headings=FULL)
    before = whole_register(reading)
    version = reading.scalar(select(CatalogueVersion.number))
    page = bring(adviser, ALDER, ("Birch Roofing", *[""] * 11), headings=FULL)
    assert counts(page)["In the register already"] == "2 rows"
    assert "No row brings anything new: the register holds all of it" in page.text
    assert whole_register(reading) == before
    assert reading.scalar(select(CatalogueVersion.number)) == version


def test_an_unclaimed_record_has_its_gaps_filled_and_keeps_the_rest(
    adviser: PageClient, session: Session, reading: Session
) -> None:
    """The postcode decides the place only where the record had none."""
    put(session, size="large", website="https://old.example")
    page = bring(adviser, ALDER, headings=FULL)
    assert counts(page) == {"Record added to": "1 row"}
    alder = held(reading, "Alder Drains")
    assert (alder.size, alder.website) == ("large", "https://old.example")
    assert (alder.company_number, alder.postcode, alder.contact_name) == ("01234567", "NN1 1AA", "Ada Alder")
    assert (alder.place and alder.place.name, alder.version) == ("Northampton", 2)
    assert [each.title for each in alder.capabilities] == ["Clearing of drains"]


def test_what_an_unclaimed_record_does_is_said_once(
    adviser: PageClient, session: Session, reading: Session
) -> None:
    supplier = put(session)
    supplier.capabilities.append(Capability(title="Drains", description="As we said"))
    session.commit()
    bring(adviser, ALDER, headings=FULL)
    assert [each.title for each in held(reading, "Alder Drains").capabilities] == ["Drains"]


@pytest.mark.parametrize(
    ("state", "told"),
    [
        ("claimed", "The firm’s own: left alone"),
        ("suspended", "Withdrawn or suspended: left alone"),
        ("withdrawn", "Withdrawn or suspended: left alone"),
    ],
)
def test_a_record_that_is_not_unclaimed_is_left_alone(
    adviser: PageClient, session: Session, reading: Session, state: str, told: str
) -> None:
    organisation = Organisation(kind="supplier", name="Alder Drains")
    put(session, state=state, organisation=organisation)
    before = whole_register(reading)
    page = bring(adviser, ALDER, headings=FULL)
    assert counts(page)[told] == "1 row"
    assert whole_register(reading) == before


def test_a_removed_name_is_never_imported_again(
    adviser: PageClient, session: Session, reading: Session
) -> None:
    session.add(Removal(supplier_name="Alder", name_key=name_key(ALDER[0]), state="removed"))
    session.commit()
    page = bring(adviser, ALDER, headings=FULL)
    assert counts(page) == {"Removed on request: left out": "1 row"}
    assert whole_register(reading) == []


@pytest.mark.parametrize(
    ("there", "row", "met"),
    [
        (
            {"company_number": "01234567", "name": "Alder Drainage"},
            ("Alder Drains", "01234567", "OX1 1AA"),
            True,
        ),
        ({"company_number": "01234567"}, ("Alder Drains", "07654321", ""), False),
        ({"postcode": "NN1 1AA"}, ("ALDER DRAINS LIMITED", "", "NN1 9ZZ"), True),
        ({"postcode": "NN1"}, ("Alder Drains", "", "NN1 1AA"), True),
        ({"postcode": "NN1 1AA"}, ("Alder Drains", "", "OX1 1AA"), False),
        ({"postcode": "NN1 1AA"}, ("Alder Drains", "", ""), True),
        ({"postcode": "", "company_number": "01234567"}, ("Alder Drains", "", "NN1 1AA"), True),
        ({"postcode": "NN1 1AA"}, ("Alder Drainage", "", "NN1 1AA"), False),
    ],
)
def test_firms_meet_by_number_or_by_name_and_place(  # noqa: PLR0917 - three fixtures, three values
    adviser: PageClient,
    session: Session,
    reading: Session,
    there: dict[str, str],
    row: tuple[str, ...],
    met: bool,
) -> None:
    put(session, **there)
    bring(adviser, row, headings=("Name", "Company number", "Postcode"))
    assert fresh(reading).scalar(select(func.count(Supplier.id))) == (1 if met else 2)


def test_a_number_under_quite_another_name_is_to_be_looked_at(
    adviser: PageClient, session: Session, reading: Session
) -> None:
    put(session, name="Zebra Haulage", company_number="01234567")
    page = bring(adviser, ALDER, headings=FULL)
    assert "Check the company number: the register holds it as that of “Zebra Haulage”" in page.text
    assert fresh(reading).scalar(select(func.count(Supplier.id))) == 1


def test_two_rows_about_one_firm_are_told(adviser: PageClient) -> None:
    page = bring(adviser, ("Alder Ltd", "NN1 1AA"), ("ALDER", ""), headings=("Name", "Postcode"))
    assert counts(page) == {"Entered": "1 row", "Same firm twice": "1 row"}
    assert "Row 2 is about the same firm. Put what both say in one row" in page.text


def test_bad_rows_are_told_with_row_column_and_what_to_do(adviser: PageClient, reading: Session) -> None:
    rows = [("Alder Ltd", "NN1 1AA"), ("", "NN1 1AA"), ("Birch", "nowhere"), ("Cedar", "NN1 1AA", "more")]
    there = upload(adviser, make_csv([("Name", "Postcode"), *rows]))
    page = check(adviser, there)
    told = page.texts("main tbody tr")
    assert told[0].startswith("Row 3 Not given Name (column A) Enter the name of the business")
    assert told[1].startswith("Row 4 Birch Postcode (column B) Enter a full UK postcode")
    assert told[2].startswith("Row 5 Cedar Column C Head this column, or put quotation marks")
    assert "Import the good row" in page.text
    report = apply(adviser, there)
    assert [each.name for each in fresh(reading).scalars(select(Supplier))] == ["Alder Ltd"]
    assert "Rows that were left out" in report.text


def test_the_problems_come_as_csv_without_formulas(adviser: PageClient) -> None:
    there = upload(adviser, make_csv([("Name", "Postcode"), ("@Alder", "nowhere"), ("Birch", "")]))
    check(adviser, there)
    response = adviser.download(f"{there}/problems.csv")
    lines = response.data.decode("utf-8-sig").splitlines()
    assert lines[0] == "Row,Business name,Outcome,Column,What to do,Record"
    assert lines[1].startswith("2,'@Alder,To put right,Postcode (column B),")
    assert len(lines) == 2
    assert "attachment" in response.headers["Content-Disposition"]
    whole = adviser.download(f"{there}/report.csv").data.decode("utf-8-sig").splitlines()
    assert whole[2] == "3,Birch,New,,,"


def test_the_event_names_the_file_and_the_counts_and_every_firm(
    adviser: PageClient, reading: Session
) -> None:
    content = make_csv([FULL, ALDER, ("", *[""] * 4, "x")])
    there = upload(adviser, content)
    check(adviser, there)
    sha256 = fresh(reading).scalars(select(FirmImport.sha256)).one()
    apply(adviser, there)
    event = fresh(reading).scalars(select(Event).order_by(Event.number.desc())).first()
    assert event
    assert event.action == "imports.apply"
    noted = next(row["noted"] for row in event.changes or [] if "noted" in row)
    assert noted == {"file": sha256, "counts": {"new": 1, "rows": 2, "left_out": 1}}
    about = select(EventSubject.public_id).where(
        EventSubject.event_number == event.number, EventSubject.kind == "supplier"
    )
    assert fresh(reading).scalars(about).all() == [held(reading).public_id]
    assert (
        "imported firms from a list of the hub"
        in adviser.get(f"/suppliers/{held(reading).public_id}/history").text
    )


def test_the_rows_themselves_go_when_they_are_applied(adviser: PageClient, reading: Session) -> None:
    bring(adviser, ALDER, headings=FULL)
    (row,) = fresh(reading).scalars(select(FirmImportRow))
    assert (row.cells, row.values) == (None, None)
    assert (row.name, row.outcome, row.supplier) == (ALDER[0], "new", held(reading).public_id)


def test_what_changed_since_the_check_is_seen_when_it_is_applied(
    adviser: PageClient, session: Session, reading: Session
) -> None:
    """A firm joined, a name was removed, somebody else brought the third, the fourth is as it was."""
    names = ("Alder", "Birch", "Cedar", "Elm")
    there = upload(adviser, make_csv([("Name", "Postcode"), *((name, "NN1 1AA") for name in names)]))
    check(adviser, there)
    put(session, name="Alder", state="claimed", organisation=Organisation(kind="supplier", name="Alder"))
    session.add(Removal(supplier_name="Birch", name_key="birch", state="removed"))
    put(session, name="Cedar", postcode="NN1 1AA")
    report = apply(adviser, there)
    assert counts(report) == {
        "Entered": "1 row",
        "In the register already": "1 row",
        "The firm’s own: left alone": "1 row",
        "Removed on request: left out": "1 row",
    }
    assert sorted(fresh(reading).scalars(select(Supplier.name))) == ["Alder", "Cedar", "Elm"]


def test_it_is_applied_once_and_as_it_was_shown(adviser: PageClient, reading: Session) -> None:
    there = upload(adviser, make_csv([("Name",), ("Alder",)]))
    page = check(adviser, there)
    values = page.values(f"form[action='{there}/apply']")
    refused = adviser.post(f"{there}/apply", values | {"rows": "2"}, status=409)
    assert "was checked anew since you opened the page" in refused.text
    assert whole_register(reading) == []
    adviser.submit(f"{there}/apply", values)
    assert adviser.client.post(f"{there}/apply", data=values).status_code == 409
    assert fresh(reading).scalar(select(func.count(Supplier.id))) == 1


def test_a_discarded_list_leaves_nothing(adviser: PageClient, reading: Session) -> None:
    there = upload(adviser, make_csv([FULL, ALDER]))
    check(adviser, there)
    assert adviser.submit(f"{there}/discard") == HOME
    assert "firms.csv is discarded" in adviser.get(HOME).text
    assert fresh(reading).scalar(select(func.count(FirmImportRow.id))) == 0
    assert whole_register(reading) == []


def test_a_file_that_waits_is_not_taken_twice(adviser: PageClient) -> None:
    first, second = (upload(adviser, make_csv()) for _time in range(2))
    assert first == second
    assert "This file is uploaded already" in adviser.get(f"{first}/columns").text


def test_too_many_that_wait_are_refused(adviser: PageClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hub.imports.staging.MOST_WAITING", 1)
    upload(adviser, make_csv())
    page = adviser.post(HOME, {"file": (io.BytesIO(make_workbook()), "x.xlsx"), "lawful": "y"})
    assert page.errors == ["1 imports wait to be finished. Finish or discard one of them first"]


def test_the_person_says_that_the_hub_may_hold_it(adviser: PageClient, reading: Session) -> None:
    page = adviser.post(HOME, {"file": (io.BytesIO(make_csv()), "x.csv")})
    assert page.errors == ["Select that the hub may hold these details, or do not upload them"]
    page = adviser.post(HOME, {"lawful": "y"})
    assert page.errors == ["Select the file with the firms"]
    assert fresh(reading).scalar(select(func.count(FirmImport.id))) == 0


def test_the_name_is_read_from_one_column_and_no_field_from_two(adviser: PageClient) -> None:
    there = upload(adviser, make_csv([("Alpha", "Beta"), ("a", "b")]))
    page = adviser.post(f"{there}/columns", {"column0": "", "column1": "postcode"})
    assert page.errors == ["Select the column that holds the business name"]
    page = adviser.post(f"{there}/columns", {"column0": "name", "column1": "name"})
    assert page.errors == ["Business name is read from Alpha (column A) already: choose one"]
    page = adviser.post(f"{there}/columns", {"column0": "password", "column1": "name"})
    assert page.errors == ["Select what the column holds from the list"]


def test_columns_are_proposed_with_texts_that_stand_in_them(adviser: PageClient) -> None:
    page = adviser.get(f"{upload(adviser, make_csv([HEADINGS, *FIRMS]))}/columns")
    values = page.values(COLUMNS)
    values.pop("csrf_token")
    assert values == {
        "column0": "name",
        "column1": "company_number",
        "column2": "postcode",
        "column3": "contact_phone",
        "column4": "title",
    }
    assert page.texts(".govuk-hint")[0] == "Like: Alder Drains Ltd · Birch Roofing"


def test_other_columns_may_be_named_after_the_check(adviser: PageClient, reading: Session) -> None:
    there = upload(adviser, make_csv([("Name", "Trade"), ("Alder", "Drains")]))
    check(adviser, there, column1="")
    page = check(adviser, there, column1="title")
    assert "What it does" in page.text
    apply(adviser, there)
    assert held(reading, "Alder").capabilities[0].title == "Drains"


def test_unknown_category_words_are_matched_by_the_person(adviser: PageClient, reading: Session) -> None:
    rows = [
        ("Alder", "a", "Drians"),
        ("Birch", "b", "Roofs & gutters"),
        ("Cedar", "c", "Cranes"),
        ("Elm", "d", "drians"),
    ]
    there = upload(adviser, make_csv([("Name", "Services", "Category"), *rows]))
    page = check(adviser, there)
    assert page.heading == "Match the categories"
    assert page.texts("main label") == ["Drians (2 rows)", "Cranes (1 row)"]
    values = page.values(COLUMNS)
    assert values["word0"] == "drains", "the likest is proposed"
    page = adviser.get(adviser.submit(f"{there}/categories", values | {"word1": ""}))
    assert counts(page)["New"] == "4 rows"
    apply(adviser, there)
    slugs = {
        each.name: each.capabilities[0].category and each.capabilities[0].category.slug
        for each in fresh(reading).scalars(select(Supplier))
    }
    assert slugs == {"Alder": "drains", "Birch": "roofs", "Cedar": None, "Elm": "drains"}


def test_a_report_is_closed_to_changes(adviser: PageClient) -> None:
    bring(adviser, ALDER, headings=FULL)
    there = adviser.get(HOME).select("main table a")[0].get("href")
    assert adviser.client.get(f"{there}/columns").status_code == 409
    assert adviser.client.get(f"{there}/categories").status_code == 409


def test_the_claim_page_says_where_the_record_comes_from(adviser: PageClient, reading: Session) -> None:
    bring(adviser, ALDER, headings=FULL)
    address = f"/suppliers/{held(reading).public_id}"
    assert "The hub entered this record from a list of its own." in adviser.get(f"{address}/claim").text
    assert (
        "The hub entered this record from a list of its own."
        in adviser.get(f"{address}/ask-for-removal").text
    )
