"""The one index of this process, brought up to date before each question.

A change made by anybody, in this process or another, is seen by the next search: the catalogue version is
read first, and the suppliers that changed since are read again. The index reads with a session of its own,
so that what a request has not committed never enters it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from threading import RLock
from typing import Any

from flask import current_app
from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from hub.categories.models import Category
from hub.categories.queries import matching_categories
from hub.database import open_session
from hub.matches.models import CatalogueChange, CatalogueVersion, LearnedWeights
from hub.matches.profile_rows import load_catalogue, load_profiles
from hub.matches.queries import weights_in_force
from matching import Asked, Flag, Index, Match, records
from matching.index.holding import Held

HEADINGS = select(Category.slug, Category.name, Category.help, Category.parent_id).order_by(Category.id)
"""What the matcher uses of the marketplace list. When it changes, the index is made anew."""


NEWEST = select(
    CatalogueVersion.number,
    select(LearnedWeights.version).order_by(LearnedWeights.id.desc()).limit(1).scalar_subquery(),
)
"""The versions of the catalogue and of the weights that count; no row on a hub without a supplier."""


class LiveIndex:
    """An `Index` that knows which catalogue version it holds. Threads take turns: none sees half a change."""

    def __init__(self) -> None:
        self._lock = RLock()
        self._index = Index()
        self._version: int | None = None
        self._weights_version: str | None = None
        self._headings: Sequence[Row[*tuple[Any, ...]]] = ()
        self._flags: tuple[object, dict[str, tuple[Flag, ...]]] = (None, {})

    def rank(self, requirement: records.Requirement, limit: int) -> tuple[records.Ranking, int, str]:
        """The ranking, and the versions of the catalogue and of the weights it was made from."""
        with self._lock:
            version = self.refresh()
            return self._index.rank(requirement, limit), version, self._index.weights.version

    def hold(self, requirement: records.Requirement) -> Held:
        """A requirement held against the newest catalogue, for learning."""
        with self._lock:
            self.refresh()
            return self._index.hold(requirement)

    def explain(self, requirement: records.Requirement, supplier: str) -> Match | records.Exclusion:
        """One supplier, by public id, held against a requirement. Raises KeyError for one it lacks."""
        with self._lock:
            self.refresh()
            return self._index.explain(requirement, supplier)

    def suggest(self, text: str, limit: int) -> tuple[records.Proposal, ...]:
        with self._lock:
            self.refresh()
            return self._index.suggest(text, limit)

    def flags(self, asked: Asked) -> Mapping[str, tuple[Flag, ...]]:
        """The flagged suppliers, by public id: worked out once for a catalogue version and what is asked.

        A thousand suppliers take about a second, and searches have their turn between any two of them.
        """
        with self._lock:
            state = (self.refresh(), self._headings, asked.requirements)
            held, found = self._flags
            if held == state:
                return found
            index = self._index
        found = {}
        for name in index.ids():
            with self._lock:
                flags = index.flags(name, asked) if name in index else ()
            if flags:
                found[name] = flags
        self._flags = (state, found)
        return found

    def flags_of(self, supplier: str, asked: Asked) -> tuple[Flag, ...]:
        """What one supplier, by public id, is flagged for; nothing for one it lacks."""
        with self._lock:
            self.refresh()
            return self._index.flags(supplier, asked) if supplier in self._index else ()

    def refresh(self) -> int:
        """Bring the index to the newest version, and return that."""
        with self._lock, open_session(writes=False) as session:
            newest, weights_version = session.execute(NEWEST).one_or_none() or (0, None)
            headings = session.execute(HEADINGS).all()
            if weights_version != self._weights_version:
                self._index.weights = weights_in_force(session)
                self._weights_version = weights_version
            if self._version is None or newest < self._version or headings != self._headings:
                weights = self._index.weights
                self._index = Index(matching_categories(session), weights).fit(load_catalogue(session))
            elif newest > self._version:
                self._catch_up(session, self._version)
            self._version, self._headings = newest, headings
            return newest

    def _catch_up(self, session: Session, since: int) -> None:
        newer = select(CatalogueChange.supplier).where(CatalogueChange.version > since)
        changed = session.scalars(newer).all()
        profiles = {profile.id: profile for profile in load_profiles(session, changed)}
        for public_id in changed:
            if public_id in profiles:
                self._index.put(profiles[public_id])
            else:
                self._index.remove(public_id)


_first = RLock()


def current_index() -> LiveIndex:
    """The index of this process; nothing is read until it is asked something."""
    with _first:
        index: LiveIndex = current_app.extensions.setdefault("index", LiveIndex())
        return index
