"""At most one active and one deprecated version are supported at a time."""

from __future__ import annotations

from collections.abc import Iterator

from registry.core.api_vocabulary import VersionStatus
from registry.core.openapi.document import Document
from registry.core.strategy.rule import NUMBER, Context, Fault, NotCheckable, rule
from registry.core.text import text as _


@rule(
    "supported-versions",
    mend=_("Deprecate or retire the older version, and tell its consumers"),
    whole=False,
    takes={"active": NUMBER, "deprecated": NUMBER},
)
def supported_versions(_document: Document, context: Context) -> Iterator[Fault]:
    """Every version that is kept alive is tested, patched and explained; two at a time are as many as one can bear.

    `active` and `deprecated` are the greatest numbers accepted.

    Bad:

        catalogue: {versions: [{number: "2.0", status: active}, {number: "1.0", status: active}]}

    Good:

        catalogue: {versions: [{number: "2.0", status: active}, {number: "1.0", status: deprecated}]}
    """
    own = context.catalogue.own_version
    versions = context.catalogue.versions
    if any(version.status is None for version in versions):
        raise NotCheckable(_("Fill in the status of every version of the API"))
    for status, most in (
        (VersionStatus.ACTIVE, context.number("active", 1)),
        (VersionStatus.DEPRECATED, context.number("deprecated", 1)),
    ):
        found = [version.number for version in versions if version.status is status]
        if len(found) > most and own.status is status:
            message = _(
                "{count} versions are {status}: {versions}", count=len(found), status=status.label, versions=", ".join(found)
            )
            yield Fault("", message, own.record)
