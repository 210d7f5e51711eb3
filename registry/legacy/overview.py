"""The legacy page: business fit against technical fit of every system, what to do with each, and which verdicts are overdue."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, abort, render_template, request

from registry.core.text import text as _
from registry.core.vocabulary import TimeAdvice
from registry.kit import menu
from registry.kit.access import EVERYONE, for_roles
from registry.kit.clock import today
from registry.kit.database import database
from registry.kit.downloads import EXTENSIONS, spreadsheet
from registry.kit.lookup import written_key
from registry.landscape import operations
from registry.landscape.remembered import Remembered
from registry.legacy.chosen import Chosen, chosen
from registry.legacy.fit_picture import fit_picture
from registry.legacy.standpoints import Standpoint, Standpoints, standpoints
from registry.legacy.verdicts import overdue
from registry.organisations.models import Organisation

blueprint = Blueprint("legacy", __name__, url_prefix="/legacy")
menu.add("legacy.overview", _("Legacy"), 9)

_remembered: Remembered[Standpoints] = Remembered(8)

ROWS_SHOWN, ROWS_ASKED_FOR = 40, 400
ORDER = (TimeAdvice.ELIMINATE, TimeAdvice.MIGRATE, TimeAdvice.TOLERATE, TimeAdvice.INVEST)
COLUMNS = (
    "system",
    "name",
    "standing",
    "legacy_low",
    "legacy_high",
    "business_fit",
    "technical_low",
    "technical_high",
    "advice",
    "decided",
)
ADVICE = {advice.value: advice for advice in TimeAdvice}


@blueprint.route("")
@for_roles(EVERYONE)
def overview() -> Any:
    """All systems in use, or those of `organisation`; the table narrowed to one advice or one cell of the picture."""
    written = request.args.get("organisation", "").strip()
    organisation = _organisation(written) if written else None
    asked, found = _found(organisation)
    advice, cell = ADVICE.get(request.args.get("advice", "")), _cell()
    listed = found.of(advice, cell)
    shown = ROWS_ASKED_FOR if advice or cell or organisation else ROWS_SHOWN
    page = render_template(
        "legacy/overview.html",
        chosen=asked,
        found=found,
        legacy=sum(one.system.is_legacy for one in found.found),
        picture=fit_picture(found.placed),
        order=ORDER,
        worst=_worst(found),
        organisation=organisation,
        written=written,
        advice=advice,
        cell=cell,
        listed=listed[:shown],
        more=len(listed) > shown,
        verdicts=overdue(database.session, today()),
    )
    return page, 404 if written and organisation is None else 200


@blueprint.route(f"/systems.<{EXTENSIONS}:extension>")
@for_roles(EVERYONE)
def systems_file(extension: str) -> Response:
    """Every system of the page, or of `organisation`, for a spreadsheet."""
    written = request.args.get("organisation", "").strip()
    organisation = _organisation(written) if written else None
    if written and organisation is None:
        abort(404)
    _chosen, found = _found(organisation)
    return spreadsheet("legacy", extension, COLUMNS, (_row(one) for one in found.found))


def _row(one: Standpoint) -> tuple[object, ...]:
    found, legacy = one.disposition, one.system.legacy
    assert legacy is not None
    fit = (found.business_fit, found.technical_low, found.technical_high)
    return (one.system.key, one.system.name, legacy.standing, legacy.low, legacy.high, *fit, found.advice, found.decided)


def _found(organisation: Organisation | None) -> tuple[Chosen, Standpoints]:
    session = database.session
    asked = chosen(session, today(), organisation)
    key = operations.revision(session, today()), organisation.key if organisation else None
    return asked, _remembered.get(key, lambda: standpoints(session, asked))


def _organisation(written: str) -> Organisation | None:
    query = database.session.query(Organisation).filter
    key = written_key(written)
    return query(Organisation.key == key).first() or query(Organisation.name == written).first()


def _cell() -> tuple[int, int] | None:
    fit, tens = request.args.get("fit", type=int), request.args.get("tens", type=int)
    return (fit, tens) if fit is not None and tens is not None else None


def _worst(found: Standpoints) -> TimeAdvice | None:
    """The advice that asks for most work, among those that hold for somebody: what the picture's title is about."""
    return next((advice for advice in (TimeAdvice.MIGRATE, TimeAdvice.ELIMINATE) if found.counts[advice]), None)
