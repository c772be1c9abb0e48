"""One award that two told of is one contract: buyer, title and start agree."""

from __future__ import annotations

from datetime import date

import pytest

from hub.awards.sameness import Telling, is_same_award

MAY = date(2026, 5, 1)
ONE = Telling("Gully emptying", "Ashby Council", MAY)


@pytest.mark.parametrize(
    ("other", "same"),
    [
        (Telling("GULLY  emptying.", "ASHBY COUNCIL", MAY), True),
        (Telling("Gully emptying", "Ashby Council", None), True),
        (Telling("Gully emptying", "Ashby Council", date(2027, 5, 1)), False),
        (Telling("Gully emptying", "Derby Council", MAY), False),
        (Telling("Gully emptying, lot 2", "Ashby Council", MAY), False),
    ],
)
def test_one_award_told_twice_is_known(other: Telling, same: bool) -> None:
    assert is_same_award(ONE, other) is same
    assert is_same_award(other, ONE) is same
