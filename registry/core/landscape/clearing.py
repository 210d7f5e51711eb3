"""When the way is clear: the first day on which what is agreed has taken everything out of an initiative's way."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from registry.core.landscape.blockers import Search
from registry.core.landscape.conduction import conducts
from registry.core.landscape.graph import Initiative, Landscape, System
from registry.core.landscape.reach import Wires
from registry.core.landscape.timing import finish_of


def clear_on(landscape: Landscape, initiative: Initiative, today: date, wires: Wires | None = None) -> date | None:
    """The day from which nothing blocks a blocked initiative; None when what is agreed never frees it.

    The later the day, the more is done, so the first free day is found by halving the days on which something is done.
    """
    wires = wires or Wires(landscape, conducts)
    search = Search(landscape, initiative, today)
    search.run(wires, None)
    reached = (landscape.systems[key] for key in search.via)
    days = sorted({day for system in reached for day in _finishes(system, today) if day > search.deadline})

    def is_free(day: date) -> bool:
        return not Search(landscape, replace(initiative, needed_by=day), today).run(wires, 1)

    place = bisect_left(days, True, key=is_free)
    return days[place] if place < len(days) else None


def _finishes(system: System, today: date) -> Iterator[date]:
    """Every day on which something agreed about the system is done."""
    if system.planned_retirement is not None:
        yield system.planned_retirement
    for remediation in system.remediations:
        finish = finish_of(remediation, today)
        if finish is not None:
            yield finish
