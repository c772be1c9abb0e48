"""Words that look like others: signs inside them that cannot be seen, letters of another alphabet."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence

from matching.flags.texts import Text
from matching.records import Flag
from matching.words import HIDDEN, TWINS, Token, fold

WORDS = 2
"""Disguised words from which a text is flagged: one may come with a pasted line. Of 6,132 honest profiles of
five sets none holds one, but for nine where two languages ran together, which is none either."""

NAMED = 8

_INSIDE = re.compile(rf"[a-z][{HIDDEN}]+[a-z]", re.IGNORECASE)


def hidden(texts: Sequence[Text]) -> Iterator[Flag]:
    """Flags a text that holds disguised words. The matcher reads them as plain ones, other readers do not."""
    for text in texts:
        if text.written.isascii():
            continue
        found = [token for token in text.words if is_disguised(text.written[token.start : token.end])]
        if len(found) >= WORDS:
            yield text.flag("hidden", _reason(found), found)


def is_disguised(word: str) -> bool:
    """Whether a word is written so that it looks like another. Accents, and other alphabets, are honest.

    >>> is_disguised("dr\\u200bain"), is_disguised("cle\\u0430ning"), is_disguised("Zoë")
    (True, True, False)
    """
    if word.isascii():
        return False
    letters = [letter for letter in word.casefold() if letter.isalpha()]
    foreign = [letter for letter in letters if not unicodedata.name(letter, "LATIN").startswith("LATIN")]
    drawn_alike = bool(foreign) and all(_is_twin(letter) for letter in foreign)
    return bool(_INSIDE.search(word)) or (drawn_alike and len(letters) > 2 and fold(word).isascii())


def _is_twin(letter: str) -> bool:
    """Whether a letter is drawn like a Latin one: Cyrillic, Greek, or a mathematical or full-width letter."""
    return ord(letter) in TWINS or unicodedata.normalize("NFKC", letter).isascii()


def _reason(found: Sequence[Token]) -> str:
    words = list(dict.fromkeys(token.word for token in found))
    more = " and others" if len(words) > NAMED else ""
    return (
        f"{len(found)} words hold signs that cannot be seen, or letters of another alphabet that look like "
        f"ours: {', '.join(words[:NAMED])}{more}."
    )
