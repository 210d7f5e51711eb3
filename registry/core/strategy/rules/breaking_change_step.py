"""A change that breaks a client raises the major version."""

from __future__ import annotations

from collections.abc import Iterator

from registry.core.openapi.document import Document
from registry.core.strategy.rule import Context, Fault, NotCheckable, rule
from registry.core.text import text as _


@rule("breaking-change-step", mend=_("Raise the major version, or make the change in a way that old clients can bear"))
def breaking_change_step(document: Document, context: Context) -> Iterator[Fault]:
    """A client that worked yesterday fails today, and its owner learns it from the citizens; the version number is the warning.

    Compares with the revision before, and with the newest document of the version before.

    Bad:

        info: {title: Cases, version: "1.1"}
        paths: {/cases: {get: {parameters: [{name: status, in: query, required: true, schema: {type: string}}], responses: {}}}}
        before:
          info: {title: Cases, version: "1.0"}
          paths: {/cases: {get: {parameters: [{name: status, in: query, schema: {type: string}}], responses: {}}}}

    Good:

        info: {title: Cases, version: "2.0"}
        paths: {/cases: {get: {parameters: [{name: status, in: query, required: true, schema: {type: string}}], responses: {}}}}
        before:
          info: {title: Cases, version: "1.0"}
          paths: {/cases: {get: {parameters: [{name: status, in: query, schema: {type: string}}], responses: {}}}}
    """
    if not context.predecessors:
        raise NotCheckable(_("There is no earlier document of the API to compare with"))
    from registry.core.openapi.differences import Step, differences  # only here: most checks have nothing to compare with

    enough = (Step.MAJOR, Step.UNKNOWN, Step.BACKWARDS)  # what is no number or goes backwards is told by other clauses
    for before in context.predecessors:
        found = differences(before, document)
        if found.actual_step in enough:
            continue
        for change in found.breaking:
            message = _(
                "{change}; the version went from {old} to {new}",
                change=change.message,
                old=found.old_version,
                new=found.new_version,
            )
            yield Fault(change.new_pointer if change.new_pointer is not None else "/info/version", message)
