"""Waivers and answers in order of their end, and the start page's reminder of them."""

from __future__ import annotations

from flask import Blueprint, render_template, url_for
from flask_babel import ngettext

from registry.apis.resource import waiver as waiver_resource
from registry.core.text import text as _
from registry.governance.strategy import strategy
from registry.governance.waivers import SOON_DAYS, Standing, counts, granted, to_review
from registry.kit.access import EVERYONE, allowed, for_roles
from registry.kit.clock import today
from registry.kit.database import database
from registry.kit.tiles import Tile, tile

blueprint = Blueprint("waivers", __name__, url_prefix="/strategy")
STANDINGS = {
    Standing.RAN_OUT: ("bad", _("has run out")),
    Standing.SOON: ("warning", _("ends soon")),
    Standing.HOLDS: ("good", _("in force")),
}


@blueprint.route("/waivers")
@for_roles(EVERYONE)
def overview() -> str:
    """Every waiver of the strategy in force, the first to end first, and the answers to be reviewed."""
    session, profile, day = database.session, strategy().profile, today()
    return render_template(
        "governance/waivers.html",
        profile=profile,
        clauses={clause.id: clause for clause in profile.clauses},
        counts=counts(session, profile.id, day),
        granted=granted(session, profile.id, day),
        to_review=to_review(session, profile.id, day),
        standings=STANDINGS,
        soon=SOON_DAYS,
        may_write=allowed(waiver_resource.policy.write),
    )


@tile("waivers", order=46)
def ending() -> Tile | None:
    """Waivers that end within a month or just did, and answers to be reviewed."""
    found = counts(database.session, strategy().profile.id, today())
    if not found.all and not found.to_review:
        return None
    said = []
    if found.soon:
        said.append(ngettext("%(num)s ends within 30 days", "%(num)s end within 30 days", found.soon))
    if found.ran_out:
        said.append(ngettext("%(num)s ran out in the last 30 days", "%(num)s ran out in the last 30 days", found.ran_out))
    if found.to_review:
        said.append(ngettext("%(num)s answer is to be reviewed", "%(num)s answers are to be reviewed", found.to_review))
    if not said:
        said.append(ngettext("of %(num)s waiver ends soon", "of %(num)s waivers end soon", found.all))
    pressing = found.soon + found.ran_out + found.to_review
    state = "bad" if found.ran_out else "warning" if pressing else "good"
    return Tile(_("Waivers"), state, pressing, ", ".join(said), url_for("waivers.overview"))
