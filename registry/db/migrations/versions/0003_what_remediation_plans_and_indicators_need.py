"""What remediation plans and indicators need: prerequisites, benefits, stories, weights, plans, snapshots, maturity"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('indicator_snapshot',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('indicator', sa.String(length=60), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('value', sa.Double(), nullable=True),
    sa.Column('numerator', sa.Double(), nullable=True),
    sa.Column('denominator', sa.Double(), nullable=True),
    sa.Column('records', sa.JSON(), nullable=False),
    sa.Column('taken_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_indicator_snapshot')),
    sa.UniqueConstraint('indicator', 'day', name=op.f('uq_indicator_snapshot_indicator_day'))
    )
    with op.batch_alter_table('indicator_snapshot', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_indicator_snapshot_day'), ['day'], unique=False)

    op.create_table('indicator_target',
    sa.Column('indicator', sa.String(length=60), nullable=False),
    sa.Column('target', sa.Integer(), nullable=True),
    sa.Column('threshold', sa.Integer(), nullable=True),
    sa.Column('note', sa.Text(), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('key', sa.String(length=64), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('row_version', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_indicator_target')),
    sa.UniqueConstraint('indicator', name=op.f('uq_indicator_target_indicator')),
    sa.UniqueConstraint('key', name=op.f('uq_indicator_target_key'))
    )
    op.create_table('legacy_weights',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('decided_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('decided_by', sa.String(length=255), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('weights', sa.JSON(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_legacy_weights'))
    )
    op.create_table('plan_run',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('asked_by', sa.String(length=255), nullable=False),
    sa.Column('touched_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('state', sa.String(length=20), nullable=False),
    sa.Column('terms', sa.JSON(), nullable=False),
    sa.Column('result', sa.JSON(), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_plan_run'))
    )
    op.create_table('maturity_result',
    sa.Column('organisation_id', sa.Integer(), nullable=False),
    sa.Column('measured_on', sa.Date(), nullable=False),
    sa.Column('capability', sa.Integer(), nullable=False),
    sa.Column('legacy', sa.Integer(), nullable=False),
    sa.Column('source', sa.String(length=200), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('key', sa.String(length=64), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('row_version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_maturity_result_organisation_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_maturity_result')),
    sa.UniqueConstraint('key', name=op.f('uq_maturity_result_key')),
    sa.UniqueConstraint('organisation_id', 'measured_on', name=op.f('uq_maturity_result_organisation_id_measured_on'))
    )
    with op.batch_alter_table('maturity_result', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_maturity_result_organisation_id'), ['organisation_id'], unique=False)

    op.create_table('benefit',
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('initiative_id', sa.Integer(), nullable=False),
    sa.Column('expected', sa.BigInteger(), nullable=True),
    sa.Column('expected_from', sa.Date(), nullable=True),
    sa.Column('realised', sa.BigInteger(), nullable=True),
    sa.Column('measured_on', sa.Date(), nullable=True),
    sa.Column('follow_up_on', sa.Date(), nullable=True),
    sa.Column('responsible_id', sa.Integer(), nullable=True),
    sa.Column('how_measured', sa.Text(), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('key', sa.String(length=64), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('row_version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['initiative_id'], ['initiative.id'], name=op.f('fk_benefit_initiative_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['responsible_id'], ['person.id'], name=op.f('fk_benefit_responsible_id'), ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_benefit')),
    sa.UniqueConstraint('key', name=op.f('uq_benefit_key'))
    )
    with op.batch_alter_table('benefit', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_benefit_follow_up_on'), ['follow_up_on'], unique=False)
        batch_op.create_index(batch_op.f('ix_benefit_initiative_id'), ['initiative_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_benefit_responsible_id'), ['responsible_id'], unique=False)

    op.create_table('story',
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('initiative_id', sa.Integer(), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('told_on', sa.Date(), nullable=False),
    sa.Column('told_by_id', sa.Integer(), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('key', sa.String(length=64), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('row_version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['initiative_id'], ['initiative.id'], name=op.f('fk_story_initiative_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['told_by_id'], ['person.id'], name=op.f('fk_story_told_by_id'), ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_story')),
    sa.UniqueConstraint('key', name=op.f('uq_story_key'))
    )
    with op.batch_alter_table('story', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_story_initiative_id'), ['initiative_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_story_told_by_id'), ['told_by_id'], unique=False)

    op.create_table('remediation_requirement',
    sa.Column('remediation_id', sa.Integer(), nullable=False),
    sa.Column('requires_id', sa.Integer(), nullable=False),
    sa.Column('why', sa.String(length=200), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('key', sa.String(length=64), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('row_version', sa.Integer(), nullable=False),
    sa.CheckConstraint('remediation_id <> requires_id', name=op.f('ck_remediation_requirement_two_remediations')),
    sa.ForeignKeyConstraint(['remediation_id'], ['remediation.id'], name=op.f('fk_remediation_requirement_remediation_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['requires_id'], ['remediation.id'], name=op.f('fk_remediation_requirement_requires_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_remediation_requirement')),
    sa.UniqueConstraint('key', name=op.f('uq_remediation_requirement_key')),
    sa.UniqueConstraint('remediation_id', 'requires_id', name=op.f('uq_remediation_requirement_remediation_id_requires_id'))
    )
    with op.batch_alter_table('remediation_requirement', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_remediation_requirement_remediation_id'), ['remediation_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_remediation_requirement_requires_id'), ['requires_id'], unique=False)

    with op.batch_alter_table('initiative', schema=None) as batch_op:
        batch_op.add_column(sa.Column('running_cost', sa.BigInteger(), nullable=True))
        batch_op.add_column(sa.Column('risk', sa.Enum('low', 'medium', 'high', name='risk', native_enum=False, length=40), nullable=True))
        batch_op.add_column(sa.Column('risk_note', sa.Text(), nullable=True))
        batch_op.add_column(sa.Column('assessed_on', sa.Date(), nullable=True))
        batch_op.add_column(sa.Column('ended_on', sa.Date(), nullable=True))
        batch_op.add_column(sa.Column('legacy_asked_on', sa.Date(), nullable=True))
        batch_op.create_index(batch_op.f('ix_initiative_risk'), ['risk'], unique=False)

    with op.batch_alter_table('remediation', schema=None) as batch_op:
        batch_op.add_column(sa.Column('not_before', sa.Date(), nullable=True))
        batch_op.add_column(sa.Column('must_do', sa.Boolean(), nullable=True))
        batch_op.add_column(sa.Column('obstacle_id', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('decided_on', sa.Date(), nullable=True))
        batch_op.add_column(sa.Column('done_on', sa.Date(), nullable=True))
        batch_op.create_index(batch_op.f('ix_remediation_obstacle_id'), ['obstacle_id'], unique=False)
        batch_op.create_foreign_key(batch_op.f('fk_remediation_obstacle_id'), 'obstacle', ['obstacle_id'], ['id'], ondelete='SET NULL')

    with op.batch_alter_table('system', schema=None) as batch_op:
        batch_op.add_column(sa.Column('documented', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('time_reason', sa.Text(), nullable=True))
