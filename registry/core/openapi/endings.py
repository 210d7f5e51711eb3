"""When an address says that it will be closed: the header fields Sunset (RFC 8594) and Deprecation (RFC 9745)."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime

_SECONDS = re.compile(r"@(-?\d{1,12})")


def sunset_on(value: str | None) -> date | None:
    """The day a Sunset field names, in UTC; None when it is missing or no HTTP date."""
    return _http_date(value) if value is not None else None


def deprecated_on(value: str | None) -> date | None:
    """The day a Deprecation field names, in UTC: `@` and seconds since 1970, or an HTTP date as drafts of the RFC had it.

    None when it is missing or neither.
    """
    if value is None:
        return None
    seconds = _SECONDS.fullmatch(value.strip())
    if seconds is None:
        return _http_date(value)
    try:
        return datetime.fromtimestamp(int(seconds[1]), UTC).date()
    except (ValueError, OverflowError, OSError):
        return None


def _http_date(value: str) -> date | None:
    try:
        moment = parsedate_to_datetime(value)
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC).date()
    except (ValueError, OverflowError):
        return None
