"""Ticked suppliers become a shortlist that keeps the ranking as it was shown."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from hub.matches.models import Run
from hub.shortlists.models import Shortlist
from tests.hub.shortlists.shortlists_made import Desk, make_requirement, make_suppliers, ranked
from tests.page_client import PageClient
from tests.people import make_member


@pytest.fixture
def desk(page_client: PageClient, session: Session) -> Desk:
    return Desk(page_client, session)


def counts(session: Session) -> tuple[int, int]:
    found = tuple(session.scalar(select(func.count()).select_from(table)) or 0 for table in (Shortlist, Run))
    session.commit()
    return found[0], found[1]


def test_chosen_suppliers_are_kept_in_the_rankings_order_as_they_stood(desk: Desk) -> None:
    address = desk.choose("Elm Cloud", "@UK Plc")
    shortlist = desk.shortlist()
    assert address == f"/shortlists/{shortlist.public_id}"
    kept = [(match["name"], match["score"], match["band"]) for match in shortlist.run.matches]
    for position, entry in enumerate(shortlist.entries, start=1):
        assert entry.position == position
        assert kept[entry.rank - 1] == (entry.supplier_name, entry.score, entry.band)
        assert sum(evidence["share"] for evidence in entry.evidence) == pytest.approx(entry.score, abs=1e-9)
        assert entry.verdicts
    assert [entry.rank for entry in shortlist.entries] == sorted(entry.rank for entry in shortlist.entries)
    assert {entry.supplier_name for entry in shortlist.entries} == {"Elm Cloud", "@UK Plc"}


def test_the_run_belongs_to_the_requirement_and_the_person(desk: Desk) -> None:
    desk.choose("Elm Cloud")
    shortlist = desk.shortlist()
    assert shortlist.run.requirement_id == shortlist.requirement_id == desk.requirement.id
    assert shortlist.run.recorded_by_id == shortlist.created_by_id == desk.buyer.id
    assert (shortlist.organisation_id, shortlist.state) == (desk.organisation.id, "draft")


def test_a_later_change_of_the_supplier_changes_nothing_on_the_shortlist(
    desk: Desk, session: Session
) -> None:
    address = desk.choose("@UK Plc")
    before = desk.client.get(address).texts(".hub-proof__quote")
    assert before
    capability = desk.suppliers["@UK Plc"].capabilities[0]
    capability.title = capability.description = "Roofing"
    desk.suppliers["@UK Plc"].name = "Another Name Ltd"
    session.commit()
    page = desk.client.get(address)
    assert page.texts(".hub-proof__quote") == before
    assert "Another Name Ltd" not in page.text
    assert "@UK Plc" in page.text


@pytest.mark.parametrize("state", ["withdrawn", "suspended"])
def test_a_supplier_that_left_stays_by_name_and_is_marked(desk: Desk, session: Session, state: str) -> None:
    address = desk.choose("@UK Plc", "Elm Cloud")
    desk.suppliers["@UK Plc"].state = state
    session.commit()
    page = desk.client.get(address)
    assert "@UK Plc" in page.text
    assert "Not in the register at present" in page.text
    assert "0@contact.example" not in page.source


def test_an_erased_supplier_stays_by_name_and_is_marked(desk: Desk, session: Session) -> None:
    address = desk.choose("@UK Plc", "Elm Cloud")
    session.delete(desk.suppliers["@UK Plc"])
    session.commit()
    assert "Removed from the register since" in desk.client.get(address).text
    assert "@UK Plc" in desk.client.get(address).text


def test_nothing_ticked_keeps_nothing_and_says_what_to_do(desk: Desk, session: Session) -> None:
    values = ranked(desk.client, desk.requirement)
    page = desk.client.post(f"/requirements/{desk.requirement.public_id}/shortlists", values, status=400)
    assert page.heading == "Tick at least one supplier"
    assert counts(session) == (0, 0)


def test_a_register_that_changed_keeps_nothing_and_keeps_the_ticks(desk: Desk, session: Session) -> None:
    values = ranked(desk.client, desk.requirement)
    ticked = desk.suppliers["Elm Cloud"].public_id
    make_suppliers(session, {"Fir Web": "Web hosting for councils with backups every night"})
    address = f"/requirements/{desk.requirement.public_id}/shortlists"
    page = desk.client.post(address, values | {"supplier": ticked}, status=409)
    assert page.heading == "The register changed since you opened this page"
    assert counts(session) == (0, 0)
    again = desk.client.get(page.select("main a")[0].get("href"))
    assert [box.get("value") for box in again.select("input[name=supplier][checked]")] == [ticked]


@pytest.mark.parametrize(
    "changed",
    [
        {"supplier": "nobody"},
        {"digest": ""},
        {"digest": "x" * 64},
        {"form_key": ""},
        {"form_key": "short"},
        {"form_key": "x" * 41},
    ],
)
def test_a_form_that_the_page_never_sent_keeps_nothing(
    desk: Desk, session: Session, changed: dict[str, str]
) -> None:
    values = ranked(desk.client, desk.requirement) | {"supplier": desk.suppliers["Elm Cloud"].public_id}
    address = f"/requirements/{desk.requirement.public_id}/shortlists"
    desk.client.post(address, values | changed, status=400)
    assert counts(session) == (0, 0)


def test_a_supplier_that_is_not_ranked_cannot_be_chosen(desk: Desk, session: Session) -> None:
    values = ranked(desk.client, desk.requirement) | {"supplier": desk.suppliers["Yew Catering"].public_id}
    desk.client.post(f"/requirements/{desk.requirement.public_id}/shortlists", values, status=400)
    assert counts(session) == (0, 0)


def test_fields_that_are_not_on_the_page_change_nothing(desk: Desk, session: Session) -> None:
    extra = {
        "state": "shared",
        "organisation_id": "99",
        "score": "1",
        "rank": "1",
        "created_by_id": "99",
        "public_id": "chosen",
        "version": "9",
    }
    values = (
        ranked(desk.client, desk.requirement) | {"supplier": desk.suppliers["Elm Cloud"].public_id} | extra
    )
    desk.client.submit(f"/requirements/{desk.requirement.public_id}/shortlists", values)
    shortlist = desk.shortlist()
    assert (shortlist.state, shortlist.organisation_id) == ("draft", desk.organisation.id)
    assert (shortlist.public_id != "chosen", shortlist.version, shortlist.created_by_id) == (
        True,
        1,
        desk.buyer.id,
    )


def test_the_same_form_sent_twice_is_one_shortlist(desk: Desk, session: Session) -> None:
    values = ranked(desk.client, desk.requirement) | {"supplier": desk.suppliers["Elm Cloud"].public_id}
    address = f"/requirements/{desk.requirement.public_id}/shortlists"
    assert desk.client.submit(address, values) == desk.client.submit(address, values)
    assert counts(session) == (1, 1)


def test_the_same_form_sent_at_once_is_one_shortlist(app: Flask, desk: Desk, session: Session) -> None:
    values = ranked(desk.client, desk.requirement) | {"supplier": desk.suppliers["Elm Cloud"].public_id}
    address = f"/requirements/{desk.requirement.public_id}/shortlists"
    clients = [PageClient(app) for _ in range(4)]
    for client in clients:
        client.sign_in(desk.buyer)
    with ThreadPoolExecutor(4) as pool:
        answers = set(pool.map(lambda client: client.submit(address, values), clients))
    assert len(answers) == 1
    assert counts(session) == (1, 1)


def test_anothers_form_key_is_no_way_to_anothers_shortlist(app: Flask, desk: Desk, session: Session) -> None:
    values = ranked(desk.client, desk.requirement) | {"supplier": desk.suppliers["Elm Cloud"].public_id}
    mine = desk.client.submit(f"/requirements/{desk.requirement.public_id}/shortlists", values)
    other, client = make_member(session, "buyer"), PageClient(app)
    requirement = make_requirement(session, other)
    client.sign_in(other)
    theirs = ranked(client, requirement) | {"supplier": values["supplier"], "form_key": values["form_key"]}
    page = client.post(f"/requirements/{requirement.public_id}/shortlists", theirs, status=409)
    assert mine not in page.source
    assert counts(session) == (1, 1)


def test_another_buyers_requirement_is_not_found(app: Flask, desk: Desk, session: Session) -> None:
    values = ranked(desk.client, desk.requirement) | {"supplier": desk.suppliers["Elm Cloud"].public_id}
    other = PageClient(app)
    other.sign_in(make_member(session, "buyer"))
    other.post(f"/requirements/{desk.requirement.public_id}/shortlists", values, status=404)
    assert counts(session) == (0, 0)


def test_a_viewer_looks_and_does_not_choose(app: Flask, desk: Desk, session: Session) -> None:
    values = ranked(desk.client, desk.requirement) | {"supplier": desk.suppliers["Elm Cloud"].public_id}
    viewer = PageClient(app)
    viewer.sign_in(make_member(session, "buyer", organisation=desk.organisation, role="viewer"))
    viewer.post(f"/requirements/{desk.requirement.public_id}/shortlists", values, status=403)
    assert counts(session) == (0, 0)
