"""Times say how far they are from UTC."""

from __future__ import annotations

import re
from collections.abc import Iterator

from registry.core.openapi.document import Document
from registry.core.strategy.rule import Context, Fault, NotCheckable, rule
from registry.core.strategy.samples import shown_values
from registry.core.text import text as _

_TIME = re.compile(r"\d{4}-\d\d-\d\d[Tt ]\d")  # anything else is no time at all, which is the matter of another rule
_OFFSET = re.compile(r"(?:[Zz]|\+(?:0\d|1[0-4]):[0-5]\d|-(?:0\d|1[0-2]):[0-5]\d)\Z")


@rule("time-zones", mend=_("Write the time with Z or with its offset from UTC, such as 2026-11-24T09:30:00+01:00"))
def time_zones(document: Document, _context: Context) -> Iterator[Fault]:
    """When summer time ends, half past two comes twice in a night; with its offset from UTC a time comes once.

    Looks at examples with the format `date-time`. The offset is Z, or lies between -12:59 and +14:59. The format itself promises
    an offset, so a field without an example is no fault.

    Bad:

        components: {schemas: {Loan: {properties: {lent: {type: string, format: date-time, example: "2026-11-24T08:30:00"}}}}}

    Good:

        components: {schemas: {Loan: {properties: {lent: {type: string, format: date-time, example: "2026-11-24T08:30:00Z"}}}}}
    """
    nothing = True
    for shown in shown_values(document):
        if shown.format != "date-time":
            continue
        nothing = False
        for pointer, sample in shown.samples:
            if isinstance(sample, str) and _TIME.match(sample) and not _OFFSET.search(sample):
                yield Fault(pointer, _("“{value}” does not say how far it is from UTC", value=str(sample)[:100]))
    if nothing:
        raise NotCheckable(_("No field or parameter holds a date with a time"))
