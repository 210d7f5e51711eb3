"""Technologies whose maker no longer mends them, or will stop within a year, and how many systems are built on them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from registry.core.legacy.support_time import in_years, state_of
from registry.core.support.ends import has_ended
from registry.core.text import Text
from registry.core.vocabulary import Lifecycle
from registry.db.history import revision
from registry.landscape.evidence import technology_use
from registry.landscape.remembered import Remembered
from registry.systems.models import System, Technology

MOST = 5_000
"""Different products and versions that are looked up at most, those of most systems first."""


@dataclass(frozen=True, slots=True)
class Ending:
    """A product and version, when its support ends in words, and on how many systems in use it is found.

    `ended` means that nobody mends it any more; `only_extended` that only support sold on top is left.
    """

    product: str
    version: str
    ended: bool
    only_extended: bool
    ends: date | None
    state: Text
    systems: int


_remembered: Remembered[tuple[Ending, ...]] = Remembered(4)


def ending(session: Session, today: date) -> tuple[Ending, ...]:
    """Technologies of systems in use that are out of support or will be within 12 months, the longest ended first."""
    address = session.get_bind().engine.url.render_as_string(hide_password=True)
    return _remembered.get((address, revision(session), today), lambda: _ending(session, today))


def _ending(session: Session, today: date) -> tuple[Ending, ...]:
    found = _judged(session, today)
    return tuple(sorted(found, key=lambda it: (not it.ended, it.ends or date.min, it.product.casefold(), it.version)))


def _judged(session: Session, today: date) -> Iterator[Ending]:
    systems = func.count()
    kind = (Technology.product, Technology.version, Technology.support_ends)
    query = (
        select(*kind, systems)
        .join(System, System.id == Technology.system_id)
        .where(System.lifecycle != Lifecycle.RETIRED)
        .group_by(*kind)
        .order_by(systems.desc(), *kind[:2])
        .limit(MOST)
    )
    soon = in_years(today, 1)
    for product, version, own_end, count in session.execute(query):
        use = technology_use(product, version, own_end)
        over = bool(has_ended(use.support_ends, today))
        only_extended = over and has_ended(use.extended_ends, today) is False
        day = use.support_ends if isinstance(use.support_ends, date) else None
        if over or (day is not None and day < soon):
            state = state_of(f"{product} {version}", use.support_ends, use.extended_ends, today)
            yield Ending(product, version, over and not only_extended, only_extended, day, state, count)
