"""The inner loops of `kernels`, compiled by numba. Importing this raises ImportError where it is missing."""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

from matching.index.blocks import WORDS, Addresses, Lists
from matching.index.kernels import Kernels, Numbers, Sums

_compile: Any = njit(nogil=True, cache=True)


def add_up(lists: Lists, numbers: Numbers, worths: NDArray[np.uint16], sums: Sums) -> None:
    """As `kernels.add_up`."""
    _add_up(lists.starts, lists.lengths, lists.pages, numbers, worths, sums)


def find(lists: Lists, numbers: Numbers, wanted: NDArray[np.bool_]) -> tuple[NDArray[np.int64], Addresses]:
    """As `kernels.find`."""
    known = numbers[numbers < lists.starts.size]
    most = int(lists.lengths[known].sum(dtype=np.int64))
    at, address = np.empty(most, np.int64), np.empty(most, np.int64)
    held = _find(lists.starts, lists.lengths, lists.pages, lists.places, known, wanted, at, address)
    return at[:held].copy(), address[:held].copy()


@_compile
def _add_up(starts: Any, lengths: Any, pages: Any, numbers: Any, worths: Any, sums: Any) -> None:  # noqa: PLR0917
    """The same word on a page again is beside the first."""
    sums[:] = 0
    for at in range(numbers.size):
        number, worth = numbers[at], worths[at]
        if number < starts.size:
            first = starts[number]
            before: Any = np.int64(-1)
            for place in range(first, first + lengths[number]):
                page = np.int64(pages[place])
                if page != before:
                    sums[page] += worth
                before = page


@_compile
def _find(  # noqa: PLR0917
    starts: Any, lengths: Any, pages: Any, places: Any, numbers: Any, wanted: Any, at: Any, address: Any
) -> Any:
    held: Any = 0
    for which in range(numbers.size):
        first = starts[numbers[which]]
        for place in range(first, first + lengths[numbers[which]]):
            if wanted[pages[place]]:
                at[held] = which
                address[held] = np.int64(pages[place]) * WORDS + np.int64(places[place])
                held += 1
    return held


COMPILED = Kernels(add_up, find)
