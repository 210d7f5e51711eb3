"""An addition raises the minor version."""

from __future__ import annotations

from collections.abc import Iterator

from registry.core.openapi.document import Document
from registry.core.strategy.rule import Context, Fault, NotCheckable, rule
from registry.core.text import text as _


@rule("additive-change-step", mend=_("Raise the minor version"))
def additive_change_step(document: Document, context: Context) -> Iterator[Fault]:
    """Two documents with one number leave a client guessing which of them the service it calls follows.

    Compares with the revision before, and with the newest document of the version before. Breaking changes have a clause of
    their own.

    Bad:

        info: {title: Cases, version: "1.0"}
        paths: {/cases: {get: {responses: {}}}, /decisions: {get: {responses: {}}}}
        before: {info: {title: Cases, version: "1.0"}, paths: {/cases: {get: {responses: {}}}}}

    Good:

        info: {title: Cases, version: "1.1"}
        paths: {/cases: {get: {responses: {}}}, /decisions: {get: {responses: {}}}}
        before: {info: {title: Cases, version: "1.0"}, paths: {/cases: {get: {responses: {}}}}}
    """
    if not context.predecessors:
        raise NotCheckable(_("There is no earlier document of the API to compare with"))
    from registry.core.openapi.differences import Step, differences  # only here: most checks have nothing to compare with

    for before in context.predecessors:
        found = differences(before, document)
        if found.additive and not found.breaking and found.actual_step in (Step.NONE, Step.PATCH):
            first = found.additive[0].message
            message = _(
                "{count} additions since {old}, the first of them: {change}; the version is {new}",
                count=len(found.additive),
                old=found.old_version,
                new=found.new_version,
                change=first,
            )
            yield Fault("/info/version", message)
