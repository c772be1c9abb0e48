"""The inner loops of `kernels`, compiled by numba. Importing this raises ImportError where it is missing."""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

from matching.index.blocks import Block
from matching.index.kernels import Kernels, Look, Numbers, Strong

TOGETHER = 16
"""Rows of which the greatest is looked at before any."""

_compile: Any = njit(nogil=True, cache=True, fastmath={"nnan", "nsz"})


def strongest(block: Block, living: NDArray[np.bool_], look: Look) -> Strong:
    """As `kernels.strongest`."""
    lists, firsts = block.lists, block.firsts
    places, strengths = np.empty(firsts.size, np.int64), np.empty(firsts.size, np.float32)
    _add_up(lists.starts, lists.lengths, lists.rows, lists.degrees, look.numbers, look.worths, look.found)
    if block.buried or living is not block.alive:
        look.found[: block.size] *= living
    strong = _strongest(
        look.found, firsts, block.owner_at, block.widest, np.float32(look.least), places, strengths
    )
    holding = _holding(look.found, block.owner_at) if look.counting else 0
    return Strong(places[:strong], strengths[:strong], holding)


def look_up(block: Block, numbers: Numbers, rows: NDArray[np.int64]) -> NDArray[np.uint8]:
    """As `kernels.look_up`."""
    found = np.zeros((numbers.size, rows.size), np.uint8)
    lists, slot = block.lists, np.zeros(block.size, np.uint16)
    slot[rows] = np.arange(1, rows.size + 1)
    _look_up(lists.starts, lists.lengths, lists.rows, lists.degrees, numbers, slot, found)
    return found


@_compile
def _add_up(  # noqa: PLR0917
    starts: Any, lengths: Any, rows: Any, degrees: Any, numbers: Any, worths: Any, found: Any
) -> None:
    found[:] = 0
    for at in range(numbers.size):
        number, worth = numbers[at], worths[at]
        if number < starts.size:
            first = starts[number]
            for place in range(first, first + lengths[number]):
                found[rows[place]] += worth * np.float32(degrees[place])


@_compile
def _strongest(  # noqa: PLR0917
    found: Any, firsts: Any, owner_at: Any, widest: Any, least: Any, places: Any, strengths: Any
) -> Any:
    """Who reaches the least strength has a row that holds its part of it: only such owners are added up."""
    low = np.float32(0.999) * np.sqrt(least / np.float32(widest))
    size = owner_at.size
    strong: Any = 0
    before: Any = np.int64(-1)
    for start in range(0, size, TOGETHER):
        most = np.float32(0)
        for row in range(start, start + TOGETHER):
            most = max(most, found[row])
        if most < low or most <= 0:
            continue
        for row in range(start, min(start + TOGETHER, size)):
            owner = np.int64(owner_at[row])
            if found[row] < low or found[row] <= 0 or owner == before:
                continue
            before = owner
            end = firsts[owner + 1] if owner + 1 < firsts.size else size
            strength = np.float32(0)
            for other in range(firsts[owner], end):
                strength += found[other] * found[other]
            if strength >= least:
                places[strong] = owner
                strengths[strong] = strength
                strong += 1
    return strong


@_compile
def _holding(found: Any, owner_at: Any) -> Any:
    holding: Any = 0
    before: Any = np.int64(-1)
    for row in range(owner_at.size):
        owner = np.int64(owner_at[row])
        holds = found[row] > 0
        holding += np.int64(holds & (owner != before))
        before = owner if holds else before
    return holding


@_compile
def _look_up(  # noqa: PLR0917
    starts: Any, lengths: Any, rows: Any, degrees: Any, numbers: Any, slot: Any, found: Any
) -> None:
    """``slot`` has the place of each row that is wanted, from 1 on, and 0 for the others."""
    for at in range(numbers.size):
        number = numbers[at]
        if number < starts.size:
            first = starts[number]
            for place in range(first, first + lengths[number]):
                wanted = slot[rows[place]]
                if wanted > 0:
                    found[at, wanted - 1] = degrees[place]


COMPILED = Kernels(strongest, look_up)
