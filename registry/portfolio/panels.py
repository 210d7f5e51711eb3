"""What is in an initiative's way, on its page; and on a system's page the initiatives that it blocks."""

from __future__ import annotations

from datetime import date
from typing import Any

from registry.core.landscape.blockers import Blocker
from registry.core.landscape.timing import ALL_KINDS, MENDS
from registry.core.landscape.words import step_sentence
from registry.core.remediation.gate import is_proposed
from registry.core.remediation.unblocking import finish_if_begun
from registry.core.text import Text
from registry.core.text import text as _
from registry.core.vocabulary import Touch
from registry.initiatives.models import Initiative
from registry.kit.clock import today
from registry.kit.database import database
from registry.kit.panels import Panel, panel
from registry.landscape.operations import LandscapeTooLarge
from registry.portfolio.brief import findings_here
from registry.portfolio.clearing import unblocked_when
from registry.portfolio.findings import Findings
from registry.portfolio.overview import SystemLine, overview
from registry.portfolio.path_picture import path_picture
from registry.portfolio.timeline_picture import Row, TimelinePicture, timeline_picture
from registry.systems.models import System

BLOCKERS_SHOWN = 25
"""Blockers shown with their whole path on an initiative's page, the nearest first; the rest are named."""


@panel("initiative")
def in_the_way(initiative: Initiative) -> Panel | None:
    """Every blocker with its path as picture, sentences and table; what is held off; what people have observed."""
    try:
        found = findings_here(initiative)
    except LandscapeTooLarge as problem:
        return Panel(_("What is in the way"), "portfolio/too_large.html", {"message": problem.message})
    if found is None:
        return None
    values: dict[str, Any] = {
        "found": found,
        "shown": found.blockers[:BLOCKERS_SHOWN],
        "unshown": found.blockers[BLOCKERS_SHOWN:],
        "picture": lambda it: path_picture(found.initiative.name, it.touch, it.path[0].from_ if it.path else it.system, it.path),
        "sentence": step_sentence,
        "when": _when(found),
        "timeline": _timeline(found),
    }
    return Panel(_("What is in the way"), "portfolio/initiative_panel.html", values, ("answers.css",))


@panel("system")
def in_whose_way(system: System) -> Panel | None:
    """The active initiatives that the system blocks, and by which path."""
    try:
        line = _line_of(system.key)
    except LandscapeTooLarge:
        return None
    if line is None:
        return None
    values = {"line": line, "sentence": step_sentence}
    return Panel(_("Initiatives it blocks"), "portfolio/system_panel.html", values, ("answers.css",))


def _when(found: Findings) -> Text | None:
    if found.clearing is None:
        return None
    proposed = found.clearing.proposed
    names = [found.option_names[option.key] for option in proposed.options] if proposed is not None else []
    return unblocked_when(found.clearing, names)


def _timeline(found: Findings) -> TimelinePicture | None:
    """Each blocker with the day it is out of the way: by what is agreed, or the soonest by what is proposed if begun today."""
    if found.clearing is None:
        return None
    rows = [
        Row(blocker.system.name, found.clearing.needed, blocker.resolved_by, _soonest(blocker))
        for blocker in found.blockers[:BLOCKERS_SHOWN]
    ]
    return timeline_picture(rows, today())


def _soonest(blocker: Blocker) -> date | None:
    kinds = MENDS if blocker.direct and blocker.touch is Touch.CHANGES else ALL_KINDS
    options = (option for option in blocker.system.remediations if is_proposed(option) and option.kind in kinds)
    finishes = (finish_if_begun(option, today()) for option in options)
    return min((finish for finish in finishes if finish is not None), default=None)


def _line_of(key: str) -> SystemLine | None:
    return next((line for line in overview(database.session, today()).systems if line.system.key == key), None)
