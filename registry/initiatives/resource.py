"""How initiatives, goals, touches, benefits, stories, obstacles and remediations are listed, shown and written."""

from collections.abc import Iterable, Mapping
from typing import Any

from registry.core.text import Text
from registry.core.text import text as _
from registry.core.vocabulary import RemediationKind, RemediationStatus
from registry.initiatives.models import (
    Benefit,
    BenefitMeasurement,
    Goal,
    GoalServed,
    Initiative,
    InitiativeDependency,
    Obstacle,
    Remediation,
    RemediationRequirement,
    Story,
    SystemTouched,
)
from registry.kit.resource import Related, Resource, Section, ends_after_start


def waits_for_another(values: Mapping[str, Any]) -> Iterable[tuple[str, Text]]:
    """An initiative cannot wait for itself."""
    if values.get("initiative") is not None and values.get("initiative") == values.get("depends_on"):
        yield "depends_on", _("An initiative cannot wait for itself.")


def remediation_is_complete(values: Mapping[str, Any]) -> Iterable[tuple[str, Text]]:
    """What is planned needs a day; insulation needs the API that will insulate."""
    if values.get("status") in {RemediationStatus.PLANNED, RemediationStatus.STARTED} and values.get("planned_finish") is None:
        yield "planned_finish", _("A planned or started remediation needs the day it will be done.")
    if values.get("kind") is not RemediationKind.INSULATE and values.get("api_version") is not None:
        yield "api_version", _("Name an API version only when the remediation is to insulate.")


def requires_another(values: Mapping[str, Any]) -> Iterable[tuple[str, Text]]:
    """A remediation cannot require itself."""
    if values.get("remediation") is not None and values.get("remediation") == values.get("requires"):
        yield "requires", _("A remediation cannot require itself.")


def measured_when_realised(values: Mapping[str, Any]) -> Iterable[tuple[str, Text]]:
    """A realised benefit was measured some day."""
    if values.get("realised") is not None and values.get("measured_on") is None:
        yield "measured_on", _("A realised benefit needs the day it was measured.")


initiative = Resource(
    Initiative,
    path="initiatives",
    label=_("Initiative"),
    plural=_("Initiatives"),
    purpose=_("What the municipality wants to change. Name, what it should give and who asks is enough to begin."),
    columns=("name", "status", "organisation", "sponsor", "needed_by", "expected_benefit"),
    filters=("status", "organisation", "sponsor", "funding", "risk"),
    form=(
        Section(_("Initiative"), "name", "description", "asked_by", "organisation", "sponsor", "lead", "key"),
        Section(_("Life"), "status", "status_reason"),
        Section(_("Time and money"), "starts_on", "needed_by", "ended_on", "budget", "funding", "running_cost"),
        Section(
            _("Benefit and risk"), "expected_benefit", "realised_benefit", "benefit_note", "risk", "risk_note", "assessed_on"
        ),
        Section(_("Afterwards"), "legacy_asked_on", "learnt"),
    ),
    related=(
        Related("system_touched", "initiative", _("Systems it touches")),
        Related("goal_served", "initiative", _("Goals it serves")),
        Related("benefit", "initiative", _("Benefits")),
        Related("initiative_dependency", "initiative", _("Waits for")),
        Related("initiative_dependency", "depends_on", _("Others wait for it")),
        Related("obstacle", "initiative", _("Observed obstacles")),
        Related("story", "initiative", _("Stories")),
        Related("responsibility", "initiative", _("Other roles")),
    ),
    check=ends_after_start("starts_on", "needed_by", _("It cannot be needed before it starts.")),
    archimate="work-package",
    in_menu=True,
)

goal = Resource(
    Goal,
    path="goals",
    label=_("Goal"),
    plural=_("Goals"),
    purpose=_("The goals of the municipality's target picture; initiatives serve them."),
    columns=("name", "description"),
    form=(Section(_("Goal"), "name", "description", "key"),),
    related=(Related("goal_served", "goal", _("Initiatives that serve it")),),
    archimate="goal",
)

goal_served = Resource(
    GoalServed,
    path="goals-served",
    label=_("Goal served"),
    plural=_("Goals served"),
    purpose=_("Which goals an initiative serves, and how."),
    columns=("initiative", "goal", "how"),
    filters=("initiative", "goal"),
    form=(Section(_("Goal"), "initiative", "goal", "how", "key"),),
    natural_key=("initiative", "goal"),
)

system_touched = Resource(
    SystemTouched,
    path="systems-touched",
    label=_("System touched"),
    plural=_("Systems touched"),
    purpose=_("What an initiative changes, builds on, introduces or retires. Blockers are found from here."),
    columns=("initiative", "system", "touch", "note"),
    filters=("initiative", "system", "touch"),
    form=(Section(_("Touch"), "initiative", "system", "touch", "note", "key"),),
    natural_key=("initiative", "system", "touch"),
)

initiative_dependency = Resource(
    InitiativeDependency,
    path="initiative-dependencies",
    label=_("Initiative that waits"),
    plural=_("Initiatives that wait"),
    purpose=_("Which initiative waits for which other."),
    columns=("initiative", "depends_on", "why"),
    filters=("initiative", "depends_on"),
    form=(Section(_("Waits for"), "initiative", "depends_on", "why", "key"),),
    natural_key=("initiative", "depends_on"),
    check=waits_for_another,
)

obstacle = Resource(
    Obstacle,
    path="obstacles",
    label=_("Obstacle"),
    plural=_("Obstacles"),
    purpose=_("What people ran into, as they told it. Stands beside the obstacles that the registry finds by itself."),
    columns=("name", "cause", "initiative", "system", "observed_on", "resolved_on"),
    filters=("cause", "initiative", "system", "supplier"),
    form=(
        Section(_("Obstacle"), "name", "cause", "description", "observed_on", "observed_by", "resolved_on", "key"),
        Section(_("Where"), "initiative", "system", "supplier"),
    ),
    natural_key=("name", "initiative"),
    check=ends_after_start("observed_on", "resolved_on", _("It cannot be resolved before it was observed.")),
    archimate="assessment",
    in_menu=True,
)

remediation = Resource(
    Remediation,
    path="remediations",
    label=_("Remediation"),
    plural=_("Remediations"),
    purpose=_("Ways to make a legacy system stop blocking: upgrade, replace, retire, or insulate behind a compliant API."),
    columns=("name", "system", "kind", "status", "cost", "planned_finish"),
    filters=("system", "kind", "status", "funding"),
    form=(
        Section(_("Remediation"), "name", "system", "kind", "api_version", "status", "description", "key"),
        Section(_("Money and time"), "cost", "funding", "duration_months", "planned_finish", "not_before", "must_do"),
        Section(_("Decision"), "obstacle", "decided_on", "done_on"),
    ),
    related=(
        Related("remediation_requirement", "remediation", _("Requires")),
        Related("remediation_requirement", "requires", _("Required by")),
    ),
    natural_key=("name", "system"),
    check=remediation_is_complete,
    archimate="work-package",
    in_menu=True,
)

remediation_requirement = Resource(
    RemediationRequirement,
    path="remediation-requirements",
    label=_("Prerequisite"),
    plural=_("Prerequisites"),
    purpose=_("Which remediation must be done before another can begin."),
    columns=("remediation", "requires", "why"),
    filters=("remediation", "requires"),
    form=(Section(_("Prerequisite"), "remediation", "requires", "why", "key"),),
    natural_key=("remediation", "requires"),
    check=requires_another,
)

benefit = Resource(
    Benefit,
    path="benefits",
    label=_("Benefit"),
    plural=_("Benefits"),
    purpose=_("What initiatives are to bring, what they brought when it was measured, and when to look next."),
    columns=("name", "initiative", "expected", "realised", "measured_on", "follow_up_on"),
    filters=("initiative", "responsible"),
    form=(
        Section(_("Benefit"), "name", "initiative", "expected", "expected_from", "how_measured", "key"),
        Section(_("Follow-up"), "follow_up_on", "responsible", "realised", "measured_on"),
    ),
    related=(Related("benefit_measurement", "benefit", _("Measurements")),),
    natural_key=("name", "initiative"),
    check=measured_when_realised,
)

benefit_measurement = Resource(
    BenefitMeasurement,
    path="benefit-measurements",
    label=_("Measurement"),
    plural=_("Measurements"),
    purpose=_("What a benefit was worth each time it was measured; the newest is what the benefit has realised."),
    columns=("benefit", "measured_on", "realised", "note"),
    filters=("benefit",),
    form=(Section(_("Measurement"), "benefit", "measured_on", "realised", "note", "key"),),
    natural_key=("benefit", "measured_on"),
)

story = Resource(
    Story,
    path="stories",
    label=_("Story"),
    plural=_("Stories"),
    purpose=_("What was learnt, in the words of those who were there."),
    columns=("name", "initiative", "told_on", "told_by"),
    filters=("initiative", "told_by"),
    form=(Section(_("Story"), "name", "initiative", "text", "told_on", "told_by", "key"),),
    natural_key=("name", "initiative"),
)
