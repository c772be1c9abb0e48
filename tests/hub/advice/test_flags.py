"""Texts to look at: advisers see what is flagged and why; nobody else does."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from hub.requirements.models import Requirement
from hub.suppliers.models import Contract, Supplier
from tests.hub.matches.catalogue_made import make_catalogue, make_firm
from tests.page_client import PageClient
from tests.people import make_member, make_organisation

NEED = "Hot lunches cooked for primary pupils, allergens labelled, weekly menu for parents"
STREWN = "lunches primary pupils allergens labelled menu parents"


@pytest.fixture
def gamed(session: Session) -> Supplier:
    """A firm of plants with the words of a public requirement; the awards of another hold them as well."""
    make_catalogue(session)
    session.add(
        Requirement(
            title="School lunches",
            description=NEED,
            visibility="public",
            organisation=make_organisation(session, "buyer"),
        )
    )
    firm = make_firm(session, "Bower Plants", f"Plants: We water plants. {STREWN}")
    award = make_firm(session, "Award Winner", state="unclaimed")
    award.contracts.append(Contract(title=STREWN, source="ocds", source_key="1"))
    session.commit()
    return firm


def test_an_adviser_sees_the_firm_the_reason_and_the_passage(
    page_client: PageClient, session: Session, gamed: Supplier
) -> None:
    page_client.sign_in(make_member(session, "hub"))
    for address in ("/advice/flags", f"/suppliers/{gamed.public_id}"):
        page = page_client.get(address)
        assert "words in a row are those of the requirement “School lunches”." in page.text
        assert page.one("q").text_content() == STREWN
    assert "Award Winner" not in page_client.get("/advice/flags").text


@pytest.mark.parametrize("kind", ["buyer", "supplier"])
def test_nobody_else_is_told(page_client: PageClient, session: Session, gamed: Supplier, kind: str) -> None:
    page_client.sign_in(make_member(session, kind))
    assert page_client.client.get("/advice/flags").status_code == 403
    assert "Texts to look at" not in page_client.get(f"/suppliers/{gamed.public_id}").text


@pytest.mark.parametrize(("column", "value"), [("visibility", "private"), ("state", "closed")])
def test_a_requirement_that_suppliers_cannot_read_or_answer_flags_nobody(
    page_client: PageClient, session: Session, gamed: Supplier, column: str, value: str
) -> None:
    page_client.sign_in(make_member(session, "hub"))
    assert gamed.name in page_client.get("/advice/flags").text
    setattr(session.query(Requirement).one(), column, value)
    session.commit()
    assert "No supplier’s text needs a look." in page_client.get("/advice/flags").text


def test_a_text_that_was_changed_is_off_the_list_at_once(
    page_client: PageClient, session: Session, gamed: Supplier
) -> None:
    page_client.sign_in(make_member(session, "hub"))
    assert gamed.name in page_client.get("/advice/flags").text
    gamed.capabilities[0].description = "We water plants."
    session.commit()
    assert gamed.name not in page_client.get("/advice/flags").text
