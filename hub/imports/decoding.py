"""The text of a CSV file, in whichever of the encodings that spreadsheet programs write."""

from __future__ import annotations

import codecs
from collections import Counter

from hub.awards.cleaning import GARBLED
from hub.awards.inspecting import NO_TEXT, old_encoding
from hub.imports.refusing import NOT_TEXT, RefusedFileError

UTF_16 = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}
SAMPLE = 2_000
MOSTLY = 0.8


def decode(content: bytes) -> str:
    """UTF-8, UTF-16 with or without its mark, else the old code page it reads best in.

    Raises RefusedFileError for what is no text, and for text in two encodings at once.
    """
    encoding = _utf_16(content)
    if encoding:
        return _read(content, encoding).removeprefix("\ufeff")
    if not NO_TEXT.isdisjoint(content):
        raise RefusedFileError(NOT_TEXT)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return _read_old(content, content.count(b"\n", 0, error.start) + 1)


def _utf_16(content: bytes) -> str:
    """The byte order of UTF-16, by its mark or by where its noughts stand; empty for other text."""
    for mark, name in UTF_16.items():
        if content.startswith(mark):
            return name
    sample = content[:SAMPLE]
    most = MOSTLY * len(sample) / 2
    if sample[1::2].count(0) > most and not sample[0::2].count(0):
        return "utf-16-le"
    if sample[0::2].count(0) > most and not sample[1::2].count(0):
        return "utf-16-be"
    return ""


def _read(content: bytes, encoding: str) -> str:
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError:
        raise RefusedFileError(
            "The file is UTF-16 text and cut short. Save it again as CSV in UTF-8"
        ) from None
    if any(chr(number) in text for number in NO_TEXT):
        raise RefusedFileError(NOT_TEXT)
    return text


def _read_old(content: bytes, line: int) -> str:
    """`line` is the first that is no UTF-8."""
    encoding = old_encoding(Counter(content.translate(None, bytes(range(128)))))
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError:
        raise RefusedFileError(f"Line {line} is in no encoding known here. Save the file as UTF-8") from None
    if GARBLED.search(content.decode("cp1252", "replace")):
        raise RefusedFileError(
            f"The file mixes two encodings: line {line} is not in UTF-8, and others are. Save it as UTF-8"
        )
    return text
