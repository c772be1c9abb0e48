"""An index of suppliers by their place, from which an adviser finds firms"""

from alembic import op


revision = "0029"
down_revision = "0028"


def upgrade() -> None:
    op.create_index("ix_supplier_place_id", "supplier", ["place_id"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_supplier_place_id", table_name="supplier")
