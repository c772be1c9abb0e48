"""Meaning by a sentence model in a local folder. Needs the extra ``semantic``; nothing is ever downloaded."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path

import numpy as np

from matching.meaning import Vectors

PACKAGE = "sentence_transformers"
"""What the extra brings."""

MARK = "modules.json"
"""The file by which a folder is known as a sentence model."""

MANY = 500
"""Texts that take long enough for a person to be shown how far it is."""

LONGEST = 127
"""A vector of length 1 in whole numbers."""


class SentenceModelError(ValueError):
    """There is no model to be had; the message says why."""


def require_model(folder: Path) -> None:
    """Raises SentenceModelError where the folder holds no model or the extra is missing. Loads nothing."""
    if not (folder / MARK).is_file():
        raise SentenceModelError(f"no sentence model is in {folder}: there is no {MARK}")
    if find_spec(PACKAGE) is None:
        raise SentenceModelError("a sentence model needs the extra `semantic`: pip install -e '.[semantic]'")


class SentenceModel:
    """A `Meaning`, loaded once: some seconds, and a few hundred megabytes.

    Each text is read by itself, so that its vector does not depend on those beside it.
    """

    def __init__(self, folder: Path) -> None:
        """Raises SentenceModelError."""
        require_model(folder)
        from sentence_transformers import SentenceTransformer

        try:
            self._model = SentenceTransformer(str(folder), device="cpu", local_files_only=True)
        except (OSError, ValueError, KeyError) as error:
            raise SentenceModelError(f"the sentence model in {folder} cannot be read: {error}") from error
        self.version = _digest(folder)
        self.width = int(self._model.get_embedding_dimension())

    def vectors(self, texts: Sequence[str]) -> Vectors:
        """Shape (texts, width)."""
        if not texts:
            return np.zeros((0, self.width), np.int8)
        found = self._model.encode(
            list(texts),
            batch_size=1,
            normalize_embeddings=True,
            show_progress_bar=len(texts) >= MANY and sys.stderr.isatty(),
        )
        return np.rint(found * LONGEST).astype(np.int8)


def _digest(folder: Path) -> str:
    """Twelve hexadecimal digits of everything that the model is read from."""
    whole = sha256()
    for path in sorted(
        path for path in folder.rglob("*") if path.suffix in {".json", ".txt", ".safetensors", ".bin"}
    ):
        whole.update(path.relative_to(folder).as_posix().encode())
        with path.open("rb") as file:
            while part := file.read(1 << 20):
                whole.update(part)
    return whole.hexdigest()[:12]
