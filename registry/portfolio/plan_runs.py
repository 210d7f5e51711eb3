"""Plans reckoned beside the requests: one asks, a thread reckons and keeps the best plan so far, any worker's page shows it.

The thread belongs to the worker that was asked. When that worker is ended the run shows no sign of life any more, and the page
says so; nothing else is lost, for a plan can be asked for again.
"""

from __future__ import annotations

import logging
from datetime import UTC, datetime, timedelta
from threading import Thread
from typing import Any

from flask import Flask, current_app
from sqlalchemy import select
from sqlalchemy.orm import Session

from registry.core.remediation.frame import Plan
from registry.core.remediation.plan import Impossible
from registry.core.strategy.record import text_to_json
from registry.core.text import text as _
from registry.core.vocabulary import Funding
from registry.db.base import now
from registry.initiatives.models import PlanRun
from registry.kit.clock import today
from registry.kit.database import database
from registry.landscape.operations import LandscapeTooLarge
from registry.portfolio.planned import SECONDS, planned, to_json
from registry.portfolio.planning import Terms, case_of

WAITING, RECKONING, DONE, FAILED = "waiting", "reckoning", "done", "failed"
SILENT = timedelta(seconds=60)
IMPOSSIBLE = _("No plan keeps to this budget: what must be done does not fit money and years.")
BROKEN = _("The plan could not be reckoned. Try again; if it happens again, tell the administrator the number {number}.")
_log = logging.getLogger(__name__)


def start(session: Session, terms: Terms, asked_by: str) -> PlanRun:
    """Keep what is asked for and begin to reckon; commits."""
    run = PlanRun(asked_by=asked_by, state=WAITING, terms=terms_to_json(terms))
    session.add(run)
    session.commit()
    app = current_app._get_current_object()  # type: ignore[attr-defined]
    Thread(target=_reckon, args=(app, run.id), daemon=True, name=f"plan-{run.id}").start()
    return run


def is_silent(run: PlanRun) -> bool:
    """Whether the one who reckons has given no sign of life for so long that it must be gone."""
    touched = run.touched_at if run.touched_at.tzinfo else run.touched_at.replace(tzinfo=UTC)
    return run.state in {WAITING, RECKONING} and datetime.now(UTC) - touched > SILENT


def newest(session: Session, number: int) -> list[PlanRun]:
    """The last plans that were asked for, the newest first."""
    return list(session.scalars(select(PlanRun).order_by(PlanRun.id.desc()).limit(number)))


def terms_to_json(terms: Terms) -> dict[str, Any]:
    money = [[year, funding.value, amount] for (year, funding), amount in sorted(terms.money.items())]
    return {"first": terms.first, "last": terms.last, "money": money, "most_begun": terms.most_begun}


def terms_from_json(record: dict[str, Any]) -> Terms:
    by_value = {funding.value: funding for funding in Funding}
    money = {(year, by_value[funding]): amount for year, funding, amount in record["money"]}
    return Terms(record["first"], record["last"], money, record["most_begun"])


def _reckon(app: Flask, number: int) -> None:
    with app.app_context():
        session = database.session
        try:
            _fill(session, number)
        except Impossible:
            _end(session, number, FAILED, {"problem": text_to_json(IMPOSSIBLE)})
        except LandscapeTooLarge as problem:
            _end(session, number, FAILED, {"problem": text_to_json(problem.message)})
        except Exception:  # whatever it is, the one who waits must be told
            _log.exception("plan %s", number)
            session.rollback()
            _end(session, number, FAILED, {"problem": text_to_json(_(BROKEN.template, number=number))})


def _fill(session: Session, number: int) -> None:
    run = session.get_one(PlanRun, number)
    case = case_of(session, terms_from_json(run.terms), today())
    run.state = RECKONING
    run.touched_at = now()
    session.commit()

    def tell(plan: Plan) -> None:
        so_far = {"benefit": plan.benefit, "bound": plan.bound, "cost": plan.cost, "freed": len(plan.freed)}
        _end(session, number, RECKONING, {"so_far": so_far})

    _end(session, number, DONE, to_json(planned(case, SECONDS, tell)))


def _end(session: Session, number: int, state: str, result: dict[str, Any]) -> None:
    run = session.get_one(PlanRun, number)
    run.state, run.result, run.touched_at = state, result, now()
    session.commit()
