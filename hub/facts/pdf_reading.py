"""Looks into a PDF and says in one word what it is. It runs alone: bytes in, a word out, nothing of the hub.

`python -I pdf_reading.py < file` prints `fine`, `encrypted`, `active`, `attached` or `broken`. Whatever a
hostile file does to the reader, it does to this process, which limits its own time and memory.
"""

from __future__ import annotations

import logging
import re
import resource
import sys
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject

MOST_OBJECTS = 50_000
MOST_THINGS = 1_000_000
MOST_SECONDS = 3
MOST_MEMORY = 512_000_000
END_WITHIN = 1024
"""Bytes from the end within which a whole file has its end mark."""

ACTIVE_KEYS = {"/JS", "/JavaScript", "/XFA", "/RichMedia"}
ACTIVE_ACTIONS = {"/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/GoToR", "/GoToE", "/Rendition"}
ACTIVE_TYPES = {"/RichMedia", "/Screen", "/Movie", "/Sound", "/3D"}
ATTACHED_KEYS = {"/EmbeddedFiles", "/EF"}
ATTACHED_TYPES = {"/EmbeddedFile", "/FileAttachment"}
RAW_ACTIVE = re.compile(rb"/JavaScript\b|/Launch\b|/RichMedia\b")
RAW_ATTACHED = re.compile(rb"/EmbeddedFiles?\b")
"""Written out anywhere in the file: an object that this reader passes over another may find."""


class TooManyError(ValueError):
    """More objects than a certificate has."""


def look_into(content: bytes) -> str:
    """The word for the file. Anything that goes wrong means that it is broken."""
    try:
        return _look_into(content)
    except Exception:
        return "broken"


def _look_into(content: bytes) -> str:
    if not content.startswith(b"%PDF-") or b"%%EOF" not in content[-END_WITHIN:]:
        return "broken"
    if RAW_ACTIVE.search(content):
        return "active"
    if RAW_ATTACHED.search(content):
        return "attached"
    reader = PdfReader(BytesIO(content), strict=False)
    if reader.is_encrypted:
        return "encrypted"
    found = {word for thing in _dictionaries(reader) for word in _words_for(thing)}
    if found:
        return min(found)
    return "fine" if len(reader.pages) and reader.pages[0].mediabox else "broken"


def _words_for(thing: DictionaryObject) -> Iterator[str]:
    kinds = {str(thing.get(key)) for key in ("/Type", "/Subtype")}
    if ACTIVE_KEYS & thing.keys() or str(thing.get("/S")) in ACTIVE_ACTIONS or kinds & ACTIVE_TYPES:
        yield "active"
    if ATTACHED_KEYS & thing.keys() or kinds & ATTACHED_TYPES:
        yield "attached"


def _dictionaries(reader: PdfReader) -> Iterator[DictionaryObject]:
    """Every dictionary of every object in the file's table, those inside others too."""
    numbers = [(each, generation) for generation, held in reader.xref.items() for each in held]
    numbers += [(each, 0) for each in reader.xref_objStm]
    if len(numbers) > MOST_OBJECTS:
        raise TooManyError
    waiting: list[Any] = [reader.trailer]
    seen = 0
    while waiting or numbers:
        thing = waiting.pop() if waiting else _object(reader, *numbers.pop())
        seen += 1
        if seen > MOST_THINGS:
            raise TooManyError
        if isinstance(thing, DictionaryObject):
            yield thing
            waiting.extend(dict.values(thing))
        elif isinstance(thing, ArrayObject):
            waiting.extend(list.__iter__(thing))


def _object(reader: PdfReader, number: int, generation: int) -> Any:
    return reader.get_object(IndirectObject(number, generation, reader))


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
    logging.disable(logging.CRITICAL)
    print(look_into(sys.stdin.buffer.read()))
