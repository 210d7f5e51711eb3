"""The watch's tile on the start page."""

from __future__ import annotations

from flask import url_for
from flask_babel import ngettext

from registry.core.text import text as _
from registry.db.base import now
from registry.governance.strategy import strategy
from registry.governance.watch import signals
from registry.kit.clock import today
from registry.kit.database import database
from registry.kit.tiles import Tile, tile

MOST_COMPARED = 100


@tile("watch", order=45)
def published_addresses() -> Tile | None:
    """Addresses of published documents that fail or will be closed, and documents that changed."""
    session, moment = database.session, now()
    found = signals.counts(session, moment, today())
    if not found.asked:
        return None
    changes = signals.changed(session, moment, strategy().profile.id, MOST_COMPARED) if found.changed else []
    newly = sum(seen.newly_failing for seen in changes)
    failing = ngettext("%(num)s address gives no document", "%(num)s addresses give no document", found.failing)
    closing = ngettext("%(num)s will be closed", "%(num)s will be closed", found.closing)
    changed = ngettext("%(num)s document changed in 30 days", "%(num)s documents changed in 30 days", found.changed)
    broken = ngettext("%(num)s of them newly breaks a MUST clause", "%(num)s of them newly break a MUST clause", newly)
    said = [failing] * bool(found.failing) + [closing] * bool(found.closing) + [changed]
    if newly:
        said.append(broken)
    state = "bad" if found.failing or newly else "warning" if found.closing else "good"
    return Tile(_("Published addresses"), state, found.pressing + newly, ", ".join(said), url_for("watch.overview"))
