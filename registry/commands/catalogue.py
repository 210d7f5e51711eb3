"""The catalogue as commands read it: opened, with failures told in a sentence."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import click
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from registry.app import create_app
from registry.kit.database import opened
from registry.landscape.operations import LandscapeTooLarge


@contextmanager
def catalogue(**overrides: Any) -> Iterator[Session]:
    """The installation's database; a catalogue that cannot be read, or is too large to be reckoned with, ends the command."""
    with opened(create_app(**overrides)) as session:
        try:
            yield session
        except LandscapeTooLarge as problem:
            raise click.ClickException(str(problem.message)) from None
        except DBAPIError as problem:
            message = f"The database cannot be read ({problem.orig}). “registry database upgrade” makes its tables."
            raise click.ClickException(message) from None
