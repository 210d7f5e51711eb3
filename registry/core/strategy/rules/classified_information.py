"""The API's information is classified: a level, a day and somebody who answers for it."""

from __future__ import annotations

from collections.abc import Iterator

from registry.core.openapi.document import Document
from registry.core.strategy.lifecycle import CLASSIFIED_MONTHS, months_after
from registry.core.strategy.rule import NUMBER, Context, Fault, rule
from registry.core.text import text as _


@rule(
    "classified-information",
    mend=_("Classify the information, and enter level, day and who did it on the API's page"),
    whole=False,
    takes={"months": NUMBER},
)
def classified_information(_document: Document, context: Context) -> Iterator[Fault]:
    """The level decides how clients prove who they are; without it nobody knows whether what is asked of them is enough.

    `months` is how long a classification is good for.

    Bad:

        catalogue: {entry: {protection_level: 2}}

    Good:

        catalogue: {entry: {protection_level: 2, classified_on: 2026-02-11, classified_by: Eva Holm}}
    """
    entry = context.catalogue.own_entry
    if entry.protection_level is None:
        yield Fault("", _("The protection level, 0 to 4, is not documented"), entry.record)
        return
    if entry.classified_on is None:
        yield Fault("", _("The day of the classification is not documented"), entry.record)
    elif months_after(entry.classified_on, context.number("months", CLASSIFIED_MONTHS)) < context.today:
        yield Fault(
            "",
            _(
                "The classification of {day} is older than {months} months",
                day=entry.classified_on,
                months=context.number("months", CLASSIFIED_MONTHS),
            ),
            entry.record,
        )
    if entry.classified_by is None:
        yield Fault("", _("Who classified the information is not documented"), entry.record)
