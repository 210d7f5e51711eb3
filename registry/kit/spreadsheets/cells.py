"""Values as the text of a cell."""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal

_SURE_DIGITS = 15
"""Digits of a floating-point number that mean something; the rest shows how it is stored (0.30000000000000004)."""


def shown(value: object) -> str:
    """The value as text: nothing for None, ISO form for dates, plain decimal digits for numbers, `true` and `false`."""
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case float():
            return _digits(Decimal(format(value, f".{_SURE_DIGITS}g"))) if value == value and abs(value) != float("inf") else ""
        case Decimal():
            return _digits(value)
        case datetime():
            return value.date().isoformat() if value.time() == time() and value.tzinfo is None else value.isoformat()
        case date() | time():
            return value.isoformat()
        case _:
            return str(value)


def _digits(value: Decimal) -> str:
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
