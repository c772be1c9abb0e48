"""Checking a document before it is kept: by its content, never by its name or by what a browser calls it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

MEGABYTE = 1_000_000
MOST_BYTES = 5 * MEGABYTE
MOST_SECONDS = 6
READER = Path(__file__).with_name("pdf_reading.py")

REFUSED = {
    "broken": "The file must be a PDF that opens. Save or scan it again as a PDF",
    "encrypted": "The PDF must open without a password. Save it without one",
    "active": "The PDF must hold no scripts, forms that send, or media. Print it to a new PDF",
    "attached": "The PDF must hold no attached files. Print it to a new PDF",
}


class DocumentError(ValueError):
    """A file that is not kept; the message says what to do instead."""


def check_document(content: bytes) -> None:
    """Raises DocumentError for anything but a whole, open PDF of at most 5 MB that does nothing by itself."""
    if not content:
        raise DocumentError("The file is empty. Select another")
    if len(content) > MOST_BYTES:
        raise DocumentError("The file must be smaller than 5 MB")
    if not content.startswith(b"%PDF-"):
        raise DocumentError("The file must be a PDF")
    word = _look_into(content)
    if word != "fine":
        raise DocumentError(REFUSED[word])


def _look_into(content: bytes) -> str:
    """What the reader says of it. It reads in a process of its own, so that no file holds up a page for long
    or takes the memory of others."""
    try:
        done = subprocess.run(  # noqa: S603  our own file, and nothing of the request but its input
            [sys.executable, "-I", str(READER)],
            input=content,
            capture_output=True,
            timeout=MOST_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return "broken"
    word = done.stdout.decode("ascii", "replace").strip()
    return word if word in REFUSED or word == "fine" else "broken"
