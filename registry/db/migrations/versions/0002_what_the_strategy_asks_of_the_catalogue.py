"""What the strategy asks of the catalogue: attestations, revisions, watched addresses, consumers' copies and keys"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('attestation',
    sa.Column('api_id', sa.Integer(), nullable=False),
    sa.Column('profile', sa.String(length=60), nullable=False),
    sa.Column('clause', sa.String(length=20), nullable=False),
    sa.Column('followed', sa.Boolean(), nullable=False),
    sa.Column('grounds', sa.Text(), nullable=False),
    sa.Column('attested_by_id', sa.Integer(), nullable=True),
    sa.Column('attested_on', sa.Date(), nullable=False),
    sa.Column('review_on', sa.Date(), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('key', sa.String(length=64), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('row_version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['api_id'], ['api.id'], name=op.f('fk_attestation_api_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['attested_by_id'], ['person.id'], name=op.f('fk_attestation_attested_by_id'), ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_attestation')),
    sa.UniqueConstraint('key', name=op.f('uq_attestation_key'))
    )
    with op.batch_alter_table('attestation', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_attestation_api_id'), ['api_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_attestation_attested_by_id'), ['attested_by_id'], unique=False)

    op.create_table('document_revision',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('api_version_id', sa.Integer(), nullable=False),
    sa.Column('document_id', sa.Integer(), nullable=False),
    sa.Column('published_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['api_version_id'], ['api_version.id'], name=op.f('fk_document_revision_api_version_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['document_id'], ['specification_document.id'], name=op.f('fk_document_revision_document_id'), ondelete='RESTRICT'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_document_revision'))
    )
    with op.batch_alter_table('document_revision', schema=None) as batch_op:
        batch_op.create_index('ix_document_revision_version', ['api_version_id', 'id'], unique=False)

    op.create_table('specification_watch',
    sa.Column('api_version_id', sa.Integer(), nullable=False),
    sa.Column('address', sa.String(length=2000), nullable=False),
    sa.Column('etag', sa.String(length=400), nullable=True),
    sa.Column('last_modified', sa.String(length=100), nullable=True),
    sa.Column('tried_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('answered_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('changed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('failures', sa.Integer(), nullable=False),
    sa.Column('retry_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('problem', sa.JSON(), nullable=True),
    sa.Column('sunset_on', sa.Date(), nullable=True),
    sa.Column('deprecated_on', sa.Date(), nullable=True),
    sa.ForeignKeyConstraint(['api_version_id'], ['api_version.id'], name=op.f('fk_specification_watch_api_version_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('api_version_id', name=op.f('pk_specification_watch'))
    )
    with op.batch_alter_table('api', schema=None) as batch_op:
        batch_op.add_column(sa.Column('classified_by_id', sa.Integer(), nullable=True))
        batch_op.create_index(batch_op.f('ix_api_classified_by_id'), ['classified_by_id'], unique=False)
        batch_op.create_foreign_key(batch_op.f('fk_api_classified_by_id'), 'person', ['classified_by_id'], ['id'], ondelete='SET NULL')

    with op.batch_alter_table('api_environment', schema=None) as batch_op:
        batch_op.add_column(sa.Column('backing', sa.String(length=40), nullable=True))

    with op.batch_alter_table('consumer', schema=None) as batch_op:
        batch_op.add_column(sa.Column('key_issued_on', sa.Date(), nullable=True))
        batch_op.add_column(sa.Column('document_id', sa.Integer(), nullable=True))
        batch_op.create_index(batch_op.f('ix_consumer_document_id'), ['document_id'], unique=False)
        batch_op.create_foreign_key(batch_op.f('fk_consumer_document_id'), 'specification_document', ['document_id'], ['id'], ondelete='RESTRICT')

    # what is published today is each version's first known revision
    op.execute(
        "INSERT INTO document_revision (api_version_id, document_id, published_at) "
        "SELECT v.id, v.document_id, d.received_at FROM api_version v JOIN specification_document d ON d.id = v.document_id"
    )
