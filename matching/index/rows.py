"""From a profile to the rows of an index: one for each thing it says."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from matching.index.postings import Row
from matching.items import Item, items
from matching.meaning import passages
from matching.records import Profile
from matching.words import pairs, stems, words

MOST_PIECES = 1 << 14
"""Pieces of one profile that are read. More are no profile, and their numbers have 16 bits."""

MOST_WORDS = 1 << 21
"""Words of one profile that are read: an eighth of a block."""


def to_rows(profile: Profile, name: Callable[[str], str]) -> list[Row]:
    """The rows of a profile. Pieces that say the very same, under one category, are one row.

    Of one profile no more than `MOST_PIECES` and `MOST_WORDS` are read.
    """
    rows: dict[object, Row] = {}
    left = MOST_WORDS
    for place, item in enumerate(items(profile)[:MOST_PIECES]):
        said = _said(item, name)
        key = (said, item.category, item.last_day)
        same = rows.get(key)
        left -= 0 if same else sum(map(len, said))
        if left < 0:
            break
        if not any(said):
            continue
        rows[key] = (
            replace(same, copies=same.copies + 1) if same else Row(place, said, item.last_day, item.category)
        )
    return list(rows.values())


def to_texts(profile: Profile, name: Callable[[str], str]) -> dict[int, list[str]]:
    """What a model reads of each of its pieces, by their place: facts have no sentence."""
    return {
        place: [passage.text for passage in passages(item, name(item.category) if item.category else "")]
        for place, item in enumerate(items(profile))
        if item.kind != "fact"
    }


def pairs_of(item: Item, name: Callable[[str], str]) -> set[str]:
    """The words that stand side by side in a piece."""
    return {pair for text in _texts(item, name) for pair in pairs(stems(text))}


def _said(item: Item, name: Callable[[str], str]) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(each.word for each in words(text)) for text in _texts(item, name))


def _texts(item: Item, name: Callable[[str], str]) -> tuple[str, str, str]:
    """The texts of a piece: its title, its text and the name of its category."""
    return item.title, item.text, name(item.category) if item.category else ""
