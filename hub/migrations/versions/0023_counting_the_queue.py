"""An index from which the open items of the queue are counted"""

from alembic import op


revision = "0023"
down_revision = "0022"


def upgrade() -> None:
    with op.batch_alter_table("queue_item", schema=None) as batch_op:
        batch_op.create_index(
            "ix_queue_item_counted",
            ["state", "kind", "snoozed_until", "requirement_id"],
            unique=False,
        )


def downgrade() -> None:
    with op.batch_alter_table("queue_item", schema=None) as batch_op:
        batch_op.drop_index("ix_queue_item_counted")
