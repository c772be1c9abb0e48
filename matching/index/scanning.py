"""Two looks at a catalogue: from the arrays to the suppliers that are scored.

At the first, what a page holds of a requirement is added up in 16 bits, each word once, in a title more, and
weighed by how brief the owner's pieces are. It is no score: how often a word stands, pairs and limits are not
in it, and an owner's pages count by their squares, so that one good page stands before many poor ones. The
second works out roughly what each that is left would score.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from heapq import nlargest
from math import isqrt
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from matching.index.blocks import PAGES, Block, lists_of
from matching.index.counting import TEXT, TITLE
from matching.index.gating import Gate, gained, left_out
from matching.index.kernels import Numbers, Sums
from matching.index.postings import Postings, Standing
from matching.index.register import Register
from matching.scoring import half_count, rounded
from matching.weights import Weights

MOST = 0xFFFF
"""What the words of one page add up to at most."""

MOST_LISTS = 1 << 13
"""Lists of one first look: each is worth a part of `MOST`."""

IN_TITLE = 1.5
"""What a word in a title is worth against one that stands elsewhere: with `TITLE`, in a piece of 20 words."""

DRAWN = 16
"""Of so many pages one is looked at before the others."""

Owners = NDArray[np.int32]
Strengths = NDArray[np.int64]


class Kept(NamedTuple):
    """The owners kept, by their numbers, rising; how many hold anything at all, and of those are left out."""

    owners: Owners
    holding: int
    left_out: int = 0

    def along(self, others: Sequence[int] | Owners) -> Kept:
        """These and others, who may hold nothing."""
        owners = np.union1d(self.owners, np.array(others, np.int32))
        return self._replace(owners=owners.astype(np.int32), holding=max(self.holding, owners.size))


def keep_strongest(
    postings: Postings,
    register: Register,
    worths: Mapping[int, float],
    most: int,
    gates: Sequence[Gate] = (),
    *,
    counting: bool = True,
    then: Sequence[int] = (),
) -> Kept:
    """At most so many owners, and as many of those that a must leaves out.

    ``worths`` are those of forms and categories, by their numbers. Of equals those first by id are kept. Who
    holds anything is counted where that is asked for. What is asked for ``then``, by number, is read at once.
    """
    most_gained = sum(gate.weight for gate in gates)
    lists, parts = in_16_bits(worths, most_gained)
    part = _part(worths, most_gained, parts.size)
    stated = [2 * number for gate in gates for number in gate.ranks]
    strong, barred = _Strongest(most, counting), _Strongest(most, counting)
    sums = np.zeros(PAGES, np.uint16)
    for _, block in postings.blocks([*lists.tolist(), *stated, *lists_of(then)]):
        postings.kernels.add_up(block.lists, lists, parts, sums)
        if block.buried:
            sums[: block.size] *= block.alive
        if stated:
            gain = (part * gained(block, gates)).astype(np.uint16)
            sums[: block.size] += gain[block.owner_at] * (sums[: block.size] > 0)
            out = left_out(block, gates)[block.owner_at]
            barred.add(block, sums[: block.size] * out)
            sums[: block.size] *= ~out
        strong.add(block, sums)
    owners = np.union1d(strong.first(register), barred.first(register))
    return Kept(owners.astype(np.int32), strong.holding + barred.holding, barred.holding)


class _Strongest:
    """The strongest owners of the blocks so far, and how many hold anything."""

    def __init__(self, most: int, counting: bool) -> None:
        self._most, self._counting = most, counting
        self._owners, self._strengths = [np.zeros(0, np.int32)], [np.zeros(0, np.int64)]
        self._size, self._least = 0, 1
        self.holding = 0

    def add(self, block: Block, sums: Sums) -> None:
        places, strengths = strongest(block, sums, self._least, self._most)
        self._owners.append(block.owners[places])
        self._strengths.append(strengths)
        self._size += places.size
        if self._counting:
            self.holding += _holding(block, sums)
        if self._size > 2 * self._most > 0:
            together = np.concatenate(self._strengths)
            self._least = int(np.partition(together, -self._most)[-self._most])
            passed = together >= self._least
            self._owners, self._strengths = [np.concatenate(self._owners)[passed]], [together[passed]]
            self._size = self._owners[0].size

    def first(self, register: Register) -> Owners:
        return _first(np.concatenate(self._owners), np.concatenate(self._strengths), register, self._most)


def in_16_bits(worths: Mapping[int, float], besides: float = 0.0) -> tuple[Numbers, NDArray[np.uint16]]:
    """The lists of what is worth anything, rising, and their worths as parts of `MOST` in all.

    So much may come ``besides``. Of more than `MOST_LISTS` those of least worth are left out.
    """
    dearest = nlargest(MOST_LISTS // 2, ((worth, number) for number, worth in worths.items() if worth > 0))
    held = sorted((number, worth) for worth, number in dearest)
    lists = np.array(lists_of(number for number, _ in held), np.int32)
    parts = np.array([part for _, worth in held for part in (worth, IN_TITLE * worth)], np.float64)
    parts *= _part(worths, besides, parts.size)
    return lists, np.maximum(parts, 1).astype(np.uint16)


def _part(worths: Mapping[int, float], besides: float, lists: int) -> float:
    """How much of `MOST` is for each worth: a page may hold everything, in a title and elsewhere."""
    whole = (1 + IN_TITLE) * sum(worth for worth in worths.values() if worth > 0)
    return (MOST - lists) / max(whole + besides, 1e-300)


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


def rough_scores(
    standing: Standing, worths: NDArray[np.float64], enough: int, weights: Weights
) -> tuple[Owners, NDArray[np.float64]]:
    """The second look: the owners, rising, and about what their words would bring each, 0 to 1.

    All lines are taken as one, without pairs and repeats. ``worths`` are those of each number, as parts of a
    perfect piece; ``enough`` is how many of them make a piece more than a guess.
    """
    pieces = standing.owner.size
    order = np.argsort((standing.at << 40) + standing.address)
    order = order[worths[standing.at[order]] > 0]
    at, address, piece = standing.at[order], standing.address[order], standing.piece[order]
    first = np.ones(at.size, np.bool_)
    first[1:] = (at[1:] != at[:-1]) | (piece[1:] != piece[:-1])
    at, address, piece = at[first], address[first], piece[first]
    halves = half_count(standing.length)
    in_text = address - standing.start[piece] >= standing.words[piece, 0]
    degree = np.where(in_text, (TEXT / (TEXT + halves))[piece], (TITLE / (TITLE + halves))[piece])
    alike = np.minimum(np.bincount(piece, worths[at] * degree, pieces), 1.0)
    is_guess = np.bincount(piece, minlength=pieces) < enough
    firsts = np.flatnonzero(np.diff(standing.owner, prepend=-1))
    sure = np.where(is_guess, 0.0, weights.piece * alike)
    best = np.maximum.reduceat(np.where(is_guess, weights.guess, 1.0) * weights.piece * alike, firsts)
    scores = np.maximum(1 - np.multiply.reduceat(1 - sure, firsts), best)
    return standing.owner[firsts], rounded(scores)


def the_most(scores: NDArray[np.float64], most: int) -> NDArray[np.bool_]:
    """So many of the highest, and what equals the last of them."""
    return scores >= (np.partition(scores, -most)[-most] if most < scores.size else 0.0)


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
