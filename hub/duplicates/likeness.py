"""How alike two names are, word by word: what they share, what is a slip, what tells them apart.

Each finding is a `Part` in points of evidence (binary logarithm of a likelihood ratio, as in record linkage
after Fellegi and Sunter 1969): above nought for one firm, below for two.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import OSA

from hub.duplicates.rarity import DIRECTIONS, EVERYDAY, GENERAL, Rarity
from hub.duplicates.words import Called, initials

AGREES, DIFFERS = "agrees", "differs"

WHOLE = 1.0
"""For two names that are the same word for word: nothing tells them apart."""
BY_LAW = 6.0
"""Where both are companies' names besides: no two companies may have one name at a time (Companies Act 2006,
section 66, and the Company, Limited Liability Partnership and Business Regulations 2015)."""
NEARLY_BY_LAW = 4.0
MORE_GENERAL = 0.15
"""What each general word but the first is worth: "grounds maintenance" is one trade."""
ORDER = -0.5
SLIP, GENERAL_SLIP = -3.0, -1.0
"""A word spelled with a slip is worth this less; where it is a slip of a word that everybody knows, this."""
RARE_SLIP = -6.5
"""The same where the first letter differs, or two letters do: people rarely slip so."""
UNKNOWN_SLIP = -4.0
"""Where both spellings are words that other firms have: then it is hardly a slip."""
INITIAL = 1.0
ABBREVIATION = -2.0
"""A trade's word in an abbreviation that no list has is worth this less."""
ACRONYM = 4.0
ONE_LACKS = {
    "direction": -22.0,
    "word": -4.5,
    "place": -3.0,
    "initial": -3.0,
    "general": -16.0,
    "filler": -3.5,
}
"""A word that one name has and the other lacks, by its sort."""
EACH_HAS = {
    "direction": -26.0,
    "word": -12.0,
    "place": -11.0,
    "initial": -16.0,
    "general": -16.0,
    "filler": -5.0,
}
"""Where each name has a word instead of the other's: the more telling of the two counts."""
HARDEST = ("direction", "word", "place", "initial", "general", "filler")
KNOWN = GENERAL | DIRECTIONS
LONG_WORD, SHORTEST = 9, 4
"""From here on a word may hold two slips; a shorter one than this none."""


@dataclass(frozen=True, slots=True)
class Part:
    """One reason: what was compared, how it came out, its points, and the sentence that says so."""

    signal: str
    outcome: str
    points: float
    words: str


@dataclass(frozen=True, slots=True)
class Slip:
    """Two spellings of what may be one word; rarely, where the first letter differs, or two letters do."""

    one: str
    other: str
    is_rare: bool


@dataclass(frozen=True, slots=True)
class Aligned:
    """The words of two names set against each other."""

    same: list[str]
    slips: list[Slip]
    short: list[tuple[str, str]]
    """Abbreviations and initials, and what they may stand for."""
    first: list[str]
    second: list[str]
    reordered: bool


def compare_names(first: Called, second: Called, rarity: Rarity) -> list[Part]:
    """The parts of two names' likeness; their sum is the names' score."""
    if first.words == second.words or "".join(first.words) == "".join(second.words):
        return [_same(max(first.words, second.words, key=len), rarity), _whole(first, second)]
    for one, other in ((first, second), (second, first)):
        if len(one.words) == 1 and 2 <= len(one.words[0]) <= 6 and initials(other.words) == one.words[0]:
            letters = one.words[0].upper()
            return [Part("name", AGREES, ACRONYM, f"“{letters}” are the first letters of the other name")]
    parts = list(_parts(align(first, second), rarity))
    if first.incorporated and second.incorporated and not any(part.points <= ORDER * 2 for part in parts):
        parts.append(
            Part("name", AGREES, NEARLY_BY_LAW, "Both are companies, and nothing else tells them apart")
        )
    return parts


def _whole(first: Called, second: Called) -> Part:
    if first.incorporated and second.incorporated:
        return Part("name", AGREES, WHOLE + BY_LAW, "Both are companies, and no two companies have one name")
    return Part("name", AGREES, WHOLE, "The names are the same word for word")


def _same(words: Sequence[str], rarity: Rarity) -> Part:
    points = _all_points(set(words), rarity)
    rarest = sorted(set(words), key=lambda word: (-rarity.points(word), word))
    listed = ", ".join(f"“{word}”" for word in rarest)
    thing = "word" if len(rarest) == 1 else "words"
    return Part("name", AGREES, points, f"Both names have the {thing} {listed}")


def _all_points(words: set[str], rarity: Rarity) -> float:
    general = sorted((rarity.points(word) for word in words & GENERAL), reverse=True)
    everyday = sorted(words & EVERYDAY - GENERAL)
    points = sum(rarity.points(word) for word in words - GENERAL - set(everyday[1:]))
    points += sum(rarity.points(word, beside_another=True) for word in everyday[1:])
    return points + sum(general[:1]) + MORE_GENERAL * sum(general[1:])


def _parts(aligned: Aligned, rarity: Rarity) -> Iterator[Part]:
    if aligned.same:
        yield _same(aligned.same, rarity)
    for slip in aligned.slips:
        yield _slip(slip, rarity)
    for one, other in aligned.short:
        short, long = sorted((one, other), key=len)
        points = INITIAL if len(short) == 1 else rarity.points(long) + ABBREVIATION
        yield Part("name", AGREES, points, f"“{short}” may stand for “{long}”")
    yield from _differences(aligned, rarity)
    if aligned.reordered:
        yield Part("name", DIFFERS, ORDER, "The words stand in another order")


def _slip(slip: Slip, rarity: Rarity) -> Part:
    """Of two spellings the commoner one counts."""
    one, other = slip.one, slip.other
    words = f"“{one}” and “{other}” are spelled nearly alike"
    everybodys = {rarity.sort(one), rarity.sort(other)} & {"general", "filler", "place", "direction"}
    if not everybodys and rarity.has_both(one, other):
        return Part("name", DIFFERS, UNKNOWN_SLIP, f"{words}, but other firms have both")
    cost = RARE_SLIP if slip.is_rare else GENERAL_SLIP if everybodys else SLIP
    points = min(rarity.points(one), rarity.points(other)) + cost
    return Part("name", AGREES if points > 0 else DIFFERS, points, words)


def _differences(aligned: Aligned, rarity: Rarity) -> Iterator[Part]:
    """Words in each other's place, the most telling first; then those that only one name has."""
    first = sorted(aligned.first, key=lambda word: HARDEST.index(rarity.sort(word)))
    second = sorted(aligned.second, key=lambda word: HARDEST.index(rarity.sort(word)))
    pairs = min(len(first), len(second))
    for one, other in zip(first[:pairs], second[:pairs], strict=True):
        sort = min(rarity.sort(one), rarity.sort(other), key=HARDEST.index)
        words = f"One name has “{one}” where the other has “{other}”"
        yield Part("name", DIFFERS, EACH_HAS[sort], words)
    for word in (*first[pairs:], *second[pairs:]):
        yield Part("name", DIFFERS, ONE_LACKS[rarity.sort(word)], f"Only one name has “{word}”")


def align(first: Called, second: Called) -> Aligned:
    """Set the words against each other: the same, then joined ones, slips, initials; the rest differs."""
    common = Counter(first.words) & Counter(second.words)
    left, right = _without(first.words, common), _without(second.words, common)
    reordered = _in_order(first.words, common) != _in_order(second.words, common)
    same = [*common.elements(), *_joined(left, right), *_joined(right, left)]
    spelled = dict(zip((*first.words, *second.words), (*first.spelled, *second.spelled), strict=True))
    slips = _matched(left, right, lambda one, other: _may_be_slip(one, other, spelled))
    read = [Slip(one, other, _is_rare(one, other, spelled)) for one, other in slips]
    short = _matched(left, right, is_short_for)
    return Aligned(same, read, short, left, right, reordered)


def _may_be_slip(one: str, other: str, spelled: Mapping[str, str]) -> bool:
    """A slip makes another word of a trade's form, so the words count as they are spelled too."""
    return is_slip(one, other) or is_slip(spelled.get(one, one), spelled.get(other, other))


def _is_rare(one: str, other: str, spelled: Mapping[str, str]) -> bool:
    written = spelled.get(one, one), spelled.get(other, other)
    return one[0] != other[0] or min(OSA.distance(one, other), OSA.distance(*written)) > 1


def _without(words: Sequence[str], common: Counter[str]) -> list[str]:
    left = Counter(common)
    kept = []
    for word in words:
        if left[word]:
            left[word] -= 1
        else:
            kept.append(word)
    return kept


def _in_order(words: Sequence[str], common: Counter[str]) -> list[str]:
    return [word for word in words if word in common]


def _joined(parts: list[str], wholes: list[str]) -> list[str]:
    """Words that one name writes as two and the other as one; they are taken out of both."""
    found = []
    for at in range(len(parts) - 1, 0, -1):
        pair = parts[at - 1] + parts[at] if at < len(parts) else ""
        if pair and pair in wholes:
            wholes.remove(pair)
            del parts[at - 1 : at + 1]
            found.append(pair)
    return found


def _matched(left: list[str], right: list[str], alike: Callable[[str, str], bool]) -> list[tuple[str, str]]:
    found = []
    for one in list(left):
        other = next((word for word in right if alike(one, word)), None)
        if other is not None:
            left.remove(one)
            right.remove(other)
            found.append((one, other))
    return found


def is_slip(one: str, other: str) -> bool:
    """Whether one word may be the other with a slip of the pen: a letter lost, added, changed or swapped.

    Numbers, short words and general words that are both right are never slips of each other.
    """
    shorter, longer = sorted((len(one), len(other)))
    most = 2 if shorter >= LONG_WORD else 1
    if longer - shorter > most or shorter < SHORTEST or longer <= SHORTEST:
        return False
    if OSA.distance(one, other, score_cutoff=most) > most:
        return False
    both_right = one in KNOWN and other in KNOWN
    return not both_right and not any(character.isdigit() for character in one + other)


def is_short_for(one: str, other: str) -> bool:
    """Whether one is the other's first letter, or an abbreviation of a word of trade: "devt", "engnrng"."""
    short, long = sorted((one, other), key=len)
    if len(short) == 1:
        return short.isalpha() and len(long) > 2 and long[0] == short and long not in GENERAL
    if short[:2] != long[:2] or not 3 <= len(short) <= len(long) - 2:
        return False
    letters = iter(long)
    return long in GENERAL and short not in GENERAL and all(letter in letters for letter in short)
