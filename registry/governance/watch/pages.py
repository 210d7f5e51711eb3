"""What the watch has seen, the button that asks all addresses now, and the page of a run."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, flash, g, redirect, render_template, url_for

from registry.apis.models import RefreshRun
from registry.apis.resource import PRODUCERS
from registry.core.strategy.outputs.grouping import VERDICTS, kind_of
from registry.core.strategy.record import text_from_json
from registry.core.strategy.verdict import State
from registry.core.text import text as _
from registry.db.base import now
from registry.governance.strategy import strategy
from registry.governance.watch import runs, signals
from registry.governance.watch.recording import newly_failing
from registry.kit.access import EVERYONE, allowed, for_roles
from registry.kit.clock import today
from registry.kit.database import database
from registry.kit.security import limiter
from registry.kit.text import translate

blueprint = Blueprint("watch", __name__, url_prefix="/strategy/watch")
SHOWN = 100
RUNS_SHOWN = 10
ASKED = "10 per minute"
STATES = {runs.FETCHING: _("Fetching"), runs.DONE: _("Done"), runs.INTERRUPTED: _("Interrupted")}


@blueprint.route("", strict_slashes=False)
@for_roles(EVERYONE)
def overview() -> Any:
    """Addresses that fail, that will be closed, documents that changed, and the last runs."""
    session, moment, day = database.session, now(), today()
    last = runs.newest(session, RUNS_SHOWN)
    return render_template(
        "governance/watch.html",
        counts=signals.counts(session, moment, day),
        failing=signals.failing(session, SHOWN),
        closing=signals.closing(session, day, SHOWN),
        changed=signals.changed(session, moment, strategy().profile.id, SHOWN),
        shown=SHOWN,
        runs=last,
        states=STATES,
        is_gone=runs.is_gone,
        under_way=next((run for run in last if run.live and not runs.is_gone(run)), None),
        may_fetch=allowed(PRODUCERS.write),
        text_of=text_from_json,
        kind_of=lambda verdict: kind_of(State(verdict)),
        verdicts={state.value: words for state, words in VERDICTS.items()},
        today=day,
    )


@blueprint.route("/runs", methods=["POST"])
@limiter.limit(ASKED)
@for_roles(PRODUCERS.write)
def start() -> Any:
    """Ask every address that is due, beside the requests."""
    try:
        run = runs.start(database.session, g.actor)
    except runs.UnderWay as other:
        flash(translate(_("The addresses are being asked already; this is that run.")), "info")
        run = other.run
    return redirect(url_for("watch.show", number=run.id))


@blueprint.route("/runs/<int:number>")
@for_roles(EVERYONE)
def show(number: int) -> Any:
    """How far a run has come, or what it met."""
    run = database.session.get(RefreshRun, number)
    if run is None:
        abort(404)
    by_kind: dict[str, list[dict[str, Any]]] = {"changed": [], "failed": [], "unasked": []}
    for met in run.met:
        by_kind[met["kind"]].append(met)
    return render_template(
        "governance/watch_run.html",
        run=run,
        gone=runs.is_gone(run),
        unchanged=run.done - len(run.met),
        newly=sum(newly_failing(met) for met in by_kind["changed"]),
        newly_failing=newly_failing,
        text_of=text_from_json,
        kind_of=lambda verdict: kind_of(State(verdict)),
        verdicts={state.value: words for state, words in VERDICTS.items()},
        most=runs.MOST_TOLD,
        **by_kind,
    )
