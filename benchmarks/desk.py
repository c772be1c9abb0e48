"""``python -m benchmarks.desk [--suppliers N] [--few N]``: the advisers' pages on a large register.

Two registers are made up, a small and a large one: of the suppliers one in ten has joined and waits to be
read, one in twenty may be listed twice, one in twenty-five needs a look, and one in fifty is claimed by
somebody. Each page is fetched as an adviser. A line for each:

`page=… statements=… few=… rate=… bare=… ratio=…`: how many SQL statements it sends on the large register and
on the small one; how often a second it is made; how often a bare Flask page is, which counts the rows of the
same table and lists 25 of them with every column, in turn with it in the same run; and the one divided by the
other. `grows=` at the end is the number of pages whose statements differ between the two.
"""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any
from uuid import uuid4

from flask import Flask
from flask.testing import FlaskClient
from flask_security.utils import hash_password
from sqlalchemy import event, insert, select
from sqlalchemy.orm import Session

from benchmarks.upkeep import make_app
from hub.accounts.models import Membership, Organisation, User
from hub.database import create_database_engine, get_engine, in_batches, new_public_id, open_session, utc_now
from hub.duplicates.models import DuplicatePair
from hub.matches.cataloguing import note_changes
from hub.matches.models import Run
from hub.migrating import migrate
from hub.paging import cut_page
from hub.queue.following import bring_told, follow_all
from hub.queue.kinds import KINDS, NEW_PROFILE
from hub.queue.models import QueueItem
from hub.requirements.models import Requirement
from hub.shortlists.models import Shortlist
from hub.suppliers.models import Claim, Supplier
from hub.upkeep.models import Concern

FIRM = "firm00000000"
"""The public id of the first supplier of each register."""
PAGES: dict[str, tuple[str, Any]] = {
    "today": ("/advice/today", QueueItem),
    "today, page 20": ("/advice/today?page=20", QueueItem),
    "today, of a kind": ("/advice/today?kind=certificate", QueueItem),
    "today, snoozed": ("/advice/today?show=snoozed", QueueItem),
    "to decide": ("/advice/decisions", Claim),
    "firms listed twice": ("/advice/duplicates", DuplicatePair),
    "profiles to check": ("/advice/profiles", Concern),
    "firms": ("/advice/firms", Supplier),
    "firms by name": ("/advice/firms?name=kalo", Supplier),
    "firms by place": ("/advice/firms?place=ST16", Supplier),
    "firms of mine": ("/advice/firms?whose=mine", Supplier),
    "a firm": (f"/advice/firms/{FIRM}", Supplier),
    "shared shortlists": ("/advice/shortlists", Shortlist),
}
"""Where each is, and the table it lists."""
JOINED, TWICE, CONCERNED, CLAIMED = 10, 20, 25, 50
"""One supplier in so many."""
SHORTLISTS = 40
ROWS = 25
"""Of the bare page: as many as a page of the queue."""
WORD = "brass kettle orchard lane"
BARE = """<!doctype html><title>{{ name }}</title><h1>{{ name }}</h1><table>
{% for row in rows %}<tr><th><a href="/{{ name }}/{{ row.id }}">{{ row.id }}</a>
{% for column in columns %}<td>{{ row[column] }}{% endfor %}
{% endfor %}</table><p>{{ total }} rows"""


def main(arguments: Sequence[str]) -> int:
    parser = ArgumentParser(prog="python -m benchmarks.desk", description=__doc__)
    parser.add_argument("--suppliers", type=int, default=50_000)
    parser.add_argument("--few", type=int, default=500)
    parser.add_argument("--seconds", type=float, default=2.0, help="for each page and its bare one")
    given = parser.parse_args(arguments)
    with TemporaryDirectory() as small, TemporaryDirectory() as large:
        with desk(Path(small), given.few) as (app, client):
            few = {page: count_statements(app, client, address) for page, (address, _) in PAGES.items()}
        with desk(Path(large), given.suppliers) as (app, client):
            many = {page: count_statements(app, client, address) for page, (address, _) in PAGES.items()}
            bare = make_bare(Path(large)).test_client()
            for page, (address, model) in PAGES.items():
                plain = f"/{model.__tablename__}"
                rate, beside = measure((client, address), (bare, plain), given.seconds)
                numbers = f"statements={many[page]} few={few[page]}"
                print(f"page={page!r} {numbers} rate={rate:.1f} bare={beside:.1f} ratio={rate / beside:.2f}")
    print(
        f"suppliers={given.suppliers} few={given.few} grows={sum(few[page] != many[page] for page in PAGES)}"
    )
    return 0


@contextmanager
def desk(folder: Path, suppliers: int) -> Iterator[tuple[Flask, FlaskClient]]:
    """A site with so many suppliers, and an adviser signed in."""
    app = make_app(folder)
    app.config.update(WTF_CSRF_ENABLED=False, HUB_SECOND_FACTOR=False, SETTINGS_SECONDS=3600)
    with app.app_context():
        migrate()
        with open_session(writes=True) as session:
            make_register(session, suppliers)
            session.commit()
    client = app.test_client()
    answer = client.post("/sign-in", data={"email": "adviser@hub.example", "password": WORD})
    if answer.status_code != 303:
        raise RuntimeError(f"The adviser could not sign in: {answer.status_code}")
    try:
        yield app, client
    finally:
        with app.app_context():
            get_engine().dispose()


def make_register(session: Session, suppliers: int) -> None:
    """The suppliers and what waits of them, by statement. Needs an app context."""
    names = [f"{word_of(number)} {number % 97} Ltd" for number in range(suppliers)]
    rows = [
        {
            "public_id": new_public_id() if number else FIRM,
            "name": name,
            "name_key": name.lower().removesuffix(" ltd"),
            "state": "claimed" if number % JOINED == 0 else "unclaimed",
        }
        for number, name in enumerate(names)
    ]
    for batch in in_batches(rows, 5_000):
        session.execute(insert(Supplier), list(batch))
    ids = list(session.scalars(select(Supplier.id).order_by(Supplier.id)))
    note_changes(session, [row["public_id"] for row in rows])
    people = make_people(session)
    wait(session, ids, names, people)
    make_shortlists(session, people)
    told = {number: {"stamp": "new", "about": NEW_PROFILE} for number in ids[::JOINED]}
    bring_told(session, "profile", told)
    for kind in KINDS:
        follow_all(session, kind)


def word_of(number: int) -> str:
    """A made-up name of four syllables: neighbours in number are no neighbours by name."""
    number = number * 7919 % 1_000_003
    syllables = ("ka", "lo", "mi", "nu", "pe", "ra", "so", "ti", "vu", "we")
    return "".join(syllables[number // 10**place % 10] for place in range(6)).capitalize()


def make_people(session: Session) -> dict[str, User]:
    hub = Organisation(kind="hub", name="The hub", confirmed_at=utc_now())
    buyer = Organisation(kind="buyer", name="Council", confirmed_at=utc_now())
    hashed = hash_password(WORD)
    people = {}
    for name, organisation, role in (("adviser", hub, "adviser"), ("buyer", buyer, "owner")):
        user = User(
            email=f"{name}@hub.example",
            name=name.capitalize(),
            password=hashed,
            fs_uniquifier=uuid4().hex,
            confirmed_at=utc_now(),
        )
        session.add(Membership(user=user, organisation=organisation, role=role))
        people[name] = user
    session.flush()
    return people


def wait(session: Session, ids: list[int], names: list[str], people: dict[str, User]) -> None:
    """Pairs, concerns and claims."""
    today, now = date.today(), utc_now()
    pairs = [
        {
            "public_id": new_public_id(),
            "first_id": first,
            "second_id": second,
            "state": "found",
            "score": 1 + first % 50 / 10,
            "found_at": now - timedelta(hours=first % 2000),
        }
        for first, second in zip(ids[::TWICE], ids[1::TWICE], strict=False)
    ]
    concerns = [
        {
            "supplier_id": number,
            "kind": ("lapsing", "lapsed", "trouble")[number % 3],
            "about": "liquidation" if number % 3 == 2 else "iso_9001",
            "day": today + timedelta(days=number % 40 - 20),
            "found_on": today - timedelta(days=number % 30),
            "notice": 0,
        }
        for number in ids[::CONCERNED]
    ]
    claims = [
        {
            "public_id": new_public_id(),
            "supplier_id": number,
            "supplier_name": name,
            "user_id": people["buyer"].id,
            "state": "asked",
            "asked_at": now - timedelta(hours=number % 500),
        }
        for number, name in zip(ids[1::CLAIMED], names[1::CLAIMED], strict=True)
    ]
    tables: tuple[tuple[Any, list[dict[str, Any]]], ...] = (
        (DuplicatePair, pairs),
        (Concern, concerns),
        (Claim, claims),
    )
    for model, rows in tables:
        for batch in in_batches(rows, 5_000):
            session.execute(insert(model), list(batch))


def make_shortlists(session: Session, people: dict[str, User]) -> None:
    """As many on both registers: buyers share them whatever the number of suppliers."""
    buyer = people["buyer"].memberships[0].organisation
    for number in range(SHORTLISTS):
        requirement = Requirement(organisation=buyer, title=f"Need {number}", visibility="public")
        session.add(requirement)
        session.flush()
        run = Run(requirement=requirement, catalogue_version=1, code_version="", digest="0" * 64)
        run.asked, run.matches = {}, []
        shortlist = Shortlist(organisation_id=buyer.id, requirement_id=requirement.id, run=run)
        shortlist.state, shortlist.shared_at = "shared", utc_now()
        session.add(shortlist)
    session.flush()


def count_statements(app: Flask, client: FlaskClient, address: str) -> int:
    """Statements of one request, once everything that is kept is kept. Raises where it is no page."""
    fetch(client, address)
    sent = []

    def note(*_arguments: Any) -> None:
        sent.append(1)

    engine = app.extensions["engine"]
    event.listen(engine, "before_cursor_execute", note)
    try:
        fetch(client, address)
    finally:
        event.remove(engine, "before_cursor_execute", note)
    return len(sent)


def fetch(client: FlaskClient, address: str) -> None:
    answer = client.get(address)
    if answer.status_code != 200:
        raise RuntimeError(f"{address} answered {answer.status_code}")


def make_bare(folder: Path) -> Flask:
    """Nobody signed in, no look: the first rows of a table with all their columns, and how many there are."""
    app = Flask("bare")
    engine = create_database_engine(f"sqlite:///{folder / 'hub.sqlite'}")
    template = app.jinja_env.from_string(BARE)
    models = {model.__tablename__: model for _, model in PAGES.values()}

    @app.get("/<name>")
    def show(name: str) -> str:
        model = models[name]
        columns = [column.key for column in model.__table__.columns]
        with Session(engine) as session:
            page = cut_page(session, select(model).order_by(model.id), 1, ROWS)
            rows = [{column: getattr(row, column) for column in columns} for row in page.rows]
            return template.render(name=name, columns=columns, rows=rows, total=page.total)

    return app


Asked = tuple[FlaskClient, str]


def measure(page: Asked, bare: Asked, seconds: float) -> tuple[float, float]:
    """Pages a second, in turn with the bare one: what else the machine does falls on both alike."""
    spent, beside, made = 0.0, 0.0, 0
    while spent + beside < 2 * seconds or made < 5:
        began = perf_counter()
        fetch(*page)
        middle = perf_counter()
        fetch(*bare)
        spent, beside, made = spent + middle - began, beside + perf_counter() - middle, made + 1
    return made / spent, made / beside


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
