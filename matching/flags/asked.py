"""Words taken from a requirement: strewn as a list, or pasted as it stands."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence

from matching.flags.texts import Row, Text, stretch
from matching.records import Flag, Requirement
from matching.words import WEAK, stems

LISTED, OF_LISTED = 5, 6
"""Five of six words in a row, no small word between them, are of one requirement: a list made from it. No
profile of five honest sets, in its own words, has that for any requirement of its set; where four
requirements are joined to one of 85 words, 2 in 1,000."""

TOLD, OF_TOLD = 7, 8
"""Seven of eight in prose, the words of procurement itself left out. None either; of joined ones 3 in 1,000
profiles."""


class Asked:
    """Requirements by key, as the rule looks words up in them. Give those that suppliers can read."""

    def __init__(self, requirements: Mapping[str, Requirement] | None = None) -> None:
        self.titles: dict[str, str] = {}
        self.words: dict[str, frozenset[str]] = {}
        self._keys_of: dict[str, list[str]] = {}
        for key, requirement in sorted((requirements or {}).items()):
            self.titles[key] = requirement.title
            self.words[key] = frozenset(_stems(requirement))
            for stem in self.words[key]:
                self._keys_of.setdefault(stem, []).append(key)

    def like(self, words: Collection[str]) -> list[str]:
        """The requirements that share enough words to be looked at, those of most first, then by key."""
        shared = Counter(key for word in set(words) for key in self._keys_of.get(word, ()))
        return sorted((key for key in shared if shared[key] >= LISTED), key=lambda key: (-shared[key], key))


NOTHING_ASKED = Asked()


def requirement(texts: Sequence[Text], asked: Asked) -> Iterator[Flag]:
    """Flags a text that is made of a requirement's words, with the requirement most like it."""
    for text in texts:
        for key in asked.like({token.stem for token in text.words}):
            taken = _taken(text, asked.words[key])
            if taken:
                count = len({token.stem for token in taken} & asked.words[key])
                reason = f"{count} words in a row are those of the requirement “{asked.titles[key]}”."
                yield text.flag("requirement", reason, taken, key)
                break


def _taken(text: Text, wanted: frozenset[str]) -> Row:
    told = stretch(text.strong, wanted - WEAK, TOLD, OF_TOLD)
    listed = (stretch(row, wanted, LISTED, OF_LISTED) for row in text.rows if len(row) >= LISTED)
    return max((told, *listed), key=len)


def _stems(requirement: Requirement) -> Iterator[str]:
    yield from stems(requirement.title)
    yield from stems(requirement.description)
    for criterion in requirement.criteria:
        yield from stems(criterion.text)
