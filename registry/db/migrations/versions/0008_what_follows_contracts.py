"""What follows contracts: procurement steps, ready-made requirements, documents, reminders, calendars; who an account is"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('lease',
    sa.Column('name', sa.String(length=60), nullable=False),
    sa.Column('holder', sa.String(length=80), nullable=False),
    sa.Column('until', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('name', name=op.f('pk_lease'))
    )
    op.create_table('requirement_block',
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('source', sa.Enum('clause', 'lock_in', 'always', name='requirementsource', native_enum=False, length=40), nullable=False),
    sa.Column('reference', sa.String(length=60), nullable=True),
    sa.Column('text_sv', sa.Text(), nullable=False),
    sa.Column('text_en', sa.Text(), nullable=True),
    sa.Column('in_use', sa.Boolean(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('key', sa.String(length=64), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('row_version', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_requirement_block')),
    sa.UniqueConstraint('key', name=op.f('uq_requirement_block_key'))
    )
    with op.batch_alter_table('requirement_block', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_requirement_block_name'), ['name'], unique=False)
        batch_op.create_index(batch_op.f('ix_requirement_block_reference'), ['reference'], unique=False)
        batch_op.create_index(batch_op.f('ix_requirement_block_source'), ['source'], unique=False)

    op.create_table('calendar_event',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('contract_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=40), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('digest', sa.String(length=64), nullable=False),
    sa.Column('sequence', sa.Integer(), nullable=False),
    sa.Column('changed_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['contract_id'], ['contract.id'], name=op.f('fk_calendar_event_contract_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_calendar_event')),
    sa.UniqueConstraint('contract_id', 'kind', name=op.f('uq_calendar_event_contract_id_kind'))
    )
    op.create_table('calendar_feed',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('scope', sa.String(length=20), nullable=False),
    sa.Column('token_hash', sa.String(length=64), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('read_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_calendar_feed_account_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_calendar_feed')),
    sa.UniqueConstraint('account_id', 'scope', name=op.f('uq_calendar_feed_account_id_scope')),
    sa.UniqueConstraint('token_hash', name=op.f('uq_calendar_feed_token_hash'))
    )
    op.create_table('contract_document',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('contract_id', sa.Integer(), nullable=False),
    sa.Column('title', sa.String(length=200), nullable=False),
    sa.Column('filename', sa.String(length=200), nullable=False),
    sa.Column('media_type', sa.String(length=100), nullable=False),
    sa.Column('size', sa.Integer(), nullable=False),
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('has_text', sa.Boolean(), nullable=False),
    sa.Column('added_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('added_by', sa.String(length=255), nullable=False),
    sa.ForeignKeyConstraint(['contract_id'], ['contract.id'], name=op.f('fk_contract_document_contract_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_contract_document'))
    )
    with op.batch_alter_table('contract_document', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_contract_document_contract_id'), ['contract_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_contract_document_sha256'), ['sha256'], unique=False)

    op.create_table('procurement_step',
    sa.Column('contract_id', sa.Integer(), nullable=False),
    sa.Column('stage', sa.Enum('not_started', 'preparing', 'published', 'evaluating', 'standstill', 'signed', name='procurementstage', native_enum=False, length=40), nullable=False),
    sa.Column('planned_for', sa.Date(), nullable=True),
    sa.Column('reached_on', sa.Date(), nullable=True),
    sa.Column('responsible_id', sa.Integer(), nullable=True),
    sa.Column('note', sa.Text(), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('key', sa.String(length=64), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('row_version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['contract_id'], ['contract.id'], name=op.f('fk_procurement_step_contract_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['responsible_id'], ['person.id'], name=op.f('fk_procurement_step_responsible_id'), ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_procurement_step')),
    sa.UniqueConstraint('contract_id', 'stage', name=op.f('uq_procurement_step_contract_id_stage')),
    sa.UniqueConstraint('key', name=op.f('uq_procurement_step_key'))
    )
    with op.batch_alter_table('procurement_step', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_procurement_step_contract_id'), ['contract_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_procurement_step_planned_for'), ['planned_for'], unique=False)
        batch_op.create_index(batch_op.f('ix_procurement_step_responsible_id'), ['responsible_id'], unique=False)

    op.create_table('reminder',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('contract_id', sa.Integer(), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=40), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('distance', sa.Integer(), nullable=False),
    sa.Column('escalation', sa.Boolean(), nullable=False),
    sa.Column('claimed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('sent_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('tries', sa.Integer(), nullable=False),
    sa.Column('problem', sa.Text(), nullable=True),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_reminder_account_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['contract_id'], ['contract.id'], name=op.f('fk_reminder_contract_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_reminder')),
    sa.UniqueConstraint('contract_id', 'kind', 'day', 'distance', 'account_id', 'escalation', name=op.f('uq_reminder_contract_id_kind_day_distance_account_id_escalation'))
    )
    with op.batch_alter_table('reminder', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_reminder_account_id'), ['account_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_reminder_claimed_at'), ['claimed_at'], unique=False)

    with op.batch_alter_table('account', schema=None) as batch_op:
        batch_op.add_column(sa.Column('person_id', sa.Integer(), nullable=True))
        batch_op.create_index(batch_op.f('ix_account_person_id'), ['person_id'], unique=False)
        batch_op.create_foreign_key(batch_op.f('fk_account_person_id'), 'person', ['person_id'], ['id'], ondelete='SET NULL')

    with op.batch_alter_table('contract', schema=None) as batch_op:
        batch_op.add_column(sa.Column('renewal_strategy', sa.Enum('prolong', 'procure', 'call_off', 'joint', 'in_house', 'end', name='renewalstrategy', native_enum=False, length=40), nullable=True))
        batch_op.add_column(sa.Column('procurement_started', sa.Date(), nullable=True))
        batch_op.add_column(sa.Column('procurement_responsible_id', sa.Integer(), nullable=True))
        batch_op.create_index(batch_op.f('ix_contract_procurement_responsible_id'), ['procurement_responsible_id'], unique=False)
        batch_op.create_foreign_key(batch_op.f('fk_contract_procurement_responsible_id'), 'person', ['procurement_responsible_id'], ['id'], ondelete='SET NULL')
