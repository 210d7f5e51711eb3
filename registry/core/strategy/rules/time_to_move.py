"""A deprecated version is retired when its callers' time to move is over."""

from __future__ import annotations

from collections.abc import Iterator

from registry.core.api_vocabulary import VersionStatus
from registry.core.openapi.document import Document
from registry.core.strategy.lifecycle import MOVE_MONTHS, retire_by
from registry.core.strategy.rule import NUMBER, Context, Fault, NotCheckable, rule
from registry.core.text import text as _


@rule(
    "time-to-move",
    mend=_("Retire the version, or waive the clause until its last consumers have moved"),
    whole=False,
    takes={"months": NUMBER},
)
def time_to_move(_document: Document, context: Context) -> Iterator[Fault]:
    """A day that is moved every time it comes moves nobody; one that holds lets callers plan, and the old version go.

    `months` is how long callers have from the day the version was deprecated.

    Bad:

        catalogue: {versions: [{number: "1.0", status: deprecated, deprecated_on: 2025-01-10, clients: [{name: Case system}]}]}

    Good:

        catalogue: {versions: [{number: "1.0", status: retired, deprecated_on: 2025-01-10, retired_on: 2025-07-10}]}
    """
    version = context.catalogue.own_version
    if version.status is not VersionStatus.DEPRECATED:
        return
    day = retire_by(version, context.number("months", MOVE_MONTHS))
    if day is None:
        raise NotCheckable(_("Fill in since when version {version} is deprecated", version=version.number))
    if day < context.today:
        left = ", ".join(client.name for client in version.clients) or "–"
        message = _("Support was to end {day}; consumers left: {clients}", day=day, clients=left)
        yield Fault("", message, version.record)
