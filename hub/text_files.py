"""Reading the text files that people hand to commands: UTF-8, CSV with named columns, one clear error."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence


class TextFileError(ValueError):
    """A file that cannot be used. The message starts with the line or item and says what to put right."""


def decode_text(content: bytes) -> str:
    """UTF-8 text, with or without a byte order mark. Raises TextFileError."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise TextFileError(f"line {line}: this is not UTF-8 text; save the file as UTF-8") from error
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise TextFileError(f"line {line}: this is not a text file")
    return text


def read_lines(content: bytes, columns: Sequence[str]) -> Iterator[tuple[str, dict[str, str]]]:
    """Each CSV line as (`line 7`, cells by column, stripped). Raises TextFileError.

    `columns` must stand in the heading line; others come along. A missing cell is empty.
    """
    reader = csv.DictReader(io.StringIO(decode_text(content), newline=""), strict=True)
    try:
        for name in columns:
            if name not in (reader.fieldnames or ()):
                raise TextFileError(f"line 1: add the column {name!r} (needed: {', '.join(columns)})")
        for line in reader:
            if None in line:
                raise TextFileError(
                    f"line {reader.line_num}: more cells than columns; put quotes around a text with commas"
                )
            yield f"line {reader.line_num}", {name: (cell or "").strip() for name, cell in line.items()}
    except csv.Error as error:
        raise TextFileError(f"line {reader.line_num + 1}: this is not CSV ({error})") from error
