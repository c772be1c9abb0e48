"""Tries are counted in the database, for all processes at once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from limits import parse
from limits.storage import storage_from_string
from limits.strategies import FixedWindowRateLimiter
from sqlalchemy.orm import Session

from hub.database import get_session
from hub.limits.counting import count_try, give_back, read_count, sweep
from hub.limits.storage import DatabaseStorage, counting
from tests.sites import Clock, Site, counts


def test_a_window_starts_at_the_first_try_and_ends_on_time(site: Site, clock: Clock) -> None:
    limiter = FixedWindowRateLimiter(storage_from_string("hub+database://"))
    two_a_minute = parse("2 per minute")
    start = clock.now
    #        seconds later, allowed
    steps = [(0, True), (30, True), (59, False), (60, True), (61, True), (62, False)]
    with site().app_context():
        for later, allowed in steps:
            clock.now = start + later
            assert limiter.hit(two_a_minute, "somebody") is allowed, later
        assert limiter.get_window_stats(two_a_minute, "somebody") == (start + 120, 0)
        assert limiter.test(two_a_minute, "somebody") is False
        limiter.clear(two_a_minute, "somebody")
        assert limiter.test(two_a_minute, "somebody") is True


def test_keys_do_not_count_for_each_other(site: Site) -> None:
    storage = DatabaseStorage()
    with site().app_context():
        assert [storage.incr("one", 60), storage.incr("one", 60), storage.incr("two", 60)] == [1, 2, 1]
        assert [storage.get("one"), storage.get("two"), storage.get("three")] == [2, 1, 0]
        assert storage.incr("one", 60, amount=5) == 7
        assert storage.reset() == 2
        assert storage.get("one") == 0
        assert storage.check()


def test_no_window_anywhere_holds_more_than_the_most_where_each_try_starts_it_again(
    site: Site, clock: Clock
) -> None:
    """Three in 100 seconds. Windows fixed at the first try would let 90, 95, 100 and 110 pass."""
    start, allowed = clock.now, []
    with site().app_context():
        for later in [0, 90, 95, 100, 110, 194, 195, 200]:
            clock.now = start + later
            with counting() as connection:
                count = count_try(connection, "guess", now=clock.now, window=100, most=3)
            allowed += [later] if count.tries <= 3 else []
    # 95 is the third, and starts the window anew: 100, 110 and 194 come before 95 + 100
    assert allowed == [0, 90, 95, 195, 200]


def test_a_try_given_back_is_free_again_and_never_more_than_that(site: Site) -> None:
    with site().app_context(), counting() as connection:
        count_try(connection, "one", now=0, window=100)
        for _ in range(3):
            give_back(connection, "one")
        assert read_count(connection, "one", now=1).tries == 0
        assert count_try(connection, "one", now=2, window=100).tries == 1


@pytest.mark.parametrize("number_of_sites", [1, 4])
def test_no_try_is_lost_where_many_come_at_once(site: Site, number_of_sites: int) -> None:
    sites = [site() for _ in range(number_of_sites)]

    def hit(number: int) -> int:
        with sites[number % number_of_sites].app_context():
            return DatabaseStorage().incr("one", 60)

    with ThreadPoolExecutor(8) as pool:
        assert sorted(pool.map(hit, range(40))) == list(range(1, 41))


def test_rows_that_are_over_are_swept_now_and_then(site: Site, clock: Clock, session: Session) -> None:
    storage = DatabaseStorage()
    with site().app_context():
        storage.incr("short", 60)
        storage.incr("long", 7200)
        clock.move(599)
        storage.incr("other", 60)
        assert set(counts(session)) == {"short", "long", "other"}  # swept at the first hit; not yet again
        clock.move(1)
        storage.incr("other", 60)
        assert set(counts(session)) == {"long", "other"}


def test_sweeping_leaves_what_still_counts(site: Site) -> None:
    with site().app_context(), counting() as connection:
        count_try(connection, "over", now=0, window=100)
        count_try(connection, "not over", now=1, window=100)
        assert sweep(connection, now=100) == 1
        assert read_count(connection, "not over", now=100).tries == 1


def test_counting_inside_the_requests_own_transaction_is_refused(site: Site) -> None:
    """On SQLite it would wait for a lock that the same thread holds."""
    with site().test_request_context(method="POST"):
        get_session().connection()
        with pytest.raises(RuntimeError, match="session"), counting():
            pass


def test_counting_writes_even_where_the_request_only_reads(site: Site) -> None:
    with site().test_request_context(method="GET"), counting() as connection:
        assert count_try(connection, "one", now=0, window=1).tries == 1
