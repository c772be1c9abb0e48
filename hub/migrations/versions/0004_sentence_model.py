"""The sentence model that a run was ranked with"""

import sqlalchemy as sa
from alembic import op


revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.add_column(
        "run", sa.Column("meaning_version", sa.String(length=12), nullable=False, server_default="")
    )


def downgrade() -> None:
    op.drop_column("run", "meaning_version")
