"""What the catalogue puts before the planner: proposed remediations, blocked initiatives, and what people must still fill in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from registry.core.landscape.graph import Initiative, Landscape
from registry.core.landscape.timing import AGREED
from registry.core.remediation.frame import Choice, Frame, Money, Wish
from registry.core.remediation.gate import gates
from registry.core.text import Text
from registry.core.text import text as _
from registry.core.vocabulary import Funding, RemediationKind, RemediationStatus
from registry.initiatives.models import Remediation, RemediationRequirement
from registry.landscape import operations
from registry.systems.models import System

MOST_KRONOR = 10_000_000_000
MOST_BEGUN = 1_000
HORIZON_YEARS = 5  # benefits are counted so many years beyond the last year with money
MOST_YEARS = 10


@dataclass(frozen=True, slots=True)
class Terms:
    """What a plan is asked for: the years `first` to `last`, kronor by year and funding, how many may begin in a year."""

    first: int
    last: int
    money: Money
    most_begun: int | None = None

    @property
    def horizon(self) -> int:
        return self.last + HORIZON_YEARS


class TermsWrong(ValueError):
    """A plan cannot be asked for so; `message` says what is wrong and what is accepted."""

    def __init__(self, message: Text) -> None:
        super().__init__(str(message))
        self.message = message


def terms_of(entries: Sequence[tuple[Any, Any, Any]], most_begun: Any, today: date) -> Terms:
    """Terms from (year, funding, kronor) as another program sent them, added up. Raises TermsWrong."""
    money: dict[tuple[int, Funding], int] = {}
    for year, funding, kronor in entries:
        place = _year(year), _funding(funding)
        money[place] = money.get(place, 0) + _whole("kronor", kronor, 0, MOST_KRONOR)
    if not any(money.values()):
        raise TermsWrong(_("Give at least one year some money."))
    first, last = min(year for year, _kind in money), max(year for year, _kind in money)
    if first < today.year or last - first >= MOST_YEARS:
        raise TermsWrong(
            _("The years must begin with {year} or later and be at most {most}.", year=str(today.year), most=MOST_YEARS)
        )
    most = None if most_begun is None else _whole("most_begun", most_begun, 1, MOST_BEGUN)
    return Terms(first, last, money, most)


def _year(value: Any) -> int:
    return _whole("year", value, 1_900, 9_999)


def _funding(value: Any) -> Funding:
    found = next((funding for funding in Funding if funding.value == value), None)
    if found is None:
        accepted = ", ".join(funding.value for funding in Funding)
        raise TermsWrong(_("“{value}” is not a funding; accepted are {accepted}", value=str(value)[:40], accepted=accepted))
    return found


def _whole(name: str, value: Any, least: int, most: int) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
        raise TermsWrong(
            _(
                "{name}: “{value}” is not a whole number from {least} to {most}",
                name=name,
                value=str(value)[:40],
                least=str(least),
                most=str(most),
            )
        )
    return value


@dataclass(frozen=True, slots=True)
class Named:
    """A remediation as people know it, with the system it mends."""

    key: str
    name: str
    kind: RemediationKind
    status: RemediationStatus
    system_key: str
    system: str


@dataclass(frozen=True, slots=True)
class Unready:
    """A proposed remediation that cannot be weighed, and what is missing."""

    remediation: Named
    missing: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class Case:
    """Everything a plan is reckoned from. `unweighed` are blocked initiatives whose benefit nobody has entered."""

    choices: tuple[Choice, ...]
    wishes: tuple[Wish, ...]
    frame: Frame
    remediations: Mapping[str, Named]
    initiatives: Mapping[str, Initiative]
    unready: tuple[Unready, ...]
    unweighed: tuple[Initiative, ...]
    landscape: Landscape


def case_of(session: Session, terms: Terms, today: date) -> Case:
    """The catalogue as the planner sees it today. Raises LandscapeTooLarge."""
    landscape = operations.landscape(session, today)
    blocked = [landscape.initiatives[key] for key, found in operations.blockers(session, today).items() if found]
    rows = list(_rows(session))
    agreed = {row.key: row.planned_finish.year + 1 for _named, row in rows if _is_agreed(row, today) and row.planned_finish}
    requires = _requirements(session)
    choices, unready = [], []
    for named, row in rows:
        if row.status is RemediationStatus.PROPOSED:
            missing = tuple(_missing(row))
            if missing:
                unready.append(Unready(named, missing))
            else:
                choices.append(_choice(row, requires.get(row.id, ())))
    weighed = [initiative for initiative in blocked if initiative.benefit]
    wishes = tuple(
        Wish(gate, gate.initiative.benefit or 0, max(terms.first, (gate.initiative.needed_by or today).year))
        for gate in gates(landscape, weighed, today)
    )
    return Case(
        tuple(choices),
        wishes,
        Frame(terms.first, terms.last, terms.horizon, terms.money, terms.most_begun, agreed),
        {named.key: named for named, _row in rows},
        {initiative.key: initiative for initiative in blocked},
        tuple(unready),
        tuple(initiative for initiative in blocked if not initiative.benefit),
        landscape,
    )


def _rows(session: Session) -> Iterator[tuple[Named, Remediation]]:
    """Remediations that still may happen, with the names of their systems."""
    living = Remediation.status.in_((RemediationStatus.PROPOSED, *sorted(AGREED)))
    query = select(Remediation, System.key, System.name).join(System, System.id == Remediation.system_id).where(living)
    for row, key, name in session.execute(query.order_by(Remediation.id)):
        yield Named(row.key, row.name, row.kind, row.status, key, name), row


def _is_agreed(row: Remediation, today: date) -> bool:
    return row.status in AGREED and row.planned_finish is not None and row.planned_finish >= today


def _missing(row: Remediation) -> Iterator[Text]:
    for column in ("cost", "duration_months", "funding"):
        if getattr(row, column) is None:
            yield Remediation.__table__.columns[column].info["label"]


def _choice(row: Remediation, requires: Sequence[str]) -> Choice:
    assert row.cost is not None
    assert row.duration_months is not None
    assert row.funding is not None
    return Choice(
        row.key,
        row.cost,
        row.duration_months,
        row.funding,
        frozenset(requires),
        _first_year(row.not_before),
        bool(row.must_do),
        row.name,
    )


def _first_year(day: date | None) -> int | None:
    """The first year on whose first day `day` has come."""
    if day is None:
        return None
    return day.year if (day.month, day.day) == (1, 1) else day.year + 1


def _requirements(session: Session) -> dict[int, list[str]]:
    """Remediation id -> keys of those that must be done before it; what is done already is no requirement."""
    other = aliased(Remediation)
    query = (
        select(RemediationRequirement.remediation_id, other.key)
        .join(other, other.id == RemediationRequirement.requires_id)
        .where(other.status != RemediationStatus.DONE)
    )
    found: dict[int, list[str]] = {}
    for number, key in session.execute(query):
        found.setdefault(number, []).append(key)
    return found
