"""How far a reader sees into a noun: which of its records, and in which of them the confidential values too.

A role sees what the noun's policy and its fields say. Beside that, a person sees everything of the records that person answers
for (`Resource.answered_by`): the own contracts, and what belongs to them. What is not seen is hidden by the database itself,
in lists, filters and sorting alike, so that neither an order nor a count tells it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from flask import abort
from sqlalchemy import ColumnElement, Select, case, inspect, select
from sqlalchemy.orm import Session

from registry.db.base import Record
from registry.kit.access import Role, current_roles, own_person
from registry.kit.database import database
from registry.kit.resource import Field, Resource


@dataclass(frozen=True)
class Reach:
    """What one reader sees of `resource`.

    `own` is the condition on the records that are seen whole because their reader answers for them; None when that makes no
    difference. `only_own`: no other records are seen at all. `fields` are those that have a value in any record that is seen.
    """

    resource: Resource
    fields: Mapping[str, Field]
    own: ColumnElement[bool] | None = None
    only_own: bool = False

    @property
    def hides_some(self) -> bool:
        """Whether confidential values are seen in some records and hidden in others."""
        return self.own is not None and not self.only_own

    def within(self, statement: Select[Any]) -> Select[Any]:
        """`statement`, which selects from the noun, without the records that are not seen."""
        return statement.where(self.own) if self.own is not None and self.only_own else statement

    def numbers(self) -> Select[Any] | None:
        """Selects the numbers of the records that are seen; None when all are."""
        return self.within(select(self.resource.model.id)) if self.only_own else None

    def hides(self, field: Field) -> bool:
        """Whether `field` is hidden in some records."""
        return field.confidential and self.hides_some

    def column(self, field: Field) -> ColumnElement[Any]:
        """The column of `field`, empty in the records where it is hidden."""
        column: ColumnElement[Any] = getattr(self.resource.model, field.attribute)
        return case((self.own, column)) if self.own is not None and self.hides(field) else column

    def hidden_in(self, session: Session, records: Collection[Record]) -> frozenset[int]:
        """The numbers of those of `records` whose confidential values are hidden."""
        return self._others(session, records) if self.hides_some else frozenset()

    def seen(self, session: Session, records: Collection[Record], name: str) -> list[Record]:
        """Those of `records` that are seen, with the value of their field `name`."""
        if name not in self.fields:
            return []
        unseen = self._others(session, records) if self.only_own or self.hides(self.fields[name]) else frozenset()
        return [record for record in records if record.id not in unseen]

    def _others(self, session: Session, records: Collection[Record]) -> frozenset[int]:
        """The numbers of those of `records` that their reader does not answer for."""
        numbers, model = {record.id for record in records}, self.resource.model
        if self.own is None or not numbers:
            return frozenset()
        return frozenset(numbers - set(session.scalars(select(model.id).where(model.id.in_(numbers), self.own))))

    def fields_in(self, session: Session, record: Record) -> Mapping[str, Field]:
        """The fields of `record` whose values are seen."""
        if not self.hidden_in(session, [record]):
            return self.fields
        return {name: field for name, field in self.fields.items() if not field.confidential}


def reach_of(session: Session, resource: Resource, roles: frozenset[Role], person: int | None) -> Reach | None:
    """What somebody with `roles`, who is `person` of the catalogue (None for nobody), sees of `resource`; None for nothing."""
    readable, shown = bool(resource.policy.read & roles), resource.visible(roles)
    if readable and len(shown) == len(resource.fields):
        return Reach(resource, shown)
    if roles and resource.answered_by is not None and person is not None:
        own = _answered_for(resource.model, resource.answered_by, person)
        if session.scalar(select(resource.model.id).where(own).limit(1)) is not None:
            return Reach(resource, resource.fields, own, only_own=not readable)
    return Reach(resource, shown) if readable else None


def _answered_for(model: type[Record], way: str, person: int) -> ColumnElement[bool]:
    """The condition on `model` for the records from which `way`, references joined by dots, leads to `person`."""
    name, _dot, rest = way.partition(".")
    column: ColumnElement[Any] = getattr(model, f"{name}_id")
    if not rest:
        return column == person
    target = inspect(model).relationships[name].entity.class_
    return column.in_(select(target.id).where(_answered_for(target, rest, person)))


def reach_into(resource: Resource) -> Reach | None:
    """What the sender of this request sees of `resource`; None for nothing."""
    return reach_of(database.session, resource, current_roles(), own_person())


def require_reach(resource: Resource) -> Reach:
    """What the sender of this request sees of `resource`; stops one who sees nothing: log in first (401) or not for you (403)."""
    reach = reach_into(resource)
    if reach is None:
        abort(403 if current_roles() else 401)
    return reach
