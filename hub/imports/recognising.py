"""What a file is by its content, whatever its name says."""

from __future__ import annotations

from hub.imports.refusing import EMPTY, NOT_TEXT, RefusedFileError

OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIP = b"PK\x03\x04"
KINDS = (
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"%PDF", "a PDF"),
    (b"\x1f\x8b", "a compressed file"),
    (b"7z\xbc\xaf", "a compressed file"),
    (b"Rar!", "a compressed file"),
    (b"BZh", "a compressed file"),
    (b"\xfd7zXZ", "a compressed file"),
    (b"MZ", "a program"),
    (b"\x7fELF", "a program"),
    (b"SQLite format", "a database"),
)
MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
LOOKED_AT = 1024
MARKUP = (b"<!doctype", b"<html", b"<head", b"<body", b"<table", b"<?xml", b"<meta", b"<!--")


def recognise(content: bytes) -> str:
    """`workbook` for a zip archive, `text` for anything that may be CSV. Raises RefusedFileError."""
    if not content.strip(b" \t\r\n\0\xef\xbb\xbf\xff\xfe"):
        raise RefusedFileError(EMPTY)
    if content.startswith(ZIP):
        return "workbook"
    if content.startswith(OLD_OFFICE):
        raise RefusedFileError(_of_old_office(content))
    if content.startswith(b"PK"):
        raise RefusedFileError("The file is an empty or damaged archive. Save it again as .xlsx or CSV")
    for start, kind in KINDS:
        if content.startswith(start):
            raise RefusedFileError(f"The file is {kind}. Upload a CSV file or an Excel workbook (.xlsx)")
    if _plain(content).startswith(MARKUP):
        raise RefusedFileError(
            "The file is a web page or XML under another name. Open it and save it as .xlsx or CSV"
        )
    if content.startswith(b"{\\rtf"):
        raise RefusedFileError(NOT_TEXT)
    return "text"


def _of_old_office(content: bytes) -> str:
    if "EncryptedPackage".encode("utf-16-le") in content:
        return "The file is protected by a password. Save it without one"
    return "The file is of an old Office format (.xls, .doc). Open it and save it as .xlsx or CSV"


def _plain(content: bytes) -> bytes:
    """The first characters, without a byte order mark and without the noughts of UTF-16."""
    start = content[:LOOKED_AT]
    for mark in MARKS:
        start = start.removeprefix(mark)
    return start.replace(b"\0", b"").lstrip().lower()
