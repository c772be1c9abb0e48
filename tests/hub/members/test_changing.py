"""Roles change, members go; an organisation keeps one who leads it, whoever acts at the same moment."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from hub.accounts.models import Membership, User
from tests.hub.members.organisations_made import Team, mails_to, roles_in
from tests.hub.requirements.requirements_made import make_requirement
from tests.page_client import PageClient
from tests.people import make_organisation


@pytest.fixture
def team(app: Flask, session: Session) -> Team:
    return Team(app, session)


KINDS = pytest.mark.parametrize(
    ("kind", "leading", "lesser"),
    [("buyer", "owner", "editor"), ("supplier", "owner", "viewer"), ("hub", "administrator", "adviser")],
)


def test_any_member_sees_who_is_a_member(team: Team) -> None:
    viewer = team.member("viewer")
    page = team.signed_in(viewer).get(f"{team.address}/members")
    assert page.heading == "Members of Ashby Council"
    assert sorted(page.texts("td[data-heading='Email address']")) == sorted([team.owner.email, viewer.email])
    assert sorted(page.texts("td[data-heading=Role]")) == ["Owner", "Viewer"]


def test_administrators_see_any_organisations_members_and_advisers_do_not(team: Team) -> None:
    hub = Team(team.app, team.session, "hub", "The hub")
    page = hub.client.get(f"{team.address}/members")
    assert team.owner.email in page.text
    assert page.select("main form, main a") == []
    hub.client.post(team.at(team.owner, "role"), {"role": "viewer"}, 403)
    hub.client.post(f"{team.address}/invite", {"email": "a@mail.example", "role": "owner"}, 403)
    hub.client.post(f"{team.address}/leave", status=404)
    hub.signed_in(hub.member("adviser")).get(f"{team.address}/members", 404)


def test_a_person_of_several_organisations_sees_the_list(app: Flask, session: Session, team: Team) -> None:
    assert team.client.redirect("/organisations") == f"{team.address}/members"
    other = make_organisation(session, "supplier", "Zebra Cleaning")
    session.add(Membership(user=team.owner, organisation=other, role="viewer"))
    session.commit()
    page = team.client.get("/organisations")
    assert page.texts("tbody th") == ["Ashby Council", "Zebra Cleaning"]
    assert page.texts("tbody td") == ["Owner", "Viewer"]


def test_a_new_role_holds_at_the_next_request(team: Team, session: Session) -> None:
    editor = team.member("editor")
    requirement = make_requirement(session, team.owner)
    client = team.signed_in(editor)
    client.get(f"/requirements/{requirement.public_id}/edit")
    team.client.submit(team.at(editor, "role"), {"role": "viewer"})
    client.get(f"/requirements/{requirement.public_id}/edit", 403)
    (mail,) = mails_to(team.app, editor.email)
    assert mail["Subject"] == "Your role at Ashby Council is viewer now"


def test_a_removed_member_sees_nothing_at_the_next_request(team: Team, session: Session) -> None:
    editor = team.member("editor")
    requirement = make_requirement(session, team.owner)
    client = team.signed_in(editor)
    client.get(f"/requirements/{requirement.public_id}")
    page = team.client.get(team.at(editor, "remove"))
    assert "can no longer see or change what belongs to Ashby Council" in page.text
    assert editor.email in team.roles()
    team.client.submit(page.one("main form").get("action"))
    client.get(f"/requirements/{requirement.public_id}", 403)
    client.get(f"{team.address}/members", 403)
    (mail,) = mails_to(team.app, editor.email)
    assert "You were taken out of Ashby Council" in mail.get_content()


def test_a_member_leaves(team: Team) -> None:
    viewer = team.member("viewer")
    client = team.signed_in(viewer)
    page = client.get(f"{team.address}/leave")
    assert viewer.email in team.roles()
    assert client.submit(page.one("main form").get("action")) == "/start"
    assert "You are no longer a member of Ashby Council" in client.get("/start").text
    assert viewer.email not in team.roles()
    assert "You have left Ashby Council" in mails_to(team.app, viewer.email)[0].get_content()


@KINDS
def test_the_last_who_leads_stays(app: Flask, session: Session, kind: str, leading: str, lesser: str) -> None:
    team = Team(app, session, kind)
    team.member(lesser)
    needs = f"needs at least one {leading}. Make another member {leading} first"
    assert needs in team.client.post(team.at(team.owner, "role"), {"role": lesser}, 409).text
    assert team.client.redirect(team.at(team.owner, "remove")) == f"{team.address}/leave"
    page = team.client.get(f"{team.address}/leave")
    assert f"You are its last {leading}" in page.text
    assert page.select("main form") == []
    assert needs in team.client.post(f"{team.address}/leave", status=409).text
    assert team.roles()[team.owner.email] == leading
    assert mails_to(app, team.owner.email) == []


@KINDS
def test_who_leads_goes_once_another_leads(
    app: Flask, session: Session, kind: str, leading: str, lesser: str
) -> None:
    team = Team(app, session, kind)
    heir = team.member(lesser)
    team.client.submit(team.at(heir, "role"), {"role": leading})
    team.client.submit(team.at(team.owner, "role"), {"role": lesser})
    assert team.roles() == {heir.email: leading, team.owner.email: lesser}
    team.client.get(team.at(heir, "role"), 403)


def test_a_leader_whose_account_is_disabled_does_not_count(team: Team, session: Session) -> None:
    other = team.member("owner")
    other.active = False
    session.commit()
    team.client.post(f"{team.address}/leave", status=409)
    team.client.submit(team.at(other, "remove"))
    assert team.roles() == {team.owner.email: "owner"}


@pytest.mark.parametrize("act", ["leave", "role", "remove"])
def test_two_last_owners_who_act_at_once_leave_one(team: Team, act: str) -> None:
    """Each leaves, or makes the other less: one is done, one refused, and one owner is left."""
    other = team.member("owner")
    people = {team.owner: other, other: team.owner}
    clients = {user: team.signed_in(user) for user in people}

    def try_it(user: User) -> int:
        address = f"{team.address}/leave" if act == "leave" else team.at(people[user], act)
        return clients[user].client.post(address, data={"role": "viewer"}).status_code

    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(try_it, people))
    assert answers.count(303) == 1, answers
    assert list(team.roles().values()).count("owner") == 1


def test_extra_form_fields_change_nothing(app: Flask, team: Team, session: Session) -> None:
    other, viewer = make_organisation(session, "hub"), team.member("viewer")
    session.commit()
    extra = {
        "organisation_id": str(other.id),
        "user_id": str(team.owner.id),
        "kind": "hub",
        "confirmed_at": "2026-01-01",
        "person_id": team.owner.public_id,
    }
    team.client.submit(team.at(viewer, "role"), {"role": "editor"} | extra)
    assert team.roles() == {team.owner.email: "owner", viewer.email: "editor"}
    team.client.submit(team.at(viewer, "remove"), extra)
    assert team.roles() == {team.owner.email: "owner"}
    assert roles_in(other) == {}


@pytest.mark.parametrize("role", ["administrator", "adviser", "king", ""])
def test_a_role_of_another_kind_of_organisation_is_refused(team: Team, role: str) -> None:
    viewer = team.member("viewer")
    assert team.client.post(team.at(viewer, "role"), {"role": role}).errors == ["Select a role"]
    assert team.roles()[viewer.email] == "viewer"


@pytest.mark.parametrize("page", ["role", "remove"])
def test_another_organisations_member_does_not_exist(team: Team, page: str) -> None:
    other = Team(team.app, team.session, name="Elm Council")
    stranger = other.member("viewer")
    team.client.get(f"{team.address}/members/{stranger.public_id}/{page}", 404)
    team.client.post(f"{team.address}/members/{stranger.public_id}/{page}", {"role": "owner"}, 404)
    team.client.post(other.at(stranger, page), {"role": "owner"}, 404)
    team.client.post(f"{team.address}/members/nosuch/{page}", {"role": "owner"}, 404)
    team.client.post(f"{other.address}/leave", status=404)
    assert other.roles()[stranger.email] == "viewer"


@pytest.mark.parametrize("role", ["editor", "viewer"])
def test_only_owners_change_and_remove(team: Team, role: str) -> None:
    member = team.member(role)
    client = team.signed_in(member)
    for page in ("role", "remove"):
        client.get(team.at(team.owner, page), 403)
        client.post(team.at(team.owner, page), {"role": "viewer"}, 403)
        client.post(team.at(member, page), {"role": "owner"}, 403)
    assert team.roles() == {team.owner.email: "owner", member.email: role}


def test_the_same_role_again_changes_nothing_and_mails_nobody(team: Team) -> None:
    viewer = team.member("viewer")
    team.client.submit(team.at(viewer, "role"), {"role": "viewer"})
    assert "is viewer as before" in team.client.get(f"{team.address}/members").text
    assert mails_to(team.app, viewer.email) == []


def test_the_menu_leads_members_to_their_organisation(team: Team, page_client: PageClient) -> None:
    assert "Your organisation" in team.client.get("/").texts("nav[aria-label=Menu] a")
    assert "Your organisation" not in page_client.get("/").texts("nav[aria-label=Menu] a")
