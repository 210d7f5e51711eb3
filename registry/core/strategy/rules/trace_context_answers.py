"""Answers carry their trace."""

from __future__ import annotations

from collections.abc import Iterator

from registry.core.openapi.bodies import responses_of
from registry.core.openapi.document import Document
from registry.core.openapi.pointers import mapping
from registry.core.strategy.rule import WORDS, Context, Fault, NotCheckable, rule
from registry.core.strategy.traces import HEADER, SERVED
from registry.core.text import text as _


@rule(
    "trace-context-answers",
    mend=_("Describe the header traceparent once as a component and give it to every answer"),
    takes={"except": WORDS},
)
def trace_context_answers(document: Document, context: Context) -> Iterator[Fault]:
    """A user who reports an error can then name the trace that support looks up.

    Every described answer must have the header of W3C Trace Context. `except` lists the endings of paths that need none.

    Bad:

        paths: {/pets: {get: {responses: {"200": {description: Pets}}}}}

    Good:

        paths: {/pets: {get: {responses: {"200": {description: Pets, headers: {traceparent: {schema: {type: string}}}}}}}}
    """
    spared = context.words("except", SERVED)
    operations = [operation for operation in document.operations if not operation.path.template.endswith(spared)]
    answers = {pointer: response for operation in operations for _status, pointer, response in responses_of(document, operation)}
    if not answers:
        raise NotCheckable(_("No operation documents an answer"))
    for pointer, response in answers.items():
        if HEADER not in {name.lower() for name in mapping(response.get("headers"))}:
            yield Fault(pointer, _("This answer does not have the header traceparent"))
