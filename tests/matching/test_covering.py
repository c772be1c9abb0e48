"""The fewest suppliers that meet every must together, beside every set there is, one by one."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.covering import MOST_ASKED, Answers, Search, Size, best_sets, room

MOST = 4


def cost(firms, every):
    """What would have to be asked of some suppliers; None where one of the musts is met by nobody, and all of
    them say no to it."""
    met = silent = 0
    for firm in firms:
        met, silent = met | firm.met, silent | firm.silent
    left = every & ~met
    return None if left & ~silent else left.bit_count() + sum(firm.unsaid for firm in firms)


def by_brute_force(firms, every):
    """The size of the smallest set, and all sets of that size, by their places."""
    found = {}
    for number in range(1, MOST + 1):
        for places in combinations(range(len(firms)), number):
            asked = cost([firms[at] for at in places], every)
            if asked is not None and asked <= min(MOST_ASKED, every.bit_count() - 1):
                found.setdefault(Size(asked, number), []).append(places)
    smallest = min(found, default=None)
    return smallest, found.get(smallest, [])


@st.composite
def questions(draw, lines=8, firms=8):
    number = draw(st.integers(1, lines))
    every = (1 << number) - 1
    bits = st.integers(0, every)
    few = bits.map(lambda held: held & (held >> 1))
    answers = st.builds(
        lambda met, denied, unsaid: Answers(met, every & ~(met | denied), unsaid),
        few if draw(st.booleans()) else bits,
        bits,
        st.sampled_from([0, 0, 0, 1, 2]),
    )
    return draw(st.lists(answers, max_size=firms)), every


@settings(max_examples=400, deadline=None)
@given(questions())
def test_the_smallest_set_is_as_small_as_that_of_all_sets(question):
    firms, every = question
    assert Search(set(firms), every).smallest(MOST) == by_brute_force(firms, every)[0]


@settings(max_examples=300, deadline=None)
@given(questions(), st.data())
def test_the_best_sets_are_all_smallest_sets_in_the_order_of_their_strength(question, data):
    firms, every = question
    size, sets = by_brute_force(firms, every)
    if size is None:
        return
    lines = data.draw(st.integers(1, 3))
    shares = np.array([[data.draw(st.sampled_from([0.0, 0.25, 0.5])) for _ in firms] for _ in range(lines)])

    def key(places):
        of_set = shares[:, list(places)]
        return -of_set.max(axis=1).sum(), -of_set.sum(), places

    assert best_sets(firms, shares, every, size, 10**6) == sorted(sets, key=key)


@settings(max_examples=200, deadline=None)
@given(questions())
def test_a_kind_is_useful_where_some_smallest_set_has_it(question):
    firms, every = question
    size, sets = by_brute_force(firms, every)
    if size is None:
        return
    search = Search(set(firms), every)
    useful = {firm for firm in firms if search.reaches(firm, size.firms - 1, size.asked)}
    assert useful == {firms[at] for places in sets for at in places}
    chosen = search.one(size)
    assert len(chosen) == size.firms
    assert cost(chosen, every) == size.asked


@pytest.mark.parametrize(
    ("firms", "size"),
    [
        # musts: 1 cleaning, 2 catering, 4 security
        ([Answers(0b111)], Size(0, 1)),
        ([Answers(0b011), Answers(0b110)], Size(0, 2)),
        ([Answers(0b001), Answers(0b010), Answers(0b100)], Size(0, 3)),
        # the greedy choice of the widest first would need three
        ([Answers(0b0111), Answers(0b1011, 0b0100), Answers(0b1100)], Size(0, 2)),
        # nobody meets the third, and one firm does not say no to it
        ([Answers(0b011), Answers(0b001, 0b100)], Size(1, 2)),
        # nobody meets the third, and all say no
        ([Answers(0b011), Answers(0b001)], None),
        # a firm that does not say where it is would have to be asked
        ([Answers(0b011), Answers(0b100, 0, 1)], Size(1, 2)),
        ([Answers(0b011), Answers(0b100, 0, 1), Answers(0b110)], Size(0, 2)),
        ([], None),
    ],
)
def test_sets_worked_out_by_hand(firms, size):
    every = 0b1111 if any(firm.met & 0b1000 for firm in firms) else 0b111
    assert Search(set(firms), every).smallest(3) == size


def test_more_suppliers_than_allowed_are_no_set():
    each = [Answers(1 << at) for at in range(5)]
    assert Search(each, 0b11111).smallest(4) is None
    assert Search(each, 0b11111).smallest(5) == Size(0, 5)


def test_what_nobody_meets_is_asked_of_few_and_never_of_a_set_that_meets_nothing():
    silent = Answers(0b00001, 0b11110)
    assert Search([silent], 0b01111).smallest() == Size(3, 1)
    assert Search([silent], 0b11111).smallest() is None
    assert Search([Answers(0, 0b111)], 0b111).smallest() is None


def test_twenty_five_musts_and_thousands_of_kinds_are_searched():
    drawn = np.random.default_rng(7)
    kinds = {Answers(int(met)) for met in drawn.integers(1, 1 << 25, 4000) & drawn.integers(1, 1 << 25, 4000)}
    every = (1 << 25) - 1
    size = Search(kinds, every).smallest(5)
    assert size is not None
    chosen = Search(kinds, every).one(size)
    assert cost(chosen, every) == 0
    assert len(chosen) == size.firms


def test_there_is_room_for_no_more_sets_than_can_be_held():
    # 346 * 345 / 2 = 59,685 pairs, and 347 * 346 / 2 = 60,031
    assert room(2) == 346
    assert room(1) == 60_000
