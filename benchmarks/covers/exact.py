"""The smallest sets worked out another way: supplier by supplier, and a solver of whole-number programs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, milp

from matching import Index, Profile, Requirement, verdict_of
from matching.covering import MOST_ASKED, Size
from matching.gates import rule
from matching.index.answers import Answer
from matching.index.musts import is_own
from matching.scoring import noisy_or


@dataclass(frozen=True)
class Verdicts:
    """What each supplier comes to, in rows: the musts met and denied by columns, what it must meet itself and
    denies (``barred``), and how much of that it does not say."""

    met: NDArray[np.bool_]
    denied: NDArray[np.bool_]
    barred: NDArray[np.bool_]
    unsaid: NDArray[np.int64]

    @property
    def single(self) -> bool:
        """Whether one of them meets everything."""
        return bool((self.met.all(axis=1) & ~self.barred & (self.unsaid == 0)).any())


def verdicts_of(index: Index, profiles: Mapping[str, Profile], requirement: Requirement) -> Verdicts:
    """Everybody held against everything, as for one supplier: no look at the arrays rules anybody out."""
    held = index.hold(requirement, profiles.keys())
    ids = list(profiles)
    place = {name: at for at, name in enumerate(ids)}
    columns: list[NDArray[np.str_]] = []
    for line, found in zip(held.lines.words, held.found, strict=True):
        if line.importance == "must":
            column = np.full(len(ids), "not stated", "U10")
            for owner in np.unique(found.owner).tolist():
                values = [value for _, value in Answer(held.weights, found.of(owner)).by_words]
                column[place[held.id_of(owner)]] = verdict_of(noisy_or(values))
            columns.append(column)
    own = []
    for line in held.lines.typed:
        if line.importance == "must":
            column = np.array([rule(line, requirement, profile).verdict for profile in profiles.values()])
            (own if is_own(line) else columns).append(column)
    each = np.array(own).reshape(len(own), len(ids))
    together = np.array(columns).reshape(len(columns), len(ids)).T
    return Verdicts(
        together == "met",
        together == "not met",
        (each == "not met").any(axis=0),
        (each == "not stated").sum(axis=0),
    )


def solve(verdicts: Verdicts, most: int) -> Size | None:
    """The size of the smallest sets of at most so many, by HiGHS; None where there is none.

    The unknowns are who is in the set, and what is asked of it: as little as can be, and then of as few. A
    must is met by somebody or asked, and asked only where somebody in the set does not deny it.
    """
    inside = ~verdicts.barred & verdicts.met.any(axis=1)
    answers = np.column_stack([verdicts.met, verdicts.denied, verdicts.unsaid])
    rows = np.unique(answers[inside].astype(np.int64), axis=0)
    lines, kinds = verdicts.met.shape[1], len(rows)
    if not kinds:
        return None
    met, denied, unsaid = rows[:, :lines].T, rows[:, lines : 2 * lines].T, rows[:, -1]
    cost = np.concatenate([(most + 1) * unsaid + 1, np.full(lines, most + 1)])
    each = np.eye(lines)
    asked = np.concatenate([unsaid, np.ones(lines)])
    allowed = min(MOST_ASKED, lines - 1)
    answer = milp(
        cost,
        integrality=np.ones(cost.size),
        bounds=Bounds(0, 1),
        constraints=[
            LinearConstraint(np.hstack([met, each]), lb=1),
            LinearConstraint(np.hstack([(denied == 0) * 1.0, -each]), lb=0),
            LinearConstraint(np.concatenate([np.ones(kinds), np.zeros(lines)]), ub=most),
            LinearConstraint(asked, ub=allowed),
        ],
    )
    if answer.x is None:
        return None
    chosen = np.rint(answer.x).astype(int)
    return Size(int(asked @ chosen), int(chosen[:kinds].sum()))


def greedy(verdicts: Verdicts) -> int | None:
    """How many the greedy choice takes, the widest each time, where nothing is asked; None where it fails."""
    met = verdicts.met[~verdicts.barred & (verdicts.unsaid == 0)]
    left, taken = np.ones(met.shape[1], np.bool_), 0
    while left.any():
        if not met.size or not (widths := (met & left).sum(axis=1)).any():
            return None
        left &= ~met[int(np.argmax(widths))]
        taken += 1
    return taken


def is_cover(verdicts: Verdicts, places: Sequence[int], asked: int) -> bool:
    """Whether the suppliers at some places meet every must, but for so much to be asked."""
    chosen = list(places)
    met, denied = verdicts.met[chosen].any(axis=0), verdicts.denied[chosen].all(axis=0)
    asks = int((~met).sum() + verdicts.unsaid[chosen].sum())
    return not verdicts.barred[chosen].any() and not (denied & ~met).any() and asks == asked
