"""A capability is one thing: its words, what it consists of and brings, what proves it, how it was worded."""

from __future__ import annotations

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from hub.suppliers.models import Capability, Contract, Fact, Supplier, Wording
from hub.suppliers.offering import MOST_WORDINGS, Offer, edit_capability
from tests.hub.suppliers.suppliers_made import (
    make_award,
    make_capability,
    make_list,
    make_owner,
    make_supplier,
)
from tests.page_client import PageClient

ANSWERS = {
    "title": "Drain jetting",
    "description": "We jet drains of schools.",
    "features": "Van on the road in 2 hours\r\n\r\n  Survey   by camera ",
    "benefits": "No closed kitchens",
    "category": "drain-cleaning",
    "proof": "",
    "proof_link": "",
}


@pytest.fixture
def supplier(session: Session) -> Supplier:
    make_list(session)
    supplier = make_supplier(session, state="claimed")
    session.commit()
    return supplier


@pytest.fixture
def client(page_client: PageClient, session: Session, supplier: Supplier) -> PageClient:
    page_client.sign_in(make_owner(session, supplier))
    return page_client


def address(supplier: Supplier, rest: str = "/add") -> str:
    return f"/business/{supplier.public_id}/capabilities{rest}"


def test_features_and_benefits_are_lines_that_buyers_read_and_find(
    client: PageClient, session: Session, supplier: Supplier
) -> None:
    client.submit(address(supplier), ANSWERS)
    capability = session.scalars(select(Capability)).one()
    assert capability.features == ["Van on the road in 2 hours", "Survey by camera"]
    assert capability.benefits == ["No closed kitchens"]
    session.commit()
    client.sign_out()
    page = client.get(f"/suppliers/{supplier.public_id}")
    assert page.texts(".hub-capability li") == [*capability.features, *capability.benefits]
    found = client.get("/search?q=camera+survey")
    assert found.select(f"main a[href='/suppliers/{supplier.public_id}']")
    assert "Survey by camera" in found.text


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"features": "\n".join("abcdefghijk")}, "Features must be 10 lines or fewer"),
        (
            {"benefits": "x" * 101},
            "Shorten the longest line of benefits: it has 101 characters, and each must be 100",
        ),
        ({"proof": "contract nosuch"}, "Select a proof from the list, or none"),
        ({"proof_link": "javascript:alert(1)"}, "Enter a website address"),
    ],
)
def test_what_is_wrong_is_told_beside_the_field(
    client: PageClient, session: Session, supplier: Supplier, changed: dict[str, str], message: str
) -> None:
    page = client.post(address(supplier), ANSWERS | changed)
    assert any(message in error for error in page.errors), page.errors
    assert page.select(".govuk-error-message")
    assert session.scalars(select(Capability)).all() == []


def test_a_contract_a_certificate_or_a_page_proves_it(
    client: PageClient, session: Session, supplier: Supplier
) -> None:
    award = make_award(session, supplier, 7)
    session.add(Fact(supplier=supplier, name="iso_9001", value=True, body="BSI"))
    session.commit()
    link = {"proof_link": "www.firm.example/drains"}
    client.submit(address(supplier), ANSWERS | link | {"proof": f"contract {award.public_id}"})
    capability = session.scalars(select(Capability)).one()
    assert capability.proof_contract is award
    assert (capability.proof_fact, capability.proof_link) == ("", "https://www.firm.example/drains")
    page = client.get(f"/suppliers/{supplier.public_id}")
    assert "“Award 7” for Harbour Council" in page.text
    assert page.one("a[href='https://www.firm.example/drains']").get("rel").split()[0] == "nofollow"
    session.commit()

    edit = address(supplier, f"/{capability.public_id}")
    assert client.get(edit).values()["proof"] == f"contract {award.public_id}"
    client.submit(edit, ANSWERS | {"proof": "fact iso_9001"})
    session.refresh(capability)
    assert (capability.proof_contract, capability.proof_fact) == (None, "iso_9001")
    assert "ISO 9001 certificate (from BSI)" in client.get(f"/suppliers/{supplier.public_id}").text


def test_another_firms_contract_proves_nothing(
    client: PageClient, session: Session, supplier: Supplier
) -> None:
    award = make_award(session, make_supplier(session, "Elm Roofing"), 8)
    session.commit()
    page = client.post(address(supplier), ANSWERS | {"proof": f"contract {award.public_id}"})
    assert page.errors == ["Select a proof from the list, or none"]


def test_a_removed_contract_leaves_the_capability(session: Session, supplier: Supplier) -> None:
    own = Contract(supplier=supplier, title="A school", source="own")
    capability = make_capability(session, supplier, "Jetting", proof_contract=own)
    session.commit()
    session.delete(own)
    session.commit()
    session.refresh(capability)
    assert capability.proof_contract_id is None


def test_a_copy_is_a_draft_to_be_changed(client: PageClient, session: Session, supplier: Supplier) -> None:
    client.submit(address(supplier), ANSWERS)
    first = session.scalars(select(Capability)).one()
    session.commit()
    goes_on = client.submit(address(supplier, f"/{first.public_id}/copy"))
    copy = session.scalars(select(Capability).where(Capability.id != first.id)).one()
    assert goes_on == address(supplier, f"/{copy.public_id}")
    assert (copy.title, copy.state, copy.features) == ("Copy of Drain jetting", "draft", first.features)


def test_what_it_said_before_is_kept_and_can_be_used_again(
    client: PageClient, session: Session, supplier: Supplier
) -> None:
    client.submit(address(supplier), ANSWERS)
    capability = session.scalars(select(Capability)).one()
    path = address(supplier, f"/{capability.public_id}")
    session.commit()
    assert "It has not been reworded" in client.get(f"{path}/wordings").text
    client.submit(path, ANSWERS | {"title": "Sewer lining", "features": "", "category": "none"})
    client.submit(path, ANSWERS | {"title": "Sewer lining", "features": "", "category": "none"})
    wording = session.scalars(select(Wording)).one()
    session.commit()
    page = client.get(f"{path}/wordings")
    rows = [[cell.text_content().strip() for cell in row] for row in page.select("main tbody tr")]
    assert rows == [
        ["What you do", "Drain jetting", "Sewer lining"],
        ["Category", "Drain cleaning", "No category"],
        ["Features", "Van on the road in 2 hours\nSurvey by camera", "Nothing"],
    ]
    client.submit(f"{path}/wordings/{wording.public_id}/use")
    session.expire_all()
    assert capability.title == "Drain jetting"
    assert capability.category is not None
    assert capability.features == ["Van on the road in 2 hours", "Survey by camera"]
    assert [each.title for each in capability.wordings] == ["Sewer lining", "Drain jetting"]


def test_the_newest_wordings_are_kept(session: Session, supplier: Supplier) -> None:
    capability = make_capability(session, supplier, "Jetting 0")
    session.flush()
    for number in range(1, MOST_WORDINGS + 3):
        edit_capability(session, capability, Offer(f"Jetting {number}", "", None))
        session.flush()
        session.expire(capability)
    titles = [each.title for each in capability.wordings]
    assert titles == [f"Jetting {number}" for number in range(MOST_WORDINGS + 1, 1, -1)]
