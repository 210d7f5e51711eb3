"""The verdict a page may show of a version: the stored one, or today's when a waiver it counts has run out."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Session

from registry.apis.models import ApiVersion, CheckResult
from registry.core.strategy.record import from_json
from registry.core.strategy.verdict import Report
from registry.governance.operations import fresh_report, newest_result
from registry.governance.results import lapsed
from registry.governance.strategy import strategy


def current_report(session: Session, version: ApiVersion, today: date) -> Report | None:
    """The verdict on the version's document, or None when it has not been checked."""
    result = newest_result(session, version.id, strategy().profile.id)
    if result is None or result.document_id != version.document_id:
        return None
    return report_of(session, version, result, today)


def report_of(session: Session, version: ApiVersion, result: CheckResult, today: date) -> Report:
    """What `result` says, judged anew when it rests on a waiver that has run out."""
    report = from_json(result.report)
    return fresh_report(session, version, today) if lapsed(report, today) else report
