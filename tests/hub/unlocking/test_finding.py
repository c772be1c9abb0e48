"""`find-unlocks`: what is kept of all firms and requirements."""

from __future__ import annotations

from decimal import Decimal

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from hub.suppliers.models import Fact
from hub.unlocking.models import UnlockedRequirement
from tests.hub.unlocking.unlocks_made import ask, find, make_barred


def test_the_fact_that_a_must_asks_for_is_kept_with_what_it_unlocks(app: Flask, session: Session) -> None:
    firm = make_barred(session)
    asked = ask(session, worth=40_000)
    (unlock,) = find(app, session)
    assert (unlock.supplier_id, unlock.fact, unlock.value) == (firm.id, "iso_9001", True)
    assert (unlock.public, unlock.barred, unlock.private_from, unlock.worth) == (1, 1, 0, Decimal(40_000))
    assert session.scalars(select(UnlockedRequirement.requirement_id)).all() == [asked.id]


def test_private_requirements_of_two_buyers_leave_no_trace(app: Flask, session: Session) -> None:
    make_barred(session)
    ask(session, "private", worth=99_000)
    ask(session, "private", worth=99_000)
    assert find(app, session) == []


def test_those_of_three_are_counted_without_their_values(app: Flask, session: Session) -> None:
    make_barred(session)
    for _ in range(3):
        ask(session, "private", worth=99_000)
    (unlock,) = find(app, session)
    assert (unlock.public, unlock.private_from, unlock.worth) == (0, 3, 3 * Decimal(10_000))
    assert session.scalars(select(UnlockedRequirement)).all() == []


def test_one_private_buyer_does_not_raise_what_a_firm_is_told_to_gain(app: Flask, session: Session) -> None:
    """Public ones ask for £5,000,000; a private one for £10,000,000, and nobody learns of it."""
    firm = make_barred(session)
    firm.facts.append(Fact(name="public_liability", value=1e6))
    ask(session, fact="public_liability", value=5e6)
    ask(session, "private", fact="public_liability", value=1e7)
    (unlock,) = find(app, session)
    assert (unlock.value, unlock.public, unlock.private_from) == (5e6, 1, 0)


def test_a_second_look_takes_the_place_of_the_first(app: Flask, session: Session) -> None:
    make_barred(session)
    asked = ask(session)
    assert len(find(app, session)) == 1
    asked.state = "closed"
    assert find(app, session) == []


def test_a_hub_without_requirements_keeps_nothing(app: Flask, session: Session) -> None:
    make_barred(session)
    assert find(app, session) == []
