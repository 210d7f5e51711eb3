"""What a rule is: a generator over a document, its name, how to mend what it finds, and what it may know beside the document."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from types import MappingProxyType
from typing import Any, NamedTuple

from registry.core.api_vocabulary import Authentication
from registry.core.openapi.document import Document
from registry.core.strategy.lifecycle import Entry, Version
from registry.core.strategy.verdict import Finding
from registry.core.text import Text
from registry.core.text import text as _


class Catalogue(NamedTuple):
    """What the catalogue knows of an API and its surroundings; None where it does not know.

    `systems` are names of registered systems, suppliers and products; `addresses` the base URLs clients call;
    `protection_level` is the information classification's 0 to 4. `entry` is the API's record, `versions` are all its versions
    and `version` the key of the one whose document is judged; without them the API is not registered.
    """

    systems: frozenset[str] | None = None
    addresses: tuple[str, ...] = ()
    authentication: Authentication | None = None
    protection_level: int | None = None
    api_docs_url: str | None = None
    entry: Entry | None = None
    versions: tuple[Version, ...] = ()
    version: str | None = None

    @property
    def own_version(self) -> Version:
        """The version whose document is judged. Raises NotCheckable when it is not registered."""
        found = next((version for version in self.versions if version.key == self.version), None)
        if found is None:
            raise NotCheckable(UNREGISTERED)
        return found

    @property
    def own_entry(self) -> Entry:
        """The API's record. Raises NotCheckable when it is not registered."""
        if self.entry is None:
            raise NotCheckable(UNREGISTERED)
        return self.entry


UNREGISTERED = _("Only the catalogue knows: register the API and publish the document there")


class Context(NamedTuple):
    """What a rule may use beside the document: the catalogue, its parameters from the profile, and the day.

    `predecessors` are the documents this one follows: the revision before it, and the newest of the version before.
    """

    catalogue: Catalogue = Catalogue()
    parameters: Mapping[str, Any] = MappingProxyType({})
    predecessors: tuple[Document, ...] = ()
    today: date = date.max

    def with_parameters(self, parameters: Mapping[str, Any]) -> Context:
        """The same for a rule with these parameters."""
        return Context(self.catalogue, parameters, self.predecessors, self.today)

    def words(self, name: str, default: tuple[str, ...] = ()) -> tuple[str, ...]:
        """A parameter that lists words, lower-case."""
        return tuple(str(word).lower() for word in self.parameters.get(name, default))

    def number(self, name: str, default: int) -> int:
        """A parameter that is a whole number."""
        value = self.parameters.get(name, default)
        return value if isinstance(value, int) else default


class NotCheckable(Exception):
    """Raised by a rule that cannot judge; the reason says what is missing and where to set it."""

    def __init__(self, reason: Text) -> None:
        super().__init__(str(reason))
        self.reason = reason


class Fault(NamedTuple):
    """What a rule yields: the place and the message; the engine adds rule, line and count.

    `record` ("noun/KEY") is where to mend what stands in the catalogue; the pointer is then empty.
    """

    pointer: str
    message: Text
    record: str | None = None


Check = Callable[[Document, Context], Iterator[Fault]]


class Takes(NamedTuple):
    """What a rule takes as the value of a parameter: `form` says so to people, `accepted` are the only words, if few."""

    form: Text
    fit: Callable[[object], bool]
    accepted: tuple[str, ...] = ()

    def fits(self, value: object) -> bool:
        """Whether `value` can be used."""
        if not self.fit(value):
            return False
        words = value if isinstance(value, list) else [value]
        return not self.accepted or all(word in self.accepted for word in words)


def _is_word(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _are_words(value: object) -> bool:
    return isinstance(value, list) and all(map(_is_word, value))


def _is_number(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 1_000_000


def _are_words_by_name(value: object) -> bool:
    return isinstance(value, dict) and all(map(_are_words, value.values()))


WORDS = Takes(_("a list of texts"), _are_words)
WORD = Takes(_("text, in quotes when it looks like a number"), _is_word)
NUMBER = Takes(_("a whole number from 0 up"), _is_number)
WORDS_BY_NAME = Takes(_("names, each with a list of texts"), _are_words_by_name)


def one_of(*accepted: str) -> Takes:
    """One of a few words."""
    return Takes(_("one of {accepted}", accepted=", ".join(accepted)), _is_word, accepted)


def some_of(*accepted: str) -> Takes:
    """A list of a few words."""
    return Takes(_("a list of some of {accepted}", accepted=", ".join(accepted)), _are_words, accepted)


class Rule(NamedTuple):
    """One rule:

    `id` as profiles name it, `mend` what to do about its findings, `whole` whether it looks into referenced parts, `takes` the
    parameters that profiles may set.
    """

    id: str
    mend: Text
    whole: bool
    takes: Mapping[str, Takes]
    check: Check

    @property
    def documentation(self) -> str:
        """Why the rule exists, with a bad and a good example."""
        return self.check.__doc__ or ""

    def findings(self, document: Document, context: Context) -> Iterator[Finding]:
        """Its findings, without lines. Raises NotCheckable."""
        for fault in self.check(document, context):
            yield Finding(self.id, fault.pointer, fault.message, record=fault.record)


def rule(id: str, *, mend: Text, whole: bool = True, takes: Mapping[str, Takes] | None = None) -> Callable[[Check], Rule]:
    """Make a generator a rule. `whole=False`: it reads only what stands in the document itself, never what `$ref` leads to."""

    def make(check: Check) -> Rule:
        return Rule(id, mend, whole, dict(takes or {}), check)

    return make
