"""A hub to look back on: the demo's firms, and a year of dated requirements that carry musts.

Half of what is bought is of a few categories. A requirement asks in the words of some firm's capability under
its category, and for one to three facts that matter there: for what buyers of its kind of work are used to
asking, mostly. Nothing of one requirement is copied from another. The same seed makes the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from hub import create_app
from hub.categories.queries import matching_categories
from hub.database import get_engine, open_session
from hub.demo.loading import load_demo
from hub.facts.kinds import ASKABLE, FACT_KINDS
from hub.matches.profile_rows import load_catalogue
from hub.migrating import migrate
from hub.requirements.facts import askable_answers
from matching import Category, Criterion, Index, Profile, Requirement

FIRST_DAY = date(2025, 1, 1)
DAYS = 365
COVERS = (1e6, 2e6, 5e6, 10e6)
USUAL = 4
"""Facts that buyers of one kind of work are used to asking for."""


@dataclass(frozen=True)
class Dated:
    """A requirement and the day it was published on."""

    day: date
    requirement: Requirement


@dataclass(frozen=True)
class MadeHub:
    """The register as it stands, and what was asked of it, by day."""

    index: Index
    requirements: Sequence[Dated]

    def halves(self) -> tuple[list[Requirement], list[Requirement]]:
        """The requirements of the first and of the second half, by day."""
        every = [each.requirement for each in self.requirements]
        return every[: len(every) // 2], every[len(every) // 2 :]


@contextmanager
def made_hub(firms: int, requirements: int, seed: int) -> Iterator[MadeHub]:
    """A site of its own in a folder that goes afterwards."""
    with TemporaryDirectory() as folder:
        instance = Path(folder)
        settings = {"INSTANCE": instance, "DATABASE_URL": f"sqlite:///{instance / 'hub.sqlite'}"}
        app = create_app(settings | {"TESTING": True, "SECRET_KEY": "a key for this benchmark only"})
        with app.app_context():
            migrate()
            with open_session(writes=True) as session:
                load_demo(session, suppliers=firms, requirements=0, seed=seed, today=FIRST_DAY)
                session.commit()
                categories, profiles = matching_categories(session), list(load_catalogue(session))
            get_engine().dispose()
        index = Index(categories).fit(profiles)
        yield MadeHub(index, make_requirements(categories, profiles, requirements, seed))


def make_requirements(
    categories: Sequence[Category], profiles: Sequence[Profile], number: int, seed: int
) -> list[Dated]:
    """So many requirements of the year, by day."""
    random = Random(f"unlock {seed}")
    parents = {category.key: category.parent for category in categories}
    offered: dict[str, list[str]] = {}
    for profile in profiles:
        for piece in profile.pieces:
            if piece.category and piece.kind == "capability":
                offered.setdefault(piece.category, []).append(piece.title)
    bought = random.sample(sorted(offered), len(offered))
    shares = [1 / (1 + at) for at in range(len(bought))]
    made = []
    for _ in range(number):
        category = random.choices(bought, shares)[0]
        lot = parents.get(category) or category
        title = random.choice(offered[category])
        lines = _lines({category, lot}, Random(f"unlock {seed} {lot}"), random)
        day = FIRST_DAY + timedelta(days=random.randrange(DAYS))
        made.append(Dated(day, Requirement(title, "", (category,), tuple(lines), on=day)))
    return sorted(made, key=lambda each: each.day)


def _lines(slugs: set[str], of_lot: Random, random: Random) -> Iterator[Criterion]:
    """One or two musts and perhaps a wish; one in five is of no usual kind."""
    fit = [kind.name for kind in ASKABLE if kind.matters(slugs) and kind.kind in _ASKED]
    usual = of_lot.sample(fit, min(USUAL, len(fit)))
    chosen: dict[str, None] = {}
    for _ in range(random.choice((1, 2, 2, 3))):
        chosen[random.choice(usual if random.random() < 0.8 else fit)] = None
    for at, name in enumerate(chosen):
        importance = "should" if at == 2 else "must"
        yield Criterion(f"c{at}", name, importance, 1.0, name, _asked_for(name, random))


_ASKED: Mapping[str, object] = {"certificate": True, "yes_no": True, "choice": None, "money": None}


def _asked_for(name: str, random: Random) -> bool | float | str:
    kind = FACT_KINDS[name]
    if kind.kind == "choice":
        return random.choice([value for value, _ in askable_answers(kind)])
    return random.choice(COVERS) if kind.kind == "money" else True
