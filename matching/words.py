"""From text to terms: one reading of words for the catalogue, the requirement and the quotation.

A token keeps its place in the original text, so that a quotation can mark the supplier's own letters.
Every step is linear in the length of the text.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from threading import Lock
from typing import NamedTuple

from snowballstemmer.english_stemmer import EnglishStemmer

from matching.stopwords import STOP, WEAK_WORDS

TEXT_CAP = 20_000
"""Characters of one field that are read. More is not a description, and must not cost more."""

WORD_CAP = 40
"""Letters of a word. Longer runs are no words."""

# Soft hyphen, zero-width characters, direction marks: they look like nothing and split words.
HIDDEN = "\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufe00-\ufe0f\ufeff"

_TOKEN = re.compile(
    rf"""[cf]\#(?!\w) | c\+\+ | (?<!\w)\.net\b
       | (?: [\w{HIDDEN}'’\-]++ | &(?:\#\d{{1,7}}|\#x[0-9a-f]{{1,6}}|[a-z]{{2,8}}); )+""",
    re.VERBOSE | re.IGNORECASE,
)
_PLAIN = re.compile(r"[\w'’-]+")
_MORE = re.compile(rf"[&#+{HIDDEN}]|\.(?i:net)")
"""Runs of a text without signs that mean more are found in half the time, and most texts are without."""

_EDGES = "-_'’"
_PART = re.compile(r"[^\W_]+")
_SIGNS = {"c#": "csharp", "f#": "fsharp", "c++": "cplusplus", ".net": "dotnet"}

# Information technology and the pronoun are one word but for their capitals, which searchers leave out.
# What stands before is looked at last: a search for two letters takes a third of the time.
_COMPUTING = re.compile(
    r"(?:IT\b(?<![\w’'-]IT)|it(?<![\w’'-]it)(?=\s+(?:support|services?|security|systems?|infrastructure"
    r"|equipment|kit|hardware|consultancy|consultants?|training|department|technicians?|managers?|companies"
    r"|company|provider)\b))(?!['’-])"
)
_IT = "infotech"

# Cyrillic and Greek letters that are drawn like Latin ones, after case folding.
TWINS = str.maketrans("аеорсухіјѕһԁԛԝьαεορτυχικνγβ", "aeopcyxijshdqwbaeoptuxiknyb")

# Stems that British and American writers spell differently, by ending and one by one.
_SPELLINGS = (
    ("isat", "iz"),
    ("izat", "iz"),
    ("is", "iz"),
    ("ys", "yz"),
    ("our", "or"),
    ("ogu", "og"),
    ("enc", "ens"),
)
_VARIANTS = {
    "centr": "center",
    "programm": "program",
    "fibr": "fiber",
    "theatr": "theater",
    "metr": "meter",
    "chequ": "check",
    "grey": "gray",
    "tyre": "tire",
    "enrol": "enroll",
    "fulfil": "fulfill",
}

MOST_STEMS = 1 << 20
"""Words whose stems are remembered: about 100 MB, where a catalogue has so many."""

_stemmer = EnglishStemmer()
_stemming = Lock()
"""The stemmer keeps the word that it works on."""
_stems: dict[str, str] = {}


class Token(NamedTuple):
    """A word as read, its stem, and the half-open range of characters it was written in, that word alone."""

    word: str
    stem: str
    start: int
    end: int


class Word(NamedTuple):
    """A word as read, its stem, and the run of letters that it stands in, as it was written."""

    word: str
    stem: str
    run: str


_IT_WORD = Word(_IT, _IT, "IT")


def words(text: str) -> list[Word]:
    """The words of a text that can carry meaning: stop words and longer runs are left out."""
    read = text[:TEXT_CAP]
    token, (first, *others) = _token(read), _COMPUTING.split(read)
    found = [word for run in token.findall(first) for word in _words_in(run)]
    for part in others:
        found.append(_IT_WORD)
        found += [word for run in token.findall(part) for word in _words_in(run)]
    return found


def tokens(text: str) -> list[Token]:
    """The same with their places."""
    return [Token(*each) for each in placed(text)]


def placed(text: str) -> list[tuple[str, str, int, int]]:
    """The same as plain tuples, for who reads many."""
    read = text[:TEXT_CAP]
    token, after = _token(read), 0
    found: list[tuple[str, str, int, int]] = []
    for start, end in (*(each.span() for each in _COMPUTING.finditer(read)), (len(read), len(read))):
        for run in token.finditer(read[after:start]):
            at = after + run.start()
            for word, stem_, first, last in _words_of(run.group()):
                found.append((word, stem_, at + first, at + last))
        if end > start:
            found.append((_IT, _IT, start, end))
        after = end
    return found


def _token(text: str) -> re.Pattern[str]:
    """What finds the runs of letters in a text."""
    could = not text.isascii() or "&" in text or "#" in text or "+" in text or "." in text
    return _TOKEN if could and _MORE.search(text) else _PLAIN


def stems(text: str) -> list[str]:
    return [word.stem for word in words(text)]


def pairs(sequence: Iterable[str]) -> Iterator[str]:
    """Neighbouring stems as one term, in either order: drain cleaning is cleaning of drains.

    >>> list(pairs(["drain", "clean"])), list(pairs(["clean", "drain"]))
    (['clean drain'], ['clean drain'])
    """
    for first, second in pairwise(sequence):
        if first != second and not (first in WEAK and second in WEAK):
            yield f"{first} {second}" if first < second else f"{second} {first}"


def stem(word: str) -> str:
    """The stem of a folded word; American and British spellings have one.

    >>> stem("licences") == stem("licensing"), stem("organised") == stem("organizer"), stem("colour")
    (True, True, 'color')
    """
    known = _stems.get(word)
    if known is None:
        know_stems({word: (known := _stem(word))})
    return known


def know_stems(stems_: Mapping[str, str]) -> None:
    """Remember the stems of words, which take long to find, until there are too many."""
    if len(_stems) + len(stems_) > MOST_STEMS:
        _stems.clear()
    _stems.update(stems_)


def forget() -> None:
    """Forget what is remembered of words: for who changes how they are read."""
    _stems.clear()
    _words_in.cache_clear()
    _words_of.cache_clear()


def _stem(word: str) -> str:
    with _stemming:
        found = str(_stemmer.stemWord(word))
    for ending, other in _SPELLINGS:
        if found.endswith(ending) and len(found) > len(ending) + 2:
            return found.removesuffix(ending) + other
    return _VARIANTS.get(found, found)


@lru_cache(maxsize=1 << 17)
def _words_in(run: str) -> tuple[Word, ...]:
    return tuple(Word(word, stem_, run.strip(_EDGES)) for word, stem_, _, _ in _words_of(run))


@lru_cache(maxsize=1 << 17)
def _words_of(written: str) -> tuple[tuple[str, str, int, int], ...]:
    """The words of a run of letters that can carry meaning, each with its stem and where it stands in it.

    Most runs are a plain word, which needs no folding.
    """
    if written.isascii() and written.isalpha():
        word = written.lower()
        is_one = 1 < len(word) <= WORD_CAP and word not in STOP
        return ((word, stem(word), 0, len(word)),) if is_one else ()
    folded = fold(written)
    if folded in _SIGNS:
        return ((_SIGNS[folded], stem(_SIGNS[folded]), 0, len(written)),)
    placed = _placed([part for chunk in folded.split() for part in _parts(chunk)], written)
    return tuple(
        (word, stem(word), start, end)
        for word, start, end in placed
        if word not in STOP and len(word) <= WORD_CAP
    )


def _placed(words: Sequence[str], written: str) -> Iterator[tuple[str, int, int]]:
    """From a word on that folding changed, the place is the whole run, less the signs at its ends."""
    whole = len(written) - len(written.lstrip(_EDGES)), len(written.rstrip(_EDGES))
    plain, after = written.lower(), 0
    for word in words:
        at = plain.find(word, after) if len(plain) == len(written) else -1
        if at < 0:
            plain = ""
            yield word, *whole
        else:
            after = at + len(word)
            yield word, at, after


def _parts(chunk: str) -> list[str]:
    """A hyphen parts two words, save after one or two letters: e-learning, wi-fi, on-line are one word.

    A sign alone is no word, and neither are noughts: a digit of a list agrees with every other list, and a
    thousand of pounds with every other.
    """
    found = _PART.findall(chunk)
    if "-" in chunk and len(found) == 2 and len(found[0]) <= 2:
        return ["".join(found)]
    return [part for part in found if len(part) > 1 and part.strip("0")]


def fold(text: str) -> str:
    """Lower case without accents, look-alike letters, hidden characters, entities or a possessive s."""
    plain = html.unescape(text) if "&" in text else text
    if not plain.isascii():
        decomposed = unicodedata.normalize("NFKD", plain)
        kept = (c for c in decomposed if not unicodedata.combining(c) and unicodedata.category(c) != "Cf")
        plain = "".join(kept).replace("’", "'")
    plain = plain.casefold().translate(TWINS)
    return plain.removesuffix("'s").replace("'", "")


WEAK = frozenset(stem(word) for word in WEAK_WORDS)
"""Stems of the words of procurement itself."""
