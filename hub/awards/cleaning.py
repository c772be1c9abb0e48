"""Cleaning a publisher's text: entities, tags, control characters and text that was decoded wrongly.

Cleaning twice gives what cleaning once gave, and no text makes it raise.
"""

from __future__ import annotations

import html
import re
import unicodedata

from hub.suppliers.naming import ENTITY

TITLE_LENGTH = 500
DESCRIPTION_LENGTH = 20_000
LINE_TAG = re.compile(r"</?(?:p|br|div|li|ul|ol|tr|table|tbody|h[1-6])\b[^<>]{0,300}>", re.IGNORECASE)
INLINE_TAG = re.compile(
    r"</?(?:a|b|em|font|i|s|small|span|strong|sub|sup|td|th|u)\b[^<>]{0,300}>", re.IGNORECASE
)
GARBLED = re.compile(r"[ÂÃ][\u0080-\u00bf\u0152-\u2122]|[âï][\u0080-\u00bf\u0152-\u2122]{2}")
"""UTF-8 that was read as cp1252: its lead byte, then the characters cp1252 has for the bytes that follow.
Only leads that start no other pair in English: `É®` is a name and its trade mark."""


def clean_text(text: str) -> str:
    """Lines of plain text: one space between words, one empty line at most, nothing invisible."""
    while (cleaned := _clean_once(text)) != text:
        text = cleaned
    return text


def clean_line(text: str, limit: int) -> str:
    """`clean_text` on one line of at most `limit` characters, cut between words."""
    return shorten(" ".join(clean_text(text).split()), limit)


def shorten(text: str, limit: int) -> str:
    if len(text) <= limit:
        return text
    head = text[: limit - 1]
    return (head.rsplit(maxsplit=1)[0] if " " in head.strip() else head).rstrip() + "…"


def _clean_once(text: str) -> str:
    text = ENTITY.sub(lambda found: html.unescape(found[0]), text)
    text = INLINE_TAG.sub("", LINE_TAG.sub("\n", text))
    text = GARBLED.sub(lambda found: _decode_again(found[0]), text)
    text = re.sub(r"\r\n?|[\u0085\u2028\u2029\v\f]", "\n", text)
    text = unicodedata.normalize("NFC", "".join(c for c in text if _is_kept(c)))
    lines = (" ".join(line.split()) for line in text.split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _decode_again(garbled: str) -> str:
    """The text whose UTF-8 bytes these are; cp1252 leaves five bytes without a character of their own."""
    held = bytes(byte for c in garbled for byte in _cp1252_byte(c))
    try:
        return held.decode("utf-8")
    except UnicodeDecodeError:
        return garbled


def _cp1252_byte(character: str) -> bytes:
    try:
        return character.encode("cp1252")
    except UnicodeEncodeError:
        return bytes([ord(character)]) if ord(character) < 256 else b"\xff"


def _is_kept(character: str) -> bool:
    return character in "\n\t" or unicodedata.category(character) not in {"Cc", "Cf", "Cs", "Cn", "Co"}
