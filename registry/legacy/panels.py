"""What the legacy layer adds to a system's page: what to do with it, what would help most, and who said so."""

from __future__ import annotations

from sqlalchemy import select

from registry.core.legacy import disposition_of
from registry.core.text import text as _
from registry.kit.access import ARCHITECTURE_EDITORS, allowed
from registry.kit.clock import today
from registry.kit.database import database
from registry.kit.panels import Panel, panel
from registry.landscape import operations
from registry.legacy.assessing import last_assessment, may_assess
from registry.systems.models import LegacyVerdict, System

MOST_NAMED = 3


@panel("system")
def what_to_do(record: System) -> Panel:
    """The TIME advice with its reasoning, people's own decision, and the way to the questions."""
    assessed = operations.assessment(database.session, record.key, today())
    verdicts = select(LegacyVerdict).where(LegacyVerdict.system_id == record.id)
    values = {
        "record": record,
        "assessed": assessed,
        "disposition": disposition_of(assessed, record.business_fit, record.time_advice),
        "lowering": assessed.what_would_lower_it[:MOST_NAMED],
        "last": last_assessment(record),
        "may_assess": may_assess(record),
        "may_judge": allowed(ARCHITECTURE_EDITORS),
        "verdict": database.session.scalars(
            verdicts.order_by(LegacyVerdict.decided_on.desc(), LegacyVerdict.id.desc()).limit(1)
        ).first(),
        "today": today(),
    }
    return Panel(_("What to do with it"), "legacy/system_panel.html", values)
