"""Documents that prove facts: kept one to a fact, for those who may see them, and gone with the fact."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from hub.accounts.models import User
from hub.audit.models import Look
from hub.facts.models import FactDocument
from hub.privacy.erasing import erase_person
from hub.suppliers.models import Fact, Supplier
from tests.hub.facts.pdfs_made import make_pdf, opening
from tests.hub.suppliers.suppliers_made import make_owner, make_supplier
from tests.page_client import PageClient
from tests.people import make_member

PDF = make_pdf()


def upload(content: bytes = PDF, name: str = "certificate.pdf") -> dict[str, Any]:
    """What a browser sends. Written by hand: the test client would leave a file open for a long one."""
    head = f'--x\r\nContent-Disposition: form-data; name="document"; filename="{name}"\r\n\r\n'
    body = head.encode() + content + b"\r\n--x--\r\n"
    return {"data": body, "content_type": "multipart/form-data; boundary=x"}


@pytest.fixture
def certified(client: PageClient, desk: str) -> str:
    """The address of a stated certificate."""
    client.submit(f"{desk}/facts/iso_9001", {"body": "BSI"})
    return f"{desk}/facts/iso_9001"


def kept(session: Session) -> list[tuple[bytes, int]]:
    session.commit()
    found = [
        (row.content, row.size) for row in session.execute(select(FactDocument.content, FactDocument.size))
    ]
    session.commit()
    return found


def test_a_document_is_added_replaced_and_removed(
    client: PageClient, session: Session, certified: str
) -> None:
    client.submit(f"{certified}/document", **upload())
    assert kept(session) == [(PDF, len(PDF))]
    other = make_pdf(lambda writer: writer.add_blank_page(100, 100))
    client.submit(f"{certified}/document", **upload(other))
    assert kept(session) == [(other, len(other))]
    client.get(f"{certified}/document/remove")
    client.submit(f"{certified}/document/remove")
    assert kept(session) == []
    client.post(f"{certified}/document/remove", status=404)


def test_the_same_file_sent_twice_is_one_document(
    client: PageClient, session: Session, certified: str
) -> None:
    client.submit(f"{certified}/document", **upload())
    first = session.scalar(select(FactDocument.added_at))
    session.commit()
    client.submit(f"{certified}/document", **upload())
    assert len(kept(session)) == 1
    assert session.scalar(select(FactDocument.added_at)) == first


@pytest.mark.parametrize(
    ("sent", "message"),
    [
        ({}, "Select a PDF"),
        (upload(b"<html>", "certificate.pdf"), "The file must be a PDF"),
        (upload(PDF + b"0" * 5_000_000), "The file must be smaller than 5 MB"),
        (upload(make_pdf(opening("/JavaScript", "/JS"))), "The PDF must hold no scripts"),
    ],
    ids=["nothing", "another type", "too large", "script"],
)
def test_a_file_that_is_no_plain_pdf_is_refused_beside_the_field(
    client: PageClient, session: Session, certified: str, sent: dict[str, Any], message: str
) -> None:
    page = client.post(f"{certified}/document", **sent)
    assert page.errors[0].startswith(message)
    assert kept(session) == []


def test_only_this_route_takes_so_much(client: PageClient, session: Session, certified: str) -> None:
    client.post(certified, **upload(PDF + b"0" * 600_000), status=413)
    client.post(f"{certified}/document", **upload(PDF + b"0" * 7_000_000), status=413)
    assert kept(session) == []


@pytest.mark.parametrize("name", ["clearance", "iso_14001", "cyber_essentials", "nosuch"])
def test_what_needs_no_proof_or_is_not_stated_takes_no_document(
    client: PageClient, desk: str, name: str
) -> None:
    client.submit(f"{desk}/facts/clearance", {"value": "sc"})
    client.submit(f"{desk}/facts/cyber_essentials", {"value": "none"})
    client.get(f"{desk}/facts/{name}/document", status=404)


def test_a_document_is_a_file_to_save_and_never_a_page(
    client: PageClient, supplier: Supplier, certified: str
) -> None:
    client.submit(f"{certified}/document", **upload())
    answer = client.download(f"/suppliers/{supplier.public_id}/facts/iso_9001.pdf")
    assert answer.data == PDF
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["Content-Disposition"] == (
        f'attachment; filename="{supplier.public_id}-iso_9001.pdf"'
    )
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "no-store"
    policy = answer.headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'")
    assert policy.endswith("; sandbox")


@pytest.mark.parametrize(
    ("kind", "status"), [("buyer", 200), ("unconfirmed buyer", 404), ("hub", 200), ("supplier", 404)]
)
def test_documents_are_for_confirmed_buyers_and_advisers(
    client: PageClient, session: Session, supplier: Supplier, *, certified: str, kind: str, status: int
) -> None:
    client.submit(f"{certified}/document", **upload())
    client.sign_out()
    address = f"/suppliers/{supplier.public_id}/facts/iso_9001.pdf"
    assert "/sign-in" in client.redirect(address)
    client.sign_in(make_member(session, kind.rsplit(maxsplit=1)[-1], confirmed=" " not in kind))
    assert client.download(address).status_code == status
    shown = client.get(f"/suppliers/{supplier.public_id}")
    assert bool(shown.select("a[href$='iso_9001.pdf']")) is (status == 200)
    assert "ocument" in shown.text


def test_a_look_of_the_hub_at_a_document_is_on_record(
    client: PageClient, session: Session, supplier: Supplier, certified: str
) -> None:
    client.submit(f"{certified}/document", **upload())
    client.sign_out()
    client.sign_in(make_member(session, "hub"))
    client.download(f"/suppliers/{supplier.public_id}/facts/iso_9001.pdf")
    session.commit()
    looks = select(func.count()).select_from(Look).where(Look.kind == "document")
    assert session.scalar(looks) == 1


def test_another_firms_document_is_not_found(client: PageClient, session: Session, certified: str) -> None:
    client.submit(f"{certified}/document", **upload())
    client.sign_out()
    client.sign_in(make_owner(session, make_supplier(session, "Rival Ltd")))
    for path in ("/document", "/document/remove"):
        client.get(certified + path, status=404)
        client.post(certified + path, **upload(), status=404)
    assert len(kept(session)) == 1


def test_a_document_goes_with_its_fact_and_with_an_answer_that_there_is_nothing(
    client: PageClient, session: Session, desk: str, certified: str
) -> None:
    client.submit(f"{certified}/document", **upload())
    client.submit(f"{certified}/remove")
    assert kept(session) == []
    client.submit(f"{desk}/facts/cyber_essentials", {"value": "cyber_essentials"})
    client.submit(f"{desk}/facts/cyber_essentials/document", **upload())
    client.submit(f"{desk}/facts/cyber_essentials", {"value": "none"})
    assert kept(session) == []


def test_an_erased_firm_leaves_no_document(
    client: PageClient, session: Session, supplier: Supplier, certified: str
) -> None:
    client.submit(f"{certified}/document", **upload())
    session.commit()
    owner = session.scalars(select(User)).one()
    erased = erase_person(session, owner, by="the person")
    session.commit()
    assert erased.rows["fact_document"] == 1
    assert kept(session) == []
    assert session.scalar(select(func.count()).select_from(Fact)) == 0
