"""What a reader asks of the landscape, as the address says it: where to start, how far, which way, and what to leave out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any, TypeVar

from sqlalchemy.orm import Session

from registry.core.landscape.graph import Direction
from registry.core.term import Term
from registry.core.text import Text
from registry.core.text import text as _
from registry.core.vocabulary import DependencyKind, Lifecycle
from registry.db.base import tables
from registry.kit.lookup import References, picked
from registry.kit.resource import Field, fields_of
from registry.kit.values import ValueWrong
from registry.systems.models import Dependency, System

MOST_HOPS = 3
MOST_DRAWN = 300
MOST_OPENED = 2000
"""Systems drawn at first, and when the reader asks for the hidden ones: more cannot be read as a picture."""

T = TypeVar("T", bound=Term)


class View(StrEnum):
    """What a node of the picture stands for; automatic is systems while they fit, otherwise domains."""

    AUTOMATIC = ""
    SYSTEMS = "systems"
    DOMAINS = "domains"
    ORGANISATIONS = "organisations"


@dataclass(frozen=True, slots=True)
class Named:
    """A record the question names."""

    id: int
    key: str
    name: str

    def __str__(self) -> str:
        return picked(self.name, self.key)


@dataclass(frozen=True, slots=True)
class Question:
    """A question to the landscape; `problems` tell what the address said that cannot be asked, which is then left out."""

    start: Named | None = None
    hops: int = 1
    direction: Direction = Direction.BOTH
    organisation: Named | None = None
    domain: str = ""
    lifecycle: Lifecycle | None = None
    kind: DependencyKind | None = None
    words: str = ""
    view: View = View.AUTOMATIC
    opened: bool = False
    initiatives: bool = False
    problems: tuple[Text, ...] = field(default=(), compare=False)

    @property
    def cap(self) -> int:
        """How many systems may be drawn."""
        return MOST_OPENED if self.opened else MOST_DRAWN

    @property
    def is_filtered(self) -> bool:
        """Whether some systems or dependencies are left out."""
        return bool(self.organisation or self.domain or self.lifecycle or self.kind or self.words)

    def arguments(self, **changes: Any) -> dict[str, str]:
        """The address's arguments that ask this question again, with `changes` to it; defaults are left out."""
        asked = replace(self, **changes)
        said = {
            "start": asked.start.key if asked.start else "",
            "hops": str(asked.hops) if asked.start and asked.hops != 1 else "",
            "direction": asked.direction.value if asked.start and asked.direction is not Direction.BOTH else "",
            "organisation": asked.organisation.key if asked.organisation else "",
            "domain": asked.domain,
            "lifecycle": asked.lifecycle.value if asked.lifecycle else "",
            "kind": asked.kind.value if asked.kind else "",
            "q": asked.words,
            "view": asked.view.value,
            "opened": "1" if asked.opened else "",
            "initiatives": "1" if asked.initiatives else "",
        }
        return {name: value for name, value in said.items() if value}


def ask(session: Session, arguments: Mapping[str, str]) -> Question:
    """The question that an address's `arguments` ask."""
    reader = _Reader(session, {name: value.strip() for name, value in arguments.items()})
    question = Question(
        start=reader.named("start", fields_of(Dependency)["source"]),
        hops=reader.hops(),
        direction=reader.direction(),
        organisation=reader.named("organisation", fields_of(System)["owner_organisation"]),
        domain=reader.said("domain")[:100],
        lifecycle=reader.term("lifecycle", Lifecycle, _("Lifecycle")),
        kind=reader.term("kind", DependencyKind, _("Kind of dependency")),
        words=reader.said("q")[:200],
        view=reader.view(),
        opened=bool(reader.said("opened")),
        initiatives=bool(reader.said("initiatives")),
    )
    return replace(question, problems=tuple(reader.problems))


def named_system(session: Session, written: str) -> Named:
    """The system that `written` (a key, a name, or what the picker writes) names. Raises ValueWrong."""
    return _named(session, fields_of(Dependency)["source"], written)


def _named(session: Session, field_: Field, written: str) -> Named:
    number = References(session).resolve(field_, written)
    record = session.get_one(tables()[str(field_.target)], number)
    return Named(record.id, record.key, record.title)


class _Reader:
    """Reads one argument at a time and collects what was wrong."""

    def __init__(self, session: Session, arguments: Mapping[str, str]) -> None:
        self.session = session
        self.arguments = arguments
        self.problems: list[Text] = []

    def said(self, name: str) -> str:
        return self.arguments.get(name, "")

    def named(self, name: str, field_: Field) -> Named | None:
        if not self.said(name):
            return None
        try:
            return _named(self.session, field_, self.said(name))
        except ValueWrong as error:
            self.problems.append(error.message)
            return None

    def term(self, name: str, terms: type[T], label: Text) -> T | None:
        if not self.said(name):
            return None
        term = next((term for term in terms if term.value == self.said(name)), None)
        if term is None:
            self._refuse(label, name, terms)
        return term

    def hops(self) -> int:
        said = self.said("hops") or "1"
        if said in {str(hops) for hops in range(1, MOST_HOPS + 1)}:
            return int(said)
        self.problems.append(_("Steps is a whole number from 1 to {most}, not “{value}”.", most=MOST_HOPS, value=said))
        return 1

    def direction(self) -> Direction:
        try:
            return Direction(self.said("direction") or Direction.BOTH.value)
        except ValueError:
            self._refuse(_("Direction"), "direction", Direction)
            return Direction.BOTH

    def view(self) -> View:
        try:
            return View(self.said("view"))
        except ValueError:
            self._refuse(_("Show"), "view", View)
            return View.AUTOMATIC

    def _refuse(self, label: Text, name: str, accepted: Any) -> None:
        words = ", ".join(choice.value for choice in accepted if choice.value)
        self.problems.append(
            _("{label} is one of {accepted}, not “{value}”.", label=label, accepted=words, value=self.said(name))
        )
