"""Where suppliers come for a requirement, what one of them answers, and where it would come if it changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from hub.matches.finding import in_lines
from hub.matches.indexing import current_index
from matching import Advice, Change, Match, Outcome, records
from matching.advising import smallest_change
from matching.index.placing import Placing
from matching.unlocking import Unlock

SURE = 0.5
"""Confidence from which a category is the one that words belong under."""


@dataclass(frozen=True, slots=True)
class Placed:
    """Everybody's place in the register at one catalogue version: ``outcomes`` by public id."""

    placing: Placing
    catalogue_version: int
    outcomes: Mapping[str, Outcome]

    def of(self, supplier: str) -> Outcome:
        """The outcome of a supplier, without a rank for one that nothing speaks for."""
        return self.outcomes.get(supplier) or self.placing.of(supplier)


def place_all(asked: records.Requirement) -> Placed:
    """Everybody's place in the register as it stands."""
    placing, version = current_index().placing(asked)
    return Placed(placing, version, placing.outcomes())


def advise(placed: Placed, supplier: str, changes: Sequence[Change]) -> Advice | None:
    """The smallest of the changes that would alter the outcome of a supplier, by public id."""
    index, placing = current_index(), placed.placing
    profile = index.profile(supplier)
    if profile is None:
        return None
    return smallest_change(
        placing.requirement,
        profile,
        placed.of(supplier),
        changes,
        lambda changed: index.try_out(placing, changed),
    )


def answer_all(asked: Sequence[records.Requirement], supplier: str) -> list[Match]:
    """What a supplier answers to requirements, line by line in the buyer's order; nothing for one that no
    search finds.

    Nobody else is looked at, and so it has no rank and no band.
    """
    matches = current_index().answers(asked, supplier)
    return [
        in_lines(match, [criterion.id for criterion in each.criteria])
        for each, match in zip(asked, matches, strict=False)
    ]


def find_unlocks(asked: records.Requirement) -> tuple[Unlock, ...]:
    """Which supplier would come among the first of a requirement with one fact gained."""
    return current_index().unlocks(asked)


def likeliest_category(text: str) -> str | None:
    """The category, by slug, that words belong under; None where the matcher is not sure."""
    first = next(iter(current_index().suggest(text, 1)), None)
    return first.category if first is not None and first.confidence >= SURE else None


def with_texts(asked: records.Requirement, texts: dict[str, str]) -> records.Requirement:
    """The same with other words for some lines, by their ids: typed lines are not held by their words."""
    lines = (replace(line, text=texts.get(line.id, line.text)) for line in asked.criteria)
    return replace(asked, criteria=tuple(lines))
