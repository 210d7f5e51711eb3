"""An obstacle becomes a remediation candidate in one click; the link between them is what the loop is measured by."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, flash, redirect, url_for
from sqlalchemy import select

from registry.core.text import text as _
from registry.core.vocabulary import ObstacleCause, RemediationKind, RemediationStatus
from registry.db.base import Record
from registry.initiatives.models import Obstacle, Remediation
from registry.kit import operations
from registry.kit.access import CATALOGUE_EDITORS, allowed, for_roles
from registry.kit.database import database
from registry.kit.pages import act, find, resources
from registry.kit.panels import Panel, panel
from registry.kit.text import translate

blueprint = Blueprint("candidates", __name__, url_prefix="/obstacles")

KINDS = {
    ObstacleCause.TECHNOLOGY: RemediationKind.UPGRADE,
    ObstacleCause.INTEGRATION: RemediationKind.INSULATE,
    ObstacleCause.COMPETENCE: RemediationKind.UPGRADE,
}
"""The kind to begin with, by cause; what the supplier, the contract or the law stops is most often mended by replacing."""


@blueprint.route("/<key>/candidate", methods=["POST"])
@for_roles(CATALOGUE_EDITORS)
def make(key: str) -> Any:
    """Add a proposed remediation that answers the obstacle, and go on to its cost and time."""
    obstacle = find(resources()["obstacle"], key, "system")
    assert isinstance(obstacle, Obstacle)
    if obstacle.system is None:
        flash(translate(_("Name the system the obstacle lies in first; a remediation mends a system.")), "error")
        return redirect(url_for("obstacle.edit", key=key))
    existing = candidates_of(obstacle)
    if existing:
        flash(translate(_("{title} answers this obstacle already.", title=existing[0].title)), "info")
        return redirect(url_for("remediation.show", key=existing[0].key))
    resource = resources()["remediation"]
    values = {
        "name": obstacle.name,
        "system_id": obstacle.system_id,
        "kind": KINDS.get(obstacle.cause, RemediationKind.REPLACE),
        "status": RemediationStatus.PROPOSED,
        "obstacle_id": obstacle.id,
        "description": obstacle.description,
    }
    act()
    saved = operations.save(database.session, resource, None, values)
    if not isinstance(saved, Record):
        flash(translate(saved), "error")
        return redirect(url_for("obstacle.show", key=key))
    flash(
        translate(
            _("{title} is proposed. Add what it costs and how long it takes, so that it can be weighed.", title=saved.title)
        ),
        "success",
    )
    return redirect(url_for("remediation.edit", key=saved.key))


def candidates_of(obstacle: Obstacle) -> Sequence[Remediation]:
    query = select(Remediation).where(Remediation.obstacle_id == obstacle.id).order_by(Remediation.id)
    return database.session.scalars(query).all()


@panel("obstacle")
def what_is_done(record: Obstacle) -> Panel:
    """The remediations that answer the obstacle, or the click that proposes one."""
    values = {"record": record, "candidates": candidates_of(record), "may_write": allowed(CATALOGUE_EDITORS)}
    return Panel(_("What is done about it"), "iteration/obstacle_panel.html", values)
