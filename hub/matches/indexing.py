"""The one index of this process, brought up to date before each question.

A change made by anybody, in this process or another, is seen by the next search: the catalogue version is
read first, and the suppliers that changed since are read again. The index reads with a session of its own,
so that what a request has not committed never enters it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from logging import getLogger
from pathlib import Path
from threading import RLock, Thread
from time import monotonic
from typing import Any, NamedTuple

from flask import Flask, current_app
from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from hub.categories.models import Category
from hub.categories.queries import matching_categories
from hub.config import SettingError
from hub.database import open_session
from hub.matches.models import CatalogueChange, CatalogueVersion, LearnedWeights
from hub.matches.profile_rows import load_catalogue, load_profiles
from hub.matches.queries import weights_in_force
from hub.matches.remembering import RememberedMeaning
from hub.matches.saving import SavedCatalogue
from hub.synonyms.queries import matching_synonyms
from matching import Asked, Flag, Index, Match, records
from matching.batches import Recipe
from matching.index.holding import Held
from matching.index.placing import Placing
from matching.index.snapshot import SnapshotError
from matching.replaying import Makings
from matching.rotating import Exposure
from matching.sentence_model import SentenceModel, SentenceModelError
from matching.ties import shipped_ties
from matching.unlocking import Unlock

log = getLogger(__name__)

HEADINGS = select(Category.slug, Category.name, Category.help, Category.parent_id).order_by(Category.id)
"""What the matcher uses of the marketplace list. When it changes, the index is made anew."""


NEWEST = select(
    CatalogueVersion.number,
    select(LearnedWeights.version).order_by(LearnedWeights.id.desc()).limit(1).scalar_subquery(),
)
"""The versions of the catalogue and of the weights that count; no row on a hub without a supplier."""


BESIDE_FROM = 1000
"""Suppliers from which an index for other categories is made beside the answering: fewer take a second."""


AGAIN_AFTER = 60
"""Seconds before that is tried again where it failed."""


class Versions(NamedTuple):
    """What a ranking was made from. ``meaning`` is that of the sentence model, empty for none."""

    catalogue: int
    weights: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Recorded:
    """A whole ranking, what it was made from, and of which versions."""

    record: records.Record
    makings: Makings
    versions: Versions


class LiveIndex:
    """An `Index` that knows which catalogue version it holds. Threads take turns: none sees half a change.

    With ``saved`` it begins from files where there are any, and keeps them up to date.
    """

    def __init__(self, meaning: RememberedMeaning | None = None, saved: SavedCatalogue | None = None) -> None:
        self._lock = RLock()
        self._meaning = meaning
        self._saved = saved
        self._index = Index(meaning=meaning)
        self._version: int | None = None
        self._weights_version: str | None = None
        self._headings: Sequence[Row[*tuple[Any, ...]]] = ()
        self._making: Thread | None = None
        self._make_after = 0.0
        self._flags: tuple[object, dict[str, tuple[Flag, ...]]] = (None, {})

    def rank(self, requirement: records.Requirement, limit: int) -> tuple[records.Ranking, Versions]:
        with self._lock:
            versions = self.versions()
            return self._index.rank(requirement, limit), versions

    def versions(self) -> Versions:
        """Those that the next `order` is made from, after a look at the database."""
        with self._lock:
            catalogue = self.refresh()
            meaning = self._meaning.version if self._meaning else ""
            return Versions(catalogue, self._index.weights.version, meaning)

    def order(self, requirement: records.Requirement, limit: int) -> records.Order:
        """The order of one of many requirements, all of one version: the database is not looked at again."""
        with self._lock:
            return self._index.order(requirement, limit)

    def record(
        self, requirement: records.Requirement, exposure: Mapping[str, Exposure], seed: str, worded: int
    ) -> Recorded:
        """The whole ranking with all that it was made from, of one moment."""
        with self._lock:
            versions, index = self.versions(), self._index
            record = index.record(requirement, exposure, seed, worded)
            makings = Makings(
                requirement,
                index.weights,
                shipped_ties().tolerance,
                index.categories,
                index.synonyms,
                record.counts,
                seed,
                exposure,
            )
            return Recorded(record, makings, versions)

    def write(self, folder: Path, run: str) -> Recipe:
        """Write the index as it stands for other processes. Raises SnapshotError where a model is asked."""
        with self._lock:
            index = self._index
            if index.meaning is not None:
                raise SnapshotError("What a sentence model tells is not saved")
            index.save(folder)
            return Recipe(run, folder, index.categories, index.weights, index.synonyms)

    def hold(self, requirement: records.Requirement) -> Held:
        """A requirement held against the newest catalogue, for learning."""
        with self._lock:
            self.refresh()
            return self._index.hold(requirement)

    def cover(self, requirement: records.Requirement, limit: int) -> records.Together:
        """What suppliers can do of a requirement together: the best of the smallest sets, and lots."""
        with self._lock:
            self.refresh()
            return self._index.cover(requirement, limit)

    def sift(self, requirement: records.Requirement) -> records.Sifted:
        """How many suppliers each must of a requirement lets through."""
        with self._lock:
            self.refresh()
            return self._index.sift(requirement)

    def unlocks(self, requirement: records.Requirement) -> tuple[Unlock, ...]:
        """What one gained fact would bring among the first of a requirement."""
        with self._lock:
            self.refresh()
            return self._index.unlocks(requirement)

    def explain(self, requirement: records.Requirement, supplier: str) -> Match | records.Exclusion:
        """One supplier, by public id, held against a requirement. Raises KeyError for one it lacks."""
        with self._lock:
            self.refresh()
            return self._index.explain(requirement, supplier)

    def placing(self, requirement: records.Requirement) -> tuple[Placing, int]:
        """Everybody's place, and the catalogue version of it."""
        with self._lock:
            version = self.refresh()
            return self._index.placing(requirement), version

    def try_out(self, placing: Placing, profile: records.Profile) -> records.Outcome:
        """Where a changed profile would come, in the catalogue as it is held: the database is not asked."""
        with self._lock:
            return self._index.try_out(placing, profile)

    def profile(self, supplier: str) -> records.Profile | None:
        """A supplier's profile, by public id, as it is held; None for one that it lacks."""
        with self._lock:
            return self._index.profile(supplier) if supplier in self._index else None

    def answers(self, asked: Sequence[records.Requirement], supplier: str) -> list[Match]:
        """What one supplier, by public id, answers to requirements; nothing for one that it lacks."""
        with self._lock:
            self.refresh()
            return [self._index.answer(each, supplier) for each in asked if supplier in self._index]

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
            if self._version is None and self._load(session):
                self._headings = headings
            if self._must_fit(newest) or not (headings == self._headings or self._goes_on):
                self._fit(session)
                self._headings = headings
                self._note(newest, changed=len(self._index))
            elif self._version is not None and newest > self._version:
                self._catch_up(session, self._version, newest)
            if headings != self._headings:
                self._fit_beside()
            self._version = newest
            return newest

    def _must_fit(self, newest: int) -> bool:
        is_broken = self._saved is not None and self._saved.is_broken
        return is_broken or self._version is None or newest < self._version

    @property
    def _goes_on(self) -> bool:
        """Whether the index answers under the old categories while one is made for the new: it takes long."""
        return len(self._index) >= BESIDE_FROM and self._meaning is None

    def _fit_beside(self) -> None:
        """Make an index for the categories as they are now, unless one is being made."""
        if monotonic() >= self._make_after and (self._making is None or not self._making.is_alive()):
            app = current_app._get_current_object()  # type: ignore[attr-defined]
            self._making = Thread(target=self._make, args=(app,), daemon=True)
            self._making.start()

    def _make(self, app: Flask) -> None:
        """Read the register, and then answer from what was read. What changed meanwhile is caught up with.

        What fails is logged, and tried again after a while.
        """
        try:
            with app.app_context(), open_session(writes=False) as session:
                newest, _ = session.execute(NEWEST).one()
                headings = session.execute(HEADINGS).all()
                index = Index(matching_categories(session), None, None, matching_synonyms(session))
                index.fit(load_catalogue(session))
        except Exception:
            log.exception("The index for other categories could not be made")
            self._make_after = monotonic() + AGAIN_AFTER
            return
        with self._lock:
            index.weights = self._index.weights
            self._index, self._version, self._headings = index, newest, headings
            self._note(newest, changed=len(index))

    def _load(self, session: Session) -> bool:
        """Begin from what was saved, if anything was."""
        if self._saved is None or self._meaning is not None:
            return False
        index = Index(matching_categories(session), self._index.weights, None, matching_synonyms(session))
        version = self._saved.load(index)
        if version is not None:
            self._index, self._version = index, version
        return version is not None

    def _note(self, version: int, *, changed: int, gone: bool = False) -> None:
        if self._saved is not None:
            self._saved.note(self._index, version, changed=changed, gone=gone)

    def _fit(self, session: Session) -> None:
        index = Index(
            matching_categories(session), self._index.weights, self._meaning, matching_synonyms(session)
        )
        self._index = index.fit(load_catalogue(session))
        if self._saved:
            self._saved.is_broken = False
        if self._meaning:
            self._meaning.remember_only(
                {text: vector for name in index.ids() for text, vector in index.meant(name).items()}
            )

    def _catch_up(self, session: Session, since: int, newest: int) -> None:
        newer = select(CatalogueChange.supplier).where(CatalogueChange.version > since)
        changed = session.scalars(newer).all()
        self._index.synonyms = matching_synonyms(session)
        profiles = {profile.id: profile for profile in load_profiles(session, changed)}
        for public_id in changed:
            before = self._index.meant(public_id)
            if public_id in profiles:
                self._index.put(profiles[public_id])
            else:
                self._index.remove(public_id)
            if self._meaning:
                self._meaning.remember(self._index.meant(public_id), gone=before)
        self._note(newest, changed=len(changed), gone=len(profiles) < len(changed))


_first = RLock()


def current_index() -> LiveIndex:
    """The index of this process; nothing is read until it is asked something."""
    with _first:
        if "index" not in current_app.extensions:
            saved = SavedCatalogue(current_app.config["INSTANCE"] / "index" / "catalogue")
            current_app.extensions["index"] = LiveIndex(_meaning(), saved)
        index: LiveIndex = current_app.extensions["index"]
        return index


def _meaning() -> RememberedMeaning | None:
    """The sentence model that the hub names, if it does. Raises SettingError where it cannot be read."""
    folder = current_app.config["SENTENCE_MODEL"]
    if folder is None:
        return None
    try:
        return RememberedMeaning(SentenceModel(folder), current_app.config["INSTANCE"] / "index")
    except SentenceModelError as error:
        raise SettingError(f"HUB_SENTENCE_MODEL: {error}") from error
