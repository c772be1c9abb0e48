"""How many suppliers come through the musts of a requirement, saved or only written. Nothing is kept."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from hub.matches.indexing import current_index
from hub.matches.profiling import to_question
from hub.requirements.editing import Answers, Line

MOST_NAMED = 3
"""Musts that a sentence names."""


@dataclass(frozen=True, slots=True)
class SiftedLine:
    """A must, with how many meet it, state otherwise, and do not say.

    ``without`` counts those that meet every other must, ``back`` those that it alone leaves out.
    """

    line: Line
    met: int
    denied: int
    unsaid: int
    without: int
    back: int


@dataclass(frozen=True, slots=True)
class SiftedMusts:
    """Of ``among`` suppliers ``every`` meet all musts, and ``left_out`` state that they do not meet one.

    They are those in the categories, ``in_categories``, or all that are registered.
    """

    among: int
    every: int
    left_out: int
    lines: tuple[SiftedLine, ...]
    in_categories: bool

    @property
    def left(self) -> int:
        """Those that the musts leave in: they meet them all, or have to be asked."""
        return self.among - self.left_out

    @property
    def freeing(self) -> list[tuple[Line, int]]:
        """The musts without which more would meet all the others, and how many, the most first."""
        return _most((each.line, each.without) for each in self.lines if each.without > self.every)

    @property
    def returning(self) -> list[tuple[Line, int]]:
        """The musts without which fewer would be left out, and how many would then be left in."""
        return _most((each.line, self.left + each.back) for each in self.lines if each.back)


def _most(counted: Iterable[tuple[Line, int]]) -> list[tuple[Line, int]]:
    return sorted(counted, key=lambda each: -each[1])[:MOST_NAMED]


def sift_musts(answers: Answers, keep: Sequence[str] = (), today: date | None = None) -> SiftedMusts:
    """What the musts of the answers come to over the whole register, as it stands. One pass."""
    question = to_question(answers, keep, today or date.today())
    sifted = current_index().sift(question)
    lines = {f"line-{number}": line for number, line in enumerate(answers.lines, start=1)}
    return SiftedMusts(
        sifted.among,
        sifted.every,
        sifted.left_out,
        tuple(
            SiftedLine(
                lines[must.criterion],
                must.met,
                must.denied,
                sifted.among - must.met - must.denied,
                must.without,
                must.back,
            )
            for must in sifted.musts
        ),
        bool(question.categories),
    )
