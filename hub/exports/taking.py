"""Taking shortlists away as a file: on record with its number before it is written, and limited."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from sqlalchemy import select
from sqlalchemy.orm import Session

from hub.accounts.actors import Actor
from hub.accounts.models import User
from hub.database import utc_now
from hub.exports.limiting import DAY, HOUR, Taking, possible_from
from hub.exports.models import Export, ExportItem
from hub.exports.writing import Mark, Taken, book_for, rows_of, together
from hub.settings.identity import Identity
from hub.shortlists.models import Shortlist
from hub.shortlists.reading import origin_of, row_of
from hub.tables.sending import FORMATS
from hub.tables.writing_csv import to_csv


class TooManyExportsError(ValueError):
    """Nothing more may be taken before `until`. That it was asked for is in the session, to be committed."""

    def __init__(self, until: datetime) -> None:
        super().__init__(until)
        self.until = until


@dataclass(frozen=True, slots=True)
class File:
    """What was taken: the bytes of the file (of a page to print, those of the CSV), and what is in it."""

    export: Export
    content: bytes
    shortlists: Sequence[Taken]
    mark: Mark


def take(
    session: Session,
    shortlists: Sequence[Shortlist],
    actor: Actor,
    hub: Identity,
    *,
    kind: str,
    address_of: Callable[[str], str],
) -> File:
    """Write the shortlists, which the actor may see, as one file, and put it on record.

    `kind` is one of EXPORT_FORMATS; `address_of` takes the public id of a supplier. Two at once of one person
    wait for each other, so that the limit holds. Raises TooManyExportsError.
    """
    session.execute(select(User.id).where(User.id == actor.user_id).with_for_update()).all()
    now = utc_now()
    _hold_to_limits(session, actor, len(shortlists), kind, now)
    export = Export(taken_by_id=actor.user_id, taken_at=now, format=kind, shortlists=len(shortlists))
    session.add(export)
    session.flush()  # its number stands in the file
    mark = Mark(export.id, actor.name, now, hub)
    taken = [
        Taken(
            each.public_id,
            origin_of(each, downloaded_at=now, downloaded_by=actor.name),
            [row_of(entry, address_of) for entry in each.entries],
        )
        for each in shortlists
    ]
    content = _written(taken, mark, kind)
    export.rows = sum(len(each.rows) for each in taken)
    export.digest = sha256(content).hexdigest()
    export.items = [
        ExportItem(
            shortlist_id=each.id,
            shortlist_public_id=each.public_id,
            run_public_id=each.run.public_id,
            run_digest=each.run.digest,
        )
        for each in shortlists
    ]
    return File(export, content, taken, mark)


def _written(taken: Sequence[Taken], mark: Mark, kind: str) -> bytes:
    if kind in {"csv", "print"}:
        return to_csv(together([rows_of(each, mark) for each in taken]))
    _type, write = FORMATS[kind]
    return write(book_for(taken, mark))


def _hold_to_limits(session: Session, actor: Actor, asked: int, kind: str, now: datetime) -> None:
    """A refusal is put on record once an hour: who tries on and on fills no table."""
    own = select(Export).where(Export.taken_by_id == actor.user_id, Export.taken_at > now - DAY)
    exports = session.scalars(own.order_by(Export.taken_at, Export.id)).all()
    takings = [Taking(each.taken_at, each.shortlists) for each in exports if not each.refused]
    until = possible_from(takings, asked, now)
    if until > now:
        if not any(each.refused and each.taken_at > now - HOUR for each in exports):
            refused = Export(taken_by_id=actor.user_id, taken_at=now, format=kind, refused=True)
            refused.shortlists = asked
            session.add(refused)
        raise TooManyExportsError(until)
