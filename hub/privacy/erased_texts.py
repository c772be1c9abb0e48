"""Texts of erased firms and people in records that are kept.

A text becomes the hash of itself: two kept records can still be seen to have said the same, and nobody reads
what. A name in somebody else's words becomes the role of whoever bore it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from hub.audit.chain import hash_text

HASHED = re.compile(r"sha256:[0-9a-f]{64}")
FIRM = "an erased firm"
WORDS = "words erased with the firm"
SHORTEST_NAME = 4
"""A shorter name may be any word of a text."""


def as_hash(text: str) -> str:
    """`sha256:` and the hash; an empty text and one that is a hash already stay as they are."""
    return text if not text or is_hash(text) else f"sha256:{hash_text(text)}"


def is_hash(text: str) -> bool:
    return HASHED.fullmatch(text) is not None


def told(text: str, instead: str = WORDS) -> str:
    """The text as a page shows it."""
    return instead if is_hash(text) else text


def firm_name(text: str) -> str:
    """A supplier's name as a page shows it."""
    return told(text, FIRM)


def cut_names(value: Any, roles: Mapping[str, str]) -> Any:
    """The value, every text in it with the names replaced by their roles in brackets.

    >>> cut_names(["Ask Ada Brightwell."], {"ada brightwell": "owner"})
    ['Ask [owner].']
    """
    if isinstance(value, str):
        return _cut(value, roles)
    if isinstance(value, list):
        return [cut_names(each, roles) for each in value]
    if isinstance(value, dict):
        return {key: cut_names(each, roles) for key, each in value.items()}
    return value


def _cut(text: str, roles: Mapping[str, str]) -> str:
    for name, role in sorted(roles.items(), key=lambda each: -len(each[0])):
        if len(name) >= SHORTEST_NAME:
            text = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", f"[{role}]", text, flags=re.IGNORECASE)
    return text
