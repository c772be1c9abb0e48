"""Suppliers of one ranking beside each other, line by line, with what proves each answer. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from hub.matches.cards import Card, Line
from hub.suppliers.models import Supplier

MOST_COMPARED = 6


@dataclass(frozen=True, slots=True)
class Compared:
    """One of those compared. ``supplier`` is None where the register shows it no more."""

    rank: int
    name: str
    band: int
    card: Card
    supplier: Supplier | None


@dataclass(frozen=True, slots=True)
class ComparedLine:
    """A line of the requirement and the answer of each supplier, in the order of the columns."""

    importance: str
    text: str
    answers: tuple[Line | None, ...]

    @property
    def same(self) -> bool:
        """Whether all answer alike: the line sets nobody apart."""
        return len({(each.verdict, each.points) for each in self.answers if each}) <= 1 and all(self.answers)


def compare_lines(columns: Sequence[Compared]) -> list[ComparedLine]:
    """The lines of all, in the order they first come in; two in the same words by their turn."""
    keyed = [_by_turn(column.card.lines) for column in columns]
    order = list(dict.fromkeys(key for lines in keyed for key in lines))
    return [
        ComparedLine(importance, text, tuple(lines.get((importance, text, turn)) for lines in keyed))
        for importance, text, turn in order
    ]


def _by_turn(lines: Sequence[Line]) -> dict[tuple[str, str, int], Line]:
    found: dict[tuple[str, str, int], Line] = {}
    for line in lines:
        turn = 0
        while (line.importance, line.text, turn) in found:
            turn += 1
        found[line.importance, line.text, turn] = line
    return found
