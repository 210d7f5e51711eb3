"""When a reminder was handed over to the mail server, so that one that was never handed over can be sent after all"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

# of those that nothing is known about, nobody can tell whether they went: they stay unsent
HANDED = "UPDATE reminder SET handed_at = coalesce(sent_at, claimed_at) WHERE sent_at IS NOT NULL OR problem IS NULL"


def upgrade() -> None:
    op.add_column("reminder", sa.Column("handed_at", sa.DateTime(timezone=True), nullable=True))
    op.execute(HANDED)
