"""The list of erasures: `erasures.jsonl` in the instance, a line each, with public ids and no names.

A backup that is older than an erasure brings the erased back. Kept outside the database, the list survives a
restore, and `flask --app hub retention --erasures` goes through it again. Going through it twice changes
nothing more.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from hub.accounts.models import Organisation, User
from hub.privacy.erasing import Erased, erase_firm, erase_person

FILE = "erasures.jsonl"


def list_erasure(instance: Path, erased: Erased, now: datetime) -> None:
    """Add a line, and have it on the disk before going on."""
    line = {
        "at": now.isoformat(),
        "person": erased.person,
        "organisations": erased.organisations,
        "suppliers": erased.suppliers,
        "returned": erased.returned,
    }
    descriptor = os.open(instance / FILE, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(descriptor, "a", encoding="utf-8") as file:
        file.write(json.dumps(line) + "\n")
        file.flush()
        os.fsync(file.fileno())


def listed_erasures(instance: Path) -> Iterator[dict[str, Any]]:
    path = instance / FILE
    if path.is_file():
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.strip():
                yield json.loads(line)


def erase_again(session: Session, line: dict[str, Any]) -> list[Erased]:
    """Erase what a line of the list names and the database holds all the same; nothing where it doesn't."""
    done = []
    user = session.scalars(select(User).where(User.public_id == line["person"])).one_or_none()
    if user is not None:
        done.append(erase_person(session, user, by="an erasure done again", insist=True))
    chosen = select(Organisation).where(Organisation.public_id.in_(line["organisations"]))
    for organisation in session.scalars(chosen.where(Organisation.kind == "supplier")).all():
        done.append(erase_firm(session, organisation, by="an erasure done again"))
    return done
