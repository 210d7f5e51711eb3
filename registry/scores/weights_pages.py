"""The page of a score's weights: which are in force and why, and what others would change before they are decided."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from sqlalchemy.orm import Session

from registry.core.scoring import Weights, problems_with
from registry.core.term import Term
from registry.core.text import Text
from registry.core.text import text as _
from registry.core.vocabulary import Score
from registry.kit.access import EVERYONE, Role, allowed, for_roles, require
from registry.kit.clock import today
from registry.kit.database import database
from registry.kit.pages import resources
from registry.kit.text import translate
from registry.scores.moving import Asked, movements
from registry.scores.weights import OWN, DecidedMeanwhile, decide, newest, points_of, versions

ROWS_SHOWN = 200
VERSIONS_SHOWN = 20
LONGEST_REASON = 2_000

Problems = dict[str, list[Text]]


@dataclass(frozen=True, slots=True)
class WeighedScore:
    """What the page says of one score.

    `noun` is what is scored, `names` are the questions, `sample` the sentence on a register too large to reckon as a whole (with
    {number} and {total}), `colours` the state of each meaning, and `asked` finds what is scored, with its scores of today.
    """

    score: Score
    title: Text
    lead: Text
    noun: str
    names: Mapping[str, Text]
    sample: Text
    deciders: frozenset[Role]
    colours: Mapping[Term, str]
    asked: Callable[[Session, date], Asked]


def weights_blueprint(it: WeighedScore, name: str, url_prefix: str) -> Blueprint:
    """The pages of one score's weights, as `name`.weights_page."""
    blueprint = Blueprint(name, __name__, url_prefix=url_prefix)

    @blueprint.route("", methods=["GET", "POST"])
    @for_roles(EVERYONE)
    def weights_page() -> Any:
        """Posting shows what would move; posting with `decide` and a reason puts the weights that were looked at in force."""
        problems: Problems = {}
        asked: Weights | None = None
        preview = None
        if request.method == "POST":
            require(it.deciders)
            asked = _asked(request.form, OWN[it.score], problems)
            preview = None if problems else _preview(it, asked)
            if "decide" in request.form and preview is not None and _decided(it, asked, request.form, problems):
                flash(translate(_("The weights are in force from now on.")), "success")
                return redirect(url_for(f"{name}.weights_page"))
        version = newest(database.session, it.score)
        weights = points_of(version, it.score)
        page = render_template(
            "scores/weights.html",
            it=it,
            label=resources()[it.noun].label,
            in_force=weights,
            version=version,
            defaults=OWN[it.score],
            typed=request.form if request.method == "POST" else weights,
            asked=asked,
            problems=problems,
            preview=preview,
            seen=_seen(asked, version.number if version else 0) if asked is not None else "",
            versions=versions(database.session, it.score, VERSIONS_SHOWN),
            may_decide=allowed(it.deciders),
            rows_shown=ROWS_SHOWN,
        )
        return page, 422 if problems else 200

    return blueprint


def _seen(weights: Weights, number: int) -> str:
    """Tells which weights a preview was about, and which version was in force then."""
    return ",".join([str(number), *(f"{key}:{points}" for key, points in weights.items())])


def _decided(it: WeighedScore, weights: Weights, form: Mapping[str, str], problems: Problems) -> bool:
    """Put `weights` in force when there is a reason and their consequences were on the page; else say in `problems` why not."""
    reason = form.get("reason", "").strip()
    _check_reason(reason, problems)
    number, _comma, _points = form.get("seen", "").partition(",")
    after = int(number) if number.isdecimal() and len(number) < len("1000000000") else 0
    if form.get("seen") != _seen(weights, after):
        problems[""] = [_("The points have changed since you looked: see what would move, then decide.")]
    if problems:
        return False
    try:
        decide(database.session, it.score, weights, after=after, by=g.actor, reason=reason)
    except DecidedMeanwhile:
        problems[""] = [_("Others have decided new weights since you looked: see what would move now, then decide.")]
    return not problems


def _asked(form: Mapping[str, str], own: Weights, problems: Problems) -> Weights:
    """The weights in the form; what is wrong with them goes to `problems` by question, "" for all together."""
    found: dict[str, int] = {}
    for key in own:
        written = form.get(key, "").strip()
        if written.isdecimal() and len(written) <= len("100"):
            found[key] = int(written)
        else:
            problems.setdefault(key, []).append(_("“{value}” is not a whole number of points.", value=written[:40]))
    if not problems:
        for key, message in problems_with(found, own):
            problems.setdefault(key, []).append(message)
    return found


def _check_reason(reason: str, problems: Problems) -> None:
    if not reason:
        problems["reason"] = [_("Say why, so that those who come after you understand.")]
    elif len(reason) > LONGEST_REASON:
        problems["reason"] = [_("At most {length} characters; this has {count}.", length=LONGEST_REASON, count=len(reason))]


def _preview(it: WeighedScore, weights: Weights) -> dict[str, Any]:
    asked = it.asked(database.session, today())
    moved = movements(asked.found, weights)
    sample = Text(it.sample.template, {"number": len(asked.found), "total": asked.total}) if asked.is_sample else None
    return {
        "sample": sample,
        "moved": moved,
        "turned": sum(movement.turns for movement in moved),
        "shown": moved[:ROWS_SHOWN],
    }
