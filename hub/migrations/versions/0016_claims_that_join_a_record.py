"""A claimed record may become part of one that its claimant has registered"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    with op.batch_alter_table("claim") as batch:
        batch.add_column(sa.Column("joins_id", sa.Integer(), nullable=True))
        batch.create_foreign_key(
            batch.f("fk_claim_joins_id_supplier"), "supplier", ["joins_id"], ["id"], ondelete="SET NULL"
        )


def downgrade() -> None:
    with op.batch_alter_table("claim") as batch:
        batch.drop_constraint(batch.f("fk_claim_joins_id_supplier"), type_="foreignkey")
        batch.drop_column("joins_id")
