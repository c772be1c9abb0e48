"""Erasing: what goes, what stays, and who must wait."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from hub.accounts.models import Invitation, Membership, Organisation, User
from hub.audit.models import Event, EventSubject
from hub.audit.verifying import verify_chain
from hub.contacts.models import FirmContact
from hub.database import open_session
from hub.matches.indexing import current_index
from hub.matches.models import Run
from hub.outcomes.models import Outcome
from hub.privacy.erased_texts import as_hash
from hub.privacy.erasing import ErasureRefusedError, erase_person
from hub.privacy.traces import TRACES, who_is
from hub.requirements.models import Requirement
from hub.shortlists.models import Shortlist, ShortlistEntry
from hub.suppliers.models import Capability, Contract, Supplier
from hub.upkeep.models import Concern
from matching import records
from tests.hub.privacy.people_made import (
    BUYER_OF_WORK,
    CAPABILITY,
    CERTIFICATE,
    EMAIL,
    FIRM,
    NAME,
    TEXTS,
    Made,
    make_everything,
    make_outcome,
)
from tests.hub.suppliers.suppliers_made import make_award
from tests.page_client import PageClient
from tests.people import PASSWORD, make_member, make_organisation, make_user

OUTLIVE = {"events", "looks"}
"""People stand in these by number, which is nobody's once the account is gone."""


@pytest.fixture
def made(session: Session) -> Made:
    return make_everything(session)


@pytest.fixture
def reading(app: Flask) -> Iterator[Session]:
    """What is in the database by now."""
    with app.app_context(), open_session(writes=False) as session:
        yield session


def erase(session: Session, user: User) -> Any:
    erased = erase_person(session, user, by="a test")
    session.commit()
    return erased


def erase_on_the_page(page_client: PageClient, user: User) -> None:
    page_client.sign_in(user)
    assert page_client.submit("/account/erase", {"password": PASSWORD}) == "/account/erased"


def whole_database(session: Session) -> str:
    """Every row as text."""
    tables = Membership.metadata.sorted_tables
    return "\n".join(str(tuple(row)) for table in tables for row in session.execute(select(table)))


def test_after_erasing_the_person_is_signed_out_and_told(page_client: PageClient, made: Made) -> None:
    erase_on_the_page(page_client, made.user)
    page = page_client.get("/account/erased")
    assert page.heading == "Your account is erased"
    assert "Sign out" not in page.source
    with page_client.client.session_transaction() as cookie:
        assert not {"_user_id", "fs_paa"} & set(cookie)
    assert page_client.redirect("/account/data").startswith("/sign-in")


def test_no_trace_finds_the_person_afterwards(session: Session, made: Made) -> None:
    who = who_is(made.user)
    erase(session, made.user)
    left = {
        trace.key
        for trace in TRACES
        if session.scalar(select(func.count()).select_from(trace.model).where(trace.rows(who)))
    }
    assert left <= OUTLIVE


def test_no_row_holds_the_person_or_the_firm_afterwards(session: Session, made: Made) -> None:
    """Also not the events that their making left, nor the records that are kept."""
    for text in TEXTS:
        assert text in whole_database(session), text
    erase(session, made.user)
    everything = whole_database(session)
    for text in TEXTS:
        assert text not in everything, text


def test_the_event_of_an_erasure_says_how_much_and_never_what(session: Session, made: Made) -> None:
    supplier, person = made.supplier.public_id, made.user.public_id
    erase(session, made.user)
    event = session.scalars(select(Event).order_by(Event.number.desc())).first()
    assert event
    (noted,) = [row["noted"] for row in event.changes or []]
    emptied = session.scalars(
        select(Event.number).where(Event.changes.is_(None)).order_by(Event.number)
    ).all()
    assert noted["erased_events"] == sorted(emptied)
    assert len(emptied) >= 1
    assert noted["erased_rows"]["user"] == 1
    assert noted["erased_rows"]["capability"] == 1
    subjects = {tuple(each) for each in event.subjects}
    assert {("person", person), ("supplier", supplier), ("organisation", made.firm.public_id)} <= subjects


def test_the_chain_holds_after_an_erasure(session: Session, made: Made) -> None:
    """An emptied event keeps the hash of what it held, and so its place; the erasure answers for it."""
    erase(session, made.user)
    assert session.scalar(select(func.count()).where(Event.changes.is_(None)))
    assert verify_chain(session).problems == []


def test_guesses_at_the_password_are_counted_on_both_pages(app: Flask) -> None:
    assert {"privacy.download", "privacy.erase"} <= set(app.extensions["guesses"])


def test_kept_runs_hold_hashes_in_the_place_of_texts(session: Session, made: Made) -> None:
    erase(session, made.user)
    run = session.get_one(Run, made.run.id, populate_existing=True)
    assert [each["name"] for each in run.matches] == [as_hash(FIRM), "Elm Moors"]
    assert run.excluded[0]["name"] == as_hash(FIRM)
    assert run.excluded[0]["gates"][0]["reason"] == as_hash(f"No: {CERTIFICATE}")
    assert run.excluded[0]["gates"][0]["text"] == "Dams of heather"
    assert [each["score"] for each in run.matches] == [0.5, 0.4]
    assert run.digest == "0" * 64


def test_names_in_kept_records_are_cut_to_roles(session: Session, made: Made) -> None:
    changed_at, version = made.requirement.updated_at, made.requirement.version
    erase(session, made.user)
    requirement = session.get_one(Requirement, made.requirement.id, populate_existing=True)
    assert requirement.description == "Ask [owner] for the keys"
    assert requirement.created_by_id is None
    assert requirement.updated_at == changed_at, "the law counts from the last change people made"
    assert requirement.version == version + 1
    run = session.get_one(Run, made.run.id, populate_existing=True)
    assert run.asked["description"] == "Ask [owner] for the keys"
    assert run.recorded_by_id is None
    reasons = session.scalars(select(ShortlistEntry.reason).order_by(ShortlistEntry.id)).all()
    assert reasons[0] == "[an erased firm] did well, says [owner]"


def test_the_shortlist_of_an_erased_firm_still_reads(page_client: PageClient, made: Made) -> None:
    erase_on_the_page(page_client, made.user)
    page_client.sign_in(made.colleague)
    page = page_client.get(f"/shortlists/{made.shortlist.public_id}")
    names = page.texts(".hub-match__name")
    assert names == ["1. an erased firm", "2. Elm Moors"]
    assert "Erased at its own request since" in page.text
    assert "words erased with the firm" in page.text
    assert "sha256" not in page.source
    values = page.values(f"form[action='/shortlists/{made.shortlist.public_id}']")
    assert page_client.submit(f"/shortlists/{made.shortlist.public_id}", values | {"act": "down-1"})
    page = page_client.get(f"/shortlists/{made.shortlist.public_id}")
    assert page.texts(".hub-match__name") == ["1. Elm Moors", "2. an erased firm"]


def test_the_file_of_such_a_shortlist_still_reads(page_client: PageClient, made: Made) -> None:
    erase_on_the_page(page_client, made.user)
    page_client.sign_in(made.colleague)
    text = page_client.download(f"/shortlists/{made.shortlist.public_id}.csv").data.decode("utf-8-sig")
    assert "an erased firm" in text
    assert "Erased at its own request since" in text
    assert "sha256" not in text
    assert BUYER_OF_WORK not in text


def test_the_index_forgets_an_erased_firm(page_client: PageClient, made: Made) -> None:
    assert FIRM in page_client.get("/search?q=heather+bale+damming").text
    erase_on_the_page(page_client, made.user)
    assert FIRM not in page_client.get("/search?q=heather+bale+damming").text


def test_the_index_is_told_before_the_database_hides_it(
    app: Flask, page_client: PageClient, made: Made
) -> None:
    """A page reads suppliers again by id; the index must forget the words as well."""
    page_client.get("/search?q=heather+bale+damming")
    asked = records.Requirement(title="Heather bale damming")
    with app.app_context():
        assert current_index().explain(asked, made.supplier.public_id)
    erase_on_the_page(page_client, made.user)
    with app.app_context(), pytest.raises(KeyError):
        current_index().explain(asked, made.supplier.public_id)


def test_a_firm_with_published_awards_is_an_unclaimed_record_again(session: Session, made: Made) -> None:
    award = make_award(session, made.supplier, 1)
    make_outcome(session, made)
    session.commit()
    erased = erase(session, made.user)
    supplier = session.get_one(Supplier, made.supplier.id, populate_existing=True)
    assert erased.returned == [supplier.public_id]
    assert session.scalar(select(func.count()).select_from(Outcome)) == 0, "who claims it next reads nothing"
    assert (supplier.state, supplier.name, supplier.organisation_id) == ("unclaimed", FIRM, None)
    assert (supplier.contact_name, supplier.contact_email, supplier.contact_phone) == ("", "", "")
    assert (supplier.website, supplier.company_number) == ("", None)
    assert [each.public_id for each in session.scalars(select(Contract))] == [award.public_id]
    assert session.scalar(select(func.count()).select_from(Capability)) == 0
    run = session.get_one(Run, made.run.id, populate_existing=True)
    assert run.matches[0]["name"] == FIRM, "the name is published"
    entry = session.get_one(Shortlist, made.shortlist.id).entries[0]
    session.refresh(entry)
    assert entry.supplier_name == FIRM
    assert entry.evidence[0]["title"] == as_hash(CAPABILITY)


@pytest.mark.parametrize(("status", "stays"), [("dissolved", "dissolved"), ("liquidation", "")])
def test_a_record_stays_gone_from_the_company_register_without_what_the_firm_said(
    session: Session, made: Made, status: str, stays: str
) -> None:
    """Without its number nobody would look it up again, and it would be back in every ranking."""
    make_award(session, made.supplier, 1)
    made.supplier.register_status, made.supplier.register_name = status, "KIM EXAMPLE LIMITED"
    made.supplier.confirmed_on, made.supplier.nudges = date(2026, 1, 1), False
    session.add(
        Concern(supplier=made.supplier, kind="renamed", about="KIM LIMITED", found_on=date(2026, 1, 1))
    )
    session.commit()
    erase(session, made.user)
    supplier = session.get_one(Supplier, made.supplier.id, populate_existing=True)
    assert (supplier.register_status, supplier.register_name) == (stays, "")
    assert (supplier.confirmed_on, supplier.nudges) == (None, True)
    assert session.scalar(select(func.count()).select_from(Concern)) == 0


def test_an_award_that_proved_a_match_still_proves_it(session: Session, made: Made) -> None:
    award = make_award(session, made.supplier, 1)
    session.flush()
    entry = made.shortlist.entries[0]
    told = entry.evidence[1] | {"piece": award.public_id, "title": "Award 1", "quote": "Award 1"}
    entry.evidence = [*entry.evidence, told]
    session.commit()
    erase(session, made.user)
    session.refresh(entry)
    assert [each["title"] for each in entry.evidence][2] == "Award 1"
    assert entry.evidence[1]["title"].startswith("sha256:")


def test_a_firm_with_other_members_goes_on_without_the_persons_details(session: Session) -> None:
    made = make_everything(session)
    session.add(Membership(user=made.colleague, organisation=made.firm, role="owner"))
    session.commit()
    erase(session, made.user)
    supplier = session.get_one(Supplier, made.supplier.id, populate_existing=True)
    assert (supplier.name, supplier.state) == (FIRM, "claimed")
    assert (supplier.contact_name, supplier.contact_email, supplier.contact_phone) == ("", "", "")
    assert session.get_one(Organisation, made.firm.id).name == FIRM


def test_what_advisers_logged_of_such_a_firm_names_a_role(session: Session) -> None:
    firm = make_organisation(session, "supplier", "Marsh Mills")
    user, colleague = make_user(session, "Zenobia Quillfeather"), make_user(session, "Ola Brandt")
    for person in (user, colleague):
        session.add(Membership(user=person, organisation=firm, role="owner"))
    supplier = Supplier(organisation=firm, name="Marsh Mills", name_key="marsh mills")
    session.add(supplier)
    session.flush()
    told = {"day": date(2026, 5, 3), "channel": "call", "intensity": "light", "quarters": 1}
    contact = FirmContact(supplier_id=supplier.id, about="Rang Zenobia Quillfeather of the firm", **told)
    session.add(contact)
    session.commit()
    erase(session, user)
    session.refresh(contact)
    assert contact.about == "Rang [owner] of the firm"


def test_a_contact_by_name_is_the_person_in_their_own_organisation(session: Session) -> None:
    """The office's address stays: the firm goes on and must be reached."""
    made = make_everything(session)
    session.add(Membership(user=made.colleague, organisation=made.firm, role="owner"))
    made.supplier.contact_email = "office@peat.example"
    session.commit()
    erase(session, made.user)
    supplier = session.get_one(Supplier, made.supplier.id, populate_existing=True)
    assert (supplier.contact_name, supplier.contact_email, supplier.contact_phone) == (
        "",
        "office@peat.example",
        "",
    )


def test_a_contact_of_the_same_name_elsewhere_is_somebody_else(session: Session, made: Made) -> None:
    session.add(Supplier(name="Yew", name_key="yew", contact_name=NAME, contact_email="z@yew.example"))
    session.commit()
    erase(session, made.user)
    assert session.scalars(select(Supplier.contact_name).where(Supplier.name == "Yew")).one() == NAME


def test_other_peoples_things_stay(session: Session, made: Made) -> None:
    before = session.scalars(select(Invitation.email)).all()
    assert sorted(before) == ["guest@other.example", EMAIL]
    erase(session, made.user)
    everything = whole_database(session)
    for text in ("Browser other-person", "Proof other-person", "Body other-person", "Mine other-person"):
        assert text in everything, text
    assert session.get_one(Organisation, made.buyer.id).name == "Ashby"
    assert session.get_one(User, made.colleague.id).name == "Ola Brandt"


@pytest.mark.parametrize(
    ("kind", "role", "others", "refused"),
    [
        ("buyer", "owner", ["editor"], "last owner"),
        ("buyer", "owner", ["owner"], None),
        ("buyer", "owner", [], None),
        ("buyer", "viewer", ["owner"], None),
        ("supplier", "owner", ["viewer"], "last owner"),
        ("supplier", "owner", [], None),
        ("hub", "administrator", ["adviser"], "last administrator"),
        ("hub", "administrator", [], "last administrator"),
        ("hub", "administrator", ["administrator"], None),
        ("hub", "adviser", ["administrator"], None),
    ],
)
def test_the_last_owner_and_the_last_administrator_hand_on_first(
    session: Session, kind: str, role: str, others: list[str], refused: str | None
) -> None:
    organisation, user = make_organisation(session, kind), make_user(session)
    session.add(Membership(user=user, organisation=organisation, role=role))
    for each in others:
        session.add(Membership(user=make_user(session), organisation=organisation, role=each))
    session.commit()
    number = user.id
    if refused:
        with pytest.raises(ErasureRefusedError, match=refused):
            erase(session, user)
        session.rollback()
    else:
        erase(session, user)
    assert (session.scalar(select(User.id).where(User.id == number)) is None) is (refused is None)


def test_the_page_names_what_goes_with_the_person(page_client: PageClient, made: Made) -> None:
    page_client.sign_in(made.user)
    text = page_client.get("/account/erase").text
    assert f"{FIRM}, of which you are the only member" in text
    assert "everything of Ashby" not in text, "it has another owner"
    page_client.sign_out()


def test_the_page_warns_of_an_organisation_that_nobody_would_be_in(
    page_client: PageClient, session: Session
) -> None:
    page_client.sign_in(
        make_member(session, "buyer", organisation=make_organisation(session, "buyer", "Elm"))
    )
    assert "everything of Elm, of which you are the only member" in page_client.get("/account/erase").text


def test_a_refusal_is_told_before_and_after_the_button(page_client: PageClient, session: Session) -> None:
    organisation = make_organisation(session, "buyer", "Ashby Council")
    owner = make_member(session, "buyer", organisation=organisation)
    make_member(session, "buyer", organisation=organisation, role="viewer")
    page_client.sign_in(owner)
    words = "You are the last owner of Ashby Council. Make another member an owner first"
    page = page_client.get("/account/erase")
    assert words in page.text
    assert not page.select("main form")
    assert page_client.post("/account/erase", {"password": PASSWORD}).errors == [words]
    assert page_client.get("/account/data").status == 200


@pytest.mark.parametrize(
    ("password", "error"),
    [("", "Enter your password"), ("seven wet otters sang", "Check your password, and try again")],
)
def test_nobody_is_erased_without_the_password(
    page_client: PageClient, session: Session, reading: Session, password: str, error: str
) -> None:
    user = make_member(session, "buyer")
    page_client.sign_in(user)
    assert page_client.post("/account/erase", {"password": password}).errors == [error]
    assert reading.scalar(select(User.id).where(User.id == user.id))


def test_a_number_that_events_speak_of_is_never_given_again(
    page_client: PageClient, session: Session
) -> None:
    """On SQLite the highest number is free again once its row is gone."""
    gone = make_member(session, "supplier")
    number, organisation = gone.id, gone.memberships[0].organisation_id
    page_client.sign_in(gone)
    page_client.submit("/account/erase", {"password": PASSWORD})
    session.expire_all()
    session.rollback()
    first, second = make_member(session, "supplier"), make_member(session, "supplier")
    assert number < first.id < second.id
    assert organisation < first.memberships[0].organisation_id < second.memberships[0].organisation_id
    assert session.scalar(select(func.count()).where(Event.actor_id == number)) >= 1


def test_the_histories_of_what_was_touched_name_the_erasure(session: Session, made: Made) -> None:
    erase(session, made.user)
    last = session.scalar(select(func.max(Event.number)))
    about = session.execute(
        select(EventSubject.kind, EventSubject.public_id).where(EventSubject.event_number == last)
    )
    assert ("requirement", made.requirement.public_id) in {tuple(each) for each in about}


def test_the_operator_erases_by_command(app: Flask, made: Made, reading: Session) -> None:
    run = app.test_cli_runner().invoke(args=["erase", "--email", EMAIL.upper(), "--yes"])
    assert run.exit_code == 0, run.output
    assert run.output.startswith(f"{EMAIL} is erased: ")
    assert reading.scalar(select(User.id).where(User.email == EMAIL)) is None
    line = (app.config["INSTANCE"] / "erasures.jsonl").read_text().splitlines()[-1]
    assert json.loads(line)["person"] == made.user.public_id


def test_the_command_asks_first_and_says_what_is_wrong(app: Flask, made: Made, session: Session) -> None:
    runner = app.test_cli_runner()
    assert runner.invoke(args=["erase", "--email", EMAIL], input="n\n").exit_code == 1
    assert session.scalar(select(User.id).where(User.email == EMAIL))
    session.rollback()
    nobody = runner.invoke(args=["erase", "--email", "nobody@mail.example", "--yes"])
    assert "Nobody signs in as nobody@mail.example" in nobody.output
    assert "--email must be an email address" in runner.invoke(args=["erase", "--email", "x"]).output
    for membership in session.scalars(select(Membership).where(Membership.user_id == made.colleague.id)):
        membership.role = "viewer"
    session.commit()
    refused = runner.invoke(args=["erase", "--email", EMAIL, "--yes"])
    assert f"{EMAIL} is the last owner of Ashby" in refused.output
