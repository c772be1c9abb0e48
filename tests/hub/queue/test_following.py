"""What comes into the queue, what leaves it by itself, and what comes again."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from hub.accounts.actors import actor_of
from hub.accounts.models import Organisation
from hub.database import utc_now
from hub.duplicates.models import DuplicatePair
from hub.matches.models import Matching, OpenMatch
from hub.queue.following import follow, follow_all
from hub.queue.handling import finish, reopen
from hub.queue.refreshing import refresh
from hub.suppliers.models import Claim, Contract, Removal
from hub.upkeep.models import Concern
from tests.hub.queue.items_made import items, make_item
from tests.hub.requirements.requirements_made import make_requirement
from tests.hub.suppliers.suppliers_made import make_supplier
from tests.people import make_member, make_organisation, make_user

TODAY = date.today()


def test_a_claim_is_in_the_queue_from_the_commit_that_asks_it_to_the_one_that_decides_it(
    session: Session,
) -> None:
    record = make_supplier(session, "Record Ltd", state="unclaimed")
    claim = Claim(supplier=record, supplier_name=record.name, user=make_user(session))
    session.add(claim)
    session.commit()
    (item,) = items(session, "claim")
    assert (item.supplier_id, item.target, item.came_at) == (record.id, claim.public_id, claim.asked_at)
    claim.state = "declined"
    session.commit()
    assert not items(session, "claim")
    (item,) = items(session, "claim", "settled")
    assert (item.last_act, item.last_by_id) == ("settled", None)


def test_removals_and_buying_organisations_wait_until_they_are_decided(session: Session) -> None:
    record = make_supplier(session, "Record Ltd", state="unclaimed")
    removal = Removal(supplier=record, supplier_name=record.name, name_key=record.name_key)
    buyer = make_organisation(session, "buyer", confirmed=False)
    make_organisation(session, "buyer")
    session.add(removal)
    session.commit()
    assert (len(items(session, "removal")), len(items(session, "buyer"))) == (1, 1)
    removal.state, buyer.confirmed_at = "declined", utc_now()
    session.commit()
    assert (len(items(session, "removal")), len(items(session, "buyer"))) == (0, 0)


def test_a_pair_leaves_with_the_record_that_is_withdrawn(session: Session) -> None:
    first, second = make_supplier(session, "One Ltd"), make_supplier(session, "Two Ltd")
    session.flush()
    session.add(DuplicatePair(first=first, second=second, score=1.0))
    session.commit()
    assert len(items(session, "pair")) == 1
    second.state = "withdrawn"
    session.commit()
    assert not items(session, "pair")
    assert [item.supplier_id for item in items(session, "profile")] == [first.id]


def test_a_profile_that_changes_after_an_advisers_look_is_a_new_item(session: Session) -> None:
    item = make_item(session)
    adviser = actor_of(make_member(session, "hub"))
    assert item.about == "This profile is new"
    assert item.supplier is not None
    item.supplier.website = "https://kestrel.example"
    session.commit()
    assert len(items(session, "profile")) == 1, "it waits already"
    finish(session, item, adviser, item.version, "Read it")
    session.commit()
    item.supplier.contracts.append(Contract(title="Drains", source="ocds", source_key="a"))
    session.commit()
    assert not items(session, "profile"), "a published award is not the firm's word"
    item.supplier.website = "https://kestrel-drains.example"
    session.commit()
    (again,) = items(session, "profile")
    assert again.id != item.id
    assert again.about == "The firm changed its profile"


def test_what_was_finished_by_hand_comes_again_only_when_it_is_another_thing(session: Session) -> None:
    firm = make_supplier(session)
    concern = Concern(supplier=firm, kind="lapsed", about="iso_9001", day=TODAY, found_on=TODAY)
    session.add(concern)
    session.commit()
    (item,) = items(session, "certificate")
    assert item.about.startswith("ISO 9001 certificate ended on")
    finish(session, item, actor_of(make_member(session, "hub")), item.version, "Rang them")
    session.commit()
    assert (follow_all(session, "certificate").come, len(items(session, "certificate"))) == (0, 0)
    concern.day = TODAY - timedelta(days=1)
    session.commit()
    assert len(items(session, "certificate")) == 1


def test_a_requirement_with_two_matches_waits_and_with_three_does_not(session: Session) -> None:
    need = make_requirement(session, make_member(session, "buyer"))
    firms = [make_supplier(session, f"Firm {number}") for number in range(3)]
    session.flush()
    matching = Matching(requirement_id=need.id, requirement_version=1, catalogue_version=1, matched_on=TODAY)
    session.add(matching)
    session.flush()
    for position, firm in enumerate(firms[:2]):
        row = OpenMatch(requirement_id=need.id, position=position, supplier_id=firm.id, score=0.5, band=1)
        session.add(row)
    session.commit()
    assert follow_all(session, "few").come == 1
    session.add(OpenMatch(requirement_id=need.id, position=2, supplier_id=firms[2].id, score=0.5, band=1))
    session.flush()
    assert follow_all(session, "few").settled == 1


def test_refreshing_twice_changes_nothing(session: Session) -> None:
    make_item(session)
    session.add(Organisation(kind="buyer", name="Parish"))
    session.commit()
    refresh(session)
    again = refresh(session)
    assert (again.come, again.settled) == (0, 0)


def test_following_twice_at_once_makes_one_item(session: Session) -> None:
    buyer = make_organisation(session, "buyer", confirmed=False)
    session.commit()
    assert follow(session, "buyer", [buyer.id]).come == 0
    assert len(items(session, "buyer")) == 1


def test_an_item_opened_again_is_settled_where_its_source_is(session: Session) -> None:
    item = make_item(session)
    adviser = actor_of(make_member(session, "hub"))
    finish(session, item, adviser, item.version, "Read it")
    session.commit()
    assert item.supplier is not None
    item.supplier.state = "withdrawn"
    session.commit()
    reopen(session, item, adviser, item.version)
    session.commit()
    assert not items(session, "profile")


def test_the_command_says_what_came_and_what_is_settled(app: Flask, session: Session) -> None:
    run = app.test_cli_runner().invoke(args=["refresh-queue"])
    assert run.output == "0 queue items new, 0 settled.\n"


@pytest.mark.parametrize("kind", ["claim", "profile"])
def test_an_erased_source_leaves_no_item_to_do(session: Session, kind: str) -> None:
    record = make_supplier(session, "Record Ltd", state="unclaimed" if kind == "claim" else "claimed")
    claim = Claim(supplier=record, supplier_name=record.name, user=make_user(session))
    session.add(claim)
    session.commit()
    session.delete(claim if kind == "claim" else record)
    session.commit()
    assert not items(session, kind)
