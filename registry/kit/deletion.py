"""Delete a record: what goes with it, loses a mention of it or forbids it, and which of those its reader may be told of."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from sqlalchemy import inspect, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from registry.core.text import Text
from registry.core.text import text as _
from registry.db.base import Record, tables
from registry.kit.reach import reach_into
from registry.kit.resource import Resources

MOST_NAMED = 20


@dataclass(frozen=True, slots=True)
class Mention:
    """A record that refers to another through `attribute`, and what the other's deletion does: CASCADE, RESTRICT or SET NULL."""

    rule: str
    attribute: str
    record: Record


@dataclass(slots=True)
class Told:
    """The records that the reader may be told of, and how many others there are."""

    records: list[Record] = field(default_factory=list)
    untold: int = 0

    def __bool__(self) -> bool:
        return bool(self.records or self.untold)


class NotDeletable(Exception):
    """Other records cannot do without the one called `title`."""

    def __init__(self, title: str, forbidding: list[Mention]) -> None:
        super().__init__(title)
        self.title, self.forbidding = title, forbidding


def mentions(session: Session, record: Record) -> Iterator[Mention]:
    """Every record that refers to `record`."""
    for model in tables().values():
        for column in inspect(model).columns:
            for key in column.foreign_keys:
                if key.column.table.name == record.__tablename__:
                    found = session.scalars(select(model).where(column == record.id))
                    yield from (Mention(str(key.ondelete), column.key, other) for other in found.all())


def told(session: Session, nouns: Resources, found: Iterable[Mention]) -> Told:
    """What the sender of this request may be told of `found`: neither records nor confidential references that are hidden."""
    together: defaultdict[tuple[str, str], list[Record]] = defaultdict(list)
    for mention in found:
        together[mention.record.__tablename__, mention.attribute].append(mention.record)
    answer = Told()
    for (noun, attribute), records in together.items():
        reach = reach_into(nouns[noun])
        seen = reach.seen(session, records, attribute.removesuffix("_id")) if reach is not None else []
        answer.records.extend(seen)
        answer.untold += len(records) - len(seen)
    return answer


def consequences(session: Session, nouns: Resources, record: Record) -> tuple[Told, Told, Told]:
    """What deleting `record` does: (records that go with it, records that lose a mention of it, records that forbid it)."""
    by_rule: defaultdict[str, list[Mention]] = defaultdict(list)
    for mention in mentions(session, record):
        by_rule[mention.rule].append(mention)
    gone, loosened, forbidding = (told(session, nouns, by_rule[rule]) for rule in ("CASCADE", "SET NULL", "RESTRICT"))
    return gone, loosened, forbidding


def delete(session: Session, record: Record) -> None:
    """Delete `record` and its parts, and take it out of others' mentions, each written to the history. Raises NotDeletable."""
    found = list(mentions(session, record))
    forbidding = [mention for mention in found if mention.rule == "RESTRICT"]
    if forbidding:
        raise NotDeletable(record.title, forbidding)
    for mention in found:
        if mention.rule == "CASCADE":
            delete(session, mention.record)
        else:
            setattr(mention.record, mention.attribute, None)
    session.delete(record)
    session.flush()


def delete_whole(session: Session, nouns: Resources, record: Record) -> Text | None:
    """Delete `record` and commit, or say why it still stands."""
    try:
        delete(session, record)
        session.commit()
    except NotDeletable as error:
        problem = _forbidden(error.title, told(session, nouns, error.forbidding))
        session.rollback()
        return problem
    except (StaleDataError, IntegrityError):
        session.rollback()
        return _("Somebody else changed or deleted it at the same moment.")
    return None


def _forbidden(title: str, users: Told) -> Text:
    names = ", ".join(f"{other.title} ({other.key})" for other in users.records[:MOST_NAMED])
    if not users.untold:
        return _("{title} cannot be deleted while it is used by: {names}.", title=title, names=names)
    if not names:
        return _(
            "{title} cannot be deleted while it is used by records that you may not see ({count}).",
            title=title,
            count=users.untold,
        )
    return _(
        "{title} cannot be deleted while it is used by: {names}, and by records that you may not see ({count}).",
        title=title,
        names=names,
        count=users.untold,
    )
