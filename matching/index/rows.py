"""A profile as rows of the index: its capabilities, its contracts and the words of its facts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace

from matching.index.postings import Row
from matching.items import Item, items
from matching.meaning import passages
from matching.records import Profile
from matching.words import as_written, pairs, words

TITLE, TEXT, CATEGORY = 3.0, 1.0, 1.0
"""How much one occurrence counts: a title is written to say what the thing is."""

REPEATS = 2
"""Times that a word of one field is counted: the third time says nothing new."""


def to_rows(profile: Profile, name: Callable[[str], str]) -> tuple[list[Row], set[str]]:
    """The rows of a profile and the words it uses. Pieces that say the very same are one row."""
    found: dict[object, Row] = {}
    used: set[str] = set()
    for place, item in enumerate(items(profile)):
        bag, length, written = _bag(item, name)
        same = (frozenset(bag.items()), item.last_day)
        if same in found:
            found[same] = replace(found[same], copies=found[same].copies + 1)
        elif bag:
            used |= written
            found[same] = Row(place, bag, length, item.last_day)
    return list(found.values()), used


def to_texts(profile: Profile, name: Callable[[str], str]) -> dict[int, list[str]]:
    """The texts of the passages of each piece, by its place among the items: facts have none."""
    return {
        place: [passage.text for passage in passages(item, name(item.category) if item.category else "")]
        for place, item in enumerate(items(profile))
        if item.kind != "fact"
    }


def _bag(item: Item, name: Callable[[str], str]) -> tuple[dict[str, float], float, set[str]]:
    fields = (
        (item.title, TITLE),
        (item.text, TEXT),
        (name(item.category) if item.category else "", CATEGORY),
    )
    bag: dict[str, float] = {}
    length = 0
    used: set[str] = set()
    for text, weight in fields:
        read = words(text)
        sequence, written = [each.stem for each in read], [each.word for each in read]
        used.update(written)
        length += len(read)
        for term, count in Counter((*sequence, *pairs(sequence), *map(as_written, written))).items():
            bag[term] = bag.get(term, 0.0) + weight * min(count, REPEATS)
    return bag, float(length), used
