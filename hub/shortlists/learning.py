"""Learning from a hub's own decisions how much each kind of evidence counts.

A decision is a shortlist that gives a reason for each of its choices: suppliers chosen are fit, and those
that the run ranked and nobody chose count as weak negatives. Choices without a reason teach nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from statistics import mean

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from hub.matches.finding import hold
from hub.matches.models import LearnedWeights
from hub.matches.queries import weights_in_force
from hub.matches.recording import from_json
from hub.privacy.erased_texts import is_hash
from hub.shortlists.models import Shortlist, ShortlistEntry
from matching.golden import worsened
from matching.learning import Case, CaseSet, Measured, WeightLearner, learn_across
from matching.weights import Weights

LEAST_DECISIONS = 30
"""With fewer, what is learned is who happened to decide."""

DECISIONS = "decisions"


class LearningError(ValueError):
    """Nothing was learned; the message says why."""


@dataclass(frozen=True, slots=True)
class Learned:
    """``before`` and ``held_out`` are means of nDCG@10: of all decisions by the weights in force, and of each
    by weights that were learned without it."""

    weights: Weights
    decisions: int
    before: float
    held_out: float


def learn(session: Session) -> Learned:
    """What this hub's decisions teach. Nothing is changed.

    Raises LearningError where there are too few, where no weight ranks them better, where those held out rank
    worse, and where a golden case of the matcher does.
    """
    cases = decided_cases(session)
    if len(cases) < LEAST_DECISIONS:
        raise LearningError(
            f"Learning needs {LEAST_DECISIONS} shortlists with a reason for every choice, "
            f"and this hub has {len(cases)} whose suppliers are in the register."
        )
    current = weights_in_force(session)
    measured, learner = Measured({DECISIONS: cases}), WeightLearner(current)
    weights = learner.fit(measured).weights_
    if weights == current:
        raise LearningError("No other weights rank this hub’s decisions better than those in force.")
    without = learn_across(learner, measured)[DECISIONS]
    before = mean(measured.of(current)[DECISIONS].values())
    held_out = measured.mean_by_case(DECISIONS, without)
    if held_out < before:
        raise LearningError(
            f"Refused: decisions held out rank worse, {held_out:.3f} instead of {before:.3f} nDCG@10."
        )
    if names := worsened(weights, current):
        raise LearningError(f"Refused: golden cases get worse: {'; '.join(names)}.")
    return Learned(weights, len(cases), before, held_out)


def keep_weights(session: Session, learned: Learned) -> LearnedWeights:
    """Add them: they count from the next search on."""
    figures = {
        "decisions": learned.decisions,
        "before": round(learned.before, 4),
        "held_out": round(learned.held_out, 4),
    }
    row = LearnedWeights(
        version=learned.weights.version, weights=asdict(learned.weights), measured={"ndcg@10": figures}
    )
    session.add(row)
    return row


def go_back(session: Session) -> LearnedWeights:
    """From the next search on those weights count that ship."""
    row = LearnedWeights(version="", weights={}, measured={})
    session.add(row)
    return row


def decided_cases(session: Session) -> CaseSet:
    """By shortlist, what its run asked, held against the register of today, and who was chosen."""
    return {
        shortlist.public_id: Case(hold(from_json(shortlist.run.asked)), grades)
        for shortlist, grades in _decisions(session)
    }


def _decisions(session: Session) -> Iterator[tuple[Shortlist, dict[str, int]]]:
    whole = select(Shortlist).options(
        joinedload(Shortlist.run), selectinload(Shortlist.entries).joinedload(ShortlistEntry.supplier)
    )
    for shortlist in session.scalars(whole.order_by(Shortlist.id)):
        reasoned = bool(shortlist.entries) and all(entry.reason.strip() for entry in shortlist.entries)
        present = [
            entry.supplier.public_id
            for entry in shortlist.entries
            if entry.supplier is not None and entry.supplier.is_ranked
        ]
        if reasoned and present and not is_hash(shortlist.run.asked["title"]):
            yield shortlist, dict.fromkeys(present, 1)
