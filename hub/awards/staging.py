"""The staging table: a whole file is read and checked here before the hub's database hears of it.

It is a private SQLite database that lives in a temporary file of its own and is gone with its process. So a
broken file, or a broken-off import, leaves nothing behind, the hub's writers wait for nobody while a file is
read, and both of the hub's databases are filled from the same statements.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from itertools import islice
from typing import Any

from hub.awards.records import Award, BrokenFileError, Skipped
from hub.scratch import scratch_database

BATCH = 500
PENCE = Decimal("0.01")
PARTS = 10_000
"""Amounts are kept as whole ten-thousandths of a pound, so that their sum is exact."""

TABLES = """
CREATE TABLE staged (
    entry INTEGER PRIMARY KEY, line INTEGER, grp TEXT, edition TEXT, source_key TEXT,
    name TEXT, name_key TEXT, company_number TEXT, size TEXT, postcode TEXT,
    label TEXT, slugs TEXT, cpv TEXT,
    title TEXT, description TEXT, buyer_name TEXT, amount INTEGER, starts_on TEXT, ends_on TEXT
);
CREATE TABLE skipped (entry INTEGER PRIMARY KEY, line INTEGER, reason TEXT, supplier TEXT, detail TEXT);
"""
VIEWS = """
CREATE INDEX staged_group ON staged (grp, edition);
CREATE INDEX staged_name_key ON staged (name_key);
CREATE VIEW current AS SELECT staged.* FROM staged
    JOIN (SELECT grp, MAX(edition) AS edition FROM staged GROUP BY grp) USING (grp, edition);
"""
FOLD = """
WITH folded AS (
    SELECT MIN(entry) AS entry, SUM(amount) AS total, MIN(starts_on) AS first, MAX(ends_on) AS last
    FROM current GROUP BY source_key
)
SELECT source_key, name_key, label, slugs, cpv, title, description, buyer_name, total, first, last
FROM folded JOIN staged USING (entry) ORDER BY entry
"""
"""`current` holds the newest edition of each group. A contract has the words of its first line."""


@dataclass(frozen=True, slots=True)
class StagedFirm:
    """A winner as the whole file tells of it: the first spelling of its name, the newest of the rest.

    Where a file gives one name several company numbers, it has none.
    """

    key: str
    name: str
    company_number: str
    size: str
    postcode: str


@dataclass(frozen=True, slots=True)
class StagedContract:
    """Awards with one source key, folded. `value` is None where they state none or add up to £0 or less."""

    source_key: str
    firm: str
    label: str
    slugs: tuple[str, ...]
    cpv: str
    title: str
    description: str
    buyer_name: str
    value: Decimal | None
    starts_on: date | None
    ends_on: date | None


class Staging:
    """Entries on their way in. Open it with `open_staging`."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self._database = database
        database.executescript(TABLES)

    def stage(self, entries: Iterable[Award | Skipped]) -> None:
        """Take in all of `entries`, a batch at a time. What reading raises passes through."""
        rest = iter(entries)
        while batch := list(islice(rest, BATCH)):
            self._insert("staged", [_award_row(each) for each in batch if isinstance(each, Award)])
            self._insert("skipped", [_skipped_row(each) for each in batch if isinstance(each, Skipped)])
        self._database.executescript(VIEWS)

    def _insert(self, table: str, rows: Sequence[tuple[Any, ...]]) -> None:
        if rows:
            marks = ", ".join("?" * len(rows[0]))
            self._database.executemany(f"INSERT INTO {table} VALUES (NULL, {marks})", rows)  # noqa: S608

    def skip_firms(self, keys: Iterable[str], reason: str) -> None:
        """Turn every award to these firms into a skipped entry."""
        for key in keys:
            self._database.execute(
                "INSERT INTO skipped SELECT NULL, line, ?, name, '' FROM staged WHERE name_key = ?",
                (reason, key),
            )
            self._database.execute("DELETE FROM staged WHERE name_key = ?", (key,))

    def firms(self) -> list[StagedFirm]:
        """The winners in the order of the file."""
        told: dict[str, dict[str, Any]] = {}
        rows = self._database.execute(
            "SELECT name_key, name, company_number, size, postcode FROM current "
            "ORDER BY COALESCE(starts_on, ''), entry"
        )
        for key, _name, number, size, postcode in rows:
            firm = told.setdefault(key, {"numbers": set(), "size": "", "postcode": ""})
            firm["numbers"] |= {number} - {""}
            firm["size"] = size or firm["size"]
            firm["postcode"] = postcode or firm["postcode"]
        first = self._database.execute(
            "SELECT name_key, name, MIN(entry) FROM current GROUP BY name_key ORDER BY 3"
        )
        return [_firm(key, name, **told[key]) for key, name, _entry in first]

    def contracts(self) -> Iterator[StagedContract]:
        """The folded awards, in the order of the file. Raises BrokenFileError for sums past all bounds."""
        try:
            yield from map(_contract, self._database.execute(FOLD))
        except sqlite3.OperationalError:  # a sum past 64 bits
            raise BrokenFileError(0, "its amounts add up to more than the hub can hold") from None

    def groups(self) -> Iterator[str]:
        for (group,) in self._database.execute("SELECT DISTINCT grp FROM staged"):
            yield group

    def skipped(self) -> Iterator[Skipped]:
        """The skipped entries by line."""
        rows = self._database.execute(
            "SELECT line, reason, supplier, detail FROM skipped ORDER BY line, entry"
        )
        for row in rows:
            yield Skipped(*row)

    def count(self) -> tuple[int, int]:
        """How many entries are staged and how many skipped."""
        staged = self._database.execute("SELECT COUNT(*) FROM staged").fetchone()[0]
        skipped = self._database.execute("SELECT COUNT(*) FROM skipped").fetchone()[0]
        return staged, skipped


@contextmanager
def open_staging() -> Iterator[Staging]:
    """A staging table that is gone when the block ends."""
    with scratch_database() as database:
        yield Staging(database)


def _award_row(award: Award) -> tuple[Any, ...]:
    firm, heading = award.firm, award.heading
    return (
        award.line,
        award.group,
        award.edition,
        award.source_key,
        firm.name,
        firm.key,
        firm.company_number,
        firm.size,
        firm.postcode,
        heading.label,
        json.dumps(heading.slugs),
        heading.cpv,
        award.title,
        award.description,
        award.buyer_name,
        None if award.amount is None else int((award.amount * PARTS).to_integral_value(ROUND_HALF_UP)),
        award.starts_on and award.starts_on.isoformat(),
        award.ends_on and award.ends_on.isoformat(),
    )


def _skipped_row(entry: Skipped) -> tuple[Any, ...]:
    return entry.line, entry.reason, entry.supplier, entry.detail


def _firm(key: str, name: str, *, numbers: set[str], size: str, postcode: str) -> StagedFirm:
    return StagedFirm(key, name, numbers.pop() if len(numbers) == 1 else "", size, postcode)


def _contract(row: tuple[Any, ...]) -> StagedContract:
    source_key, key, label, slugs, cpv, title, description, buyer, amount, starts_on, ends_on = row
    return StagedContract(
        source_key=source_key,
        firm=key,
        label=label,
        slugs=tuple(json.loads(slugs)),
        cpv=cpv,
        title=title,
        description=description,
        buyer_name=buyer,
        value=_pounds(amount),
        starts_on=starts_on and date.fromisoformat(starts_on),
        ends_on=ends_on and date.fromisoformat(ends_on),
    )


def _pounds(amount: int | None) -> Decimal | None:
    """Pounds to the penny. Credits that outweigh the invoices leave work done, at a value nobody knows."""
    pounds = (Decimal(amount or 0) / PARTS).quantize(PENCE, ROUND_HALF_UP)
    return pounds if 0 < pounds < Decimal(10) ** 12 else None
