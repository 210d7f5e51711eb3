"""The document is what the OpenAPI specification says a document is."""

from __future__ import annotations

from collections.abc import Iterator

from registry.core.openapi.document import Document
from registry.core.openapi.structure import structural_faults
from registry.core.strategy.rule import WORD, Context, Fault, NotCheckable, rule
from registry.core.text import text as _


@rule("structure", mend=_("Correct the document until openapi-spec-validator accepts it"), takes={"oldest": WORD})
def structure(document: Document, context: Context) -> Iterator[Fault]:
    """Generators, gateways and mocks read the document before any person does; what they cannot read, they leave out or refuse.

    openapi-spec-validator is the judge. Keys written twice and references that lead nowhere are told here too, with their
    lines. The parameter `oldest` is the first OpenAPI version that is accepted.

    Bad:

        info: {title: Example}

    Bad:

        paths:
          /pets:
            get:
              responses:
                "200": {$ref: "#/components/responses/Missing"}

    Good:

        paths:
          /pets:
            get:
              responses:
                "200": {description: All pets}
    """
    for duplicate in document.duplicate_keys:
        yield Fault(duplicate.pointer, _("“{key}” is written twice here; only the last one counts", key=duplicate.key))
    yield from _version(document, str(context.parameters.get("oldest", "3.0")))
    for pointer, target in document.broken_references:
        yield Fault(pointer, _("“{target}” leads nowhere", target=target[:200]))
    if document.outside_references or document.broken_references or not document.openapi_version:
        return  # the judge stops at the first reference it cannot follow; the engine tells about the outside ones
    try:
        yield from (Fault(fault.pointer, fault.message) for fault in structural_faults(document))
    except LookupError as problem:
        raise NotCheckable(_("openapi-spec-validator gave no verdict: {problem}", problem=str(problem))) from None


def _version(document: Document, oldest: str) -> Iterator[Fault]:
    if not document.openapi_version:
        yield Fault("", _("“openapi” is missing: the document does not say which version it follows"))
    elif document.is_swagger:
        yield Fault(
            "/swagger", _("Swagger {version} is the forerunner of OpenAPI; convert to 3", version=document.openapi_version)
        )
    elif _number(document.openapi_version) < _number(oldest):
        yield Fault("/openapi", _("OpenAPI {version} is older than {oldest}", version=document.openapi_version, oldest=oldest))


def _number(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split(".") if part.isdecimal() and len(part) < 10)
