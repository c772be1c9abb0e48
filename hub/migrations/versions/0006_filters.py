"""Why a requirement is kept for some suppliers: a reason beside the line that says who may supply"""

import sqlalchemy as sa
from alembic import op


revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    with op.batch_alter_table("criterion") as table:
        table.add_column(sa.Column("reason", sa.Text(), nullable=False, server_default=""))


def downgrade() -> None:
    with op.batch_alter_table("criterion") as table:
        table.drop_column("reason")
