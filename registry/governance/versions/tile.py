"""The tile on the start page that tells which versions' days have passed or are near."""

from __future__ import annotations

from flask import url_for
from flask_babel import ngettext

from registry.core.text import text as _
from registry.governance.strategy import strategy
from registry.governance.versions import life
from registry.kit.clock import today
from registry.kit.database import database
from registry.kit.tiles import Tile, tile


@tile("api-dates", order=46)
def api_dates() -> Tile | None:
    """Versions whose support was to end or ends soon, and those to be taken away."""
    entries = life.coming(database.session, strategy().profile, today(), life.SOON)
    if not entries:
        return None
    passed, near = life.counted(entries)
    left = len({client.system for _key, _name, dated in entries for client in dated.due.left_behind})
    said = []
    if passed:
        said.append(ngettext("%(num)s version is past its last day", "%(num)s versions are past their last day", passed))
    if near:
        said.append(
            ngettext(
                "%(num)s day comes within %(days)s days", "%(num)s days come within %(days)s days", near, days=life.SOON.days
            )
        )
    if left:
        said.append(ngettext("%(num)s consumer is left behind", "%(num)s consumers are left behind", left))
    state, sentence = "bad" if passed else "warning", ", ".join(said)
    return Tile(_("Last days of API versions"), state, passed + near, sentence, url_for("versions.dates"))
