"""The zip archive that a workbook is: looked at before anything of it is unpacked.

Sizes that an archive states are checked first and never believed: each part is read up to its limit and no
further.
"""

from __future__ import annotations

import struct
import zipfile
import zlib
from io import BytesIO

from hub.imports.refusing import (
    DAMAGED,
    LARGEST_DIRECTORY,
    LARGEST_PART,
    MEBIBYTE,
    MOST_PARTS,
    RefusedFileError,
)

END = struct.Struct("<4s4H2LH")
"""The record at the end: mark, four counts of disks and parts, size and place of the list, a comment."""
END_MARK = b"PK\x05\x06"
LONGEST_COMMENT = 0xFFFF
HEADER_LENGTH = 30
LARGEST_SUM = 128 * MEBIBYTE
"""Bytes of all parts together as the archive states them, pictures and other sheets among them."""
UNREADABLE = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,
    RuntimeError,
    OSError,
    ValueError,
)
LARGE_ARCHIVES = (
    "The file is an archive of the kind for more than 4 GB (zip64). Save the workbook again in Excel"
)


class Archive:
    """An archive whose list of parts is in order. Raises RefusedFileError."""

    def __init__(self, content: bytes) -> None:
        _check_end(content)
        try:
            self._zip = zipfile.ZipFile(BytesIO(content))
        except UNREADABLE:
            raise RefusedFileError(DAMAGED) from None
        self.parts = {part.filename: part for part in self._zip.infolist()}
        _check_parts(self._zip.infolist(), len(content))

    def read(self, name: str) -> bytes:
        """A part unpacked, which may be no larger than LARGEST_PART. Raises RefusedFileError."""
        part = self.parts.get(name)
        if part is None:
            raise RefusedFileError(DAMAGED)
        try:
            with self._zip.open(part) as opened:
                content = opened.read(LARGEST_PART + 1)
        except UNREADABLE:
            raise RefusedFileError(DAMAGED) from None
        if len(content) > LARGEST_PART:
            raise RefusedFileError(_unpacks_to(LARGEST_PART))
        return content


def _unpacks_to(size: int) -> str:
    return f"The file unpacks to more than {size // MEBIBYTE} MB. Save the sheet with the firms alone"


def _check_end(content: bytes) -> None:
    """The record at the end says how many parts there are; a list of very many is not even read."""
    at = content.rfind(END_MARK, max(0, len(content) - LONGEST_COMMENT - END.size))
    if at < 0 or at + END.size > len(content):
        raise RefusedFileError(DAMAGED)
    entries, size, offset = END.unpack(content[at : at + END.size])[4:7]
    if entries == 0xFFFF or size == 0xFFFFFFFF or offset == 0xFFFFFFFF:
        raise RefusedFileError(LARGE_ARCHIVES)
    if entries > MOST_PARTS or size > LARGEST_DIRECTORY:
        raise RefusedFileError(f"The file is an archive of more than {MOST_PARTS:,} parts")


def _check_parts(parts: list[zipfile.ZipInfo], length: int) -> None:
    if len(parts) > MOST_PARTS:
        raise RefusedFileError(f"The file is an archive of more than {MOST_PARTS:,} parts")
    names = [part.filename for part in parts]
    if len({name.casefold() for name in names}) < len(names):
        raise RefusedFileError("The file is an archive with two parts of one name. Save the workbook again")
    if any(_leads_out(name) for name in names):
        raise RefusedFileError("The file is an archive whose parts lead out of it. It is no workbook")
    if any(part.flag_bits & 1 for part in parts):
        raise RefusedFileError("The file is protected by a password. Save it without one")
    if sum(part.file_size for part in parts) > LARGEST_SUM:
        raise RefusedFileError(_unpacks_to(LARGEST_SUM))
    _check_places(parts, length)


def _leads_out(name: str) -> bool:
    return name.startswith(("/", "\\")) or ":" in name or ".." in name.replace("\\", "/").split("/")


def _check_places(parts: list[zipfile.ZipInfo], length: int) -> None:
    """Every part has bytes of its own: a bomb gives the same ones to all."""
    end = 0
    for part in sorted(parts, key=lambda each: each.header_offset):
        if part.header_offset < end:
            raise RefusedFileError("The file is an archive whose parts overlap. It is no workbook")
        end = part.header_offset + HEADER_LENGTH + len(part.filename) + part.compress_size
    if end > length:
        raise RefusedFileError(DAMAGED)
