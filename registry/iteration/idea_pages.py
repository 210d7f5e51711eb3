"""An idea in three fields, from anybody who can log in. What it is worth is found out later, together."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask import request as sent
from flask_login import current_user

from registry.core.text import text as _
from registry.core.vocabulary import InitiativeStatus
from registry.db.base import Record
from registry.iteration.asking import answered, fields_of, shown
from registry.kit import menu, operations
from registry.kit.access import EVERYONE, for_roles
from registry.kit.database import database
from registry.kit.pages import act, resources
from registry.kit.security import limiter
from registry.kit.text import translate

blueprint = Blueprint("ideas", __name__, url_prefix="/initiatives")

menu.add("ideas.give", _("Give an idea"), 16)

GIVEN = "60 per hour"
NEEDS, ASKS = ("name", "description"), ("asked_by",)
WORDS = {
    "name": (_("What do you want to change?"), _("A few words, for example: Ask for a parking permit by phone.")),
    "description": (_("What would it give, and whom?"), _("In your own words. Nobody expects figures yet.")),
    "asked_by": (_("Who can tell more?"), _("Name and workplace.")),
}


@blueprint.route("/idea", methods=["GET", "POST"])
@limiter.limit(GIVEN, methods=["POST"])
@for_roles(EVERYONE)
def give() -> Any:
    """Three fields; posting them adds an initiative with the status idea."""
    resource = resources()["initiative"]
    fields = fields_of(resource, NEEDS, ASKS, WORDS)
    if sent.method == "GET":
        return _page(shown(resource, fields, None, {"asked_by": current_user.name})), 200
    asked = answered(resource, fields, None)
    if asked.is_good:
        act()
        saved = operations.save(database.session, resource, None, {**asked.values, "status": InitiativeStatus.IDEA})
        if isinstance(saved, Record):
            flash(translate(_("Thank you. The idea is saved; next it is assessed together.")), "success")
            return redirect(url_for("initiative.show", key=saved.key))
        asked.loose.append(translate(saved))
    return _page(asked.form, asked.loose), 422


def _page(form: Any, loose: list[str] | None = None) -> str:
    return render_template("iteration/idea.html", form=form, names=(*NEEDS, *ASKS), loose=loose or [])
