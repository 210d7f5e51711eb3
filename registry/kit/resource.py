"""One declaration per noun. List, filter, sort, page, form, REST, import, export, history and menu are made from it.

A `Resource` names the model's columns where they are used; what a column *is* (label, help, type, limits, confidentiality)
stands on the model and is read here as a `Field`. Real behaviour goes to the noun's own `operations.py`, never into a flag
here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from typing import Any

from sqlalchemy import Boolean, Column, Date, Enum, Integer, inspect
from sqlalchemy.orm import Session

from registry.core.term import Term
from registry.core.text import Text
from registry.core.text import text as _
from registry.db.base import LONG_TEXT_LIMIT, Record
from registry.kit.access import CONFIDENTIAL_READERS, Policy, Role

HIDDEN = frozenset({"id", "created_at", "updated_at", "row_version"})
KEY_LABEL = _("Key")
KEY_HELP = _("Leave empty to get the next free one.")


@dataclass(frozen=True, slots=True)
class Field:
    """One column as people, files and REST clients meet it.

    `name` is the public name (a reference loses its `_id`), `attribute` the model's. `kind` is one of text, long, integer,
    money, date, boolean, term, reference, url, email, organisation_number, country.
    """

    name: str
    attribute: str
    label: Text
    kind: str
    required: bool
    help: Text | None = None
    length: int | None = None
    minimum: int | None = None
    maximum: int | None = None
    term: type[Term] | None = None
    target: str | None = None
    confidential: bool = False
    nullable: bool = True
    default: Any = None

    @property
    def sortable(self) -> bool:
        return self.kind not in {"reference", "long"}

    @property
    def numeric(self) -> bool:
        return self.kind in {"integer", "money"}


@dataclass(frozen=True, slots=True)
class Section:
    """A titled group of fields in form and page."""

    title: Text
    names: tuple[str, ...]

    def __init__(self, title: Text, *names: str) -> None:
        object.__setattr__(self, "title", title)
        object.__setattr__(self, "names", names)


@dataclass(frozen=True, slots=True)
class Related:
    """Records of another noun that point at this one, listed on its page: `noun`'s column `through`, under `title`."""

    noun: str
    through: str
    title: Text


@dataclass(frozen=True, slots=True)
class Change:
    """What is about to be written on one record: its `number`, None for a new one, and the values by column attribute."""

    number: int | None
    values: Mapping[str, Any]


EVERYBODYS = Policy()
RecordRule = Callable[[Mapping[str, Any]], Iterable[tuple[str, Text]]]
TogetherRule = Callable[[Session, Sequence[Change]], Iterable[tuple[int, str, Text]]]


@dataclass(frozen=True)
class Resource:
    """What the product knows of one noun. `check` sees a whole record's values and yields (field name, what is wrong).

    `check_together` judges records by each other: it sees all that is written at once, one record by form or REST and a whole
    file by import, and yields (place among them, field name, what is wrong).
    `answered_by` leads to the person who sees the whole record without any role for it (see `registry.kit.reach`): the names of
    references joined by dots, as in `contract.responsible`.
    """

    model: type[Record]
    path: str
    label: Text
    plural: Text
    purpose: Text
    columns: tuple[str, ...]
    form: tuple[Section, ...]
    filters: tuple[str, ...] = ()
    related: tuple[Related, ...] = ()
    policy: Policy = EVERYBODYS
    natural_key: tuple[str, ...] = ()
    check: RecordRule | None = None
    check_together: TogetherRule | None = None
    answered_by: str | None = None
    archimate: str | None = None
    icon: str = "circle"
    in_menu: bool = False

    @property
    def name(self) -> str:
        """The noun: its table's name, by which nouns meet."""
        return str(self.model.__tablename__)

    @cached_property
    def fields(self) -> dict[str, Field]:
        return fields_of(self.model)

    def visible(self, roles: frozenset[Role]) -> dict[str, Field]:
        """The fields that `roles` may see in every record, and therefore write and import."""
        if roles & CONFIDENTIAL_READERS:
            return self.fields
        return {name: field for name, field in self.fields.items() if not field.confidential}


@cache
def fields_of(model: type[Record]) -> dict[str, Field]:
    """Fields of `model` in the order they were declared, the key first."""
    columns = inspect(model).columns
    found = (_field(attribute, column) for attribute, column in columns.items() if attribute == "key" or "label" in column.info)
    return {field.name: field for field in sorted(found, key=lambda field: field.name != "key")}


def _field(attribute: str, column: Column[Any]) -> Field:
    info = column.info
    term = column.type.enum_class if isinstance(column.type, Enum) else None
    kind = _kind(column, info)
    default = column.default.arg if column.default is not None and column.default.is_scalar else None  # type: ignore[attr-defined]
    is_key = attribute == "key"
    return Field(
        name=attribute.removesuffix("_id") if kind == "reference" else attribute,
        attribute=attribute,
        label=KEY_LABEL if is_key else info["label"],
        kind="key" if is_key else kind,
        required=not column.nullable and default is None and not is_key,
        help=KEY_HELP if is_key else info.get("help"),
        length=LONG_TEXT_LIMIT if kind == "long" else getattr(column.type, "length", None),
        minimum=info.get("minimum"),
        maximum=info.get("maximum"),
        term=term,  # type: ignore[arg-type]
        target=info.get("target"),
        confidential=info.get("confidential", False),
        nullable=bool(column.nullable),
        default=default,
    )


def _kind(column: Column[Any], info: Mapping[str, Any]) -> str:
    if "target" in info:
        return "reference"
    if "kind" in info:
        return str(info["kind"])
    by_type: tuple[tuple[type, str], ...] = ((Enum, "term"), (Boolean, "boolean"), (Date, "date"), (Integer, "integer"))
    return next((kind for type_, kind in by_type if isinstance(column.type, type_)), "text")


class Resources:
    """All nouns of this installation, found by table name or by path."""

    def __init__(self, resources: Iterable[Resource]) -> None:
        self._by_name = {resource.name: resource for resource in resources}

    def __iter__(self) -> Any:
        return iter(self._by_name.values())

    def __getitem__(self, name: str) -> Resource:
        return self._by_name[name]

    def get(self, name: str) -> Resource | None:
        return self._by_name.get(name)


def ends_after_start(start: str, end: str, message: Text) -> RecordRule:
    """A record rule: the day in `end` is not before the day in `start`."""

    def check(values: Mapping[str, Any]) -> Iterable[tuple[str, Text]]:
        first, last = values.get(start), values.get(end)
        if isinstance(first, date) and isinstance(last, date) and last < first:
            yield end, message

    return check
