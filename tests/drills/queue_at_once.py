"""``python -m tests.drills.queue_at_once [--advisers N] [--items N]``: the advisers' queue, handled at once.

Advisers, each with a browser of their own and a thread, read Today and finish its items, all of them
from the top, so that they meet on the same ones. It ends when none reads an item that is left. Prints

`items=… done=… twice=… lost=… told=…`: items there were; those that are done; those with more than one act of
finishing in the record of changes; those that nobody has finished; and how often somebody was told that
another had been there first. `TEST_DATABASE_URL` names a PostgreSQL database that may be emptied; without it
the drill runs on SQLite in a temporary folder.
"""

from __future__ import annotations

import sys
import tempfile
from argparse import ArgumentParser
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from threading import Barrier

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from hub.accounts.models import User
from hub.audit.models import Event
from hub.database import get_engine, open_session
from hub.queue.models import QueueItem
from hub.suppliers.models import Supplier
from tests.conftest import empty_tables, make_app
from tests.page_client import PageClient
from tests.people import make_member, make_organisation

MOST_ROUNDS = 1000
"""Pages that one adviser reads at most: nobody works for ever."""


@dataclass(frozen=True, slots=True)
class Told:
    """What became of the items."""

    items: int
    done: int
    twice: int
    lost: int
    told: int

    def __str__(self) -> str:
        return f"items={self.items} done={self.done} twice={self.twice} lost={self.lost} told={self.told}"


def handle_at_once(app: Flask, advisers: int, items: int) -> Told:
    """Make so many advisers and items in empty tables, and let all work at once."""
    with app.app_context(), open_session(writes=True) as session:
        people = _make_advisers(session, advisers)
        session.add_all(
            Supplier(name=f"Firm {number:04}", name_key=f"firm {number:04}") for number in range(items)
        )
        session.commit()
    clients = [_sign_in(app, user) for user in people]
    start = Barrier(advisers)
    with ThreadPoolExecutor(advisers) as pool:
        told = sum(pool.map(lambda client: _work(client, start), clients))
    with app.app_context(), open_session(writes=False) as session:
        return _count(session, told)


def _make_advisers(session: Session, number: int) -> list[User]:
    hub = make_organisation(session, "hub")
    return [make_member(session, "hub", organisation=hub) for _ in range(number)]


def _sign_in(app: Flask, user: User) -> PageClient:
    client = PageClient(app)
    client.sign_in(user)
    return client


def _work(client: PageClient, start: Barrier) -> int:
    """Finish what is on top of the page until nothing is left; how often somebody else was first."""
    told = 0
    start.wait()
    for _ in range(MOST_ROUNDS):
        rows = _read(client)
        if not rows:
            return told
        for address, seen in rows:
            answer = client.client.post(f"{address}/done", data={"seen": seen, "note": "Looked at it"})
            if answer.status_code not in {303, 409}:
                raise RuntimeError(f"{address} answered {answer.status_code}")
            told += answer.status_code == 409
    raise RuntimeError("An adviser did not come to the end of the queue")


def _read(client: PageClient) -> list[tuple[str, str]]:
    """Address and version of the items on the first page, as it shows them."""
    page = client.get("/advice/today")
    forms = page.select("tbody form")
    return [
        (form.get("action").removesuffix("/assign"), form.xpath(".//input[@name='seen']/@value")[0])
        for form in forms
    ]


def _count(session: Session, told: int) -> Told:
    states = Counter(session.scalars(select(QueueItem.state)))
    finished: Counter[str] = Counter()
    for subjects in session.scalars(select(Event.subjects).where(Event.action == "queue.mark_done")):
        finished.update(public_id for kind, public_id in subjects if kind == "queue item")
    ids = list(session.scalars(select(QueueItem.public_id)))
    return Told(
        items=len(ids),
        done=states["done"],
        twice=sum(number > 1 for number in finished.values()),
        lost=sum(each not in finished for each in ids),
        told=told,
    )


def main(arguments: Sequence[str]) -> int:
    parser = ArgumentParser(prog="python -m tests.drills.queue_at_once", description=__doc__)
    parser.add_argument("--advisers", type=int, default=10)
    parser.add_argument("--items", type=int, default=200)
    given = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as temporary:
        app = make_app(Path(temporary))
        with app.app_context():
            empty_tables()
        found = handle_at_once(app, given.advisers, given.items)
        with app.app_context():
            get_engine().dispose()
    print(found)
    return int(found.twice > 0 or found.lost > 0 or found.done != found.items)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
