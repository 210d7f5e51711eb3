"""Write a record: clean what was written, save it. Every door (form, import, REST, command) goes through here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

from sqlalchemy import func, inspect, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from registry.core.text import Text
from registry.core.text import text as _
from registry.db.base import Record
from registry.kit.lookup import References
from registry.kit.record_rules import rules_of
from registry.kit.resource import Change, Field, Resource
from registry.kit.values import ValueWrong, parse

KEY_TRIES = 8


@dataclass(slots=True)
class Cleaned:
    """Values by column attribute, and what was wrong by field name ("" for the record as a whole)."""

    values: dict[str, Any] = field(default_factory=dict)
    errors: dict[str, list[Text]] = field(default_factory=dict)

    def wrong(self, name: str, message: Text) -> None:
        self.errors.setdefault(name, []).append(message)


def clean(
    resource: Resource,
    raw: Mapping[str, object],
    fields: Mapping[str, Field],
    references: References,
    record: Record | None = None,
) -> Cleaned:
    """What `raw` (field name -> text or JSON value) says, checked field by field and then as a whole.

    Fields of `fields` that `raw` does not name keep `record`'s values, or are judged as empty when there is no record yet.
    """
    cleaned = Cleaned()
    for name in raw.keys() - fields.keys():
        cleaned.wrong(name, _("There is no field “{name}” here.", name=name))
    for name, field_ in fields.items():
        if name in raw or record is None:
            _clean_field(field_, raw.get(name), references, cleaned)
            if field_.target == resource.name and record is not None:
                _refuse_circle(field_, record, references, cleaned)
    rules = [*([resource.check] if resource.check is not None else []), *rules_of(resource.name)]
    if rules and not cleaned.errors:
        before = {name: getattr(record, f.attribute) for name, f in resource.fields.items()} if record is not None else {}
        after = {name: cleaned.values.get(f.attribute, before.get(name)) for name, f in resource.fields.items()}
        for name, message in chain.from_iterable(rule(after) for rule in rules):
            cleaned.wrong(name, message)
    return cleaned


def judged(
    session: Session, resource: Resource, raw: Mapping[str, object], fields: Mapping[str, Field], record: Record | None
) -> Cleaned:
    """What `raw` says, checked by itself and then beside what is registered: what must be unique, what must fit together."""
    cleaned = clean(resource, raw, fields, References(session), record)
    for name, messages in unique_problems(session, resource, cleaned.values, record).errors.items():
        cleaned.errors.setdefault(name, []).extend(messages)
    if resource.check_together is not None and not cleaned.errors:
        change = Change(record.id if record is not None else None, cleaned.values)
        for _place, name, message in resource.check_together(session, [change]):
            cleaned.wrong(name, message)
    return cleaned


def _refuse_circle(field_: Field, record: Record, references: References, cleaned: Cleaned) -> None:
    """A record is neither part of itself nor of its own parts."""
    column = getattr(type(record), field_.attribute)
    number, seen = cleaned.values.get(field_.attribute), set[int]()
    while number is not None and number not in seen:
        if number == record.id:
            cleaned.wrong(
                field_.name, _("{title} would come round to itself over {label}.", title=record.title, label=field_.label)
            )
            return
        seen.add(number)
        number = references.session.scalar(select(column).where(type(record).id == number))


def _clean_field(field_: Field, raw: object, references: References, cleaned: Cleaned) -> None:
    try:
        value = parse(field_, raw)
        if field_.kind == "reference" and value is not None:
            value = references.resolve(field_, value)
        if field_.kind == "key" and value is None:
            return
        cleaned.values[field_.attribute] = value
    except ValueWrong as error:
        cleaned.wrong(field_.name, error.message)


def next_keys(session: Session, model: type[Record], count: int) -> Iterator[str]:
    """`count` free keys of `model`, following the highest number used (SYS-001, SYS-002, …)."""
    prefix = model.KEY_PREFIX
    number = session.scalar(select(func.max(model.id))) or 0
    while count > 0:
        candidates = [f"{prefix}-{number + step:03d}" for step in range(1, count + 1)]
        number += count
        taken = set(session.scalars(select(model.key).where(model.key.in_(candidates[:900]))))
        for key in candidates:
            if key not in taken:
                count -= 1
                yield key


def assign(session: Session, resource: Resource, record: Record | None, values: Mapping[str, Any]) -> Record:
    """Put cleaned `values` on `record`, or on a new one with the next free key. Nothing is written before the session flushes."""
    if record is None:
        record = resource.model()
        session.add(record)
        if not values.get("key"):
            with session.no_autoflush:
                record.key = next(next_keys(session, resource.model, 1))
    for attribute, value in values.items():
        if getattr(record, attribute) != value:
            setattr(record, attribute, value)
    return record


def unique_problems(session: Session, resource: Resource, values: Mapping[str, Any], record: Record | None) -> Cleaned:
    """What the database would refuse because another record has it, said in words before it is tried."""
    problems = Cleaned()
    own = record.id if record is not None else -1
    for names in unique_sets(resource.model):
        wanted = {name: values.get(name, getattr(record, name, None) if record is not None else None) for name in names}
        if any(value is None for value in wanted.values()):
            continue
        same = select(resource.model).filter_by(**wanted).where(resource.model.id != own).limit(1)
        with session.no_autoflush:
            other = session.scalars(same).first()
        if other is not None:
            name = names[0].removesuffix("_id") if names[0] != "id" else names[0]
            problems.wrong(name, _("{title} ({key}) already has this.", title=other.title, key=other.key))
    return problems


def unique_sets(model: type[Record]) -> list[tuple[str, ...]]:
    """The sets of columns that no two records of `model` may share."""
    table = inspect(model).local_table
    single = [(column.name,) for column in table.columns if column.unique]
    several = [
        tuple(constraint.columns.keys())
        for constraint in table.constraints  # type: ignore[attr-defined]
        if constraint.__visit_name__ == "unique_constraint" and len(constraint.columns) > 1
    ]
    return single + sorted(several)


def save(session: Session, resource: Resource, record: Record | None, values: Mapping[str, Any]) -> Record | Text:
    """Put cleaned `values` on `record` or a new one and commit: the record, or why nothing was saved.

    A new record without a key of its own tries again when somebody took the next free key at the same moment.
    """
    tries = KEY_TRIES if record is None and not values.get("key") else 1
    for _try in range(tries):
        try:
            saved = assign(session, resource, record, values)
            session.commit()
        except IntegrityError:
            session.rollback()
        except StaleDataError:
            session.rollback()
            return _("Somebody else saved this at the same moment. Save again to keep your text.")
        else:
            return saved
    return refused()


def refused() -> Text:
    """What is said when the database refused what was checked before: somebody else wrote the same at the same moment."""
    return _("Somebody saved the same at this moment. Look at what is there now, then save again.")
