"""Weights of evidence that a hub has learned, and the version of them that a run was ranked by"""

import sqlalchemy as sa
from alembic import op


revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.create_table(
        "learned_weights",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("learned_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.String(length=12), nullable=False),
        sa.Column("weights", sa.JSON(), nullable=False),
        sa.Column("measured", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_learned_weights")),
    )
    op.add_column(
        "run", sa.Column("weights_version", sa.String(length=12), nullable=False, server_default="")
    )


def downgrade() -> None:
    op.drop_column("run", "weights_version")
    op.drop_table("learned_weights")
