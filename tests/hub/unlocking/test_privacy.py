"""What becomes of a plan when its firm is erased, or is listed twice and merged."""

from __future__ import annotations

from datetime import date

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from hub.privacy.erasing import erase_firm
from hub.suppliers.models import Supplier
from hub.unlocking.models import PlannedAction, Unlock
from tests.hub.duplicates.records_made import make_double, merge, undo
from tests.hub.unlocking.unlocks_made import ask, find, make_barred


def plan(session: Session, firm: Supplier) -> None:
    values = {"told": "1 requirement", "steps": "Ask", "checker": "Its adviser", "due_on": date(2030, 1, 1)}
    session.add(PlannedAction(supplier_id=firm.id, fact="iso_9001", value=True, **values))
    session.commit()


def planned_for(session: Session) -> list[int]:
    found = list(session.scalars(select(PlannedAction.supplier_id)))
    session.commit()
    return found


def test_an_erased_firm_leaves_neither_plan_nor_actions(app: Flask, session: Session) -> None:
    firm, other = make_barred(session), make_barred(session, "Plover Drains Ltd")
    ask(session)
    assert len(find(app, session)) == 2
    plan(session, firm)
    plan(session, other)
    assert firm.organisation is not None
    erase_firm(session, firm.organisation, by="an owner")
    session.commit()
    assert planned_for(session) == [other.id]
    assert session.scalars(select(Unlock.supplier_id)).all() == [other.id]


def test_the_plan_of_a_record_goes_with_a_merger_and_comes_back(app: Flask, session: Session) -> None:
    pair = make_double(session)
    merged, kept = pair.second, pair.first
    plan(session, merged)
    numbers = (kept.id, merged.id)
    session.commit()
    merger = merge(app, pair)
    assert planned_for(session) == [numbers[0]]
    undo(app, merger, pair)
    assert planned_for(session) == [numbers[1]]
