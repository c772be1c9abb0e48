"""Reads of imports. They are the hub's own: every adviser sees every one of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from hub.imports.models import BRINGING, PROBLEMS, FirmImport, FirmImportRow
from hub.paging import Page, cut_page

SHOWN = 50
SAMPLES = 3
LOOKED_FOR_SAMPLES = 50
ROWS_SHOWN = 5
PROBLEMS_A_PAGE = 20


def find_import(session: Session, public_id: str, *, hold: bool = False) -> FirmImport | None:
    """An import; with `hold` its row is locked until the transaction ends."""
    chosen = select(FirmImport).where(FirmImport.public_id == public_id)
    return session.scalar(chosen.with_for_update() if hold else chosen)


def list_imports(session: Session) -> Sequence[FirmImport]:
    """The imports, newest first."""
    chosen = select(FirmImport).options(joinedload(FirmImport.uploaded_by))
    return session.scalars(
        chosen.order_by(FirmImport.uploaded_at.desc(), FirmImport.id.desc()).limit(SHOWN)
    ).all()


def count_outcomes(session: Session, found: FirmImport) -> dict[str, int]:
    """Rows by outcome; one that is not there is 0."""
    counted = select(FirmImportRow.outcome, func.count(FirmImportRow.id)).group_by(FirmImportRow.outcome)
    rows = session.execute(counted.where(FirmImportRow.import_id == found.id))
    return {row[0]: row[1] for row in rows}


def sample_cells(session: Session, found: FirmImport) -> list[list[str]]:
    """For each column the first few different texts that stand in it."""
    rows = session.scalars(_rows(found).limit(LOOKED_FOR_SAMPLES)).all()
    samples: list[list[str]] = [[] for _heading in found.headings]
    for row in rows:
        for texts, cell in zip(samples, row.cells or (), strict=False):
            if cell.strip() and cell not in texts and len(texts) < SAMPLES:
                texts.append(cell)
    return samples


def column_words(session: Session, found: FirmImport, column: int) -> list[str]:
    """Every text of a column, in the order of the rows."""
    cells = session.scalars(
        select(FirmImportRow.cells)
        .where(FirmImportRow.import_id == found.id)
        .order_by(FirmImportRow.position)
    )
    return [row[column] for row in cells if row and column < len(row)]


def list_bringing(session: Session, found: FirmImport) -> Sequence[FirmImportRow]:
    """The first rows that bring something, as they would become or became."""
    return session.scalars(_rows(found).where(FirmImportRow.outcome.in_(BRINGING)).limit(ROWS_SHOWN)).all()


def page_problems(session: Session, found: FirmImport, page: int) -> Page[FirmImportRow]:
    """Rows with something to put right, in the order of the file. Two statements."""
    return cut_page(session, _rows(found).where(FirmImportRow.outcome.in_(PROBLEMS)), page, PROBLEMS_A_PAGE)


def stream_rows(session: Session, found: FirmImport, *, problems: bool) -> Sequence[Any]:
    """Number, name, outcome, problems and supplier of the rows that a file tells of."""
    columns = [getattr(FirmImportRow, name) for name in ("number", "name", "outcome", "problems", "supplier")]
    chosen = select(*columns).where(FirmImportRow.import_id == found.id).order_by(FirmImportRow.position)
    return session.execute(chosen.where(FirmImportRow.outcome.in_(PROBLEMS)) if problems else chosen).all()


def _rows(found: FirmImport) -> Any:
    return select(FirmImportRow).where(FirmImportRow.import_id == found.id).order_by(FirmImportRow.position)
