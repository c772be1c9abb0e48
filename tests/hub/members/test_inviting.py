"""An invitation is for one address and one role, once, for two days; its answer tells nothing of anybody."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import event, select, update
from sqlalchemy.orm import Session

from hub.accounts.models import Invitation, Membership
from hub.database import open_session, utc_now
from hub.members.inviting import MOST_OPEN
from hub.members.queries import hash_token
from tests.hub.members.organisations_made import (
    Team,
    invitations,
    link_for,
    mails_to,
    writing,
)
from tests.page_client import PageClient
from tests.people import PASSWORD, make_member, make_organisation, make_user


@pytest.fixture
def team(app: Flask, session: Session) -> Team:
    return Team(app, session)


def fresh() -> str:
    return f"{uuid4().hex[:10]}@mail.example"


def test_an_invited_person_accepts_and_is_a_member(app: Flask, session: Session, team: Team) -> None:
    colleague = make_user(session)
    session.commit()
    link = team.invite(colleague.email, "editor")
    (mail,) = mails_to(app, colleague.email)
    assert "Ashby Council" in mail["Subject"]
    assert "as editor" in mail.get_content()

    client = team.signed_in(colleague)
    page = client.get(link)
    assert page.heading == "Join Ashby Council"
    assert "Your role will be editor" in page.text
    assert client.submit(link) == f"{team.address}/members"
    assert "Your role is editor" in client.get(f"{team.address}/members").text
    assert team.roles() == {team.owner.email: "owner", colleague.email: "editor"}


def test_only_the_hash_of_the_token_is_kept(app: Flask, team: Team) -> None:
    email = fresh()
    token = team.invite(email, "viewer").rpartition("/")[2]
    (kept,) = invitations()
    assert len(token) >= 43  # 43 characters of base64 are 256 bits
    assert kept.token_hash == hash_token(token) != token
    assert timedelta(days=2) - timedelta(minutes=1) < kept.expires_at - utc_now() <= timedelta(days=2)


def test_the_answer_is_the_same_for_known_unknown_and_members(team: Team, session: Session) -> None:
    known, member = make_user(session), team.member("viewer")
    session.commit()
    answers = set()
    for email in (known.email, member.email, fresh()):
        data = {"email": email, "role": "editor"}
        response = team.client.client.post(f"{team.address}/invite", data=data)
        told = re.sub(re.escape(email), "ADDRESS", team.client.get(f"{team.address}/members").text)
        answers.add((response.status_code, response.location, response.text, told.count("ADDRESS") >= 1))
        page = team.client.get(f"{team.address}/members")
        assert email in page.texts("main tbody")[1]
    assert len(answers) == 1


def test_the_work_is_the_same_for_known_unknown_and_members(app: Flask, team: Team, session: Session) -> None:
    """The same statements in the same order, the address aside."""
    known, member = make_user(session), team.member("viewer")
    session.commit()
    engine = app.extensions["engine"]
    work: list[list[str]] = []
    for email in (known.email, member.email, fresh()):
        statements: list[str] = []

        def note(_c: object, _k: object, sql: str, *_rest: object, into: list[str] = statements) -> None:
            into.append(sql)

        event.listen(engine, "before_cursor_execute", note)
        team.client.submit(f"{team.address}/invite", {"email": email, "role": "editor"})
        event.remove(engine, "before_cursor_execute", note)
        work.append(statements)
    assert work[0] == work[1] == work[2]
    assert len(work[0]) > 5


def test_a_link_works_once(team: Team, session: Session) -> None:
    colleague = make_user(session)
    session.commit()
    link = team.invite(colleague.email, "viewer")
    client = team.signed_in(colleague)
    client.submit(link)
    assert client.get(link, 404).heading == "This invitation cannot be used"
    client.post(link, status=404)


def test_a_wrong_old_used_or_withdrawn_link_gets_one_page(app: Flask, team: Team, session: Session) -> None:
    used, old, withdrawn = make_user(session), make_user(session), make_user(session)
    session.commit()
    links = [team.invite(each.email, "viewer") for each in (used, old, withdrawn)]
    team.signed_in(used).submit(links[0])
    with writing(app) as change:
        change.execute(
            update(Invitation)
            .where(Invitation.email == old.email)
            .values(expires_at=utc_now() - timedelta(seconds=1))
        )
    page = team.client.get(f"{team.address}/members")
    (form,) = page.select("form[action$='/withdraw']")
    team.client.submit(form.get("action"))
    anybody = PageClient(app)
    pages = {anybody.get(link, 404).source for link in [*links, "/invitations/nosuch"]}
    assert len(pages) == 1
    assert "Ashby" not in pages.pop()
    assert team.roles().keys() == {team.owner.email, used.email}


def test_a_new_invitation_takes_the_place_of_the_open_one(app: Flask, team: Team, session: Session) -> None:
    colleague = make_user(session)
    session.commit()
    first, second = team.invite(colleague.email, "owner"), team.invite(colleague.email, "viewer")
    assert first != second
    client = team.signed_in(colleague)
    client.get(first, 404)
    assert len(team.client.get(f"{team.address}/members").select("form[action$='/withdraw']")) == 1
    client.submit(second)
    assert team.roles()[colleague.email] == "viewer"


def test_somebody_else_is_told_so_without_the_address(app: Flask, team: Team, session: Session) -> None:
    email = fresh()
    link = team.invite(email, "owner")
    other = make_user(session)
    session.commit()
    client = team.signed_in(other)
    page = client.get(link)
    assert "another email address than the one this invitation was sent to" in page.text
    assert email not in page.source
    refused = client.post(link, status=403)
    assert email not in refused.source
    assert other.email not in team.roles()
    away = page.one("main form").get("action")
    assert client.submit(away).endswith(link)
    assert "To accept, you need an account" in client.get(link).text


def test_a_signed_out_person_is_led_to_sign_in_and_back(app: Flask, team: Team, session: Session) -> None:
    colleague = make_user(session)
    session.commit()
    link = team.invite(colleague.email, "viewer")
    client = PageClient(app)
    page = client.get(link)
    assert colleague.email not in page.source
    back = [each.get("href") for each in page.select("main a")]
    assert [address for address in back if address.endswith(f"?next={link}")] == back
    assert client.submit(link).startswith("/sign-in")
    data = {"email": colleague.email, "password": PASSWORD, "next": link}
    assert client.submit(f"/sign-in?next={link}", data) == link


def test_two_who_accept_at_once_make_one_membership(team: Team, session: Session) -> None:
    colleague = make_user(session)
    session.commit()
    link = team.invite(colleague.email, "editor")
    clients = [team.signed_in(colleague) for _ in range(4)]
    with ThreadPoolExecutor(4) as pool:
        answers = sorted(pool.map(lambda client: client.client.post(link).status_code, clients))
    assert answers == [303, 404, 404, 404]
    with open_session(writes=False) as reading:
        own = select(Membership).where(Membership.user_id == colleague.id)
        assert [each.role for each in reading.scalars(own)] == ["editor"]


def test_a_member_who_accepts_keeps_the_role_they_have(team: Team, session: Session) -> None:
    team.client.submit(team.invite(team.owner.email, "viewer"))
    assert team.roles() == {team.owner.email: "owner"}


@pytest.mark.parametrize(
    ("values", "errors"),
    [
        ({}, ["Enter an email address", "Select a role"]),
        ({"email": "nobody", "role": "viewer"}, ["Enter an email address in the correct format"]),
        ({"email": "a@mail.example", "role": "administrator"}, ["Select a role"]),
        ({"email": "a@mail.example", "role": "adviser"}, ["Select a role"]),
        ({"email": "a@mail.example", "role": ""}, ["Select a role"]),
    ],
)
def test_each_mistake_is_told(team: Team, values: dict[str, str], errors: list[str]) -> None:
    told = team.client.post(f"{team.address}/invite", values).errors
    assert [message.split(", like")[0] for message in told] == errors
    assert invitations() == []


def test_administrators_invite_to_the_hub_and_advisers_do_not(app: Flask, session: Session) -> None:
    hub = Team(app, session, "hub", "The hub")
    adviser, invited = hub.member("adviser"), make_user(session)
    session.commit()
    client = hub.signed_in(adviser)
    client.get(f"{hub.address}/members")
    client.get(f"{hub.address}/invite", 403)
    client.post(f"{hub.address}/invite", {"email": invited.email, "role": "administrator"}, 403)
    hub.signed_in(invited).submit(hub.invite(invited.email, "adviser"))
    assert hub.roles()[invited.email] == "adviser"


@pytest.mark.parametrize("role", ["editor", "viewer"])
def test_only_owners_invite_and_withdraw(team: Team, role: str) -> None:
    client = team.signed_in(team.member(role))
    email = fresh()
    team.invite(email, "viewer")
    page = client.get(f"{team.address}/members")
    assert email not in page.source
    assert page.select("main form") == []
    assert [each for each in page.select("main a") if "leave" not in each.get("href")] == []
    client.get(f"{team.address}/invite", 403)
    client.post(f"{team.address}/invite", {"email": fresh(), "role": "viewer"}, 403)
    client.post(f"{team.address}/invitations/{invitations()[0].public_id}/withdraw", status=403)
    assert [each.withdrawn_at for each in invitations()] == [None]


def test_another_organisations_owner_finds_nothing(team: Team, session: Session) -> None:
    team.invite(fresh(), "viewer")
    other = Team(team.app, session, name="Elm Council")
    public_id = invitations()[0].public_id
    other.client.get(f"{team.address}/members", 404)
    other.client.get(f"{team.address}/invite", 404)
    other.client.post(f"{team.address}/invite", {"email": fresh(), "role": "owner"}, 404)
    other.client.post(f"{team.address}/invitations/{public_id}/withdraw", status=404)
    other.client.post(f"{other.address}/invitations/{public_id}/withdraw", status=404)
    assert [each.withdrawn_at for each in invitations()] == [None]


def test_fifty_invitations_may_be_open(app: Flask, team: Team) -> None:
    now = utc_now()
    with writing(app) as change:
        for number in range(MOST_OPEN - 1):
            change.add(
                Invitation(
                    organisation_id=team.organisation.id,
                    email=f"{number}@many.example",
                    role="viewer",
                    token_hash=f"{number}",
                    expires_at=now + timedelta(days=1),
                )
            )
    last = team.invite(fresh(), "viewer")
    page = team.client.post(f"{team.address}/invite", {"email": fresh(), "role": "viewer"}, 429)
    assert page.errors[0].startswith("Ashby Council has 50 open invitations. Withdraw one")
    assert len(invitations()) == MOST_OPEN
    again = invitations()[-1].email
    assert team.invite(again, "viewer") != last  # 50 open, one of them replaced: still 50
    assert link_for(app, again) != last


def test_an_address_in_other_letters_is_the_same_address(team: Team, session: Session) -> None:
    colleague = make_user(session)
    session.commit()
    team.client.submit(f"{team.address}/invite", {"email": colleague.email.upper(), "role": "viewer"})
    assert invitations()[0].email == colleague.email


def test_nobody_in_no_organisation_sees_members(app: Flask, session: Session) -> None:
    nobody = make_user(session)
    organisation = make_organisation(session, "buyer")
    session.commit()
    client = PageClient(app)
    client.sign_in(nobody)
    client.get(f"/organisations/{organisation.public_id}/members", 403)
    client.get("/organisations", 403)


def test_a_page_that_holds_a_token_is_kept_nowhere(app: Flask, team: Team, session: Session) -> None:
    link = team.invite(make_member(session, "buyer").email, "viewer")
    response = PageClient(app).download(link)
    assert response.headers["Cache-Control"] == "no-store"
    assert response.headers["Referrer-Policy"] == "no-referrer"
