"""One colleague's evaluation of a shortlist: what they declare and which scores they give."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from hub.accounts.actors import Actor
from hub.database import utc_now
from hub.evaluations.models import Evaluation, EvaluationScore
from hub.evaluations.scoring import Points
from hub.shortlists.holding import hold_open
from hub.shortlists.models import Shortlist


@dataclass(frozen=True, slots=True)
class Declared:
    """The ranks of the suppliers that somebody has an interest in, and what it is."""

    interests: tuple[int, ...] = ()
    words: str = ""


def evaluate(
    session: Session, shortlist: Shortlist, actor: Actor, declared: Declared, points: Points
) -> Evaluation:
    """Put the colleague's declaration and scores in place of those they gave before.

    A score for a supplier that they have an interest in is not kept. Raises FrozenError.
    """
    hold_open(session, shortlist)
    evaluation = _find_mine(session, shortlist, actor)
    if evaluation is None:
        evaluation = Evaluation(shortlist_id=shortlist.id, user_id=actor.user_id)
        session.add(evaluation)
    now = utc_now()
    if (tuple(evaluation.interests or ()), evaluation.interest_words) != (declared.interests, declared.words):
        evaluation.declared_at = now
    evaluation.interests, evaluation.interest_words = list(declared.interests), declared.words
    evaluation.saved_at = now
    kept = {key: each for key, each in points.items() if key[0] not in declared.interests}
    held = {(score.rank, score.line): score for score in evaluation.scores}
    evaluation.scores = [
        _scored(held.get(key) or EvaluationScore(rank=key[0], line=key[1]), each)
        for key, each in sorted(kept.items())
    ]
    return evaluation


def _scored(score: EvaluationScore, points: int) -> EvaluationScore:
    score.points = points
    return score


def _find_mine(session: Session, shortlist: Shortlist, actor: Actor) -> Evaluation | None:
    mine = select(Evaluation).where(
        Evaluation.shortlist_id == shortlist.id, Evaluation.user_id == actor.user_id
    )
    return session.scalars(mine.options(selectinload(Evaluation.scores))).one_or_none()
