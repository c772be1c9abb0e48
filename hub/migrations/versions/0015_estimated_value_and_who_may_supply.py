"""The estimated value of a requirement, and what was told and checked of who may supply"""

import sqlalchemy as sa
from alembic import op


revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    with op.batch_alter_table("requirement") as table:
        table.add_column(sa.Column("estimated_value", sa.Numeric(precision=14, scale=2), nullable=True))
        table.add_column(
            sa.Column("buying", sa.String(length=20), nullable=False, server_default="goods_services")
        )
        table.add_column(sa.Column("own_area", sa.Boolean(), nullable=False, server_default=sa.false()))
        table.add_column(sa.Column("reservation_told", sa.Text(), nullable=False, server_default=""))
        table.add_column(sa.Column("reservation_checked", sa.Text(), nullable=False, server_default=""))


def downgrade() -> None:
    with op.batch_alter_table("requirement") as table:
        for name in ("reservation_checked", "reservation_told", "own_area", "buying", "estimated_value"):
            table.drop_column(name)
