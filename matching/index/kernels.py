"""The inner loops of the index, in numpy. `compiled` has the same, for where numba is installed.

All numbers are whole, so that both come to the same whatever the order they add in.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from matching.index.blocks import WORDS, Addresses, Lists

Numbers = NDArray[np.int32]
"""Of lists, rising."""

Sums = NDArray[np.uint16]
"""What the pages of a block hold."""


class Kernels(NamedTuple):
    """The inner loops: `IN_NUMPY`, or those of `compiled`."""

    add_up: Callable[[Lists, Numbers, NDArray[np.uint16], Sums], None]
    find: Callable[[Lists, Numbers, NDArray[np.bool_]], tuple[NDArray[np.int64], Addresses]]


def add_up(lists: Lists, numbers: Numbers, worths: NDArray[np.uint16], sums: Sums) -> None:
    """By page, the worths of the lists that it stands in, each once. All together must fit in 16 bits."""
    pages, _, lengths = _joined(lists, numbers)
    again = np.zeros(pages.size, np.bool_)
    again[1:] = pages[1:] == pages[:-1]
    again[(np.cumsum(lengths) - lengths)[lengths > 0]] = False
    sums[:] = np.bincount(pages, np.repeat(worths, lengths) * ~again, sums.size)


def find(lists: Lists, numbers: Numbers, wanted: NDArray[np.bool_]) -> tuple[NDArray[np.int64], Addresses]:
    """Where the pages ``wanted`` stand in each list: the place of that among those asked for, which rise, and
    the address."""
    pages, places, lengths = _joined(lists, numbers)
    held = np.flatnonzero(wanted[pages])
    at = np.searchsorted(np.cumsum(lengths), held, "right")
    return at, pages[held].astype(np.int64) * WORDS + places[held]


IN_NUMPY = Kernels(add_up, find)


def _joined(
    lists: Lists, numbers: Numbers
) -> tuple[NDArray[np.uint16], NDArray[np.uint8], NDArray[np.int64]]:
    """The pages and places of some lists one after the other, and how many each of them has.

    What lies side by side is read in one go.
    """
    known = numbers[numbers < lists.starts.size]
    lengths = np.zeros(numbers.size, np.int64)
    lengths[: known.size] = lists.lengths[known]
    starts = lists.starts[known].astype(np.int64)
    ends = starts + lengths[: known.size]
    begun = np.append(True, starts[1:] != ends[:-1])[: known.size]
    ended = np.append(begun[1:], True)[: known.size]
    runs = [slice(*run) for run in zip(starts[begun].tolist(), ends[ended].tolist(), strict=True)]
    pages = np.concatenate([lists.pages[:0], *map(lists.pages.__getitem__, runs)])
    places = np.concatenate([lists.places[:0], *map(lists.places.__getitem__, runs)])
    return pages, places, lengths
