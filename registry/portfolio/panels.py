"""What is in an initiative's way, on its page; and on a system's page the initiatives that it blocks."""

from __future__ import annotations

from typing import Any

from registry.core.landscape.words import step_sentence
from registry.core.text import text as _
from registry.initiatives.models import Initiative
from registry.kit.clock import today
from registry.kit.database import database
from registry.kit.panels import Panel, panel
from registry.landscape.operations import LandscapeTooLarge
from registry.portfolio.findings import findings_of
from registry.portfolio.overview import SystemLine, overview
from registry.portfolio.path_picture import path_picture
from registry.systems.models import System

BLOCKERS_SHOWN = 25
"""Blockers shown with their whole path on an initiative's page, the nearest first; the rest are named."""


@panel("initiative")
def in_the_way(initiative: Initiative) -> Panel | None:
    """Every blocker with its path as picture, sentences and table; what is held off; what people have observed."""
    try:
        found = findings_of(database.session, initiative.key, today())
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
    }
    return Panel(_("What is in the way"), "portfolio/initiative_panel.html", values, ("answers.css",))


@panel("system")
def in_whose_way(system: System) -> Panel | None:
    """The active initiatives that the system blocks, and by which path."""
    try:
        line = _line_of(system.key)
    except LandscapeTooLarge:
        return None
    return None if line is None else Panel(_("Initiatives it blocks"), "portfolio/system_panel.html", {"line": line})


def _line_of(key: str) -> SystemLine | None:
    return next((line for line in overview(database.session, today()).systems if line.system.key == key), None)
