"""The staging table: the files are read and checked whole here before the hub's database hears of them.

A private SQLite database in a temporary file, gone with its process: see `hub/awards/staging.py`, which holds
published awards in the same way.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from itertools import islice

from hub.scratch import scratch_database
from hub.text_files import TextFileError
from hub.upkeep.company_files import Company

BATCH = 500
TABLE = """
CREATE TABLE company (number TEXT PRIMARY KEY, name TEXT, key TEXT, status TEXT, ended TEXT, former TEXT)
"""


class Staging:
    """Companies on their way in, by number. Open it with `open_staging`."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self._database = database
        database.execute(TABLE)

    def stage(self, companies: Iterable[Company]) -> None:
        """Take in all, a batch at a time. Raises TextFileError for a number that stands twice."""
        rest = iter(companies)
        while batch := list(islice(rest, BATCH)):
            rows = [_row(company) for company in batch]
            try:
                self._database.executemany("INSERT INTO company VALUES (?, ?, ?, ?, ?, ?)", rows)
            except sqlite3.IntegrityError:
                raise TextFileError(
                    "a company number stands twice: give each part of a snapshot once"
                ) from None

    def find(self, numbers: Sequence[str]) -> dict[str, Company]:
        """Those of some numbers, by number."""
        asked = "SELECT * FROM company WHERE number IN (SELECT value FROM json_each(?))"
        return {row[0]: _company(row) for row in self._database.execute(asked, [json.dumps(numbers)])}

    def count(self) -> int:
        return int(self._database.execute("SELECT COUNT(*) FROM company").fetchone()[0])


def _row(company: Company) -> tuple[str | None, ...]:
    ended = company.ended_on.isoformat() if company.ended_on else None
    return company.number, company.name, company.key, company.status, ended, json.dumps(company.former)


def _company(row: Sequence[str]) -> Company:
    number, name, key, status, ended, former = row
    day = date.fromisoformat(ended) if ended else None
    return Company(number, name, key, status, day, tuple(json.loads(former)))


@contextmanager
def open_staging() -> Iterator[Staging]:
    """A staging table that is gone when the block ends."""
    with scratch_database() as database:
        yield Staging(database)
