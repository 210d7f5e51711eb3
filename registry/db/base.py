"""What every table and every record has, and how a column is declared.

A column carries its label, help and limits (`field`, `reference`); forms, tables, REST schemas, imports, exports and docs are
made from that one declaration (see `registry.kit.resource`).
"""

from __future__ import annotations

import inspect as python_inspect
from datetime import UTC, date, datetime
from typing import Any, ClassVar, TypedDict

from sqlalchemy import BigInteger, Date, DateTime, Enum, ForeignKey, MetaData, String
from sqlalchemy import Text as LongText
from sqlalchemy.orm import DeclarativeBase, Mapped, MappedColumn, declared_attr, mapped_column
from sqlalchemy.types import TypeEngine

from registry.core import api_vocabulary, vocabulary
from registry.core.term import Term
from registry.core.text import Text

DEFAULT_LENGTH = 200
LONG_TEXT_LIMIT = 20_000


def _word(term: type[Term]) -> Enum:
    """A closed list is stored as its lower-case word, readable in the database and the same on every server."""
    return Enum(
        term,
        name=term.__name__.lower(),
        native_enum=False,
        create_constraint=False,
        length=40,
        values_callable=lambda values: [value.value for value in values],
    )


_TERMS = {
    member: _word(member)
    for words in (vocabulary, api_vocabulary)
    for member in vars(words).values()
    if python_inspect.isclass(member) and issubclass(member, Term) and member is not Term
}


class Base(DeclarativeBase):
    """Declarative base; constraint names are fixed so that migrations can name them on every database."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar[dict[Any, TypeEngine[Any]]] = {
        str: String(DEFAULT_LENGTH),
        date: Date(),
        datetime: DateTime(timezone=True),
        **_TERMS,
    }


class ColumnInfo(TypedDict, total=False):
    """What a column says of itself beyond its SQL type."""

    label: Text
    help: Text
    kind: str  # long, money, url, email, percent
    minimum: int
    maximum: int
    search: bool
    confidential: bool
    target: str  # table the column refers to


def field(
    label: Text,
    *,
    help: Text | None = None,
    kind: str | None = None,
    length: int | None = None,
    minimum: int | None = None,
    maximum: int | None = None,
    search: bool = False,
    confidential: bool = False,
    unique: bool = False,
    index: bool = False,
    default: Any = None,
) -> MappedColumn[Any]:
    """A column people fill in.

    `kind` refines the Python type: "long" (several lines), "money" (whole kronor), "url", "email". `confidential` columns are
    shown to procurement and administrators only, everywhere. `search` columns are found by the search box.
    """
    info = ColumnInfo(label=label, search=search, confidential=confidential)
    if help is not None:
        info["help"] = help
    if kind is not None:
        info["kind"] = kind
    if minimum is not None:
        info["minimum"] = minimum
    if maximum is not None:
        info["maximum"] = maximum
    arguments: list[Any] = []
    if kind == "long":
        arguments = [LongText()]
    elif kind == "money":
        arguments = [BigInteger()]
        info.setdefault("minimum", 0)
    elif kind == "url":
        arguments = [String(2000)]
    elif length is not None:
        arguments = [String(length)]
    # active_history: the value before a change is wanted for the history, also after the session let go of it
    return mapped_column(
        *arguments, unique=unique or None, index=index or None, default=default, info=dict(info), active_history=True
    )


def reference(
    target: str, label: Text, *, help: Text | None = None, ondelete: str = "SET NULL", confidential: bool = False
) -> MappedColumn[Any]:
    """A column that points at another noun's record.

    `ondelete` is "SET NULL" for a mention, "CASCADE" for a part of the other record, "RESTRICT" where the other may not vanish.
    """
    info = ColumnInfo(label=label, target=target, confidential=confidential)
    if help is not None:
        info["help"] = help
    return mapped_column(ForeignKey(f"{target}.id", ondelete=ondelete), index=True, info=dict(info), active_history=True)


def now() -> datetime:
    return datetime.now(UTC)


class Record(Base):
    """A record of the catalogue: a number for the database, a key for people and files, and a guard against lost updates."""

    __abstract__ = True
    KEY_PREFIX: ClassVar[str]
    TITLE: ClassVar[str] = "name"
    TITLE_NEEDS: ClassVar[tuple[str, ...]] = ()  # references that the title is made from, when it is not a column

    id: Mapped[int] = mapped_column(primary_key=True)
    # a value of our own that identifies the row lets SQLite insert many rows in one statement
    key: Mapped[str] = mapped_column(String(64), unique=True, insert_sentinel=True, active_history=True)
    created_at: Mapped[datetime] = mapped_column(default=now)
    updated_at: Mapped[datetime] = mapped_column(default=now, onupdate=now)
    row_version: Mapped[int] = mapped_column(default=1)

    @declared_attr.directive
    def __mapper_args__(cls) -> dict[str, Any]:
        """Two people saving the same record: the second is told, nothing is lost silently."""
        return {"version_id_col": cls.row_version}

    @property
    def title(self) -> str:
        """What people call the record in lists, links and pickers."""
        return str(getattr(self, self.TITLE))


def reference_columns(model: type[Base]) -> dict[str, str]:
    """Reference column name -> target table of `model`."""
    return {column.name: column.info["target"] for column in model.__table__.columns if "target" in column.info}


def tables() -> dict[str, type[Record]]:
    """Table name -> record class, for nouns that meet by table name."""
    return {
        mapper.local_table.name: mapper.class_  # type: ignore[attr-defined]
        for mapper in Base.registry.mappers
        if issubclass(mapper.class_, Record)
    }
