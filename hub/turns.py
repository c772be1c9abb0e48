"""Turns: one after the other, in the order they came.

SQLite has one writer. Who finds it busy sleeps and tries again, and may find it busy each time while others,
who came later, get through; with eight people writing at once somebody waits until the time is up. Within one
process this queue sees to it that whoever waits longest is next.
"""

from __future__ import annotations

from collections import deque
from threading import Event, Lock


class Turns:
    """A queue for one thing. Whoever takes a turn gives it back, from whichever thread."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._taken = False
        self._waiting: deque[Event] = deque()

    def take(self, seconds: float) -> bool:
        """Wait for a turn, at most so long. False where it did not come: there is none to give back."""
        with self._lock:
            if not self._taken:
                self._taken = True
                return True
            mine = Event()
            self._waiting.append(mine)
        if mine.wait(seconds):
            return True
        with self._lock:
            if mine.is_set():  # it came at the last moment
                return True
            self._waiting.remove(mine)
            return False

    def give_back(self) -> None:
        """The next in the queue has it from here on, or nobody."""
        with self._lock:
            if self._waiting:
                self._waiting.popleft().set()
            else:
                self._taken = False
