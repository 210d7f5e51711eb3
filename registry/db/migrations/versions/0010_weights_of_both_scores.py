"""The weights of both scores in one table, numbered, and kept lock-in scores that say which weights they had"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

NUMBERED = """
INSERT INTO score_weights (id, score, number, decided_at, decided_by, reason, weights)
SELECT id, 'legacy', row_number() OVER (ORDER BY id), decided_at, decided_by, reason, weights FROM legacy_weights
"""
NEXT_ID = "SELECT setval(pg_get_serial_sequence('score_weights', 'id'), (SELECT max(id) FROM score_weights))"


def upgrade() -> None:
    op.create_table(
        "score_weights",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("score", sa.Enum("legacy", "lock_in", name="score", native_enum=False, length=40), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by", sa.String(length=255), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("weights", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_score_weights")),
        sa.UniqueConstraint("score", "number", name=op.f("uq_score_weights_score_number")),
    )
    op.execute(NUMBERED)
    if op.get_bind().dialect.name == "postgresql":
        op.execute(NEXT_ID)
    op.drop_table("legacy_weights")
    with op.batch_alter_table("lock_in_snapshot", schema=None) as batch_op:
        batch_op.add_column(sa.Column("weights_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(batch_op.f("fk_lock_in_snapshot_weights_id"), "score_weights", ["weights_id"], ["id"])
