"""What becomes of endings and awards when firms are erased, removed or merged, and organisations merged."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from hub.accounts.actors import actor_of
from hub.administration.planning import plan_merger as plan_organisations
from hub.administration.transferring import carry_out
from hub.database import utc_now
from hub.duplicates.models import DuplicatePair
from hub.endings.awarding import correct_award, withdraw_award
from hub.endings.models import Ending, EndingAward
from hub.endings.queries import find_ending
from hub.privacy.erased_texts import as_hash
from hub.privacy.erasing import erase_firm, erase_person
from hub.privacy.purging import TABLES
from hub.privacy.retention import due
from hub.privacy.retention_rules import rule_named
from hub.suppliers.downloading import copy_supplier
from hub.suppliers.models import Removal, Supplier
from hub.suppliers.removing import decide_removal
from tests.hub.duplicates.records_made import everything, merge, undo
from tests.hub.endings.endings_made import TERMS, Made, award, ending_of, make_closed, published
from tests.people import make_member, make_organisation


@pytest.fixture
def made(session: Session) -> Made:
    return make_closed(session)


def award_of(session: Session, public_id: str) -> EndingAward:
    chosen = select(EndingAward).where(EndingAward.public_id == public_id)
    return session.scalars(chosen.execution_options(populate_existing=True)).one()


def test_an_erased_firm_is_named_in_no_award_that_was_not_published(session: Session, made: Made) -> None:
    by_record = award(session, made, made.firm).public_id
    by_name = award(session, made, None, "OUR DRAINS").public_id
    other = award(session, made, made.rival).public_id
    ending = ending_of(session, made.requirement)
    assert ending is not None
    ending.reason = "Our Drains were cheap"
    session.commit()
    assert made.firm.organisation is not None
    erase_firm(session, made.firm.organisation, by="an owner")
    session.commit()
    names = [award_of(session, each).supplier_name for each in (by_record, by_name, other)]
    assert names == [as_hash("Our Drains"), as_hash("OUR DRAINS"), "Rival 0"]
    assert session.scalars(select(Ending.reason)).one() == "[an erased firm] were cheap"


def test_an_erased_firm_keeps_its_published_award_and_its_name(session: Session, made: Made) -> None:
    found = award(session, made, made.firm, published=True).public_id
    assert made.firm.organisation is not None
    erase_firm(session, made.firm.organisation, by="an owner")
    session.commit()
    (contract,) = published(session)
    assert (contract.supplier.state, contract.supplier.name) == ("unclaimed", "Our Drains")
    assert award_of(session, found).supplier_name == "Our Drains"
    withdraw_award(session, award_of(session, found))
    session.commit()
    assert published(session) == []
    assert session.get(Supplier, made.firm.id) is None, "nothing but its name was left"


def test_a_person_s_name_in_a_reason_becomes_their_role(session: Session, made: Made) -> None:
    make_member(session, "buyer", organisation=made.requirement.organisation)
    award(session, made, made.rival, title="Gullies, ask Ada Brightwell")
    ending = ending_of(session, made.requirement)
    assert ending is not None
    ending.reason, made.buyer.name = "Ada Brightwell decided", "Ada Brightwell"
    session.commit()
    erase_person(session, made.buyer, by="themselves")
    session.commit()
    assert session.scalars(select(Ending.reason)).one() == "[owner] decided"
    assert session.scalars(select(EndingAward.title)).one() == "Gullies, ask [owner]"


def test_a_removed_record_takes_its_contract_and_the_award_is_not_published(
    session: Session, made: Made
) -> None:
    found = award(session, made, None, "Zeal Pumps", published=True).public_id
    record = session.scalars(select(Supplier).where(Supplier.name == "Zeal Pumps")).one()
    removal = Removal(supplier=record, supplier_name=record.name, name_key=record.name_key)
    session.add(removal)
    session.commit()
    decide_removal(session, removal, actor_of(make_member(session, "hub")), remove=True)
    session.commit()
    kept = award_of(session, found)
    assert (kept.is_published, kept.supplier_id, kept.supplier_name) == (False, None, "Zeal Pumps")
    assert published(session) == []


def test_awards_follow_a_merger_of_records_and_go_back(app: Flask, session: Session, made: Made) -> None:
    kept, merged = made.firm, made.rival
    pair = DuplicatePair(first=kept, second=merged, score=1.0)
    session.add(pair)
    session.commit()
    found = award(session, made, merged, published=True)
    before = everything(app)
    number = merge(app, pair)
    moved = award_of(session, found.public_id)
    assert (moved.supplier_id, published(session)[0].supplier_id) == (kept.id, kept.id)
    session.commit()
    assert undo(app, number, pair) == []
    assert {name: rows for name, rows in everything(app).items() if rows != before[name]} == {}


def test_what_was_published_since_a_merger_stays_with_the_kept_record(
    app: Flask, session: Session, made: Made
) -> None:
    pair = DuplicatePair(first=made.firm, second=made.rival, score=1.0)
    session.add(pair)
    session.commit()
    found = award(session, made, made.rival).public_id
    number = merge(app, pair)
    correct_award(session, made.requirement, award_of(session, found), replace(TERMS, published=True))
    session.commit()
    undo(app, number, pair)
    assert award_of(session, found).supplier_id == published(session)[0].supplier_id == made.firm.id


def test_the_ending_goes_with_its_requirement_to_another_organisation(session: Session, made: Made) -> None:
    award(session, made, made.rival)
    target = make_organisation(session, "buyer")
    member = make_member(session, "buyer", organisation=target)
    administrator = actor_of(make_member(session, "hub", role="administrator"))
    carry_out(session, plan_organisations(session, made.requirement.organisation, target), administrator)
    session.commit()
    session.refresh(made.requirement)
    found = find_ending(session, actor_of(member), made.requirement)
    assert found is not None
    assert [each.supplier_name for each in found.awards] == ["Rival 0"]


def test_the_firm_s_own_copy_holds_what_is_published_and_no_more(session: Session, made: Made) -> None:
    award(session, made, made.firm)
    award(session, made, made.firm, title="Lot two", published=True, name="b")
    session.refresh(made.firm, ["contracts"])
    copy = json.dumps(copy_supplier(session, made.firm).held)
    assert "Lot two" in copy
    assert TERMS.title not in copy


def test_a_requirement_is_kept_for_as_long_as_what_was_said_of_its_end(session: Session, made: Made) -> None:
    rule, later = rule_named("decision records"), utc_now() + timedelta(days=3 * 365 + 2)
    ending = award(session, made, made.rival).ending
    assert [each for each in due(session, rule, later).values() if each]
    ending.told_at = later - timedelta(days=5)
    session.commit()
    assert not [each for each in due(session, rule, later).values() if each]
    assert {"ending", "ending_award"} <= set(TABLES)
