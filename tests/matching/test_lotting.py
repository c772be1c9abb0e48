"""Lots: what the same suppliers meet belongs together, and a split must bring somebody in."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from matching.lotting import MOST_LOTS, Split, apart, split


def met(*rows):
    return np.array([[mark == "x" for mark in row] for row in rows], np.bool_)


def test_lines_that_the_same_suppliers_meet_are_one_lot():
    # The first three do cleaning and windows, the last four catering and vending; nobody does both.
    found = split(met("xxx....", "xxx....", "...xxxx", "...xxx."))
    assert found == Split(lots=((0, 1), (2, 3)), able=(3, 3), unseen=6)


def test_lots_take_the_lines_in_any_order():
    assert split(met("xxx....", "...xxxx", "xxx....", "...xxx.")).lots == ((0, 2), (1, 3))


def test_no_more_lots_than_leave_three_able_in_each():
    # In two lots one has three able and the other nobody; in three each has three.
    found = split(met("xxx......", "xxx......", "...xxx...", "......xxx"))
    assert found == Split(lots=((0, 1), (2,), (3,)), able=(3, 3, 3), unseen=9)


def test_a_split_that_brings_nobody_into_some_lot_is_not_proposed():
    # One firm meets both. The second line has that firm alone: as a lot it would have no more choice.
    assert split(met("xxx", "x..")) is None
    assert split(met("xx", "xx")) is None


def test_one_line_and_no_line_cannot_be_split():
    assert split(met("xx")) is None
    assert split(np.zeros((0, 5), np.bool_)) is None


def test_a_line_that_nobody_meets_is_apart_from_every_other():
    assert apart(met("...", "...", "xx.")).tolist() == [[0, 1, 1], [1, 0, 1], [1, 1, 0]]


def test_the_distance_is_the_part_of_both_that_differs():
    # 2 of 4 firms meet both
    assert apart(met("xxx.", ".xxx"))[0, 1] == 1 - 2 / 4


matrices = st.integers(1, 6).flatmap(
    lambda lines: st.lists(
        st.lists(st.booleans(), min_size=lines, max_size=lines), min_size=1, max_size=12
    ).map(lambda firms: np.array(firms, np.bool_).T)
)


@given(matrices)
def test_every_line_is_in_one_lot_and_every_lot_has_more_able_than_the_whole(held):
    found = split(held)
    if found is None:
        return
    whole = held.all(axis=0)
    assert sorted(line for lot in found.lots for line in lot) == list(range(len(held)))
    assert 2 <= len(found.lots) <= MOST_LOTS
    counts = tuple(int(held[list(lot)].all(axis=0).sum()) for lot in found.lots)
    assert found.able == counts
    assert min(counts) > whole.sum()
    seen = {at for lot in found.lots for at in np.flatnonzero(held[list(lot)].all(axis=0))}
    assert found.unseen == len(seen - set(np.flatnonzero(whole)))


@given(matrices)
def test_the_order_of_suppliers_changes_nothing(held):
    assert split(held) == split(held[:, ::-1])
