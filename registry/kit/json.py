"""JSON as it comes from outside: what is no JSON, or nested without end, is refused like any other bad text."""

from __future__ import annotations

from typing import Any, NoReturn

from flask import Flask


class StrictLoads:
    """Reads JSON strictly; Flask answers a ValueError from here with 400, never with a stack trace."""

    def loads(self, s: str | bytes, **kwargs: Any) -> Any:
        try:
            return super().loads(s, parse_constant=_refuse, **kwargs)  # type: ignore[misc]
        except RecursionError as error:
            raise ValueError("nested too deeply") from error


def _refuse(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")


def init_app(app: Flask) -> None:
    """Make the reader that `app` has (Flask-Security brings its own) a strict one."""
    app.json = type("StrictJson", (StrictLoads, type(app.json)), {})(app)
