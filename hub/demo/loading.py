"""Loading the demo: fictional firms in batches, then who signs in, then what buyers need. Nothing commits."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any
from uuid import uuid4

from flask_security.utils import hash_password
from sqlalchemy import Table, insert, select
from sqlalchemy.orm import Session

from hub.accounts.models import Membership, Organisation, User
from hub.categories.loading import load_own_categories
from hub.categories.models import Category
from hub.categories.queries import categories_by_slug
from hub.database import new_public_id, utc_now
from hub.demo.ageing import age_firms
from hub.demo.asking import Ask, generate_asks, list_buyers
from hub.demo.firms import Firm, FirmCapability, FirmContract, FirmFact
from hub.demo.generating import OURS, generate_firms
from hub.demo.helping import help_firms
from hub.demo.signins import DEMO_PASSWORD, DEMO_SIGN_INS, SignIn
from hub.matches.cataloguing import note_changes
from hub.places.loading import load_own_places
from hub.places.models import Place
from hub.places.postcodes import parse_postcode
from hub.places.queries import find_place, places_by_code
from hub.queue.following import bring_told
from hub.queue.kinds import NEW_PROFILE
from hub.requirements.models import Criterion, Requirement
from hub.suppliers.models import Capability, Contract, Fact, Supplier
from hub.suppliers.naming import name_key

BATCH = 1_000
NEW_FIRMS = 5
HUB_NAME = "Heart of the Shires Growth Hub"

Row = dict[str, Any]
Progress = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Known:
    """What is already in place, looked up once: category and place ids."""

    categories: Mapping[str, int]
    places: Mapping[str, int]

    def place(self, postcode: str) -> int | None:
        parts = parse_postcode(postcode)
        if parts is None:
            return None
        return self.places.get(parts.outcode) or self.places.get(parts.area)


def load_demo(
    session: Session,
    *,
    suppliers: int,
    requirements: int,
    seed: int,
    today: date,
    progress: Progress = lambda loaded: None,
) -> None:
    """Load the whole demo. The hub's own categories and places come first where there are none.

    `progress` is told how many suppliers each batch brought.
    """
    known = _prepare(session)
    for firms in _batches(generate_firms(suppliers, seed, today), BATCH):
        load_firms(session, firms, known)
        progress(len(firms))
    age_firms(session, today)
    _bring_new_profiles(session)
    buyers = _add_buyers(session)
    people = _add_people(session, buyers)
    help_firms(session, people["adviser"], skip=NEW_FIRMS, seed=seed, today=today)
    _add_requirements(session, generate_asks(requirements, seed), buyers, people["buyer"])


def _bring_new_profiles(session: Session) -> None:
    """A few firms have just joined: the queue does not hear of what is loaded by statement."""
    joined = select(Supplier.id).where(Supplier.state == "claimed").order_by(Supplier.id).limit(NEW_FIRMS)
    told = {number: {"stamp": "demo", "about": NEW_PROFILE} for number in session.scalars(joined)}
    bring_told(session, "profile", told)


def _prepare(session: Session) -> Known:
    if session.scalar(select(Category.id).limit(1)) is None:
        load_own_categories(session)
    if session.scalar(select(Place.id).limit(1)) is None:
        load_own_places(session)
    return Known(
        {slug: category.id for slug, category in categories_by_slug(session).items()},
        {code: place.id for code, place in places_by_code(session).items()},
    )


def _batches(firms: Iterator[Firm], size: int) -> Iterator[list[Firm]]:
    while batch := list(islice(firms, size)):
        yield batch


def load_firms(session: Session, firms: Sequence[Firm], known: Known) -> None:
    """Insert one batch with bulk statements, and note the suppliers as changed."""
    organisations = _insert_organisations(session, firms)
    rows = [_supplier_row(firm, organisations.get(firm.public_id), known) for firm in firms]
    ids = _insert(session, Supplier, rows, returning=True)
    owned = list(zip(ids, firms, strict=True))
    _insert(
        session,
        Capability,
        [row for i, firm in owned for row in _capability_rows(i, firm.capabilities, known)],
    )
    _insert(session, Contract, [row for i, firm in owned for row in _contract_rows(i, firm.contracts, known)])
    _insert(session, Fact, [row for i, firm in owned for row in _fact_rows(i, firm.facts)])
    note_changes(session, [firm.public_id for firm in firms])


def _insert(session: Session, model: Any, rows: list[Row], *, returning: bool = False) -> list[int]:
    """Insert rows by the table, which the unit of work does not see. The new ids, in order, where asked."""
    table: Table = model.__table__
    if not rows:
        return []
    if not returning:
        session.execute(insert(table), rows)
        return []
    statement = insert(table).returning(table.c.id, sort_by_parameter_order=True)
    return list(session.scalars(statement, rows))


def _insert_organisations(session: Session, firms: Iterable[Firm]) -> dict[str, int]:
    """One for each firm that has claimed its record: organisation ids by the supplier's public id."""
    claimed = [firm for firm in firms if firm.state == "claimed"]
    now = utc_now()
    rows = [
        {"public_id": new_public_id(), "kind": "supplier", "name": firm.name, "confirmed_at": now}
        for firm in claimed
    ]
    ids = _insert(session, Organisation, rows, returning=True)
    return {firm.public_id: i for i, firm in zip(ids, claimed, strict=True)}


def _supplier_row(firm: Firm, organisation_id: int | None, known: Known) -> Row:
    return {
        "public_id": firm.public_id,
        "organisation_id": organisation_id,
        "state": firm.state,
        "name": firm.name,
        "name_key": name_key(firm.name),
        "company_number": firm.company_number,
        "kind": firm.kind,
        "size": firm.size,
        "postcode": firm.outcode,
        "place_id": known.place(firm.outcode),
        "website": firm.website,
        "contact_name": firm.contact_name,
        "contact_email": firm.contact_email,
        "contact_phone": firm.contact_phone,
    }


def _capability_rows(supplier_id: int, held: Iterable[FirmCapability], known: Known) -> Iterator[Row]:
    for position, capability in enumerate(held):
        yield {
            "public_id": capability.public_id,
            "supplier_id": supplier_id,
            "position": position,
            "state": capability.state,
            "title": capability.title,
            "description": capability.description,
            "category_id": known.categories.get(capability.category),
        }


def _contract_rows(supplier_id: int, held: Iterable[FirmContract], known: Known) -> Iterator[Row]:
    for contract in held:
        values = contract._asdict()
        yield values | {
            "supplier_id": supplier_id,
            "category_id": known.categories.get(values.pop("category")),
        }


def _fact_rows(supplier_id: int, held: Iterable[FirmFact]) -> Iterator[Row]:
    for fact in held:
        yield fact._asdict() | {"supplier_id": supplier_id}


def _add_buyers(session: Session) -> dict[str, Organisation]:
    """Buying organisations by key; the hub confirms all but one, so that its page shows one waiting."""
    buyers = {
        buyer.key: Organisation(
            kind="buyer",
            name=buyer.name,
            body=buyer.body,
            confirmed_at=utc_now() if buyer.confirmed else None,
        )
        for buyer in list_buyers()
    }
    session.add_all(buyers.values())
    session.flush()
    return buyers


def _add_people(session: Session, buyers: Mapping[str, Organisation]) -> dict[str, User]:
    """The four who sign in: owner of the first firm, owner at the first buyer, two people of the hub."""
    hub = Organisation(kind="hub", name=HUB_NAME, confirmed_at=utc_now())
    places = {
        "supplier": (_first_firm(session), "owner"),
        "buyer": (next(iter(buyers.values())), "owner"),
        "adviser": (hub, "adviser"),
        "administrator": (hub, "administrator"),
    }
    hashed = hash_password(DEMO_PASSWORD)
    people = {each.kind: _user(each, hashed) for each in DEMO_SIGN_INS}
    for kind, (organisation, role) in places.items():
        session.add(Membership(user=people[kind], organisation=organisation, role=role))
    session.flush()
    return people


def _first_firm(session: Session) -> Organisation:
    named = select(Organisation).where(Organisation.kind == "supplier", Organisation.name == OURS["name"])
    found = session.scalars(named.order_by(Organisation.id)).first()
    return found or Organisation(kind="supplier", name=OURS["name"], confirmed_at=utc_now())


def _user(sign_in: SignIn, hashed: str) -> User:
    return User(
        email=sign_in.email,
        name=sign_in.name,
        password=hashed,
        fs_uniquifier=uuid4().hex,
        confirmed_at=utc_now(),
    )


def _add_requirements(
    session: Session, asks: Iterable[Ask], buyers: Mapping[str, Organisation], asker: User
) -> None:
    """The demo's buyer asked for what the first buying organisation needs."""
    categories = categories_by_slug(session)
    first = next(iter(buyers))
    for ask in asks:
        requirement = _requirement(ask, buyers[ask.buyer], asker if ask.buyer == first else None)
        requirement.place = find_place(session, ask.outcode)
        requirement.categories = [categories[slug] for slug in ask.categories if slug in categories]
        session.add(requirement)
    session.flush()


def _requirement(ask: Ask, organisation: Organisation, asker: User | None) -> Requirement:
    return Requirement(
        public_id=ask.public_id,
        organisation=organisation,
        created_by_id=asker.id if asker else None,
        state=ask.state,
        visibility=ask.visibility,
        closed_at=utc_now() if ask.state == "closed" else None,
        title=ask.title,
        description=ask.description,
        postcode=ask.outcode,
        criteria=[Criterion(position=number, **line._asdict()) for number, line in enumerate(ask.lines)],
    )
