"""Words taken from a requirement: strewn as a list, or pasted as it stands."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence

from matching.flags.texts import Row, Text, stretch
from matching.records import Flag, Requirement
from matching.words import WEAK, stems

FEWEST = 5
"""Different words of a requirement from which it is looked for. A firm that says "payroll software" cannot be
told from one that took the words of a requirement for it."""

ROW = 6
"""Words in a row, all but one of them of one requirement, no small word between them: a list made from it. Or
words in the same order, small words aside: pasted. All of its words, where it has fewer. No firm in its own
words has either for any requirement of its set (902 firms, 29 briefs; 300 of the demo, 40 requirements; also
4,932 product texts); where eight briefs are joined to one of 150 words, 2 in 1,000 have the list."""

TOLD, OF_TOLD = 7, 8
"""Seven of eight in any order, small words and those of procurement itself aside. None either; with four
requirements joined 3 in 1,000."""

Order = tuple[str, ...]


class Asked:
    """Requirements by key, as the rule looks words up in them. Give those that suppliers can read."""

    def __init__(self, requirements: Mapping[str, Requirement] | None = None) -> None:
        self.requirements = dict(requirements or {})
        self.words: dict[str, frozenset[str]] = {}
        self.orders: dict[str, frozenset[Order]] = {}
        self._keys_of: dict[str, list[str]] = {}
        for key, requirement in sorted(self.requirements.items()):
            read = list(_stems(requirement))
            self.words[key] = frozenset(read)
            self.orders[key] = frozenset(_orders(read, self.row(key)))
            for stem in self.words[key]:
                self._keys_of.setdefault(stem, []).append(key)

    def like(self, words: Collection[str]) -> list[str]:
        """The requirements that share enough words to be looked at, those of most first, then by key."""
        shared = Counter(key for word in set(words) for key in self._keys_of.get(word, ()))
        return sorted((key for key in shared if shared[key] >= FEWEST), key=lambda key: (-shared[key], key))

    def row(self, key: str) -> int:
        """Words in a row that are taken from it."""
        return min(ROW, len(self.words[key]))


NOTHING_ASKED = Asked()


def flag_asked(texts: Sequence[Text], asked: Asked) -> Iterator[Flag]:
    """Flags a text that is made of a requirement's words, with the requirement most like it."""
    for text in texts:
        for key in asked.like({token.stem for token in text.words}):
            taken = _taken(text, asked, key)
            if taken:
                count = len({token.stem for token in taken} & asked.words[key])
                reason = (
                    f"{count} words in a row are those of the requirement “{asked.requirements[key].title}”."
                )
                yield text.flag("requirement", reason, taken, key)
                break


def _taken(text: Text, asked: Asked, key: str) -> Row:
    """The longest row of the text's words that was taken from a requirement, or nothing."""
    wanted, row = asked.words[key], asked.row(key)
    told = stretch(text.strong, wanted - WEAK, TOLD, OF_TOLD)
    listed = (stretch(each, wanted, row, row + 1) for each in text.rows if len(each) >= row)
    return max((told, _pasted(text.words, asked.orders[key], row), *listed), key=len)


def _pasted(words: Row, orders: Collection[Order], length: int) -> Row:
    """The first words that stand in the order of the requirement, as far as they do."""
    ends = 0
    first = -1
    for at, order in enumerate(_each_order([token.stem for token in words], length)):
        if order in orders:
            first, ends = (at if first < 0 else first), at + length
        elif first >= 0:
            break
    return words[first:ends] if first >= 0 else ()


def _orders(stems_: Sequence[str], length: int) -> Iterator[Order]:
    """Those with enough different words to say anything."""
    return (order for order in _each_order(stems_, length) if len(set(order)) >= FEWEST)


def _each_order(stems_: Sequence[str], length: int) -> Iterator[Order]:
    return (tuple(stems_[at : at + length]) for at in range(len(stems_) - length + 1))


def _stems(requirement: Requirement) -> Iterator[str]:
    yield from stems(requirement.title)
    yield from stems(requirement.description)
    for criterion in requirement.criteria:
        yield from stems(criterion.text)
