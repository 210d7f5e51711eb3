"""How locked in a contract is, on its page: every part with its evidence and where to look it up. For those who see terms."""

from __future__ import annotations

from typing import Any

from flask import url_for

from registry.contracts.models import Contract
from registry.core.scoring import Component
from registry.core.text import text as _
from registry.core.vocabulary import Score
from registry.kit.clock import today
from registry.kit.database import database
from registry.kit.panels import Panel, panel
from registry.kit.trend_picture import trend_picture
from registry.procurement import lock_in_days
from registry.procurement.lock_in import lock_in_of
from registry.procurement.permission import sees_terms
from registry.scores.weights import newest

CEILING = 100
SYSTEM_PARTS = frozenset({"integrations", "dependents", "critical_dependents", "domain_concentration"})
SUPPLIER_PARTS = frozenset({"spend_share", "critical_share", "relation"})


@panel("contract")
def lock_in(contract: Contract) -> Panel | None:
    """The score with its parts, what would lower it most, its trend, and its place among the other contracts."""
    if not sees_terms(contract):
        return None
    day = today()
    found = lock_in_of(database.session, contract, day)
    days = lock_in_days.trend(database.session, contract.id, day)
    values: dict[str, Any] = {
        "found": found,
        "addresses": {part.key: _address(part, contract) for part in found.components},
        "standing": lock_in_days.standing(database.session, contract.id, found),
        "version": newest(database.session, Score.LOCK_IN),
        "days": days,
        "numbers": lock_in_days.numbers_of(database.session, days),
        "picture": trend_picture([(row.day, (row.low + row.high) / 2) for row in days], ceiling=CEILING),
    }
    return Panel(_("How locked in we are"), "procurement/lock_in_panel.html", values, ("answers.css",))


def _address(part: Component, contract: Contract) -> str:
    """The page of the records that a part's evidence rests on."""
    if part.key in SYSTEM_PARTS:
        return url_for("coverage.index", contract=contract.key)
    if part.key in SUPPLIER_PARTS:
        return url_for("supplier.show", key=contract.supplier.key)
    return url_for("contract.changes", key=contract.key)
