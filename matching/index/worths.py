"""What the terms of a line are worth in a catalogue: the weight the line gives them, times their rarity."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from matching.reading import Line
from matching.scoring import WEAK_RARITY, heaviest, rarity
from matching.vocabulary import Vocabulary
from matching.words import WEAK


@dataclass(frozen=True, slots=True)
class Worths:
    """``stems``, ``pairs`` and ``forms`` hold those that the catalogue holds, in the order of their spelling.

    ``asked`` and ``written`` are the worths of all that the line asks for, by stems and by forms, those that
    nobody holds too: what is found is measured against them.
    """

    line: Line
    stems: Mapping[str, float]
    pairs: Mapping[str, float]
    forms: Mapping[str, float]
    asked: Sequence[float]
    written: Sequence[float]

    @property
    def terms(self) -> dict[str, float]:
        """Stems and pairs."""
        return {**self.stems, **self.pairs}

    @property
    def words_of_pairs(self) -> set[str]:
        """The stems that stand in a pair."""
        return {stem for pair in self.pairs for stem in pair.split(" ")}

    def by_number(self, vocabulary: Vocabulary, as_written: float) -> Iterator[tuple[int, float]]:
        """What each form is worth by its number, against a perfect piece: a stem the same in every form.

        ``as_written`` is the part that goes by the forms themselves. A number may come twice.
        """
        whole, whole_written = sum(heaviest(self.asked)), sum(heaviest(self.written))
        for stem, worth in self.stems.items():
            for number in vocabulary.forms_of(stem):
                yield number, (1 - as_written) * worth / whole
        for form, worth in self.forms.items():
            yield vocabulary.number(form), as_written * worth / whole_written


def worths_of(line: Line, vocabulary: Vocabulary, owners: int) -> Worths:
    """``owners`` is how many suppliers the catalogue has."""

    def rarity_of(stem: str) -> float:
        return WEAK_RARITY if stem in WEAK else rarity(vocabulary.stems[stem], owners)

    stems, forms = line.stems, {form: rarity(vocabulary.forms[form], owners) for form in line.written}
    rarities = {stem: rarity_of(stem) for stem in stems}
    return Worths(
        line,
        {stem: weight * rarities[stem] for stem, weight in stems.items() if stem in vocabulary.stems},
        {
            pair: weight * max(map(rarity_of, pair.split(" ")))
            for pair, weight in sorted(line.pairs.items())
            if vocabulary.holds(pair)
        },
        {form: weight * forms[form] for form, weight in line.written.items() if form in vocabulary.forms},
        [weight * rarities[stem] for stem, weight in line.asked.items()],
        [weight * forms[form] for form, weight in line.written.items()],
    )
