"""Postings in blocks: what was put in comes out, in one block or in many, before and after a change."""

from unittest.mock import patch

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import matching.index as index_
from matching import Index, Piece, Profile, Requirement
from matching.index import postings
from matching.index.blocks import WORDS, Block, Columns, OpenBlock, PieceWords, start_of_each
from matching.index.scanning import rough_scores
from tests.matching.test_index import REQUIREMENT, change, changes

NUMBERS = 13

pieces = st.builds(
    lambda title, text, heading, category: PieceWords(
        0, (len(title), len(text), len(heading)), 700_000, 1, category, [*title, *text, *heading]
    ),
    *[st.lists(st.integers(0, NUMBERS - 2), max_size=6)] * 2,
    st.lists(st.integers(0, NUMBERS - 2), min_size=1, max_size=3),
    st.sampled_from([-1, NUMBERS - 1]),
)
owners = st.lists(st.lists(pieces, min_size=1, max_size=3), min_size=1, max_size=20)


def opened(said):
    block = OpenBlock()
    for owner, given_ in enumerate(said):
        block.add(owner, given_)
    return block


def lists(block: Block | OpenBlock):
    """By list, the owners that stand in it and where on their pages."""
    held = block.reading(range(2 * NUMBERS)) if isinstance(block, OpenBlock) else block
    return {
        which: [
            (int(held.owners[held.owner_at[page]]), int(page) - int(held.firsts[held.owner_at[page]]), place)
            for page, place in zip(*(column.tolist() for column in held.lists.of(which)), strict=True)
        ]
        for which in range(2 * NUMBERS)
    }


def expected(said, living):
    found = {which: [] for which in range(2 * NUMBERS)}
    for owner in living:
        at = 0
        for piece in said[owner]:
            if piece.category >= 0:
                found[2 * piece.category].append((owner, at // WORDS, at % WORDS))
            for place, number in enumerate(piece.numbers):
                in_title = place < piece.words[0]
                found[2 * number + in_title].append((owner, at // WORDS, at % WORDS))
                at += 1
    return found


GROUP = [number // 3 * 3 for number in range(NUMBERS)]


@given(owners)
def test_a_sealed_block_holds_what_was_added_and_opens_again(said):
    block = opened(said)
    sealed = block.seal(GROUP)
    for held in (block, sealed, OpenBlock.of(sealed)):
        assert lists(held) == expected(said, range(len(said)))
    for held in (sealed, OpenBlock.of(sealed).reading(())):
        assert held.owners.tolist() == list(range(len(said)))
        assert held.columns.start.tolist() == start_of_each(held.columns.owner, held.columns.words).tolist()


def pages_of(block, owner):
    pages = block.pages_of(block.places_of(np.array([owner], np.int32)))
    return range(int(pages[0]), int(pages[-1]) + 1)


@given(owners, st.sets(st.integers(0, 19)))
def test_a_packed_block_holds_its_living_owners_alone(said, buried):
    block = opened(said).seal(GROUP)
    for owner in buried:
        if owner < len(said):
            block.bury(pages_of(block, owner))
    living = [owner for owner in range(len(said)) if owner not in buried]
    packed = block.packed()
    assert lists(packed) == expected(said, living)
    assert packed.owners.tolist() == living
    assert packed.buried == 0


def test_a_long_text_takes_several_pages_and_the_next_owner_a_new_one():
    long = PieceWords(0, (600, 0, 0), 700_000, 1, -1, list(range(12)) * 50)
    short = PieceWords(0, (0, 1, 0), 700_000, 1, -1, [3])
    block = OpenBlock()
    assert block.add(0, [long, short]) == range(3)
    assert block.add(1, [short]) == range(3, 4)
    held = block.seal(GROUP)
    assert held.columns.start.tolist() == [0, 600, 3 * WORDS]
    assert start_of_each(held.columns.owner, held.columns.words).tolist() == held.columns.start.tolist()
    assert held.firsts.tolist() == [0, 3, 4]
    assert held.owner_at.tolist() == [0, 0, 0, 1]
    assert held.widest == 3
    assert pages_of(held, 0) == range(3)


def test_owners_are_found_in_the_block_that_has_them():
    columns = Columns(
        np.array([4, 4, 9], np.int32), *[np.zeros(3, np.uint16)] * 2, np.ones((3, 3), np.uint16), *[None] * 3
    )
    block = Block(lambda: None, lambda: columns, np.ones(2, np.bool_))
    for asked, places in (([1, 2], []), ([4], [0]), ([3, 4, 5, 9, 12], [0, 1]), ([10], []), ([], [])):
        assert block.places_of(np.array(asked, np.int32)).tolist() == places


@pytest.fixture
def small_blocks():
    """Blocks of seven pages, made anew once four are buried: a few suppliers fill several."""
    with patch.object(postings, "PAGES", 8), patch.object(postings, "FEW", 3):
        yield


@settings(deadline=None, max_examples=60)
@given(changes)
def test_an_index_of_many_blocks_equals_one_of_one(steps):
    one = Index()
    with patch.object(postings, "PAGES", 8), patch.object(postings, "FEW", 3):
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


def test_an_owner_with_more_pages_than_are_left_goes_into_the_next_block(small_blocks):
    said = " ".join(f"roof{at}" for at in range(5 * WORDS - 9))
    pieces_ = (Piece("1", "capability", said[: len(said) // 2]), Piece("2", "capability", said))
    index = Index().fit([Profile("a", "A", pieces_[1:]), Profile("b", "B", pieces_[1:])])
    assert [block.size for block in index._postings._blocks] == [5, 5]
    assert index.first_look(Requirement("roof700"), 3) == ("a", "b")


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


@pytest.mark.long
def test_a_profile_of_more_than_16_bits_tell_is_read_in_part():
    pieces_ = tuple(Piece(f"p{at:06}", "capability", f"Roof kind{at}") for at in range(70_000))
    copies = tuple(Piece(f"p{at:06}", "capability", "Roof") for at in range(70_000))
    index = Index().fit([Profile("a", "A", pieces_), Profile("b", "B", copies)])
    index.put(Profile("c", "C", (Piece("1", "capability", "Roof", "ﷺ " * 10_000),)))
    assert {match.profile for match in index.rank(Requirement("Roof")).matches} == {"a", "b"}
    assert index.first_look(Requirement("Roof"), 3) == ("a", "b", "c")
    index.put(Profile("d", "D", (Piece("1", "capability", "Roof " + "ﷺ" * 9_990, "ﷺ" * 10_000),)))
    found = index._postings.pieces(np.array([index._register.number_of("d")], np.int32))
    assert found.length.tolist() == found.words.sum(axis=1, dtype=np.int64).tolist()
    index.remove("a")
    assert "kind7" not in index._postings.vocabulary.forms
    assert [match.profile for match in index.rank(Requirement("Roof")).matches] == ["b"]


def test_what_a_supplier_is_roughly_worth_depends_on_nobody_else():
    """A word of the title and of the text is one word, whoever stands beside."""
    one = Profile("a", "A", (Piece("1", "capability", "Roof survey", "Roof survey and repair"),))
    other = Profile("b", "B", (Piece("1", "capability", "Roof tiles", "Tiles for a roof"),))

    def rough(*firms):
        held = Index().fit(firms)
        numbers = sorted(held._postings.vocabulary.forms_of("roof"))
        number = held._register.number_of("a")
        standing = held._postings.standing(numbers, np.arange(len(firms), dtype=np.int32))
        owners_, scores = rough_scores(standing, np.full(len(numbers), 0.5), 2, held.weights)
        return scores[owners_.tolist().index(number)]

    assert rough(one) == rough(one, other) == rough(other, one)


def test_of_equals_those_first_by_id_are_kept():
    firms = [Profile(f"s{at:03}", "A", (Piece("p", "capability", "Roof"),)) for at in range(300)]
    with patch.object(index_, "KEPT", 10):
        ranking = Index().fit(reversed(firms)).rank(Requirement("Roof"), 2)
    assert [match.profile for match in ranking.matches] == ["s000", "s001"]
    assert ranking.considered == 300
