"""From who meets which must to the best of the smallest sets, with their reasons, and to the lots."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matching.covering import Answers, Search, Size, best_sets, room
from matching.index.asking import hold
from matching.index.catalogue import Catalogue
from matching.index.holding import Held
from matching.index.musts import Musts, is_own, weigh_musts
from matching.lotting import split
from matching.records import Cover, CoveredLine, Criterion, Lot, Match, Requirement, Together
from matching.weights import Weights

MOST_TRIED = 600
"""Kinds of suppliers of which is found out whether they can be in one of the smallest sets."""

MOST_MUSTS = 62
"""Bits of a whole number."""


@dataclass(frozen=True, slots=True)
class Covering:
    """A requirement asked of a whole catalogue at once. ``kept`` is how many suppliers a ranking scores."""

    catalogue: Catalogue
    requirement: Requirement
    weights: Weights
    kept: int

    def answer(self, limit: int, most: int) -> Together:
        """The ``limit`` best of the smallest sets of at most so many suppliers, and the lots.

        Raises ValueError for more than `MOST_MUSTS`.
        """
        musts = weigh_musts(self.catalogue, self.requirement, self.weights)
        if len(musts.joint) > MOST_MUSTS:
            raise ValueError(f"More than {MOST_MUSTS} musts")
        alone = int((musts.able & musts.met.all(axis=0)).sum()) if musts.joint else 0
        lots, able, unseen, unmet = _lots(musts)
        return Together(self._covers(_Kinds.of(musts), limit, most), alone, lots, able, unseen, unmet)

    def _covers(self, kinds: _Kinds, limit: int, most: int) -> tuple[Cover, ...]:
        search = Search(kinds.answers, kinds.every)
        size = search.smallest(most)
        if size is None:
            return ()
        pool, held = self._pool(kinds, search, size)
        shares = held.shares(pool)
        sets = best_sets(kinds.of_owners(pool), shares, kinds.every, size, limit)
        matches = {at: held.match(pool[at], 0) for at in sorted({at for each in sets for at in each})}
        strengths = [float(round(shares[:, places].max(axis=1).sum(), 9)) for places in map(list, sets)]
        return tuple(
            self._worded([matches[at] for at in places], strength)
            for places, strength in zip(sets, strengths, strict=True)
        )

    def _pool(self, kinds: _Kinds, search: Search, size: Size) -> tuple[list[int], Held]:
        """As many owners as there is room for, by id, and the requirement held against them.

        Those of one set of that size come first, then the best of each kind that can be in such a set, the
        second of each, and so on.
        """
        held = hold(self.catalogue, self.requirement, self.weights, self.kept)
        score = dict(zip(held.kept.owners.tolist(), held.scores.tolist(), strict=True))
        some_set, number, ranked = search.one(size), room(size.firms), []
        for kind, owners in _useful(kinds, search, size, held):
            falling = sorted((-score.get(owner, 0.0), held.id_of(owner), owner) for owner in owners)
            for turn, (minus, name, owner) in enumerate(falling[:number]):
                ranked.append((turn > 0 or kind not in some_set, turn, minus, name, owner))
        chosen = sorted((name, owner) for *_, name, owner in sorted(ranked)[:number])
        unknown = [name for name, owner in chosen if owner not in score]
        if unknown:
            held = hold(self.catalogue, self.requirement, self.weights, self.kept, among=unknown)
        return [owner for _, owner in chosen], held

    def _worded(self, matches: Sequence[Match], strength: float) -> Cover:
        firms = sorted(matches, key=lambda match: (-match.score, match.profile))
        musts = [line for line in self.requirement.criteria if line.importance == "must"]
        lines = [_line(must, firms) for must in sorted(musts, key=lambda line: line.id)]
        return Cover(tuple(firms), tuple(lines), strength)


@dataclass(frozen=True, slots=True)
class _Kinds:
    """The owners that may be in a set, rising, and which kind each is of: what all of that kind answer.

    ``every`` has the bits of all musts that are met together.
    """

    every: int
    answers: tuple[Answers, ...]
    owners: NDArray[np.int32]
    kind: NDArray[np.intp]

    @classmethod
    def of(cls, musts: Musts) -> _Kinds:
        bit = 1 << np.arange(len(musts.joint), dtype=np.int64)
        every, inside = int(bit.sum()), ~musts.barred & musts.met.any(axis=0)
        met, denied = bit @ musts.met[:, inside], bit @ musts.denied[:, inside]
        parts = [met, every & ~(met | denied), musts.unsaid[inside]]
        code = np.zeros(met.size, np.int64)
        for values, place in (np.unique(part, return_inverse=True) for part in parts):
            code = code * values.size + place
        _, first, kind = np.unique(code, return_index=True, return_inverse=True)
        answers = tuple(Answers(*map(int, row)) for row in zip(*(part[first] for part in parts), strict=True))
        return cls(every, answers, musts.owners[inside], kind)

    def members(self) -> Iterator[tuple[Answers, list[int]]]:
        """Each kind with its owners."""
        order = np.argsort(self.kind, kind="stable")
        ends = np.searchsorted(self.kind[order], np.arange(1, len(self.answers)))
        for kind, places in zip(self.answers, np.split(order, ends), strict=False):
            yield kind, self.owners[places].tolist()

    def best_of(self, held: Held) -> NDArray[np.float64]:
        """By kind, the highest score of its owners that are scored."""
        best = np.zeros(len(self.answers))
        inside = np.isin(held.kept.owners, self.owners)
        places = np.searchsorted(self.owners, held.kept.owners[inside])
        np.maximum.at(best, self.kind[places], held.scores[inside])
        return best

    def of_owners(self, owners: Sequence[int]) -> list[Answers]:
        places = np.searchsorted(self.owners, owners)
        return [self.answers[kind] for kind in self.kind[places].tolist()]


def _useful(kinds: _Kinds, search: Search, size: Size, held: Held) -> Iterator[tuple[Answers, list[int]]]:
    """The kinds that can be in a set of that size, with their owners: as many as there is room for, of those
    of one such set and the first `MOST_TRIED` others; first those whose best owner scores most."""
    some_set, left, members = search.one(size), room(size.firms), dict(kinds.members())
    best = dict(zip(kinds.answers, kinds.best_of(held).tolist(), strict=True))
    order = sorted(best, key=lambda kind: (kind not in some_set, -best[kind], -kind.met.bit_count(), kind))
    for kind in order[: MOST_TRIED + len(some_set)]:
        if left and search.reaches(kind, size.firms - 1, size.asked):
            left -= 1
            yield kind, members[kind]


def _line(must: Criterion, firms: Sequence[Match]) -> CoveredLine:
    verdicts = {
        firm.profile: verdict.verdict
        for firm in firms
        for verdict in firm.verdicts
        if verdict.criterion == must.id
    }
    by = tuple(name for name, verdict in verdicts.items() if verdict == "met")
    open_ = tuple(name for name, verdict in verdicts.items() if verdict in ("partly", "not stated"))
    own = is_own(must)
    return CoveredLine(must.id, must.text, own, by, open_ if own or not by else ())


def _lots(musts: Musts) -> tuple[tuple[Lot, ...], int, int, tuple[str, ...]]:
    """The lots, the SMEs able for the whole and unseen there, and the musts that no SME meets."""
    met = musts.met[:, musts.sme & musts.able]
    is_met = np.asarray(met.any(axis=1))
    lines = [line.id for line, any_ in zip(musts.joint, is_met.tolist(), strict=True) if any_]
    unmet = tuple(line.id for line in musts.joint if line.id not in lines)
    parts, able = split(met[is_met]), int(met[is_met].all(axis=0).sum()) if lines else 0
    if parts is None:
        return (), able, 0, unmet
    lots = tuple(
        Lot(tuple(lines[at] for at in lot), count, count - able)
        for lot, count in zip(parts.lots, parts.able, strict=True)
    )
    return lots, able, parts.unseen, unmet
