"""Taking a file in: its rows wait in a table of their own, and nothing of the register is touched."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any

from sqlalchemy import Table, delete, func, insert, select, update
from sqlalchemy.orm import Session

from hub.accounts.actors import Actor
from hub.database import new_public_id, utc_now
from hub.imports.models import FirmImport, FirmImportRow
from hub.imports.reading import ReadFile

BATCH = 500
MOST_WAITING = 20
"""Imports that wait to be finished. Each may hold 10 MB of other people's details."""
NAME_LENGTH = 200
STAYS = {"synchronize_session": False}


class ImportRefusedError(ValueError):
    """An import that cannot begin or go on; the message says why and what to do instead."""


def stage_file(session: Session, actor: Actor, file_name: str, file: ReadFile) -> tuple[FirmImport, bool]:
    """The import of this file, and whether it is new: a file that waits already is not taken twice.

    Raises ImportRefusedError where too many wait, RefusedFileError for a row past the limits.
    """
    waiting = find_waiting(session, file)
    if waiting is not None:
        return waiting, False
    held = session.scalar(select(func.count(FirmImport.id)).where(FirmImport.state != "applied")) or 0
    if held >= MOST_WAITING:
        raise ImportRefusedError(f"{held} imports wait to be finished. Finish or discard one of them first")
    found = FirmImport(
        uploaded_by_id=actor.user_id,
        file_name=file_name[:NAME_LENGTH],
        sha256=file.sha256,
        sheet=file.sheet,
        sheets=file.sheets,
        headings=file.headings,
    )
    session.add(found)
    session.flush()
    found.rows = _stage_rows(session, found.id, file)
    return found, True


def find_waiting(session: Session, file: ReadFile) -> FirmImport | None:
    same = select(FirmImport).where(FirmImport.sha256 == file.sha256, FirmImport.sheet == file.sheet)
    return session.scalars(same.where(FirmImport.state != "applied").order_by(FirmImport.id)).first()


def _stage_rows(session: Session, import_id: int, file: ReadFile) -> int:
    """Insert the rows as they are; the number of them."""
    position = 0
    fresh: dict[str, Any] = {
        "import_id": import_id,
        "name": "",
        "outcome": "",
        "problems": [],
        "supplier": "",
    }
    for batch in _batches(file.rows):
        rows = [
            fresh | {"position": at, "number": number, "cells": cells}
            for at, (number, cells) in enumerate(batch, start=position + 1)
        ]
        session.execute(insert(_table()), rows)
        position += len(rows)
    return position


def _batches(rows: Iterator[tuple[int, list[str]]]) -> Iterator[list[tuple[int, list[str]]]]:
    while batch := list(islice(rows, BATCH)):
        yield batch


def _table() -> Table:
    table: Any = FirmImportRow.__table__
    return table


def set_columns(session: Session, found: FirmImport, columns: Mapping[str, int]) -> None:
    """Read the fields from these columns. What was checked with others is forgotten."""
    found.columns = dict(columns)
    found.category_words = {}
    _forget_check(session, found)
    found.state = "columns"


def set_category_words(session: Session, found: FirmImport, words: Mapping[str, str]) -> None:
    found.category_words = dict(words)
    _forget_check(session, found)


def begin_check(session: Session, found: FirmImport) -> str:
    """Let a check begin, or go on where one was broken off. Returns the id by which it may write."""
    found.state, found.work, found.beat_at = "checking", new_public_id(), utc_now()
    session.flush()
    return found.work


def _forget_check(session: Session, found: FirmImport) -> None:
    found.checked, found.work, found.beat_at = 0, "", None
    fresh: dict[str, Any] = {"values": None, "name": "", "outcome": "", "problems": [], "supplier": ""}
    checked = update(FirmImportRow).where(FirmImportRow.import_id == found.id, FirmImportRow.outcome != "")
    session.execute(checked.values(fresh), execution_options=STAYS)


def discard(session: Session, found: FirmImport) -> None:
    """Throw the import away, with every row of it."""
    rows = delete(FirmImportRow).where(FirmImportRow.import_id == found.id)
    session.execute(rows, execution_options=STAYS)
    session.delete(found)
