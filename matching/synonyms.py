"""Other words for the same thing, from the matcher's own table of public-sector work.

The table (`synonyms.json`) has two kinds of entry. ``same``: phrases any of which may stand for the others
("help desk", "service desk"). ``problem``: what a buyer calls a trouble and the names suppliers give its cure
("unpaid bills": "debt collection"); these widen one way only. A phrase of which reading leaves a single word
("IT security": "security") is a name, and never looked up: that word alone says something else.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from functools import lru_cache
from importlib.resources import files

from matching.words import fold, stems, tokens

Phrase = tuple[str, ...]


@lru_cache(maxsize=1)
def table() -> dict[Phrase, tuple[str, ...]]:
    """The stems of a phrase -> the phrases it is widened to, in the order of the table."""
    entries = json.loads(files("matching").joinpath("synonyms.json").read_text(encoding="utf-8"))
    found: dict[Phrase, dict[str, None]] = {}
    for group in entries["same"]:
        for phrase in group:
            found.setdefault(_key(phrase), {}).update((other, None) for other in group if other != phrase)
    for entry in entries["problem"]:
        for phrase in entry["says"]:
            found.setdefault(_key(phrase), {}).update((cure, None) for cure in entry["means"])
    return {key: tuple(others) for key, others in found.items() if key}


def phrases(sequence: Sequence[str]) -> Iterator[tuple[int, int, tuple[str, ...]]]:
    """(first, last + 1, other phrases) for the phrases of the table in a sequence of stems.

    Of phrases that begin alike the longest counts, and none inside another: a help desk is no furniture.
    """
    known, longest = table(), _longest()
    reached = 0
    for first in (at for at, stem in enumerate(sequence) if stem in longest):
        for last in range(min(first + longest[sequence[first]], len(sequence)), max(first, reached), -1):
            others = known.get(tuple(sequence[first:last]))
            if others:
                yield first, last, others
                reached = last
                break


@lru_cache(maxsize=1)
def _longest() -> dict[str, int]:
    """By first stem, the length of the longest phrase of the table."""
    found: dict[str, int] = {}
    for phrase in table():
        found[phrase[0]] = max(found.get(phrase[0], 0), len(phrase))
    return found


@lru_cache(maxsize=1 << 12)
def stems_of(name: str) -> Phrase:
    """The stems of another name."""
    return tuple(stems(name))


@lru_cache(maxsize=1)
def known_stems() -> frozenset[str]:
    """Stems that the table knows: they are words, even where no supplier uses them."""
    return frozenset(stem for phrase in table() for stem in phrase)


def _key(phrase: str) -> Phrase:
    """The stems to look a phrase up by; none where one word is left of several."""
    read = [token.word for token in tokens(phrase)]
    if len(read) == 1 and read[0] != fold(phrase).replace("-", ""):
        return ()
    return tuple(stems(phrase))
