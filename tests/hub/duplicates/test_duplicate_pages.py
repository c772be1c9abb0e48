"""The adviser's pages: a list, two records side by side, and each decision once."""

from __future__ import annotations

import pytest
from sqlalchemy import event, select
from sqlalchemy.orm import Session

from hub.audit.models import Event
from hub.database import get_engine
from hub.duplicates.models import DuplicatePair, SupplierMerger
from hub.suppliers.models import Capability, Supplier
from tests.hub.duplicates.records_made import make_double
from tests.hub.suppliers.suppliers_made import make_owner, make_supplier
from tests.page_client import PageClient
from tests.people import make_member


@pytest.fixture
def pair(session: Session, page_client: PageClient) -> DuplicatePair:
    found = make_double(session)
    page_client.sign_in(make_member(session, "hub"))
    assert found.first.public_id != found.second.public_id  # read now, so that no later read takes a lock
    session.commit()
    return found


def address(pair: DuplicatePair, more: str = "") -> str:
    return f"/advice/duplicates/{pair.public_id}{more}"


def test_the_list_gives_the_reasons_and_leads_to_both_records(
    page_client: PageClient, pair: DuplicatePair
) -> None:
    page = page_client.get("/advice/duplicates")
    assert page.texts("main h2 a") == ["Quenby Drains Ltd and Quenbby Drains"]
    assert "“quenby” and “quenbby” are spelled nearly alike" in page.text
    shown = page_client.get(address(pair))
    assert "Points of evidence" in shown.text
    assert "Drains two" in shown.text
    assert "Draft two" not in shown.text


def test_two_firms_are_not_asked_about_again(
    page_client: PageClient, session: Session, pair: DuplicatePair
) -> None:
    page_client.submit(address(pair, "/different"))
    assert "No two records look like one firm" in page_client.get("/advice/duplicates").text
    supplier = session.get_one(Supplier, pair.second_id)
    supplier.trading_name = "Quenby Drains"
    session.commit()
    assert "No two records look like one firm" in page_client.get("/advice/duplicates").text


def test_a_merged_record_is_found_no_more_and_its_address_leads_to_the_kept_one(
    page_client: PageClient, session: Session, pair: DuplicatePair
) -> None:
    values = page_client.get(address(pair)).values("main form[action$='/merge']")
    assert values["keep"] == "first"
    kept, merged = pair.first.public_id, pair.second.public_id
    assert page_client.submit(address(pair, "/merge"), values) == f"/suppliers/{kept}"
    page_client.sign_out()
    assert page_client.redirect(f"/suppliers/{merged}") == f"/suppliers/{kept}"
    assert "Quenbby" not in page_client.get("/suppliers/find?name=quenby").text
    assert "Quenbby" not in page_client.get("/search?q=drains").text
    actions = session.scalars(select(Event.action).order_by(Event.number.desc())).all()
    assert "duplicates.merge" in actions


def test_the_second_of_two_advisers_sees_that_it_was_decided(
    page_client: PageClient, session: Session, pair: DuplicatePair
) -> None:
    values = page_client.get(address(pair)).values("main form[action$='/merge']")
    page_client.submit(address(pair, "/merge"), values)
    page_client.submit(address(pair, "/different"))
    assert (
        "It was decided already: the two records are one now." in page_client.get("/advice/duplicates").text
    )
    page_client.submit(address(pair, "/merge"), values)
    assert len(session.scalars(select(SupplierMerger)).all()) == 1
    assert "the two records are one now" in page_client.get(address(pair)).text


def test_what_was_changed_after_the_page_was_opened_is_shown_before_it_is_merged(
    page_client: PageClient, session: Session, pair: DuplicatePair
) -> None:
    values = page_client.get(address(pair)).values("main form[action$='/merge']")
    session.add(Capability(supplier_id=pair.second_id, title="Pumps"))
    session.commit()
    page = page_client.post(address(pair, "/merge"), values, status=409)
    assert "was changed after you opened this page" in page.errors[0]
    assert session.scalars(select(SupplierMerger)).all() == []
    session.commit()
    page_client.submit(address(pair, "/merge"), page.values("main form[action$='/merge']"))


def test_a_merger_is_undone_on_its_page(
    page_client: PageClient, session: Session, pair: DuplicatePair
) -> None:
    parted = pair.second.public_id
    session.commit()
    values = page_client.get(address(pair)).values("main form[action$='/merge']")
    page_client.submit(address(pair, "/merge"), values)
    merged = page_client.get("/advice/duplicates/merged")
    link = merged.one("main table a[href$='/undo']").get("href")
    asked = page_client.get(link)
    assert "both records will be as they were" in asked.text
    page_client.submit(link, asked.values())
    assert "The merger is undone." in page_client.get("/advice/duplicates/merged").text
    assert page_client.get(f"/suppliers/{parted}").heading == "Quenbby Drains"
    page_client.submit(link, asked.values())
    assert "undone already" in page_client.get("/advice/duplicates/merged").text


def test_a_member_comes_from_an_old_address_to_the_kept_desk(
    page_client: PageClient, session: Session
) -> None:
    pair = make_double(session, claimed=(True, True))
    owner = make_owner(session, pair.second)
    page_client.sign_in(make_member(session, "hub"))
    values = page_client.get(address(pair)).values("main form[action$='/merge']")
    page_client.submit(address(pair, "/merge"), values | {"keep": "first"})
    page_client.sign_out()
    page_client.sign_in(owner)
    kept = f"/business/{pair.first.public_id}"
    assert page_client.redirect(f"/business/{pair.second.public_id}") == kept
    assert page_client.get(kept).heading == "Quenby Drains Ltd"


def statements(page_client: PageClient, where: str) -> int:
    counted: list[str] = []
    with page_client.app.app_context():
        engine = get_engine()

    def count(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        counted.append(statement)

    event.listen(engine, "before_cursor_execute", count)
    try:
        page_client.get(where)
    finally:
        event.remove(engine, "before_cursor_execute", count)
    return len(counted)


def test_the_list_sends_as_many_statements_for_many_pairs_as_for_few(
    page_client: PageClient, session: Session, pair: DuplicatePair
) -> None:
    few = statements(page_client, "/advice/duplicates")
    for name in ("Merlin Roofing", "Hobby Catering", "Quern Windows", "Tarn Fencing"):
        make_supplier(session, f"{name} Ltd")
        session.flush()
        make_supplier(session, name.upper(), state="unclaimed")
        session.flush()
    session.commit()
    assert len(session.scalars(select(DuplicatePair)).all()) == 5
    assert statements(page_client, "/advice/duplicates") == few
