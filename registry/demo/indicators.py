"""The demonstration's indicators: how they were, month by month, and today's as the registry reckons them."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import yaml
from sqlalchemy.orm import Session

from registry.indicators.models import IndicatorSnapshot
from registry.reports.indicators import take

HISTORY = Path(__file__).with_name("indicator_history.yaml")


def keep(session: Session, today: date) -> None:
    """Write the history, and take today's values from the catalogue that was just loaded."""
    for indicator, values in yaml.safe_load(HISTORY.read_text("utf-8")).items():
        for months, value, numerator, denominator, *kept in values:
            session.add(
                IndicatorSnapshot(
                    indicator=indicator,
                    day=_months_before(today, months),
                    value=value,
                    numerator=numerator,
                    denominator=denominator,
                    records=_records(*kept) if kept else _records([], []),
                )
            )
    take(session, today)


def _records(met: list[str], unmet: list[str]) -> dict[str, Any]:
    return {"met": met, "unmet": unmet, "met_count": len(met), "unmet_count": len(unmet)}


def _months_before(today: date, months: int) -> date:
    """The first day of the month so many months ago."""
    number = today.year * 12 + today.month - 1 - months
    return date(number // 12, number % 12 + 1, 1)
