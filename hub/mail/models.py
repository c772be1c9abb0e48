"""Mail that waits to be delivered. Once it is out, the row is gone: the hub keeps no copy."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import String, Text
from sqlalchemy.orm import Mapped, mapped_column

from hub.database import Base, utc_now


class Message(Base):
    """One mail to one address, queued in the transaction that is its cause."""

    __tablename__ = "message"

    id: Mapped[int] = mapped_column(primary_key=True)
    recipient: Mapped[str] = mapped_column(String(255))
    subject: Mapped[str] = mapped_column(String(300))
    body: Mapped[str] = mapped_column(Text)
    tries: Mapped[int] = mapped_column(default=0)
    queued_at: Mapped[datetime] = mapped_column(default=utc_now)
    due_at: Mapped[datetime] = mapped_column(default=utc_now, index=True)
    """Not before this moment: a mail that could not be delivered is tried again later."""
