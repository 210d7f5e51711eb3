"""What another strategy, or another version of it, would make of the published documents; each is judged once and remembered."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import delete, insert, select, tuple_
from sqlalchemy.orm import Session

from registry.apis.models import Api, ApiVersion
from registry.apis.strategies import StrategyOutcome
from registry.core.openapi.document import read
from registry.core.openapi.reading import Unreadable
from registry.core.strategy.comparison import Shift, States, shift, states_of
from registry.core.strategy.verdict import Level, State
from registry.db.base import now
from registry.governance.documents import content
from registry.governance.facts import Facts, Subject, facts_of, subjects
from registry.governance.judging import judged
from registry.governance.operations import earlier
from registry.governance.product_names import ProductNames, registered
from registry.governance.results import supported
from registry.governance.strategy import Strategy

MOST_COMPARED = 1_000  # versions; a municipality has some hundred
BATCH = 100
_KEPT_DAYS = 180

_Place = tuple[int, str]  # document id, facts


@dataclass(frozen=True, slots=True)
class Line:
    """One API version and what its verdict becomes."""

    version_key: str
    api_name: str
    version: str
    shift: Shift


@dataclass(frozen=True, slots=True)
class Outlook:
    """The versions compared, and how many could not be because that many judgements were not allowed, or are beyond the limit."""

    lines: tuple[Line, ...]
    left: int

    @property
    def failing(self) -> list[Line]:
        return [line for line in self.lines if line.shift.newly_fails]

    @property
    def passing(self) -> list[Line]:
        return [line for line in self.lines if line.shift.newly_passes]

    @property
    def otherwise(self) -> list[Line]:
        """Those whose verdict stays, with other clauses failing."""
        return [
            line for line in self.lines if not line.shift.is_none and not line.shift.newly_fails and not line.shift.newly_passes
        ]

    @property
    def same(self) -> int:
        return sum(line.shift.is_none for line in self.lines)

    @property
    def to_waive(self) -> list[tuple[Line, str]]:
        """Each clause of each version that is to be mended or waived, and was not before."""
        return [(line, clause) for line in self.lines for clause in line.shift.failing]


def outlook(session: Session, old: Strategy, new: Strategy, today: date, *, most_judged: int) -> Outlook:
    """What `new` makes of every version in use that `old` judges otherwise; at most `most_judged` judgements are made.

    Both judge in the light of the catalogue as it is; waivers and answers count for the strategy they were given under.
    """
    query = select(ApiVersion.id).where(ApiVersion.document_id.is_not(None), supported()).order_by(ApiVersion.id)
    ids = session.scalars(query.limit(MOST_COMPARED + 1)).all()
    names, told = registered(session), _names(session, ids[:MOST_COMPARED])
    lines: list[Line] = []
    left = len(ids) - len(ids[:MOST_COMPARED])
    for start in range(0, len(ids[:MOST_COMPARED]), BATCH):
        listed = subjects(session, ids[start : start + BATCH])
        before, used = _states(session, listed, old, today, names, most_judged)
        most_judged -= used
        after, used = _states(session, listed, new, today, names, most_judged)
        most_judged -= used
        both = [one.version_id for one in listed if one.version_id in before and one.version_id in after]
        left += len(listed) - len(both)
        lines += [Line(*told[id], shift(before[id], after[id])) for id in both]
    return Outlook(tuple(sorted(lines, key=lambda line: (line.api_name, line.version))), left)


def _names(session: Session, ids: Sequence[int]) -> dict[int, tuple[str, str, str]]:
    found = {}
    for start in range(0, len(ids), BATCH):
        query = (
            select(ApiVersion.id, ApiVersion.key, Api.name, ApiVersion.version)
            .join(Api, Api.id == ApiVersion.api_id)
            .where(ApiVersion.id.in_(ids[start : start + BATCH]))
        )
        found.update({id: (key, name, version) for id, key, name, version in session.execute(query)})
    return found


def _states(
    session: Session, listed: Sequence[Subject], strategy: Strategy, today: date, names: ProductNames, most: int
) -> tuple[dict[int, States], int]:
    """The states by version id, remembered or judged now, and how many were judged."""
    found = facts_of(session, listed, strategy, today, names)
    places = {one.version_id: (one.document_id, found[one.version_id].sha256) for one in listed}
    known = _known(session, places.values())
    missing = [one for one in listed if places[one.version_id] not in known][:most]
    made = dict(_judged(session, missing, found, strategy, today))
    _remember(session, made)
    known |= made
    return {id: known[place] for id, place in places.items() if place in known}, len(missing)


def _judged(
    session: Session, missing: Iterable[Subject], found: Mapping[int, Facts], strategy: Strategy, today: date
) -> Iterator[tuple[_Place, States]]:
    for one in missing:
        facts = found[one.version_id]
        try:
            document = read(content(session, one.document_id))
        except Unreadable:  # stored by a version of this software that could read it
            continue
        report = judged(document, facts, strategy, today, earlier(session, facts))
        yield (one.document_id, facts.sha256), states_of(report)


def _known(session: Session, places: Iterable[_Place]) -> dict[_Place, States]:
    query = select(StrategyOutcome).where(tuple_(StrategyOutcome.document_id, StrategyOutcome.facts).in_(list(places)))
    return {(row.document_id, row.facts): _from_json(row.states) for row in session.scalars(query)}


def _from_json(states: Mapping[str, Any]) -> dict[str, tuple[Level, State]]:
    return {clause: (Level[level], State(state)) for clause, (level, state) in states.items()}


def _remember(session: Session, made: Mapping[_Place, States]) -> None:
    if not made:
        return
    session.execute(delete(StrategyOutcome).where(StrategyOutcome.judged_at < now() - timedelta(days=_KEPT_DAYS)))
    rows = [
        {
            "document_id": document,
            "facts": facts,
            "states": {clause: [level.value, state.value] for clause, (level, state) in states.items()},
            "judged_at": now(),
        }
        for (document, facts), states in made.items()
    ]
    session.execute(insert(StrategyOutcome), rows)
