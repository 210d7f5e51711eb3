"""An initiative in a minute: what stands in its way and until when, what it would take, what it gives, and the next step."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import g
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from registry.core.initiatives.life import Step, steps_from
from registry.core.initiatives.returns import Estimate, Return, in_words, return_of
from registry.core.initiatives.waits import circle_of
from registry.core.landscape.graph import Initiative as Other
from registry.core.text import text as _
from registry.core.vocabulary import InitiativeStatus
from registry.initiatives.models import GoalServed, Initiative, SystemTouched
from registry.kit.access import CATALOGUE_EDITORS, allowed
from registry.kit.clock import today
from registry.kit.database import database
from registry.kit.panels import Panel, panel
from registry.landscape.operations import LandscapeTooLarge, initiatives
from registry.portfolio.findings import OVER, Findings, findings_of


@dataclass(frozen=True, slots=True)
class Waits:
    """The initiatives that this one waits for and those that wait for it; `circle` when it waits for itself over others."""

    waits_for: tuple[Other, ...]
    waited_for: tuple[Other, ...]
    circle: tuple[Other, ...]


@dataclass(frozen=True, slots=True)
class Brief:
    """What a sponsor is told. `found` is None when the initiative is over or the register too large to know."""

    initiative: Initiative
    found: Findings | None
    estimate: Estimate
    returns: Return | None
    steps: tuple[Step, ...]
    today: date

    @property
    def is_over(self) -> bool:
        return self.initiative.status in OVER

    @property
    def asks_for_legacy(self) -> bool:
        """Whether it is over and nobody has told what legacy it ran into."""
        return self.is_over and self.initiative.legacy_asked_on is None

    @property
    def is_late(self) -> bool:
        """Whether the day it needed a free way has passed while it is active."""
        needed = self.initiative.needed_by
        return self.initiative.status is InitiativeStatus.ACTIVE and needed is not None and needed < self.today


def findings_here(initiative: Initiative) -> Findings | None:
    """What is in the way of the initiative, reckoned once for all the panels of its page. Raises LandscapeTooLarge."""
    if g.get("findings_of") != initiative.key:
        g.findings, g.findings_of = findings_of(database.session, initiative.key, today()), initiative.key
    found: Findings | None = g.findings
    return found


@panel("initiative")
def in_brief(initiative: Initiative) -> Panel:
    """The answer a sponsor looks for, before the evidence."""
    estimate = Estimate(initiative.expected_benefit, initiative.running_cost, initiative.budget)
    returns = return_of(estimate)
    brief = Brief(initiative, _findings(initiative), estimate, returns, steps_from(initiative.status), today())
    values: dict[str, Any] = {
        "brief": brief,
        "goals": _of(initiative, GoalServed, GoalServed.goal),
        "touches": _of(initiative, SystemTouched, SystemTouched.system),
        "waits": _waits(brief.found),
        "payback": in_words(returns) if returns else None,
        "may_write": allowed(CATALOGUE_EDITORS),
    }
    return Panel(_("In brief"), "portfolio/brief_panel.html", values, ("answers.css", "legacy.css"))


def _waits(found: Findings | None) -> Waits | None:
    if found is None:
        return None
    every = initiatives(database.session, today())
    own = found.initiative
    circle = circle_of(own.key, lambda key: every[key].depends_on) or ()
    waits_for = tuple(every[key] for key in own.depends_on)
    waited_for = tuple(other for other in every.values() if own.key in other.depends_on)
    return Waits(waits_for, waited_for, tuple(every[key] for key in circle))


def _findings(initiative: Initiative) -> Findings | None:
    try:
        return findings_here(initiative)
    except LandscapeTooLarge:
        return None


def _of(initiative: Initiative, model: Any, end: Any) -> Sequence[Any]:
    query = select(model).where(model.initiative_id == initiative.id).options(joinedload(end)).order_by(model.id)
    return database.session.scalars(query).all()
