"""The web application's session: Flask-SQLAlchemy-Lite closes it with the request."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask
from flask_sqlalchemy_lite import SQLAlchemy
from sqlalchemy.orm import Session

database = SQLAlchemy()


@contextmanager
def opened(app: Flask) -> Iterator[Session]:
    """The session of `app` for a command, every connection closed afterwards."""
    with app.app_context():
        try:
            yield database.session
        finally:
            database.session.close()
            database.engine.dispose()
