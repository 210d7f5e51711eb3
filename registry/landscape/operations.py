"""The landscape of the catalogue as it is now, and what is computed from it: reckoned once per revision, shared by every page.

landscape(session, today)     the whole catalogue as one Landscape
blockers(session, today)      what blocks each active initiative, by the initiative's key
assessment(session, key, today)
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from flask import current_app
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from registry.apis.models import CheckResult
from registry.core.landscape.blockers import Blocker, all_blockers
from registry.core.landscape.graph import Landscape, LandscapeError
from registry.core.legacy import LegacyAssessment
from registry.core.text import text as _
from registry.db.history import Change
from registry.landscape.loading import Loader
from registry.landscape.remembered import Remembered
from registry.systems.models import LegacyWeights, System

LARGEST = 20_000
"""Systems that are loaded as a whole, unless LANDSCAPE_LARGEST in the application's configuration says otherwise."""

_landscapes: Remembered[Landscape] = Remembered(4)
_blocked_by: Remembered[Mapping[str, tuple[str, ...]]] = Remembered(4)
_blockers: Remembered[Mapping[str, tuple[Blocker, ...]]] = Remembered(4)


class LandscapeTooLarge(LandscapeError):
    """The catalogue holds more systems than are held in memory as one graph; ask for a neighbourhood instead."""


def landscape(session: Session, today: date) -> Landscape:
    """The whole catalogue as one immutable graph, as at the catalogue's present revision.

    Raises LandscapeTooLarge above the configured number of systems.
    """
    return _landscapes.get(revision(session, today), lambda: _load(session, today))


def blockers(session: Session, today: date) -> Mapping[str, tuple[Blocker, ...]]:
    """What blocks each active initiative, by the initiative's key; () when nothing does. Raises LandscapeTooLarge."""
    return _blockers.get(revision(session, today), lambda: all_blockers(landscape(session, today), today))


def blocked_by(session: Session, today: date) -> Mapping[str, tuple[str, ...]]:
    """The active initiatives' keys that each blocking system stands in the way of, by the system's key."""
    return _blocked_by.get(revision(session, today), lambda: _turned(blockers(session, today)))


def _turned(by_initiative: Mapping[str, tuple[Blocker, ...]]) -> Mapping[str, tuple[str, ...]]:
    blocked: dict[str, list[str]] = {}
    for initiative, found in by_initiative.items():
        for blocker in found:
            blocked.setdefault(blocker.system.key, []).append(initiative)
    return {system: tuple(sorted(initiatives)) for system, initiatives in blocked.items()}


def assessment(session: Session, system_key: str, today: date) -> LegacyAssessment:
    """The legacy score of one system, without loading any other. Raises LandscapeError when there is no such system."""
    number = session.scalar(select(System.id).where(System.key == system_key))
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
    if session.scalar(select(func.count()).select_from(select(System.id).limit(limit + 1).subquery())) > limit:  # type: ignore[operator]
        raise LandscapeTooLarge(_("The catalogue holds more than {limit} systems; start from one of them.", limit=limit))
    return Loader(session, profile(), today).landscape()


def revision(session: Session, today: date) -> tuple[object, ...]:
    """What the answers rest on: the newest change, and the newest check result and weights, which are no part of the history.

    Their times count too, because a database may give the number of a change that was rolled back to another one.
    """
    changed = session.execute(select(Change.id, Change.at).order_by(Change.id.desc()).limit(1)).first()
    checked = session.execute(select(CheckResult.id, CheckResult.checked_at).order_by(CheckResult.id.desc()).limit(1)).first()
    decided = select(LegacyWeights.id, LegacyWeights.decided_at).order_by(LegacyWeights.id.desc()).limit(1)
    weighed = session.execute(decided).first()
    address = session.get_bind().engine.url.render_as_string(hide_password=True)
    return address, tuple(changed or ()), tuple(checked or ()), tuple(weighed or ()), profile(), largest(), today
