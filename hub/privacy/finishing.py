"""What follows the commit of an erasure: the list of erasures, kept mail, and the database's files."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from hub.database import utc_now
from hub.privacy.erasing import Erased
from hub.privacy.erasures import list_erasure
from hub.privacy.outbox import remove_mails_with
from hub.privacy.purging import purge


def finish_erasure(session: Session, engine: Engine, instance: Path, erased: Erased) -> bool:
    """Make the files forget, after the commit. Ends the session. False where readers were in the way."""
    session.close()
    list_erasure(instance, erased, utc_now())
    remove_mails_with(instance, erased.texts)
    return purge(engine)
