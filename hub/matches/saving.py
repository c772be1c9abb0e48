"""The index kept in files of the instance, so that a process starts at once and workers share it.

Files hold what the register shows and nothing else. What is withdrawn or erased goes from them with the next
question that any process is asked: the files are deleted, and written anew beside the answering.
"""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from logging import getLogger
from pathlib import Path
from threading import Lock, Thread

from matching import Index
from matching.index import snapshot
from matching.index.snapshot import Snapshot, SnapshotError

log = getLogger(__name__)

SAVED_FROM = 1000
"""Suppliers from which an index is saved: fewer are read from the database in a second."""

TRIES = 2
"""Another process may put newer files in place of those that are being read."""

CHANGED = 1000
"""Changed suppliers after which it is saved again: so many are caught up with at a start in half a second."""


class SavedCatalogue:
    """The files of one folder. Processes may share it: one at a time writes, and none waits for another."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._busy = Lock()
        self._changed = self._forgotten = 0
        self.is_broken = False

    def load(self, index: Index) -> int | None:
        """The catalogue version that the index holds now, or None where there is nothing to load.

        What was loaded is read whole beside the answering; where it is not what was written, the files are
        deleted and ``is_broken`` says so.
        """
        for _ in range(TRIES):
            try:
                version = int(index.load(self._folder))
            except (SnapshotError, OSError, ValueError) as error:
                reason = error
            else:
                Thread(target=self._verify, daemon=True).start()
                return version
        if (self._folder / snapshot.CURRENT).exists():
            log.warning("The saved index is not used: %s", reason)
        return None

    def note(self, index: Index, version: int, *, changed: int = 0, gone: bool = False) -> None:
        """Tell of a new version, and of how many suppliers changed. Saves beside the answering if it is time.

        With ``gone`` something may stand in the files that must not: they are deleted first.
        """
        if gone:
            self.forget()
        self._changed += changed
        due = gone or self._changed >= CHANGED or not (self._folder / snapshot.CURRENT).exists()
        if due and len(index) >= SAVED_FROM and index.meaning is None:
            self._changed = 0
            Thread(target=self.save, args=(index, version), daemon=True).start()

    def save(self, index: Index, version: int) -> None:
        """Write the index, unless somebody is writing one. What fails is logged and changes nothing else.

        What was begun before something had to go is not kept: it is written again.
        """
        try:
            with self._writing() as free:
                while free:
                    forgotten = self._forgotten
                    index.save(self._folder, str(version))
                    if forgotten == self._forgotten:
                        return
                    snapshot.delete(self._folder)
        except OSError as error:
            log.warning("The index could not be saved: %s", error)

    def forget(self) -> None:
        """Delete the files. Who has them mapped goes on with what it has."""
        self._forgotten += 1
        if self._folder.exists():
            snapshot.delete(self._folder)

    def _verify(self) -> None:
        try:
            Snapshot(self._folder).verify()
        except OSError:
            return  # newer files were put in their place
        except SnapshotError as error:
            if not (self._folder / snapshot.CURRENT).exists():
                return  # what had to go went meanwhile
            log.warning("The saved index is broken, and is made anew: %s", error)
            self.is_broken = True
            self.forget()

    @contextmanager
    def _writing(self) -> Iterator[bool]:
        """Whether this process, and of its threads this one, may write."""
        self._folder.mkdir(parents=True, exist_ok=True)
        if not self._busy.acquire(blocking=False):
            yield False
            return
        try:
            with (self._folder / "lock").open("w") as lock:
                try:
                    fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                except BlockingIOError:
                    yield False
                    return
                yield True
        finally:
            self._busy.release()
