"""How far pieces hold words and pairs, counted from where the words stand."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from itertools import chain
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from matching.index.blocks import FIELDS, Addresses
from matching.index.postings import Standing
from matching.scoring import half_count, saturation
from matching.vocabulary import Vocabulary

TITLE, TEXT, CATEGORY = 3, 1, 1
"""How much one occurrence counts: a title is written to say what the thing is."""

REPEATS = 2
"""Occurrences in one field beyond which a word says nothing more."""

Whole = NDArray[np.int64]


class Counts(NamedTuple):
    """How often pieces hold terms, in arrays of one length, by term and then by piece."""

    term: Whole
    piece: Whole
    times: Whole


class Degrees:
    """How far pieces hold terms, 0 to 1. ``halves`` are the `half_count` of each piece."""

    def __init__(self, terms: Sequence[str], counts: Counts, halves: NDArray[np.float64]) -> None:
        self._terms, self._pieces = terms, halves.size
        self._term, self._piece = counts.term, counts.piece
        self._degree = saturation(counts.times, halves[counts.piece])

    def sum(self, worths: Mapping[str, float]) -> NDArray[np.float64]:
        """By piece, what it holds is worth: term by term in their order, on every machine the same."""
        worth = np.array([worths.get(term, 0.0) for term in self._terms], np.float64)
        found = np.bincount(self._piece, worth[self._term] * self._degree, self._pieces)
        return found.astype(np.float64, copy=False)

    def told(self, terms: Collection[str]) -> Whole:
        """By piece, how many of some terms it holds."""
        asked = np.array([term in terms for term in self._terms], np.bool_)
        return np.bincount(self._piece[asked[self._term]], minlength=self._pieces)


class Terms(NamedTuple):
    """What is looked for, each in the order of its spelling. ``stems`` has those of the ``pairs`` too."""

    stems: Sequence[str]
    forms: Sequence[str]
    pairs: Sequence[str]


class Held(NamedTuple):
    """What pieces hold of the `Terms` asked for."""

    stems: Degrees
    forms: Degrees
    pairs: Degrees


class _Words(NamedTuple):
    """Words where they stand, in arrays of one length, by address: in which part of which piece."""

    at: Whole
    address: Addresses
    piece: Whole
    field: Whole

    def only(self, which: Whole) -> _Words:
        return _Words(*(values[which] for values in self))


def numbers_of(terms: Terms, vocabulary: Vocabulary) -> set[int]:
    """The numbers of all forms that tell of the terms."""
    of_stems = chain.from_iterable(map(vocabulary.forms_of, terms.stems))
    return {*of_stems, *map(vocabulary.number, terms.forms)}


def count(standing: Standing, numbers: Sequence[int], terms: Terms, vocabulary: Vocabulary) -> Held:
    """``numbers`` are those that ``standing`` tells of. What a stem counts its forms do."""
    pieces, halves = standing.owner.size, half_count(standing.length)
    stem_of = _which(numbers, [vocabulary.forms_of(stem) for stem in terms.stems])
    form_of = _which(numbers, [[vocabulary.number(form)] for form in terms.forms])
    words = _words(standing, (stem_of >= 0) | (form_of >= 0))
    counts = _counted(words.at, words, pieces)
    return Held(
        Degrees(terms.stems, _grouped(counts, stem_of, pieces), halves),
        Degrees(terms.forms, _grouped(counts, form_of, pieces), halves),
        Degrees(terms.pairs, _paired(words, stem_of, terms, pieces), halves),
    )


def _which(numbers: Sequence[int], groups: Sequence[Sequence[int]]) -> Whole:
    """By the place of each number, the group that it is of, -1 for none."""
    group_of = {number: at for at, group in enumerate(groups) for number in group}
    return np.array([group_of.get(number, -1) for number in numbers], np.int64)


def _words(standing: Standing, are_words: NDArray[np.bool_]) -> _Words:
    """In the order of their addresses, without categories."""
    order = np.argsort(standing.address, kind="stable")
    order = order[are_words[standing.at[order]]]
    address, piece = standing.address[order], standing.piece[order]
    ends = standing.start[:, np.newaxis] + np.cumsum(standing.words, axis=1, dtype=np.int64)
    field = (address[:, np.newaxis] >= ends[piece]).sum(axis=1)
    return _Words(standing.at[order], address, piece, field)


def _counted(term: Whole, words: _Words, pieces: int) -> Counts:
    """Of one field at most `REPEATS` occurrences count."""
    each = np.array([TITLE, TEXT, CATEGORY], np.int64)
    keys, times = np.unique((term * pieces + words.piece) * FIELDS + words.field, return_counts=True)
    return _summed(keys // FIELDS, np.minimum(times, REPEATS) * each[keys % FIELDS], pieces)


def _grouped(counts: Counts, group_of: Whole, pieces: int) -> Counts:
    """The terms of a group added up."""
    keys = group_of[counts.term] * pieces + counts.piece
    order = np.argsort(keys, kind="stable")
    order = order[np.searchsorted(keys, 0, sorter=order) :]
    return _summed(keys[order], counts.times[order], pieces)


def _paired(words: _Words, stem_of: Whole, terms: Terms, pieces: int) -> Counts:
    """The pairs that stand side by side in one part of a piece, in either order."""
    place = {stem: at for at, stem in enumerate(terms.stems)}
    pair_of = np.full((len(place) + 1, len(place) + 1), -1, np.int32)
    for at, pair in enumerate(terms.pairs):
        first, _, second = pair.partition(" ")
        pair_of[place[first], place[second]] = pair_of[place[second], place[first]] = at
    stem = stem_of[words.at]
    made = pair_of[stem[:-1], stem[1:]]
    beside = (np.diff(words.address) == 1) & (np.diff(words.piece) == 0) & (np.diff(words.field) == 0)
    found = np.flatnonzero(beside & (made >= 0))
    return _counted(made[found].astype(np.int64), words.only(found), pieces)


def _summed(keys: Whole, counts: Whole, pieces: int) -> Counts:
    """``keys``, rising, are terms times pieces, and the piece."""
    firsts = np.flatnonzero(np.diff(keys, prepend=-1))
    term, piece = np.divmod(keys[firsts], max(pieces, 1))
    return Counts(term, piece, np.add.reduceat(counts, firsts) if firsts.size else counts)
