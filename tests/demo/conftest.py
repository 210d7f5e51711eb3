"""The demonstration loaded once; tests of this folder only read it, or roll back."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from conftest import make_app
from sqlalchemy.orm import Session

from registry.demo.dates import WRITTEN_ON
from registry.demo.load import load
from registry.kit.database import database

SPECS = Path(__file__).parents[2] / "specs"
Furnish = Callable[[date], AbstractContextManager[Session]]


@pytest.fixture(scope="session")
def furnish(databases: Any, instance: Path, migrated: str) -> Furnish:
    """Makes a database of its own with the demonstration as it is loaded on a day."""

    @contextmanager
    def furnished(today: date) -> Iterator[Session]:
        address = databases.copy(migrated)
        app = make_app(instance, address)
        app.config["TODAY"] = today
        with app.app_context():
            load(database.session, today, SPECS)
            database.session.commit()
            yield database.session
            database.session.rollback()
            database.session.close()
            database.engine.dispose()
        databases.drop(address)

    return furnished


@pytest.fixture(scope="module")
def granvik(furnish: Furnish) -> Iterator[Session]:
    """The demonstration on the day it was written for."""
    with furnish(WRITTEN_ON) as session:
        yield session
