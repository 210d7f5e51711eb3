"""`registry accounts`: make an account or set its password from the command line, for the first administrator."""

from __future__ import annotations

import click

from registry.kit.access import Role


@click.group("accounts")
def accounts_group() -> None:
    """Accounts that may log in."""


@accounts_group.command("save")
@click.argument("email")
@click.option("--name", required=True, help="The person's name.")
@click.option("--role", "roles", multiple=True, type=click.Choice([role.value for role in Role]), required=True)
@click.option(
    "--password", prompt=True, hide_input=True, confirmation_prompt=True, help="At least 12 characters; asked for when left out."
)
def save(email: str, name: str, roles: tuple[str, ...], password: str) -> None:
    """Make the account of EMAIL, or replace its roles and password."""
    from registry.accounts.operations import ensure_account
    from registry.app import create_app
    from registry.kit.database import opened

    if len(password) < 12:
        raise click.ClickException("The password needs at least 12 characters.")
    with opened(create_app()) as session:
        ensure_account(session, email, name, [Role(role) for role in roles], password)
        session.commit()
    click.echo(f"{email} may log in.")
