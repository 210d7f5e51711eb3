"""What a rule is: a generator over a document, its name, how to mend what it finds, and what it may know beside the document."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from registry.core.openapi.document import Document
from registry.core.strategy.verdict import Finding
from registry.core.text import Text
from registry.core.vocabulary import Authentication


@dataclass(frozen=True, slots=True)
class Catalogue:
    """What the catalogue knows of an API and its surroundings; None where it does not know.

    `systems` are names of registered systems, suppliers and products; `addresses` the base URLs clients call;
    `protection_level` is the information classification's 0 to 4.
    """

    systems: frozenset[str] | None = None
    addresses: tuple[str, ...] = ()
    authentication: Authentication | None = None
    protection_level: int | None = None
    api_docs_url: str | None = None


@dataclass(frozen=True, slots=True)
class Context:
    """What a rule may use beside the document: the catalogue, and its parameters from the profile."""

    catalogue: Catalogue = Catalogue()
    parameters: Mapping[str, Any] = field(default_factory=dict)

    def words(self, name: str, default: tuple[str, ...] = ()) -> tuple[str, ...]:
        """A parameter that lists words, lower-case."""
        return tuple(str(word).lower() for word in self.parameters.get(name, default))


class NotCheckable(Exception):
    """Raised by a rule that cannot judge; the reason says what is missing and where to set it."""

    def __init__(self, reason: Text) -> None:
        super().__init__(str(reason))
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Fault:
    """What a rule yields: the place and the message; the engine adds rule, line and count."""

    pointer: str
    message: Text


Check = Callable[[Document, Context], Iterator[Fault]]


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule:

    `id` as profiles name it, `mend` what to do about its findings, `whole` whether it looks into referenced parts.
    """

    id: str
    mend: Text
    whole: bool
    check: Check

    @property
    def documentation(self) -> str:
        """Why the rule exists, with a bad and a good example."""
        return self.check.__doc__ or ""

    def findings(self, document: Document, context: Context) -> Iterator[Finding]:
        """Its findings, without lines. Raises NotCheckable."""
        for fault in self.check(document, context):
            yield Finding(self.id, fault.pointer, fault.message)


def rule(id: str, *, mend: Text, whole: bool = True) -> Callable[[Check], Rule]:
    """Make a generator a rule. `whole=False`: it reads only what stands in the document itself, never what `$ref` leads to."""

    def make(check: Check) -> Rule:
        return Rule(id, mend, whole, check)

    return make
