"""When each blocked initiative is free: by what is agreed, and by the cheapest that is proposed."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from registry.core.landscape.clearing import clear_on
from registry.core.landscape.conduction import conducts
from registry.core.landscape.graph import Initiative, Landscape
from registry.core.landscape.reach import Wires, leading_to_legacy
from registry.core.landscape.timing import deadline_of
from registry.core.remediation.gate import gates
from registry.core.remediation.unblocking import Unblocking, cheapest_of
from registry.core.text import Text
from registry.core.text import text as _
from registry.initiatives.models import Remediation

NAMED = 3


@dataclass(frozen=True, slots=True)
class Clearing:
    """A blocked initiative with the day it is needed by, the day what is agreed frees it, and the cheapest way that is proposed.

    `needed` is today for what was needed before. `agreed` is None when nothing that is agreed frees it.
    """

    initiative: Initiative
    needed: date
    agreed: date | None
    proposed: Unblocking | None

    @property
    def days_late(self) -> int | None:
        """How many days too late it is freed by what is agreed."""
        return None if self.agreed is None else (self.agreed - self.needed).days


def clearings(landscape: Landscape, initiatives: Sequence[Initiative], today: date) -> Iterator[Clearing]:
    """When each of these blocked initiatives is free, in their order."""
    wires = Wires(landscape, conducts, only=leading_to_legacy(landscape))
    for gate in gates(landscape, initiatives, today):
        initiative = gate.initiative
        agreed = clear_on(landscape, initiative, today, wires)
        yield Clearing(initiative, deadline_of(initiative, today), agreed, cheapest_of(gate, today))


def unblocked_when(clearing: Clearing, names: Sequence[str]) -> Text:
    """“Unblocked when …” as a sentence; `names` are those of the remediations in the cheapest proposal."""
    found = clearing.proposed
    what = ", ".join(names[:NAMED]) + (" …" if len(names) > NAMED else "")
    if clearing.agreed is not None:
        day, days = clearing.agreed, clearing.days_late
        if found is None or found.ready is None or found.ready >= day:
            return _("Unblocked {day}, when what is agreed is done; that is {days} days after it is needed", day=day, days=days)
        return _(
            "Unblocked {day}, when what is agreed is done; that is {days} days after it is needed. "
            "Already {sooner} if this is decided and begun today: {what}",
            day=day,
            days=days,
            sooner=found.ready,
            what=what,
        )
    if found is None:
        return _("Nothing that is agreed or proposed unblocks it: something more must be proposed")
    if found.ready is None:
        return _("Unblocked when this is decided and done: {what}", what=what)
    return _("Unblocked when this is decided and done: {what}; begun today it is done {day}", what=what, day=found.ready)


def names_of(session: Session, remediations: Collection[str]) -> dict[str, str]:
    """The names of remediations by key."""
    query = select(Remediation.key, Remediation.name).where(Remediation.key.in_(sorted(remediations)))
    return {key: name for key, name in session.execute(query)}  # noqa: C416 -- rows are no pairs to the type checker
