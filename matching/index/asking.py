"""From a requirement to those of a catalogue worth a look: first at everybody, then at the strongest."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matching.index.blocks import Columns
from matching.index.candidates import find, terms_of
from matching.index.catalogue import Catalogue
from matching.index.counting import count, numbers_of
from matching.index.holding import Held
from matching.index.meant import find_near
from matching.index.scanning import Kept, keep_likest, keep_strongest
from matching.index.worths import Worths, worths_of
from matching.reading import Lines
from matching.records import Requirement
from matching.scoring import enough
from matching.weights import Weights

WHOLE = 1000
"""Where no more than so many suppliers hold anything, all of them are scored."""

LOOKED = 3000
"""Suppliers that are looked at twice, the strongest at the first look."""


def hold(
    catalogue: Catalogue,
    requirement: Requirement,
    weights: Weights,
    most: int,
    *,
    among: Collection[str] = (),
) -> Held:
    """Where more than `WHOLE` owners hold anything, at most so many are scored, the strongest at a second
    look, and those ``among``, by their ids."""
    postings, register, day = catalogue.postings, catalogue.register, _day(requirement)
    asked = _Asked.read(catalogue, requirement, weights)
    worths = asked.by_number()
    kept = keep_strongest(postings, register, worths, max(LOOKED, 2 * most))
    near, always = None, [register.number_of(name) for name in among if name in register]
    if catalogue.meaning and asked.lines.words:
        near = find_near(catalogue.meaning, postings, requirement, day, catalogue.tree.name)
        always += near.strongest(max(WHOLE, most)).tolist()
    kept = kept.along(always)
    terms = terms_of(asked.worths)
    numbers = sorted({*numbers_of(terms, postings.vocabulary), *worths})
    standing = postings.standing(numbers, kept.owners)
    if kept.owners.size > max(WHOLE, most):
        worth = np.array([worths.get(number, 0.0) for number in numbers])
        worth /= max(sum(asked.line_weights), 1e-300)
        likest = keep_likest(standing, worth, asked.enough, weights, most)
        kept = Kept(likest, kept.holding).along(always)
        standing = standing.among(np.isin(standing.owner, kept.owners))
    columns = postings.pieces(kept.owners)
    if day is not None and (columns.last_day < day).any():
        usable = columns.last_day >= day
        columns, standing = columns.at(usable), standing.among(usable)
    held = count(standing, numbers, terms, postings.vocabulary)
    return Held(
        catalogue,
        requirement,
        asked.lines,
        asked.worths,
        kept,
        find(columns, held, asked.worths),
        asked.members(columns),
        weights,
        near.among(kept.owners) if near else None,
    )


def first_look(
    catalogue: Catalogue, requirement: Requirement, weights: Weights, most: int
) -> tuple[str, ...]:
    """The ids of the strongest at a first look, by id. No word is repaired, and nobody is scored."""
    kept = keep_strongest(
        catalogue.postings,
        catalogue.register,
        worths_at_first(catalogue, requirement, weights),
        most,
        counting=False,
    )
    return tuple(sorted(map(catalogue.register.id_of, kept.owners.tolist())))


def worths_at_first(catalogue: Catalogue, requirement: Requirement, weights: Weights) -> dict[int, float]:
    """What each form and category is worth at a first look, by its number."""
    return _Asked.read(catalogue, requirement, weights, repairing=False).by_number()


@dataclass(frozen=True, slots=True)
class _Asked:
    """A requirement as read, with what its terms and categories are worth in the catalogue."""

    catalogue: Catalogue
    lines: Lines
    worths: tuple[Worths, ...]
    steps: Mapping[str, float]
    weights: Weights

    @classmethod
    def read(
        cls, catalogue: Catalogue, requirement: Requirement, weights: Weights, *, repairing: bool = True
    ) -> _Asked:
        lines = catalogue.reader.read(requirement, repairing=repairing)
        vocabulary, owners = catalogue.postings.vocabulary, len(catalogue.register)
        worths = tuple(worths_of(line, vocabulary, owners) for line in lines.words)
        steps = catalogue.steps(requirement.categories, weights) if lines.words else {}
        return cls(catalogue, lines, worths, steps, weights)

    def by_number(self) -> dict[int, float]:
        """What each form and category that is asked for is worth, by its number."""
        vocabulary = self.catalogue.postings.vocabulary
        found: dict[int, float] = {}
        for line, weight in zip(self.worths, self.line_weights, strict=True):
            for number, worth in line.by_number(vocabulary, self.weights.written):
                found[number] = found.get(number, 0.0) + weight * worth
        for key, value in self.steps.items():
            found[vocabulary.category_number(key)] = value
        return found

    @property
    def line_weights(self) -> tuple[float, ...]:
        return self.lines.weigh(self.weights)

    @property
    def enough(self) -> int:
        """Words of the need that a piece must hold to be more than a guess."""
        need = self.lines.words[0] if self.lines.words else None
        return enough(len(need.telling & need.asked.keys())) if need else 1

    def members(self, columns: Columns) -> dict[str, NDArray[np.int32]]:
        """The owners that have a piece under each category that counts."""
        number = self.catalogue.postings.vocabulary.category_number
        return {key: np.unique(columns.owner[columns.category == number(key)]) for key in self.steps}


def _day(requirement: Requirement) -> int | None:
    return requirement.on.toordinal() if requirement.on else None
