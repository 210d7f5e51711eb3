"""What nobody mends any more, or soon will not: technologies with the systems built on them, and systems by their supplier."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, select, tuple_
from sqlalchemy.orm import Session

from registry.core.legacy.support_time import in_years, state_of
from registry.core.support.ends import has_ended
from registry.core.text import Text
from registry.core.vocabulary import Lifecycle
from registry.db.history import revision
from registry.landscape.evidence import technology_use
from registry.landscape.remembered import Remembered
from registry.organisations.models import Organisation
from registry.suppliers.models import Supplier
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


@dataclass(frozen=True, slots=True)
class OnIt:
    """A system in use, and the organisation that owns it when that is recorded."""

    key: str
    name: str
    organisation_key: str | None
    organisation_name: str | None


def systems_on(session: Session, shown: Sequence[Ending], most: int) -> dict[tuple[str, str], list[OnIt]]:
    """The first `most` systems in use, by name, on each product and version of `shown`, from one query."""
    place = func.row_number().over(
        partition_by=(Technology.product, Technology.version), order_by=(System.name, System.id, Technology.id)
    )
    pairs = [(it.product, it.version) for it in shown]
    ranked = (
        select(Technology.product, Technology.version, System.id.label("system_id"), place.label("place"))
        .join(System, System.id == Technology.system_id)
        .where(System.lifecycle != Lifecycle.RETIRED, tuple_(Technology.product, Technology.version).in_(pairs))
        .subquery()
    )
    query = (
        select(ranked.c.product, ranked.c.version, System.key, System.name, Organisation.key, Organisation.name)
        .join(System, System.id == ranked.c.system_id)
        .outerjoin(Organisation, Organisation.id == System.owner_organisation_id)
        .where(ranked.c.place <= most)
        .order_by(ranked.c.place)
    )
    found: defaultdict[tuple[str, str], list[OnIt]] = defaultdict(list)
    for product, version, *system in session.execute(query):
        found[product, version].append(OnIt(*system))
    return found


def left_by_supplier(session: Session, today: date, limit: int) -> Sequence[Any]:
    """Systems in use whose supplier no longer mends the version in use, the longest ago first, with owner and supplier."""
    query = (
        select(
            System.key,
            System.name,
            System.supplier_support_ends,
            Supplier.key.label("supplier_key"),
            Supplier.name.label("supplier_name"),
            Organisation.key.label("organisation_key"),
            Organisation.name.label("organisation_name"),
        )
        .outerjoin(Supplier, Supplier.id == System.supplier_id)
        .outerjoin(Organisation, Organisation.id == System.owner_organisation_id)
        .where(System.lifecycle != Lifecycle.RETIRED, System.supplier_support_ends < today)
        .order_by(System.supplier_support_ends, System.name, System.id)
        .limit(limit)
    )
    return session.execute(query).all()
