"""Councils merge and split: what will move is said first, every row is on record, and it can be undone."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from hub.accounts.models import Invitation, Membership, Organisation, Transfer, User
from hub.audit.models import Event, EventSubject
from hub.database import open_session, utc_now
from hub.requirements.models import Requirement
from tests.hub.administration.transfers_made import (
    add_shortlist,
    holds,
    make_buyer,
    make_invitation,
    make_people,
    make_things,
    state_of,
)
from tests.hub.members.organisations_made import Team, writing
from tests.page_client import Page, PageClient


class Councils:
    """Ash and Elm Council; Ana owns Ash, Bob edits Ash and owns Elm, Cy views Ash, Dot edits Elm."""

    def __init__(self, app: Flask, session: Session) -> None:
        self.app, self.session = app, session
        self.hub = Team(app, session, "hub", "The hub")
        self.client = self.hub.client
        self.ana, self.bob, self.cy, self.dot = make_people(session, "Ana", "Bob", "Cy", "Dot")
        self.ash = make_buyer(
            session, "Ash Council", {"owner": self.ana, "editor": self.bob, "viewer": self.cy}
        )
        self.elm = make_buyer(session, "Elm Council", {"owner": self.bob, "editor": self.dot})
        self.needs = make_things(session, self.ash, requirements=2)
        make_things(session, self.elm)
        make_invitation(session, self.ash)

    def at(self, act: str, source: Organisation, target: Organisation) -> str:
        return f"/administration/organisations/{source.public_id}/{act}?into={target.public_id}"

    def check_merger(self, source: Organisation, target: Organisation) -> Page:
        return self.client.get(self.at("merge", source, target))

    def merge(self, source: Organisation, target: Organisation) -> str:
        """Merge, and return the address that undoes it."""
        form = self.check_merger(source, target).values()
        self.client.submit(self.at("merge", source, target), form)
        return self.undo_address()

    def check_move(self, people: list[User], needs: list[Requirement]) -> Page:
        chosen = {
            "people": [each.public_id for each in people],
            "requirements": [each.public_id for each in needs],
        }
        return self.client.post(self.at("move", self.ash, self.elm), chosen)

    def move(self, people: list[User], needs: list[Requirement]) -> str:
        page = self.check_move(people, needs)
        form = page.one("main form")
        values: dict[str, list[str]] = {}
        for name, value in form.form_values():
            values.setdefault(name, []).append(value)
        self.client.submit(form.get("action"), values)
        return self.undo_address()

    def undo_address(self) -> str:
        with open_session(writes=False) as reading:
            newest = select(Transfer.public_id).order_by(Transfer.id.desc()).limit(1)
            return f"/administration/transfers/{reading.scalars(newest).one()}/undo"

    def undo(self, address: str) -> str:
        """Undo, and return what was told."""
        self.client.submit(address)
        return self.client.get("/administration/transfers").text

    def signed_in(self, user: User) -> PageClient:
        return self.hub.signed_in(user)


@pytest.fixture
def councils(app: Flask, session: Session) -> Councils:
    return Councils(app, session)


ASH = ({"Ana": "owner", "Bob": "editor", "Cy": "viewer"}, 2, 2, 1)
ELM = ({"Bob": "owner", "Dot": "editor"}, 1, 1, 0)


def test_the_check_page_says_what_will_move_and_moves_nothing(councils: Councils) -> None:
    before = state_of(councils.ash, councils.elm)
    page = councils.check_merger(councils.ash, councils.elm)
    assert page.heading == "Merge Ash Council into Elm Council?"
    assert page.texts("dl dd") == [
        "Ana, owner Cy, viewer",
        "Bob: editor and owner, then owner",
        "2",
        "2",
        "1",
    ]
    assert "Secret need" not in page.source
    assert state_of(councils.ash, councils.elm) == before


def test_a_merger_brings_everything_and_the_source_cannot_be_used(councils: Councils) -> None:
    assert (holds(councils.ash), holds(councils.elm)) == (ASH, ELM)
    client = councils.signed_in(councils.ana)
    address = f"/requirements/{councils.needs[0].public_id}"
    client.get(address)
    councils.merge(councils.ash, councils.elm)
    assert holds(councils.ash) == ({}, 0, 0, 0)
    everybody = {"Ana": "owner", "Bob": "owner", "Cy": "viewer", "Dot": "editor"}
    assert holds(councils.elm) == (everybody, 3, 3, 1)  # 2 + 1 requirements and shortlists, 1 invitation
    client.get(address)
    client.get(f"/organisations/{councils.ash.public_id}/members", 404)
    councils.signed_in(councils.dot).get(f"{address}/matches")
    gone = f"/administration/organisations/{councils.ash.public_id}"
    councils.client.get(f"{gone}/merge", 404)
    councils.client.get(f"{gone}/move", 404)
    councils.client.get(councils.at("merge", councils.elm, councils.ash), 404)
    listed = councils.client.get("/administration/organisations?q=ash").text
    assert "merged into another on" in listed


def test_a_merger_undone_is_as_it_was(councils: Councils) -> None:
    before = state_of(councils.ash, councils.elm)
    told = councils.undo(councils.merge(councils.ash, councils.elm))
    assert "It is undone." in told
    assert "did not go back" not in told
    assert state_of(councils.ash, councils.elm) == before


def test_a_move_brings_what_was_chosen_and_undone_it_is_as_it_was(councils: Councils) -> None:
    before = state_of(councils.ash, councils.elm)
    page = councils.check_move([councils.cy, councils.bob], councils.needs[:1])
    assert page.heading == "Check what moves to Elm Council"
    assert state_of(councils.ash, councils.elm) == before
    undo = councils.move([councils.cy, councils.bob], councils.needs[:1])
    assert holds(councils.ash) == ({"Ana": "owner"}, 1, 1, 1)
    assert holds(councils.elm) == ({"Bob": "owner", "Dot": "editor", "Cy": "viewer"}, 2, 2, 0)
    councils.undo(undo)
    assert state_of(councils.ash, councils.elm) == before


def test_a_split_starts_with_a_new_organisation(councils: Councils) -> None:
    page = councils.client.get(f"/administration/organisations/{councils.ash.public_id}/move")
    (link,) = [each.get("href") for each in page.select("main a") if "new" in each.get("href")]
    form = councils.client.get(link).one("main form").get("action")
    address = councils.client.submit(form, {"name": "Ash Parks", "body": "council"})
    chosen = {"people": councils.cy.public_id, "requirements": councils.needs[0].public_id}
    page = councils.client.post(address, chosen)
    assert page.errors == ["Ash Parks has no owner. Choose an owner among the members to move"]
    with open_session(writes=False) as reading:
        made = reading.scalars(select(Organisation).where(Organisation.name == "Ash Parks")).one()
        assert (made.kind, made.body, made.confirmed_at is not None) == ("buyer", "council", True)


@pytest.mark.parametrize(
    ("people", "needs", "error"),
    [
        ("", 0, "Select at least one member or requirement to move"),
        ("ana", 0, "Ash Council needs at least one owner. Leave one of its owners there"),
        ("ana bob cy", 2, "Ash Council needs at least one owner. Leave one of its owners there"),
    ],
)
def test_a_move_that_cannot_be_is_told(councils: Councils, people: str, needs: int, error: str) -> None:
    before = state_of(councils.ash, councils.elm)
    chosen = [getattr(councils, name) for name in people.split()]
    page = councils.check_move(chosen, councils.needs[:needs])
    assert page.errors[0].startswith(error)
    assert state_of(councils.ash, councils.elm) == before


def test_what_is_not_the_sources_does_not_move(councils: Councils, session: Session) -> None:
    (oak,) = make_people(session, "Oak")
    other = make_buyer(session, "Oak Council", {"owner": oak})
    (theirs,) = make_things(session, other)
    for people, needs in (([oak], []), ([], [theirs])):
        assert councils.check_move(people, needs).errors
    assert holds(other) == ({"Oak": "owner"}, 1, 1, 0)


@pytest.mark.parametrize("act", ["merge", "move"])
def test_only_two_standing_buying_organisations_are_merged(
    councils: Councils, session: Session, act: str
) -> None:
    supplier = Team(councils.app, session, "supplier", "Ash Cleaning").organisation
    for one, two in (
        (councils.ash, supplier),
        (supplier, councils.ash),
        (councils.ash, councils.hub.organisation),
    ):
        councils.client.get(councils.at(act, one, two), 404)
        councils.client.post(councils.at(act, one, two), status=404)
    same = councils.client.get(councils.at("merge", councils.ash, councils.ash), 409)
    assert "Choose two different organisations" in same.text
    councils.client.get(f"/administration/organisations/{councils.ash.public_id}/{act}?into=x", 404)


@pytest.mark.parametrize("act", ["merge", "move"])
def test_the_other_organisation_is_found_by_name(councils: Councils, act: str) -> None:
    address = f"/administration/organisations/{councils.ash.public_id}/{act}"
    assert councils.client.get(f"{address}?q=elm").texts("main li a") == ["Elm Council"]
    assert "Ash Council" not in councils.client.get(address).texts("main li a")
    assert "No other buying organisation" in councils.client.get(f"{address}?q=%25").text


def test_what_changed_after_the_check_is_checked_again(councils: Councils) -> None:
    form = councils.check_merger(councils.ash, councils.elm).values()
    with writing(councils.app) as change:
        mine = Membership.organisation_id == councils.ash.id, Membership.user_id == councils.cy.id
        change.execute(update(Membership).where(*mine).values(role="owner"))
    before = state_of(councils.ash, councils.elm)
    page = councils.client.post(councils.at("merge", councils.ash, councils.elm), form, 409)
    assert "Something changed after you opened this page" in page.text
    assert state_of(councils.ash, councils.elm) == before
    councils.client.submit(councils.at("merge", councils.ash, councils.elm), page.values())


def test_a_post_without_a_check_shows_the_check(councils: Councils) -> None:
    before = state_of(councils.ash, councils.elm)
    councils.client.post(councils.at("merge", councils.ash, councils.elm), {}, 409)
    councils.client.post(councils.at("merge", councils.ash, councils.elm), {"digest": "0" * 64}, 409)
    assert state_of(councils.ash, councils.elm) == before


def test_what_changed_since_stays_and_is_told(councils: Councils) -> None:
    """Of what came from Ash: Cy became editor, Ana left, a requirement was erased, an invitation used."""
    undo = councils.merge(councils.ash, councils.elm)
    with writing(councils.app) as change:
        elm = Membership.organisation_id == councils.elm.id
        change.execute(
            update(Membership).where(elm, Membership.user_id == councils.cy.id).values(role="editor")
        )
        change.execute(delete(Membership).where(elm, Membership.user_id == councils.ana.id))
        change.execute(delete(Requirement).where(Requirement.id == councils.needs[0].id))
        change.execute(update(Invitation).values(accepted_at=utc_now() - timedelta(hours=1)))
        add_shortlist(change, change.get_one(Requirement, councils.needs[1].id))
    told = councils.undo(undo)
    for line in (
        "2 members did not go back: their place or role was changed since.",
        "1 requirement did not go back: moved on or erased since.",
        "1 shortlist did not go back: moved on or erased since.",
        "1 invitation did not go back: accepted or withdrawn since.",
        "1 shortlist made since went back with the requirement.",
        "Ash Council has no owner now.",
    ):
        assert line in told
    assert holds(councils.ash) == ({"Bob": "editor"}, 1, 2, 0)  # 1 of 2 shortlists left, and 1 made since
    assert holds(councils.elm) == ({"Bob": "owner", "Dot": "editor", "Cy": "editor"}, 1, 1, 1)


def test_a_later_merger_is_undone_first(councils: Councils, session: Session) -> None:
    (oak,) = make_people(session, "Oak")
    third = make_buyer(session, "Oak Council", {"owner": oak})
    before = state_of(councils.ash, councils.elm, third)
    first = councils.merge(councils.ash, councils.elm)
    second = councils.merge(councils.elm, third)
    both = state_of(councils.ash, councils.elm, third)
    assert "Elm Council was merged into another organisation since. Undo that merger first." in (
        councils.undo(first)
    )
    assert state_of(councils.ash, councils.elm, third) == both
    councils.undo(second)
    councils.undo(first)
    assert state_of(councils.ash, councils.elm, third) == before


def test_a_transfer_is_undone_once(councils: Councils) -> None:
    undo = councils.merge(councils.ash, councils.elm)
    councils.undo(undo)
    councils.merge(councils.ash, councils.elm)
    before = state_of(councils.ash, councils.elm)
    assert "This was undone already." in councils.undo(undo)
    assert state_of(councils.ash, councils.elm) == before
    assert "It was undone on" in councils.client.get(undo).text


def test_undoing_is_asked_first(councils: Councils) -> None:
    undo = councils.merge(councils.ash, councils.elm)
    before = state_of(councils.ash, councils.elm)
    page = councils.client.get(undo)
    assert "3 members, 2 requirements, 2 shortlists, 1 invitation" in page.text
    assert state_of(councils.ash, councils.elm) == before
    councils.client.get("/administration/transfers/nosuch/undo", 404)


def test_two_mergers_of_one_organisation_at_once_are_one(councils: Councils, session: Session) -> None:
    """Ash into Elm and Elm into Ash, pressed at the same moment: one is done, nobody is lost."""
    ways = [(councils.ash, councils.elm), (councils.elm, councils.ash)]
    forms = [councils.check_merger(*way).values() for way in ways]
    clients = [councils.signed_in(councils.hub.owner) for _ in ways]

    def press(number: int) -> int:
        address = councils.at("merge", *ways[number])
        return clients[number].client.post(address, data=forms[number]).status_code

    with ThreadPoolExecutor(2) as pool:
        answers = sorted(pool.map(press, range(2)))
    assert answers[0] == 303
    assert answers[1] in {404, 409}
    people = [holds(each)[0].keys() for each in (councils.ash, councils.elm)]
    assert sorted(people, key=len) == [set(), {"Ana", "Bob", "Cy", "Dot"}]


def test_one_transfer_undone_by_two_at_once_is_undone_once(councils: Councils) -> None:
    before = state_of(councils.ash, councils.elm)
    undo = councils.merge(councils.ash, councils.elm)
    clients = [councils.signed_in(councils.hub.owner) for _ in range(3)]
    with ThreadPoolExecutor(3) as pool:
        list(pool.map(lambda client: client.submit(undo), clients))
    assert state_of(councils.ash, councils.elm) == before


def test_every_requirement_that_moved_has_it_in_its_history(councils: Councils) -> None:
    undo = councils.merge(councils.ash, councils.elm)
    councils.undo(undo)
    with open_session(writes=False) as reading:
        for need in councils.needs:
            events = select(Event.action).join(EventSubject, EventSubject.event_number == Event.number)
            mine = events.where(EventSubject.public_id == need.public_id).order_by(Event.number)
            actions = reading.scalars(mine).all()
            assert actions[-2:] == ["administration.merge", "administration.undo"]


def test_the_titles_of_private_requirements_are_not_shown(councils: Councils, session: Session) -> None:
    shown = councils.needs[1]
    shown.visibility = "public"
    session.commit()
    page = councils.client.get(councils.at("move", councils.ash, councils.elm))
    assert "Secret need 0" not in page.source
    assert "Secret need 1" in page.text
    assert f"Private requirement ({councils.needs[0].public_id})" in page.text


def test_the_list_of_organisations_counts_what_each_holds(councils: Councils) -> None:
    page = councils.client.get("/administration/organisations?q=council")
    assert page.texts("tbody th") == ["Ash Council", "Elm Council"]
    assert page.texts("td[data-heading=Holds]") == [
        "3 members, 2 requirements, 2 shortlists",
        "2 members, 1 requirement, 1 shortlist",
    ]
    assert (
        "No organisation’s name has that in it"
        in councils.client.get("/administration/organisations?q=zz").text
    )


def test_nobody_else_merges_moves_or_undoes(councils: Councils) -> None:
    undo = councils.merge(councils.ash, councils.elm)
    before = state_of(councils.ash, councils.elm)
    clients = [councils.signed_in(councils.bob), councils.signed_in(councils.hub.member("adviser"))]
    for client in clients:
        for act in ("merge", "move"):
            client.get(councils.at(act, councils.elm, councils.ash), 403)
            client.post(councils.at(act, councils.elm, councils.ash), status=403)
        client.get(undo, 403)
        client.post(undo, status=403)
        client.post("/administration/organisations/new", {"name": "X", "body": "council"}, 403)
    assert state_of(councils.ash, councils.elm) == before
