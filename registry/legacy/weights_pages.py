"""The weights of the legacy score: which are in force and why, and what others would change before they are decided."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from sqlalchemy import select

from registry.core.legacy.questions import NAMES
from registry.core.legacy.weights import WEIGHTS, Weights, problems_with
from registry.core.text import Text
from registry.core.text import text as _
from registry.kit.access import EVERYONE, Role, allowed, for_roles, require
from registry.kit.clock import today
from registry.kit.database import database
from registry.kit.text import translate
from registry.landscape.weighing import in_force
from registry.legacy.chosen import chosen
from registry.legacy.reweighing import movements
from registry.systems.models import LegacyWeights

blueprint = Blueprint("legacy_weights", __name__, url_prefix="/legacy/weights")

DECIDERS = frozenset({Role.ARCHITECT, Role.ADMINISTRATOR})
ROWS_SHOWN = 200
VERSIONS_SHOWN = 20
LONGEST_REASON = 2_000


@blueprint.route("", methods=["GET", "POST"])
@for_roles(EVERYONE)
def weights_page() -> Any:
    """Posting shows what would move; posting with `decide` and a reason puts the weights that were looked at in force."""
    session = database.session
    problems: dict[str, list[Text]] = {}
    asked: Weights | None = None
    preview = None
    if request.method == "POST":
        require(DECIDERS)
        asked = _asked(request.form, problems)
        preview = None if problems else _preview(asked)
        if "decide" in request.form and preview is not None and _decided(asked, request.form, problems):
            flash(translate(_("The weights are in force from now on.")), "success")
            return redirect(url_for("legacy_weights.weights_page"))
    weights = in_force(session)
    page = render_template(
        "legacy/weights.html",
        names=NAMES,
        in_force=weights,
        defaults=WEIGHTS,
        typed=request.form if request.method == "POST" else weights,
        asked=asked,
        problems=problems,
        preview=preview,
        seen=seen,
        versions=session.scalars(select(LegacyWeights).order_by(LegacyWeights.id.desc()).limit(VERSIONS_SHOWN)).all(),
        may_decide=allowed(DECIDERS),
        rows_shown=ROWS_SHOWN,
    )
    return page, 422 if problems else 200


def seen(weights: Weights) -> str:
    """Tells which weights a preview was about."""
    return ",".join(f"{key}:{points}" for key, points in weights.items())


def _decided(weights: Weights, form: Mapping[str, str], problems: dict[str, list[Text]]) -> bool:
    """Put `weights` in force when there is a reason and their consequences were on the page; else say in `problems` why not."""
    reason = form.get("reason", "").strip()
    _check_reason(reason, problems)
    if form.get("seen") != seen(weights):
        problems[""] = [_("The points have changed since you looked: see what would move, then decide.")]
    if problems:
        return False
    session = database.session
    session.add(LegacyWeights(decided_by=g.actor, reason=reason, weights=dict(weights)))
    session.commit()
    return True


def _asked(form: Mapping[str, str], problems: dict[str, list[Text]]) -> Weights:
    """The weights in the form; what is wrong with them goes to `problems` by question, "" for all together."""
    found: dict[str, int] = {}
    for key in WEIGHTS:
        written = form.get(key, "").strip()
        if written.isdecimal() and len(written) <= len("100"):
            found[key] = int(written)
        else:
            problems.setdefault(key, []).append(_("“{value}” is not a whole number of points.", value=written[:40]))
    if not problems:
        for key, message in problems_with(found):
            problems.setdefault(key, []).append(message)
    return found


def _check_reason(reason: str, problems: dict[str, list[Text]]) -> None:
    if not reason:
        problems["reason"] = [_("Say why, so that those who come after you understand.")]
    elif len(reason) > LONGEST_REASON:
        problems["reason"] = [_("At most {length} characters; this has {count}.", length=LONGEST_REASON, count=len(reason))]


def _preview(weights: Weights) -> dict[str, Any]:
    found = chosen(database.session, today())
    moved = movements(found.systems, weights)
    return {
        "chosen": found,
        "moved": moved,
        "turned": [movement for movement in moved if movement.turns],
        "shown": moved[:ROWS_SHOWN],
    }
