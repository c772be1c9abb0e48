"""A command that works in bulk leaves one event: which file it was, and how much it changed."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from hub.audit.models import Event
from hub.audit.verifying import verify_chain
from hub.database import open_session
from hub.suppliers.models import Supplier
from tests.hub.awards.publishers import write_opportunities
from tests.hub.places.test_place_files import OUTCODES
from tests.page_client import PageClient
from tests.people import make_member


def run(app: Flask, *words: str) -> str:
    result = app.test_cli_runner().invoke(args=list(words))
    assert result.exit_code == 0, result.output
    return str(result.output)


def events() -> list[Event]:
    with open_session(writes=False) as reading:
        assert verify_chain(reading).problems == []
        return list(reading.scalars(select(Event).order_by(Event.number)))


def noted(event: Event) -> dict[str, Any]:
    return next(row["noted"] for row in event.changes or () if "noted" in row)


def test_an_import_is_one_event_with_hash_and_counts(app: Flask, session: Session, tmp_path: Path) -> None:
    session.rollback()
    file = write_opportunities(tmp_path / "a.csv", [{}, {"ID": "8", "Winning supplier": "Rowan Ltd"}])
    run(app, "import-awards", str(file), "--source", "digital-outcomes")
    (event,) = events()
    assert (event.action, event.actor_role) == ("import-awards", "command")
    told = noted(event)
    assert told["file"] == "a.csv"
    assert str(tmp_path) not in str(event.changes)
    assert told["sha256"] == hashlib.sha256(file.read_bytes()).hexdigest()
    assert (told["counts"]["new"], told["counts"]["suppliers_new"]) == (2, 2)
    ids = {each.public_id for each in session.scalars(select(Supplier))}
    session.rollback()
    assert {public_id for _kind, public_id in event.subjects} == ids
    run(app, "import-awards", str(file), "--source", "digital-outcomes")
    assert len(events()) == 1, "an import that changes nothing leaves no event"


def test_an_import_stands_in_the_history_of_what_it_touched(
    app: Flask, page_client: PageClient, session: Session, tmp_path: Path
) -> None:
    page_client.sign_in(make_member(session, "hub"))
    file = write_opportunities(tmp_path / "a.csv", [{}])
    run(app, "import-awards", str(file), "--source", "digital-outcomes")
    public_id = session.scalars(select(Supplier.public_id)).one()
    session.rollback()
    page = page_client.get(f"/suppliers/{public_id}/history")
    assert "A command of the operator imported published awards" in page.text


def test_the_demo_is_one_event(app: Flask, session: Session) -> None:
    session.rollback()
    run(app, "load-demo", "--suppliers", "5", "--requirements", "2")
    (event,) = events()
    assert noted(event) == {"suppliers": 5, "requirements": 2, "seed": 7}


def test_loading_categories_and_places_is_an_event_where_something_changed(
    app: Flask, session: Session, tmp_path: Path
) -> None:
    session.rollback()
    file = tmp_path / "list.csv"
    file.write_text("slug,name,parent\ndrains,Drains,\n")
    for _time in range(2):
        run(app, "load-categories", str(file))
    (event,) = events()
    assert noted(event)["file"] == "list.csv"
    assert noted(event)["counts"] == {"added": 1, "changed": 0, "retired": 0}
    run(app, "load-categories")
    assert len(events()) == 2
    places = tmp_path / "outcodes.csv"
    places.write_text(OUTCODES)
    for _time in range(2):
        run(app, "import-places", str(places))
    event = events()[-1]
    assert (event.number, event.action) == (3, "import-places")
    assert noted(event)["sha256"] == hashlib.sha256(places.read_bytes()).hexdigest()
    assert noted(event)["counts"] == {"added": 1, "changed": 2}
