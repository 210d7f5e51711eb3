"""The legacy that an initiative ran into, told when it is over: each thing becomes an obstacle."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy.orm import Session

from registry.core.text import Text
from registry.core.text import text as _
from registry.initiatives.models import Initiative, Obstacle
from registry.kit import operations
from registry.kit.lookup import References
from registry.kit.pages import resources

ROWS = 4
FIELDS = ("name", "cause", "system", "description")
NONE = "revealed_none"


@dataclass(slots=True)
class Told:
    """What was told: values by row, what was typed, and what is wrong by control ("" for the whole)."""

    typed: Mapping[str, str]
    values: list[dict[str, object]] = field(default_factory=list)
    errors: dict[str, list[Text]] = field(default_factory=dict)


def told(session: Session, initiative: Initiative, form: Mapping[str, str], day: date) -> Told:
    """The obstacles in `form`, each row with some text in it; or a statement that there was none."""
    found = Told(form)
    resource = resources()["obstacle"]
    for number in _filled(form):
        raw = {name: form.get(control(number, name), "") for name in FIELDS}
        whole = {**raw, "initiative": initiative.key, "observed_on": day.isoformat()}
        cleaned = operations.clean(resource, whole, {name: resource.fields[name] for name in whole}, References(session))
        for name, messages in cleaned.errors.items():
            found.errors.setdefault(control(number, name), []).extend(messages)
        found.values.append(cleaned.values)
    if not found.values and NONE not in form:
        found.errors[""] = [_("Tell what legacy it ran into, or say that it ran into none.")]
    if found.values and NONE in form:
        found.errors[""] = [_("You told of legacy, and also that there was none. Take one of them away.")]
    return found


def control(number: int, name: str) -> str:
    """The name of a row's control."""
    return f"revealed_{number}_{name}"


def _filled(form: Mapping[str, str]) -> Iterator[int]:
    for number in range(ROWS):
        if any(form.get(control(number, name), "").strip() for name in FIELDS if name != "cause"):
            yield number


def add(session: Session, told_: Told) -> list[Obstacle]:
    """Put the obstacles into the session; the caller commits."""
    made: list[Obstacle] = []
    for values in told_.values:
        obstacle = operations.assign(session, resources()["obstacle"], None, values)
        session.flush()  # the next one's key follows this one's
        assert isinstance(obstacle, Obstacle)
        made.append(obstacle)
    return made
