"""An index of what is reckoned of each contract: its days, its conflicts, for how long that holds, and who waits for it"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "reckoned_contract",
        sa.Column("contract_id", sa.Integer(), nullable=False),
        sa.Column("holds_from", sa.Date(), nullable=False),
        sa.Column("holds_until", sa.Date(), nullable=False),
        sa.Column("apart", sa.String(length=20), nullable=True),
        sa.Column("decide_by", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["contract_id"], ["contract.id"], name=op.f("fk_reckoned_contract_contract_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("contract_id", name=op.f("pk_reckoned_contract")),
    )
    for column in ("holds_from", "holds_until", "apart", "decide_by"):
        op.create_index(op.f(f"ix_reckoned_contract_{column}"), "reckoned_contract", [column])
    op.create_table(
        "reckoned_day",
        sa.Column("contract_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("kronor", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["contract_id"], ["contract.id"], name=op.f("fk_reckoned_day_contract_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("contract_id", "kind", name=op.f("pk_reckoned_day")),
    )
    op.create_index("ix_reckoned_day_day_contract_id", "reckoned_day", ["day", "contract_id"])
    op.create_table(
        "reckoned_conflict",
        sa.Column("contract_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["contract_id"], ["contract.id"], name=op.f("fk_reckoned_conflict_contract_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("contract_id", "name", name=op.f("pk_reckoned_conflict")),
    )
    op.create_index("ix_reckoned_conflict_name_contract_id", "reckoned_conflict", ["name", "contract_id"])
    op.create_table(
        "waiting_contract",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("contract_id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_waiting_contract")),
    )
    op.create_index(op.f("ix_waiting_contract_contract_id"), "waiting_contract", ["contract_id"])
    op.execute("INSERT INTO waiting_contract (contract_id) SELECT id FROM contract")
