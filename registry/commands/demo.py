"""`registry demo`: fill an empty catalogue, with the demonstration municipality or with a large invented landscape."""

from __future__ import annotations

import secrets
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy.orm import Session

SPECS = Path(__file__).parents[2] / "specs"
LOGINS = "demo-logins.txt"
ACCOUNTS = {
    "lasare@granvik.example": ("Läsare", "reader"),
    "drift@granvik.example": ("It-drift", "editor"),
    "arkitekt@granvik.example": ("Arkitekt", "architect"),
    "upphandling@granvik.example": ("Upphandling", "procurement"),
    "admin@granvik.example": ("Administratör", "administrator"),
    "amanda.vikholm@granvik.example": ("Amanda Vikholm", "reader"),
}
PEOPLE = {"amanda.vikholm@granvik.example": "amanda-vikholm"}
"""Which account is whom: hers sees the terms of the contracts she is responsible for, and of no others."""


@click.command("demo")
@click.option("--systems", type=click.IntRange(10, 1_000_000), help="Generate so many systems instead of the municipality.")
@click.option("--seed", type=int, default=1, show_default=True, help="The same seed gives the same landscape.")
@click.option(
    "--specs",
    "specs_folder",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    default=SPECS,
    help="Folder with the published documents; left out: those delivered with the registry.",
)
def demo_command(systems: int | None, seed: int, specs_folder: Path) -> None:
    """Fill an empty catalogue: with Granviks kommun, or with --systems invented ones."""
    from registry.app import create_app
    from registry.kit import clock
    from registry.kit.database import opened

    if systems is None and not any(specs_folder.glob("*.yaml")):
        raise click.ClickException(f"{specs_folder} holds no documents; name the folder of the demonstration's with --specs.")
    app = create_app()
    with opened(app) as session:
        refuse_unless_empty(session)
        if systems is None:
            tell(load_municipality(session, clock.today(), specs_folder), Path(app.config["INSTANCE"]) / LOGINS)
        else:
            load_invented(session, clock.today(), systems, seed)


def load_municipality(session: Session, today: date, specs_folder: Path) -> dict[str, str]:
    """Write the demonstration municipality and its accounts; passwords by e-mail."""
    from registry.demo.load import load

    load(session, today, specs_folder, click.echo)
    logins = make_accounts(session)
    session.commit()
    return logins


def load_invented(session: Session, today: date, systems: int, seed: int) -> None:
    """Write a large invented landscape. It gets no accounts: it is for measuring, beside the accounts there are."""
    from registry.demo.large import generate

    generate(session, systems, seed, today, click.echo)
    session.commit()


def refuse_unless_empty(session: Session) -> None:
    """Raise ClickException when some noun has a record, or when there are no tables yet."""
    from sqlalchemy import select
    from sqlalchemy.exc import OperationalError, ProgrammingError

    from registry.resources import RESOURCES

    try:
        filled = [str(noun.plural) for noun in RESOURCES if session.scalar(select(noun.model.id).limit(1)) is not None]
    except (OperationalError, ProgrammingError) as error:
        raise click.ClickException("The database has no tables, or old ones: run `registry database upgrade` first.") from error
    if filled:
        raise click.ClickException(
            f"The catalogue is not empty (it has {', '.join(filled).lower()}); the demonstration needs an empty one."
        )


def make_accounts(session: Session) -> dict[str, str]:
    """One account per role and one responsible for contracts, each with a password of this installation only, by e-mail."""
    from registry.accounts.operations import ensure_account, set_person
    from registry.commands.accounts import person_number
    from registry.kit.access import Role

    passwords = {email: secrets.token_urlsafe(12) for email in ACCOUNTS}
    for email, (name, role) in ACCOUNTS.items():
        account = ensure_account(session, email, name, [Role(role)], passwords[email])
        if email in PEOPLE:
            set_person(session, account, person_number(session, PEOPLE[email]))
    return passwords


def tell(logins: dict[str, str], path: Path) -> None:
    """Print the accounts and keep them in a file that only its owner may read."""
    lines = [f"{email}  {password}  ({ACCOUNTS[email][1]})" for email, password in logins.items()]
    path.unlink(missing_ok=True)
    path.touch(mode=0o600)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    click.echo("\n".join(["", "Accounts:", *lines, f"They are kept in {path}."]))
