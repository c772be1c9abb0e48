"""No hidden count can be worked out: by adding up, by a neighbouring table, or by knowing the rule."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.reports.suppressing import LEAST, hidden_rows, is_shown

tables = st.lists(st.one_of(st.integers(0, 12), st.integers(0, 60)), min_size=2, max_size=7)


def compositions(total: int, parts: int) -> Iterator[tuple[int, ...]]:
    """Every way of parting a total."""
    if parts == 1:
        yield (total,)
        return
    for first in range(total + 1):
        for rest in compositions(total - first, parts - 1):
            yield first, *rest


@given(tables)
def test_small_rows_are_hidden_and_are_ten_firms_together(counts: list[int]) -> None:
    hidden = hidden_rows(counts)
    shown = [count for row, count in enumerate(counts) if row not in hidden]
    assert all(count >= LEAST or (count == 0 and not hidden) for count in shown)
    together = sum(counts[row] for row in hidden)
    assert not hidden or together >= LEAST or sum(counts) < LEAST


@given(tables)
def test_every_hidden_row_may_be_one_of_two_counts(counts: list[int]) -> None:
    """To a reader who knows what is shown and the total: two hidden rows or more of a sum above nothing."""
    hidden = hidden_rows(counts)
    assert len(hidden) != 1
    assert not hidden or sum(counts) < LEAST or sum(counts[row] for row in hidden) > 0


@pytest.mark.parametrize("rows", [2, 3])
def test_knowing_the_rule_tells_no_hidden_count(rows: int) -> None:
    """For every table of a few rows: others with the same total look the same, and differ in each hidden
    row."""
    for total in range(LEAST, 42):
        seen: dict[object, list[Sequence[int]]] = {}
        for counts in compositions(total, rows):
            hidden = hidden_rows(counts)
            looks = tuple(None if row in hidden else count for row, count in enumerate(counts))
            seen.setdefault(looks, []).append(counts)
        for looks, possible in seen.items():
            for row in range(rows):
                if looks[row] is None:  # type: ignore[index]
                    assert len({counts[row] for counts in possible}) > 1, (looks, possible)


@given(st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), min_size=2, max_size=4))
def test_a_table_of_some_of_the_firms_tells_no_hidden_count_either(pairs: list[tuple[int, int]]) -> None:
    """Firms with figures are firms helped: of each shown row a reader knows how many there can be."""
    helped = [with_figures + without for with_figures, without in pairs]
    counts = [with_figures for with_figures, _without in pairs]
    there = hidden_rows(helped)
    hidden = hidden_rows(counts, helped, there)
    together = sum(counts[row] for row in hidden)
    if sum(counts) < LEAST or not hidden:
        return
    assert there <= hidden
    if hidden > there and sum(helped[row] - counts[row] for row in hidden) < LEAST:
        assert hidden == set(range(len(counts))), "there is nothing more to hide"
        return
    most = [helped[row] if row not in there else together for row in sorted(hidden)]
    for place in range(len(most)):
        others = sum(most) - most[place]
        fewest, highest = max(0, together - others), min(most[place], together)
        assert highest > fewest


@pytest.mark.parametrize(
    ("counts", "hidden"),
    [
        ([12, 40, 10], set()),
        ([3, 40, 25], {0, 1}),  # 3 alone is the total less 65: the next row goes with it
        ([40, 25, 3], {0, 2}),  # round the end
        ([3, 4, 25, 30], {0, 1, 2}),  # 7 firms are few together as well
        ([6, 7, 25], {0, 1}),  # 13 firms, and each may be 4 to 9
        ([9, 9, 25], {0, 1, 2}),  # 18 of two small rows can only be 9 and 9
        ([0, 40, 0], set()),  # both are zero by the total
        ([2, 3, 4], {0, 1, 2}),  # the total itself is not told
    ],
)
def test_tables_worked_out_by_hand(counts: list[int], hidden: set[int]) -> None:
    assert hidden_rows(counts) == hidden


def test_what_overlaps_is_told_with_ten_in_it_and_ten_outside() -> None:
    for count, total in product(range(70), range(LEAST, 70)):
        if count <= total:
            assert is_shown(count, total) == (count >= 10 and total - count >= 10)


def test_firms_that_all_have_figures_hide_what_is_hidden_of_them() -> None:
    """Nothing more: the rows that are shown are shown in both tables."""
    helped = [3, 8, 40, 25]
    assert hidden_rows(helped, helped, hidden_rows(helped)) == hidden_rows(helped) == {0, 1}
    # of 12 and 14 firms helped, 9 and 13 have figures: 9 is small, 22 of at most 26 leave too little room
    assert hidden_rows([9, 13, 30], [12, 14, 60], set()) == {0, 1, 2}
