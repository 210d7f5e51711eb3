"""How systems, technologies, dependencies and verdicts are listed, shown and written."""

from collections.abc import Iterable, Mapping
from typing import Any

from registry.core.text import Text
from registry.core.text import text as _
from registry.core.vocabulary import Lifecycle
from registry.kit.access import ARCHITECTURE_EDITORS, Policy
from registry.kit.resource import Related, Resource, Section, ends_after_start
from registry.systems.models import ANSWERS, Assessment, Dependency, LegacyVerdict, System, Technology


def planned_is_not_attested(values: Mapping[str, Any]) -> Iterable[tuple[str, Text]]:
    """Nobody can say of a planned system that its record matches what is used."""
    if values.get("lifecycle") is Lifecycle.PLANNED and values.get("last_attested") is not None:
        yield "last_attested", _("A planned system has nothing to attest yet.")


def system_is_consistent(values: Mapping[str, Any]) -> Iterable[tuple[str, Text]]:
    """What people decide against or beside the evidence needs its reason."""
    yield from planned_is_not_attested(values)
    if values.get("time_advice") is not None and not values.get("time_reason"):
        yield "time_reason", _("Say why this disposition was decided; without a decision the reckoned advice holds.")


def two_different_systems(values: Mapping[str, Any]) -> Iterable[tuple[str, Text]]:
    """Nothing depends on itself."""
    if values.get("source") is not None and values.get("source") == values.get("target"):
        yield "target", _("A system cannot depend on itself.")


system = Resource(
    System,
    path="systems",
    label=_("System"),
    plural=_("Systems"),
    purpose=_("Every information system the municipality uses: what it is for, who answers for it, and how well it is."),
    columns=("name", "domain", "lifecycle", "criticality", "owner_organisation", "supplier", "last_attested"),
    filters=("lifecycle", "criticality", "owner_organisation", "supplier", "domain", "hosting", "owner"),
    form=(
        Section(_("Identity"), "name", "description", "domain", "lifecycle", "version", "hosting", "documentation_url", "key"),
        Section(_("Who answers"), "owner_organisation", "owner", "manager", "technical_contact", "supplier", "last_attested"),
        Section(
            _("Importance and protection"),
            "criticality",
            "confidentiality",
            "integrity",
            "availability",
            "classified_on",
            "risk_analysed_on",
            "continuity_plan_on",
            "personal_data",
            "public_facing",
            "accessibility_statement_url",
        ),
        Section(_("Future"), "supplier_support_ends", "planned_retirement", "replaced_by", "time_advice", "time_reason"),
        Section(_("Assessment"), *ANSWERS, "assessed_on"),
        Section(_("Cost"), "maintenance_cost", "development_cost"),
    ),
    related=(
        Related("dependency", "source", _("Depends on")),
        Related("dependency", "target", _("Systems that depend on it")),
        Related("technology", "system", _("Technology")),
        Related("api", "system", _("APIs it provides")),
        Related("consumer", "system", _("APIs it consumes")),
        Related("coverage", "system", _("Contracts")),
        Related("system_touched", "system", _("Initiatives")),
        Related("remediation", "system", _("Remediations")),
        Related("obstacle", "system", _("Observed obstacles")),
        Related("assessment", "system", _("Assessments")),
        Related("legacy_verdict", "system", _("Verdicts")),
        Related("responsibility", "system", _("Other roles")),
    ),
    check=system_is_consistent,
    archimate="application-component",
    in_menu=True,
)

assessment = Resource(
    Assessment,
    path="assessments",
    label=_("System assessment"),
    plural=_("System assessments"),
    purpose=_("What those who know a system answered about it, day by day; the newest answers count in the legacy score."),
    columns=("system", "assessed_on", "assessed_by", *ANSWERS),
    filters=("system", "assessed_by"),
    form=(
        Section(_("Assessment"), "system", "assessed_on", "assessed_by", "key"),
        Section(_("Answers, 1 to 5"), *(name for answer in ANSWERS for name in (answer, f"{answer}_note"))),
    ),
    natural_key=("system", "assessed_on"),
)

technology = Resource(
    Technology,
    path="technologies",
    label=_("Technology"),
    plural=_("Technologies"),
    purpose=_("Products and versions that systems are built on; matched with public dates for end of support."),
    columns=("product", "version", "system", "support_ends"),
    filters=("product", "system"),
    form=(Section(_("Technology"), "system", "product", "version", "support_ends", "key"),),
    natural_key=("system", "product", "version"),
    archimate="system-software",
)

dependency = Resource(
    Dependency,
    path="dependencies",
    label=_("Dependency"),
    plural=_("Dependencies"),
    purpose=_("Which system cannot do its task without which other, how they are joined, and when somebody last checked."),
    columns=("source", "target", "kind", "strength", "api_version", "verified_on"),
    filters=("kind", "strength", "source", "target", "api_version", "contract"),
    form=(
        Section(_("Ends"), "source", "target", "kind", "strength"),
        Section(_("How"), "api_version", "contract", "description", "documentation_url", "verified_on", "key"),
    ),
    natural_key=("source", "target", "kind"),
    check=two_different_systems,
    archimate="serving-relationship",
    in_menu=True,
)

legacy_verdict = Resource(
    LegacyVerdict,
    path="verdicts",
    label=_("Legacy verdict"),
    plural=_("Legacy verdicts"),
    purpose=_("A person's verdict on a system stands before the computed score, until the day it is looked at again."),
    columns=("system", "verdict", "decided_on", "review_on", "decided_by"),
    filters=("system", "verdict"),
    form=(Section(_("Verdict"), "system", "verdict", "reason", "decided_on", "review_on", "decided_by", "key"),),
    policy=Policy(write=ARCHITECTURE_EDITORS, delete=ARCHITECTURE_EDITORS),
    natural_key=("system", "decided_on"),
    check=ends_after_start("decided_on", "review_on", _("The review cannot be before the decision.")),
)
