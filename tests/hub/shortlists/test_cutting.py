"""Where a shortlist cuts a ranking, by hand-worked orders."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.shortlists.cutting import cut_of


def order(*bands: int) -> list[dict[str, object]]:
    return [
        {"supplier": f"s{at}", "name": f"S{at}", "score": 1 - at / 100, "band": band}
        for at, band in enumerate(bands, start=1)
    ]


def test_choosing_the_first_passes_nobody_over() -> None:
    cut = cut_of(order(1, 2, 3), {1, 2})
    assert (cut.passed_over, cut.splits_a_tie, cut.few) == ((), False, True)
    assert (cut.last.rank, cut.next and cut.next.rank) == (2, 3)


def test_who_stands_above_somebody_chosen_is_passed_over() -> None:
    cut = cut_of(order(1, 1, 2, 3, 4), {2, 4})
    assert [place.rank for place in cut.passed_over] == [1, 3]


def test_a_cut_through_a_tie_names_those_below_it() -> None:
    cut = cut_of(order(1, 2, 2, 2, 3), {1, 2})
    assert [place.rank for place in cut.tied] == [3, 4]
    assert cut.splits_a_tie


def test_nobody_stands_below_the_last() -> None:
    cut = cut_of(order(1, 1, 1), {1, 3})
    assert cut.next is None
    assert not cut.splits_a_tie


@pytest.mark.parametrize(("chosen", "few"), [({1}, True), ({1, 2}, True), ({1, 2, 3}, False)])
def test_fewer_than_three_are_few(chosen: set[int], few: bool) -> None:
    assert cut_of(order(1, 1, 1, 1), chosen).few is few


@given(st.lists(st.integers(1, 4), min_size=1, max_size=30).map(sorted), st.data())
def test_everybody_is_chosen_passed_over_or_below(bands: list[int], data: st.DataObject) -> None:
    ranks = list(range(1, len(bands) + 1))
    chosen = data.draw(st.sets(st.sampled_from(ranks), min_size=1))
    cut = cut_of(order(*bands), chosen)
    passed = {place.rank for place in cut.passed_over}
    assert passed | chosen == set(range(1, max(chosen) + 1))
    assert not passed & chosen
    assert all(place.band == cut.last.band and place.rank > cut.last.rank for place in cut.tied)
