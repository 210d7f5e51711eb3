"""Tiles of the start page that are read from several nouns: stale records, technology, APIs and obstacles."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from flask import url_for
from flask_babel import ngettext

from registry.core.text import text as _
from registry.indicators.trends import trends
from registry.kit.clock import today
from registry.kit.database import database
from registry.kit.listing import COUNT_LIMIT, EMPTY, capped_count
from registry.kit.measures import measures
from registry.kit.text import translate
from registry.kit.tiles import Tile, tile
from registry.landscape.operations import profile
from registry.reports.figures import api_checks, oldest_obstacle, open_obstacle_ids, stale_ids
from registry.reports.support import ending


@tile("signals", order=15)
def signals() -> Tile | None:
    """Indicators beyond their threshold: the strategy itself must be thought over there."""
    found = trends(database.session, measures(), today() - timedelta(days=365))
    if not any(trend.target is not None for trend in found):
        return None
    crossed = [trend for trend in found if trend.signal is not None]
    names = ", ".join(translate(trend.measure.title) for trend in crossed)
    told = _("Signals that the strategy needs renewal: {names}", names=names) if crossed else _("No threshold is crossed")
    state = "bad" if crossed else "good"
    return Tile(_("Thresholds crossed"), state, len(crossed), told, url_for("indicators.overview"))


@tile("support", order=30)
def support() -> Tile | None:
    """Technologies out of support, or soon to be."""
    found = ending(database.session, today())
    ended = sum(it.ended for it in found)
    soon = len(found) - ended
    sentence = ngettext("product and version has no support left", "products and versions have no support left", ended)
    if soon:
        more = ngettext(
            "%(num)s more loses it within a year or has only extended support",
            "%(num)s more lose it within a year or have only extended support",
            soon,
        )
        sentence = f"{sentence}; {more}"
    state = "bad" if ended else "warning" if soon else "good"
    return Tile(_("Technology out of support"), state, ended, sentence, url_for("reports.support_page"))


@tile("apis", order=40)
def apis() -> Tile | None:
    """API versions that fail the strategy, newly or not, or were never checked."""
    found = api_checks(database.session, profile(), today())
    if not found.offered:
        return None
    sentence = ngettext(
        "of %(num)s offered version; newly failing: %(newly)s, not checked: %(unchecked)s",
        "of %(num)s offered versions; newly failing: %(newly)s, not checked: %(unchecked)s",
        found.offered,
        newly=found.newly,
        unchecked=found.unchecked,
    )
    state = "bad" if found.newly else "warning" if found.failing or found.unchecked else "good"
    return Tile(_("APIs that fail the strategy"), state, found.failing, sentence, url_for("strategy.overview"))


@tile("obstacles", order=50)
def obstacles() -> Tile:
    """Obstacles that people told of and nobody has resolved."""
    number = capped_count(database.session, open_obstacle_ids())
    oldest = oldest_obstacle(database.session)
    sentence = _("The oldest was observed {day}", day=oldest) if oldest else _("Nobody has reported any that is still open")
    state = "warning" if oldest else "good"
    url = url_for("obstacle.index", resolved_on=EMPTY)
    return _counted(Tile(_("Open obstacles"), state, number, sentence, url))


@tile("stale", order=60)
def stale() -> Tile:
    """Systems that nobody has attested for a year."""
    number = capped_count(database.session, stale_ids(today()))
    sentence = ngettext(
        "system in use has not been attested for 12 months",
        "systems in use have not been attested for 12 months",
        COUNT_LIMIT if number is None else number,
    )
    state = "good" if number == 0 else "warning"
    return _counted(Tile(_("Stale records"), state, number, sentence, url_for("reports.stale_page")))


def _counted(made: Tile) -> Tile:
    """Above COUNT_LIMIT nothing is counted: “more than” is all that is known."""
    return made if made.number is not None else replace(made, number=COUNT_LIMIT, more=True)
