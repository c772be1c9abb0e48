"""The fewest suppliers that meet every must together.

Musts are the bits of a whole number. Suppliers that answer alike are one kind, and of any register a few
hundred kinds are left, so that the search for how few will do is exact: it is deepened one supplier at a
time, and a must that few kinds meet is settled first. Which of the smallest sets are the best is asked then.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache
from itertools import chain, combinations
from math import comb
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Bits = NDArray[np.int64]

MOST_FIRMS = 3
"""Suppliers of one set: more would be a contract of their own to manage."""

MOST_ASKED = 3
"""What would have to be asked of a set, at most. Beyond that nothing is known of it."""

WIDEST_TABLE = 22
"""Musts of which there is a table of all sets: four megabytes."""

AT_ONCE = 256
"""Kinds that are held beside others in one go."""

MOST_SETS = 60_000
"""Sets that are held side by side to find the best."""


class Answers(NamedTuple):
    """What a supplier says to the musts that any one of a set may meet: those it ``met``, and those it is
    ``silent`` on, where it neither meets them nor says no.

    ``unsaid`` counts the conditions that each must meet itself, and of which it does not say whether it does.
    """

    met: int
    silent: int = 0
    unsaid: int = 0


class Size(NamedTuple):
    """How small a set can be: what would have to be ``asked`` counts before the number of ``firms``."""

    asked: int
    firms: int


class Search:
    """Looks for sets among the kinds of suppliers there are. ``every`` has the bits of all musts.

    >>> Search([Answers(0b011), Answers(0b110), Answers(0b100)], 0b111).smallest()
    Size(asked=0, firms=2)
    """

    def __init__(self, kinds: Collection[Answers], every: int) -> None:
        self.every = every
        self._clear = _Kinds(_widest({kind.met for kind in kinds if not kind.unsaid}, every), every)
        self._kinds: _Kinds | None = None
        self._all = kinds

    def smallest(self, most: int = MOST_FIRMS, asked: int = MOST_ASKED) -> Size | None:
        """The size of the smallest sets of at most so many suppliers, or None where there is none.

        A set of which something would have to be asked is told of only where there is none without.
        """
        for asks in range(min(asked, self.every.bit_count() - 1) + 1):
            for firms in range(1, most + 1):
                if self.reaches(Answers(0), firms, asks):
                    return Size(asks, firms)
        return None

    def one(self, size: Size) -> list[Answers]:
        """The kinds of some set of that size, which is the smallest."""
        chosen: list[Answers] = []
        had = Answers(0)
        for left in reversed(range(size.firms)):
            had, kind = next(
                (beside, kind)
                for kind in sorted(self._all)
                if self.reaches(beside := _both(had, kind), left, size.asked)
            )
            chosen.append(kind)
        return chosen

    def reaches(self, had: Answers, firms: int, asks: int) -> bool:
        """Whether so many more beside what is there meet every must, but for so much to be asked."""
        if had.unsaid > asks:
            return False
        if not asks:
            return self._clear.reach(self.every & ~had.met, 0, 0, firms, 0)
        if self._kinds is None:
            self._kinds = _Kinds(_undominated(set(self._all)), self.every)
        return self._kinds.reach(self.every & ~had.met, 0, had.silent, firms, asks - had.unsaid)


class _Kinds:
    """Some kinds in arrays, and what was found out about them."""

    def __init__(self, kinds: Sequence[Answers], every: int) -> None:
        columns = np.array(kinds or np.zeros((0, 3)), np.int64).T
        self._met, self._silent, self._unsaid = (np.ascontiguousarray(column) for column in columns)
        self._widest = int(np.bitwise_count(self._met).max(initial=0))
        self._meeting: dict[int, Sequence[Answers]] = {}
        self._rarest = sorted(_each(every), key=lambda line: (int(np.count_nonzero(self._met & line)), line))
        self._all = kinds
        self._known: dict[tuple[int, ...], bool] = {}

    def reach(self, left: int, put: int, said: int, firms: int, asks: int) -> bool:
        """Whether ``firms`` more meet what is ``left`` with so many ``asks``, and whether what was ``put`` to
        be asked can be: somebody is silent on it. On the musts ``said`` somebody chosen is.
        """
        if left.bit_count() <= asks and not (left | put) & ~said:
            return True
        if not firms or left.bit_count() - asks > firms * self._widest:
            return False
        key = (left, put & ~said, said, firms, asks) if asks or put else (left, firms)
        if key not in self._known:
            self._known[key] = (
                self._one(left, put, said, asks) if firms == 1 else self._some(left, put, said, firms, asks)
            )
        return self._known[key]

    def _one(self, left: int, put: int, said: int, asks: int) -> bool:
        rest = left & ~self._met
        if not asks and not put:
            return bool((rest | self._unsaid == 0).any())
        afford = np.bitwise_count(rest) + self._unsaid <= asks
        asked = (rest | put) & ~self._met
        return bool((afford & (asked & ~(said | self._silent) == 0)).any())

    def _some(self, left: int, put: int, said: int, firms: int, asks: int) -> bool:
        if not left:
            line = _lowest(put & ~said)
            spoken = [kind for kind in self._all if (kind.met | kind.silent) & line]
        else:
            line = next(line for line in self._rarest if line & left)
            spoken = list(self._that_meet(line))
        for kind in spoken:
            if kind.unsaid <= asks and self.reach(
                left & ~kind.met, put & ~kind.met, said | kind.silent, firms - 1, asks - kind.unsaid
            ):
                return True
        return bool(asks and left) and self.reach(left & ~line, put | line, said, firms, asks - 1)

    def _that_meet(self, line: int) -> Sequence[Answers]:
        """The kinds that meet a must, those that meet most first."""
        if line not in self._meeting:
            found = [kind for kind in self._all if kind.met & line]
            self._meeting[line] = sorted(found, key=lambda kind: -kind.met.bit_count())
        return self._meeting[line]


def _widest(mets: Collection[int], every: int) -> list[Answers]:
    """Those that no other holds. Of a few musts a table of all there could be tells in one go."""
    lines = every.bit_length()
    if lines > WIDEST_TABLE:
        return _undominated([Answers(met) for met in mets])
    holds = np.zeros(1 << lines, np.bool_)
    found = np.array(sorted(mets), np.int64)
    holds[found] = True
    for line in range(lines):
        halves = holds.reshape(-1, 2, 1 << line)
        halves[:, 0] |= halves[:, 1]
    held = np.zeros(found.size, np.bool_)
    for bit in _each(every):
        held |= (found & bit == 0) & holds[found | bit]
    return [Answers(met) for met in found[~held].tolist()]


def _undominated(kinds: Collection[Answers]) -> list[Answers]:
    """Those that no other replaces: it meets as much, says no to no more, and says as much of itself.

    `AT_ONCE` are held beside those that are left, the widest first: only a wider one replaces another.
    """
    falling = sorted(
        kinds, key=lambda kind: (-kind.met.bit_count(), -kind.silent.bit_count(), kind.unsaid, kind)
    )
    left = np.zeros((0, 3), np.int64)
    for first in range(0, len(falling), AT_ONCE):
        some = np.array(falling[first : first + AT_ONCE], np.int64)
        some = some[~_replaced(some, left).any(axis=1)]
        within = np.tril(_replaced(some, some), -1)
        left = np.concatenate([left, some[~within.any(axis=1)]])
    return [Answers(*map(int, kind)) for kind in left]


def _replaced(kinds: Bits, by: Bits) -> NDArray[np.bool_]:
    """Whether each kind is replaced by each of the others: shape (kinds, others)."""
    met, silent, unsaid = (column[:, np.newaxis] for column in kinds.T)
    other_met, other_silent, other_unsaid = by.T
    found = met & ~other_met == 0
    found &= silent & ~(other_met | other_silent) == 0
    found &= other_unsaid <= unsaid
    return np.asarray(found)


def _both(one: Answers, other: Answers) -> Answers:
    return Answers(one.met | other.met, one.silent | other.silent, one.unsaid + other.unsaid)


def best_sets(
    answers: Sequence[Answers], shares: NDArray[np.float64], every: int, size: Size, limit: int
) -> list[tuple[int, ...]]:
    """The best sets of that size, by the places of their suppliers, which are given in order of their ids.

    ``shares`` is what each line brings for each supplier: shape (lines, suppliers). A set is as strong as the
    best shares of its lines together; of equals the one whose suppliers are the stronger by themselves goes
    first, and then by the ids. Every set of the suppliers given is looked at: see `room`.
    """
    every_set = chain.from_iterable(combinations(range(len(answers)), size.firms))
    sets = np.fromiter(every_set, np.intp).reshape(-1, size.firms)
    met, silent, unsaid = np.array(answers, np.int64).reshape(-1, 3).T
    left = every & ~np.bitwise_or.reduce(met[sets], axis=1)
    asked = np.bitwise_count(left) + unsaid[sets].sum(axis=1)
    fits = (asked <= size.asked) & (left & ~np.bitwise_or.reduce(silent[sets], axis=1) == 0)
    sets = sets[fits]
    together = np.zeros(len(sets))
    for line in shares:
        together += line[sets].max(axis=1, initial=0.0)
    alone = shares.sum(axis=0)[sets].sum(axis=1)
    order = np.lexsort((*sets.T[::-1], -np.round(alone, 9), -np.round(together, 9)))
    return [tuple(map(int, sets[at])) for at in order[:limit]]


@lru_cache
def room(firms: int) -> int:
    """Of how many suppliers every set of so many can be looked at.

    >>> room(2), room(3)
    (346, 72)
    """
    number = firms
    while comb(number + 1, firms) <= MOST_SETS and number < MOST_SETS:
        number += 1
    return number


def _each(bits: int) -> Iterator[int]:
    while bits:
        yield _lowest(bits)
        bits &= bits - 1


def _lowest(bits: int) -> int:
    return bits & -bits
