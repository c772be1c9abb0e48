"""Lists of words that belong to nothing else the supplier says."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from math import log
from typing import TYPE_CHECKING

from matching.flags.texts import Row, Text
from matching.records import Flag, Profile
from matching.words import WEAK

if TYPE_CHECKING:
    from matching.index.usage import Numbers, Usage

WORDS = 7
"""Different words of a list that says something. Two in five honest firms have one: lists of services."""

KNOWN = 100.0
"""Meetings to be expected by chance from which a catalogue can tell. Below it nothing is flagged."""

STRANGE = 1.0
"""Meetings against those expected, below which a list is foreign: fewer than by chance. Words of honest lists
meet the firm's other words 1.4 times (902 firms in their own words: 1 flagged) and 2.7 times (263 of demo:
1 flagged) as often as chance. Of lists made from no known requirement it finds 2 in 5 in the demo, where many
firms are of one trade, and 1 in 20 among firms that are all unlike."""

MILLI = 1000
"""Weights are whole thousandths: sums of whole numbers are the same in any order of suppliers."""


def flag_listed(profile: Profile, texts: Sequence[Text], usage: Usage) -> Iterator[Flag]:
    """Flags a list whose words other suppliers seldom use together with this supplier's other words."""
    rows = {text: [row for row in text.rows if len(_words(row)) >= WORDS] for text in texts}
    if not any(rows.values()):
        return
    said = usage.count(_weights({token.stem for text in texts for token in text.strong}, usage), profile.id)
    for text in texts:
        for row in rows[text]:
            held = usage.count(_weights(_words(row), usage), profile.id)
            if is_foreign(held, said - held, len(usage) - 1):
                yield text.flag("list", _reason(row), row)
                break


def is_foreign(held: Numbers, others: Numbers, suppliers: int) -> bool:
    """Whether two sets of words meet in the other suppliers' profiles less often than by chance.

    Given is, by supplier, the weight of what it holds of either set; a word of ``n`` users among ``N``
    suppliers weighs ``log(N / n)``. The sets meet in a supplier by the product of both; by chance these would
    sum to ``sum(held) * sum(others) / N``.
    """
    met = int((held * others).sum())
    expected = int(held.sum()) * int(others.sum()) / max(suppliers, 1)
    return expected >= KNOWN * MILLI**2 and met < STRANGE * expected


def _words(row: Row) -> set[str]:
    return {token.stem for token in row} - WEAK


def _weights(words: Iterable[str], usage: Usage) -> Mapping[str, int]:
    """Words that some other supplier uses, by how few do."""
    used = ((word, usage.others(word)) for word in words)
    return {word: round(MILLI * log((len(usage) - 1) / others)) for word, others in used if others > 0}


def _reason(row: Row) -> str:
    return (
        f"A list of {len({token.stem for token in row})} words, without a sentence, that firms with this "
        "profile’s other words seldom use."
    )
