"""The file of a pack: members one after the other in a zip, every byte of it accounted for.

Members are stored and not compressed, with one date, so that whoever has the members can write the same file
again: a single changed byte anywhere shows. What is large is compressed within its member.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from hashlib import sha256
from io import BytesIO
from typing import Any
from zipfile import ZIP_STORED, BadZipFile, ZipFile, ZipInfo

FORMAT = 1
MANIFEST, SEAL = "manifest.json", "manifest.sha256"
DATE = (1980, 1, 1, 0, 0, 0)
MOST = 1 << 30
"""Bytes of a pack that is read."""


class PackError(ValueError):
    """The file is no pack, or not the one that was made; the message says what is wrong with it."""


def write_archive(members: Mapping[str, bytes], facts: Mapping[str, Any]) -> bytes:
    """The file with a manifest of the members, which says the facts as well, and the manifest's own hash."""
    hashes = {name: _hash(members[name]) for name in sorted(members)}
    written = json.dumps({"format": FORMAT, **facts, "members": hashes}, indent=1).encode() + b"\n"
    return _zip({**members, MANIFEST: written, SEAL: f"{_hash(written)}\n".encode()})


def _zip(members: Mapping[str, bytes]) -> bytes:
    file = BytesIO()
    with ZipFile(file, "w", ZIP_STORED) as archive:
        for name in sorted(members):
            info = ZipInfo(name, DATE)
            info.create_system, info.external_attr = 3, 0o600 << 16
            archive.writestr(info, members[name])
    return file.getvalue()


def read_archive(content: bytes, known: frozenset[str]) -> tuple[dict[str, bytes], dict[str, Any]]:
    """The members by name, each as the manifest says, and the manifest. Nothing is written anywhere.

    Raises PackError, also for a member that is not among those ``known``.
    """
    if len(content) > MOST:
        raise PackError(f"It is larger than {MOST >> 20} MB, which no pack is")
    members = _members(content, known | {MANIFEST, SEAL})
    for name in (MANIFEST, SEAL):
        if name not in members:
            raise PackError(f"It has no {name}")
    if members[SEAL].decode("latin-1") != f"{_hash(members[MANIFEST])}\n":
        raise PackError(f"{MANIFEST} is not the one that {SEAL} was made for")
    manifest = read_json(members, MANIFEST)
    if not isinstance(manifest, dict) or manifest.get("format") != FORMAT:
        raise PackError(f"{MANIFEST} is of a format that this program does not read")
    hashes = manifest.get("members")
    if not isinstance(hashes, dict) or hashes.keys() != members.keys() - {MANIFEST, SEAL}:
        raise PackError(f"{MANIFEST} lists other members than there are")
    for name, expected in hashes.items():
        if _hash(members[name]) != expected:
            raise PackError(f"{name} was changed: it is not what {MANIFEST} says")
    if _zip(members) != content:
        raise PackError("The file was changed beside its members")
    return members, manifest


def _members(content: bytes, known: frozenset[str]) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    try:
        with ZipFile(BytesIO(content)) as archive:
            for info in archive.infolist():
                if info.filename not in known or info.filename in found:
                    raise PackError(f"It has a member that no pack has: {info.filename[:80]!r}")
                if info.compress_type != ZIP_STORED or info.file_size > len(content):
                    raise PackError(f"{info.filename} is not stored as a pack stores it")
                found[info.filename] = archive.read(info)
    except (BadZipFile, OSError, RuntimeError, ValueError, NotImplementedError, EOFError) as error:
        if isinstance(error, PackError):
            raise
        raise PackError(f"It cannot be read as a zip ({error})") from error
    return found


def read_json(members: Mapping[str, bytes], name: str) -> Any:
    """What a member says. Raises PackError."""
    try:
        return json.loads(members[name])
    except (KeyError, ValueError, RecursionError) as error:
        raise PackError(f"{name} is missing, or no JSON") from error


def _hash(content: bytes) -> str:
    return sha256(content).hexdigest()
