"""The pages of this layer, and what it adds to the menu and to other pages."""

from flask import Blueprint

from registry.core.text import text as _
from registry.governance import (
    badges,
    clause_pages,
    document_pages,
    granting,
    measures,
    own_strategy_pages,
    panels,
    publishing_pages,
    rechecking,
    rest,
    strategy_pages,
    waiver_pages,
)
from registry.governance.versions import pages as version_pages
from registry.governance.versions import panels as version_panels
from registry.governance.versions import rest as version_rest
from registry.governance.versions import tile as version_tile
from registry.governance.watch import pages as watch_pages
from registry.governance.watch import tile as watch_tile
from registry.kit import menu

BLUEPRINTS: tuple[Blueprint, ...] = (
    publishing_pages.blueprint,
    document_pages.blueprint,
    strategy_pages.blueprint,
    clause_pages.blueprint,
    own_strategy_pages.blueprint,
    waiver_pages.blueprint,
    rest.blueprint,
    badges.blueprint,
    watch_pages.blueprint,
    version_pages.blueprint,
    version_rest.blueprint,
)
# they register themselves; the last listens to the session
WORK_BY_BEING_IMPORTED = (granting, measures, panels, version_panels, version_tile, watch_tile, rechecking)

menu.add("strategy.overview", _("API strategy"), order=30)
