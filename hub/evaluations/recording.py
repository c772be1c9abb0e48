"""A shortlist with all that colleagues said of it, as one value: for its digests and for its file.

Nobody is named: a file travels further than permissions do, and an evaluator is a number.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy.orm import Session

from hub.accounts.actors import Actor
from hub.evaluations.models import Evaluation, ShortlistNote
from hub.evaluations.queries import list_evaluations, list_notes
from hub.shortlists.freezing import changed_since, digests_of, freeze
from hub.shortlists.models import QUICK_REASONS, Shortlist
from hub.shortlists.reading import called


def freeze_whole(session: Session, shortlist: Shortlist, actor: Actor) -> None:
    """Freeze a shortlist that is held, with what colleagues said of it by then."""
    evaluations, notes = list_evaluations(session, actor, shortlist), list_notes(session, actor, shortlist)
    freeze(shortlist, actor, told_evaluations(evaluations), told_notes(notes))


def find_changed(
    shortlist: Shortlist, evaluations: Sequence[Evaluation], notes: Sequence[ShortlistNote]
) -> Collection[str]:
    """Which parts of a frozen shortlist are not as they were frozen."""
    now = digests_of(shortlist, told_evaluations(evaluations), told_notes(notes))
    return changed_since(shortlist, now)


def told_evaluations(evaluations: Sequence[Evaluation]) -> list[dict[str, Any]]:
    """Each colleague's declaration and scores, in the order in which they began."""
    return [
        {
            "evaluator": number,
            "interests": each.interests,
            "interest_words": each.interest_words,
            "declared_at": each.declared_at.isoformat(),
            "scores": [[score.rank, score.line, score.points] for score in _in_order(each)],
        }
        for number, each in enumerate(evaluations, start=1)
    ]


def _in_order(evaluation: Evaluation) -> list[Any]:
    return sorted(evaluation.scores, key=lambda score: (score.rank, score.line))


def told_notes(notes: Sequence[ShortlistNote]) -> list[dict[str, Any]]:
    return [
        {"rank": note.rank, "text": note.text, "written_at": note.written_at.isoformat()} for note in notes
    ]


def told_decision(
    shortlist: Shortlist, evaluations: Sequence[Evaluation], notes: Sequence[ShortlistNote]
) -> dict[str, Any]:
    """The whole decision as JSON has it."""
    return {
        "shortlist": shortlist.public_id,
        "run": shortlist.run.public_id,
        "frozen_at": shortlist.frozen_at.isoformat() if shortlist.frozen_at else None,
        "chosen": [
            {
                "position": entry.position,
                "rank": entry.rank,
                "name": called(entry),
                "score": entry.score,
                "band": entry.band,
                "reason": entry.reason,
            }
            for entry in shortlist.entries
        ],
        "few_reason": shortlist.few_reason,
        "passed_over": [
            {"rank": each.rank, "usual": QUICK_REASONS.get(each.quick, ""), "words": each.words}
            for each in shortlist.passed_over
        ],
        "evaluations": told_evaluations(evaluations),
        "notes": told_notes(notes),
        "digests": shortlist.frozen_digests,
    }
