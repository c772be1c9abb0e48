"""Having a file read in a process of its own, which has little memory and a few seconds."""

from __future__ import annotations

import hashlib
import json
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO, Any

from hub.config import ROOT
from hub.imports.refusing import DAMAGED, LARGEST_FILE, TOO_HEAVY, TOO_LARGE, TOO_LONG, RefusedFileError

CHUNK = 1024 * 1024
REFUSED = 3


@dataclass(frozen=True, slots=True)
class ReadFile:
    """What a file holds. The rows are read from the process's answer as they are asked for."""

    sha256: str
    headings: list[str]
    sheet: str
    sheets: list[str]
    rows: Iterator[tuple[int, list[str]]]


@contextmanager
def reading(file: IO[bytes], sheet: str = "", *, seconds: float) -> Iterator[ReadFile]:
    """Read the file, and its first sheet or the one named, before `seconds` are over by the clock.

    Raises RefusedFileError. Both temporary files are gone when the block ends.
    """
    with tempfile.TemporaryFile() as copy, tempfile.TemporaryFile() as answer:
        digest = _copy(file, copy)
        code = _run(copy, answer, sheet, seconds)
        answer.seek(0)
        first = _first_line(answer)
        if code:
            raise RefusedFileError(_why(code, first))
        yield ReadFile(digest, first["headings"], first["sheet"], first["sheets"], _rows(answer))


def _copy(file: IO[bytes], copy: IO[bytes]) -> str:
    digest, length = hashlib.sha256(), 0
    while chunk := file.read(CHUNK):
        length += len(chunk)
        if length > LARGEST_FILE:
            raise RefusedFileError(TOO_LARGE)
        digest.update(chunk)
        copy.write(chunk)
    copy.seek(0)
    return digest.hexdigest()


def _run(copy: IO[bytes], answer: IO[bytes], sheet: str, seconds: float) -> int:
    """The process's exit code; negative is the signal that ended it."""
    command = [sys.executable, "-m", "hub.imports.reader", sheet]
    with subprocess.Popen(  # noqa: S603 - our own module; the name of a sheet is one argument and no shell
        command, stdin=copy, stdout=answer, stderr=subprocess.DEVNULL, cwd=ROOT, env={"PYTHONHASHSEED": "0"}
    ) as process:
        try:
            return process.wait(seconds)
        except subprocess.TimeoutExpired:
            process.kill()
            return -signal.SIGXCPU


def _first_line(answer: IO[bytes]) -> dict[str, Any]:
    try:
        found: dict[str, Any] = json.loads(answer.readline() or b"{}")
    except ValueError:
        return {}
    return found


def _why(code: int, answer: dict[str, Any]) -> str:
    if code == REFUSED and "refused" in answer:
        return str(answer["refused"])
    if code in {-signal.SIGXCPU, -signal.SIGKILL}:
        return TOO_LONG
    return TOO_HEAVY if code == -signal.SIGABRT else DAMAGED


def _rows(answer: IO[bytes]) -> Iterator[tuple[int, list[str]]]:
    for line in answer:
        number, cells = json.loads(line)
        yield number, cells
