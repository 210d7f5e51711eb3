"""The renewals as a calendar, as a board of the next two years, and by who has not decided."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from babel.dates import format_date, get_day_names
from flask import Blueprint, render_template, request

from registry.kit.clock import today
from registry.kit.database import database
from registry.kit.text import language
from registry.procurement.actions import TO_DECIDE
from registry.procurement.month_grid import month, month_of
from registry.procurement.permission import seen_renewals
from registry.procurement.reckoning import Renewal
from registry.procurement.timeline import MONTHS, timeline

blueprint = Blueprint("renewal_views", __name__, url_prefix="/renewals")


@dataclass(frozen=True, slots=True)
class Waiting:
    """One person's contracts that nobody has decided about, the first day first; `person` None when none is responsible."""

    person: str | None
    renewals: tuple[Renewal, ...]

    @property
    def kronor(self) -> int:
        """What missing all of these days costs together, as far as it is known."""
        return sum(line.missed.kronor or 0 for line in self.renewals if line.missed)


@blueprint.route("/calendar")
def calendar() -> Any:
    day = today()
    found = seen_renewals(database.session, day)
    shown = month(month_of(request.args.get("month", ""), day), found.dated)
    title = str(format_date(shown.first, "LLLL y", locale=language()))
    names = get_day_names("abbreviated", locale=language())
    return render_template(
        "procurement/calendar.html",
        month=shown,
        title=title[:1].upper() + title[1:],
        day_names=[names[number] for number in range(7)],
        today=day,
    )


@blueprint.route("/board")
def board() -> Any:
    day = today()
    found = seen_renewals(database.session, day)
    picture = timeline(found.dated, day)
    lines = [line for line in found.dated if line.action.day <= picture.last]
    contracts = {line.contract.id: line.contract for line in lines}
    return render_template(
        "procurement/board.html",
        picture=picture,
        lines=lines,
        months=MONTHS,
        number=len(contracts),
        value=sum(contract.annual_value or 0 for contract in contracts.values()),
        undecided=sum(contract.undecided for contract in contracts.values()),
        today=day,
    )


@blueprint.route("/undecided")
def undecided() -> Any:
    day = today()
    found = seen_renewals(database.session, day)
    waiting = list(_by_person(line for line in found.dated if line.contract.undecided and line.action.kind in TO_DECIDE))
    return render_template("procurement/undecided.html", waiting=waiting, today=day)


def _by_person(renewals: Iterable[Renewal]) -> Iterator[Waiting]:
    """The first day to decide of each contract, by who is responsible; those with the most at stake first."""
    firsts: dict[int, Renewal] = {}
    for line in renewals:
        firsts.setdefault(line.contract.id, line)
    people: dict[str | None, list[Renewal]] = {}
    for line in firsts.values():
        people.setdefault(line.contract.responsible, []).append(line)
    yield from sorted((Waiting(person, tuple(lines)) for person, lines in people.items()), key=lambda one: -one.kronor)
