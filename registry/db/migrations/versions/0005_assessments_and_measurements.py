"""Dated assessments of systems, measurements of benefits, and who asked for an initiative"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('assessment',
    sa.Column('system_id', sa.Integer(), nullable=False),
    sa.Column('assessed_on', sa.Date(), nullable=False),
    sa.Column('assessed_by_id', sa.Integer(), nullable=True),
    sa.Column('business_fit', sa.Integer(), nullable=True),
    sa.Column('business_fit_note', sa.String(length=1000), nullable=True),
    sa.Column('can_be_developed', sa.Integer(), nullable=True),
    sa.Column('can_be_developed_note', sa.String(length=1000), nullable=True),
    sa.Column('can_be_secured', sa.Integer(), nullable=True),
    sa.Column('can_be_secured_note', sa.String(length=1000), nullable=True),
    sa.Column('competence', sa.Integer(), nullable=True),
    sa.Column('competence_note', sa.String(length=1000), nullable=True),
    sa.Column('documented', sa.Integer(), nullable=True),
    sa.Column('documented_note', sa.String(length=1000), nullable=True),
    sa.Column('supplier_support', sa.Integer(), nullable=True),
    sa.Column('supplier_support_note', sa.String(length=1000), nullable=True),
    sa.Column('supplier_relation', sa.Integer(), nullable=True),
    sa.Column('supplier_relation_note', sa.String(length=1000), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('key', sa.String(length=64), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('row_version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['assessed_by_id'], ['person.id'], name=op.f('fk_assessment_assessed_by_id'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['system_id'], ['system.id'], name=op.f('fk_assessment_system_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_assessment')),
    sa.UniqueConstraint('key', name=op.f('uq_assessment_key'))
    )
    with op.batch_alter_table('assessment', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_assessment_assessed_by_id'), ['assessed_by_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_assessment_assessed_on'), ['assessed_on'], unique=False)
        batch_op.create_index(batch_op.f('ix_assessment_system_id'), ['system_id'], unique=False)

    op.create_table('benefit_measurement',
    sa.Column('benefit_id', sa.Integer(), nullable=False),
    sa.Column('measured_on', sa.Date(), nullable=False),
    sa.Column('realised', sa.BigInteger(), nullable=False),
    sa.Column('note', sa.String(length=1000), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('key', sa.String(length=64), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('row_version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['benefit_id'], ['benefit.id'], name=op.f('fk_benefit_measurement_benefit_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_benefit_measurement')),
    sa.UniqueConstraint('key', name=op.f('uq_benefit_measurement_key'))
    )
    with op.batch_alter_table('benefit_measurement', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_benefit_measurement_benefit_id'), ['benefit_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_benefit_measurement_measured_on'), ['measured_on'], unique=False)

    with op.batch_alter_table('initiative', schema=None) as batch_op:
        batch_op.add_column(sa.Column('asked_by', sa.String(length=200), nullable=True))
        batch_op.add_column(sa.Column('status_reason', sa.Text(), nullable=True))

    with op.batch_alter_table('system', schema=None) as batch_op:
        batch_op.add_column(sa.Column('supplier_support', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('supplier_relation', sa.Integer(), nullable=True))

    # what was measured before stands as a benefit's first measurement
    op.execute(
        "INSERT INTO benefit_measurement (benefit_id, measured_on, realised, key, created_at, updated_at, row_version) "
        "SELECT id, measured_on, realised, 'MEAS-' || id, updated_at, updated_at, 1 FROM benefit "
        "WHERE realised IS NOT NULL AND measured_on IS NOT NULL"
    )
