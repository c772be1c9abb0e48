"""Links to a shortlist for somebody without an account."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from hub.accounts.models import User
from hub.database import Base, new_public_id, utc_now
from hub.shortlists.models import Shortlist


class ShortlistLink(Base):
    """Whoever holds its token reads the shortlist, to the end of its last day. Of the token only the SHA-256
    is kept."""

    __tablename__ = "shortlist_link"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(12), unique=True, default=new_public_id)
    shortlist_id: Mapped[int] = mapped_column(ForeignKey("shortlist.id", ondelete="CASCADE"), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    recipient: Mapped[str] = mapped_column(String(200))
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    made_at: Mapped[datetime] = mapped_column(default=utc_now)
    by_hub: Mapped[bool] = mapped_column(default=False)
    """Made by somebody of the hub: it ends with the sharing."""
    ends_on: Mapped[date]
    """The last day."""
    revoked_at: Mapped[datetime | None]
    opened: Mapped[int] = mapped_column(default=0)
    form_key: Mapped[str | None] = mapped_column(String(40), unique=True)

    shortlist: Mapped[Shortlist] = relationship()
    made_by: Mapped[User | None] = relationship()
