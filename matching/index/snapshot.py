"""An index in files: raw arrays that processes share by mapping them, and JSON. Nothing is pickled.

A snapshot is a folder. It is written beside what is there, synced, and then named in `current.json`, which
is replaced in one step: who reads finds the old one whole or the new one whole.
"""

from __future__ import annotations

import json
import os
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from shutil import rmtree
from typing import Any, BinaryIO
from uuid import uuid4

import numpy as np
from numpy.typing import NDArray

from matching.index.blocks import FIELDS, Block, Columns, Lists, lists_of, start_of_each
from matching.index.register import Shelf
from matching.items import NEVER
from matching.vocabulary import Saved

FORMAT = 3
"""Raised whenever what is written changes its meaning: a snapshot of another format is not read."""

CURRENT = "current.json"

KINDS = {
    "lengths": np.uint32,
    "pages": np.uint16,
    "places": np.uint8,
    "owners": np.int32,
    "owned": np.uint16,
    "pieces": np.uint16,
    "words": np.uint16,
    "expiring": np.uint32,
    "last_days": np.int32,
    "copied": np.uint32,
    "copies": np.uint16,
    "categories": np.uint16,
    "buried": np.uint16,
}
"""The arrays of a block. Lists follow each other in the order of their numbers, and of each owner is told how
many pieces it has: where they begin follows. Of days and copies only those that are not `NEVER` and 1 are
kept, with their pieces, and of pages only the buried are told. Categories count from 1, in the order of their
numbers."""

PAGES_OF_BLOCK = "size"
"""Beside the lengths of its arrays, how many pages a block has."""

VOCABULARY = ("holders", "group", "stem_holders")

Arrays = dict[str, NDArray[Any]]


class SnapshotError(Exception):
    """There is no snapshot that can be read; the message says why."""


@dataclass(frozen=True, slots=True)
class Contents:
    """What a snapshot holds. ``made_of`` tells what it was made from and with: who reads it compares.

    ``order`` has the numbers that the blocks go by, in the order of those of the vocabulary.
    """

    made_of: dict[str, Any]
    blocks: Sequence[Block]
    vocabulary: Saved
    order: NDArray[np.int64]
    ids: Sequence[str]
    profiles: Iterable[bytes]


def write(folder: Path, contents: Contents) -> None:
    """Write a snapshot and make it the current one. What was there before is deleted after."""
    folder.mkdir(parents=True, exist_ok=True)
    made = folder / f"made-{uuid4().hex[:12]}"
    made.mkdir()
    writer = _Writer(made)
    forms = contents.vocabulary.forms
    sizes = [_write_block(writer, block, contents.order, forms) for block in contents.blocks]
    for name in VOCABULARY:
        writer.append(f"vocabulary-{name}", getattr(contents.vocabulary, name))
    words = {"spelled": contents.vocabulary.spelled, "stems": contents.vocabulary.stems}
    writer.append("vocabulary", np.frombuffer(json.dumps(words).encode(), np.uint8))
    ids = np.array([name.encode() for name in contents.ids], "S") if contents.ids else np.zeros(0, "S1")
    writer.append("ids", ids)
    writer.append("order", np.argsort(ids, kind="stable").astype(np.int32))
    lengths = [0]
    for profile in contents.profiles:
        writer.append("texts", np.frombuffer(profile, np.uint8))
        lengths.append(len(profile))
    writer.append("texts-starts", np.cumsum(lengths, dtype=np.int64))
    files = writer.close()
    head = {
        "format": FORMAT,
        "made_of": contents.made_of,
        "folder": made.name,
        "blocks": sizes,
        "forms": forms,
        "id_width": ids.dtype.itemsize,
        "files": files,
    }
    _replace(folder / CURRENT, json.dumps(head).encode())
    for other in folder.glob("made-*"):
        if other != made:
            rmtree(other, ignore_errors=True)


def delete(folder: Path) -> None:
    """Delete what was written to a folder."""
    (folder / CURRENT).unlink(missing_ok=True)
    for made in folder.glob("made-*"):
        rmtree(made, ignore_errors=True)


class Snapshot:
    """The current snapshot of a folder, mapped. Raises SnapshotError where there is none that can be read.

    Files are looked at for their length alone; `verify` reads them all.
    """

    def __init__(self, folder: Path) -> None:
        try:
            self.head = json.loads((folder / CURRENT).read_bytes())
            if self.head["format"] != FORMAT:
                raise SnapshotError(f"{folder}: its format is not {FORMAT}")
            self.folder = folder / self.head["folder"]
            for name, (length, _) in self.head["files"].items():
                if (self.folder / name).stat().st_size != length:
                    raise SnapshotError(f"{self.folder / name}: not as long as it was")
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise SnapshotError(f"{folder}: {error}") from error

    @property
    def made_of(self) -> dict[str, Any]:
        held: dict[str, Any] = self.head["made_of"]
        return held

    def verify(self) -> None:
        """Raises SnapshotError where a file is not what was written."""
        for name, (_, checksum) in self.head["files"].items():
            if _checksum(self.folder / name) != checksum:
                raise SnapshotError(f"{self.folder / name}: not what was written")

    def blocks(self) -> list[Block]:
        arrays = {name: self._map(name, np.dtype(kind)) for name, kind in KINDS.items()}
        ends = dict.fromkeys(KINDS, 0)
        blocks = []
        for sizes in self.head["blocks"]:
            held = {}
            for name in KINDS:
                first, ends[name] = ends[name], ends[name] + sizes[name]
                held[name] = arrays[name][first : ends[name]]
            blocks.append(_to_block(held, sizes[PAGES_OF_BLOCK], self.head["forms"]))
        return blocks

    def vocabulary(self) -> Saved:
        words = json.loads(self._map("vocabulary", np.dtype(np.uint8)).tobytes())
        holders, group, stem_holders = (
            self._map(f"vocabulary-{name}", np.dtype(np.int32)) for name in VOCABULARY
        )
        return Saved(words["spelled"], holders, group, words["stems"], stem_holders)

    def shelf(self) -> Shelf:
        return Shelf(
            self._map("ids", np.dtype(f"S{self.head['id_width']}")),
            self._map("order", np.dtype(np.int32)),
            self._map("texts-starts", np.dtype(np.int64)),
            self._map("texts", np.dtype(np.uint8)),
        )

    def _map(self, name: str, kind: np.dtype[Any]) -> NDArray[Any]:
        path = self.folder / name
        if name not in self.head["files"] or not path.stat().st_size:
            return np.zeros(0, kind)
        return np.asarray(np.memmap(path, kind, "r"))


class _Writer:
    """Appends arrays to files of one folder, and syncs them when it closes."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._files: dict[str, tuple[BinaryIO, int, int]] = {}

    def append(self, name: str, values: NDArray[Any]) -> None:
        file, length, checksum = self._files.get(name) or ((self._folder / name).open("wb"), 0, 0)
        held = values.tobytes()
        file.write(held)
        self._files[name] = (file, length + len(held), zlib.crc32(held, checksum))

    def close(self) -> dict[str, tuple[int, int]]:
        """The length and checksum of each file."""
        for file, _, _ in self._files.values():
            file.flush()
            os.fsync(file.fileno())
            file.close()
        _sync(self._folder)
        return {name: (length, checksum) for name, (_, length, checksum) in self._files.items()}


def _write_block(writer: _Writer, block: Block, order: NDArray[np.int64], forms: int) -> dict[str, int]:
    columns, lists = block.columns, block.lists
    numbers = int(order.max(initial=-1)) + 1
    lengths = np.zeros(max(2 * numbers, lists.lengths.size), np.uint32)
    lengths[: lists.lengths.size] = lists.lengths
    place = np.zeros(numbers + 1, np.int64)
    place[order[forms:]] = np.arange(1, order.size - forms + 1)
    expiring, copied = np.flatnonzero(columns.last_day != NEVER), np.flatnonzero(columns.copies != 1)
    held: Arrays = {
        "lengths": lengths[np.array(lists_of(order.tolist()), np.int64)],
        "pages": lists.pages,
        "places": lists.places,
        "owners": block.owners,
        "owned": np.diff(block.first_pieces),
        "pieces": columns.piece,
        "words": columns.words.ravel(),
        "expiring": expiring,
        "last_days": columns.last_day[expiring],
        "copied": copied,
        "copies": columns.copies[copied],
        "categories": place[columns.category],
        "buried": np.flatnonzero(~block.alive),
    }
    for name, kind in KINDS.items():
        writer.append(name, held[name].astype(kind))
    return {**{name: int(values.size) for name, values in held.items()}, PAGES_OF_BLOCK: block.size}


def _to_block(held: Arrays, pages: int, forms: int) -> Block:
    alive = np.ones(pages, np.bool_)
    alive[held["buried"]] = False
    lists, columns = partial(_to_lists, held), partial(_to_columns, held, forms)
    return Block(lists, columns, alive, held["buried"].size)


def _to_lists(held: Arrays) -> Lists:
    lengths = held["lengths"]
    starts = np.cumsum(lengths, dtype=np.uint32) - lengths
    return Lists(starts, lengths, held["pages"], held["places"])


def _to_columns(held: Arrays, forms: int) -> Columns:
    pieces = held["pieces"].size
    last_day, copies = np.full(pieces, NEVER, np.int32), np.ones(pieces, np.uint16)
    last_day[held["expiring"]], copies[held["copied"]] = held["last_days"], held["copies"]
    owner, words = np.repeat(held["owners"], held["owned"]), held["words"].reshape(-1, FIELDS)
    category = np.where(held["categories"], held["categories"] + np.int32(forms - 1), np.int32(-1))
    return Columns(owner, held["pieces"], start_of_each(owner, words), words, last_day, copies, category)


def _replace(path: Path, held: bytes) -> None:
    beside = path.with_name(f"{path.name}-{uuid4().hex[:8]}")
    with beside.open("wb") as file:
        file.write(held)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)
    _sync(path.parent)


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _checksum(path: Path) -> int:
    found = 0
    with path.open("rb") as file:
        for held in _parts(file):
            found = zlib.crc32(held, found)
    return found


def _parts(file: BinaryIO) -> Iterator[bytes]:
    while held := file.read(1 << 22):
        yield held
