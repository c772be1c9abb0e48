"""Marks: a word planted in every private text that says whose it is and who may read it.

`zqbuyeraxprivate` is a private text of buying organisation a. One pattern finds them all, in any reply.
"""

from __future__ import annotations

import gzip
import io
import re
import zipfile
from collections.abc import Iterable

from werkzeug.test import TestResponse

from tests.permissions.identities import Identity

CONFIRMED = ("buyer_owner", "buyer_editor", "buyer_viewer", "buyer_other", "divided")
STAFF = ("adviser", "administrator")

COLLEAGUES = (*CONFIRMED[:3], "divided", "supplier_owner", "supplier_editor", "supplier_viewer")
"""Members of the organisations of side a, to which some people belong at once."""

OFFERING = ("supplier_owner", "supplier_editor", "supplier_viewer", "supplier_other", "divided")
"""Members of suppliers in the category of the public requirements."""

READERS: dict[str, tuple[str, ...]] = {
    "private": (),
    "people": ("administrator",),
    "colleague": (*COLLEAGUES, *STAFF),
    "invited": ("administrator",),
    "open": (*STAFF, *OFFERING),
    "unread": STAFF,
    "shared": STAFF,
    "suspended": STAFF,
    "removal": STAFF,
    "waiting": STAFF,
    "plan": STAFF,
    "contact": (*CONFIRMED, *STAFF),
}
"""Who reads a kind of text besides the organisation whose it is.

private: requirements, runs, shortlists that are neither public nor shared; drafts, withdrawn capabilities.
people: names and addresses of members.
colleague: of who is a member in both organisations of side a.
invited: the address an invitation went to.
open: a public requirement, which advisers and the suppliers of its categories read.
unread: what of a public requirement suppliers do not read.
shared: a shared shortlist, its run, its requirement.
suspended: a supplier that the hub has suspended or that withdrew.
removal: who asked for a record's removal, and why.
waiting: what an adviser decides by: members of an organisation that waits to be confirmed, a claim.
plan: what advisers agreed with a supplier.
contact: a supplier's contact, for buyers whose organisation the hub has confirmed.
"""

MARK = re.compile(r"zq([a-z_]+?)x(" + "|".join(READERS) + r")", re.IGNORECASE)


def mark(owner: str, kind: str) -> str:
    """The word to plant in a text of that owner (a side's `buyera`, or a person's own name)."""
    assert kind in READERS, kind
    return f"zq{owner}x{kind}"


def kind_of(found: str) -> str:
    return found.rpartition("x")[2]


ARCHIVE = b"PK\x03\x04"
"""How a zip begins, and so each workbook."""


def leaks(identity: Identity, response: TestResponse) -> list[str]:
    """Marks of others in the whole of a reply: body, status line, headers with Location, ETag and cookies."""
    said = "\n".join([response.status, *(f"{name}: {value}" for name, value in response.headers)])
    return leaks_in(identity, said + "\n" + _body(response))


def _body(response: TestResponse) -> str:
    """The reply as text, an archive or a workbook unpacked."""
    content = response.get_data()
    return _text("", content) if content.startswith(ARCHIVE) else content.decode()


def _text(name: str, content: bytes) -> str:
    if content.startswith(ARCHIVE):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return "\n".join(_text(inner, archive.read(inner)) for inner in archive.namelist())
    return (gzip.decompress(content) if name.endswith(".gz") else content).decode("utf-8", "replace")


def leaks_in(identity: Identity, text: str) -> list[str]:
    return sorted(set(_of_others(identity, MARK.findall(text))))


def _of_others(identity: Identity, found: Iterable[tuple[str, str]]) -> Iterable[str]:
    for owner, kind in found:
        if (
            owner.lower() not in {*identity.belongs, identity.name}
            and identity.name not in READERS[kind.lower()]
        ):
            yield mark(owner.lower(), kind.lower())
