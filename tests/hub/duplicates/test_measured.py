"""The benchmark's figures on a small register: `python -m benchmarks.duplicates` has the whole."""

from __future__ import annotations

from benchmarks.duplicates.made import Maker
from benchmarks.duplicates.systems import best_threshold, figures, find_ours, wratio_of


def test_one_firms_records_are_told_from_two_firms_in_a_small_seeded_register() -> None:
    maker = Maker(201)
    pairs = maker.pairs(300)
    firms = [firm for pair in pairs for firm in (pair.first, pair.second)] + maker.loners(300)
    labelled = [(2 * at, 2 * at + 1) for at in range(len(pairs))]
    same = {where for where, pair in zip(labelled, pairs, strict=True) if pair.same}
    ours = figures(set(find_ours(firms)), same)
    assert (round(ours.precision, 2) >= 0.96, round(ours.recall, 2) >= 0.89) == (True, True), str(ours)
    points = wratio_of(firms, labelled)
    threshold = best_threshold(points, same)
    plain = figures({where for where in labelled if points[where] >= threshold}, same)
    assert plain.precision < 0.9 < ours.precision
    assert sum(pair.same for pair in pairs) == 240
