"""The face of the matcher: profiles in, rankings out."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from hashlib import sha256
from importlib.util import find_spec
from itertools import islice
from pathlib import Path
from threading import RLock
from typing import Self

import numpy as np

from matching.bands import bands
from matching.categories import Tree
from matching.covering import MOST_FIRMS
from matching.flags import NOTHING_ASKED, Asked, flags_of
from matching.index import snapshot
from matching.index.asking import first_look, hold
from matching.index.catalogue import Catalogue
from matching.index.covering import Covering
from matching.index.holding import Held
from matching.index.kernels import IN_NUMPY, Kernels
from matching.index.placing import Placing, placing_of
from matching.index.postings import Postings, Row
from matching.index.recording import to_record
from matching.index.register import Register
from matching.index.rows import to_rows, to_texts
from matching.index.sifting import sift
from matching.index.snapshot import SnapshotError
from matching.index.usage import Usage
from matching.meaning import Meaning, Vectors
from matching.noting import noting, recall
from matching.proposing import Headings
from matching.reading import Reader
from matching.records import (
    Category,
    Counts,
    Exclusion,
    Flag,
    Match,
    Order,
    Outcome,
    Profile,
    Proposal,
    Ranking,
    Record,
    Requirement,
    Sifted,
    Together,
)
from matching.rotating import Exposure
from matching.stated import stated_by
from matching.synonyms import Synonyms, shipped_synonyms
from matching.ties import shipped_ties
from matching.unlocking import TOP, Unlock, unlocks_of
from matching.vocabulary import Vocabulary
from matching.weights import Weights, shipped_weights

KEPT = 400
"""Suppliers that are scored, the strongest at a second look, where more than `WHOLE` hold anything."""

BEYOND = 4
"""Of them for each place shown, where many are shown."""

READ_AS = 3
"""Raised whenever texts are read otherwise: a snapshot of other words is not loaded."""

AT_ONCE = 1000
"""Profiles that are read together when a catalogue is fitted: a model works fastest on many texts."""


class Index:
    """A catalogue of profiles that answers requirements.

    ``categories`` is the marketplace list; ``weights`` say how much each kind of evidence counts, those that
    ship where none are given, and so the ``synonyms``; ``meaning``, where there is a model, tells what texts
    are near in meaning; ``kernels`` are the inner loops, compiled where numba is installed. They change no
    answer.
    `fit` takes a whole catalogue; `put` and `remove` change it one profile at a time, and a changed index
    equals one fitted to the same profiles. Threads may share it.

    >>> from matching import Piece, Profile, Requirement
    >>> drains = Profile("a", "A Ltd", (Piece("a1", "capability", "Drain cleaning"),))
    >>> offices = Profile("b", "B Ltd", (Piece("b1", "capability", "Office cleaning"),))
    >>> ranking = Index().fit([drains, offices]).rank(Requirement("Blocked drains"))
    >>> [match.profile for match in ranking.matches]
    ['a']
    """

    def __init__(
        self,
        categories: Iterable[Category] = (),
        weights: Weights | None = None,
        meaning: Meaning | None = None,
        synonyms: Synonyms | None = None,
        kernels: Kernels | None = None,
    ) -> None:
        self.categories = tuple(categories)
        self.weights = weights or shipped_weights()
        self.meaning = meaning
        self.synonyms = synonyms or shipped_synonyms()
        self.kernels = kernels or fastest_kernels()
        self._lock = RLock()
        self._tree = Tree(self.categories)
        self._headings = Headings(self.categories)
        self._clear()

    def __len__(self) -> int:
        return len(self._register)

    def __contains__(self, profile_id: object) -> bool:
        return profile_id in self._register

    def fit(self, profiles: Iterable[Profile]) -> Self:
        """Forget what was held and take these; of two with one id the later."""
        with self._lock:
            self._clear()
            given = iter(profiles)
            while together := list(islice(given, AT_ONCE)):
                self._put(together)
        return self

    def put(self, profile: Profile) -> None:
        """Add a profile, or replace the one of its id; the next `rank` sees it."""
        self._put([profile])

    def remove(self, profile_id: str) -> None:
        """Take a profile out; one that is not held is no error."""
        with self._lock:
            if profile_id not in self._register:
                return
            number = self._register.number_of(profile_id)
            profile = self._register.profile(number)
            self._postings.discard(number, to_rows(profile, self._tree.name), stated_by(profile))
            self._register.remove(number)

    def rank(self, requirement: Requirement, limit: int = 20) -> Ranking:
        """The suppliers with any evidence in words or categories, by falling score and then by id.

        At most ``limit`` matches are worded. ``excluded`` holds the suppliers that a must left out, of a
        large catalogue those that would score most. A requirement without a word that says anything has an
        empty ranking.
        """
        with self._lock:
            held, included, left_out = self._order(requirement, limit)
            band_of = self._bands(held, included)
            shown = zip(included[: max(limit, 0)], band_of, strict=False)
            matches = tuple(held.match(owner, band) for owner, band in shown)
            words = _words_of(requirement)
            asked = held if words == requirement else self.hold(words)
            reading = replace(held.lines.reading, proposals=self._headings.propose(asked, 3))
            excluded = tuple(held.exclusion(owner) for owner in left_out)
        return Ranking(matches, excluded, reading, held.considered, held.left_out)

    def order(self, requirement: Requirement, limit: int = 20) -> Order:
        """What `rank` finds, without its words: less than half the work."""
        with self._lock:
            held, included, left_out = self._order(requirement, limit)
            first = included[: max(limit, 0)]
            exclusions = map(held.exclusion, left_out)
            near = tuple(islice((each for each in exclusions if each.near), max(limit, 0)))
            return Order(
                tuple(map(held.id_of, first)),
                tuple(map(held.score, first)),
                tuple(self._bands(held, first)),
                near,
                held.left_out,
                held.considered,
            )

    def record(
        self,
        requirement: Requirement,
        exposure: Mapping[str, Exposure] | None = None,
        seed: str = "",
        worded: int = 0,
    ) -> Record:
        """The whole ranking as it is recorded, the first ``worded`` with their reasons, and what it takes to
        make it again. With a seed the order of a band goes by `rotating`, else by score and id as in `rank`.
        """
        with self._lock, noting(self._postings.vocabulary) as notes:
            held, included, left_out = self._order(requirement, max(len(self._register), 1))
            band_of = self._bands(held, included)
            return to_record(
                held,
                included,
                left_out,
                band_of,
                exposure=exposure or {},
                seed=seed,
                worded=worded,
                notes=notes,
            )

    def recall(self, counts: Counts) -> None:
        """Answer the requirement that the counts were noted for as the index did that noted them.

        For an index of the profiles of a record: its own counts are those of a part of the catalogue.
        """
        with self._lock:
            recall(self._postings.vocabulary, counts.forms, counts.stems, counts.members)
            self._register.stand_for(counts.suppliers)

    def _order(self, requirement: Requirement, limit: int) -> tuple[Held, list[int], list[int]]:
        """A requirement held, with the owners included and left out, as they rank."""
        held = hold(self._catalogue(), requirement, self.weights, max(KEPT, BEYOND * limit))
        return held, *held.order(limit)

    def first_look(self, requirement: Requirement, limit: int) -> tuple[str, ...]:
        """The ids of the strongest suppliers at a first look, by id: without score, reason or repair."""
        with self._lock:
            return first_look(self._catalogue(), requirement, self.weights, limit)

    def explain(self, requirement: Requirement, profile_id: str) -> Match | Exclusion:
        """One supplier held against a requirement: what `rank` says of it, with every number the same.

        A supplier without evidence has a band below all others. Raises KeyError for an id that is not held.
        """
        with self._lock:
            owner = self._register.number_of(profile_id)
            held = self.hold(requirement, [profile_id])
            if held.is_excluded(owner):
                return held.exclusion(owner)
            included, _ = held.order()
            band_of = self._bands(held, included)
            if owner in included:
                return held.match(owner, band_of[included.index(owner)])
            return held.match(owner, max(band_of, default=0) + 1)

    def answer(self, requirement: Requirement, profile_id: str) -> Match:
        """What one supplier answers to every line, whether a must leaves it out or not.

        Nobody else is looked at: its band is 0. Raises KeyError for an id that is not held.
        """
        with self._lock:
            owner = self._register.number_of(profile_id)
            held = hold(self._catalogue(), requirement, self.weights, 1, among=[profile_id], alone=True)
            return held.match(owner, 0)

    def placing(self, requirement: Requirement) -> Placing:
        """The whole order: everybody that holds anything is scored, however many there are."""
        with self._lock:
            everybody = max(len(self), 1)
            return placing_of(hold(self._catalogue(), requirement, self.weights, everybody))

    def try_out(self, placing: Placing, profile: Profile) -> Outcome:
        """Where a profile would come in the place of the one of its id, all others as they are.

        Exact: the profile is put, held and taken back, and nobody else sees it. Others are scored anew only
        where the change alters what a word or a category is worth.
        """
        with self._lock:
            before = self.profile(profile.id) if profile.id in self else None
            self.put(profile)
            try:
                catalogue, asked = self._catalogue(), placing.requirement
                held = hold(catalogue, asked, self.weights, 1, among=[profile.id], alone=True)
                if not placing.holds_for(held):
                    placing = placing_of(hold(catalogue, asked, self.weights, len(self), among=[profile.id]))
                return placing.with_owner(held, self._register.number_of(profile.id))
            finally:
                if before is None:
                    self.remove(profile.id)
                else:
                    self.put(before)

    def unlocks(self, requirement: Requirement, top: int = TOP) -> tuple[Unlock, ...]:
        """What one gained fact would bring among the first: each supplier, fact and value that does."""
        with self._lock:
            return tuple(unlocks_of(self.hold(requirement), top))

    def profile(self, profile_id: str) -> Profile:
        """A profile as it was put. Raises KeyError for an id that is not held."""
        with self._lock:
            return self._register.profile(self._register.number_of(profile_id))

    def cover(self, requirement: Requirement, limit: int = 10, most: int = MOST_FIRMS) -> Together:
        """What suppliers can do of a requirement together: the smallest sets that meet every must, and lots.

        How small a set can be is worked out over the whole catalogue. Of the smallest sets, of at most
        ``most`` suppliers, the first ``limit`` by their strength are worded: they are chosen from the
        suppliers of each kind that score most. Raises ValueError for more than 62 musts.
        """
        with self._lock:
            return Covering(self._catalogue(), requirement, self.weights, KEPT).answer(limit, most)

    def sift(self, requirement: Requirement) -> Sifted:
        """How many suppliers each must lets through, over the whole catalogue: nobody is scored."""
        with self._lock:
            return sift(self._catalogue(), requirement, self.weights)

    def suggest(self, text: str, limit: int = 3) -> tuple[Proposal, ...]:
        """Categories that the words point to, the likeliest first."""
        with self._lock:
            return self._headings.propose(self.hold(Requirement(text)), limit)

    def hold(self, requirement: Requirement, among: Collection[str] = ()) -> Held:
        """A requirement held against the catalogue as it stands, to be weighed in more than one way.

        The strongest suppliers are looked at closely, and those ``among``, by their ids.
        """
        with self._lock:
            return hold(self._catalogue(), requirement, self.weights, KEPT, among=among)

    def meant(self, profile_id: str) -> dict[str, Vectors]:
        """The vectors of a profile's passages by their texts; none for an id that is not held."""
        if profile_id not in self._register or self.meaning is None:
            return {}
        with self._lock:
            owner = self._register.number_of(profile_id)
            texts = to_texts(self._register.profile(owner), self._tree.name)
            return {
                text: vector.copy()
                for place, said in texts.items()
                for text, vector in zip(said, self._postings.vectors_of(owner, place), strict=False)
            }

    def save(self, folder: Path, version: str = "") -> None:
        """Write a snapshot of the index as it stands, to be loaded by this or any other process.

        ``version`` is the caller's own mark. What a model tells of meaning is not saved.
        """
        with self._lock:
            ids, profiles = self._register.to_shelf()
            vocabulary, order = self._postings.vocabulary.save()
            blocks, made_of = self._postings.sealed(), self._made_of(version)
            contents = snapshot.Contents(made_of, blocks, vocabulary, order, ids, profiles)
        snapshot.write(folder, contents)

    def load(self, folder: Path) -> str:
        """Take the place of what is held by the snapshot of a folder, and return its version.

        The arrays stay in their files, mapped and shared. Raises SnapshotError where there is none, or none
        that was made of these categories; what was held then stays.
        """
        saved = snapshot.Snapshot(folder)
        version = str(saved.made_of.get("version", ""))
        if self.meaning is not None or saved.made_of != self._made_of(version):
            raise SnapshotError(f"{folder}: made of other categories, or without meaning")
        register, vocabulary, blocks = Register(saved.shelf()), Vocabulary(saved.vocabulary()), saved.blocks()
        with self._lock:
            self._register, self._postings = register, Postings(0, self.kernels, vocabulary, blocks)
        return version

    def _made_of(self, version: str) -> dict[str, object]:
        named = sorted((each.key, each.name, each.parent or "") for each in self.categories)
        digest = sha256(json.dumps(named).encode()).hexdigest()[:16]
        return {"version": version, "categories": digest, "words": READ_AS}

    def ids(self) -> tuple[str, ...]:
        """The ids of the profiles held, in order."""
        with self._lock:
            return tuple(sorted(self._register.ids()))

    def flags(self, profile_id: str, asked: Asked = NOTHING_ASKED) -> tuple[Flag, ...]:
        """What an adviser should look at in a profile, beside the others as they stand now.

        ``asked`` are the requirements that suppliers can read. No flag changes a score. Raises KeyError
        for an id that is not held.
        """
        with self._lock:
            usage = Usage(self._postings, self._register, self._tree.name)
            profile = self._register.profile(self._register.number_of(profile_id))
            return flags_of(profile, usage, asked, self._tree.name)

    def _put(self, profiles: Sequence[Profile]) -> None:
        together = list(zip(profiles, self._read(profiles), strict=True))
        with self._lock:
            for profile, found in together:
                self.remove(profile.id)
                self._postings.add(self._register.add(profile), found, stated_by(profile))

    def _read(self, profiles: Sequence[Profile]) -> list[list[Row]]:
        """The rows of each profile; vectors are made for all in one go."""
        read = [to_rows(profile, self._tree.name) for profile in profiles]
        if self.meaning is None:
            return read
        texts = [to_texts(profile, self._tree.name) for profile in profiles]
        together = self.meaning.vectors(
            [text for of_one in texts for said in of_one.values() for text in said]
        )
        given = iter(together)
        meant = [
            {place: np.array([next(given) for _ in said], np.int8) for place, said in of_one.items()}
            for of_one in texts
        ]
        return [
            [replace(row, vectors=known.get(row.piece)) for row in rows]
            for rows, known in zip(read, meant, strict=True)
        ]

    def _clear(self) -> None:
        self._register = Register()
        self._postings = Postings(self.meaning.width if self.meaning else 0, self.kernels)

    def _bands(self, held: Held, owners: Iterable[int]) -> list[int]:
        return bands([held.score(owner) for owner in owners], shipped_ties().tolerance)

    def _catalogue(self) -> Catalogue:
        reader = Reader(self._postings.vocabulary, self._tree.name, self.synonyms)
        return Catalogue(self._register, self._postings, self._tree, reader, self.meaning)


@lru_cache(maxsize=1)
def fastest_kernels() -> Kernels:
    """The compiled loops where numba is installed (the extra `compiled`), else those in numpy."""
    if find_spec("numba") is None:
        return IN_NUMPY
    from matching.index.compiled import COMPILED

    return COMPILED


def _words_of(requirement: Requirement) -> Requirement:
    """What categories are proposed from: the words alone."""
    return Requirement(requirement.title, requirement.description, keep=requirement.keep)
