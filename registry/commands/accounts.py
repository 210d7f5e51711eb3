"""`registry accounts`: make an account or set its password from the command line, for the first administrator."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from registry.kit.access import Role

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


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
@click.option(
    "--person", "key", help="Key of the person in the catalogue: the account sees the contracts that person answers for."
)
def save(email: str, name: str, roles: tuple[str, ...], password: str, key: str | None) -> None:
    """Make the account of EMAIL, or replace its roles and password."""
    from registry.accounts.operations import ensure_account, set_person
    from registry.app import create_app
    from registry.kit.database import opened

    if len(password) < 12:
        raise click.ClickException("The password needs at least 12 characters.")
    with opened(create_app()) as session:
        account = ensure_account(session, email, name, [Role(role) for role in roles], password)
        if key is not None:
            set_person(session, account, person_number(session, key))
        session.commit()
    click.echo(f"{email} may log in.")


def person_number(session: Session, key: str) -> int:
    """Number of the person with `key`. Raises ClickException when there is none."""
    from sqlalchemy import select

    from registry.organisations.models import Person

    number = session.scalar(select(Person.id).where(Person.key == key))
    if number is None:
        raise click.ClickException(f"There is no person with the key {key} in the catalogue.")
    return number
