"""REST of the indicators: values now and over time, the records behind each, and taking them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import marshmallow as ma
from flask import abort, jsonify
from flask_smorest import Blueprint
from marshmallow import fields

from registry.indicators.models import IndicatorSnapshot
from registry.indicators.trends import Trend, on, trends
from registry.kit.access import CATALOGUE_EDITORS, EVERYONE, for_roles
from registry.kit.clock import today
from registry.kit.database import database
from registry.kit.measures import Measure, measures
from registry.kit.rest import BASE
from registry.kit.text import translate
from registry.reports.indicators import take

blueprint = Blueprint("rest_indicators", __name__, url_prefix=f"{BASE}/indicators", description="The municipality's indicators")
SHOWN = timedelta(days=3 * 365)


class ValueSchema(ma.Schema):
    """An indicator on one day, and what it was reckoned from."""

    day = fields.Date()
    value = fields.Float(allow_none=True)
    numerator = fields.Float(allow_none=True)
    denominator = fields.Float(allow_none=True)


class IndicatorSchema(ma.Schema):
    """An indicator with its newest value and what is aimed at; `signal` is said when the threshold is crossed."""

    indicator = fields.String()
    title = fields.String()
    definition = fields.String()
    formula = fields.String()
    unit = fields.String(metadata={"enum": ["percent", "points"]})
    more_is_better = fields.Boolean()
    newest = fields.Nested(ValueSchema, allow_none=True)
    target = fields.Integer(allow_none=True)
    threshold = fields.Integer(allow_none=True)
    state = fields.String(metadata={"enum": ["good", "warning", "bad", "info", "unknown"]})
    signal = fields.String(allow_none=True)


class IndicatorsSchema(ma.Schema):
    """Every indicator the caller may see."""

    indicators = fields.List(fields.Nested(IndicatorSchema))


class IndicatorOverTimeSchema(IndicatorSchema):
    """An indicator with its values of the last three years, the oldest first."""

    values = fields.List(fields.Nested(ValueSchema))


class IndicatorRecordsSchema(ValueSchema):
    """A value with the records behind it, as noun/KEY; at most 5,000 of each are kept, the counts are whole."""

    met = fields.List(fields.String())
    unmet = fields.List(fields.String())
    met_count = fields.Integer()
    unmet_count = fields.Integer()


class TakenSchema(ma.Schema):
    """How many indicators were taken."""

    taken = fields.Integer()


@blueprint.route("")
@blueprint.doc(summary="Every indicator with its newest value, target, threshold and signal")
@blueprint.response(200, IndicatorsSchema)
@for_roles(EVERYONE)
def indicators() -> Any:
    found = trends(database.session, measures(), today() - SHOWN)
    return jsonify({"indicators": [_indicator(trend) for trend in found]})


@blueprint.route("/<indicator>")
@blueprint.doc(summary="One indicator over time")
@blueprint.response(200, IndicatorOverTimeSchema)
@for_roles(EVERYONE)
def over_time(indicator: str) -> Any:
    [trend] = trends(database.session, [_measure(indicator)], today() - SHOWN)
    return jsonify({**_indicator(trend), "values": [_value(snapshot) for snapshot in trend.snapshots]})


@blueprint.route("/<indicator>/<day>")
@blueprint.doc(summary="The records behind an indicator on one day")
@blueprint.response(200, IndicatorRecordsSchema)
@for_roles(EVERYONE)
def records(indicator: str, day: str) -> Any:
    measure = _measure(indicator)
    try:
        found = on(database.session, measure.id, date.fromisoformat(day))
    except ValueError:
        found = None
    if found is None:
        abort(404)
    return jsonify({**_value(found), **found.records})


@blueprint.route("/take", methods=["POST"])
@blueprint.doc(summary="Take today's values now; they replace those taken earlier today")
@blueprint.response(200, TakenSchema)
@for_roles(CATALOGUE_EDITORS)
def take_now() -> Any:
    number = take(database.session, today())
    database.session.commit()
    return jsonify({"taken": number})


def _measure(indicator: str) -> Measure:
    found = next((measure for measure in measures() if measure.id == indicator), None)
    if found is None:
        abort(404)
    return found


def _indicator(trend: Trend) -> dict[str, Any]:
    measure, target = trend.measure, trend.target
    return {
        "indicator": measure.id,
        "title": translate(measure.title),
        "definition": translate(measure.definition),
        "formula": translate(measure.formula),
        "unit": measure.unit.value,
        "more_is_better": measure.more_is_better,
        "newest": _value(trend.newest) if trend.newest is not None else None,
        "target": target.target if target is not None else None,
        "threshold": target.threshold if target is not None else None,
        "state": trend.state,
        "signal": translate(trend.signal) if trend.signal is not None else None,
    }


def _value(snapshot: IndicatorSnapshot) -> dict[str, Any]:
    return {
        "day": snapshot.day.isoformat(),
        "value": snapshot.value,
        "numerator": snapshot.numerator,
        "denominator": snapshot.denominator,
    }
