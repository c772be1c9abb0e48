"""From a profile to the rows of an index: one for each thing it says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import lru_cache

from matching.index.degrees import LONGEST
from matching.index.postings import Row
from matching.items import Item, items
from matching.meaning import passages
from matching.records import Profile
from matching.words import pairs, stems, words

TITLE, TEXT, CATEGORY = 3, 1, 1
"""How much one occurrence counts: a title is written to say what the thing is."""

REPEATS = 2
"""Occurrences in one field beyond which a word says nothing more."""

Fields = tuple[tuple[str, int], ...]
"""The texts of a piece, each with what an occurrence in it counts."""

REMEMBERED = 1 << 14
"""Texts whose pairs are remembered: those of a small catalogue, and of the suppliers asked for last."""


def to_rows(profile: Profile, name: Callable[[str], str]) -> list[Row]:
    """The rows of a profile. Pieces that say the very same, under one category, are one row."""
    rows: list[Row] = []
    alike: dict[object, list[tuple[int, Fields]]] = {}
    for place, item in enumerate(items(profile)):
        fields = _fields(item, name)
        counts, length = _counts(fields)
        others = alike.setdefault((frozenset(counts.items()), item.category, item.last_day), [])
        same = next((at for at, other in others if _say_the_same(other, fields)), None)
        if same is not None:
            rows[same] = replace(rows[same], copies=rows[same].copies + 1)
        elif counts:
            others.append((len(rows), fields))
            rows.append(Row(place, counts, min(length, LONGEST), item.last_day, item.category))
    return rows


def to_texts(profile: Profile, name: Callable[[str], str]) -> dict[int, list[str]]:
    """What a model reads of each of its pieces, by their place: facts have no sentence."""
    return {
        place: [passage.text for passage in passages(item, name(item.category) if item.category else "")]
        for place, item in enumerate(items(profile))
        if item.kind != "fact"
    }


def _say_the_same(one: Fields, other: Fields) -> bool:
    """Of two that hold the same words equally often, whether these stand side by side alike."""
    return one == other or pair_counts(one) == pair_counts(other)


def pairs_of(item: Item, name: Callable[[str], str]) -> Mapping[str, int]:
    """How often two words stand side by side in a piece, in titles counted more."""
    return pair_counts(_fields(item, name))


@lru_cache(maxsize=REMEMBERED)
def pair_counts(fields: Fields) -> Mapping[str, int]:
    """The same of its texts."""
    found: dict[str, int] = {}
    for text, weight in fields:
        for pair, count in Counter(pairs(stems(text))).items():
            found[pair] = found.get(pair, 0) + weight * min(count, REPEATS)
    return found


def _fields(item: Item, name: Callable[[str], str]) -> Fields:
    category = name(item.category) if item.category else ""
    return ((item.title, TITLE), (item.text, TEXT), (category, CATEGORY))


def _counts(fields: Fields) -> tuple[dict[str, int], int]:
    """How often each form occurs, and the number of words in all."""
    found: dict[str, int] = {}
    length = 0
    for text, weight in fields:
        written = [each.word for each in words(text)]
        length += len(written)
        for form, count in Counter(written).items():
            found[form] = found.get(form, 0) + weight * min(count, REPEATS)
    return found, length
