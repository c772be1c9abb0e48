"""The inner loops of the index, in numpy and scipy. `compiled` has the same, for where numba is installed.

Sums are of 32 bits and go in the order of the weights given, in both alike.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csc_array

from matching.index.blocks import ROWS, Block

Strengths = NDArray[np.float32]
Numbers = NDArray[np.int32]

SEARCHED = 32
"""Rows are searched for in a list that is so many times as long as they; else the list is laid out."""


_NONE, _NO_DEGREE = np.zeros(0, np.uint16), np.zeros(0, np.uint8)


class Strong(NamedTuple):
    """Owners by their place in the block, with their strengths; ``holding`` counts those with any."""

    places: NDArray[np.int64]
    strengths: Strengths
    holding: int


class Look(NamedTuple):
    """What a first look asks of each block: the worth of each number, and the least strength that is of use.

    Those that hold anything are counted where ``counting``: it takes a while. ``found`` is room for sums.
    """

    numbers: Numbers
    worths: Strengths
    least: float
    counting: bool
    found: Strengths


class Kernels(NamedTuple):
    """The inner loops: `IN_NUMPY`, or those of `compiled`."""

    strongest: Callable[[Block, NDArray[np.bool_], Look], Strong]
    look_up: Callable[[Block, Numbers, NDArray[np.int64]], NDArray[np.uint8]]


def room() -> Strengths:
    """For the sums of any block."""
    return np.zeros(ROWS, np.float32)


def strongest(block: Block, living: NDArray[np.bool_], look: Look) -> Strong:
    """The owners that are strong enough: the squares of what their rows hold, added up.

    ``living`` marks the rows that count. The sums are a product of scipy's, of the lists that are asked for.
    """
    lists = [block.lists.of(number) for number in look.numbers.tolist()]
    rows = np.concatenate([_NONE, *(rows for rows, _ in lists)]).astype(np.int32)
    degrees = np.concatenate([_NO_DEGREE, *(degrees for _, degrees in lists)]).astype(np.float32)
    ends = np.cumsum([0, *(rows.size for rows, _ in lists)], dtype=np.int32)
    held = csc_array((degrees, rows, ends), shape=(block.size, len(lists)))
    found = held @ look.worths
    found[~living] = 0
    strengths = np.add.reduceat(found * found, block.firsts)
    places = np.flatnonzero((strengths >= look.least) & (strengths > 0))
    return Strong(places, strengths[places], int(np.count_nonzero(strengths)) if look.counting else 0)


def look_up(block: Block, numbers: Numbers, rows: NDArray[np.int64]) -> NDArray[np.uint8]:
    """How far each of some rows, rising, holds each number: shape (numbers, rows)."""
    found = np.zeros((numbers.size, rows.size), np.uint8)
    whole = np.zeros(block.size, np.uint8)
    wanted = rows.astype(np.uint16)
    for at, number in enumerate(numbers.tolist()):
        holders, degrees = block.lists.of(number)
        if holders.size > SEARCHED * rows.size:
            place = np.minimum(np.searchsorted(holders, wanted), holders.size - 1)
            found[at] = np.where(holders[place] == wanted, degrees[place], 0)
        elif holders.size:
            whole[holders] = degrees
            found[at] = whole[rows]
            whole[holders] = 0
    return found


IN_NUMPY = Kernels(strongest, look_up)
