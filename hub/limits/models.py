"""How often something was tried lately, shared by every process of the site."""

from __future__ import annotations

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from hub.database import Base


class LimitCount(Base):
    """The tries of one key in the window that ends at `expires_at`, in seconds since 1970."""

    __tablename__ = "limit_count"

    key: Mapped[str] = mapped_column(String(255), primary_key=True)
    tries: Mapped[int]
    expires_at: Mapped[float] = mapped_column(index=True)
