"""Writers at once make one chain, without a gap and without a fork."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from hub.audit.chain import FIRST
from hub.audit.models import Event
from hub.database import open_session
from tests.people import make_organisation

WRITERS, TIMES = 6, 8


def write(app: Flask) -> None:
    for _ in range(TIMES):
        with app.app_context(), open_session(writes=True) as session:
            make_organisation(session, "supplier")
            session.commit()


def test_writers_at_once_make_one_chain(app: Flask, session: Session) -> None:
    with ThreadPoolExecutor(WRITERS) as pool:
        for done in [pool.submit(write, app) for _ in range(WRITERS)]:
            done.result()
    chain = session.scalars(select(Event).order_by(Event.number)).all()
    assert [event.number for event in chain] == list(range(1, WRITERS * TIMES + 1))
    assert [event.previous for event in chain] == [FIRST, *(event.hash for event in chain[:-1])]
