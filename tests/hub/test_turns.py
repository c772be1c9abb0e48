"""Turns come in the order in which they were asked for, and none is lost."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Event, Thread

from hub.turns import Turns


def test_a_turn_is_taken_at_once_where_nobody_has_it() -> None:
    turns = Turns()
    assert turns.take(0)
    assert not turns.take(0)
    turns.give_back()
    assert turns.take(0)


def test_who_waits_longest_is_next() -> None:
    turns, order = Turns(), []
    turns.take(0)

    def wait(number: int, ready: Event) -> None:
        ready.set()
        assert turns.take(30)
        order.append(number)
        turns.give_back()

    threads = []
    for number in range(5):
        ready = Event()
        threads.append(Thread(target=wait, args=(number, ready)))
        threads[-1].start()
        ready.wait(30)
        while len(turns._waiting) <= number:  # it stands in the queue
            pass
    turns.give_back()
    for thread in threads:
        thread.join(30)
    assert order == [0, 1, 2, 3, 4]


def test_one_at_a_time_and_none_is_lost() -> None:
    turns, inside = Turns(), []

    def work(_number: int) -> int:
        assert turns.take(30)
        inside.append(1)
        most = len(inside)
        inside.pop()
        turns.give_back()
        return most

    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(work, range(400))) == {1}
    assert turns.take(0)


def test_whose_turn_does_not_come_stands_in_nobody_s_way() -> None:
    turns = Turns()
    turns.take(0)
    assert not turns.take(0.01)
    turns.give_back()
    assert turns.take(0)
