"""Eight people write at one shortlist, and every form is sent twice: what is acknowledged is stored, once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from hub.database import open_session
from hub.evaluations.models import ShortlistNote
from hub.requirements.models import Requirement
from hub.shortlists.models import Shortlist
from tests.hub.shortlists.shortlists_made import Desk
from tests.page_client import PageClient
from tests.people import make_member

pytestmark = pytest.mark.long
WRITERS, EDITS, DOUBLES = 8, 40, 200


@pytest.fixture
def desk(page_client: PageClient, session: Session) -> Desk:
    desk = Desk(page_client, session)
    desk.choose("@UK Plc", "Ash Hosting", "Elm Cloud")
    return desk


def clients_of(app: Flask, desk: Desk, number: int) -> list[PageClient]:
    clients = []
    for _ in range(number):
        client = PageClient(app)
        client.sign_in(make_member(desk.session, "buyer", organisation=desk.organisation, role="editor"))
        clients.append(client)
    return clients


def test_eight_writers_of_forty_edits_lose_nothing(
    app: Flask, desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each adds marks to the reason of one of three suppliers. Who is told of another version looks at both
    on the page they are shown, puts their mark to what stands there now, and sends it again."""
    address = f"/shortlists/{desk.shortlist().public_id}"
    ranks = [entry.rank for entry in desk.shortlist().entries]

    def write(number: int, client: PageClient) -> tuple[int, list[tuple[int, str]]]:
        told, acknowledged = 0, []
        for at in range(EDITS):
            rank, mark = ranks[(number + at) % len(ranks)], f"w{number}e{at};"
            while True:
                form = client.get(address).one(f"form[action='{address}']")
                values = {name: value or "" for name, value in form.form_values() if name != "csrf_token"}
                values[f"reason-{rank}"] = (values[f"reason-{rank}"].strip() + mark).strip()
                status = client.client.post(address, data=values | {"act": "save"}).status_code
                assert status in {303, 409}
                if status == 303:
                    break
                told += 1
            acknowledged.append((rank, mark))
        return told, acknowledged

    clients = clients_of(app, desk, WRITERS)
    with ThreadPoolExecutor(WRITERS) as pool:
        found = list(pool.map(write, range(WRITERS), clients))
    acknowledged = [each for _told, marks in found for each in marks]
    reasons = {entry.rank: entry.reason for entry in desk.shortlist().entries}
    stored = [(rank, f"{mark};") for rank, text in reasons.items() for mark in text.split(";") if mark]
    with capsys.disabled():
        told = sum(number for number, _marks in found)
        print(f"\nacknowledged={len(acknowledged)} stored={len(stored)} told={told}")
    assert len(acknowledged) == WRITERS * EDITS
    assert sorted(stored) == sorted(acknowledged)
    assert desk.shortlist().version == 1 + WRITERS * EDITS


def test_two_hundred_forms_sent_twice_at_once_are_one_row_each(
    app: Flask, desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    address = f"/shortlists/{desk.shortlist().public_id}"
    rank = str(desk.shortlist().entries[0].rank)
    before = {model: count(model) for model in (ShortlistNote, Shortlist, Requirement)}
    clients, together = clients_of(app, desk, 2), Barrier(2)

    def send(client: PageClient) -> set[int]:
        statuses = set()
        for at in range(DOUBLES):
            key = f"{at:032x}"
            page, values = (
                (f"{address}/notes", {"rank": rank, "text": f"Note {at}", "form_key": key}),
                (f"{address}/notes", {"rank": rank, "text": f"Note {at}", "form_key": key}),
                (f"{address}/copy", {"form_key": key}),
                ("/requirements/describe", {"title": f"Need {at}", "description": "", "form_key": key}),
            )[at % 4]
            together.wait(60)
            statuses.add(client.client.post(page, data=values).status_code)
        return statuses

    with ThreadPoolExecutor(2) as pool:
        statuses = set.union(*pool.map(send, clients))
    made = {model.__name__: count(model) - number for model, number in before.items()}
    with capsys.disabled():
        print(f"\nposts={2 * DOUBLES} forms={DOUBLES} rows={sum(made.values())}")
    assert statuses == {303}
    assert made == {"ShortlistNote": 100, "Shortlist": 50, "Requirement": 50}


def count(model: type) -> int:
    with open_session(writes=False) as reading:
        return reading.scalar(select(func.count()).select_from(model)) or 0
