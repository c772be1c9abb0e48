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
    """A typed line of some weight, and what it comes to for the keys that it asks about, by their numbers:
    the rank of each, and the value of those that have any."""

    is_must: bool
    weight: float
    ranks: dict[int, int]
    values: dict[int, float]


def gates_of(
    lines: Sequence[Criterion], requirement: Requirement, vocabulary: Vocabulary
) -> tuple[Gate, ...]:
    """The gate of each typed line."""
    gates = []
    for line in lines:
        keys = vocabulary.keys_about(asked_about(line))
        rulings = {number: rule_key(line, requirement, key) for number, key in keys}
        ranks = {number: RANK[each.verdict] for number, each in rulings.items()}
        values = {number: each.value for number, each in rulings.items() if each.value}
        gates.append(Gate(line.importance == "must", weight_of(line), ranks, values))
    return tuple(gates)


def left_out(block: Block, gates: Sequence[Gate]) -> NDArray[np.bool_]:
    """By owner, whom a must leaves out."""
    out = np.zeros(block.owners.size, np.bool_)
    for gate in gates:
        if gate.is_must:
            out |= best_of(block, gate.ranks) == 0
    return out


def gained(block: Block, gates: Sequence[Gate]) -> NDArray[np.float64]:
    """By owner, what the lines bring."""
    found = np.zeros(block.owners.size)
    for gate in gates:
        if gate.weight and gate.values:
            found += gate.weight * np.maximum(best_of(block, gate.values), 0)
    return found


def best_of(block: Block, of_keys: Mapping[int, float]) -> NDArray[np.float64]:
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
        rank = np.array([gate.ranks.get(number, -1) for number in numbers])
        value = np.array([gate.values.get(number, 0.0) for number in numbers])
        found = np.flatnonzero(rank[standing.at] >= 0) if numbers else np.zeros(0, np.intp)
        place = np.searchsorted(owners, standing.owner[standing.piece[found]])
        best = np.full(owners.size, -1)
        np.maximum.at(best, place, rank[standing.at[found]])
        np.maximum.at(values[at], place, value[standing.at[found]])
        if gate.is_must:
            out |= best == 0
    return Gated(values, out)
