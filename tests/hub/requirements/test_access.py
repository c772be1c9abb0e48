"""Who sees and changes a requirement. Another organisation's does not exist."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from hub.accounts.actors import actor_of
from hub.accounts.models import Membership, User
from hub.matches.recording import record_run
from hub.requirements.models import Requirement
from hub.shortlists.models import Shortlist
from tests.hub.requirements.requirements_made import make_requirement
from tests.page_client import PageClient
from tests.people import make_member, make_organisation

PAGES = ("", "/matches", "/edit")
POSTS = ("/edit", "/close", "/open", "/keep-word")


def make_shortlist(session: Session, requirement: Requirement, buyer: User, state: str) -> None:
    run = record_run(session, requirement, actor_of(buyer)).run
    session.add(
        Shortlist(organisation_id=requirement.organisation_id, requirement=requirement, run=run, state=state)
    )
    session.commit()


def test_a_person_who_is_not_signed_in_is_asked_to(app: Flask, page_client: PageClient) -> None:
    for address in ("/requirements", "/requirements/describe", "/requirements/abc/matches"):
        assert page_client.redirect(address).startswith("/sign-in?next=")


def test_another_organisations_requirement_does_not_exist(session: Session, page_client: PageClient) -> None:
    requirement = make_requirement(session, make_member(session, "buyer"), visibility="public")
    page_client.sign_in(make_member(session, "buyer"))
    for page in PAGES:
        page_client.get(f"/requirements/{requirement.public_id}{page}", 404)
    for post in POSTS:
        page_client.post(f"/requirements/{requirement.public_id}{post}", {"title": "Mine"}, 404)
    session.refresh(requirement)
    assert (requirement.title, requirement.state, requirement.version) == ("Blocked drains", "open", 1)


def test_a_supplier_has_no_access(session: Session, page_client: PageClient) -> None:
    requirement = make_requirement(session, make_member(session, "buyer"), visibility="public")
    page_client.sign_in(make_member(session, "supplier"))
    for page in PAGES:
        page_client.get(f"/requirements/{requirement.public_id}{page}", 403)


def test_a_viewer_looks_and_changes_nothing(session: Session, page_client: PageClient) -> None:
    owner = make_member(session, "buyer")
    requirement = make_requirement(session, owner)
    page_client.sign_in(
        make_member(session, "buyer", role="viewer", organisation=owner.memberships[0].organisation)
    )

    assert "Blocked drains" in page_client.get("/requirements").text
    assert (
        page_client.get(f"/requirements/{requirement.public_id}").select("main form, main a[href$=edit]")
        == []
    )
    assert page_client.get(f"/requirements/{requirement.public_id}/matches").select("main form") == []
    page_client.get(f"/requirements/{requirement.public_id}/edit", 403)
    page_client.get("/requirements/describe", 403)
    for post in POSTS:
        page_client.post(f"/requirements/{requirement.public_id}{post}", {}, 403)


def test_a_viewer_finds_no_link_that_is_refused(session: Session, page_client: PageClient) -> None:
    owner = make_member(session, "buyer")
    organisation = owner.memberships[0].organisation
    requirement = make_requirement(session, owner)
    draft = make_requirement(session, owner, state="draft")
    make_shortlist(session, requirement, owner, "draft")
    shortlist = session.scalars(select(Shortlist.public_id)).one()
    viewer = make_member(session, "buyer", role="viewer", organisation=organisation)
    elsewhere = make_organisation(session, "buyer")
    session.add(Membership(user=viewer, organisation=elsewhere, role="editor"))
    session.commit()
    page_client.sign_in(viewer)
    shown = [f"/requirements/{each.public_id}" for each in (requirement, draft)]
    pages = ["/", "/search?q=drains", "/requirements", "/shortlists", f"/shortlists/{shortlist}"]
    pages += [*shown, f"{shown[0]}/matches", f"/organisations/{organisation.public_id}/members"]
    for page in pages:
        links = [each.get("href") for each in page_client.get(page).select("main a[href^='/']")]
        for link in links:
            assert page_client.download(link).status_code < 400, f"{link} on {page}"


def test_a_viewer_is_not_asked_to_describe(session: Session, page_client: PageClient) -> None:
    page_client.sign_in(make_member(session, "buyer", role="viewer"))
    for page in ("/", "/requirements", "/search?q=drains"):
        assert page_client.get(page).select("main a[href*=describe]") == []


@pytest.mark.parametrize(
    ("columns", "shortlist", "status"),
    [
        ({}, "", 404),
        ({"visibility": "public"}, "", 200),
        ({"visibility": "public", "state": "draft"}, "", 404),
        ({}, "draft", 404),
        ({}, "shared", 200),
    ],
)
def test_advisers_see_what_is_public_and_what_was_shared(
    session: Session, page_client: PageClient, columns: dict[str, str], shortlist: str, status: int
) -> None:
    buyer = make_member(session, "buyer")
    requirement = make_requirement(session, buyer, **columns)
    if shortlist:
        make_shortlist(session, requirement, buyer, shortlist)
    page_client.sign_in(make_member(session, "hub"))
    page_client.get(f"/requirements/{requirement.public_id}", status)
    page_client.get(f"/requirements/{requirement.public_id}/matches", status)
    page_client.get(f"/requirements/{requirement.public_id}/edit", 403)


def test_the_list_holds_the_own_organisations_requirements_newest_first(
    session: Session, page_client: PageClient
) -> None:
    buyer = make_member(session, "buyer")
    page_client.sign_in(buyer)
    assert "described no requirement yet" in page_client.get("/requirements").text

    first = make_requirement(session, buyer, title="First")
    make_requirement(session, buyer, title="Second", state="draft")
    make_requirement(session, make_member(session, "buyer"), title="Somebody else’s")
    make_shortlist(session, first, buyer, "draft")
    page = page_client.get("/requirements")
    assert page.texts("tbody th") == ["Second", "First"]
    assert page.texts("tbody td[data-heading=Shortlists]") == ["0", "1 shortlist"]
    assert page.texts("tbody td[data-heading=State]") == ["Draft", "Open"]


@pytest.mark.parametrize(
    ("state", "told"),
    [("draft", "Private to the organisation"), ("shared", "while a shortlist of it is shared")],
)
def test_a_private_requirement_says_when_a_shared_shortlist_shows_it(
    session: Session, page_client: PageClient, state: str, told: str
) -> None:
    buyer = make_member(session, "buyer")
    requirement = make_requirement(session, buyer)
    make_shortlist(session, requirement, buyer, state)
    page_client.sign_in(buyer)
    assert told in page_client.get(f"/requirements/{requirement.public_id}").text
