"""The landscape of the catalogue as it is now, and what is computed from it: reckoned once per revision, shared by every page.

landscape(session, today)     the whole catalogue as one Landscape
reckoned(session, today)      as much of it as tells what blocks the active initiatives, also in a register too large for that
around(session, key, today)   as much of it as tells what blocks one initiative and what would free it
blockers(session, today)      what blocks each active initiative, by the initiative's key
assessment(session, key, today)
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from flask import current_app
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from registry.apis.models import CheckResult
from registry.core.landscape.blockers import Blocker, all_blockers
from registry.core.landscape.graph import Initiative, Landscape, LandscapeError, System
from registry.core.landscape.thinned import Walks
from registry.core.legacy import LegacyAssessment
from registry.core.text import text as _
from registry.core.vocabulary import Score
from registry.db.history import Change
from registry.landscape.loading import Loader
from registry.landscape.remembered import Remembered
from registry.landscape.selection import among
from registry.landscape.thinning import Kept, ids_of, newest, prepare
from registry.scores import weights
from registry.systems.models import System as SystemRow

LARGEST = 20_000
"""Systems that are loaded as a whole, unless LANDSCAPE_LARGEST in the application's configuration says otherwise."""

_landscapes: Remembered[Landscape] = Remembered(4)
_blocked_by: Remembered[Mapping[str, tuple[str, ...]]] = Remembered(4)
_reckoned: Remembered[Landscape] = Remembered(2)
_walks: Remembered[Walks] = Remembered(2)
_blockers: Remembered[Mapping[str, tuple[Blocker, ...]]] = Remembered(4)


AROUND = 3_000
"""Systems between one initiative and what may block it that are loaded with all their dependencies; of more, only the paths."""


class LandscapeTooLarge(LandscapeError):
    """The catalogue holds more systems than are held in memory as one graph; ask for a neighbourhood instead."""


def landscape(session: Session, today: date) -> Landscape:
    """The whole catalogue as one immutable graph, as at the catalogue's present revision.

    Raises LandscapeTooLarge above the configured number of systems.
    """
    return _landscapes.get(revision(session, today), lambda: _load(session, today))


@dataclass(frozen=True, slots=True)
class Reckoned:
    """A landscape to find blockers in, and what answers from it are remembered by.

    `made_at` is None for the whole catalogue as it is now; otherwise it holds what lies on the paths that were there then.
    `complete` tells whether all ways between what is touched and what blocks are in it.
    """

    landscape: Landscape
    mark: Hashable
    made_at: datetime | None = None
    complete: bool = True


def reckoned(session: Session, today: date) -> Reckoned:
    """As much of the landscape as tells what blocks each active initiative. Raises LandscapeTooLarge where none is prepared."""
    try:
        return Reckoned(landscape(session, today), revision(session, today))
    except LandscapeTooLarge:
        kept = newest(_instance())
        if kept is None:
            raise
        mark = kept.folder, kept.made_at, today
        return Reckoned(_reckoned.get(mark, lambda: _on_paths(session, today, kept)), mark, kept.made_at, complete=False)


def around(session: Session, key: str, today: date) -> Reckoned:
    """As much of the landscape as one initiative's blockers need. Raises LandscapeTooLarge where none is prepared."""
    try:
        return Reckoned(landscape(session, today), revision(session, today))
    except LandscapeTooLarge:
        kept = newest(_instance())
        if kept is None:
            raise
        walks, [initiative] = _walks_over(session, today, kept), _initiatives(session, today, kept, key)
        visited = walks.visited_by(initiative, today)
        complete = len(visited) <= AROUND
        systems = visited if complete else {key for found in walks.reached_by(initiative, today) for key in found.way}
        near = _landscape_of(session, today, systems, [initiative])
        return Reckoned(near, (kept.folder, kept.made_at, today, key), kept.made_at, complete)


def initiatives(session: Session, today: date) -> Mapping[str, Initiative]:
    """Every initiative by key, as it is now; in a register too large to be held whole without what it touches."""
    try:
        return landscape(session, today).initiatives
    except LandscapeTooLarge:
        return {initiative.key: initiative for initiative in Loader(session, profile(), today).initiatives(())}


def make_ready(session: Session, today: date, now: datetime, progress: Callable[[int, int], None]) -> None:
    """Prepare the present revision of a catalogue that is too large to be held whole; a smaller one needs no preparing."""
    try:
        landscape(session, today)
    except LandscapeTooLarge:
        prepare(Loader(session, profile(), today), _instance(), revision(session, today), now, progress)


def blockers(session: Session, today: date) -> Mapping[str, tuple[Blocker, ...]]:
    """What blocks each active initiative, by the initiative's key; () when nothing does. Raises LandscapeTooLarge."""
    found = reckoned(session, today)
    return _blockers.get(found.mark, lambda: all_blockers(found.landscape, today))


def _on_paths(session: Session, today: date, kept: Kept) -> Landscape:
    """The systems on the paths of all active initiatives, with everything between them."""
    initiatives = _initiatives(session, today, kept)
    reached = _walks_over(session, today, kept).all_reached(initiatives, today)
    systems = {key for found in reached.values() for one in found for key in one.way}
    if len(systems) > largest():
        raise _too_large()
    return _landscape_of(session, today, systems, initiatives)


def _walks_over(session: Session, today: date, kept: Kept) -> Walks:
    return _walks.get((kept.folder, kept.made_at, today), lambda: kept.walks(Loader(session, profile(), today)))


def _initiatives(session: Session, today: date, kept: Kept, key: str | None = None) -> list[Initiative]:
    every = Loader(session, profile(), today).initiatives(frozenset(kept.keys))
    return [initiative for initiative in every if key in (None, initiative.key)]


def _landscape_of(session: Session, today: date, systems: Iterable[str], initiatives: list[Initiative]) -> Landscape:
    """`systems` with all that is known of them and the dependencies between them; of what else is touched, the names."""
    near = Loader(session, profile(), today, ids_of(session, systems))
    known = {system.key: system for system in near.systems()}
    others = {key for initiative in initiatives for key, _touch in initiative.touches} - known.keys()
    names = select(SystemRow.key, SystemRow.name).where(among(SystemRow.id, ids_of(session, others)))
    touched = [System(key, name) for key, name in session.execute(names)]
    return Landscape([*known.values(), *touched], near.dependencies(), initiatives)


def blocked_by(session: Session, today: date) -> Mapping[str, tuple[str, ...]]:
    """The active initiatives' keys that each blocking system stands in the way of, by the system's key."""
    return _blocked_by.get(reckoned(session, today).mark, lambda: _turned(blockers(session, today)))


def _turned(by_initiative: Mapping[str, tuple[Blocker, ...]]) -> Mapping[str, tuple[str, ...]]:
    blocked: dict[str, list[str]] = {}
    for initiative, found in by_initiative.items():
        for blocker in found:
            blocked.setdefault(blocker.system.key, []).append(initiative)
    return {system: tuple(sorted(initiatives)) for system, initiatives in blocked.items()}


def assessment(session: Session, system_key: str, today: date) -> LegacyAssessment:
    """The legacy score of one system, without loading any other. Raises LandscapeError when there is no such system."""
    number = session.scalar(select(SystemRow.id).where(SystemRow.key == system_key))
    if number is None:
        raise LandscapeError(_("There is no system “{key}” in the landscape", key=system_key))
    [system] = Loader(session, profile(), today, frozenset({number})).systems()
    assert system.legacy is not None
    return system.legacy


def profile() -> str:
    """The strategy that API versions are judged by here."""
    return str(current_app.config["SETTINGS"].strategy_profile)


def largest() -> int:
    """How many systems are at most loaded as one graph."""
    return int(current_app.config.get("LANDSCAPE_LARGEST", LARGEST))


def _load(session: Session, today: date) -> Landscape:
    limit = largest()
    if session.scalar(select(func.count()).select_from(select(SystemRow.id).limit(limit + 1).subquery())) > limit:  # type: ignore[operator]
        raise _too_large()
    return Loader(session, profile(), today).landscape()


def _too_large() -> LandscapeTooLarge:
    return LandscapeTooLarge(_("The catalogue holds more than {limit} systems; start from one of them.", limit=largest()))


def _instance() -> Path:
    return Path(current_app.config["SETTINGS"].instance)


def revision(session: Session, today: date) -> tuple[object, ...]:
    """What the answers rest on: the newest change, and the newest check result and weights, which are no part of the history.

    Their times count too, because a database may give the number of a change that was rolled back to another one.
    """
    changed = session.execute(select(Change.id, Change.at).order_by(Change.id.desc()).limit(1)).first()
    checked = session.execute(select(CheckResult.id, CheckResult.checked_at).order_by(CheckResult.id.desc()).limit(1)).first()
    version = weights.newest(session, Score.LEGACY)
    weighed = () if version is None else (version.id, version.decided_at)
    address = session.get_bind().engine.url.render_as_string(hide_password=True)
    return address, tuple(changed or ()), tuple(checked or ()), weighed, profile(), largest(), today
