"""The verdict a page may show of a version: the stored one, or today's when time has passed it by."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Session

from registry.apis.models import ApiVersion
from registry.core.strategy.verdict import Report
from registry.governance.operations import newest_result, standing_report
from registry.governance.strategy import strategy


def current_report(session: Session, version: ApiVersion, today: date) -> Report | None:
    """The verdict on the version's document, or None when it has not been checked."""
    result = newest_result(session, version.id, strategy().profile.id)
    if result is None or result.document_id != version.document_id:
        return None
    return standing_report(session, version, result, today)
