"""Who reads the history of what, and that nothing private stands in it."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from hub.audit.queries import PAGE
from hub.requirements.models import Requirement
from hub.suppliers.models import Supplier
from tests.hub.suppliers.claims_made import make_claim, make_record
from tests.hub.suppliers.suppliers_made import make_capability, make_list, make_owner, make_supplier
from tests.page_client import PageClient
from tests.people import make_member, make_organisation


@pytest.fixture
def supplier(session: Session) -> Supplier:
    make_list(session)
    make_supplier(session, "Noise and Sons Ltd")
    supplier = make_supplier(session, "Kestrel Drains Ltd", postcode="NN1 9ZZ", size="micro", kind="company")
    supplier.contact_email = "ada@sentinel.example"
    session.commit()
    return supplier


def address(supplier: Supplier) -> str:
    return f"/suppliers/{supplier.public_id}/history"


def signed_in(app: Flask, session: Session, kind: str) -> PageClient:
    client = PageClient(app)
    client.sign_in(make_member(session, kind))
    return client


def owner_of(app: Flask, session: Session, supplier: Supplier, role: str = "owner") -> PageClient:
    client = PageClient(app)
    client.sign_in(make_owner(session, supplier, role))
    return client


def capability_form(**changed: str) -> dict[str, str]:
    return {"title": "Jetting", "description": "We jet drains", "category": "drain-cleaning"} | changed


def test_a_supplier_history_is_for_its_members_and_advisers(
    app: Flask, session: Session, supplier: Supplier
) -> None:
    visitor = PageClient(app)
    assert visitor.redirect(address(supplier)).startswith("/sign-in")
    signed_in(app, session, "buyer").get(address(supplier), status=403)
    signed_in(app, session, "supplier").get(address(supplier), status=404)
    for role in ("owner", "editor", "viewer"):
        owner_of(app, session, supplier, role).get(address(supplier))
    adviser = signed_in(app, session, "hub")
    assert adviser.get(address(supplier)).heading == "History of Kestrel Drains Ltd"
    adviser.get("/suppliers/nosuch/history", status=404)


def test_a_changed_profile_is_told_before_and_after_by_role(
    app: Flask, session: Session, supplier: Supplier
) -> None:
    owner = owner_of(app, session, supplier)
    profile = f"/business/{supplier.public_id}/profile"
    form = owner.get(profile).values()
    changed = {"size": "small", "contact_name": "Secret Name", "postcode": "NN1 1AA"}
    owner.submit(profile, form | {"contact_name": "Ada", "contact_email": "x@y.example"} | changed)
    for reader in (owner, signed_in(app, session, "hub")):
        page = reader.get(address(supplier))
        first = page.texts(".hub-history__event")[0]
        assert "An owner changed the business’s profile" in first
        assert "Size: Micro → became Small" in first
        assert "postcode" in first
        assert "contact name" in first
        for private in ("Secret Name", "x@y.example", "ada@sentinel.example", "NN1", "Sam Okafor"):
            assert private not in page.one("main").text_content()


def test_drafts_stand_without_their_words(app: Flask, session: Session, supplier: Supplier) -> None:
    owner = owner_of(app, session, supplier)
    owner.submit(
        f"/business/{supplier.public_id}/capabilities/add",
        capability_form(title="Draft sentinel", description="Draft sentinel words", state="draft"),
    )
    adviser = signed_in(app, session, "hub")
    page = adviser.get(address(supplier))
    assert "An owner added something the business does" in page.text
    assert "sentinel words" not in page.source.lower()
    assert "Draft sentinel" not in page.source


def test_a_withdrawn_capability_is_edited_without_its_words(
    app: Flask, session: Session, supplier: Supplier
) -> None:
    held = make_capability(session, supplier, "Jetting", state="withdrawn", description="Old words")
    session.commit()
    owner = owner_of(app, session, supplier)
    edit = f"/business/{supplier.public_id}/capabilities/{held.public_id}"
    owner.submit(edit, capability_form(description="Withdrawn sentinel"))
    assert "Withdrawn sentinel" not in owner.get(address(supplier)).source
    owner.submit(f"{edit}/publish")
    owner.submit(edit, capability_form(description="Open words"))
    assert "Open words" in owner.get(address(supplier)).text


def test_claims_and_their_decision_stand_in_the_history(app: Flask, session: Session) -> None:
    record = make_record(session)
    claim = make_claim(session, record, proof="Secret proof")
    adviser = signed_in(app, session, "hub")
    adviser.submit(
        f"/advice/claims/{claim.public_id}", {"decision": "confirm", "answer": "Secret answer of the hub"}
    )
    page = adviser.get(address(record))
    first = page.texts(".hub-history__event")[0]
    assert "An adviser of the hub decided a claim on the record" in first
    assert "State: unclaimed → became claimed" in first
    for private in ("Secret proof", "Secret answer", "Ada Sentinel"):
        assert private not in page.source


def test_a_long_history_has_pages(app: Flask, session: Session, supplier: Supplier) -> None:
    for number in range(PAGE):
        supplier.website = f"https://{number}.example"
        session.commit()
    adviser = signed_in(app, session, "hub")
    page = adviser.get(address(supplier))
    assert len(page.select(".hub-history__event")) == PAGE
    assert len(adviser.get(f"{address(supplier)}?page=2").select(".hub-history__event")) == 1
    assert page.select("nav[aria-label='Pages of the history'] a")


def test_a_requirement_history_is_for_members_of_its_organisation(app: Flask, session: Session) -> None:
    council = make_organisation(session, "buyer", "Ashby Council")
    mine = make_member(session, "buyer", organisation=council)
    requirement = Requirement(
        organisation_id=council.id, title="Web hosting", description="Secret words", visibility="public"
    )
    requirement.state = "open"
    session.add(requirement)
    session.commit()
    page_address = f"/requirements/{requirement.public_id}/history"
    signed_in(app, session, "hub").get(page_address, status=403)
    signed_in(app, session, "supplier").get(page_address, status=403)
    signed_in(app, session, "buyer").get(page_address, status=404)
    client = PageClient(app)
    client.sign_in(mine)
    client.submit(f"/requirements/{requirement.public_id}/close")
    page = client.get(page_address)
    assert "An owner closed the requirement" in page.texts(".hub-history__event")[0]
    assert "Requirement changed: state" in page.texts(".hub-history__event")[0]
    assert "Secret words" not in page.source
    assert "Nobody of the hub has looked" in page.text
    assert client.get(f"/requirements/{requirement.public_id}").select(f"a[href='{page_address}']")
