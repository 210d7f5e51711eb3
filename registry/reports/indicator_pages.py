"""Indicators: how the municipality's capacity for change develops, and every record behind every figure on every day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import Any

from flask import Blueprint, Response, abort, flash, redirect, render_template, url_for
from sqlalchemy import select
from sqlalchemy.orm import Session

from registry.core.text import text as _
from registry.db.base import tables
from registry.indicators.models import IndicatorSnapshot, MaturityResult
from registry.indicators.trends import Trend, newest_day, on, trends
from registry.kit import menu
from registry.kit.access import CATALOGUE_EDITORS, EVERYONE, allowed, for_roles
from registry.kit.clock import today
from registry.kit.database import database
from registry.kit.downloads import EXTENSIONS, spreadsheet
from registry.kit.lookup import BATCH
from registry.kit.measures import Measure, Unit, measures
from registry.kit.text import translate
from registry.kit.trend_picture import TrendPicture, trend_picture
from registry.organisations.models import Organisation
from registry.reports.indicators import take

blueprint = Blueprint("indicators", __name__, url_prefix="/indicators")
menu.add("indicators.overview", _("Indicators"), 90)

SHOWN = timedelta(days=3 * 365)
COLUMNS = ("indicator", "name", "day", "value", "numerator", "denominator", "target", "threshold")
CEILING = 100
RECORDS_SHOWN = 500


@blueprint.route("")
@for_roles(EVERYONE)
def overview() -> Any:
    """Every indicator with its newest value, its way there, and what it should be."""
    day = today()
    found = trends(database.session, measures(), day - SHOWN)
    return render_template(
        "reports/indicators.html",
        trends=[(trend, _picture(trend)) for trend in found],
        newest_day=newest_day(database.session),
        today=day,
        maturity=_maturity(database.session),
        may_take=allowed(CATALOGUE_EDITORS),
    )


@blueprint.route("/take", methods=["POST"])
@for_roles(CATALOGUE_EDITORS)
def take_now() -> Any:
    """Take today's values now."""
    number = take(database.session, today())
    database.session.commit()
    flash(translate(_("{number} indicators were taken.", number=number)))
    return redirect(url_for("indicators.overview"))


@blueprint.route(f"/values.<{EXTENSIONS}:extension>")
@for_roles(EVERYONE)
def export(extension: str) -> Response:
    """Every value of the last years, for a spreadsheet."""
    found = trends(database.session, measures(), today() - SHOWN)
    return spreadsheet("indicators", extension, COLUMNS, _rows(found))


def _rows(found: Iterable[Trend]) -> Iterator[Sequence[object]]:
    for trend in found:
        aimed = (trend.target.target, trend.target.threshold) if trend.target is not None else (None, None)
        for one in trend.snapshots:
            title = translate(trend.measure.title)
            yield trend.measure.id, title, one.day, one.value, one.numerator, one.denominator, *aimed


@blueprint.route("/<indicator>")
@for_roles(EVERYONE)
def show(indicator: str) -> Any:
    """One indicator: definition, formula, trend, and the days it was taken."""
    measure = _measure(indicator)
    [trend] = trends(database.session, [measure], today() - SHOWN)
    return render_template("reports/indicator.html", trend=trend, measure=measure, picture=_picture(trend))


@blueprint.route("/<indicator>/<day>")
@for_roles(EVERYONE)
def records(indicator: str, day: str) -> Any:
    """The records behind one value."""
    measure = _measure(indicator)
    try:
        found = on(database.session, indicator, date.fromisoformat(day))
    except ValueError:
        found = None
    if found is None:
        abort(404)
    sides = [(title, found.records[f"{side}_count"], _named(database.session, found, side)) for side, title in _sides(measure)]
    return render_template("reports/indicator_records.html", measure=measure, snapshot=found, sides=sides)


def _sides(measure: Measure) -> tuple[tuple[str, Any], ...]:
    return ("met", measure.met), ("unmet", measure.unmet)


def _measure(indicator: str) -> Measure:
    found = next((measure for measure in measures() if measure.id == indicator), None)
    if found is None:
        abort(404)
    return found


def _picture(trend: Trend) -> TrendPicture | None:
    values = [(found.day, found.value) for found in trend.snapshots if found.value is not None]
    target = trend.target
    return trend_picture(
        values,
        target.target if target is not None else None,
        target.threshold if target is not None else None,
        CEILING if trend.measure.unit is Unit.PERCENT else None,
    )


def _named(session: Session, snapshot: IndicatorSnapshot, side: str) -> list[tuple[str, str, str | None]]:
    """(noun, key, title) of the records that counted, as many as are shown; no title for one that is gone."""
    counted = [reference.split("/", 1) for reference in snapshot.records.get(side, ())[:RECORDS_SHOWN]]
    titles: dict[tuple[str, str], str] = {}
    for noun in {noun for noun, _key in counted}:
        model = tables()[noun]
        keys = [key for found, key in counted if found == noun]
        for start in range(0, len(keys), BATCH):
            for record in session.scalars(select(model).where(model.key.in_(keys[start : start + BATCH]))):
                titles[noun, record.key] = record.title
    return [(noun, key, titles.get((noun, key))) for noun, key in counted]


def _maturity(session: Session) -> list[tuple[str, list[MaturityResult]]]:
    """Each organisation's results of the maturity survey, the oldest first."""
    query = (
        select(MaturityResult, Organisation.name)
        .join(Organisation, Organisation.id == MaturityResult.organisation_id)
        .order_by(Organisation.name, MaturityResult.measured_on)
        .limit(RECORDS_SHOWN)
    )
    found: dict[str, list[MaturityResult]] = {}
    for result, name in session.execute(query):
        found.setdefault(name, []).append(result)
    return list(found.items())
