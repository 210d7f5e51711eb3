"""What an initiative has given, over time, and what was learnt from it, on its page."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from registry.core.text import text as _
from registry.initiatives.models import Benefit, BenefitMeasurement, Initiative, Story
from registry.iteration.benefits_picture import BenefitsPicture, benefits_picture
from registry.kit.access import CATALOGUE_EDITORS, allowed
from registry.kit.clock import today
from registry.kit.database import database
from registry.kit.panels import Panel, panel

STORIES_SHOWN = 3


@panel("initiative")
def benefits(initiative: Initiative) -> Panel | None:
    """Benefits expected and realised over time, with the days of follow-up; and what was learnt."""
    session = database.session
    found = session.scalars(select(Benefit).where(Benefit.initiative_id == initiative.id).order_by(Benefit.id)).all()
    stories = select(Story).where(Story.initiative_id == initiative.id).order_by(Story.told_on.desc(), Story.id.desc())
    told = session.scalars(stories.limit(STORIES_SHOWN)).all()
    if not found and not told:
        return None
    measured = (
        select(BenefitMeasurement)
        .join(Benefit, Benefit.id == BenefitMeasurement.benefit_id)
        .where(Benefit.initiative_id == initiative.id)
        .order_by(BenefitMeasurement.measured_on, BenefitMeasurement.id)
    )
    values = {
        "benefits": found,
        "picture": _picture(found, session.scalars(measured).all()),
        "expected": sum(one.expected or 0 for one in found),
        "realised": sum(one.realised or 0 for one in found),
        "measured": any(one.realised is not None for one in found),
        "stories": told,
        "today": today(),
        "may_write": allowed(CATALOGUE_EDITORS),
    }
    return Panel(_("Benefit and what was learnt"), "iteration/benefits_panel.html", values, ("answers.css", "legacy.css"))


def _picture(found: Sequence[Benefit], measured: Sequence[BenefitMeasurement]) -> BenefitsPicture | None:
    """Expected by the days they are expected from; realised by every measurement, and by values entered without one."""
    expected = [(one.expected_from, one.expected) for one in found if one.expected_from and one.expected is not None]
    realised = [(one.benefit_id, one.measured_on, one.realised) for one in measured]
    with_measurements = {number for number, _day, _kronor in realised}
    realised += [
        (one.id, one.measured_on, one.realised)
        for one in found
        if one.id not in with_measurements and one.measured_on and one.realised is not None
    ]
    follow_ups = [one.follow_up_on for one in found if one.follow_up_on]
    return benefits_picture(expected, realised, follow_ups, today())
