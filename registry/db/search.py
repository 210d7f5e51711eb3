"""One index for the search box: every record's searchable text, folded, in one table.

The same prefix search on both databases: FTS5 on SQLite, a tsvector expression index on PostgreSQL. Text is folded here (case,
accents: "förskola" is found by "forskola"), so both agree.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import Any

from sqlalchemy import DDL, ColumnElement, Index, Select, String, bindparam, event, func, literal_column, select
from sqlalchemy import Text as LongText
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, Session, mapped_column

from registry.db.base import Base

WORD = re.compile(r"\w+")
MOST_WORDS = 8


class SearchEntry(Base):
    """What the search box knows of one record."""

    __tablename__ = "search_entry"
    __table_args__ = (Index("ix_search_entry_noun_record", "noun", "record_id", unique=True),)

    id: Mapped[int] = mapped_column(primary_key=True)
    noun: Mapped[str] = mapped_column(String(40))
    record_id: Mapped[int]
    key: Mapped[str] = mapped_column(String(64))
    title: Mapped[str] = mapped_column(String(400))
    body: Mapped[str] = mapped_column(LongText)


_SQLITE = (
    "CREATE VIRTUAL TABLE search_text USING fts5(body, content='search_entry', content_rowid='id', tokenize='unicode61')",
    "CREATE TRIGGER search_entry_added AFTER INSERT ON search_entry BEGIN"
    " INSERT INTO search_text(rowid, body) VALUES (new.id, new.body); END",
    "CREATE TRIGGER search_entry_removed AFTER DELETE ON search_entry BEGIN"
    " INSERT INTO search_text(search_text, rowid, body) VALUES ('delete', old.id, old.body); END",
    "CREATE TRIGGER search_entry_changed AFTER UPDATE ON search_entry BEGIN"
    " INSERT INTO search_text(search_text, rowid, body) VALUES ('delete', old.id, old.body);"
    " INSERT INTO search_text(rowid, body) VALUES (new.id, new.body); END",
)
_POSTGRESQL = ("CREATE INDEX ix_search_entry_words ON search_entry USING gin (to_tsvector('simple', body))",)
INDEX_NAMES = frozenset({"ix_search_entry_words"})


def index_statements(dialect: str) -> Sequence[str]:
    """The statements that make the full-text index on `dialect`, for migrations and for tables made directly."""
    return _SQLITE if dialect == "sqlite" else _POSTGRESQL


for _dialect in ("sqlite", "postgresql"):
    for _statement in index_statements(_dialect):
        _ddl = DDL(_statement.replace("%", "%%"))  # type: ignore[no-untyped-call]
        event.listen(SearchEntry.__table__, "after_create", _ddl.execute_if(dialect=_dialect))


def fold(text: str) -> str:
    """Lower case without accents: what is stored and what is searched for."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(character for character in decomposed if not unicodedata.combining(character))


def words(query: str) -> list[str]:
    """The folded words of a query; underscores separate as they do in both indexes."""
    return WORD.findall(fold(query).replace("_", " "))[:MOST_WORDS]


def body_of(*parts: object) -> str:
    """The folded text of one record's searchable values."""
    return " ".join(" ".join(WORD.findall(fold(str(part)).replace("_", " "))) for part in parts if part)


def matching(session: Session, query: str) -> ColumnElement[bool] | None:
    """A condition on SearchEntry: every word of `query` begins a word of the record. None when the query has no words."""
    terms = words(query)
    if not terms:
        return None
    if session.get_bind().dialect.name == "sqlite":
        expression = " ".join(f'"{term}"*' for term in terms)
        rows = sql("SELECT rowid FROM search_text WHERE search_text MATCH :words").bindparams(bindparam("words", expression))
        return SearchEntry.id.in_(rows.columns(literal_column("rowid")).scalar_subquery())
    vector = func.to_tsvector(literal_column("'simple'"), SearchEntry.body)
    return vector.op("@@")(func.to_tsquery(literal_column("'simple'"), " & ".join(f"{term}:*" for term in terms)))


def record_ids(session: Session, noun: str, query: str) -> Select[Any] | None:
    """Subquery of the ids of `noun` that match, or None when the query has no words."""
    condition = matching(session, query)
    if condition is None:
        return None
    return select(SearchEntry.record_id).where(SearchEntry.noun == noun, condition)


def find(
    session: Session, query: str, nouns: Sequence[str], limit: int = 20, within: Select[Any] | None = None
) -> Sequence[SearchEntry]:
    """The records of `nouns` that match best: a key or title that begins with the query first.

    `within` selects the numbers of the records that may be found, where not everybody may find all.
    """
    condition = matching(session, query)
    if condition is None:
        return []
    entries = select(SearchEntry).where(SearchEntry.noun.in_(nouns), condition)
    if within is not None:
        entries = entries.where(SearchEntry.record_id.in_(within))
    found = session.scalars(entries.limit(limit * 5)).all()
    start = fold(query)
    return sorted(
        found, key=lambda entry: (not fold(entry.key).startswith(start), not fold(entry.title).startswith(start), entry.title)
    )[:limit]
