"""What clients may expect of the service is written down."""

from __future__ import annotations

import re
from collections.abc import Iterator

from registry.core.openapi.document import Document
from registry.core.openapi.pointers import Tree, mapping, string
from registry.core.strategy.rule import Context, Fault, rule
from registry.core.text import text as _

_TOLD = ("availability", "responseTime", "support")
_NAMES = re.compile(r"\b(?:sla\b|service[ -]?level|servicenivå|tjänstenivå)", re.IGNORECASE)


@rule(
    "service-level",
    mend=_("Fill in “info.termsOfService”, or “info.x-sla”, or link the service level in “externalDocs”"),
    whole=False,
)
def service_level(document: Document, _context: Context) -> Iterator[Fault]:
    """A client that does not know when the API is open, how fast it answers and who helps cannot build a service on it.

    Counts: `info.termsOfService`; `info.x-sla` with availability, responseTime and support; or `externalDocs` whose description
    names the service level and which has an address.

    Bad:

        info: {title: Example, version: "1.0"}

    Bad:

        info: {title: Example, version: "1.0", x-sla: {availability: 99.5 %}}

    Good:

        info: {title: Example, version: "1.0", x-sla: {availability: 99.5 %, responseTime: 300 ms, support: weekdays 8 to 17}}

    Good:

        externalDocs: {url: "https://api.example.se/pets/terms", description: Service level agreement}
    """
    info = mapping(document.raw.get("info"))
    docs = mapping(document.raw.get("externalDocs"))
    linked = _NAMES.search(string(docs.get("description"))) and string(docs.get("url"))
    if string(info.get("termsOfService")) or linked:
        return
    if "x-sla" not in info:
        yield Fault("/info", _("The document tells no service level"))
        return
    missing = [name for name in _TOLD if _is_blank(mapping(info["x-sla"]).get(name))]
    if missing:
        yield Fault("/info/x-sla", _("“info.x-sla” lacks {fields}", fields=", ".join(missing)))


def _is_blank(value: Tree) -> bool:
    return not (value.strip() if isinstance(value, str) else value)
