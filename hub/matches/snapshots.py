"""What runs were made from, kept once for all of them: by the hash of what it says."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from hashlib import sha256
from typing import NamedTuple
from zlib import decompress

from sqlalchemy import insert, select, text
from sqlalchemy.orm import Session

from hub.database import in_batches, pack
from hub.matches.models import RunSnapshot, Snapshot

NEW = text(
    "INSERT INTO snapshot (digest, kind, supplier, content) VALUES (:digest, :kind, :supplier, :content) "
    "ON CONFLICT (digest) DO NOTHING"
)
"""Two rankings that are recorded at once keep a profile once."""


class Content(NamedTuple):
    """Something a ranking was made from: kind, bytes, and by public id the supplier whose words it holds."""

    kind: str
    content: bytes
    supplier: str | None = None

    @property
    def digest(self) -> str:
        return sha256(f"{self.kind} {self.supplier}\n".encode() + self.content).hexdigest()


def keep_snapshots(session: Session, run_id: int, contents: Iterable[Content]) -> None:
    """Keep them for a run. What is kept already is kept once."""
    by_digest = {each.digest: each for each in contents}
    for digests in in_batches(sorted(by_digest)):
        known = select(Snapshot.digest).where(Snapshot.digest.in_(digests))
        new = [by_digest[digest] for digest in sorted(set(digests) - set(session.scalars(known)))]
        if new:
            session.execute(NEW, [_row(each) for each in new])
        kept = select(Snapshot.id).where(Snapshot.digest.in_(digests)).order_by(Snapshot.id)
        numbers = session.scalars(kept.with_for_update(read=True, key_share=True))
        session.execute(
            insert(RunSnapshot), [{"run_id": run_id, "snapshot_id": number} for number in numbers]
        )


def _row(content: Content) -> dict[str, object]:
    return {
        "digest": content.digest,
        "kind": content.kind,
        "supplier": content.supplier,
        "content": pack(content.content),
    }


def load_snapshots(session: Session, run_id: int) -> Iterator[Content]:
    """What is left of what a run was made from, by kind and then by supplier."""
    of_run = select(Snapshot.kind, Snapshot.content, Snapshot.supplier).join(RunSnapshot)
    chosen = of_run.where(RunSnapshot.run_id == run_id).order_by(Snapshot.kind, Snapshot.supplier)
    for kind, content, supplier in session.execute(chosen):
        yield Content(kind, decompress(content), supplier)
