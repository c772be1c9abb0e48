"""What is kept as a document: a whole, open PDF that does nothing by itself."""

from __future__ import annotations

import random
import zlib
from pathlib import Path

import pytest
from pypdf import PdfWriter
from pypdf.generic import DecodedStreamObject

from hub.facts import checking
from hub.facts.checking import MOST_BYTES, REFUSED, DocumentError, check_document
from hub.facts.pdf_reading import look_into
from tests.hub.facts.pdfs_made import make_pdf, opening

PLAIN = make_pdf()
HOSTILE = (
    b"%PDF-1.5\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
)
SCRIPT = make_pdf(opening("/JavaScript", "/JS"))


def with_scan(writer: PdfWriter) -> None:
    """Four megabytes that cannot be made shorter: a picture."""
    stream = DecodedStreamObject()
    stream.set_data(random.Random(1).randbytes(4_000_000))
    writer._add_object(stream)


def bomb() -> bytes:
    """A hundred megabytes of objects, packed into a few hundred kilobytes."""
    packed = zlib.compress(b"1 0 " * 25_000_000)
    head = b"4 0 obj<</Type/ObjStm/N 100000/First 10/Filter/FlateDecode/Length "
    body = head + str(len(packed)).encode() + b">>stream\n" + packed + b"\nendstream endobj\n"
    return HOSTILE + body + b"trailer<</Root 1 0 R/Size 5>>\nstartxref\n0\n%%EOF"


@pytest.mark.parametrize("content", [PLAIN, make_pdf(with_scan)])
def test_a_plain_pdf_is_kept(content: bytes) -> None:
    check_document(content)


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (PLAIN, "fine"),
        (PLAIN[: len(PLAIN) // 2], "broken"),
        (b"%PDF-1.7\n" + b"x" * 5_000 + b"%%EOF", "broken"),
        (HOSTILE + b"9 0 obj" + b"[" * 50_000 + b"\ntrailer<</Root 9 0 R>>\n%%EOF", "broken"),
        (make_pdf(lambda writer: writer.encrypt("secret")), "encrypted"),
        (SCRIPT, "active"),
        (SCRIPT.replace(b"/JavaScript", b"/Java#53cript"), "active"),
        (make_pdf(opening("/Launch", "/F")), "active"),
        (make_pdf(opening("/SubmitForm", "/F")), "active"),
        (make_pdf(lambda writer: writer.add_attachment("a.txt", b"a")), "attached"),
        (PLAIN + b"\n99 0 obj<</S/JavaScript>>endobj\n%%EOF", "active"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
@pytest.mark.filterwarnings("ignore")
def test_the_reader_says_what_a_file_is(content: bytes, word: str) -> None:
    assert look_into(content) == word


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "The file is empty"),
        (b"PK\x03\x04 a document of another kind", "The file must be a PDF"),
        (b"\x89PNG\r\n\x1a\n", "The file must be a PDF"),
        (b" " + PLAIN, "The file must be a PDF"),
        (b"%PDF-" + b"0" * MOST_BYTES, "The file must be smaller than 5 MB"),
        (SCRIPT, REFUSED["active"]),
        (bomb(), REFUSED["broken"]),
    ],
    ids=["empty", "archive", "picture", "late", "large", "script", "bomb"],
)
def test_anything_else_is_refused_with_what_to_do(content: bytes, message: str) -> None:
    with pytest.raises(DocumentError) as refused:
        check_document(content)
    assert str(refused.value).startswith(message)


def test_a_reader_that_takes_too_long_is_stopped(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    slow = tmp_path / "slow.py"
    slow.write_text("import time\ntime.sleep(60)\n")
    monkeypatch.setattr(checking, "READER", slow)
    monkeypatch.setattr(checking, "MOST_SECONDS", 0.1)
    with pytest.raises(DocumentError):
        check_document(PLAIN)
