"""An award becomes a contract of its winner once it is published, and is taken back as exactly."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from hub.endings.awarding import add_award, correct_award, withdraw_award
from hub.endings.models import EndingAward
from hub.endings.publishing import PublishError
from hub.endings.telling import end_requirement, forget_ending
from hub.matches.finding import find_by_words
from hub.matches.models import CatalogueVersion
from hub.suppliers.models import Contract, Removal, Supplier
from tests.hub.endings.endings_made import TERMS, award, ending_of, make_closed, published


def version(session: Session) -> int:
    session.expire_all()
    number = session.scalar(select(CatalogueVersion.number)) or 0
    session.commit()
    return number


def test_what_is_not_published_is_no_contract(session: Session) -> None:
    made = make_closed(session)
    before = version(session)
    found = award(session, made, made.firm)
    assert (published(session), version(session)) == ([], before)
    assert (found.ending.how, found.supplier_name) == ("awarded", "Our Drains")


def test_published_it_is_a_contract_that_the_next_search_counts(session: Session) -> None:
    made = make_closed(session)
    before = version(session)
    found = award(session, made, made.firm, published=True, title="Oubliette pumping at Zeal Castle")
    (contract,) = published(session)
    assert version(session) > before
    assert (contract.supplier_id, contract.source_key) == (made.firm.id, found.public_id)
    assert (contract.title, contract.value, contract.vat) == (found.title, Decimal(12_000), "excluded")
    assert contract.buyer_name == made.requirement.organisation.name
    assert contract.category.slug == "drain-clearance"
    ranking = find_by_words(session, "oubliette pumping").ranking
    assert ranking.matches[0].profile == made.firm.public_id


def test_published_again_it_is_the_same_contract(session: Session) -> None:
    made = make_closed(session)
    found = award(session, made, made.firm, published=True)
    (contract,) = published(session)
    for value in (13_000, 14_000):
        changed = replace(TERMS, published=True, value=Decimal(value), ends_on=date(2027, 1, 1))
        correct_award(session, made.requirement, found, changed)
        session.commit()
    (again,) = published(session)
    assert (again.id, again.value, again.ends_on) == (contract.id, Decimal(14_000), date(2027, 1, 1))


def test_the_same_form_sent_twice_is_one_award(session: Session) -> None:
    made = make_closed(session)
    terms = replace(TERMS, published=True)
    for _ in range(2):
        add_award(session, made.requirement, made.firm, "", terms, form_key="a" * 32)
        session.commit()
    assert session.scalar(select(func.count(EndingAward.id))) == 1
    assert len(published(session)) == 1


def test_without_the_tick_and_withdrawn_the_contract_is_gone(session: Session) -> None:
    made = make_closed(session)
    found = award(session, made, made.firm, published=True)
    correct_award(session, made.requirement, found, TERMS)
    session.commit()
    assert published(session) == []
    correct_award(session, made.requirement, found, replace(TERMS, published=True))
    session.commit()
    before = version(session)
    assert len(published(session)) == 1
    withdraw_award(session, found)
    session.commit()
    assert published(session) == []
    assert version(session) > before
    ending = ending_of(session, made.requirement)
    assert ending is not None
    assert (ending.how, ending.awards) == ("assessing", [])


def test_a_firm_by_its_name_gets_a_record_with_the_award_and_loses_it_with_it(session: Session) -> None:
    made = make_closed(session)
    found = award(session, made, None, "Zeal Castle Pumps Ltd", published=True)
    record = session.scalars(select(Supplier).where(Supplier.name_key == "zeal castle pumps")).one()
    assert (record.state, [each.source for each in record.contracts]) == ("unclaimed", ["buyer"])
    session.commit()
    withdraw_award(session, found)
    session.commit()
    assert session.scalar(select(func.count()).where(Supplier.name_key == "zeal castle pumps")) == 0


def test_a_record_that_holds_more_than_the_award_stays(session: Session) -> None:
    made = make_closed(session)
    made.rival.capabilities.clear()
    made.rival.facts.clear()
    made.rival.state = "unclaimed"
    made.rival.contracts.append(Contract(title="Other work", source="ocds", source_key="x"))
    session.commit()
    withdraw_award(session, award(session, made, made.rival, published=True))
    session.commit()
    assert session.get(Supplier, made.rival.id) is not None


def test_a_name_that_was_removed_on_request_is_not_published(session: Session) -> None:
    made = make_closed(session)
    session.add(Removal(supplier_name="Zeal", name_key="zeal", state="removed"))
    session.commit()
    with pytest.raises(PublishError, match="leave the award unpublished"):
        award(session, made, None, "Zeal Ltd", published=True)
    session.rollback()
    assert award(session, made, None, "Zeal Ltd").contract is None


def test_what_a_notice_has_brought_already_is_not_published_twice(session: Session) -> None:
    made = make_closed(session)
    held = Contract(title=f"{TERMS.title}.", source="ocds", source_key="ocds-1:x")
    held.buyer_name = made.requirement.organisation.name.upper()
    made.firm.contracts.append(held)
    session.commit()
    with pytest.raises(PublishError, match="from a published notice"):
        award(session, made, made.firm, published=True)
    session.rollback()


def test_with_awards_a_requirement_does_not_open_and_without_it_does(session: Session) -> None:
    made = make_closed(session)
    found = award(session, made, made.firm)
    assert not forget_ending(session, made.requirement)
    withdraw_award(session, found)
    assert forget_ending(session, made.requirement)
    session.commit()
    assert ending_of(session, made.requirement) is None
    assert forget_ending(session, made.requirement)


def test_saying_how_it_ended_closes_an_open_one(session: Session) -> None:
    made = make_closed(session, visibility="private")
    assert made.requirement.state == "open"
    end_requirement(session, made.requirement, "cancelled", "")
    session.commit()
    assert (made.requirement.state, made.requirement.closed_at is not None) == ("closed", True)
