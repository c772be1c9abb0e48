"""What goes into a file: a table with a heading row, and a sheet that says what it is of."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

Cell = str | int | float
"""Text is somebody's words; a number is the hub's own. One with decimals is shown with one of them."""

NARROWEST, WIDEST, WIDEST_HEADING = 8, 60, 24
"""Widths of a column, in letters. A heading that is longer is wrapped sooner than what stands under it."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """What every printed page of a workbook says above and below its table, and the colour of its headings
    (six hexadecimal digits after a #, dark enough for white letters)."""

    colour: str
    above: str
    below: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """One more table: its name (at most 31 letters, as a workbook takes it), its rows, and what stands below
    each of its pages in the place of what the stamp says."""

    name: str
    rows: Sequence[Sequence[Cell]]
    below: str = ""


@dataclass(frozen=True, slots=True)
class Book:
    """``rows`` are headings first, all of one length. ``about`` are labels with what they say. ``more`` are
    tables on sheets of their own, after the first."""

    title: str
    created: datetime
    sheet: str
    rows: Sequence[Sequence[Cell]]
    about: Sequence[tuple[str, Cell]]
    more: Sequence[Sheet] = ()
    stamp: Stamp | None = None

    @property
    def tables(self) -> list[Sheet]:
        """All tables, the first one first; the sheet that says what they are of is none."""
        return [Sheet(self.sheet, self.rows), *self.more]


def widths(rows: Iterable[Sequence[Cell]]) -> list[int]:
    """For each column so many letters that its longest line fits, within bounds: longer lines are wrapped."""
    heading, *lengths = ([_longest_line(cell) for cell in row] for row in rows)
    capped = [min(WIDEST_HEADING, length) for length in heading]
    return [min(WIDEST, max(NARROWEST, *column) + 2) for column in zip(capped, *lengths, strict=True)]


def _longest_line(cell: Cell) -> int:
    return max(map(len, cell[: WIDEST * 20].split("\n"))) if isinstance(cell, str) else len(str(cell))
