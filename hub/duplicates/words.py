"""A business's names as words to compare: legal form dropped, abbreviations written out, aliases apart.

The key of `hub/suppliers/naming.py` says which names are the same in law. These words say which may be one
firm's: they go further, and so an adviser decides what follows from them.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from hub.suppliers.naming import CLOSING_FORMS, LEGAL_FORMS, NAME_LENGTH, TRADING_AS, split_words, tidy_name

LONGEST = 2 * NAME_LENGTH
MOST_NAMES = 6
"""Names of one firm that are compared: its own, what it trades as, what it was called."""

FORMS = LEGAL_FORMS | CLOSING_FORMS | {"co", "company", "pty", "sa"}
LINKING = frozenset({"and", "the", "of", "for", "in", "at", "by", "to", "no"})

MATERIAL = json.loads(Path(__file__).with_name("words.json").read_text(encoding="utf-8"))
SHORT: dict[str, str] = MATERIAL["abbreviations"]
"""Abbreviations by what they stand for, as trade directories write them."""
TRADE_FORMS: dict[str, str] = MATERIAL["trade_forms"]
"""Forms of a trade's own word that the spellings of one firm mix."""

IS_TRADING_NAME = re.compile(r"\s+is (?:a|the) trading (?:name|style) of\s+(?=\S)", re.IGNORECASE)
FORMERLY = re.compile(
    r"[(\[]?\b(?:formerly|previously|prev)\b(?: known as)?\s*(?P<name>[^)\]]*)[)\]]?\s*$", re.I
)
DIVISION = re.compile(
    r"[(\[]?\b(?:a|the) (?:trading )?(?:division|part|subsidiary|member) of\b[^)\]]*[)\]]?", re.I
)
BRACKETS = re.compile(r"[(\[](?P<inside>[^()\[\]]+)[)\]]")
TRADING = re.compile(
    TRADING_AS.pattern.replace(r"(?-i:TA)\b", r"(?-i:TA)\b|also known as\b|a\.?k\.?a\.?\b"), re.I
)


@dataclass(frozen=True, slots=True)
class Called:
    """One name of a firm: its words in order, as they are compared and, beside each, as it is spelled.

    `trading` where it is not the name that signs contracts.
    """

    words: tuple[str, ...]
    spelled: tuple[str, ...]
    trading: bool = False
    incorporated: bool = False
    """Whether the name ends as a company's or a partnership's with limited liability does."""
    text: str = field(init=False, compare=False)
    sorted_text: str = field(init=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "text", " ".join(self.words))
        object.__setattr__(self, "sorted_text", " ".join(sorted(self.words)))


@lru_cache(maxsize=8192)
def names_of(name: str, trading_name: str = "") -> tuple[Called, ...]:
    """Every name that a firm's record tells, its legal one first; at most `MOST_NAMES`.

    >>> [called.words for called in names_of("Kestrel Eng. Ltd t/a Harrier Bros")]
    [('kestrel', 'engineering'), ('harrier', 'brother')]
    """
    found: dict[tuple[str, ...], Called] = {}
    for text, trading in (
        *_parts(tidy_name(name[:LONGEST])),
        *_parts(tidy_name(trading_name[:LONGEST]), True),
    ):
        spelled, form = telling_words(text)
        words = tuple(plain_word(word) for word in spelled)
        if words and words not in found:
            found[words] = Called(words, spelled, trading, form)
    return tuple(found.values())[:MOST_NAMES]


def _parts(name: str, trading: bool = False) -> list[tuple[str, bool]]:
    """The names that one line of text holds: before and after "trading as", "formerly", and in brackets."""
    parts: list[tuple[str, bool]] = []
    name = DIVISION.sub(" ", name)
    styled = IS_TRADING_NAME.split(name)
    if len(styled) > 1:
        return [*_bracketed(styled[-1], trading), *((each, True) for each in styled[:-1])]
    former = FORMERLY.search(name)
    if former:
        name = name[: former.start()] or former["name"]
        parts.append((former["name"], True))
    legal, *others = TRADING.split(name)
    return [*_bracketed(_unclosed(legal), trading), *((each, True) for each in others), *parts]


def _unclosed(text: str) -> str:
    """Without the bracket that opened before "t/a"."""
    return text.rstrip(" ([-–,:")


def _bracketed(name: str, trading: bool) -> list[tuple[str, bool]]:
    """The whole name and, where what stands in brackets is a name as well, the two apart."""
    found = BRACKETS.search(name)
    if not found:
        return [(name, trading)]
    inside, outside = found["inside"], BRACKETS.sub(" ", name)
    if is_name(split_words(inside), split_words(outside)):
        return [(outside, trading), (inside, True)]
    return [(name, trading)]


def is_name(inside: list[str], outside: list[str]) -> bool:
    """Whether bracketed words are another name of the firm, and no part of it such as "(North)"."""
    if not outside or not inside:
        return False
    if any(word in LEGAL_FORMS for word in inside[1:]) or inside[0] == "the":
        return True
    return initials(inside) == "".join(outside) or "".join(inside) == initials(outside)


def initials(words: list[str] | tuple[str, ...]) -> str:
    """First letters, small words left out; empty for a single word."""
    telling = [word for word in words if word not in LINKING and word not in LEGAL_FORMS]
    return "".join(word[0] for word in telling) if len(telling) > 1 else ""


def telling_words(name: str) -> tuple[tuple[str, ...], bool]:
    """The words of one name without legal form and small words, and whether it has a legal form.

    A name of nothing else keeps them all.
    """
    words = split_words(name)
    kept = tuple(word for word in words if word not in FORMS and word not in LINKING)
    return kept or tuple(words), bool(kept) and any(word in LEGAL_FORMS for word in words)


def plain_word(word: str) -> str:
    """The word as it is compared: an abbreviation in full, a trade's forms as one, an ending -s off.

    >>> [plain_word(word) for word in ("bros", "eng", "engineers", "taxis", "glass", "services")]
    ['brother', 'engineering', 'engineering', 'taxi', 'glass', 'service']
    """
    word = SHORT.get(word, word)
    word = TRADE_FORMS.get(word, word)
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is", "as")):
        return word[:-1]
    return "taxi" if word == "taxis" else word
