"""What a supplier answers to a requirement, line by line, without rank, band or points."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from hub.matches.cards import Line, card_of
from hub.matches.placing import answer_all, with_texts
from hub.matches.profiling import to_requirement
from hub.matches.queries import quoted_contracts
from hub.outcomes.recording import judged_on
from hub.requirements.editing import AREA
from hub.requirements.models import Criterion, Requirement
from hub.suppliers.models import Supplier
from matching import Match, VerdictWord, records

UNMET: tuple[VerdictWord, ...] = ("partly", "not stated", "not met")


@dataclass(frozen=True, slots=True)
class Answers:
    """The lines of a requirement as a supplier answers them, and how many in one sentence."""

    lines: tuple[Line, ...]
    tally: str


def line_text(requirement: Requirement, criterion: Criterion) -> str:
    """A line as suppliers read it: a distance is measured from a town, and not from a postcode."""
    if criterion.fact != AREA or requirement.place is None:
        return criterion.text
    return f"Within {criterion.value:g} km of {requirement.place.name}"


def tally_answers(requirements: Sequence[Requirement], supplier: Supplier) -> dict[int, str]:
    """How a supplier answers each in one sentence, by their ids; nothing for one that no search finds."""
    matches = answer_all(list(map(_asked, requirements)), supplier.public_id)
    return {each.id: tally_of(match) for each, match in zip(requirements, matches, strict=False)}


def answer_lines(session: Session, requirement: Requirement, supplier: Supplier) -> Answers | None:
    """How a supplier answers each line, with its own evidence; None for one that no search finds."""
    match = next(iter(answer_all([_asked(requirement)], supplier.public_id)), None)
    if match is None:
        return None
    card = card_of(match, quoted_contracts(session, match.evidence))
    return Answers(card.lines, tally_of(match))


def _asked(requirement: Requirement) -> records.Requirement:
    """As the matcher reads it, the lines in the words that suppliers read."""
    texts = {each.public_id: line_text(requirement, each) for each in requirement.criteria}
    return with_texts(to_requirement(requirement, judged_on(requirement)), texts)


def tally_of(match: Match) -> str:
    """`2 of 3 musts met, 1 not stated. 1 of 2 shoulds met, 1 partly`; without lines, the need alone."""
    told = []
    for importance in ("must", "should"):
        counted = Counter(each.verdict for each in match.verdicts if each.importance == importance)
        whole = sum(counted.values())
        if whole:
            first = f"{counted['met']} of {whole} {importance}{'s' if whole > 1 else ''} met"
            told.append(", ".join([first, *(f"{counted[word]} {word}" for word in UNMET if counted[word])]))
    need = next((each.verdict for each in match.verdicts if each.importance == "need"), "not stated")
    return ". ".join(told) or f"What is needed: {need}"
