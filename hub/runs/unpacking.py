"""A pack read back: the lines that were recorded, and what they can be made from again."""

from __future__ import annotations

import gzip
import zlib
from base64 import b64decode
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO
from typing import Any
from zipfile import BadZipFile, ZipFile

import numpy as np

from hub.matches.recording import from_json
from hub.runs.archive import MOST, PackError, read_archive, read_json
from hub.runs.packing import (
    CATEGORIES,
    KEY,
    MEMBERS,
    ORDER,
    PROFILES,
    RUN,
    SYNONYMS,
    VECTORS,
    lines_of_run,
)
from matching.records import Category, Counts, Profile
from matching.replaying import KeptMeaning, Line, Makings, from_bytes, told
from matching.rotating import Exposure
from matching.synonyms import Synonyms
from matching.weights import Weights


@dataclass(frozen=True, slots=True)
class Pack:
    """``cut`` says that the requirement's words are not those any more that it was ranked by."""

    run: str
    program: str
    digest: str
    lines: tuple[Line, ...]
    makings: Makings
    profiles: tuple[Profile, ...]
    cut: bool

    @property
    def erased(self) -> tuple[Line, ...]:
        """The lines of suppliers whose profiles are not in it."""
        held = {profile.id for profile in self.profiles}
        return tuple(line for line in self.lines if line.profile not in held)


def read_pack(content: bytes) -> Pack:
    """Raises PackError where the file is no pack, or where a byte of it was changed."""
    members, manifest = read_archive(content, MEMBERS)
    run = read_json(members, RUN)
    try:
        return _read(members, manifest, run)
    except (KeyError, TypeError, AttributeError, ValueError, ArithmeticError, RecursionError) as error:
        if isinstance(error, PackError):
            raise
        raise PackError(f"It is not laid out as a pack is ({type(error).__name__}: {error})") from error


def _read(members: Mapping[str, bytes], manifest: Mapping[str, Any], run: Mapping[str, Any]) -> Pack:
    lines = lines_of_run(run["matches"], run["excluded"])
    if told(lines) != members[ORDER]:
        raise PackError(f"{ORDER} and {RUN} tell different orders")
    digest = sha256(members[ORDER]).hexdigest()
    if not digest == run["digest"] == manifest["order"]:
        raise PackError(f"{ORDER} does not have the digest that was recorded")
    return Pack(
        str(run["run"]),
        str(run["versions"]["program"]),
        digest,
        tuple(lines),
        _makings(members, run),
        tuple(_profiles(members[PROFILES], run["profiles"])),
        bool(run["made_with"].get("cut")),
    )


def _makings(members: Mapping[str, bytes], run: Mapping[str, Any]) -> Makings:
    made = run["made_with"]
    return Makings(
        requirement=from_json(run["asked"]),
        weights=Weights(**made["weights"]),
        tolerance=float(made["tolerance"]),
        categories=tuple(Category(**each) for each in read_json(members, CATEGORIES)),
        synonyms=Synonyms.of_table(read_json(members, SYNONYMS)),
        counts=Counts(**made["counts"]),
        seed=run["seed"],
        exposure={name: Exposure(*counts) for name, counts in made["exposure"].items()},
        meaning=_meaning(members, run["versions"]["meaning"], made),
    )


def _profiles(member: bytes, hashes: Mapping[str, str]) -> list[Profile]:
    """Those of the run, each with the hash that the run says."""
    held = [from_bytes(line) for line in _unzipped(member).splitlines() if _known(line, hashes)]
    if [profile.id for profile in held] != sorted(hashes):
        raise PackError(f"{PROFILES} holds other profiles than {RUN} lists")
    return held


def _known(line: bytes, hashes: Mapping[str, str]) -> bool:
    name = from_bytes(line).id
    if hashes.get(name) != sha256(line).hexdigest():
        raise PackError(f"The profile of {name} is not the one that was kept")
    return True


def _unzipped(member: bytes) -> bytes:
    try:
        with gzip.GzipFile(fileobj=BytesIO(member)) as file:
            found = file.read(MOST + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise PackError(f"{PROFILES} cannot be read ({error})") from error
    if len(found) > MOST:
        raise PackError(f"{PROFILES} is larger than {MOST >> 20} MB, which no pack is")
    return found


def _meaning(members: Mapping[str, bytes], version: str, made: Mapping[str, Any]) -> KeptMeaning | None:
    if not version:
        return None
    width = int(made["width"])
    vectors = {bytes.fromhex(key): b64decode(vector) for key, vector in made["asked"].items()}
    keys, rows = _arrays(members[VECTORS], width)
    vectors |= {key.tobytes(): row.tobytes() for key, row in zip(keys, rows, strict=True)}
    return KeptMeaning(version, width, vectors)


def _arrays(member: bytes, width: int) -> tuple[Any, Any]:
    """Keys and vectors, one a row. Nothing in the file is ever run."""
    try:
        with ZipFile(BytesIO(member)) as inside:
            if sum(info.file_size for info in inside.infolist()) > MOST:
                raise PackError(f"{VECTORS} is larger than {MOST >> 20} MB, which no pack is")
        with np.load(BytesIO(member), allow_pickle=False) as arrays:
            keys, vectors = arrays["keys"], arrays["vectors"]
    except (BadZipFile, OSError, EOFError) as error:
        raise PackError(f"{VECTORS} cannot be read ({error})") from error
    if keys.dtype != np.uint8 or vectors.dtype != np.int8:
        raise PackError(f"{VECTORS} holds other numbers than a pack does")
    return keys.reshape(-1, KEY), vectors.reshape(-1, width)
