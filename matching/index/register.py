"""The profiles of an index, as bytes, by id and by number: what is quoted from, and who is who.

Those that were saved stay in their file and are read when they are shown; what changed since is kept beside.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from itertools import chain
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from matching.records import Fact, Piece, Place, Profile


class Shelf(NamedTuple):
    """Saved profiles. ``ids`` are by number, empty for one that was removed; ``order`` sorts them.

    That of each number runs in ``texts`` from its start to the next.
    """

    ids: NDArray[np.bytes_]
    order: NDArray[np.int32]
    starts: NDArray[np.int64]
    texts: NDArray[np.uint8]


NO_SHELF = Shelf(np.zeros(0, "S1"), np.zeros(0, np.int32), np.zeros(1, np.int64), np.zeros(0, np.uint8))


class Register:
    """Numbers are given as profiles arrive and never twice: one that is put again has a new one."""

    def __init__(self, shelf: Shelf = NO_SHELF) -> None:
        self._shelf = shelf
        self._gone: set[int] = set()
        self._numbers: dict[str, int] = {}
        self._added: list[tuple[str, bytes] | None] = []
        self._size = int(np.count_nonzero(shelf.ids != b""))

    def __len__(self) -> int:
        return self._size

    def __contains__(self, profile_id: object) -> bool:
        return isinstance(profile_id, str) and self._find(profile_id) is not None

    @property
    def numbers(self) -> int:
        """How many numbers were given, to those that are gone too."""
        return self._shelf.ids.size + len(self._added)

    def add(self, profile: Profile) -> int:
        """The number of a profile whose id is not held."""
        number = self._numbers[profile.id] = self.numbers
        self._added.append((profile.id, to_bytes(profile)))
        self._size += 1
        return number

    def remove(self, number: int) -> None:
        shelved = self._shelf.ids.size
        if number < shelved:
            self._gone.add(number)
        else:
            held = self._added[number - shelved]
            if held is not None:
                del self._numbers[held[0]]
            self._added[number - shelved] = None
        self._size -= 1

    def stand_for(self, suppliers: int) -> None:
        """Count as a register of so many, of whom only those are held that are spoken of."""
        self._size = suppliers

    def number_of(self, profile_id: str) -> int:
        """Raises KeyError for an id that is not held."""
        number = self._find(profile_id)
        if number is None:
            raise KeyError(profile_id)
        return number

    def id_of(self, number: int) -> str:
        """Raises LookupError for one that is gone."""
        found = self._id_of(number)
        if not found:
            raise LookupError(number)
        return found

    def profile(self, number: int) -> Profile:
        """Raises LookupError for one that is gone."""
        return from_bytes(self.bytes_of(number))

    def bytes_of(self, number: int) -> bytes:
        """A profile as `to_bytes` makes it. Raises LookupError for one that is gone."""
        shelved = self._shelf.ids.size
        if number >= shelved:
            held = self._added[number - shelved]
            if held is None:
                raise LookupError(number)
            return held[1]
        if number in self._gone:
            raise LookupError(number)
        return self._shelved(number)

    def ids(self) -> Iterator[str]:
        """Those held, by number."""
        return filter(None, map(self._id_of, range(self.numbers)))

    def to_shelf(self) -> tuple[list[str], Iterator[bytes]]:
        """The ids by number, empty for one that is gone, and the profiles, empty for those."""
        ids = [self._id_of(number) for number in range(self.numbers)]
        old = (self._shelved(number) if ids[number] else b"" for number in range(self._shelf.ids.size))
        new = [held[1] if held else b"" for held in self._added]
        return ids, chain(old, new)

    def _id_of(self, number: int) -> str:
        shelved = self._shelf.ids.size
        if number >= shelved:
            held = self._added[number - shelved]
            return held[0] if held else ""
        return "" if number in self._gone else str(self._shelf.ids[number], "utf-8")

    def _find(self, profile_id: str) -> int | None:
        if profile_id in self._numbers:
            return self._numbers[profile_id]
        ids, order = self._shelf.ids, self._shelf.order
        wanted = profile_id.encode()
        if not wanted or len(wanted) > ids.dtype.itemsize:
            return None
        at = int(np.searchsorted(ids, np.bytes_(wanted), sorter=order)) if ids.size else 0
        if at == ids.size or ids[order[at]] != wanted or int(order[at]) in self._gone:
            return None
        return int(order[at])

    def _shelved(self, number: int) -> bytes:
        return self._shelf.texts[self._shelf.starts[number] : self._shelf.starts[number + 1]].tobytes()


def to_bytes(profile: Profile) -> bytes:
    """As JSON. A place is five values, a fact five and a piece six, in the order of their records."""
    place = profile.place
    return json.dumps(
        [
            profile.id,
            profile.name,
            [
                [piece.id, piece.kind, piece.title, piece.text, piece.category, piece.published]
                for piece in profile.pieces
            ],
            [
                [fact.name, fact.value, fact.words, fact.expires and fact.expires.isoformat(), fact.proof]
                for fact in profile.facts
            ],
            place and [place.name, place.latitude, place.longitude, place.county, place.region],
            profile.size,
            profile.kind,
        ],
        separators=(",", ":"),
    ).encode()


def from_bytes(held: bytes) -> Profile:
    """What `to_bytes` made of it."""
    name, called, pieces, facts, place, size, kind = json.loads(held)
    return Profile(
        name,
        called,
        tuple(Piece(*piece) for piece in pieces),
        tuple(_fact(*fact) for fact in facts),
        Place(*place) if place else None,
        size,
        kind,
    )


def _fact(name: str, value: Any, words: str, expires: str | None, proof: str) -> Fact:
    day = date.fromisoformat(expires) if expires else None
    return Fact(name, tuple(value) if isinstance(value, list) else value, words, day, proof)
