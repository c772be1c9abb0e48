"""How much one person may take. Worked by hand: 30 exports an hour, 200 shortlists a day, 20 at once."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from hub.exports.limiting import Taking, possible_from

NOON = datetime(2031, 4, 1, 12, tzinfo=UTC)


def before(minutes: int, shortlists: int = 1) -> Taking:
    return Taking(NOON - timedelta(minutes=minutes), shortlists)


def test_who_took_nothing_may_take_at_once() -> None:
    assert possible_from([], 20, NOON) == NOON


def test_the_thirtieth_of_an_hour_may_be_taken_and_the_next_waits_for_the_first_to_be_an_hour_old() -> None:
    thirty = [before(minutes) for minutes in range(59, 29, -1)]
    assert possible_from(thirty[1:], 1, NOON) == NOON
    assert possible_from(thirty, 1, NOON) == NOON + timedelta(minutes=1)
    assert possible_from([before(60), *thirty[1:]], 1, NOON) == NOON


def test_two_hundred_shortlists_a_day_and_what_is_more_waits_for_enough_to_be_a_day_old() -> None:
    ten = [before(23 * 60 - 60 * at, 20) for at in range(10)]  # 23 hours ago, 22, ... 14
    assert possible_from(ten[1:], 20, NOON) == NOON  # 180 and 20
    assert possible_from(ten, 1, NOON) == NOON + timedelta(hours=1)
    assert possible_from(ten, 20, NOON) == NOON + timedelta(hours=1)
    smaller = [before(23 * 60, 5), before(22 * 60, 15), *ten[2:], before(60, 20)]  # 5, 15, and 180
    assert possible_from(smaller, 5, NOON) == NOON + timedelta(hours=1)
    assert possible_from(smaller, 6, NOON) == NOON + timedelta(hours=2)
    assert possible_from([before(24 * 60, 20), *ten[1:]], 20, NOON) == NOON


@pytest.mark.parametrize("asked", [0, 21])
def test_a_file_holds_one_to_twenty(asked: int) -> None:
    with pytest.raises(ValueError, match=str(asked)):
        possible_from([], asked, NOON)
