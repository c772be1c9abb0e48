"""The world that the table of routes is tried on: three sides, the hub, and one person for each identity."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from uuid import uuid4

from flask import Flask
from flask_security.utils import hash_password
from sqlalchemy import delete
from sqlalchemy.orm import Session

from hub.accounts.models import Membership, Organisation, SignIn, Transfer, User
from hub.accounts.tokens import make_token
from hub.categories.models import Category
from hub.database import open_session, utc_now
from hub.insight.models import SupplyCount
from hub.places.models import County, Place
from hub.settings.models import SettingVersion
from hub.suppliers.models import Registration
from hub.synonyms.models import Synonym
from tests.page_client import PageClient
from tests.people import PASSWORD, give_second_factor
from tests.permissions.identities import BY_NAME, IDENTITIES, Identity
from tests.permissions.marks import mark
from tests.permissions.rows import Database, Key, difference
from tests.permissions.things import Side, make_claim, make_note, make_personal_invitation, make_side

MISSING = "zzzzzzzzzzzz"
"""A public id that nothing has."""

WAITING = ("buyer_unconfirmed", "newcomer", "removed")
"""Whose names an adviser reads: their organisation waits to be confirmed, or their claim to be decided."""

NOTHING_MOVED: dict[str, list[int]] = {
    "coming": [],
    "doubled": [],
    "requirements": [],
    "shortlists": [],
    "invitations": [],
}

WITH_SECOND_FACTOR = ("divided", "administrator")

FORMER = ("disabled", "removed")

ANSWERS = {
    "name": "Brightwell Grounds Ltd",
    "company_number": "",
    "kind": "company",
    "size": "small",
    "postcode": "NN1 1AA",
    "title": "Grounds for schools",
    "description": "We mow playing fields.",
    "category": "none",
    "contact_name": "Ada Brightwell",
    "contact_email": "ada@brightwell.example",
    "contact_phone": "",
    "website": "",
}


@dataclass
class World:
    """Everything there is, as ids and cookies: no object of a session outlives its making."""

    app: Flask
    database: Database
    sides: dict[str, Side] = field(default_factory=dict)
    emails: dict[str, str] = field(default_factory=dict)
    user_ids: dict[str, int] = field(default_factory=dict)
    hub: str = ""
    personal: dict[str, dict[str, str]] = field(default_factory=dict)
    """Ids of what belongs to one person, by identity and by the word for the thing."""
    cookies: dict[str, str] = field(default_factory=dict)
    """The Cookie header of each identity."""
    rows_of: dict[str, set[tuple[str, Key]]] = field(default_factory=dict)
    """Table and key of the rows that belong to a side."""


def build_world(app: Flask) -> World:
    """A world in empty tables, everybody signed in, its rows kept to come back to."""
    world = World(app, Database(app))
    people: dict[str, User] = {}
    with app.app_context(), open_session(writes=True) as session:
        _make_register(session)
        hub = Organisation(kind="hub", name="The hub", confirmed_at=utc_now())
        session.add(hub)
        session.commit()
        for letter in "abc":
            before = world.database.read()
            world.sides[letter] = make_side(session, letter, confirmed=letter != "c")
            session.commit()
            _add_people(session, world, letter, hub, people)
            session.commit()
            made = difference(before, world.database.read()).touched()
            world.rows_of[letter] = {(table, key) for table, key in made if table != "catalogue_version"}
        _make_strays(session, world, people)
        session.commit()
        world.user_ids |= {name: user.id for name, user in people.items()}
        world.hub = hub.public_id
        _sign_in(world, people)
        _turn_away(session, people)
        session.commit()
        _make_tokens(session, world, people)
        session.commit()
    app.extensions.pop("index", None)
    world.database.keep()
    return world


def _make_register(session: Session) -> None:
    lot = Category(slug="facilities", name="Facilities", level="lot")
    county = County(slug="northamptonshire", name="Northamptonshire")
    drains = Category(slug="drains", name="Drains", level="category", parent=lot)
    session.add_all(
        [
            lot,
            drains,
            SupplyCount(month=utc_now().date().replace(day=1), category=drains, whole=True, requirements=2),
            Place(
                code="NN1", level="outcode", name="Northampton", county=county, latitude=52.2, longitude=-0.9
            ),
        ]
    )


def _add_people(
    session: Session, world: World, letter: str, hub: Organisation, people: dict[str, User]
) -> None:
    """The members of this side; on the first, the staff of the hub and those who once belonged to all."""
    side = world.sides[letter]
    side.ids["hub"] = hub.public_id
    secret = mark(f"parish{letter}", "waiting")
    owner = User(email=f"owner.{secret}@mail.example", name=f"Jo {secret}", fs_uniquifier=uuid4().hex)
    session.add(Membership(user=owner, organisation=side.waiting, role="owner"))
    session.flush()
    world.user_ids[f"{letter} parish owner"] = owner.id
    for organisation in (side.supplier, side.buyer):
        kind = "waiting" if letter == "c" and organisation is side.buyer else "people"
        secret = mark(f"{organisation.kind}{letter}", kind)
        colleague = User(
            email=f"colleague.{secret}@mail.example",
            name=f"Lee {secret}",
            password=hash_password(PASSWORD),
            fs_uniquifier=uuid4().hex,
            confirmed_at=utc_now(),
        )
        session.add(Membership(user=colleague, organisation=organisation, role="editor"))
        session.flush()
        if organisation is side.buyer:
            closed = User(email=f"closed.{secret}@mail.example", name=f"Lee {secret}", active=False)
            closed.fs_uniquifier = uuid4().hex
            session.add(closed)
            session.flush()
            side.ids["closed account"] = closed.public_id
        side.ids[f"{organisation.kind} colleague"] = colleague.public_id
        world.user_ids[f"{letter} {organisation.kind} colleague"] = colleague.id
    for identity in IDENTITIES:
        if identity.side != letter or identity.name == "nobody":
            continue
        people[identity.name] = user = _make_user(session, world, identity)
        if identity.name == "divided":
            session.add(Membership(user=user, organisation=side.supplier, role="viewer"))
            session.add(Membership(user=user, organisation=side.buyer, role="owner"))
            continue
        kind, _, role = identity.name.rpartition("_")
        role = role if role in {"editor", "viewer"} else "owner"
        if kind in {"supplier", "buyer"}:
            organisation = side.supplier if kind == "supplier" else side.buyer
            session.add(Membership(user=user, organisation=organisation, role=role))
        elif identity.name in {"adviser", "administrator"}:
            session.add(Membership(user=user, organisation=hub, role=identity.name))
        elif identity.name in FORMER:
            session.add(Membership(user=user, organisation=hub, role="adviser"))
            for organisation in (side.supplier, side.buyer):
                session.add(Membership(user=user, organisation=organisation, role="owner"))


def _make_user(session: Session, world: World, identity: Identity) -> User:
    shared = identity.name in {"divided", "disabled"}
    owner = identity.name if shared else min(identity.belongs, default=identity.name)
    kind = "colleague" if shared else "waiting" if identity.name in WAITING else "people"
    secret = mark(owner, kind)
    user = User(
        email=f"{identity.name}.{secret}@mail.example",
        name=f"Sam {secret}",
        password=hash_password(PASSWORD),
        fs_uniquifier=uuid4().hex,
        confirmed_at=utc_now(),
    )
    session.add(user)
    session.flush()
    world.emails[identity.name] = user.email
    return user


def _make_strays(session: Session, world: World, people: dict[str, User]) -> None:
    """What belongs to a person and to no organisation: a registration on its way, claims."""
    session.add(
        Registration(user_id=people["newcomer"].id, answers=ANSWERS | {"title": mark("newcomer", "private")})
    )
    make_claim(session, world.sides["a"], people["newcomer"], "newcomer")
    make_claim(session, world.sides["b"], people["removed"], "removed")
    make_claim(session, world.sides["c"], people["disabled"], "disabled")
    for letter, name in (("a", "newcomer"), ("b", "removed"), ("c", "disabled")):
        make_personal_invitation(session, world.sides[letter], people[name])
    for name in WITH_SECOND_FACTOR:
        give_second_factor(session, people[name])
    for name, user in people.items():
        elsewhere = SignIn(user=user, key_hash=name, browser=mark(name, "private"))
        session.add(elsewhere)
        session.flush()
        side = world.sides[BY_NAME[name].side]
        writes = {"buyer"} & set(BY_NAME[name].names)
        note = make_note(session, side, user) if writes else MISSING
        world.personal[name] = {"sign-in": elsewhere.public_id, "note": note}
    for number, strapline in ((1, "For a county"), (2, "For two counties")):
        value = {"name": "Growth Hub Match", "strapline": strapline}
        session.add(SettingVersion(key="identity", number=number, value=value))
    for letter, other in ("ab", "bc", "ca"):
        source, target = world.sides[letter].buyer, world.sides[other].buyer
        transfer = Transfer(kind="move", source=source, target=target, moved=dict(NOTHING_MOVED))
        session.add(transfer)
        session.flush()
        world.sides[letter].ids["transfer"] = transfer.public_id
        synonym = Synonym(phrase=f"gully {letter}", key=f"gully {letter}", also=["drain cleaning"])
        session.add(synonym)
        session.flush()
        world.sides[letter].ids["synonym"] = synonym.public_id


def _sign_in(world: World, people: dict[str, User]) -> None:
    for name, user in people.items():
        client = PageClient(world.app)
        client.sign_in(user)
        cookies = [f"{each.key}={each.value}" for each in client.client._cookies.values()]
        world.cookies[name] = "; ".join(cookies)


def _make_tokens(session: Session, world: World, people: dict[str, User]) -> None:
    """Tokens of mailed links: whoever holds one may use it."""
    for letter, name in (("a", "supplier_editor"), ("b", "buyer_other"), ("c", "buyer_unconfirmed")):
        user = people[name]
        waiting = User(
            email=f"unconfirmed.{mark(f'unconfirmed{letter}', 'people')}@mail.example",
            name=f"Sam {mark(f'unconfirmed{letter}', 'people')}",
            password=hash_password(PASSWORD),
            fs_uniquifier=uuid4().hex,
        )
        session.add(waiting)
        session.flush()
        world.sides[letter].ids |= {
            "confirm token": make_token("confirm", waiting),
            "reset token": make_token("reset", user),
            "change of address token": make_token("change_email", user, f"new-{letter}@mail.example"),
        }


def _turn_away(session: Session, people: dict[str, User]) -> None:
    people["disabled"].active = False
    session.execute(delete(Membership).where(Membership.user_id == people["removed"].id))


def cookie_after(sent: str, received: list[str]) -> str:
    """A Cookie header after an answer has set some of its cookies anew."""
    held = SimpleCookie(sent)
    for each in received:
        held.load(each.partition(";")[0])
    return "; ".join(f"{morsel.key}={morsel.value}" for morsel in held.values())


@contextmanager
def settings(app: Flask, **values: object) -> Iterator[None]:
    """Other settings for a while."""
    before = {name: app.config[name] for name in values}
    app.config.update(values)
    try:
        yield
    finally:
        app.config.update(before)
