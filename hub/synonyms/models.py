"""What the hub says of a phrase, beside the matcher's own table of other words."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import JSON, String
from sqlalchemy.orm import Mapped, mapped_column

from hub.database import Base, new_public_id, utc_now


class Synonym(Base):
    """A phrase and what is looked for as well, which may be nothing. It counts from the next search on."""

    __tablename__ = "synonym"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(12), unique=True, default=new_public_id)
    phrase: Mapped[str] = mapped_column(String(80))
    key: Mapped[str] = mapped_column(String(200), unique=True)
    """The phrase as it is looked up: two ways to write it are one."""
    also: Mapped[list[str]] = mapped_column(JSON, default=list)
    mutual: Mapped[bool] = mapped_column(default=False)
    """Whether each of the others is looked for under the phrase, too."""
    added_at: Mapped[datetime] = mapped_column(default=utc_now)
