"""Vectors of the catalogue's texts, kept in a file of the instance: a model reads each text once.

The file holds no text, only what it is known by (its SHA-256) and its numbers, and only of texts that are in
the catalogue: what is changed, withdrawn or erased goes from it with the next question.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from hashlib import sha256
from pathlib import Path

import numpy as np

from matching.meaning import Meaning, Vectors

KNOWN = "SELECT text, numbers FROM vector WHERE text IN (SELECT value FROM json_each(?))"


class RememberedMeaning:
    """A `Meaning` that asks a model only for texts that are not in the file. Processes may share the file."""

    def __init__(self, model: Meaning, folder: Path) -> None:
        self.model, self.version, self.width = model, model.version, model.width
        folder.mkdir(parents=True, exist_ok=True)
        for other in folder.glob("meaning-*.sqlite*"):
            if model.version not in other.name:
                other.unlink(missing_ok=True)
        self._file = folder / f"meaning-{model.version}.sqlite"
        with self._open() as file:
            file.execute("CREATE TABLE IF NOT EXISTS vector (text TEXT PRIMARY KEY, numbers BLOB NOT NULL)")

    def vectors(self, texts: Sequence[str]) -> Vectors:
        """Shape (texts, width)."""
        known = self._known(texts)
        new = [text for text in dict.fromkeys(texts) if text not in known]
        known.update(zip(new, self.model.vectors(new), strict=True))
        return np.array([known[text] for text in texts], np.int8).reshape(len(texts), self.width)

    def remember(self, meant: Mapping[str, Vectors], gone: Iterable[str] = ()) -> None:
        """Keep these vectors by their texts, and forget the texts that are gone."""
        with self._open() as file:
            file.executemany("DELETE FROM vector WHERE text = ?", [(_key(text),) for text in gone])
            rows = [(_key(text), vector.tobytes()) for text, vector in meant.items()]
            file.executemany("INSERT OR REPLACE INTO vector VALUES (?, ?)", rows)

    def remember_only(self, meant: Mapping[str, Vectors]) -> None:
        """Keep these vectors by their texts, and nothing else."""
        with self._open() as file:
            held = {key for (key,) in file.execute("SELECT text FROM vector")}
            rows = {_key(text): vector for text, vector in meant.items()}
            file.executemany("DELETE FROM vector WHERE text = ?", [(key,) for key in held - rows.keys()])
            new = [(key, vector.tobytes()) for key, vector in rows.items() if key not in held]
            file.executemany("INSERT INTO vector VALUES (?, ?)", new)

    def _known(self, texts: Sequence[str]) -> dict[str, Vectors]:
        text_of = {_key(text): text for text in texts}
        with self._open() as file:
            held = file.execute(KNOWN, [json.dumps(list(text_of))])
            return {text_of[key]: np.frombuffer(numbers, np.int8) for key, numbers in held}

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        """The file, for one transaction."""
        with closing(sqlite3.connect(self._file, timeout=30)) as file, file:
            yield file


def _key(text: str) -> str:
    return sha256(text.encode()).hexdigest()
