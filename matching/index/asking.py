"""From a requirement to those of a catalogue worth a look: first at everybody, then at the strongest."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from matching.index.blocks import Columns
from matching.index.candidates import Scan
from matching.index.catalogue import Catalogue
from matching.index.holding import Held
from matching.index.meant import find_near
from matching.index.postings import Postings, RowNumbers
from matching.index.scanning import keep_strongest
from matching.index.worths import Worths, worths_of
from matching.reading import Lines
from matching.records import Requirement
from matching.weights import Weights


def hold(
    catalogue: Catalogue,
    requirement: Requirement,
    weights: Weights,
    most: int,
    *,
    among: Collection[str] = (),
    read: int | None = None,
) -> Held:
    """At most so many owners are looked at closely, the strongest, and those ``among``, by their ids.

    With ``read`` only so many of them, the best without that, have their texts read for words side by side.
    """
    postings, register, day = catalogue.postings, catalogue.register, _day(requirement)
    asked = _Asked.read(catalogue, requirement, weights)
    kept = keep_strongest(postings, register, asked.by_number(), day, most)
    near = None
    if catalogue.meaning and asked.lines.words:
        near = find_near(catalogue.meaning, postings, requirement, day, catalogue.tree.name)
        kept = kept.along(near.strongest(most))
    wanted = [register.number_of(name) for name in among if name in register]
    kept = kept.along(wanted)
    rows = postings.rows_of_all(kept.owners)
    rows = rows[postings.usable(rows, day)]
    meant = near.among(kept.owners) if near else None
    scan = Scan(postings, rows, asked.worths, catalogue.pairs_in)
    members = _members(postings, rows, scan.columns, asked.steps)
    all_read = read is None or kept.owners.size <= read
    alike = scan.find(None if all_read else kept.owners[:0])
    held = Held(catalogue, requirement, asked.lines, asked.worths, kept, alike, members, weights, meant)
    if all_read or read is None:
        return held
    best = np.union1d(held.best(read), np.array(wanted, np.int32))
    return replace(held, alike=scan.find(best), _rulings=held._rulings)


def first_look(
    catalogue: Catalogue, requirement: Requirement, weights: Weights, most: int
) -> tuple[str, ...]:
    """The ids of the strongest at a first look, by id. No word is repaired, and nobody is scored."""
    kept = keep_strongest(
        catalogue.postings,
        catalogue.register,
        worths_at_first(catalogue, requirement, weights),
        _day(requirement),
        most,
        counting=False,
    )
    return tuple(sorted(map(catalogue.register.id_of, kept.owners.tolist())))


def worths_at_first(
    catalogue: Catalogue, requirement: Requirement, weights: Weights
) -> list[tuple[int, float]]:
    """What each form and category is worth at a first look, by its number, in the order of spelling."""
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

    def by_number(self) -> list[tuple[int, float]]:
        """What each form and category that is asked for is worth, by its number, in the order of spelling."""
        vocabulary = self.catalogue.postings.vocabulary
        found: dict[int, float] = {}
        for line, weight in zip(self.worths, self.lines.weigh(self.weights), strict=True):
            for number, worth in line.by_number(vocabulary, self.weights.written):
                found[number] = found.get(number, 0.0) + weight * worth
        for key, value in self.steps.items():
            found[vocabulary.category_number(key)] = value
        return sorted(found.items(), key=lambda each: vocabulary.spelled[each[0]])


def _day(requirement: Requirement) -> int | None:
    return requirement.on.toordinal() if requirement.on else None


def _members(
    postings: Postings, rows: RowNumbers, columns: Columns, steps: Mapping[str, float]
) -> dict[str, NDArray[np.int32]]:
    """The owners of the rows that stand under each category."""
    if not steps:
        return {}
    numbers = [postings.vocabulary.category_number(key) for key in steps]
    counts = postings.counts(numbers, rows, columns.length)
    return {key: np.unique(columns.owner[held > 0]) for key, held in zip(steps, counts, strict=True)}
