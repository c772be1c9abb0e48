"""A list page asks the database the same number of questions, however long the list is."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event
from sqlalchemy.orm import Session

from hub.accounts.models import Membership
from hub.database import get_engine, utc_now
from hub.requirements.models import Requirement
from hub.shortlists.models import Shortlist
from hub.suppliers.models import Removal, Supplier
from tests.hub.shortlists.shortlists_made import Desk
from tests.page_client import PageClient
from tests.people import make_member, make_organisation, make_user


@contextmanager
def counted(app: Flask) -> Iterator[list[str]]:
    """The statements sent meanwhile."""
    sent: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        sent.append(statement)

    with app.app_context():
        engine = get_engine()
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(engine, "before_cursor_execute", note)


def add_rows(session: Session, desk: Desk, number: int) -> None:
    """Shared shortlists of organisations of their own, removals asked for, organisations to confirm."""
    first = desk.shortlist()
    for at in range(number):
        other = make_organisation(session, "buyer")
        session.flush()
        for organisation_id in (desk.organisation.id, other.id):
            session.add(_shared(first, organisation_id, f"Need {at}"))
        waiting = make_organisation(session, "buyer", confirmed=False)
        session.add(Membership(user=make_user(session), organisation=waiting, role="owner"))
        supplier = Supplier(name=f"Firm {at}", name_key=f"firm {at}", state="unclaimed")
        session.add(Removal(supplier=supplier, supplier_name=supplier.name, name_key=supplier.name_key))
        session.flush()
    session.commit()


def _shared(first: Shortlist, organisation_id: int, title: str) -> Shortlist:
    return Shortlist(
        organisation_id=organisation_id,
        requirement=Requirement(organisation_id=organisation_id, title=title),
        run_id=first.run_id,
        state="shared",
        shared_at=utc_now(),
    )


@pytest.mark.parametrize(
    ("kind", "address"),
    [("buyer", "/shortlists"), ("hub", "/advice/shortlists"), ("hub", "/advice/decisions")],
)
def test_two_rows_cost_as_many_statements_as_twenty(
    app: Flask, page_client: PageClient, session: Session, kind: str, address: str
) -> None:
    desk = Desk(page_client, session)
    desk.choose("Elm Cloud")
    if kind == "hub":
        page_client.sign_out()
        page_client.sign_in(make_member(session, "hub"))
    costs, lengths = [], []
    for more in (2, 18):
        add_rows(session, desk, more)
        page_client.get(address)
        with counted(app) as sent:
            lengths.append(len(page_client.get(address).select("tbody tr, main section")))
        costs.append(len(sent))
    assert (lengths[0] < 6, lengths[1] >= 20) == (True, True)
    assert costs[0] == costs[1], sent


def test_long_lists_come_in_pages(page_client: PageClient, session: Session) -> None:
    desk = Desk(page_client, session)
    desk.choose("Elm Cloud")
    add_rows(session, desk, 22)
    first, second = page_client.get("/shortlists"), page_client.get("/shortlists?page=2")
    assert (len(first.select("tbody tr")), len(second.select("tbody tr"))) == (20, 3)
    assert first.one("a[rel=next]").get("href") == "/shortlists?page=2"
    assert second.one("a[rel=prev]").get("href") == "/shortlists?page=1"
    for number in ("99", "0", "-1", "x", "9" * 30):
        assert page_client.get(f"/shortlists?page={number}").select("tbody tr")
