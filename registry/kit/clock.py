"""What day it is: asked in one place, so that tests and demonstrations can set it."""

from __future__ import annotations

from datetime import date, datetime

from flask import current_app

from registry.kit.text import TIME_ZONE


def today() -> date:
    """Today's date in Sweden, or the day set as TODAY in the application's configuration."""
    chosen: date | None = current_app.config.get("TODAY")
    return chosen or datetime.now(TIME_ZONE).date()
