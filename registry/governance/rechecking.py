"""A verdict follows the catalogue: when a fact it rests on is saved, the versions concerned are checked in the same transaction.

Every door (form, spreadsheet, REST, command) saves through the session, so this is the one place that need know.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from typing import Any

from flask import has_app_context
from sqlalchemy import event, inspect, or_, select
from sqlalchemy.orm import Session

from registry.apis.models import Api, ApiEnvironment, ApiVersion, Attestation, Consumer, SpecificationDocument, Waiver
from registry.core.openapi.reading import Unreadable
from registry.governance.operations import check_version
from registry.governance.product_names import ProductNames
from registry.kit import clock
from registry.suppliers.models import Supplier
from registry.systems.models import System

_PENDING = "facts_changed"
_MOST_TITLES = 5_000  # named after a new product: more than that are left to the nightly `registry specs check`


class _Changed:
    """What this transaction has touched: API ids, version ids, names of products before and after."""

    def __init__(self) -> None:
        self.apis: set[int] = set()
        self.versions: set[int] = set()
        self.names: set[str] = set()

    def see(self, record: Any) -> None:
        if isinstance(record, Api):
            self.apis.add(record.id)
        elif isinstance(record, Waiver | Attestation | ApiVersion):
            self.apis |= _values(record, "api_id")  # a version bears on the verdicts of the API's others
        elif isinstance(record, ApiEnvironment | Consumer):
            self.versions |= _values(record, "api_version_id")
        elif isinstance(record, System | Supplier):
            self.names |= _values(record, "name")


def _values(record: Any, name: str) -> set[Any]:
    """The attribute's value, and the one it had before this transaction's last flush."""
    return {getattr(record, name), *inspect(record).attrs[name].history.deleted} - {None}


@event.listens_for(Session, "after_flush")
def _notice(session: Session, _context: Any) -> None:
    touched = [*session.new, *session.dirty, *session.deleted]
    if touched and has_app_context():
        changed = session.info.setdefault(_PENDING, _Changed())
        for record in touched:
            changed.see(record)


@event.listens_for(Session, "before_commit")
def _recheck(session: Session) -> None:
    if session.in_nested_transaction() or not has_app_context():
        return
    session.flush()
    changed: _Changed | None = session.info.pop(_PENDING, None)
    if changed is not None:
        _check(session, changed, clock.today())
        session.info.pop(_PENDING, None)


@event.listens_for(Session, "after_rollback")
def _forget(session: Session) -> None:
    session.info.pop(_PENDING, None)


def _check(session: Session, changed: _Changed, today: date) -> None:
    versions = _named_after(session, changed.names)
    apis = changed.apis | set(session.scalars(select(ApiVersion.api_id).where(ApiVersion.id.in_(changed.versions))))
    if not versions and not apis:
        return
    concerned = select(ApiVersion).where(
        ApiVersion.document_id.is_not(None), or_(ApiVersion.id.in_(versions), ApiVersion.api_id.in_(apis))
    )
    for version in session.scalars(concerned).all():
        with suppress(Unreadable):  # stored by a version of this software that could read it; saving a fact must still work
            check_version(session, version, today)


def _named_after(session: Session, names: set[str]) -> set[int]:
    """The versions whose document's title holds one of `names`."""
    if not names:
        return set()
    products = ProductNames(names)
    titles = (
        select(ApiVersion.id, SpecificationDocument.title)
        .join(SpecificationDocument, SpecificationDocument.id == ApiVersion.document_id)
        .limit(_MOST_TITLES)
    )
    return {version_id for version_id, title in session.execute(titles) if title and products.within(title)}
