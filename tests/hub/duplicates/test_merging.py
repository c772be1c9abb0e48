"""A merger brings together what two records hold, and undoing it is exact."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from hub.accounts.models import Membership
from hub.clients.models import ConsentEntry, FactCheck, SharingEntry
from hub.contacts.models import FirmContact
from hub.duplicates.models import DuplicatePair, SupplierMerger
from hub.duplicates.planning import NotMergeableError, plan_merger
from hub.duplicates.undoing import plan_undoing
from hub.facts.models import SizeStatement
from hub.growth.models import FirmFigure, FirmOwnership
from hub.mail.models import Message
from hub.suppliers.models import Capability, Contract, Fact, Removal, Supplier
from tests.hub.duplicates.records_made import (
    add_claim,
    add_people,
    everything,
    make_double,
    merge,
    undo,
)
from tests.hub.members.organisations_made import writing
from tests.people import make_user


def fresh(session: Session, supplier: Supplier) -> Supplier:
    session.expire_all()
    return session.get_one(Supplier, supplier.id)


def test_the_kept_record_keeps_its_words_and_takes_over_what_it_lacks(app: Flask, session: Session) -> None:
    pair = make_double(session)
    merge(app, pair)
    kept, merged = fresh(session, pair.first), fresh(session, pair.second)
    assert (kept.name, kept.website) == ("Quenby Drains Ltd", "https://www.quenby-drains.example")
    assert (kept.postcode, kept.company_number, kept.size) == ("NN1 1AA", "01234567", "small")
    titles = [each.title for each in kept.capabilities]
    assert titles == ["Drains one", "Gullies", "Draft one", "Drains two", "Draft two"]  # gullies stand once
    assert [each.title for each in merged.capabilities] == ["Gullies"]
    assert sum(each.source == "ocds" for each in kept.contracts) == 4
    assert sorted(each.buyer_name for each in kept.contracts if each.source == "own") == [
        "School one",
        "School two",
    ]
    assert {each.name: each.body for each in kept.facts} == {
        "iso_9001": "Body one",
        "own_one": "",
        "own_two": "",
    }
    assert session.scalars(select(SizeStatement.supplier_id)).all() == [kept.id]
    assert (merged.state, session.get_one(DuplicatePair, pair.id).state) == ("withdrawn", "merged")


@pytest.mark.parametrize("claimed", [(True, False), (False, False), (True, True)])
@pytest.mark.parametrize("keep", ["first", "second"])
def test_undoing_brings_every_row_back(
    app: Flask, session: Session, claimed: tuple[bool, bool], keep: str
) -> None:
    if claimed[0] and not claimed[1]:
        keep = "first"
    pair = make_double(session, claimed=claimed)
    everybody = [make_user(session, f"Person {number}") for number in range(4)]
    if claimed[0]:
        add_people(session, pair.first, (everybody[0], "owner"), (everybody[1], "viewer"))
    if claimed[1]:
        add_people(session, pair.second, (everybody[1], "owner"), (everybody[2], "editor"))
    if not any(claimed):
        add_claim(session, pair.second, everybody[3])
        add_claim(session, pair.first, everybody[2])
    session.commit()
    before = everything(app)
    number = merge(app, pair, keep=keep)
    assert everything(app) != before
    assert undo(app, number, pair) == []
    after = everything(app)
    assert {name: rows for name, rows in after.items() if rows != before[name]} == {}


def test_contacts_and_figures_go_with_the_firm_and_come_back(app: Flask, session: Session) -> None:
    """Of a day that both have figures of, the kept record's stand. What its owner said stays with each."""
    pair = make_double(session)
    kept, merged = pair.first_id, pair.second_id
    told = {"day": date(2026, 5, 1), "channel": "call", "intensity": "light", "quarters": 1, "about": "Plans"}
    session.add(FirmContact(supplier_id=merged, **told))
    for supplier, month in ((kept, 5), (merged, 5), (merged, 6)):
        session.add(FirmFigure(supplier_id=supplier, as_at=date(2026, month, 1), turnover=1, given="firm"))
    session.add(FirmOwnership(supplier_id=merged, kind="family"))
    session.commit()
    before = everything(app)
    number = merge(app, pair)
    assert session.scalars(select(FirmContact.supplier_id)).all() == [kept]
    figures = select(FirmFigure.supplier_id, FirmFigure.as_at).order_by(FirmFigure.id)
    assert [row[0] for row in session.execute(figures)] == [kept, merged, kept]
    assert session.scalars(select(FirmOwnership.supplier_id)).all() == [merged]
    session.commit()
    assert undo(app, number, pair) == []
    after = everything(app)
    assert {name: rows for name, rows in after.items() if rows != before[name]} == {}


def test_checks_consent_and_sharing_go_with_the_firm_and_come_back(app: Flask, session: Session) -> None:
    pair = make_double(session)
    kept, merged = pair.first_id, pair.second_id
    day = date(2026, 5, 1)
    about = {"supplier_id": merged}
    session.add_all(
        [
            FactCheck(fact="iso_9001", stood="0" * 64, how="visit", checked_on=day, **about),
            ConsentEntry(purpose="results", act="given", how="phone", on_day=day, **about),
            SharingEntry(shared_with="A trust", what="All", ground="task", on_day=day, **about),
        ]
    )
    session.commit()
    before = everything(app)
    number = merge(app, pair)
    for model in (FactCheck, ConsentEntry, SharingEntry):
        assert session.scalars(select(model.supplier_id)).all() == [kept]
    session.commit()
    assert undo(app, number, pair) == []
    after = everything(app)
    assert {name: rows for name, rows in after.items() if rows != before[name]} == {}


def test_members_of_both_work_with_the_kept_record_and_owners_are_told(app: Flask, session: Session) -> None:
    pair = make_double(session, claimed=(True, True))
    owner, both, comer = (make_user(session, name) for name in ("Olu Owner", "Bea Both", "Cy Comer"))
    add_people(session, pair.first, (owner, "owner"), (both, "viewer"))
    add_people(session, pair.second, (both, "editor"), (comer, "owner"))
    session.commit()
    merge(app, pair)
    session.expire_all()
    places = select(Membership).where(Membership.organisation_id == pair.first.organisation_id)
    roles = {each.user.name: each.role for each in session.scalars(places)}
    assert roles == {"Olu Owner": "owner", "Bea Both": "editor", "Cy Comer": "owner"}
    assert pair.second.organisation is not None
    assert pair.second.organisation.merged_at is not None
    told = {message.recipient: message.subject for message in session.scalars(select(Message))}
    assert told == dict.fromkeys([owner.email, comer.email], "Two records of Quenby Drains Ltd are one now")


def test_a_registered_record_is_not_merged_into_an_unclaimed_one(session: Session) -> None:
    pair = make_double(session)
    with pytest.raises(NotMergeableError, match="Keep Quenby Drains Ltd"):
        plan_merger(session, pair.second, pair.first)


def test_what_waits_for_a_decision_is_decided_first(session: Session) -> None:
    pair = make_double(session)
    add_claim(session, pair.second, make_user(session))
    with pytest.raises(NotMergeableError, match="Somebody claims the record of Quenbby Drains"):
        plan_merger(session, pair.first, pair.second)
    session.add(Removal(supplier=pair.second, supplier_name="Quenbby Drains", name_key="quenbby drains"))
    session.flush()
    with pytest.raises(NotMergeableError, match="to be removed"):
        plan_merger(session, pair.first, pair.second)


def test_what_was_changed_since_is_told_before_and_nothing_is_lost(app: Flask, session: Session) -> None:
    pair = make_double(session)
    number = merge(app, pair)
    with writing(app) as changing:
        kept = changing.get_one(Supplier, pair.first_id)
        kept.postcode = "DE1 2FS"
        for each in kept.capabilities:
            each.title = f"{each.title} for schools"
        gone = changing.scalars(select(Fact).where(Fact.name == "own_two")).one()
        changing.delete(gone)
        changing.add(Contract(supplier=kept, title="Won since", buyer_name="A mill", source="own"))
    with writing(app) as looking:
        told = plan_undoing(looking, looking.get_one(SupplierMerger, number)).told
    assert told == [
        "Postcode was changed since. It stays with Quenby Drains Ltd as it is now.",
        "2 things it does were changed since and go back to Quenbby Drains as changed.",
        "1 fact was removed from Quenby Drains Ltd since and cannot go back.",
    ]
    assert undo(app, number, pair) == told
    kept, parted = fresh(session, pair.first), fresh(session, pair.second)
    assert (kept.postcode, kept.company_number, kept.size) == ("DE1 2FS", None, "")
    assert [each.title for each in parted.capabilities] == [
        "Drains two for schools",
        "Gullies",
        "Draft two for schools",
    ]
    assert "Won since" in {each.title for each in kept.contracts}


def test_a_merger_is_undone_once_and_the_latest_first(app: Flask, session: Session) -> None:
    pair = make_double(session, claimed=(False, False))
    number = merge(app, pair)
    third = Supplier(name="Quenby Drainage Ltd", name_key="quenby drainage", state="unclaimed")
    session.add(third)
    session.commit()
    later = merge(app, DuplicatePair(id=pair.id, first_id=third.id, second_id=pair.first_id))
    with pytest.raises(NotMergeableError, match="Undo that merger first"):
        undo(app, number)
    undo(app, later)
    undo(app, number)
    with pytest.raises(NotMergeableError, match="undone already"):
        undo(app, number)


parts = st.lists(st.sampled_from(["Drains", "Gullies", "Pumps"]), max_size=4)


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(first=parts, second=parts, facts=st.sets(st.sampled_from("abc")), known=st.booleans())
def test_any_two_records_come_apart_as_they_were(
    app: Flask, first: list[str], second: list[str], facts: set[str], known: bool
) -> None:
    with writing(app) as session:
        both = [
            Supplier(
                name="Quenby Drains Ltd", name_key="k", state="unclaimed", size="small" if known else ""
            ),
            Supplier(name="Quenby Drains", name_key="k", state="unclaimed", vat_number="980780684"),
        ]
        for supplier, titles in zip(both, (first, second), strict=True):
            supplier.capabilities = [Capability(title=title, position=at) for at, title in enumerate(titles)]
            supplier.facts = [Fact(name=name, value=True) for name in sorted(facts)]
        session.add_all(both)
        session.flush()
        pair = session.scalars(select(DuplicatePair).where(DuplicatePair.first_id == both[0].id)).one()
        session.expunge(pair)
    before = everything(app)
    undo(app, merge(app, pair), pair)
    assert everything(app) == before
