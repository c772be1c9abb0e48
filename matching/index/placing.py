"""Where everybody comes for a requirement, and where one supplier would come with another profile."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from matching.bands import bands
from matching.gates import weight_of
from matching.index.holding import Held
from matching.index.worths import Worths
from matching.reading import Lines
from matching.records import Outcome, Requirement, Verdict
from matching.scoring import DIGITS
from matching.ties import shipped_ties

Key = tuple[float, str]
"""What suppliers rank by: the score, falling, and then the id."""


class Barred(NamedTuple):
    """A supplier that musts leave out: those, and what it would rank by with them met."""

    gates: tuple[Verdict, ...]
    if_met: Key


@dataclass(frozen=True)
class Placing:
    """The whole order of a requirement as the catalogue stood when it was made.

    ``order`` has those included, as they rank. ``lines``, ``worths`` and ``steps`` are what they were weighed
    by: while these are the same, so are all scores.
    """

    requirement: Requirement
    lines: Lines
    worths: Sequence[Worths]
    steps: Mapping[str, float]
    order: tuple[Key, ...]
    barred: Mapping[str, Barred]

    @property
    def considered(self) -> int:
        """Suppliers with any evidence in words or categories, those left out among them."""
        return len(self.order) + len(self.barred)

    def of(self, profile_id: str) -> Outcome:
        """The outcome of a supplier; without a rank for one that nothing speaks for."""
        at = next((at for at, (_, name) in enumerate(self.order) if name == profile_id), None)
        if at is None:
            return self._without_rank(profile_id)
        return Outcome(at + 1, self._bands()[at], self.considered, len(self.barred))

    def outcomes(self) -> dict[str, Outcome]:
        """The outcome of everybody that anything speaks for, by id."""
        considered, left_out = self.considered, len(self.barred)
        ranked = zip(self.order, self._bands(), strict=True)
        found = {
            name: Outcome(rank, band, considered, left_out)
            for rank, ((_, name), band) in enumerate(ranked, start=1)
        }
        return found | {name: self._without_rank(name) for name in self.barred}

    def holds_for(self, held: Held) -> bool:
        """Whether others are weighed by the same as here, so that their scores are the same."""
        return (self.lines, list(self.worths), self.steps) == (held.lines, list(held.worths), held.steps)

    def with_owner(self, held: Held, owner: int) -> Outcome:
        """The outcome of an owner of another holding of the same requirement, put among the others here."""
        name = held.id_of(owner)
        order = [key for key in self.order if key[1] != name]
        barred = {other: each for other, each in self.barred.items() if other != name}
        if _counts(held, owner) and held.is_excluded(owner):
            barred[name] = _barred(held, owner)
        elif _counts(held, owner):
            key = _key(held, owner)
            order.insert(bisect_left(order, key), key)
        changed = Placing(self.requirement, self.lines, self.worths, self.steps, tuple(order), barred)
        return changed.of(name)

    def _without_rank(self, profile_id: str) -> Outcome:
        considered, left_out = self.considered, len(self.barred)
        if profile_id not in self.barred:
            return Outcome(None, None, considered, left_out)
        gates, key = self.barred[profile_id]
        return Outcome(None, None, considered, left_out, gates, bisect_left(self.order, key) + 1)

    def _bands(self) -> list[int]:
        return bands([-minus for minus, _ in self.order], shipped_ties().tolerance)


def placing_of(held: Held) -> Placing:
    """The order of a requirement that was held against everybody."""
    included, left_out = held.order()
    return Placing(
        held.requirement,
        held.lines,
        held.worths,
        held.steps,
        tuple(_key(held, owner) for owner in included),
        {held.id_of(owner): _barred(held, owner) for owner in left_out},
    )


def _key(held: Held, owner: int) -> Key:
    return -held.score(owner), held.id_of(owner)


def _counts(held: Held, owner: int) -> bool:
    """Whether anything in words or categories speaks for an owner."""
    return owner in (*held.order()[0], *held.order()[1])


def _barred(held: Held, owner: int) -> Barred:
    """A gate that is met brings the whole weight of its line."""
    gates = held.exclusion(owner).gates
    shut = {gate.criterion for gate in gates}
    gain = sum(weight_of(line) for line in held.lines.typed if line.id in shut)
    score = held.score(owner) + (gain / held.all_weights if held.all_weights else 0.0)
    return Barred(gates, (-round(score, DIGITS), held.id_of(owner)))
