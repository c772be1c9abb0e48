"""Requirements that people have judged, held against a catalogue: what is learned from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from matching import evaluation
from matching.index.holding import Held
from matching.weights import Weights

DEPTH = 10
"""Places of a ranking that are looked at."""


@dataclass(frozen=True)
class Case:
    """A requirement held against a catalogue, with the grades of suppliers by id.

    ``judged_only`` takes suppliers without a grade out of the ranking before it is scored.
    """

    held: Held
    grades: Mapping[str, int]
    judged_only: bool = False

    def ndcg(self, weights: Weights) -> float:
        return evaluation.ndcg([name for name, _ in self.first(weights)], self.grades, DEPTH)

    def first(self, weights: Weights) -> list[tuple[str, float]]:
        """The first places of the ranking by these weights, with their scores."""
        return self.weighed(weights).scored(DEPTH, self.grades if self.judged_only else None)

    def weighed(self, weights: Weights) -> Held:
        return replace(self.held, weights=weights)


CaseSet = Mapping[str, Case]
"""Cases by the key of their requirement."""
