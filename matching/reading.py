"""What a requirement asks for, in terms that can be looked up, with every change to its words on record."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from heapq import nsmallest
from itertools import groupby
from operator import add

from matching import spelling
from matching.gates import is_typed
from matching.records import Correction, Criterion, Importance, Reading, Requirement, Widening
from matching.scoring import NEED_WEIGHT
from matching.synonyms import Phrase, Synonyms, stems_of
from matching.vocabulary import Vocabulary
from matching.weights import Weights
from matching.words import WEAK, Word, fold, pairs, stem, stems, words

TITLE, DESCRIPTION, CATEGORY = 1.0, 0.7, 0.4
"""A word of the title says what is needed; one of the description more often says why or how, and one of a
category says it of many other things."""

WEAK_WEIGHT = 0.3
"""A word of procurement itself, against any other word."""

MOST_TERMS = 75
"""Words of a line that are looked up, and as many pairs and other names: those of most weight, and of them
the rarest. Who pastes a whole specification waits hardly longer than who writes a paragraph."""

PAIR_WEIGHT = 0.4
"""Two words found side by side, beyond what each of them counts alone."""

WIDENED = 0.5
"""A phrase found under another name, against the name asked for."""

NEED, NEED_TITLE, NEED_DESCRIPTION, NEED_CATEGORY = "need", "need-title", "need-description", "need-category"
"""The criteria of the need: the whole, and its parts by themselves."""


@dataclass(slots=True)
class Line:
    """A line in words; ``weight`` is the buyer's.

    ``asked`` weighs the stems of what a perfect piece would hold. ``beside`` (the words of other names) and
    ``pairs`` (of stems, side by side) count where they are found but are not missed where they are not.
    ``written`` weighs the words in the form that they are written in. ``names`` are the stems and pairs that
    stand for another name as a whole.
    """

    criterion: str
    text: str
    importance: Importance
    weight: float = 1.0
    asked: dict[str, float] = field(default_factory=dict)
    beside: dict[str, float] = field(default_factory=dict)
    pairs: dict[str, float] = field(default_factory=dict)
    written: dict[str, float] = field(default_factory=dict)
    names: set[str] = field(default_factory=set)

    @property
    def telling(self) -> frozenset[str]:
        """The terms one of which a piece must hold: other words only support them.

        They are the words asked for, but those of procurement itself where there are any others, and other
        names. Word by word such a name proves nothing: a customer is no "customer service automation".
        """
        words = frozenset(self.asked) - WEAK or frozenset(self.asked)
        return words | self.names

    @property
    def stems(self) -> dict[str, float]:
        """What each stem weighs that counts where it is found."""
        return {
            stem_: self.asked.get(stem_, 0.0) + self.beside.get(stem_, 0.0)
            for stem_ in sorted({**self.asked, **self.beside})
        }

    def shows(self, term: str) -> bool:
        """Whether a term is shown to agree: a stray word of another name counts a little, and is not."""
        return term in self.asked or term in self.names or term in self.pairs


@dataclass(frozen=True)
class Lines:
    """A requirement as read: the need and every line in words, the typed lines, and the changes made."""

    words: tuple[Line, ...]
    typed: tuple[Criterion, ...]
    reading: Reading

    def weigh(self, weights: Weights) -> tuple[float, ...]:
        """What each line in words weighs. The need weighs `NEED_WEIGHT`, dealt to its whole and its parts."""
        parts = {
            NEED: 1.0,
            NEED_TITLE: weights.title,
            NEED_DESCRIPTION: weights.description,
            NEED_CATEGORY: weights.heading,
        }
        whole = sum(parts.get(line.criterion, 0.0) for line in self.words)
        return tuple(
            NEED_WEIGHT * parts[line.criterion] / whole if line.criterion in parts else line.weight
            for line in self.words
        )


class Reader:
    """Reads requirements against the words that the catalogue holds.

    ``name`` gives the name of a category; ``synonyms`` are the phrases looked for under other words too.
    """

    def __init__(self, vocabulary: Vocabulary, name: Callable[[str], str], synonyms: Synonyms) -> None:
        self.vocabulary, self.name, self.synonyms = vocabulary, name, synonyms

    def read(self, requirement: Requirement, *, repairing: bool = True) -> Lines:
        """The need and then the lines by id, so that their order in the requirement is no matter."""
        kept = frozenset(stem_ for phrase in requirement.keep for stem_ in stems(phrase))
        notes = _Notes(kept, spelling.MOST_REPAIRS if repairing else 0)
        criteria = sorted(requirement.criteria, key=lambda criterion: criterion.id)
        lines = self._need(requirement, notes)
        for criterion in criteria:
            if not is_typed(criterion):
                line = Line(criterion.id, criterion.text, criterion.importance, criterion.weight)
                self._fill(line, [self._text(criterion.text, notes, TITLE)])
                lines.append(line)
        typed = tuple(criterion for criterion in criteria if is_typed(criterion))
        looked_up = frozenset[str]().union(*(line.asked for line in lines))
        return Lines(tuple(lines), typed, notes.reading(len(notes.read - looked_up)))

    def _need(self, requirement: Requirement, notes: _Notes) -> list[Line]:
        """The whole need and, where it has several parts, each of them; none for what says nothing."""
        title = self._text(requirement.title, notes, TITLE)
        description = self._text(requirement.description, notes, DESCRIPTION)
        names = [self._text(self.name(key), notes, CATEGORY) for key in sorted(set(requirement.categories))]
        lines = [
            self._fill(Line(criterion, text, "need"), fields)
            for criterion, text, fields in (
                (NEED, requirement.title, [title, description, *names]),
                (NEED_TITLE, requirement.title, [title]),
                (NEED_DESCRIPTION, requirement.description, [description]),
                (NEED_CATEGORY, ", ".join(name.text for name in names), names),
            )
        ]
        said = [line for line in lines if line.asked]
        return said if len(said) > 2 else said[:1]

    def _text(self, text: str, notes: _Notes, weight: float) -> _Text:
        read = self._corrected(text, notes)
        sequence = [word.stem for word in read]
        notes.read.update(sequence)
        forces = dict.fromkeys(sequence, 1.0)
        forces.update(dict.fromkeys(WEAK & forces.keys(), WEAK_WEIGHT))
        kept = _weightiest(forces, self.vocabulary.stems.get)
        return _Text(
            text,
            weight,
            stems=kept,
            pairs=_weightiest(self._held_pairs(sequence, kept), self.vocabulary.holders_of),
            written=_weightiest(dict.fromkeys((each.word for each in read), 1.0), self.vocabulary.forms.get),
            names=self._names(read, sequence, notes),
        )

    def _fill(self, line: Line, texts: Sequence[_Text]) -> Line:
        """Add the terms of texts with their weights; other names only for what it does not ask."""
        for text in texts:
            _add(line.asked, text.stems, text.weight)
            _add(line.written, text.written, text.weight)
            _add(line.pairs, text.pairs, text.weight * PAIR_WEIGHT)
        for text in texts:
            for name in dict.fromkeys(text.names):
                _add_name(line, name, text.weight * WIDENED)
        line.asked = _weightiest(line.asked, self.vocabulary.stems.get)
        line.beside = _weightiest(line.beside, self.vocabulary.stems.get)
        line.pairs = _weightiest(line.pairs, self.vocabulary.holders_of)
        line.written = _weightiest(line.written, self.vocabulary.forms.get)
        return line

    def _held_pairs(self, sequence: Sequence[str], kept: Mapping[str, float]) -> dict[str, float]:
        """Those of words that are looked up, and that suppliers use."""
        used = {stem_ for stem_ in kept if stem_ in self.vocabulary.stems}
        held = [stem_ if stem_ in used else "" for stem_ in sequence]
        return dict.fromkeys((pair for pair in pairs(held) if pair[0] != " "), 1.0)

    def _corrected(self, text: str, notes: _Notes) -> list[Word]:
        """The words of a text; one that no supplier uses is read as the nearest that some do."""
        found, read = words(text), list[Word]()
        if self.vocabulary.stems.keys() >= {each.stem for each in found}:
            return found
        for each in found:
            better = () if each.stem in self.vocabulary.stems else self._better(each, notes)
            if better:
                read += [Word(word, stem(word), each.run) for word in better]
            else:
                read.append(each)
        return read

    def _better(self, each: Word, notes: _Notes) -> tuple[str, ...]:
        """What is read for a word that the catalogue does not hold; nothing where it stays as it is."""
        word = each.word
        if each.stem in WEAK or each.stem in notes.kept or self.synonyms.knows(each.stem):
            return ()
        if word not in notes.tried and len(notes.tried) < notes.most_repairs:
            better = spelling.repair(word, self.vocabulary.forms, self.vocabulary.spellings)
            notes.tried[word] = (better,) if better else spelling.part(word, self.vocabulary.forms)
        return notes.tried.get(word, ())

    def _names(self, read: Sequence[Word], sequence: Sequence[str], notes: _Notes) -> list[Phrase]:
        """The stems of the other names of the phrases found, where the catalogue holds every word of one."""
        names: list[Phrase] = []
        held, seen = self.vocabulary.stems, set[tuple[Phrase, tuple[str, ...]]]()
        for first, last, others in (*self.synonyms.phrases(sequence), *self._as_one(read)):
            key = tuple(sequence[first:last])
            if (key, others) in seen:
                continue
            seen.add((key, others))
            also = tuple(other for other in others if all(map(held.__contains__, stems_of(other))))
            if also and not notes.kept.intersection(sequence[first:last]):
                phrase = _in_own_letters(read[first:last])
                notes.widen(key, phrase, also)
                names += map(stems_of, also)
        return names

    def _as_one(self, read: Sequence[Word]) -> Iterator[tuple[int, int, tuple[str, ...]]]:
        """The same for two words side by side that some supplier writes as one: a web site is a website."""
        forms, said = self.vocabulary.forms, [each.word for each in read]
        for at, whole in enumerate(map(add, said, said[1:])):
            if whole in forms and read[at].run != read[at + 1].run:
                yield at, at + 2, (whole,)


def _in_own_letters(phrase: Sequence[Word]) -> str:
    """A phrase in the buyer's own letters; where a word of it was repaired, as it was read."""
    if all(each.word in fold(each.run).replace("-", "") for each in phrase):
        return " ".join(run for run, _ in groupby(each.run for each in phrase))
    return " ".join(each.word for each in phrase)


def _weightiest(terms: dict[str, float], holders: Callable[[str], int | None]) -> dict[str, float]:
    """At most `MOST_TERMS`, first those that the catalogue holds, in the order of their spelling."""
    if len(terms) <= MOST_TERMS:
        return dict(sorted(terms.items()))
    counts = map(holders, terms)
    known = [
        (-weight, held, term) for (term, weight), held in zip(terms.items(), counts, strict=True) if held
    ]
    kept = nsmallest(MOST_TERMS, known)
    if len(kept) < MOST_TERMS:
        others = [(-weight, 0, term) for term, weight in terms.items() if not holders(term)]
        kept += nsmallest(MOST_TERMS - len(kept), others)
    return {term: terms[term] for term in sorted(term for *_, term in kept)}


def _add(terms: dict[str, float], others: Mapping[str, float], weight: float) -> None:
    for term, force in others.items():
        terms[term] = terms.get(term, 0.0) + weight * force


def _add_name(line: Line, name: Sequence[str], weight: float) -> None:
    """A name of several words counts whole as a pair, and in part by each word, which only supports.

    Where one of its words is asked for anyway, that word counts already, and the pair counts as pairs do.
    """
    if len(name) == 1:
        line.names.add(name[0])
    line.names.update(pairs(name))
    for stem_ in name:
        if stem_ not in line.asked:
            line.beside[stem_] = max(line.beside.get(stem_, 0.0), weight / len(name) * _force(stem_))
    whole = weight * PAIR_WEIGHT if any(stem_ in line.asked for stem_ in name) else weight
    for pair in pairs(name):
        line.pairs[pair] = max(line.pairs.get(pair, 0.0), whole)


def _force(stem_: str) -> float:
    return WEAK_WEIGHT if stem_ in WEAK else 1.0


@dataclass(frozen=True, slots=True)
class _Text:
    """A field of a requirement as read: what a word of it weighs, its terms with their force, other names."""

    text: str
    weight: float
    stems: Mapping[str, float]
    pairs: Mapping[str, float]
    written: Mapping[str, float]
    names: Sequence[Phrase]


@dataclass(slots=True)
class _Notes:
    """The changes made while one requirement is read."""

    kept: frozenset[str]
    most_repairs: int
    read: set[str] = field(default_factory=set)
    tried: dict[str, tuple[str, ...]] = field(default_factory=dict)
    widenings: dict[Phrase, Widening] = field(default_factory=dict)

    def widen(self, key: Phrase, phrase: str, also: Sequence[str]) -> None:
        """Put on record that a phrase was also looked for so; it stays as it was written first."""
        held = self.widenings.get(key, Widening(phrase, ()))
        self.widenings[key] = Widening(held.phrase, tuple(dict.fromkeys((*held.also, *also))))

    def reading(self, passed_over: int) -> Reading:
        corrections = tuple(
            Correction(word, " ".join(better)) for word, better in self.tried.items() if better
        )
        ignored = tuple(word for word, better in self.tried.items() if not better)
        return Reading(corrections, tuple(self.widenings.values()), (), ignored, passed_over)
