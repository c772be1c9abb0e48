"""Sealing: the head of the chain written down outside the database, under a key the database doesn't hold.

A day's line says: on that day the chain ended with this event. Each line's seal covers the line before it.
Keep copies of the file elsewhere: whoever holds both the database and the instance can write both anew.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from uuid import uuid4

from hub.audit.chain import canonical

FILE = "audit-heads.jsonl"
PURPOSE = b"growth hub match: heads of the audit chain"


@dataclass(frozen=True, slots=True)
class SealedHead:
    """The number and hash of the last event at one moment, with the seal over them."""

    number: int
    hash: str
    at: str
    seal: str


@dataclass(slots=True)
class Seals:
    """The genuine heads of a file, by the number of their event, and what is wrong with it."""

    hashes: dict[int, str] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)
    last: str = ""
    """The seal of the last line, which the next one covers."""


def seal_key(secret: str) -> bytes:
    """The key for seals, of the site's secret: another key for each purpose."""
    return hmac.new(secret.encode(), PURPOSE, hashlib.sha256).digest()


def read_seals(folder: Path, key: bytes) -> Seals:
    """Every line of the file, checked against its seal; no file is no line."""
    found = Seals()
    path = folder / FILE
    lines = path.read_text(encoding="utf-8", errors="replace").splitlines() if path.exists() else []
    for place, line in enumerate(lines, start=1):
        try:
            head = SealedHead(**json.loads(line))
            genuine = hmac.compare_digest(head.seal, _seal(key, head.number, head.hash, head.at, found.last))
        except (ValueError, TypeError):
            found.problems.append(f"Line {place} of {FILE} cannot be read")
            continue
        if not genuine:
            found.problems.append(f"Line {place} of {FILE} is not as it was sealed (or SECRET_KEY changed)")
        elif found.hashes.setdefault(head.number, head.hash) != head.hash:
            found.problems.append(f"Line {place} of {FILE} seals event {head.number} with another hash")
        found.last = head.seal
    return found


def seal_head(folder: Path, key: bytes, number: int, hash_: str, at: datetime) -> SealedHead:
    """Add a line for this head. The file is written beside, synced and put in place: no line is ever half."""
    moment = at.isoformat(timespec="seconds")
    last = read_seals(folder, key).last
    head = SealedHead(number, hash_, moment, _seal(key, number, hash_, moment, last))
    line = canonical({"number": number, "hash": hash_, "at": moment, "seal": head.seal}) + "\n"
    path = folder / FILE
    part = folder / f".{FILE}-{uuid4().hex}"
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as text:
        text.write((path.read_text(encoding="utf-8") if path.exists() else "") + line)
        text.flush()
        os.fsync(text.fileno())
    part.rename(path)
    _sync_folder(folder)
    return head


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _seal(key: bytes, number: int, hash_: str, at: str, last: str) -> str:
    return hmac.new(key, canonical([number, hash_, at, last]).encode(), hashlib.sha256).hexdigest()
