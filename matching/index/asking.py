"""From a requirement to those of a catalogue worth a look: first at everybody, then at the strongest."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from matching.gates import rule
from matching.index.blocks import Columns
from matching.index.candidates import find, in_date, terms_of
from matching.index.catalogue import Catalogue
from matching.index.counting import count, numbers_of
from matching.index.gating import Gate, Gated, gate_each, gates_of
from matching.index.holding import Held
from matching.index.meant import find_near
from matching.index.postings import Standing
from matching.index.scanning import Kept, keep_strongest, rough_scores, the_most
from matching.index.worths import Worths, worths_of
from matching.reading import Lines
from matching.records import Requirement
from matching.scoring import enough
from matching.weights import Weights

WHOLE = 1000
"""Where no more than so many suppliers hold anything, all of them are scored."""

LOOKED = 3000
"""Suppliers that are looked at twice, the strongest at the first look."""


NOBODY = Kept(np.zeros(0, np.int32), 0)


def hold(
    catalogue: Catalogue,
    requirement: Requirement,
    weights: Weights,
    most: int,
    *,
    among: Collection[str] = (),
    alone: bool = False,
) -> Held:
    """Where more than `WHOLE` owners hold anything, at most so many are scored, the strongest at a second
    look, and those ``among``, by their ids. With ``alone`` nobody else is looked at."""
    postings, register, day = catalogue.postings, catalogue.register, _day(requirement)
    vocabulary = postings.vocabulary
    asked = _Asked.read(catalogue, requirement, weights)
    terms = terms_of(asked.worths)
    stated = {number for gate in asked.gates for number in gate.ranks}
    numbers = sorted({*numbers_of(terms, vocabulary), *asked.by_number, *stated})
    looked = max(LOOKED, 2 * most)
    kept = NOBODY
    if not alone:
        kept = keep_strongest(postings, register, asked.by_number, looked, asked.gates, then=numbers)
    near, always = None, [register.number_of(name) for name in among if name in register]
    if catalogue.meaning and asked.lines.words:
        near = find_near(catalogue.meaning, postings, requirement, day, catalogue.tree.name)
        always += [] if alone else near.strongest(max(WHOLE, most)).tolist()
    kept = kept.along(always)
    standing = postings.standing(numbers, kept.owners)
    gated = asked.gate(requirement, standing, numbers, kept.owners)
    if kept.owners.size > max(WHOLE, most):
        likest = asked.likest(standing, numbers, kept.owners, gated, most)
        chosen = np.isin(kept.owners, [*likest.tolist(), *always])
        kept, gated = kept._replace(owners=kept.owners[chosen]), gated.among(chosen)
        standing = standing.among(np.isin(standing.owner, kept.owners))
    columns, standing = in_date(postings.pieces(kept.owners), standing, requirement.on)
    held = count(standing, numbers, terms, vocabulary)
    return Held(
        catalogue,
        requirement,
        asked.lines,
        asked.worths,
        kept,
        find(columns, held, asked.worths),
        asked.members(columns),
        gated,
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
    return _Asked.read(catalogue, requirement, weights, repairing=False).by_number


@dataclass(frozen=True)
class _Asked:
    """A requirement as read, with what its terms and categories are worth in the catalogue, and its gates."""

    catalogue: Catalogue
    lines: Lines
    worths: tuple[Worths, ...]
    steps: Mapping[str, float]
    gates: tuple[Gate, ...]
    weights: Weights

    @classmethod
    def read(
        cls, catalogue: Catalogue, requirement: Requirement, weights: Weights, *, repairing: bool = True
    ) -> _Asked:
        lines = catalogue.reader.read(requirement, repairing=repairing)
        vocabulary, owners = catalogue.postings.vocabulary, len(catalogue.register)
        worths = tuple(worths_of(line, vocabulary, owners) for line in lines.words)
        steps = catalogue.steps(requirement.categories, weights) if lines.words else {}
        gates = gates_of(lines.typed, requirement, vocabulary)
        return cls(catalogue, lines, worths, steps, gates, weights)

    @cached_property
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

    def gate(
        self,
        requirement: Requirement,
        standing: Standing,
        numbers: Sequence[int],
        owners: NDArray[np.int32],
    ) -> Gated:
        """What the typed lines come to for each of the owners. Who says nothing stands nowhere."""
        gated = gate_each(self.gates, standing, numbers, owners)
        for place in np.flatnonzero(~np.isin(owners, standing.owner)).tolist():
            profile = self.catalogue.register.profile(int(owners[place]))
            rulings = [rule(line, requirement, profile) for line in self.lines.typed]
            gated.put(place, rulings, self.gates)
        return gated

    def likest(
        self,
        standing: Standing,
        numbers: Sequence[int],
        owners: NDArray[np.int32],
        gated: Gated,
        most: int,
    ) -> NDArray[np.int32]:
        """So many of the owners, who about would score most, and as many of those left out."""
        worths, whole = self.by_number, max(sum(self.line_weights), 1e-300)
        worth = np.array([worths.get(number, 0.0) / whole for number in numbers])
        found, rough = rough_scores(standing, worth, self.enough, self.weights)
        place = np.searchsorted(owners, found)
        scores = np.where(rough > 0, whole * rough + gated.gained(self.gates)[place], 0.0)
        out = gated.out[place]
        return np.concatenate([found[group][the_most(scores[group], most)] for group in (out, ~out)])

    def members(self, columns: Columns) -> dict[str, NDArray[np.int32]]:
        """The owners that have a piece under each category that counts."""
        number = self.catalogue.postings.vocabulary.category_number
        return {key: np.unique(columns.owner[columns.category == number(key)]) for key in self.steps}


def _day(requirement: Requirement) -> int | None:
    return requirement.on.toordinal() if requirement.on else None
