"""The systems that are timed: ours in two, and the engines that it stands beside. All read the same texts."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from shutil import rmtree
from time import perf_counter
from typing import Any

import bm25s
import Stemmer
import tantivy

from benchmarks.speed.made import text_of
from matching import Index, Profile, Requirement
from matching.index.kernels import Kernels

TOP = 10
SHOWN = 20


def words_of(requirement: Requirement) -> str:
    return f"{requirement.title} {requirement.description}"


class Ours:
    """The index of this project; ``kernels`` are its inner loops."""

    def __init__(self, name: str, kernels: Kernels, folder: Path) -> None:
        self.name, self._kernels, self._folder = name, kernels, folder
        self.index = Index(kernels=kernels)

    def fit(self, profiles: Iterable[Profile]) -> None:
        self.index.fit(profiles)
        self.index.save(self._folder)

    def like(self, other: Ours) -> None:
        """The same catalogue as another's, without reading it again."""
        self._folder = other._folder
        self.start()

    def retrieve(self, requirement: Requirement) -> Sequence[object]:
        return self.index.first_look(requirement, TOP)

    def answer(self, requirement: Requirement) -> Sequence[object]:
        return self.index.rank(requirement, SHOWN).matches

    def start(self) -> None:
        self.index = Index(kernels=self._kernels)
        self.index.load(self._folder)

    def add(self, profile: Profile) -> float:
        """Milliseconds from the commit until a search finds the profile."""
        return took(lambda: self.index.put(replace(profile, id=f"{profile.id}-new")))

    def size(self) -> int:
        return sum(
            file.stat().st_size for file in self._folder.rglob("*") if not file.name.startswith("texts")
        )


class Tantivy:
    name = "tantivy"

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        fields = tantivy.SchemaBuilder()
        fields.add_text_field("text", stored=False, tokenizer_name="en_stem", index_option="freq")
        fields.add_text_field("id", stored=True, tokenizer_name="raw", index_option="basic")
        self._schema = fields.build()

    def fit(self, profiles: Iterable[Profile]) -> None:
        _emptied(self._folder)
        self._index = tantivy.Index(self._schema, path=str(self._folder))
        writer = self._index.writer(512_000_000, num_threads=1)
        for profile in profiles:
            writer.add_document(tantivy.Document(text=text_of(profile), id=profile.id))
        writer.commit()
        writer.wait_merging_threads()
        self._search()

    def retrieve(self, requirement: Requirement) -> Sequence[object]:
        query = self._index.parse_query(words_of(requirement), ["text"])
        return [self._searcher.doc(where)["id"][0] for _, where in self._searcher.search(query, TOP).hits]

    def start(self) -> None:
        self._index = tantivy.Index(self._schema, path=str(self._folder))
        self._search()

    def add(self, profile: Profile) -> float:
        writer = self._index.writer(15_000_000, num_threads=1)
        milliseconds = took(lambda: self._put(writer, profile))
        writer.wait_merging_threads()
        return milliseconds

    def size(self) -> int:
        return _bytes_under(self._folder)

    def _put(self, writer: Any, profile: Profile) -> None:
        writer.add_document(tantivy.Document(text=text_of(profile), id=f"{profile.id}-new"))
        writer.commit()
        self._search()

    def _search(self) -> None:
        self._index.reload()
        self._searcher = self._index.searcher()


class Bm25s:
    """``backend`` is its own: "numpy" or "numba". It cannot take one more firm: it is made anew."""

    def __init__(self, backend: str, folder: Path) -> None:
        self.name = {"numba": "bm25s-numba", "numpy": "bm25s"}[backend]
        self._backend, self._folder = backend, folder
        self._stemmer = Stemmer.Stemmer("english")
        self._index: Any = None

    def fit(self, profiles: Iterable[Profile]) -> None:
        texts = bm25s.tokenize(
            [text_of(profile) for profile in profiles],
            stopwords="en",
            stemmer=self._stemmer,
            show_progress=False,
        )
        index = bm25s.BM25(backend="numpy")
        index.index(texts, show_progress=False)
        index.save(_emptied(self._folder))
        self.start()

    def like(self, other: Bm25s) -> None:
        self._folder = other._folder
        self.start()

    def retrieve(self, requirement: Requirement) -> Sequence[object]:
        words = bm25s.tokenize(
            [words_of(requirement)],
            stopwords="en",
            stemmer=self._stemmer,
            show_progress=False,
            return_ids=False,
        )
        found, _ = self._index.retrieve(words, k=TOP, show_progress=False, n_threads=0)
        return list(found[0])

    def start(self) -> None:
        self._index = bm25s.BM25.load(self._folder, mmap=True)
        self._index.backend = self._backend
        if self._backend == "numba":
            self._index.activate_numba_scorer()

    def size(self) -> int:
        return _bytes_under(self._folder)


class Fts5:
    name = "fts5"

    def __init__(self, folder: Path) -> None:
        self._file = folder / "fts5.sqlite"

    def fit(self, profiles: Iterable[Profile]) -> None:
        _emptied(self._file.parent)
        self.start()
        with self._database as database:
            database.execute(
                "CREATE VIRTUAL TABLE firm USING fts5(text, content='', tokenize='porter unicode61')"
            )
            database.executemany("INSERT INTO firm(text) VALUES (?)", ([text_of(p)] for p in profiles))
            database.execute("INSERT INTO firm(firm) VALUES ('optimize')")

    def retrieve(self, requirement: Requirement) -> Sequence[object]:
        words = " OR ".join(dict.fromkeys(words_of(requirement).split()))
        found = "SELECT rowid FROM firm WHERE firm MATCH ? ORDER BY rank LIMIT ?"
        return self._database.execute(found, (words, TOP)).fetchall()

    def start(self) -> None:
        self._database = sqlite3.connect(self._file)

    def add(self, profile: Profile) -> float:
        return took(self._put_of(profile))

    def size(self) -> int:
        with closing(sqlite3.connect(self._file)) as database:
            database.execute("PRAGMA wal_checkpoint")
        return self._file.stat().st_size

    def _put_of(self, profile: Profile) -> Callable[[], None]:
        def put() -> None:
            with self._database as database:
                database.execute("INSERT INTO firm(text) VALUES (?)", [text_of(profile)])

        return put


def took(what: Callable[[], object]) -> float:
    """The milliseconds of a call."""
    began = perf_counter()
    what()
    return (perf_counter() - began) * 1000


def _emptied(folder: Path) -> Path:
    rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


def _bytes_under(folder: Path) -> int:
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())
