"""What a benchmark cannot do without: the peers, and folders of judged sets."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Mapping, Sequence
from pathlib import Path

from matching.meaning import Meaning
from matching.sentence_model import SentenceModel, SentenceModelError

Peer = Callable[[Sequence[str], Sequence[str]], list[list[int]]]
"""Texts and queries in; for each query the places of the texts it finds, the best first."""


class MissingError(Exception):
    """Something is not there. Its words are for whoever runs the benchmark."""


def find_peers() -> Mapping[str, Peer]:
    """The peers by name. Raises MissingError where their packages are not installed."""
    try:
        from benchmarks.quality.peers import PEERS
    except ImportError as error:
        raise MissingError(
            f"The peers need bm25s and PyStemmer: install the extra 'bench' ({error})."
        ) from error
    return PEERS


def find_model() -> Meaning | None:
    """The sentence model that HUB_SENTENCE_MODEL names, if it does. Raises MissingError where it is none."""
    folder = os.environ.get("HUB_SENTENCE_MODEL")
    try:
        return SentenceModel(Path(folder)) if folder else None
    except SentenceModelError as error:
        raise MissingError(f"HUB_SENTENCE_MODEL: {error}") from error


def find_sets(folders: Sequence[str], shared: Sequence[Path]) -> list[Path]:
    """The folders named, else the shared ones. Raises MissingError where one holds no judged set."""
    sets = [Path(folder) for folder in folders] or list(shared)
    missing = [str(folder) for folder in sets if not (folder / "judgements.tsv").is_file()]
    if missing:
        raise MissingError(f"Name folders of judged sets. No judgements.tsv in: {', '.join(missing)}")
    return sets


def need_sets(folders: Sequence[str], but: Collection[str] = ()) -> list[Path]:
    """The folders named, else the shared ones, ``but`` those of these names. Raises MissingError for none."""
    sets = [folder for folder in find_sets(folders, shared_sets()) if folder.name not in but]
    if not sets:
        raise MissingError(f"Name folders of judged sets, others than: {', '.join(sorted(but)) or '-'}")
    return sets


def shared_sets() -> list[Path]:
    """The judged sets of the shared data, where it is there."""
    folder = Path(os.environ.get("HUB_SHARED_DATA", "../shared"), "data", "judged")
    return sorted(path for path in folder.glob("*") if path.is_dir())
