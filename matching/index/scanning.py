"""Two looks at a catalogue: from the arrays to the suppliers that are scored.

At the first, what a page holds of a requirement is added up in 16 bits, each word once, in a title more, and
weighed by how brief the owner's pieces are. It is no score: how often a word stands, pairs and limits are not
in it, and an owner's pages count by their squares, so that one good page stands before many poor ones. The
second works out roughly what each that is left would score.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import isqrt
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from matching.index.blocks import PAGES, Block, lists_of
from matching.index.counting import TEXT, TITLE
from matching.index.kernels import Numbers, Sums
from matching.index.postings import Postings, Standing
from matching.index.register import Register
from matching.scoring import half_count
from matching.weights import Weights

MOST = 0xFFFF
"""What the words of one page add up to at most."""

IN_TITLE = 1.5
"""What a word in a title is worth against one that stands elsewhere: with `TITLE`, in a piece of 20 words."""

DRAWN = 16
"""Of so many pages one is looked at before the others."""

Owners = NDArray[np.int32]
Strengths = NDArray[np.int64]


class Kept(NamedTuple):
    """The owners kept, by their numbers, rising, and how many hold anything at all."""

    owners: Owners
    holding: int

    def along(self, others: Sequence[int] | Owners) -> Kept:
        """These and others, who may hold nothing."""
        owners = np.union1d(self.owners, np.array(others, np.int32))
        return Kept(owners.astype(np.int32), max(self.holding, owners.size))


def keep_strongest(
    postings: Postings, register: Register, worths: Mapping[int, float], most: int, *, counting: bool = True
) -> Kept:
    """At most so many owners. ``worths`` are those of forms and categories, by their numbers.

    Of equals those first by id are kept. Who holds anything is counted where that is asked for.
    """
    lists, parts = in_16_bits(worths)
    sums = np.zeros(PAGES, np.uint16)
    owners, strengths = [np.zeros(0, np.int32)], [np.zeros(0, np.int64)]
    holding, least, found = 0, 1, 0
    for _, block in postings.blocks(lists.tolist()):
        postings.kernels.add_up(block.lists, lists, parts, sums)
        if block.buried:
            sums[: block.size] *= block.alive
        places, strong = strongest(block, sums, least, most)
        owners.append(block.owners[places])
        strengths.append(strong)
        found += places.size
        if counting:
            holding += _holding(block, sums)
        if found > 2 * most > 0:
            together = np.concatenate(strengths)
            least = int(np.partition(together, -most)[-most])
            passed = together >= least
            owners, strengths = [np.concatenate(owners)[passed]], [together[passed]]
            found = owners[0].size
    kept = _first(np.concatenate(owners), np.concatenate(strengths), register, most)
    return Kept(np.sort(kept), holding)


def in_16_bits(worths: Mapping[int, float]) -> tuple[Numbers, NDArray[np.uint16]]:
    """The lists of what is worth anything, rising, and their worths as parts of `MOST` in all."""
    held = sorted((number, worth) for number, worth in worths.items() if worth > 0)
    lists = np.array(lists_of(number for number, _ in held), np.int32)
    parts = np.array([part for _, worth in held for part in (worth, IN_TITLE * worth)], np.float64)
    return lists, np.maximum(parts * ((MOST - parts.size) / max(parts.sum(), 1e-300)), 1).astype(np.uint16)


def strongest(block: Block, sums: Sums, least: int, most: int = PAGES) -> tuple[NDArray[np.intp], Strengths]:
    """The owners of a block that are at least so strong, by their places, with their strengths.

    Where ``most`` are surely stronger, those below them may be left out: one page in `DRAWN` tells where to
    begin. An owner has a page that holds its part of its strength: only such owners are added up.
    """
    widest = max(block.widest * block.briefest**2, 1)
    low = max(isqrt((least - 1) // widest), 1)
    drawn, wanted = sums[: block.size : DRAWN], 2 * most // DRAWN + DRAWN
    if least <= 1 and wanted < drawn.size:
        likely = int(np.partition(drawn, -wanted)[-wanted])
        places, strengths = _from(block, sums, max(low, likely))
        passed = (max(low, likely) - 1) ** 2 * widest
        if np.count_nonzero(strengths > passed) >= most:
            return _at_least(max(least, passed), places, strengths)
    return _at_least(least, *_from(block, sums, low))


def _from(block: Block, sums: Sums, low: int) -> tuple[NDArray[np.intp], Strengths]:
    """The owners with a page that holds so much, and their strengths."""
    pages = np.flatnonzero(sums[: block.size] >= low)
    places = block.owner_at[pages].astype(np.intp)
    if block.widest > 1:
        places = places[np.diff(places, prepend=-1) > 0]
        pages = block.pages_of(places)
    squares = sums[pages].astype(np.int64) ** 2
    if block.widest > 1 and places.size:
        squares = np.add.reduceat(squares, np.flatnonzero(np.diff(block.owner_at[pages], prepend=MOST)))
    return places, squares * block.brevity[places].astype(np.int64) ** 2


def _at_least(
    least: int, places: NDArray[np.intp], strengths: Strengths
) -> tuple[NDArray[np.intp], Strengths]:
    strong = strengths >= least
    return places[strong], strengths[strong]


def keep_likest(
    standing: Standing, worths: NDArray[np.float64], enough: int, weights: Weights, most: int
) -> Owners:
    """The second look: so many of the owners, who about would score most, and who would as the last of them.

    All lines are taken as one, without pairs and repeats. ``worths`` are those of each number, as parts of a
    perfect piece; ``enough`` is how many of them make a piece more than a guess.
    """
    at, piece, pieces = standing.at, standing.piece, standing.owner.size
    again = np.zeros(at.size, np.bool_)
    again[1:] = (at[1:] == at[:-1]) & (piece[1:] == piece[:-1])
    at, address, piece = at[~again], standing.address[~again], piece[~again]
    halves = half_count(standing.length)
    in_text = address - standing.start[piece] >= standing.words[piece, 0]
    degree = np.where(in_text, (TEXT / (TEXT + halves))[piece], (TITLE / (TITLE + halves))[piece])
    alike = np.minimum(np.bincount(piece, worths[at] * degree, pieces), 1.0)
    is_guess = np.bincount(piece, minlength=pieces) < enough
    firsts = np.flatnonzero(np.diff(standing.owner, prepend=-1))
    sure = np.where(is_guess, 0.0, weights.piece * alike)
    best = np.maximum.reduceat(np.where(is_guess, weights.guess, 1.0) * weights.piece * alike, firsts)
    scores = np.maximum(1 - np.multiply.reduceat(1 - sure, firsts), best)
    least = np.partition(scores, -most)[-most] if most < scores.size else 0.0
    return standing.owner[firsts[scores >= least]]


def _holding(block: Block, sums: Sums) -> int:
    """Owners with any page that holds anything."""
    if block.widest <= 1:
        return int(np.count_nonzero(sums[: block.size]))
    return int(np.count_nonzero(np.maximum.reduceat(sums, block.firsts[:-1])))


def _first(owners: Owners, strengths: Strengths, register: Register, most: int) -> Owners:
    """At most so many, the strongest."""
    if owners.size <= most:
        return owners
    if not most:
        return owners[:0]
    least = np.partition(strengths, -most)[-most]
    sure = owners[strengths > least]
    equal = sorted(owners[strengths == least].tolist(), key=register.id_of)
    return np.append(sure, np.array(equal[: most - sure.size], np.int32))
