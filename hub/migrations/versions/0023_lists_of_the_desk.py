"""Indexes that the lists of the adviser's desk are read from, in their order"""

from alembic import op


revision = "0023"
down_revision = "0022"

INDEXES = {
    "ix_queue_item_counted": ("queue_item", ["state", "kind", "snoozed_until", "requirement_id"]),
    "ix_duplicate_pair_state_score": ("duplicate_pair", ["state", "score", "id"]),
    "ix_claim_state_asked_at": ("claim", ["state", "asked_at", "id"]),
    "ix_concern_ended_on_kind": ("concern", ["ended_on", "kind", "supplier_id"]),
}


def upgrade() -> None:
    for name, (table, columns) in INDEXES.items():
        op.create_index(name, table, columns, unique=False)


def downgrade() -> None:
    for name, (table, _columns) in INDEXES.items():
        op.drop_index(name, table_name=table)
