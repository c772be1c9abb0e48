"""What colleagues gave, laid out for reading: totals by supplier, where people differ, interests declared."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from hub.evaluations.models import Evaluation
from hub.evaluations.scoring import (
    Points,
    ScoredLine,
    Spread,
    find_spreads,
    is_complete,
    mean_of,
    total_of,
)
from hub.shortlists.models import Shortlist
from hub.shortlists.reading import called

GONE = "A colleague who has left"


@dataclass(frozen=True, slots=True)
class Evaluator:
    """A colleague: the ranks and names of suppliers they have an interest in, and whether they scored all."""

    user_id: int | None
    name: str
    interests: tuple[tuple[int, str], ...]
    interest_words: str
    complete: bool


@dataclass(frozen=True, slots=True)
class Total:
    """A supplier's totals of 100, in the order of the evaluators, and their mean."""

    rank: int
    name: str
    totals: tuple[float | None, ...]
    mean: float | None


@dataclass(frozen=True, slots=True)
class Scores:
    """All of it. ``lines`` are those that were scored."""

    evaluators: tuple[Evaluator, ...]
    totals: tuple[Total, ...]
    spreads: tuple[Spread, ...]
    names: dict[int, str]


def points_of(evaluation: Evaluation) -> Points:
    return {(score.rank, score.line): score.points for score in evaluation.scores}


def show_scores(
    shortlist: Shortlist,
    evaluations: Sequence[Evaluation],
    lines: Sequence[ScoredLine],
    *,
    named: bool = True,
) -> Scores:
    """Totals, differences and declarations. Not ``named``, colleagues are numbers: a file travels further."""
    names = {entry.rank: called(entry) for entry in shortlist.entries}
    ranks = list(names)
    given = [points_of(each) for each in evaluations]
    totals = [
        Total(
            rank,
            names[rank],
            by_each := tuple(total_of(points, rank, lines) for points in given),
            mean_of(by_each),
        )
        for rank in ranks
    ]
    return Scores(
        tuple(
            _evaluator(each, _called(each, number, named), points, names, lines)
            for number, (each, points) in enumerate(zip(evaluations, given, strict=True), start=1)
        ),
        tuple(totals),
        tuple(find_spreads(given, ranks, lines)),
        names,
    )


def _called(evaluation: Evaluation, number: int, named: bool) -> str:
    if not named:
        return f"Evaluator {number}"
    user = evaluation.user
    return (user.name or user.email) if user else GONE


def _evaluator(
    evaluation: Evaluation, name: str, points: Points, names: dict[int, str], lines: Sequence[ScoredLine]
) -> Evaluator:
    return Evaluator(
        evaluation.user_id,
        name,
        tuple((rank, names[rank]) for rank in evaluation.interests if rank in names),
        evaluation.interest_words,
        is_complete(points, list(names), evaluation.interests, lines),
    )
