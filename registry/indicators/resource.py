"""How targets of indicators and results of maturity surveys are listed, shown and written."""

from registry.core.text import text as _
from registry.indicators.models import IndicatorTarget, MaturityResult
from registry.kit.resource import Resource, Section

indicator_target = Resource(
    IndicatorTarget,
    path="indicator-targets",
    label=_("Indicator target"),
    plural=_("Indicator targets"),
    purpose=_("What each indicator should reach, and the value at which the strategy must be thought over."),
    columns=("indicator", "target", "threshold", "note"),
    form=(Section(_("Target"), "indicator", "target", "threshold", "note", "key"),),
    natural_key=("indicator",),
)

maturity_result = Resource(
    MaturityResult,
    path="maturity-results",
    label=_("Maturity result"),
    plural=_("Maturity results"),
    purpose=_("Results of the DiMiOS survey, entered by hand; they stand beside the registry's own figures."),
    columns=("organisation", "measured_on", "capability", "legacy"),
    filters=("organisation",),
    form=(Section(_("Result"), "organisation", "measured_on", "capability", "legacy", "source", "key"),),
    natural_key=("organisation", "measured_on"),
)
