"""Other words for the same thing: the matcher's own table of public-sector work, and what a hub says besides.

The table (`synonyms.json`) has two kinds of entry. ``same``: phrases any of which may stand for the others
("help desk", "service desk"). ``problem``: what a buyer calls a trouble and the names suppliers give its cure
("unpaid bills": "debt collection"); these widen one way only. A phrase of which reading leaves a single word
("IT security": "security") is a name, and never looked up: that word alone says something else.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

from matching.words import fold, stems, tokens

Phrase = tuple[str, ...]
"""The stems of a phrase."""


@dataclass(frozen=True, slots=True)
class Synonym:
    """What a hub says of a phrase, in place of what the table says: also look for these, or for nothing else.

    ``mutual`` makes it so the other way round, beside what the table says of those.
    """

    phrase: str
    also: tuple[str, ...] = ()
    mutual: bool = False


class Synonyms:
    """The phrases that are widened, each with the other phrases that are looked for as well."""

    def __init__(self, entries: Mapping[str, Any]) -> None:
        """``entries`` as `synonyms.json` holds them."""
        self.table: dict[Phrase, tuple[str, ...]] = {}
        for group in entries["same"]:
            for phrase in group:
                self._widen(phrase, [other for other in group if other != phrase])
        for entry in entries["problem"]:
            for phrase in entry["says"]:
                self._widen(phrase, entry["means"])
        self._settle()

    def with_own(self, own: Iterable[Synonym]) -> Synonyms:
        """These and, by phrase, what the hub says. Their order is no matter."""
        added = Synonyms({"same": (), "problem": ()})
        added.table = dict(self.table)
        held = sorted(own, key=lambda each: each.phrase)
        for each in held:
            added.table.pop(key_of(each.phrase), None)
        for each in held:
            added._widen(each.phrase, each.also)
            for other in each.also if each.mutual else ():
                added._widen(other, [each.phrase])
        added._settle()
        return added

    @classmethod
    def of_table(cls, table: Iterable[tuple[Sequence[str], Sequence[str]]]) -> Synonyms:
        """Those whose `table` has these items."""
        found = cls({"same": (), "problem": ()})
        found.table = {tuple(phrase): tuple(others) for phrase, others in table}
        found._settle()
        return found

    def phrases(self, sequence: Sequence[str]) -> Iterator[tuple[int, int, tuple[str, ...]]]:
        """(first, last + 1, other phrases) for the phrases of the table in a sequence of stems.

        Of phrases that begin alike the longest counts, and none inside another: a help desk is no furniture.
        """
        reached, begun, longest = 0, self._begun, self._longest
        after = (*sequence[1:], "")
        for first in [at for at, stem in enumerate(sequence) if stem in longest]:
            if sequence[first] not in begun and (sequence[first], after[first]) not in begun:
                continue
            furthest = min(first + self._longest[sequence[first]], len(sequence))
            for last in range(furthest, max(first, reached), -1):
                others = self.table.get(tuple(sequence[first:last]))
                if others:
                    yield first, last, others
                    reached = last
                    break

    def knows(self, stem: str) -> bool:
        """Whether some phrase holds the stem: it is a word, even where no supplier uses it."""
        return stem in self._stems

    def _widen(self, phrase: str, others: Iterable[str]) -> None:
        if key := key_of(phrase):
            self.table[key] = tuple(dict.fromkeys((*self.table.get(key, ()), *others)))

    def _settle(self) -> None:
        self._stems = frozenset(stem for phrase in self.table for stem in phrase)
        self._longest: dict[str, int] = {}
        for phrase in self.table:
            self._longest[phrase[0]] = max(self._longest.get(phrase[0], 0), len(phrase))
        self._begun: frozenset[str | Phrase] = frozenset(
            phrase[0] if len(phrase) == 1 else phrase[:2] for phrase in self.table
        )


@lru_cache(maxsize=1)
def shipped_synonyms() -> Synonyms:
    return Synonyms(shipped_entries())


@lru_cache(maxsize=1)
def shipped_entries() -> Mapping[str, Any]:
    """The table as it is written."""
    entries: Mapping[str, Any] = json.loads(
        files("matching").joinpath("synonyms.json").read_text(encoding="utf-8")
    )
    return entries


@lru_cache(maxsize=1 << 12)
def stems_of(name: str) -> Phrase:
    """The stems of another name."""
    return tuple(stems(name))


def key_of(phrase: str) -> Phrase:
    """The stems to look a phrase up by; none where one word is left of several, or nothing at all."""
    read = [token.word for token in tokens(phrase)]
    if len(read) == 1 and read[0] != fold(phrase).replace("-", ""):
        return ()
    return tuple(stems(phrase))
