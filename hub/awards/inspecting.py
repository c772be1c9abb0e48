"""Looking at a file before it is read: that it is text of a bearable size, its encoding and its hash."""

from __future__ import annotations

import codecs
import hashlib
import stat
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from hub.awards.records import BrokenFileError

LARGEST_FILE = 256 * 1024 * 1024
MOST_LINES = 1_000_000
LONGEST_LINE = 1_000_000
CHUNK = 1024 * 1024
ASCII = bytes(range(128))
NO_TEXT = frozenset(range(32)) - frozenset(b"\t\n\v\f\r")
"""Control characters that no text file holds: a picture, a workbook or UTF-16 has them at once."""
SIGNS = frozenset("’‘“”–—…•®™©£€é\xa0")
"""What an English office text holds outside ASCII: the reading that finds more of it is right."""


@dataclass(frozen=True, slots=True)
class Inspected:
    """A text file. `encoding` is Python's name for how it reads best, `sha256` that of its bytes.

    `not_utf8` is the line of the first byte that is no UTF-8, or 0.
    """

    path: Path
    encoding: str
    sha256: str
    not_utf8: int


def inspect_file(path: Path) -> Inspected:
    """Check that `path` is text of a bearable size, and find its encoding. Raises BrokenFileError."""
    found = path.stat()
    if not stat.S_ISREG(found.st_mode):
        raise BrokenFileError(0, "it is not a file")
    if not found.st_size:
        raise BrokenFileError(0, "it is empty")
    if found.st_size > LARGEST_FILE:
        raise BrokenFileError(0, f"it is larger than {LARGEST_FILE // CHUNK} MB: import it in parts")
    digest, high, utf8 = hashlib.sha256(), Counter[int](), _Utf8()
    for chunk in _chunks(path):
        digest.update(chunk)
        if not NO_TEXT.isdisjoint(chunk):
            raise BrokenFileError(0, "it is not a text file: save it as text in UTF-8")
        utf8.feed(chunk)
        high.update(chunk.translate(None, ASCII))
    not_utf8 = utf8.end()
    return Inspected(path, old_encoding(high) if not_utf8 else "utf-8-sig", digest.hexdigest(), not_utf8)


def _chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            yield chunk


class _Utf8:
    """Reads chunks as UTF-8 and remembers the line of the first byte that is none; 0 while all is well."""

    def __init__(self) -> None:
        self._decoder = codecs.getincrementaldecoder("utf-8")()
        self._line = 1
        self._broken = 0

    def feed(self, chunk: bytes, final: bool = False) -> None:
        if self._broken:
            return
        try:
            self._decoder.decode(chunk, final)
            self._line += _line_ends(chunk)
        except UnicodeDecodeError as error:
            self._broken = self._line + _line_ends(chunk[: error.start])

    def end(self) -> int:
        self.feed(b"", final=True)
        return self._broken


def _line_ends(chunk: bytes) -> int:
    return max(chunk.count(b"\n"), chunk.count(b"\r"))


def old_encoding(high: Counter[int]) -> str:
    """cp1252, or Mac Roman where the bytes read as more signs of an office text that way."""
    return max(("cp1252", "mac_roman"), key=lambda name: _count_signs(high, name))


def _count_signs(high: Counter[int], encoding: str) -> int:
    return sum(times for byte, times in high.items() if bytes([byte]).decode(encoding, "ignore") in SIGNS)


def read_lines(inspected: Inspected) -> Iterator[str]:
    """The lines with their ends, whichever of the three kinds they have. Raises BrokenFileError."""
    with inspected.path.open(encoding=inspected.encoding, newline="") as file:
        number = 0
        try:
            while line := file.readline(LONGEST_LINE + 1):
                number += 1
                if len(line) > LONGEST_LINE:
                    raise BrokenFileError(number, f"it is longer than {LONGEST_LINE:,} characters")
                if number > MOST_LINES:
                    raise BrokenFileError(
                        number, f"the file has more than {MOST_LINES:,} lines: import it in parts"
                    )
                yield line
        except UnicodeDecodeError:
            raise BrokenFileError(
                number + 1, f"it is not in {inspected.encoding}: save the file in UTF-8"
            ) from None
