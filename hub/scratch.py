"""A table to sort things on before they go into the database."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager


@contextmanager
def scratch_database() -> Iterator[sqlite3.Connection]:
    """A database on a temporary file, in memory while it is small; it is gone when the block ends."""
    with closing(sqlite3.connect("", isolation_level=None)) as database:
        database.execute("PRAGMA synchronous=OFF")
        database.execute("PRAGMA journal_mode=OFF")
        yield database
