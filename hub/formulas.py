"""Keeping a spreadsheet program from taking somebody's words for a formula."""

from __future__ import annotations

import unicodedata

FORMULA_SIGNS = frozenset("=+-@")
BREAKING = frozenset("\t\r\n\x00")
UNSEEN_CATEGORIES = frozenset({"Cc", "Cf", "Mn", "Me", "Zs", "Zl", "Zp"})
UNSEEN_LETTERS = frozenset("\u115f\u1160\u2800\u3164\uffa0")
"""Fillers and the empty braille cell: letters and symbols by category, blank on the screen."""


def neutralise(text: str) -> str:
    """`text` behind an apostrophe where a spreadsheet program might take it for a formula; else unchanged.

    >>> neutralise("@UK Plc"), neutralise("A = B")
    ("'@UK Plc", 'A = B')
    """
    return f"'{text}" if starts_like_a_formula(text) else text


def starts_like_a_formula(text: str) -> bool:
    """Whether the first character breaks a cell, or the first that can be seen is = + - @, of any width."""
    seen = next((character for character in text if not _is_unseen(character)), "")
    return text[:1] in BREAKING or unicodedata.normalize("NFKC", seen)[:1] in FORMULA_SIGNS


def _is_unseen(character: str) -> bool:
    return character in UNSEEN_LETTERS or unicodedata.category(character) in UNSEEN_CATEGORIES
