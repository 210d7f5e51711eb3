"""A page of a noun's records: filtered, searched, sorted and cut by key, never by counting or skipping rows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlakeyset import BadBookmark, InvalidPage, select_page
from sqlakeyset.results import Page
from sqlalchemy import ColumnElement, Select, String, case, func, inspect, select, type_coerce
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session, selectinload

from registry.core.text import Text
from registry.core.text import text as _
from registry.db import search
from registry.db.base import Record, tables
from registry.kit.lookup import References
from registry.kit.reach import Reach
from registry.kit.resource import Field, Resource
from registry.kit.values import ValueWrong, parse

PAGE_SIZE = 50
COUNT_LIMIT = 10_000
EMPTY = "-"
BEFORE_ALL: dict[str, Any] = {"date": date.min, "integer": -(2**31), "money": -1, "boolean": -1}
AFTER_ALL: dict[str, Any] = {"date": date.max, "integer": 2**31 - 1, "money": 2**62, "boolean": 2}
"""What empty values are sorted as, by kind of field: a value before or after all others. Texts have one of their own each."""


class ListingWrong(ValueError):
    """The address asks for something the list cannot give; `message` says what."""

    def __init__(self, message: Text) -> None:
        super().__init__(str(message))
        self.message = message


@dataclass(frozen=True, slots=True)
class Filter:
    """One active filter as a removable chip: the field, what was asked, and the raw value in the address."""

    field: Field
    raw: str
    value: Any


@dataclass(frozen=True, slots=True)
class Listing:
    """What one list page shows. `count` is exact up to COUNT_LIMIT, above it None."""

    records: Sequence[Record]
    count: int | None
    filters: tuple[Filter, ...]
    query: str
    sort: str
    page: Page[Any]


def active_filters(fields: Mapping[str, Field], arguments: Iterable[tuple[str, str]], session: Session) -> list[Filter]:
    """The filters that `arguments` (pairs from the address) ask for; unknown names are left to the page. Raises ListingWrong."""
    references = References(session)
    found = []
    for name, raw in arguments:
        field = fields.get(name)
        if field is None or not raw.strip() or field.kind == "long":
            continue
        if raw == EMPTY:
            found.append(Filter(field, raw, None))
            continue
        try:
            value = parse(field, raw)
            found.append(Filter(field, raw, references.resolve(field, value) if field.kind == "reference" else value))
        except ValueWrong as error:
            raise ListingWrong(_("Filter on {label}: {problem}", label=field.label, problem=error.message)) from error
    return found


def filtered(session: Session, reach: Reach, filters: Iterable[Filter], query: str) -> Select[Any]:
    """The records in `reach` that all `filters` let through; several values of one field are alternatives.

    A filter on a field that is hidden in some records lets none of those through, whatever it asks.
    """
    resource = reach.resource
    statement = reach.within(select(resource.model))
    by_field: dict[str, list[Any]] = {}
    for chosen in filters:
        by_field.setdefault(chosen.field.name, []).append(chosen.value)
    for name, values in by_field.items():
        field = reach.fields[name]
        column = getattr(resource.model, field.attribute)
        given = [value for value in values if value is not None]
        condition = column.in_(given) if given else column.is_(None)
        if given and len(given) < len(values):
            condition = condition | column.is_(None)
        statement = statement.where(condition)
        if reach.own is not None and reach.hides(field):
            statement = statement.where(reach.own)
    if query.strip():
        ids = search.record_ids(session, resource.name, query)
        statement = statement.where(resource.model.id.in_(ids)) if ids is not None else statement.where(resource.model.id < 0)
    return statement


def sort_expression(field: Field, reach: Reach, down: bool) -> ColumnElement[Any]:
    """The column to sort by; empty and hidden values come last either way, as a value that every database compares alike."""
    column = reach.column(field)
    if field.kind == "term":
        column = type_coerce(column, String)
    if not field.nullable and not reach.hides(field):
        return column
    if field.kind == "boolean":
        column = case((column.is_(True), 1), (column.is_(False), 0))
    return func.coalesce(column, BEFORE_ALL.get(field.kind, "") if down else AFTER_ALL.get(field.kind, "\uffff"))


def ordered(statement: Select[Any], reach: Reach, sort: str) -> Select[Any]:
    """`statement` sorted by `sort`: a field's name, with a hyphen before it for descending. Raises ListingWrong."""
    name, down = sort.removeprefix("-"), sort.startswith("-")
    field = reach.fields.get(name)
    if field is None or not field.sortable:
        raise ListingWrong(_("The list cannot be sorted by “{name}”.", name=name))
    expression = sort_expression(field, reach, down)
    number = reach.resource.model.id
    return statement.order_by(expression.desc() if down else expression.asc(), number.desc() if down else number.asc())


def default_sort(resource: Resource, fields: Mapping[str, Field]) -> str:
    return next((name for name in (resource.model.TITLE, *resource.columns) if name in fields and fields[name].sortable), "key")


def load_options(model: type[Record], names: Iterable[str]) -> list[Any]:
    """Eager loading of the references `names` and of whatever their titles are made from: no query per row."""
    relationships = inspect(model).relationships
    options: list[Any] = []
    for name in dict.fromkeys((*names, *model.TITLE_NEEDS)):
        if name in relationships:
            target = relationships[name].entity.class_
            deeper = load_options(target, ()) if target is not model and issubclass(target, Record) else []
            options.append(selectinload(getattr(model, name)).options(*deeper))
    return options


def capped_count(session: Session, statement: Select[Any]) -> int | None:
    """How many records `statement` gives, or None when more than COUNT_LIMIT."""
    counted = session.scalar(select(func.count()).select_from(statement.order_by(None).limit(COUNT_LIMIT + 1).subquery()))
    return counted if counted is not None and counted <= COUNT_LIMIT else None


def listing(
    session: Session,
    reach: Reach,
    arguments: Sequence[tuple[str, str]],
    page_size: int = PAGE_SIZE,
    load: Sequence[str] | None = None,
) -> Listing:
    """The page that `arguments` ask for: q, sort, page (a bookmark) and filters by field name. Raises ListingWrong.

    `load` names the references that will be read; without it, those of the list's columns.
    """
    resource, fields, given = reach.resource, reach.fields, dict(arguments)
    query = given.get("q", "")
    sort = given.get("sort") or default_sort(resource, fields)
    filters = active_filters(fields, arguments, session)
    statement = filtered(session, reach, filters, query)
    shown = ordered(statement, reach, sort).options(*load_options(resource.model, resource.columns if load is None else load))
    try:
        page = select_page(session, shown, per_page=page_size, page=given.get("page") or None)
    except (InvalidPage, BadBookmark, ValueError, OverflowError, DBAPIError) as error:
        session.rollback()  # a bookmark that somebody made up may have been too much for the database itself
        raise ListingWrong(_("The page in the address is no longer valid; start from the first page.")) from error
    return Listing(
        [row[0] for row in page],
        capped_count(session, statement.with_only_columns(resource.model.id)),
        tuple(filters),
        query,
        sort,
        page,
    )


def title_of(session: Session, target: str, number: int) -> str:
    record = session.get(tables()[target], number)
    return record.title if record is not None else str(number)
