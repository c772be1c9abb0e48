"""The inner loops in numpy and compiled: the same sums, the same owners, the same answers."""

from unittest.mock import patch

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching import Index
from matching.index import postings
from matching.index.blocks import OpenBlock
from matching.index.kernels import IN_NUMPY, Look, room
from tests.matching.test_index import REQUIREMENT, change, changes

compiled = pytest.importorskip("matching.index.compiled", reason="numba is not installed")

ROWS = st.lists(
    st.tuples(st.integers(0, 2), st.dictionaries(st.integers(0, 9), st.integers(1, 254), max_size=5)),
    min_size=1,
    max_size=60,
)


def block_of(rows):
    """Each row is its owner's next, or a new owner's where the first number is 0."""
    block, owner = OpenBlock(), -1
    for step, degrees in rows:
        owner += step == 0 or owner < 0
        block.add((owner, 0, 9, 700_000, 1), degrees.items())
    return block.seal(list(range(10)))


@settings(deadline=None)
@given(ROWS, st.sets(st.integers(0, 59)), st.floats(0, 2), st.booleans())
def test_the_strongest_of_a_block_are_the_same(rows, buried, least, counting):
    block = block_of(rows)
    for row in buried:
        if row < block.size:
            block.bury(row)
    numbers = np.array([0, 3, 4, 8, 99], np.int32)
    worths = np.array([0.3, 0.2, 0.01, 1.0, 0.5], np.float32) / np.float32(255)
    look = Look(numbers, worths, least, counting, room())
    one = IN_NUMPY.strongest(block, block.usable(None), look)
    other = compiled.COMPILED.strongest(block, block.usable(None), look._replace(found=room()))
    assert dict(clear(one, least)) == pytest.approx(dict(clear(other, least)), rel=1e-6)
    assert one.holding == other.holding


def clear(strong, least):
    """Places and strengths, but of those that a last bit could put on the other side."""
    pairs = zip(strong.places.tolist(), strong.strengths.tolist(), strict=True)
    return [(place, strength) for place, strength in pairs if abs(strength - least) > 1e-5 * least]


@settings(deadline=None)
@given(ROWS, st.sets(st.integers(0, 59), min_size=1))
def test_what_rows_hold_is_the_same(rows, wanted):
    block = block_of(rows)
    rows_asked = np.array(sorted(row for row in wanted if row < block.size), np.int64)
    numbers = np.array([0, 5, 9, 99], np.int32)
    expected = [
        [
            dict(zip(*map(np.ndarray.tolist, block.lists.of(number)), strict=True)).get(row, 0)
            for row in rows_asked
        ]
        for number in numbers.tolist()
    ]
    for kernels in (IN_NUMPY, compiled.COMPILED):
        assert kernels.look_up(block, numbers, rows_asked).tolist() == expected


@settings(deadline=None, max_examples=40)
@given(changes)
def test_an_index_answers_alike_with_both(steps):
    with patch.object(postings, "ROWS", 8), patch.object(postings, "FEW", 3):
        one, other = Index(kernels=IN_NUMPY), Index(kernels=compiled.COMPILED)
        change(steps, one, other)
        assert one.rank(REQUIREMENT) == other.rank(REQUIREMENT)
        assert one.first_look(REQUIREMENT, 2) == other.first_look(REQUIREMENT, 2)
