"""A requirement held against the whole catalogue: values in arrays, words only for the suppliers shown."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from matching.evidence import Reason, as_ruled, in_words, reasons_to_evidence
from matching.gates import Ruling, rule, weight_of
from matching.index.answers import Answer
from matching.index.candidates import Alike, Found, unproved, weigh
from matching.index.catalogue import Catalogue
from matching.index.gating import Gated
from matching.index.meant import Meant
from matching.index.scanning import Kept
from matching.index.worths import Worths
from matching.items import Item
from matching.quoting import Sought
from matching.reading import NEED, Line, Lines
from matching.records import Evidence, Exclusion, Match, Profile, Requirement, Verdict
from matching.scoring import rounded, split
from matching.weights import Weights


@dataclass(frozen=True)
class Held:
    """A requirement as read, and what was found for it, weighed. Owners are the postings' numbers.

    ``kept`` are the owners looked at closely. Of them ``alike`` has the pieces like each line in words,
    ``members`` those in each category that may count, and ``gated`` what the typed lines come to; ``meant``
    is what is near the need in meaning, where the catalogue has a model.
    """

    catalogue: Catalogue
    requirement: Requirement
    lines: Lines
    worths: tuple[Worths, ...]
    kept: Kept
    alike: tuple[Alike, ...]
    members: Mapping[str, NDArray[np.int32]]
    gated: Gated
    weights: Weights
    meant: Meant | None = None
    _rulings: dict[int, tuple[Ruling, ...]] = field(default_factory=dict)
    _soughts: dict[str, Sought] = field(default_factory=dict)

    @cached_property
    def found(self) -> tuple[Found, ...]:
        return tuple(weigh(alike, self.weights) for alike in self.alike)

    @cached_property
    def line_weights(self) -> tuple[float, ...]:
        return self.lines.weigh(self.weights)

    @cached_property
    def all_weights(self) -> float:
        return sum(self.line_weights) + sum(map(weight_of, self.lines.typed))

    @cached_property
    def words(self) -> NDArray[np.float64]:
        """What the lines in words bring every owner kept, before the division by the weight of all lines."""
        total = np.zeros(self.kept.owners.size)
        for weight, value in zip(self.line_weights, self._values(), strict=True):
            total += weight * value
        return total

    def _values(self) -> Iterator[NDArray[np.float64]]:
        """What each line in words comes to for every owner kept, 0 to 1."""
        owners = self.kept.owners
        for line, found in zip(self.lines.words, self.found, strict=True):
            left = unproved(found, owners, self.weights)
            if line.criterion == NEED:
                for owner, (value, _) in self.nearest.items():
                    left[self._places[owner]] *= 1 - value
                if self.meant:
                    near = self.meant.found
                    left[np.searchsorted(owners, near.owner[near.counts])] *= (
                        1 - self.weights.meaning * near.likeness[near.counts]
                    )
            yield 1 - left

    def shares(self, owners: Sequence[int]) -> NDArray[np.float64]:
        """What every line brings some of the owners kept, as parts of the score: shape (lines, owners)."""
        places = [self._places[owner] for owner in owners]
        weights = (*self.line_weights, *map(weight_of, self.lines.typed))
        values = np.array([*self._values(), *self.gated.values]).reshape(len(weights), -1)
        parts = np.array([self._part(weight) for weight in weights])
        return np.asarray(parts[:, np.newaxis] * values[:, places], np.float64)

    @cached_property
    def _places(self) -> dict[int, int]:
        return {owner: place for place, owner in enumerate(self.kept.owners.tolist())}

    @property
    def is_whole(self) -> bool:
        """Whether every owner that holds anything is kept."""
        return self.kept.owners.size >= self.kept.holding

    @cached_property
    def scores(self) -> NDArray[np.float64]:
        """Those of the owners kept, 0 to 1.

        The lines are added in a fixed order: the need, others in words by id, the typed by id.
        """
        total = self.words.copy()
        for criterion, values in zip(self.lines.typed, self.gated.values, strict=True):
            total += weight_of(criterion) * values
        return rounded(total / self.all_weights if self.all_weights else total)

    def score(self, owner: int) -> float:
        return float(self.scores[self._places[owner]])

    @property
    def considered(self) -> int:
        """The owners with evidence in words or categories; of a large catalogue, those that hold any word."""
        return int(np.count_nonzero(self.words)) if self.is_whole else self.kept.holding

    @property
    def left_out(self) -> int:
        """The owners among those that a must leaves out."""
        out = int(np.count_nonzero((self.words > 0) & self.gated.out))
        return out if self.is_whole else max(out, self.kept.left_out)

    def order(self, limit: int | None = None) -> tuple[list[int], list[int]]:
        """The owners with evidence in words or categories, included and excluded, each as they rank.

        Where a ``limit`` is given, of those included no others need be there than the first.
        """
        places = np.flatnonzero(self.words)
        out = self.gated.out[places]
        return self._ranked(self._strongest(places[~out], limit)), self._ranked(places[out])

    def first(self, limit: int, among: Collection[str] | None = None) -> list[str]:
        """The ids of the first suppliers included, as they rank; where given, of those ``among`` alone."""
        return [name for name, _ in self.scored(limit, among)]

    def scored(self, limit: int, among: Collection[str] | None = None) -> list[tuple[str, float]]:
        """The same with their scores."""
        places = np.flatnonzero(self.words)
        if among is not None:
            register = self.catalogue.register
            wanted = [register.number_of(name) for name in among if name in register]
            places = places[np.isin(self.kept.owners[places], wanted)]
        included = self._ranked(self._strongest(places[~self.gated.out[places]], limit))
        return [(self.id_of(owner), self.score(owner)) for owner in included[:limit]]

    def _strongest(self, places: NDArray[np.intp], limit: int | None) -> NDArray[np.intp]:
        """The places of the first and of who scores as the last of them."""
        if limit is None or not 0 < limit < places.size:
            return places
        scores = self.scores[places]
        return places[scores >= np.partition(scores, -limit)[-limit]]

    def _ranked(self, places: NDArray[np.intp]) -> list[int]:
        """Owners by their places among those kept, as they rank: ties by id."""
        owners, minus = self.kept.owners[places].tolist(), (-self.scores[places]).tolist()
        names = map(self.id_of, owners)
        return [owner for *_, owner in sorted(zip(minus, names, owners, strict=True))]

    def rulings(self, owner: int) -> tuple[Ruling, ...]:
        """What each typed line comes to."""
        if not self.lines.typed:
            return ()
        if owner not in self._rulings:
            profile = self.profile(owner)
            self._rulings[owner] = tuple(rule(line, self.requirement, profile) for line in self.lines.typed)
        return self._rulings[owner]

    def is_excluded(self, owner: int) -> bool:
        return bool(self.gated.out[self._places[owner]])

    def id_of(self, owner: int) -> str:
        return self.catalogue.register.id_of(owner)

    def profile(self, owner: int) -> Profile:
        return self.catalogue.register.profile(owner)

    def match(self, owner: int, band: int) -> Match:
        verdicts: list[Verdict] = []
        evidence: list[Evidence] = []
        for line, weight, found in zip(self.lines.words, self.line_weights, self.found, strict=True):
            reasons, part = self._reasons(owner, line, found), self._part(weight)
            verdicts.append(in_words(line.criterion, line.text, line.importance, part, reasons))
            evidence += reasons_to_evidence(
                line.criterion, part, reasons, self._sought(line), self.catalogue.read
            )
        for criterion, ruling in zip(self.lines.typed, self.rulings(owner), strict=True):
            part = self._part(weight_of(criterion))
            verdicts.append(as_ruled(criterion, part, ruling))
            evidence += _of_ruling(criterion.id, part, ruling)
        evidence.sort(key=lambda reason: -reason.share)
        return Match(self.id_of(owner), self.score(owner), band, tuple(verdicts), tuple(evidence))

    def exclusion(self, owner: int) -> Exclusion:
        gates = tuple(
            as_ruled(line, self._part(weight_of(line)), ruling)
            for line, ruling in zip(self.lines.typed, self.rulings(owner), strict=True)
            if line.importance == "must" and ruling.verdict == "not met"
        )
        return Exclusion(self.id_of(owner), gates, self.score(owner))

    def _sought(self, line: Line) -> Sought:
        if line.criterion not in self._soughts:
            (terms,) = (worths.terms for worths in self.worths if worths.line is line)
            shown = {term: worth for term, worth in terms.items() if line.shows(term)}
            self._soughts[line.criterion] = Sought(shown, line.telling)
        return self._soughts[line.criterion]

    def _part(self, weight: float) -> float:
        return weight / self.all_weights if self.all_weights else 0.0

    def item(self, owner: int, piece: int) -> Item:
        return self.catalogue.item(owner, piece)

    @cached_property
    def steps(self) -> dict[str, float]:
        return self.catalogue.steps(self.requirement.categories, self.weights)

    @cached_property
    def nearest(self) -> dict[int, tuple[float, str]]:
        """The value and key of each owner's category that counts most."""
        nearest = dict[int, tuple[float, str]]()
        for key, value in self.steps.items():
            for owner in self.members[key].tolist():
                nearest[owner] = max(nearest.get(owner, (0.0, "")), (value, key))
        return nearest

    def _reasons(self, owner: int, line: Line, found: Found) -> list[Reason]:
        """What counts in a line in words, with what the line loses without each.

        A text that counts for its words and for its meaning goes whole: what that loses is dealt to both.
        """
        answer, key = self._answer(owner, line, found)
        reasons = []
        texts = [*answer.by_words, *answer.by_meaning]
        weighs = split([value for _, value in texts])
        for at, (piece, value) in enumerate(texts):
            item = self.item(owner, piece.place)
            loss = answer.loss(piece, self._category_without(owner, item) if key else 0.0)
            alike = [
                weigh for (other, _), weigh in zip(texts, weighs, strict=True) if other.place == piece.place
            ]
            loss *= weighs[at] / sum(alike)
            if at < len(answer.by_words):
                reasons.append(Reason(item.kind, value, loss, item.title, item, self._heading(item)))
            elif self.meant:
                reasons.append(
                    Reason(
                        "meaning", value, loss, item.title, item, quote=self.meant.quote(owner, piece, item)
                    )
                )
        if key:
            name = self.catalogue.tree.name(key)
            reasons.append(Reason("category", answer.category, answer.loss_of_category, name))
        return reasons

    def _answer(self, owner: int, line: Line, found: Found) -> tuple[Answer, str]:
        """What an owner answers to a line, and the key of the category that counts; "" for none."""
        pieces = found.of(owner)
        if line.criterion != NEED:
            return Answer(self.weights, pieces), ""
        category, key = self.nearest.get(owner, (0.0, ""))
        meant = self.meant.of(owner) if self.meant else ()
        return Answer(self.weights, pieces, meant, category), key

    def _heading(self, item: Item) -> str:
        return self.catalogue.tree.name(item.category) if item.category else ""

    def _category_without(self, owner: int, item: Item) -> float:
        """The value of the owner's nearest category, were the item not there."""
        others = (other for other in self.catalogue.items(owner) if other.id != item.id)
        return max((self.steps.get(other.category or "", 0.0) for other in others), default=0.0)


def _of_ruling(criterion: str, part: float, ruling: Ruling) -> list[Evidence]:
    """A typed line has one reason or none: its share and its worth are the line's whole value."""
    if not ruling.value:
        return []
    gain = part * ruling.value
    if ruling.fact is None:
        return [Evidence(criterion, "place", gain, gain, ruling.reason)]
    return [Evidence(criterion, "fact", gain, gain, ruling.reason, ruling.fact.told)]
