"""Plain search engines, each with its usual settings, on the same text as ours.

Every peer takes the suppliers' texts and the queries, and gives for each query the places of the suppliers it
returns, the best first.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Sequence

import bm25s
import numpy as np
import Stemmer
from numpy.typing import NDArray
from sklearn.feature_extraction.text import TfidfVectorizer

Places = list[list[int]]


def tfidf(texts: Sequence[str], queries: Sequence[str]) -> Places:
    """scikit-learn, English stop words, sublinear term frequency, cosine."""
    vectors = TfidfVectorizer(stop_words="english", sublinear_tf=True)
    documents = vectors.fit_transform(texts)
    return [_order(row) for row in (vectors.transform(queries) @ documents.T).toarray()]


def bm25(texts: Sequence[str], queries: Sequence[str], stemmer: Stemmer.Stemmer | None = None) -> Places:
    """bm25s with its defaults and English stop words."""
    engine = bm25s.BM25()
    engine.index(
        bm25s.tokenize(list(texts), stopwords="en", stemmer=stemmer, show_progress=False), show_progress=False
    )
    asked = bm25s.tokenize(
        list(queries), stopwords="en", stemmer=stemmer, return_ids=False, show_progress=False
    )
    return [_order(engine.get_scores(words)) if words else [] for words in asked]


def bm25_stems(texts: Sequence[str], queries: Sequence[str]) -> Places:
    return bm25(texts, queries, Stemmer.Stemmer("english"))


def fts5(texts: Sequence[str], queries: Sequence[str]) -> Places:
    return _sqlite(texts, queries, " OR ")


def and_search(texts: Sequence[str], queries: Sequence[str]) -> Places:
    """What the Digital Marketplace did: every word of the query must be in the text."""
    return _sqlite(texts, queries, " AND ")


def _sqlite(texts: Sequence[str], queries: Sequence[str], joiner: str) -> Places:
    with sqlite3.connect(":memory:") as database:
        database.execute("CREATE VIRTUAL TABLE held USING fts5(text, tokenize = 'porter unicode61')")
        database.executemany("INSERT INTO held(rowid, text) VALUES (?, ?)", enumerate(texts))
        return [_matched(database, query, joiner) for query in queries]


def _matched(database: sqlite3.Connection, query: str, joiner: str) -> list[int]:
    words = dict.fromkeys(re.findall(r"\w+", query.lower()))
    expression = joiner.join(f'"{word}"' for word in words)
    found = database.execute("SELECT rowid FROM held WHERE held MATCH ? ORDER BY rank, rowid", (expression,))
    return [place for (place,) in found] if words else []


def _order(scores: NDArray[np.float64]) -> list[int]:
    """Places of the scores above 0 by falling score, then by place."""
    order = np.argsort(-scores, kind="stable")
    return order[scores[order] > 0].tolist()


PEERS = {"tfidf": tfidf, "bm25": bm25, "bm25-stems": bm25_stems, "fts5": fts5, "and-search": and_search}
