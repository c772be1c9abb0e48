"""Totals of colleagues' scores and where they are far apart, by hand-worked numbers."""

from __future__ import annotations

import pytest

from hub.evaluations.scoring import ScoredLine, find_spreads, is_complete, lines_to_score, mean_of, total_of

A, B = ScoredLine("a", "Backups", "must", 3.0), ScoredLine("b", "Support", "should", 1.0)


@pytest.mark.parametrize(
    ("points", "total"),
    [
        ({(1, "a"): 5, (1, "b"): 5}, 100.0),
        ({(1, "a"): 0, (1, "b"): 0}, 0.0),
        ({(1, "a"): 4, (1, "b"): 2}, 70.0),  # (3 x 4 + 1 x 2) of (3 x 5 + 1 x 5)
        ({(1, "a"): 4}, None),
        ({(2, "a"): 4, (2, "b"): 4}, None),
    ],
)
def test_a_total_counts_each_line_by_its_weight(
    points: dict[tuple[int, str], int], total: float | None
) -> None:
    assert total_of(points, 1, [A, B]) == total


def test_the_mean_is_of_those_who_scored() -> None:
    assert mean_of([70.0, None, 50.0]) == 60.0
    assert mean_of([None]) is None


def test_who_has_an_interest_is_done_without_that_supplier() -> None:
    points = {(2, "a"): 3, (2, "b"): 3}
    assert is_complete(points, [1, 2], [1], [A, B])
    assert not is_complete(points, [1, 2], [], [A, B])


def test_two_apart_is_worth_talking_about() -> None:
    given = [{(1, "a"): 5, (1, "b"): 3}, {(1, "a"): 2, (1, "b"): 2}, {(1, "a"): 4}]
    (spread,) = find_spreads(given, [1], [A, B])
    assert (spread.line.key, spread.low, spread.high) == ("a", 2, 5)


def test_lines_that_say_who_may_supply_are_not_scored() -> None:
    lines = [
        {"id": "x", "text": "Backups", "importance": "must", "weight": 2.0, "fact": None},
        {"id": "y", "text": "Only in Derby", "importance": "must", "weight": 1.0, "fact": "county"},
    ]
    asked = {"title": "Hosting", "criteria": lines}
    assert [line.key for line in lines_to_score(asked, {"county"})] == ["x"]
    (need,) = lines_to_score({"title": "Hosting", "criteria": []}, {"county"})
    assert (need.key, need.text) == ("need", "Hosting")
