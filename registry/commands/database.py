"""`registry database`: bring the database to the newest shape, tell what it holds."""

from __future__ import annotations

import click
from sqlalchemy import create_engine, inspect, text

from registry import config
from registry.db import migrations


@click.group("database")
def database_group() -> None:
    """The database of this installation."""


@database_group.command("upgrade")
def upgrade() -> None:
    """Make or change the tables to what this version needs. Data stays."""
    try:
        settings = config.load()
    except ValueError as error:
        raise click.ClickException(str(error)) from error
    migrations.upgrade(settings.database_url)
    click.echo("The database is up to date.")


@database_group.command("empty")
def empty() -> None:
    """Exit with 0 when no system is registered yet, otherwise with 1."""
    engine = create_engine(config.load().database_url)
    with engine.connect() as connection:
        filled = inspect(connection).has_table("system") and connection.execute(text("SELECT 1 FROM system LIMIT 1")).first()
    raise SystemExit(1 if filled else 0)
