"""A house's own ids do not take the place of the trace."""

from __future__ import annotations

from collections.abc import Iterator

from registry.core.openapi.document import Document
from registry.core.strategy.rule import WORDS, Context, Fault, NotCheckable, rule
from registry.core.strategy.traces import HEADER, takes_header
from registry.core.text import text as _

_OTHERS = (
    "x-request-id", "request-id", "x-correlation-id", "correlation-id", "x-transaction-id", "x-trace-id", "x-b3-traceid", "b3",
    "x-amzn-trace-id", "x-cloud-trace-context", "uber-trace-id",
)  # fmt: skip


@rule(
    "trace-context-kept", mend=_("Take traceparent as well; keep your own id beside it if you need it"), takes={"others": WORDS}
)
def trace_context_kept(document: Document, context: Context) -> Iterator[Fault]:
    """An id that only one organisation knows is lost where the call leaves it.

    Finds operations that take one of `others`, but not the header of W3C Trace Context.

    Bad:

        paths:
          /pets:
            get:
              parameters: [{name: X-Request-Id, in: header, schema: {type: string}}]
              responses: {"200": {description: Pets}}

    Good:

        paths:
          /pets:
            parameters: [{name: traceparent, in: header, schema: {type: string}}]
            get:
              parameters: [{name: X-Request-Id, in: header, schema: {type: string}}]
              responses: {"200": {description: Pets}}
    """
    if not document.operations:
        raise NotCheckable(_("The document has no operations"))
    others = context.words("others", _OTHERS)
    for operation in document.operations:
        if takes_header(document, operation, others) and not takes_header(document, operation, (HEADER,)):
            yield Fault(operation.pointer, _("An id of its own is taken here, and no traceparent"))
