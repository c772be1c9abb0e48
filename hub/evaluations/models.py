"""What colleagues say of a shortlist: interests declared, scores given, notes."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from hub.accounts.models import User
from hub.database import Base, new_public_id, utc_now
from hub.shortlists.models import Shortlist

MOST_SCORE = 5


class Evaluation(Base):
    """One colleague's evaluation of a shortlist. Nobody scores before they have declared their interests."""

    __tablename__ = "evaluation"
    __table_args__ = (UniqueConstraint("shortlist_id", "user_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(12), unique=True, default=new_public_id)
    shortlist_id: Mapped[int] = mapped_column(ForeignKey("shortlist.id", ondelete="CASCADE"), index=True)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    interests: Mapped[list[int]] = mapped_column(JSON, default=list)
    """Ranks of the suppliers that they have an interest in: they score none of these."""
    interest_words: Mapped[str] = mapped_column(Text, default="")
    """What the interest is."""
    declared_at: Mapped[datetime] = mapped_column(default=utc_now)
    saved_at: Mapped[datetime] = mapped_column(default=utc_now)

    shortlist: Mapped[Shortlist] = relationship()
    user: Mapped[User | None] = relationship()
    scores: Mapped[list[EvaluationScore]] = relationship(
        back_populates="evaluation",
        cascade="all, delete-orphan",
        order_by="EvaluationScore.rank, EvaluationScore.id",
    )


class EvaluationScore(Base):
    """What one colleague gives one supplier for one line, 0 to 5."""

    __tablename__ = "evaluation_score"
    __table_args__ = (
        CheckConstraint(f"points BETWEEN 0 AND {MOST_SCORE}", name="points"),
        UniqueConstraint("evaluation_id", "rank", "line"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    evaluation_id: Mapped[int] = mapped_column(ForeignKey("evaluation.id", ondelete="CASCADE"), index=True)
    rank: Mapped[int]
    """Which supplier: its rank in the run."""
    line: Mapped[str] = mapped_column(String(12))
    """Which line of the requirement as the run asked it, by public id; `need` for the need as a whole."""
    points: Mapped[int]

    evaluation: Mapped[Evaluation] = relationship(back_populates="scores")


class ShortlistNote(Base):
    """What a colleague noted of a supplier on a shortlist, for colleagues to read."""

    __tablename__ = "shortlist_note"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(12), unique=True, default=new_public_id)
    shortlist_id: Mapped[int] = mapped_column(ForeignKey("shortlist.id", ondelete="CASCADE"), index=True)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    rank: Mapped[int]
    text: Mapped[str] = mapped_column(Text)
    written_at: Mapped[datetime] = mapped_column(default=utc_now)
    form_key: Mapped[str | None] = mapped_column(String(40), unique=True)
    """The same form sent twice is one note."""

    shortlist: Mapped[Shortlist] = relationship()
    user: Mapped[User | None] = relationship()
