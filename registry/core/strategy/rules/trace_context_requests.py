"""Calls carry their trace."""

from __future__ import annotations

from collections.abc import Iterator

from registry.core.openapi.document import Document
from registry.core.strategy.rule import WORDS, Context, Fault, NotCheckable, rule
from registry.core.strategy.traces import HEADER, SERVED, takes_header
from registry.core.text import text as _


@rule(
    "trace-context-requests",
    mend=_("Describe the header traceparent once as a component and take it in every operation"),
    takes={"except": WORDS},
)
def trace_context_requests(document: Document, context: Context) -> Iterator[Fault]:
    """When a case has passed through five systems, the trace is what tells in which of them it stopped.

    Every operation must take the header of W3C Trace Context. `except` lists the endings of paths that need none. That it is
    passed on cannot be seen in the document.

    Bad:

        paths: {/pets: {get: {responses: {"200": {description: Pets}}}}}

    Good:

        paths:
          /pets:
            parameters: [{name: traceparent, in: header, schema: {type: string}}]
            get: {responses: {"200": {description: Pets}}}
    """
    if not document.operations:
        raise NotCheckable(_("The document has no operations"))
    spared = context.words("except", SERVED)
    for operation in document.operations:
        if not operation.path.template.endswith(spared) and not takes_header(document, operation, (HEADER,)):
            yield Fault(operation.pointer, _("The header traceparent is not taken here"))
