"""Postings in blocks: what was put in comes out, in one block or in many, before and after a change."""

from unittest.mock import patch

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import matching.index as index_
from matching import Index, Piece, Profile, Requirement
from matching.index import postings
from matching.index.blocks import Block, OpenBlock
from matching.index.degrees import LONGEST, to_counts, to_degree
from tests.matching.test_index import REQUIREMENT, change, changes

ADDED = st.lists(
    st.dictionaries(st.integers(0, 12), st.integers(1, 254), max_size=6), min_size=1, max_size=30
)


@given(st.integers(1, 10), st.integers(1, LONGEST))
def test_a_degree_names_one_count_alone(count, length):
    degrees, lengths = np.array([[to_degree(count, length)]], np.uint8), np.array([length], np.uint16)
    assert to_counts(degrees, lengths).tolist() == [[count]]


def test_a_degree_of_nothing_is_no_count_and_a_whole_one_is_a_category():
    degrees, lengths = np.array([[0, 255]], np.uint8), np.array([60, 60], np.uint16)
    assert to_counts(degrees, lengths).tolist() == [[0, 1]]


def opened(rows):
    block = OpenBlock()
    for owner, degrees in enumerate(rows):
        block.add((owner, 0, 9, 700_000, 1), degrees.items())
    return block


def lists(block: Block | OpenBlock):
    held = block.reading(range(13)) if isinstance(block, OpenBlock) else block
    return {
        number: dict(zip(*(column.tolist() for column in held.lists.of(number)), strict=True))
        for number in range(13)
    }


GROUP = [number // 3 * 3 for number in range(13)]


@given(ADDED)
def test_a_sealed_block_holds_what_was_added_and_opens_again(rows):
    block = opened(rows)
    expected = {
        number: {row: degrees[number] for row, degrees in enumerate(rows) if number in degrees}
        for number in range(13)
    }
    sealed = block.seal(GROUP)
    assert lists(block) == lists(sealed) == lists(OpenBlock.of(sealed)) == expected
    assert (
        sealed.columns.owner.tolist()
        == OpenBlock.of(sealed).reading(()).columns.owner.tolist()
        == list(range(len(rows)))
    )


@given(ADDED, st.sets(st.integers(0, 29)))
def test_a_packed_block_holds_its_living_rows_alone(rows, buried):
    block = opened(rows).seal(GROUP)
    for row in buried:
        if row < len(rows):
            block.bury(row)
    living = [row for row in range(len(rows)) if row not in buried]
    packed = block.packed()
    assert lists(packed) == lists(opened([rows[row] for row in living]))
    assert packed.columns.owner.tolist() == living
    assert packed.buried == 0


@pytest.fixture
def small_blocks():
    """Blocks of seven rows, made anew once four are buried: a few suppliers fill several."""
    with patch.object(postings, "ROWS", 8), patch.object(postings, "FEW", 3):
        yield


@settings(deadline=None, max_examples=60)
@given(changes)
def test_an_index_of_many_blocks_equals_one_of_one(steps):
    one = Index()
    with patch.object(postings, "ROWS", 8), patch.object(postings, "FEW", 3):
        many = Index()
        change(steps, one, many)
        assert many.rank(REQUIREMENT) == one.rank(REQUIREMENT)
        assert many.suggest("roof survey") == one.suggest("roof survey")
        for name in one.ids():
            assert many.explain(REQUIREMENT, name) == one.explain(REQUIREMENT, name)
            assert many.flags(name) == one.flags(name)


def test_blocks_are_sealed_when_they_are_full_and_packed_when_half_is_buried(small_blocks):
    index = Index()
    for at in range(30):
        index.put(Profile(f"s{at:02}", "A", (Piece(f"p{at}", "capability", f"Roof number{at}"),)))
    held = index._postings._blocks
    assert [type(block) for block in held] == [Block, Block, Block, Block, OpenBlock]
    for at in range(6):
        index.remove(f"s{at:02}")
    assert [block.size for block in held] == [3, 7, 7, 7, 2]
    assert index.rank(Requirement("Roof")).considered == 24
    assert index.rank(Requirement("number29")).matches[0].profile == "s29"
    assert index.rank(Requirement("number7")).matches[0].profile == "s07"
    assert not index.rank(Requirement("number3")).matches


def test_an_owner_with_more_rows_than_are_left_goes_into_the_next_block(small_blocks):
    pieces = tuple(Piece(f"p{at}", "capability", f"Roof kind{at}") for at in range(5))
    index = Index().fit([Profile("a", "A", pieces), Profile("b", "B", pieces)])
    assert [block.size for block in index._postings._blocks] == [5, 5]
    assert len(index._postings.rows_of(index._register.number_of("b"))) == 5


def test_those_kept_by_a_first_look_hold_the_first_places_of_all():
    drawn = np.random.default_rng(5)
    words = [f"word{number}" for number in range(300)]
    chances = 1 / np.arange(10, 310)
    chances /= chances.sum()

    def text(length):
        return " ".join(drawn.choice(words, length, p=chances))

    firms = [
        Profile(
            f"s{at:04}",
            "A",
            tuple(Piece(f"p{at}-{n}", "capability", text(3), text(12)) for n in range(1 + at % 4)),
        )
        for at in range(1500)
    ]
    index = Index().fit(firms)
    for _ in range(40):
        asked = Requirement(text(4), text(16))
        with patch.object(index_, "KEPT", 5000):
            whole = index.rank(asked, 10)
        with patch.object(index_, "KEPT", 400):
            assert index.rank(asked, 10).matches == whole.matches


def test_of_equals_those_first_by_id_are_kept():
    firms = [Profile(f"s{at:03}", "A", (Piece("p", "capability", "Roof"),)) for at in range(300)]
    with patch.object(index_, "KEPT", 10):
        ranking = Index().fit(reversed(firms)).rank(Requirement("Roof"), 2)
    assert [match.profile for match in ranking.matches] == ["s000", "s001"]
    assert ranking.considered == 300
