"""Who of a whole catalogue meets which must, from the arrays: what `explain` says of each, without words.

A typed must goes by the keys that suppliers state. For one in words most suppliers are ruled out by which of
its words they hold at all, and the pieces of the others are counted as they are for a ranking.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from matching.gates import FILTERS
from matching.index.blocks import Block, lists_of
from matching.index.candidates import find, in_date, terms_of, unproved, weigh
from matching.index.catalogue import Catalogue
from matching.index.counting import count, numbers_of
from matching.index.gating import RANK, Gate, best_of, gates_of
from matching.index.worths import Worths, worths_of
from matching.records import Criterion, Requirement
from matching.scoring import BEST, MET, enough, heaviest
from matching.served import SERVES
from matching.stated import AREA
from matching.vocabulary import Vocabulary
from matching.weights import Weights

SME = Criterion("", "", fact="size", value=("micro", "small", "medium"))

LEAST = 1 - (1 - MET) ** (1 / BEST)
"""What the best piece of a supplier is worth, at least, where `BEST` of them meet a line together."""

ROUNDING = 1e-9

Owners = NDArray[np.int32]
Marks = NDArray[np.bool_]


class _Seen(NamedTuple):
    """The owners; what the best they state comes to at each gate: shape (gates, owners); who could meet each
    line in words, of those inside: shape (lines, owners); and who has a piece in one of the categories."""

    owners: Owners
    ranks: NDArray[np.int8]
    likely: Marks
    inside: Marks


class Answered(NamedTuple):
    """What everybody answers to musts: ``words`` and then ``typed``, each by id, and who is ``inside``.

    ``met_in_words`` tells who of these meets each in words; ``ranks`` what the best that they state comes to
    at each typed one, by `RANK` and -1 for nothing: shape (musts, owners).
    """

    words: tuple[str, ...]
    typed: tuple[Criterion, ...]
    owners: Owners
    met_in_words: Marks
    ranks: NDArray[np.int8]
    inside: Marks


@dataclass(frozen=True, slots=True)
class Musts:
    """What the owners of a catalogue, whose numbers rise, come to.

    ``joint`` are the musts that any one of a set may meet, those in words and then the typed, each by id;
    ``met`` and ``denied`` tell who meets each and who says no: shape (joint, owners). ``own`` are those that
    everybody must meet itself; ``barred`` says who does not, and ``unsaid`` of how many of them an owner says
    nothing. ``sme`` marks who states to be one.
    """

    joint: tuple[Criterion, ...]
    own: tuple[Criterion, ...]
    owners: Owners
    met: Marks
    denied: Marks
    barred: Marks
    unsaid: NDArray[np.int64]
    sme: Marks

    @property
    def able(self) -> Marks:
        """Who meets what each must meet itself."""
        return ~self.barred & (self.unsaid == 0)


def is_own(criterion: Criterion) -> bool:
    """Whether each supplier of a set must meet a line itself: who it is, where it is, and that it works where
    the work is. A certificate or a skill is needed for a part of the work, and one of them brings it."""
    return criterion.fact in {AREA, SERVES} or criterion.fact in FILTERS


def weigh_musts(catalogue: Catalogue, requirement: Requirement, weights: Weights) -> Musts:
    """Who meets which must. Who says nothing in words at all is not among the owners."""
    found = answer_musts(catalogue, requirement, weights, besides=[SME])
    typed = found.typed[:-1]
    is_met, is_denied = found.ranks == RANK["met"], found.ranks == RANK["not met"]
    own = np.array([is_own(line) for line in found.typed])
    joint, own[-1] = ~own, False
    asked = {criterion.id: criterion for criterion in requirement.criteria}
    return Musts(
        joint=(*(asked[name] for name in found.words), *(line for line in typed if not is_own(line))),
        own=tuple(line for line in typed if is_own(line)),
        owners=found.owners,
        met=np.concatenate([found.met_in_words, is_met[joint]]),
        denied=np.concatenate([np.zeros_like(found.met_in_words), is_denied[joint]]),
        barred=is_denied[own].any(axis=0),
        unsaid=(~is_met & ~is_denied)[own].sum(axis=0),
        sme=is_met[-1],
    )


def answer_musts(
    catalogue: Catalogue,
    requirement: Requirement,
    weights: Weights,
    *,
    besides: Sequence[Criterion] = (),
    categories: Sequence[str] = (),
) -> Answered:
    """What everybody answers to the musts and to typed lines ``besides``, in one pass.

    Those with a piece in one of the ``categories``, by their keys, are inside; everybody where there is none.
    """
    vocabulary, size = catalogue.postings.vocabulary, len(catalogue.register)
    lines = catalogue.reader.read(requirement)
    words = [line for line in lines.words if line.importance == "must"]
    worths = [worths_of(line, vocabulary, size) for line in words]
    typed = (*(line for line in lines.typed if line.importance == "must"), *besides)
    gates = gates_of(typed, requirement, vocabulary)
    headings = [vocabulary.category_number(key) for key in categories if key in vocabulary.members]
    seen = _look(catalogue, worths, gates, weights, headings if categories else None)
    met = _count(catalogue, requirement, weights, worths, seen)
    names = tuple(line.criterion for line in words)
    return Answered(names, typed, seen.owners, met, seen.ranks, seen.inside)


def _look(
    catalogue: Catalogue,
    lines: Sequence[Worths],
    gates: Sequence[Gate],
    weights: Weights,
    headings: Sequence[int] | None,
) -> _Seen:
    vocabulary = catalogue.postings.vocabulary
    numbers = {*numbers_of(terms_of(lines), vocabulary), *(number for gate in gates for number in gate.ranks)}
    nobody = np.zeros((len(gates), 0), np.int8), np.zeros((len(lines), 0), np.bool_), np.zeros(0, np.bool_)
    found = [_Seen(np.zeros(0, np.int32), *nobody)]
    for _, block in catalogue.postings.blocks(lists_of({*numbers, *(headings or ())})):
        alive = block.alive[block.firsts[:-1]]
        ranks = np.zeros((len(gates), alive.size), np.int8)
        for at, gate in enumerate(gates):
            ranks[at] = best_of(block, gate.ranks)
        holding, likely = _Holding(block), np.zeros((len(lines), alive.size), np.bool_)
        inside = np.ones(alive.size, np.bool_) if headings is None else holding.any(headings)
        for at, line in enumerate(lines):
            likely[at] = inside & _could_meet(line, holding, vocabulary, weights)
        found.append(_Seen(block.owners[alive], ranks[:, alive], likely[:, alive], inside[alive]))
    return _Seen(*(np.concatenate(each, axis=-1) for each in zip(*found, strict=True)))


class _Holding:
    """Which owners of a block hold what, by the numbers of forms."""

    def __init__(self, block: Block) -> None:
        self._block = block
        self._known: dict[int, Marks] = {}

    @property
    def owners(self) -> int:
        return self._block.owners.size

    def any(self, numbers: Iterable[int]) -> Marks:
        marks = np.zeros(self.owners, np.bool_)
        for number in numbers:
            marks |= self._of(number)
        return marks

    def _of(self, number: int) -> Marks:
        if number not in self._known:
            marks = np.zeros(self.owners, np.bool_)
            for which in lists_of([number]):
                marks[self._block.owner_at[self._block.lists.of(which)[0]]] = True
            self._known[number] = marks
        return self._known[number]


def _could_meet(line: Worths, holding: _Holding, vocabulary: Vocabulary, weights: Weights) -> Marks:
    """Who could meet a line: all its words on one piece, each as often as can be, would do."""
    by_stem, as_written = np.zeros(holding.owners), np.zeros(holding.owners)
    told = np.zeros(holding.owners, np.int64)
    telling = line.line.telling
    for term, worth in line.terms.items():
        holds = np.ones(holding.owners, np.bool_)
        for stem in term.split(" "):
            holds &= holding.any(vocabulary.forms_of(stem))
        by_stem += worth * holds
        told += holds & (term in telling)
    for form, worth in line.forms.items():
        as_written += worth * holding.any([vocabulary.number(form)])
    alike = (1 - weights.written) * _part(by_stem, line.asked)
    alike += weights.written * _part(as_written, line.written) + ROUNDING
    is_guess = told < enough(len(telling & line.line.asked.keys()))
    least = np.where(is_guess, MET / max(weights.guess, ROUNDING), LEAST)
    return (told > 0) & (weights.piece * alike >= least)


def _part(found: NDArray[np.float64], asked: Sequence[float]) -> NDArray[np.float64]:
    return np.minimum(found / max(sum(heaviest(asked)), ROUNDING), 1.0)


def _count(
    catalogue: Catalogue,
    requirement: Requirement,
    weights: Weights,
    lines: Sequence[Worths],
    seen: _Seen,
) -> Marks:
    """Who meets each line in words, by what a ranking would count of the pieces of those who could."""
    met = np.zeros_like(seen.likely)
    places = np.flatnonzero(seen.likely.any(axis=0))
    if not places.size:
        return met
    owners = seen.owners[places]
    postings, terms = catalogue.postings, terms_of(lines)
    numbers = sorted(numbers_of(terms, postings.vocabulary))
    columns, standing = in_date(postings.pieces(owners), postings.standing(numbers, owners), requirement.on)
    held = count(standing, numbers, terms, postings.vocabulary)
    for at, alike in enumerate(find(columns, held, lines)):
        met[at, places] = 1 - unproved(weigh(alike, weights), owners, weights) >= MET
    return met
