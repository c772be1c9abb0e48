"""The inner loops in numpy and compiled: the same sums, the same owners, the same answers."""

from itertools import pairwise
from unittest.mock import patch

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching import Index
from matching.index import postings, scanning
from matching.index.blocks import PAGES, WORDS, PieceWords
from matching.index.kernels import IN_NUMPY
from matching.index.scanning import MOST, in_16_bits, strongest
from tests.matching.test_blocks import GROUP, NUMBERS, opened, owners
from tests.matching.test_index import REQUIREMENT, change, changes

compiled = pytest.importorskip("matching.index.compiled", reason="numba is not installed")

BOTH = (IN_NUMPY, compiled.COMPILED)


def lists_held(pieces):
    found = {2 * piece.category for piece in pieces if piece.category >= 0}
    for piece in pieces:
        found |= {2 * number + (at < piece.words[0]) for at, number in enumerate(piece.numbers)}
    return found


@settings(deadline=None)
@given(owners, st.integers(1, 10**8))
def test_the_strongest_of_a_block_are_the_same(said, least):
    block = opened(said).seal(GROUP)
    worth = {0: 30, 3: 20, 4: 1, 8: 70, 99: 50}
    lists, parts = np.array([*worth], np.int32), np.array([*worth.values()], np.uint16)
    strengths = {
        owner: (sum(worth.get(which, 0) for which in lists_held(pieces)) * brevity) ** 2
        for owner, pieces, brevity in zip(range(len(said)), said, block.brevity.tolist(), strict=True)
    }
    for kernels in BOTH:
        sums = np.ones(PAGES, np.uint16)
        kernels.add_up(block.lists, lists, parts, sums)
        places, strong = strongest(block, sums, least)
        held = dict(zip(block.owners[places].tolist(), strong.tolist(), strict=True))
        assert held == {owner: strength for owner, strength in strengths.items() if strength >= least}


def test_the_pages_of_an_owner_count_by_their_squares():
    long = PieceWords(0, (300, 0, 0), 700_000, 1, -1, [0] * 256 + [1] * 44)
    block = opened([[long], [long._replace(words=(0, 300, 0), numbers=[0, 1] * 150)]]).seal(GROUP)
    assert block.brevity.tolist() == [28, 28]
    for kernels in BOTH:
        sums = np.zeros(PAGES, np.uint16)
        lists, worths = np.array([0, 1, 2, 3], np.int32), np.array([4, 3, 3, 4], np.uint16)
        kernels.add_up(block.lists, lists, worths, sums)
        first, other = (3**2 + 4**2) * 28**2, 2 * (4 + 3) ** 2 * 28**2
        assert [column.tolist() for column in strongest(block, sums, 1)] == [[0, 1], [first, other]]
        assert [column.tolist() for column in strongest(block, sums, other)] == [[1], [other]]


@settings(deadline=None)
@given(owners, st.data())
def test_who_is_left_out_early_is_not_among_the_strongest(said, data):
    block = opened(said * 3).seal(GROUP)
    sums = np.array(
        data.draw(st.lists(st.integers(0, 50), min_size=block.size, max_size=block.size)), np.uint16
    )
    most = data.draw(st.integers(1, 12))
    all_places, all_strengths = strongest(block, sums, 1)
    with patch.object(scanning, "DRAWN", 1):
        places, strengths = strongest(block, sums, 1, most)
    expected = dict(zip(all_places.tolist(), all_strengths.tolist(), strict=True))
    found = dict(zip(places.tolist(), strengths.tolist(), strict=True))
    assert found.items() <= expected.items()
    strong = sorted(expected.values(), reverse=True)[:most]
    assert sorted(found.values(), reverse=True)[:most] == strong
    assert {place for place, strength in expected.items() if strong and strength > strong[-1]} <= {*found}


def test_a_brief_piece_stands_before_a_long_one():
    """Pieces of 2 and of 298 words: half counts of 0.55 and 7.95."""
    short = PieceWords(0, (0, 2, 0), 700_000, 1, -1, [0, 1])
    block = opened([[short], [short._replace(words=(0, 298, 0), numbers=[0] + [1] * 297)]]).seal(GROUP)
    assert block.brevity.tolist() == [round(255 / 1.55), round(255 / 8.95)]


@settings(deadline=None)
@given(owners, st.sets(st.integers(0, 19), min_size=1))
def test_where_words_stand_is_the_same(said, wanted):
    block = opened(said).seal(GROUP)
    asked = sorted(owner for owner in wanted if owner < len(said))
    marked = np.zeros(block.size, np.bool_)
    marked[block.pages_of(block.places_of(np.array(asked, np.int32)))] = True
    asked_for = [0, 1, 5, 2 * NUMBERS - 2, 99]
    expected = []
    for owner in asked:
        at = int(block.firsts[owner]) * WORDS
        for piece in said[owner]:
            if piece.category >= 0:
                expected.append((asked_for.index(2 * piece.category), at))
            lists = [2 * number + (place < piece.words[0]) for place, number in enumerate(piece.numbers)]
            expected += [
                (asked_for.index(which), at + place)
                for place, which in enumerate(lists)
                if which in asked_for
            ]
            at += len(piece.numbers)
    for kernels in BOTH:
        at, address = kernels.find(block.lists, np.array(asked_for, np.int32), marked)
        assert sorted(zip(at.tolist(), address.tolist(), strict=True)) == sorted(expected)


@given(st.dictionaries(st.integers(0, 500), st.floats(0, 10), max_size=200))
def test_worths_in_16_bits_keep_their_order_and_fit_on_a_page(worths):
    lists, parts = in_16_bits(worths)
    numbers = sorted(number for number, worth in worths.items() if worth > 0)
    assert lists.tolist() == [which for number in numbers for which in (2 * number, 2 * number + 1)]
    assert 0 <= parts.sum(dtype=np.int64) <= MOST
    assert (parts > 0).all()
    found = dict(zip(lists.tolist(), parts.tolist(), strict=True))
    for one, other in pairwise(numbers):
        by = worths[one] - worths[other]
        assert found[2 * one] <= found[2 * one + 1]
        assert by == 0 or (found[2 * one] - found[2 * other]) * by >= 0


def test_of_very_many_worths_the_least_are_left_out():
    lists, parts = in_16_bits({number: 1.0 + number for number in range(30_000)})
    assert lists.size == scanning.MOST_LISTS
    assert lists[0] == 2 * 30_000 - scanning.MOST_LISTS
    assert parts.sum(dtype=np.int64) <= MOST


@settings(deadline=None, max_examples=40)
@given(changes)
def test_an_index_answers_alike_with_both(steps):
    with patch.object(postings, "PAGES", 8), patch.object(postings, "FEW", 3):
        one, other = (Index(kernels=kernels) for kernels in BOTH)
        change(steps, one, other)
        assert one.rank(REQUIREMENT) == other.rank(REQUIREMENT)
        assert one.first_look(REQUIREMENT, 2) == other.first_look(REQUIREMENT, 2)
