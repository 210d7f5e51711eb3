"""Alembic's environment: one connection, one transaction."""

from alembic import context
from sqlalchemy import create_engine, pool

from registry.db import session
from registry.db.base import Base

engine = create_engine(session.normalise_url(context.config.get_main_option("sqlalchemy.url") or ""), poolclass=pool.NullPool)
with engine.connect() as connection:
    if connection.dialect.name == "sqlite":
        # SQLite changes a table by making it anew; dropping the old one would delete whatever refers to its rows
        connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
        connection.commit()
    context.configure(connection=connection, target_metadata=Base.metadata, render_as_batch=connection.dialect.name == "sqlite")
    with context.begin_transaction():
        context.run_migrations()
