"""A hub to try advice on: the demo's firms with gaps in their profiles, and requirements that have closed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from flask import Flask
from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session, selectinload

from hub import create_app
from hub.accounts.models import Membership, User
from hub.categories.models import Category
from hub.database import get_engine, open_session, utc_now
from hub.demo.loading import load_demo
from hub.facts.kinds import FACT_KINDS
from hub.migrating import migrate
from hub.requirements.facts import askable_answers
from hub.requirements.models import Criterion, Requirement
from hub.suppliers.models import Capability, Fact, Supplier

PASSWORD = "seven wet otters sing"  # noqa: S105
COVERS = (1e6, 2e6, 5e6, 10e6)
SETTINGS = {
    "TESTING": True,
    "SECRET_KEY": "a key for this benchmark only",
    "SERVER_NAME": None,
    "HUB_PACE": 0,
    "SECURITY_PASSWORD_HASH": "plaintext",
    "SECURITY_PASSWORD_SCHEMES": ["plaintext"],
    "SECURITY_PASSWORD_SINGLE_HASH": {"plaintext"},
    "RATELIMIT_ENABLED": False,
}
"""Passwords are not hashed: signing in is not what is tried here. Forms keep their tokens."""


@contextmanager
def made_hub(suppliers: int, requirements: int, seed: int) -> Iterator[Flask]:
    """A site of its own, with every firm's owner ready to sign in, in a folder that goes afterwards."""
    with TemporaryDirectory() as folder:
        instance = Path(folder)
        app = create_app(
            SETTINGS | {"INSTANCE": instance, "DATABASE_URL": f"sqlite:///{instance / 'hub.sqlite'}"}
        )
        with app.app_context():
            migrate()
            with open_session(writes=True) as session:
                load_demo(
                    session, suppliers=suppliers, requirements=requirements, seed=seed, today=date.today()
                )
                random = Random(seed)
                _thin_profiles(session, random)
                _close_requirements(session, random)
                _add_owners(session)
                session.commit()
            yield app
            get_engine().dispose()


def _thin_profiles(session: Session, random: Random) -> None:
    """Some capabilities are not published or stand a step from where they belong, some proof is missing."""
    parents = dict(map(tuple, session.execute(select(Category.id, Category.parent_id))))
    for number, category in session.execute(select(Capability.id, Capability.category_id)).all():
        draw = random.random()
        changed = update(Capability).where(Capability.id == number)
        if draw < 0.15:
            session.execute(changed.values(state=random.choice(("draft", "withdrawn"))))
        elif draw < 0.3 and parents.get(category):
            session.execute(changed.values(category_id=parents[category]))
    for number in session.scalars(select(Fact.id)).all():
        if random.random() < 0.2:
            session.execute(update(Fact).where(Fact.id == number).values(number=""))


def _close_requirements(session: Session, random: Random) -> None:
    """All closed and public, each with lines about facts that it did not ask for yet."""
    for requirement in session.scalars(select(Requirement).options(selectinload(Requirement.criteria))):
        requirement.state, requirement.visibility = "closed", "public"
        requirement.closed_at = utc_now()
        if random.random() < 0.3:
            requirement.needed_on = date.today() + timedelta(days=random.randrange(1, 120))
        asked = {criterion.fact for criterion in requirement.criteria}
        free = sorted(name for name, kind in FACT_KINDS.items() if name not in asked and kind.proved)
        for name in random.sample(free, min(len(free), random.choice((1, 1, 2, 3)))):
            line = Criterion(position=100, importance=random.choice(("must", "should")), text=name)
            line.fact, line.value, line.weight = (
                name,
                _asked_for(name, random),
                random.choice((1.0, 1.0, 2.0)),
            )
            requirement.criteria.append(line)


def _asked_for(name: str, random: Random) -> bool | float | str:
    kind = FACT_KINDS[name]
    if kind.kind == "choice":
        return random.choice([value for value, _ in askable_answers(kind)])
    return True if kind.kind == "certificate" else random.choice(COVERS)


def _add_owners(session: Session) -> None:
    """One for each firm that can sign in, known by the firm's id."""
    firms = session.execute(
        select(Supplier.public_id, Supplier.organisation_id).where(Supplier.organisation_id.is_not(None))
    ).all()
    now = utc_now()
    for firm, organisation in firms:
        user = User(
            email=owner_of(firm), name="Owner", password=PASSWORD, fs_uniquifier=firm, confirmed_at=now
        )
        session.add(user)
        session.flush()
        session.execute(
            insert(Membership).values(user_id=user.id, organisation_id=organisation, role="owner")
        )


def owner_of(firm: str) -> str:
    return f"{firm}@firm.example"
