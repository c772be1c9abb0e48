"""Which records are worth comparing: those that share a key. Pure: signals in, keys and pairs out.

Fifty thousand records make more than a thousand million pairs. Two records of one firm share a number, a
registered name, a telephone, a postcode, a word, or the beginning or end of a misspelt word; so only those
are compared, and keys that everybody has bring nobody together.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations, permutations

from rapidfuzz import fuzz

from hub.duplicates.rarity import DIRECTIONS, GENERAL
from hub.duplicates.records import Signals
from hub.duplicates.words import Called, initials

KEY_LENGTH = 60
CHUNK = 4
"""Letters of a word's beginning or end that a slip elsewhere leaves as they are."""
SHORTEST_CHUNKED = 5
MOST_WORDS = 6
"""Words of a name that make keys."""
WORD = "w:"
SURE = ("c:", "v:", "d:", "t:")
"""Keys of numbers, registered names and telephones."""
LOOKS_ALIKE = 76.0
"""Points of 100 from which two names are compared word by word: below it no two of one firm were found."""
LONGEST_ACRONYM = 6
MOST_SHARING = 40
MOST_SURELY_SHARING = 150
"""Records that a key may bring together in a look at the whole register."""


def keys_of(signals: Signals) -> set[str]:
    """The keys that the register keeps of a record, and looks it up by."""
    keys = {f"c:{signals.number}", f"v:{signals.vat}", f"p:{signals.postcode}"}
    keys = {key for key in keys if len(key) > 2} | {f"d:{domain}" for domain in signals.domains}
    for called in signals.names:
        words = called.words[:MOST_WORDS]
        keys.update({"n:" + "".join(sorted(words)), f"n:{initials(words)}"} - {"n:"})
        keys.update(WORD + word for word in words)
        for word in (word for word in words if _is_chunked(word)):
            keys.update((f"f:{word[:CHUNK]}", f"b:{word[-CHUNK:]}"))
    return {key[:KEY_LENGTH] for key in keys}


def _is_chunked(word: str) -> bool:
    return len(word) >= SHORTEST_CHUNKED and word not in GENERAL and word not in DIRECTIONS


def close_keys(signals: Signals) -> Iterator[str]:
    """More keys for a look at the whole register: the telephone, part of a word with another or the outcode.

    The register does not keep them: a telephone number is a person's, and the others are many.
    """
    if signals.phone:
        yield f"t:{signals.phone}"
    for called in signals.names:
        words = called.words[:MOST_WORDS]
        for one, other in permutations(words, 2):
            yield f"{one[:3]}<{other}"
            yield f"{one[-3:]}>{other}"
        if signals.outcode:
            yield from (f"{word}@{signals.outcode}" for word in words)
        if len(words) == 1:
            yield from (f"{words[0][:CHUNK]}<", f"{words[0][-CHUNK:]}>")


def candidate_pairs(signals: Sequence[Signals]) -> Iterator[tuple[int, int]]:
    """Pairs of positions, the smaller first, that share a key which few others have. Each comes once."""
    blocks: defaultdict[str, list[int]] = defaultdict(list)
    for at, each in enumerate(signals):
        for key in {*keys_of(each), *close_keys(each)}:
            blocks[key].append(at)
    yield from (pair for pair in sorted(_pairs(blocks)) if are_near(signals[pair[0]], signals[pair[1]]))


def _pairs(blocks: Mapping[str, list[int]]) -> set[tuple[int, int]]:
    found: set[tuple[int, int]] = set()
    for key, members in blocks.items():
        most = MOST_SURELY_SHARING if key.startswith(SURE) else MOST_SHARING
        if 1 < len(members) <= most:
            found.update(combinations(members, 2))
    return found


def are_near(first: Signals, second: Signals) -> bool:
    """Whether a pair is worth more than a glance: a sure key in common, or names that look alike."""
    if first.domains & second.domains or (first.phone and first.phone == second.phone):
        return True
    if (first.number and first.number == second.number) or (first.vat and first.vat == second.vat):
        return True
    return any(_look_alike(one, other) for one in first.names for other in second.names)


def _look_alike(one: Called, other: Called) -> bool:
    if min(len(one.words), len(other.words)) == 1 and min(len(one.text), len(other.text)) <= LONGEST_ACRONYM:
        return True
    likeness = fuzz.ratio(one.sorted_text, other.sorted_text, score_cutoff=LOOKS_ALIKE)
    return bool(likeness or fuzz.ratio(one.text, other.text, score_cutoff=LOOKS_ALIKE))


def count_words(signals: Iterable[Signals]) -> dict[str, int]:
    """In how many records each word stands, as the kept keys tell it."""
    counts: defaultdict[str, int] = defaultdict(int)
    for each in signals:
        for word in {word for called in each.names for word in called.words[:MOST_WORDS]}:
            counts[word] += 1
    return dict(counts)
