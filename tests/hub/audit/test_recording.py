"""Every transaction that changes something leaves one event, and the event says what changed."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from hub.audit.chain import FIRST, hash_changes, hash_event
from hub.audit.collecting import MOST_ROWS, note_fact
from hub.audit.models import Event, EventHead, EventSubject
from hub.requirements.models import Criterion, Requirement
from hub.suppliers.models import Capability, Contract, Supplier
from tests.page_client import PageClient
from tests.people import make_member, make_organisation


def events(session: Session) -> list[Event]:
    session.rollback()
    return list(session.scalars(select(Event).order_by(Event.number)))


def make_supplier(session: Session) -> Supplier:
    organisation = make_organisation(session, "supplier")
    supplier = Supplier(
        organisation=organisation, name="Peat Works", name_key="peat works", contact_email="rosa@peat.example"
    )
    session.add(supplier)
    session.commit()
    return supplier


def row(event: Event, word: str, table: str) -> dict[str, Any]:
    assert event.changes is not None
    return next(each for each in event.changes if each.get(word) == table)


def test_one_commit_is_one_event_about_the_things_it_changed(session: Session) -> None:
    supplier = make_supplier(session)
    (event,) = events(session)
    assert event.number == 1
    assert ["supplier", supplier.public_id] in event.subjects
    assert event.organisation_id == supplier.organisation_id
    assert {each["made"] for each in event.changes or ()} == {"organisation", "supplier"}


def test_public_facts_stand_before_and_after_and_personal_ones_by_name_alone(session: Session) -> None:
    supplier = make_supplier(session)
    supplier.name, supplier.contact_email = "Peat and Moor", "new@peat.example"
    session.commit()
    changed = row(events(session)[-1], "changed", "supplier")
    assert changed["columns"] == {"name": ["Peat Works", "Peat and Moor"]}
    assert changed["names"] == ["contact_email"]


def test_nothing_of_a_requirement_but_its_id_stands_in_an_event(session: Session) -> None:
    buyer = make_organisation(session, "buyer")
    session.add(
        Requirement(
            organisation=buyer,
            title="A secret need",
            description="Nobody may know",
            criteria=[Criterion(text="Hush")],
        )
    )
    session.commit()
    told = str([(event.changes, event.subjects, event.action) for event in events(session)])
    assert not [word for word in ("secret", "Nobody", "Hush") if word in told]


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [("draft", "draft", False), ("draft", "published", False), ("published", "withdrawn", True)],
)
def test_a_draft_is_nobodys_to_read_in_an_event(
    session: Session, before: str, after: str, told: bool
) -> None:
    supplier = make_supplier(session)
    capability = Capability(supplier=supplier, title="Old words", state=before)
    session.add(capability)
    session.commit()
    made = events(session)[-1]
    assert ("Old words" in str(made.changes)) == (before != "draft")
    capability.state, capability.title = after, "New words"
    session.commit()
    assert ("New words" in str(events(session)[-1].changes)) == told


def test_a_commit_that_changes_nothing_leaves_no_event(session: Session) -> None:
    supplier = make_supplier(session)
    supplier.name = str(supplier.name)
    session.commit()
    session.execute(select(Supplier))
    session.commit()
    assert len(events(session)) == 1


def test_what_was_rolled_back_leaves_no_event(session: Session) -> None:
    supplier = make_supplier(session)
    supplier.name = "Never"
    session.flush()
    session.rollback()
    session.commit()
    assert len(events(session)) == 1


def test_what_a_savepoint_took_back_is_not_told(session: Session) -> None:
    supplier = make_supplier(session)
    supplier.size = "micro"
    session.flush()
    savepoint = session.begin_nested()
    supplier.name = "Never"
    session.flush()
    savepoint.rollback()
    session.commit()
    last = events(session)[-1]
    assert "Never" not in str(last.changes)
    assert row(last, "changed", "supplier")["columns"] == {"size": ["", "micro"]}


def test_a_deleted_row_is_told_with_its_supplier(session: Session) -> None:
    supplier = make_supplier(session)
    contract = Contract(supplier=supplier, title="Hedge laying")
    session.add(contract)
    session.commit()
    session.delete(contract)
    session.commit()
    last = events(session)[-1]
    assert row(last, "deleted", "contract")["columns"]["title"] == ["Hedge laying", None]
    assert last.subjects == [["supplier", supplier.public_id]]


def test_very_many_rows_are_told_as_counts(session: Session) -> None:
    supplier = make_supplier(session)
    session.add_all(Contract(supplier=supplier, title=f"Job {number}") for number in range(MOST_ROWS + 1))
    note_fact(session, file="jobs.csv")
    session.commit()
    assert events(session)[-1].changes == [
        {"noted": {"file": "jobs.csv"}},
        {"made": "contract", "rows": MOST_ROWS + 1},
    ]


def test_each_event_is_chained_to_the_one_before(session: Session) -> None:
    supplier = make_supplier(session)
    for name in ("Second", "Third"):
        supplier.name = name
        session.commit()
    chain = events(session)
    assert [event.number for event in chain] == [1, 2, 3]
    assert [event.previous for event in chain] == [FIRST, chain[0].hash, chain[1].hash]
    assert all(event.hash == hash_event(event) for event in chain)
    assert all(event.changes_hash == hash_changes(event.changes or []) for event in chain)
    head = session.scalars(select(EventHead)).one()
    assert (head.number, head.hash) == (3, chain[-1].hash)
    indexed = session.execute(
        select(EventSubject.event_number).where(EventSubject.public_id == supplier.public_id)
    )
    assert sorted(number for (number,) in indexed) == [1, 2, 3]


def test_a_page_is_named_with_the_person_and_the_role_they_had(
    page_client: PageClient, session: Session
) -> None:
    owner = make_member(session, "buyer", role="editor")
    page_client.sign_in(owner)
    page_client.submit("/requirements/describe", {"title": "Hosting"})
    last = events(session)[-1]
    assert (last.action, last.actor_id, last.actor_role) == ("requirements.describe", owner.id, "editor")
    assert last.organisation_id == owner.memberships[0].organisation_id


def test_an_adviser_acts_on_somebody_elses_thing_as_an_adviser(
    page_client: PageClient, session: Session
) -> None:
    waiting = make_organisation(session, "buyer", confirmed=False)
    page_client.sign_in(make_member(session, "hub"))
    page_client.submit(f"/advice/buying-organisations/{waiting.public_id}/confirm")
    last = events(session)[-1]
    assert (last.action, last.actor_role) == ("advice.confirm_buyer", "adviser")
    assert last.organisation_id == waiting.id
