"""Typed lines held against everybody in one go: by the keys that suppliers state, not one by one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matching.gates import Ruling, weight_of
from matching.index.blocks import Block
from matching.index.postings import Standing
from matching.records import Criterion, Requirement, VerdictWord
from matching.stated import asked_about, rule_key
from matching.vocabulary import Vocabulary

RANK: dict[VerdictWord, int] = {"not met": 0, "not stated": 1, "partly": 2, "met": 3}
"""Of several things stated the best counts."""


@dataclass(frozen=True, slots=True)
class Gate:
    """A typed line, and what it comes to for each key that it asks about, by the key's number: its rank and
    its value. ``weight`` is that of the line."""

    is_must: bool
    weight: float
    rulings: dict[int, tuple[int, float]]


def gates_of(
    lines: Sequence[Criterion], requirement: Requirement, vocabulary: Vocabulary
) -> tuple[Gate, ...]:
    """The gate of each typed line."""
    gates = []
    for line in lines:
        keys = vocabulary.keys_about(asked_about(line))
        rulings = {number: rule_key(line, requirement, key) for number, key in keys}
        ranks = {number: (RANK[each.verdict], each.value) for number, each in rulings.items()}
        gates.append(Gate(line.importance == "must", weight_of(line), ranks))
    return tuple(gates)


def left_out(block: Block, gates: Sequence[Gate]) -> NDArray[np.bool_]:
    """By owner, whom a must leaves out."""
    out = np.zeros(block.owners.size, np.bool_)
    for gate in gates:
        if gate.is_must:
            ranks = {number: rank for number, (rank, _) in gate.rulings.items()}
            out |= _best(block, ranks) == 0
    return out


def gained(block: Block, gates: Sequence[Gate]) -> NDArray[np.float64]:
    """By owner, what the lines bring."""
    found = np.zeros(block.owners.size)
    for gate in gates:
        values = {number: value for number, (_, value) in gate.rulings.items() if value}
        if gate.weight and values:
            found += gate.weight * np.maximum(_best(block, values), 0)
    return found


def _best(block: Block, of_keys: Mapping[int, float]) -> NDArray[np.float64]:
    """By owner, the most that any of the keys it states comes to, -1 where it states none."""
    best = np.full(block.owners.size, -1.0)
    for number, each in of_keys.items():
        pages, _ = block.lists.of(2 * number)
        owners = block.owner_at[pages]
        best[owners] = np.maximum(best[owners], each)
    return best


@dataclass(frozen=True, slots=True)
class Gated:
    """What typed lines come to for some owners: shape (lines, owners), and who is left out by a must."""

    values: NDArray[np.float64]
    out: NDArray[np.bool_]

    def gained(self, gates: Sequence[Gate]) -> NDArray[np.float64]:
        """By owner, what the lines bring."""
        return np.array([gate.weight for gate in gates]) @ self.values

    def put(self, place: int, rulings: Sequence[Ruling], gates: Sequence[Gate]) -> None:
        """What they come to for the owner at one place: one that says nothing is in no list."""
        self.values[:, place] = [ruling.value for ruling in rulings]
        self.out[place] = any(
            gate.is_must and ruling.verdict == "not met" for gate, ruling in zip(gates, rulings, strict=True)
        )

    def among(self, owners: NDArray[np.bool_]) -> Gated:
        return Gated(self.values[:, owners], self.out[owners])


def gate_each(
    gates: Sequence[Gate], standing: Standing, numbers: Sequence[int], owners: NDArray[np.int32]
) -> Gated:
    """``standing`` tells where ``numbers`` stand with the owners: the keys they state among them."""
    values, out = np.zeros((len(gates), owners.size)), np.zeros(owners.size, np.bool_)
    for at, gate in enumerate(gates):
        rulings = [gate.rulings.get(number, (-1, 0.0)) for number in numbers]
        rank, value = np.array([rank for rank, _ in rulings]), np.array([value for _, value in rulings])
        found = np.flatnonzero(rank[standing.at] >= 0) if numbers else np.zeros(0, np.intp)
        place = np.searchsorted(owners, standing.owner[standing.piece[found]])
        best = np.full(owners.size, -1)
        np.maximum.at(best, place, rank[standing.at[found]])
        np.maximum.at(values[at], place, value[standing.at[found]])
        if gate.is_must:
            out |= best == 0
    return Gated(values, out)
