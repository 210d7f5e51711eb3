"""Terms that change and what contracts cost: options, appendices, law's limits, reviews, sub-suppliers, costs, lock-in by day"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('index_value',
    sa.Column('index', sa.Enum('fixed', 'kpi', 'aki', 'ppi', 'supplier', name='priceindex', native_enum=False, length=40), nullable=False),
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('hundredths', sa.Integer(), nullable=False),
    sa.Column('source', sa.String(length=200), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('key', sa.String(length=64), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('row_version', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_index_value')),
    sa.UniqueConstraint('index', 'year', name=op.f('uq_index_value_index_year')),
    sa.UniqueConstraint('key', name=op.f('uq_index_value_key'))
    )
    op.create_table('legal_limit',
    sa.Column('limit', sa.Enum('direct_award', 'documentation', 'eu_threshold', 'framework_years', 'change_percent', 'standstill_days', name='legallimitkind', native_enum=False, length=40), nullable=False),
    sa.Column('value', sa.Integer(), nullable=False),
    sa.Column('valid_from', sa.Date(), nullable=False),
    sa.Column('source', sa.String(length=200), nullable=False),
    sa.Column('source_url', sa.String(length=2000), nullable=True),
    sa.Column('checked_on', sa.Date(), nullable=True),
    sa.Column('note', sa.Text(), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('key', sa.String(length=64), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('row_version', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_legal_limit')),
    sa.UniqueConstraint('key', name=op.f('uq_legal_limit_key')),
    sa.UniqueConstraint('limit', 'valid_from', name=op.f('uq_legal_limit_limit_valid_from'))
    )
    with op.batch_alter_table('legal_limit', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_legal_limit_limit'), ['limit'], unique=False)

    op.create_table('sub_supplier',
    sa.Column('supplier_id', sa.Integer(), nullable=False),
    sa.Column('delivers_to_id', sa.Integer(), nullable=False),
    sa.Column('what', sa.String(length=200), nullable=True),
    sa.Column('personal_data', sa.Boolean(), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('key', sa.String(length=64), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('row_version', sa.Integer(), nullable=False),
    sa.CheckConstraint('supplier_id <> delivers_to_id', name=op.f('ck_sub_supplier_two_suppliers')),
    sa.ForeignKeyConstraint(['delivers_to_id'], ['supplier.id'], name=op.f('fk_sub_supplier_delivers_to_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['supplier_id'], ['supplier.id'], name=op.f('fk_sub_supplier_supplier_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_sub_supplier')),
    sa.UniqueConstraint('key', name=op.f('uq_sub_supplier_key')),
    sa.UniqueConstraint('supplier_id', 'delivers_to_id', name=op.f('uq_sub_supplier_supplier_id_delivers_to_id'))
    )
    with op.batch_alter_table('sub_supplier', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_sub_supplier_delivers_to_id'), ['delivers_to_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_sub_supplier_supplier_id'), ['supplier_id'], unique=False)

    op.create_table('relation_review',
    sa.Column('supplier_id', sa.Integer(), nullable=False),
    sa.Column('reviewed_on', sa.Date(), nullable=False),
    sa.Column('relation', sa.Enum('good', 'workable', 'strained', 'poor', name='supplierrelation', native_enum=False, length=40), nullable=False),
    sa.Column('findings', sa.Text(), nullable=True),
    sa.Column('reviewed_by_id', sa.Integer(), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('key', sa.String(length=64), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('row_version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['reviewed_by_id'], ['person.id'], name=op.f('fk_relation_review_reviewed_by_id'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['supplier_id'], ['supplier.id'], name=op.f('fk_relation_review_supplier_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_relation_review')),
    sa.UniqueConstraint('key', name=op.f('uq_relation_review_key')),
    sa.UniqueConstraint('supplier_id', 'reviewed_on', name=op.f('uq_relation_review_supplier_id_reviewed_on'))
    )
    with op.batch_alter_table('relation_review', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_relation_review_reviewed_by_id'), ['reviewed_by_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_relation_review_supplier_id'), ['supplier_id'], unique=False)

    op.create_table('amendment',
    sa.Column('contract_id', sa.Integer(), nullable=False),
    sa.Column('appendix', sa.String(length=60), nullable=False),
    sa.Column('signed_on', sa.Date(), nullable=True),
    sa.Column('applies_from', sa.Date(), nullable=False),
    sa.Column('term', sa.Enum('end', 'irrevocable_until', 'notice_period', 'notice_unit', 'notice_rule', 'renewal_period', 'renewal_unit', 'annual_value', 'total_value', 'price_index', name='amendedterm', native_enum=False, length=40), nullable=False),
    sa.Column('value', sa.String(length=60), nullable=True),
    sa.Column('note', sa.Text(), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('key', sa.String(length=64), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('row_version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['contract_id'], ['contract.id'], name=op.f('fk_amendment_contract_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_amendment')),
    sa.UniqueConstraint('contract_id', 'term', 'applies_from', name=op.f('uq_amendment_contract_id_term_applies_from')),
    sa.UniqueConstraint('key', name=op.f('uq_amendment_key'))
    )
    with op.batch_alter_table('amendment', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_amendment_contract_id'), ['contract_id'], unique=False)

    op.create_table('contract_option',
    sa.Column('contract_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('months', sa.Integer(), nullable=False),
    sa.Column('call_by', sa.Date(), nullable=True),
    sa.Column('call_period', sa.Integer(), nullable=True),
    sa.Column('call_unit', sa.Enum('days', 'weeks', 'months', name='periodunit', native_enum=False, length=40), nullable=True),
    sa.Column('decision', sa.Enum('called', 'declined', name='optiondecision', native_enum=False, length=40), nullable=True),
    sa.Column('decided_on', sa.Date(), nullable=True),
    sa.Column('decided_by_id', sa.Integer(), nullable=True),
    sa.Column('grounds', sa.Text(), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('key', sa.String(length=64), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('row_version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['contract_id'], ['contract.id'], name=op.f('fk_contract_option_contract_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['decided_by_id'], ['person.id'], name=op.f('fk_contract_option_decided_by_id'), ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_contract_option')),
    sa.UniqueConstraint('contract_id', 'number', name=op.f('uq_contract_option_contract_id_number')),
    sa.UniqueConstraint('key', name=op.f('uq_contract_option_key'))
    )
    with op.batch_alter_table('contract_option', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_contract_option_contract_id'), ['contract_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_contract_option_decided_by_id'), ['decided_by_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_contract_option_decision'), ['decision'], unique=False)

    op.create_table('cost_line',
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('organisation_id', sa.Integer(), nullable=False),
    sa.Column('supplier_id', sa.Integer(), nullable=False),
    sa.Column('contract_id', sa.Integer(), nullable=True),
    sa.Column('kind', sa.Enum('licence', 'maintenance', 'development', 'hosting', 'other', name='costkind', native_enum=False, length=40), nullable=False),
    sa.Column('planned', sa.BigInteger(), nullable=True),
    sa.Column('actual', sa.BigInteger(), nullable=True),
    sa.Column('note', sa.String(length=200), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('key', sa.String(length=64), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('row_version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['contract_id'], ['contract.id'], name=op.f('fk_cost_line_contract_id'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_cost_line_organisation_id'), ondelete='RESTRICT'),
    sa.ForeignKeyConstraint(['supplier_id'], ['supplier.id'], name=op.f('fk_cost_line_supplier_id'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_cost_line')),
    sa.UniqueConstraint('key', name=op.f('uq_cost_line_key')),
    sa.UniqueConstraint('year', 'organisation_id', 'supplier_id', 'contract_id', 'kind', name=op.f('uq_cost_line_year_organisation_id_supplier_id_contract_id_kind'))
    )
    with op.batch_alter_table('cost_line', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_cost_line_contract_id'), ['contract_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_cost_line_organisation_id'), ['organisation_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_cost_line_supplier_id'), ['supplier_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_cost_line_year'), ['year'], unique=False)

    op.create_table('lock_in_snapshot',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('contract_id', sa.Integer(), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('low', sa.Integer(), nullable=False),
    sa.Column('high', sa.Integer(), nullable=False),
    sa.Column('parts', sa.JSON(), nullable=False),
    sa.ForeignKeyConstraint(['contract_id'], ['contract.id'], name=op.f('fk_lock_in_snapshot_contract_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_lock_in_snapshot')),
    sa.UniqueConstraint('contract_id', 'day', name=op.f('uq_lock_in_snapshot_contract_id_day'))
    )
    with op.batch_alter_table('lock_in_snapshot', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_lock_in_snapshot_day'), ['day'], unique=False)

    op.create_table('relation_action',
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('review_id', sa.Integer(), nullable=False),
    sa.Column('responsible_id', sa.Integer(), nullable=True),
    sa.Column('due_on', sa.Date(), nullable=True),
    sa.Column('done_on', sa.Date(), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('key', sa.String(length=64), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('row_version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['responsible_id'], ['person.id'], name=op.f('fk_relation_action_responsible_id'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['review_id'], ['relation_review.id'], name=op.f('fk_relation_action_review_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_relation_action')),
    sa.UniqueConstraint('key', name=op.f('uq_relation_action_key'))
    )
    with op.batch_alter_table('relation_action', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_relation_action_due_on'), ['due_on'], unique=False)
        batch_op.create_index(batch_op.f('ix_relation_action_responsible_id'), ['responsible_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_relation_action_review_id'), ['review_id'], unique=False)


    with op.batch_alter_table('contract', schema=None) as batch_op:
        batch_op.add_column(sa.Column('signed_on', sa.Date(), nullable=True))
        batch_op.add_column(sa.Column('alternatives', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('alternatives_on', sa.Date(), nullable=True))
        batch_op.add_column(sa.Column('switching_months', sa.Integer(), nullable=True))

    with op.batch_alter_table('coverage', schema=None) as batch_op:
        batch_op.add_column(sa.Column('cost_share', sa.Integer(), nullable=True))

    with op.batch_alter_table('supplier', schema=None) as batch_op:
        batch_op.add_column(sa.Column('risk', sa.Enum('low', 'medium', 'high', name='risk', native_enum=False, length=40), nullable=True))
        batch_op.add_column(sa.Column('risk_note', sa.Text(), nullable=True))
        batch_op.create_index(batch_op.f('ix_supplier_risk'), ['risk'], unique=False)
