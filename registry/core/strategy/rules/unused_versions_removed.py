"""A retired version that nobody calls is taken away."""

from __future__ import annotations

from collections.abc import Iterator

from registry.core.api_vocabulary import VersionStatus
from registry.core.openapi.document import Document
from registry.core.strategy.lifecycle import SILENT_MONTHS, remove_by
from registry.core.strategy.rule import NUMBER, Context, Fault, NotCheckable, rule
from registry.core.text import text as _


@rule(
    "unused-versions-removed",
    mend=_("Take the version away and set its status to DECOMMISSIONED"),
    whole=False,
    takes={"months": NUMBER},
)
def unused_versions_removed(_document: Document, context: Context) -> Iterator[Fault]:
    """What nobody calls still answers whoever finds it, unpatched; taking it away ends that.

    `months` is how long nobody must have called a retired version.

    Bad:

        catalogue: {versions: [{number: "1.0", status: retired, retired_on: 2025-07-10, last_call_on: 2025-08-01}]}

    Good:

        catalogue: {versions: [{number: "1.0", status: decommissioned, retired_on: 2025-07-10, last_call_on: 2025-08-01}]}
    """
    version = context.catalogue.own_version
    if version.status is not VersionStatus.RETIRED:
        return
    day = remove_by(version, context.number("months", SILENT_MONTHS))
    if day is None:
        raise NotCheckable(_("Fill in when version {version} was retired or last called", version=version.number))
    if day < context.today:
        yield Fault("", _("Nobody has called it for long enough; it was to be taken away {day}", day=day), version.record)
