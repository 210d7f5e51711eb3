"""What the portfolio's REST answers hold, for the OpenAPI document. The values are made in as_json.py and planned.py."""

from __future__ import annotations

from typing import Any

import marshmallow as ma
from marshmallow import fields

from registry.core.term import Term
from registry.core.vocabulary import DependencyKind, Funding, RemediationKind, Strength, Touch
from registry.portfolio.observed import Agreement

STATES = ("blocked", "stopped_by_terms", "free", "unknown")


def _text(about: str, **more: Any) -> fields.String:
    return fields.String(metadata={"description": about, **more})


def _key(noun: str, *, nullable: bool = False) -> fields.String:
    return fields.String(allow_none=nullable, metadata={"description": f"Key of a {noun}", "maxLength": 64})


def _one_of(term: type[Term]) -> fields.String:
    return fields.String(metadata={"enum": [one.value for one in term]})


def _kronor(about: str, *, nullable: bool = False) -> fields.Integer:
    return fields.Integer(allow_none=nullable, metadata={"description": f"{about}, kronor"})


def _day(about: str) -> fields.Date:
    return fields.Date(allow_none=True, metadata={"description": about})


class StepSchema(ma.Schema):
    """`from` depends on `to`."""

    from_ = fields.String(data_key="from", metadata={"description": "Key of a system"})
    to = _key("system")
    kind = _one_of(DependencyKind)
    conducts = fields.Boolean()
    reason = _text("Why a blockage passes this step, or does not")
    insulation = fields.String(allow_none=True, metadata={"description": "What would stop it"})
    dependency = _key("dependency")


class ConductionSchema(StepSchema):
    """A dependency, judged."""

    strength = _one_of(Strength)
    api_version = _key("api_version", nullable=True)


class BlockerSchema(ma.Schema):
    """A legacy system in the way, with the path that proves it; the path of a direct blocker is empty."""

    system = _key("system")
    name = fields.String()
    direct = fields.Boolean()
    touch = _one_of(Touch)
    legacy_score = fields.Integer(metadata={"minimum": 0, "maximum": 100})
    legacy_range = fields.List(fields.Integer(), metadata={"minItems": 2, "maxItems": 2})
    resolved_by = _day("When it is out of the way, when that is agreed but too late")
    sentences = fields.List(fields.String())
    path = fields.List(fields.Nested(StepSchema))


class InitiativeInBriefSchema(ma.Schema):
    """An initiative that may be blocked."""

    key = _key("initiative")
    name = fields.String()
    needed_by = _day("The day by which nothing may stand in the way")
    benefit_per_year = _kronor("Expected benefit per year", nullable=True)


class BlockedSchema(InitiativeInBriefSchema):
    """An active initiative with what is in its way; `terms` are obstacles that lie in suppliers or contracts."""

    state = fields.String(metadata={"enum": list(STATES)})
    blockers = fields.List(fields.Nested(BlockerSchema))
    terms = fields.List(_key("obstacle"))


class BlockersSchema(ma.Schema):
    """All active initiatives, the blocked ones first."""

    active = fields.Integer()
    blocked = fields.Integer()
    stopped_by_terms = fields.Integer()
    free = fields.Integer()
    benefit_at_stake = _kronor("Benefit per year that waits")
    initiatives = fields.List(fields.Nested(BlockedSchema))


class BlockedBySystemSchema(InitiativeInBriefSchema):
    """An initiative that a system blocks; `alone` when nothing else does."""

    direct = fields.Boolean()
    steps = fields.Integer()
    alone = fields.Boolean()


class BlockingSystemSchema(ma.Schema):
    """A system that blocks, with the initiatives it blocks."""

    system = _key("system")
    name = fields.String()
    legacy_score = fields.Integer(metadata={"minimum": 0, "maximum": 100})
    legacy_range = fields.List(fields.Integer())
    benefit_blocked_per_year = _kronor("Benefit of the initiatives it blocks, per year")
    initiatives = fields.List(fields.Nested(BlockedBySystemSchema))


class BlockingSystemsSchema(ma.Schema):
    """Blocking systems by the benefit they block, the most first."""

    systems = fields.List(fields.Nested(BlockingSystemSchema))


class HeldOffSchema(ma.Schema):
    """A legacy system that an insulating API holds off."""

    system = _key("system")
    name = fields.String()
    why = fields.String()
    path = fields.List(fields.Nested(StepSchema))


class ComparisonSchema(ma.Schema):
    """One system (null: outside all systems), from either side."""

    system = _key("system", nullable=True)
    agreement = _one_of(Agreement)
    obstacles = fields.List(_key("obstacle"))
    remark = fields.String()


class OptionSchema(ma.Schema):
    """A remediation in a set."""

    remediation = _key("remediation")
    name = fields.String()
    system = _key("system")
    kind = _one_of(RemediationKind)
    cost = _kronor("Cost")
    months = fields.Integer(allow_none=True)
    funding = fields.String(allow_none=True, metadata={"enum": [*(one.value for one in Funding), None]})


class WaySchema(ma.Schema):
    """Remediations that together unblock an initiative."""

    remediations = fields.List(fields.Nested(OptionSchema))
    cost = _kronor("Together")
    ready = _day("When all are done if begun today")
    in_time = fields.Boolean()


class WaysSchema(ma.Schema):
    """The cheapest set, the next cheapest that does without one of its parts, the cheapest in time; or what has no option."""

    cheapest = fields.Nested(WaySchema, allow_none=True)
    second = fields.Nested(WaySchema, allow_none=True)
    cheapest_in_time = fields.Nested(WaySchema, allow_none=True)
    without_option = fields.List(_key("system"))


class FindingsSchema(InitiativeInBriefSchema):
    """Everything about one initiative and what is in its way."""

    active = fields.Boolean()
    blockers = fields.List(fields.Nested(BlockerSchema))
    held_off = fields.List(fields.Nested(HeldOffSchema))
    observed = fields.List(fields.Nested(ComparisonSchema))
    unblocked_on = _day("The day what is agreed frees it")
    unblocking = fields.Nested(WaysSchema, allow_none=True)


class MoneySchema(ma.Schema):
    """Kronor of one funding in one year."""

    year = fields.Integer(required=True)
    funding = fields.String(required=True, metadata={"enum": [one.value for one in Funding]})
    kronor = fields.Integer(required=True, metadata={"minimum": 0})


class PlanAskedSchema(ma.Schema):
    """What a plan must keep to."""

    money = fields.List(fields.Nested(MoneySchema), required=True, metadata={"minItems": 1})
    most_begun = fields.Integer(allow_none=True, metadata={"minimum": 1, "description": "So many may begin in one year"})


class PlanInBriefSchema(ma.Schema):
    """A plan that was asked for."""

    number = fields.Integer()
    state = fields.String(metadata={"enum": ["waiting", "reckoning", "done", "failed"]})
    asked_at = fields.DateTime()
    terms = fields.Dict()


class PlanSchema(PlanInBriefSchema):
    """A plan, or how far it has come: `result` has `so_far` while it is reckoned, and the plan with its reasons when done."""

    result = fields.Dict(allow_none=True)


class PlansSchema(ma.Schema):
    """The newest plans, without their results."""

    plans = fields.List(fields.Nested(PlanInBriefSchema))


class IndicatorThenAndNowSchema(ma.Schema):
    """An indicator's value then and now, and what is aimed at."""

    indicator = fields.String()
    then = fields.Float(allow_none=True)
    now = fields.Float(allow_none=True)
    target = fields.Integer(allow_none=True)
    threshold = fields.Integer(allow_none=True)
    state = fields.String(metadata={"enum": ["good", "warning", "bad", "info", "unknown"]})


class TopBlockerSchema(ma.Schema):
    """A system that blocks much."""

    system = _key("system")
    name = fields.String()
    initiatives = fields.Integer()
    benefit_blocked_per_year = _kronor("Benefit of the initiatives it blocks, per year")


class EventSchema(ma.Schema):
    """A record something happened to."""

    noun = fields.String()
    key = fields.String()
    name = fields.String()
    day = _day("When")
    money = _kronor("Its cost, or its benefit per year", nullable=True)


class BoardSchema(ma.Schema):
    """What the executive board is told. `changes` has lists by kind, such as freed, blocked, mended and revealed."""

    day = _day("Today")
    since = _day("Changes are told from")
    active = fields.Integer()
    blocked = fields.Integer()
    stopped_by_terms = fields.Integer()
    free = fields.Integer()
    benefit_at_stake = _kronor("Benefit per year that waits")
    indicators = fields.List(fields.Nested(IndicatorThenAndNowSchema))
    top_blockers = fields.List(fields.Nested(TopBlockerSchema))
    plan = fields.Integer(allow_none=True, metadata={"description": "Number of the newest plan"})
    changes = fields.Dict(keys=fields.String(), values=fields.List(fields.Nested(EventSchema)))
