"""Words that look like others: signs inside them that cannot be seen, letters of another alphabet."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence

from matching.flags.texts import Text
from matching.records import Flag
from matching.words import HIDDEN, TWINS, Token, fold

WORDS = 2
"""Disguised words from which a text is flagged: one may come with a pasted line. Of 902 firms in their own
words and 3,000 of the demo none has one; of 4,932 product texts one has one."""

NAMED = 8

_INSIDE = re.compile(rf"[a-z][{HIDDEN}]+[a-z]", re.IGNORECASE)


def flag_hidden(texts: Sequence[Text]) -> Iterator[Flag]:
    """Flags a text that holds disguised words. The matcher reads them as plain ones, other readers do not."""
    for text in texts:
        if text.written.isascii():
            continue
        found = [token for token in text.words if is_disguised(text.written[token.start : token.end])]
        if len(found) >= WORDS:
            yield text.flag("hidden", _reason(found), found)


def is_disguised(word: str) -> bool:
    """Whether a word is written so that it looks like another. Accents, and other alphabets, are honest.

    Disguises are signs unseen between two letters, Cyrillic or Greek letters drawn like Latin ones among
    Latin ones, and mathematical or full-width letters.

    >>> is_disguised("dr\\u200bain"), is_disguised("cle\\u0430ning"), is_disguised("Zoë")
    (True, True, False)
    """
    if word.isascii():
        return False
    letters = [letter for letter in word.casefold() if letter.isalpha()]
    foreign = [letter for letter in letters if not unicodedata.name(letter, "LATIN").startswith("LATIN")]
    twins = [letter for letter in foreign if ord(letter) in TWINS]
    drawn = [letter for letter in foreign if unicodedata.normalize("NFKC", letter).isascii()]
    mixed = bool(twins) and len(foreign) < len(letters)
    alike = len(twins) + len(drawn) == len(foreign) and len(letters) > 2 and fold(word).isascii()
    return bool(_INSIDE.search(word)) or (alike and (mixed or bool(drawn)))


def _reason(found: Sequence[Token]) -> str:
    words = list(dict.fromkeys(token.word for token in found))
    more = " and others" if len(words) > NAMED else ""
    return (
        f"{len(found)} words hold signs that cannot be seen, or letters of another alphabet that look like "
        f"ours: {', '.join(words[:NAMED])}{more}."
    )
