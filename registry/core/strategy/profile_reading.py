"""From a tree of plain values to clauses; every fault is told with the place where it stands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from registry.core.openapi.pointers import join
from registry.core.strategy.clauses import Clause, Kind, RuleUse, Source
from registry.core.strategy.discovery import all_rules
from registry.core.strategy.verdict import Level
from registry.core.text import Text
from registry.core.text import text as _

REQUIRED = frozenset({"id", "level", "title", "paraphrase", "sources", "check"})


class Fault(Exception):
    """Something a profile may not say, and the JSON pointer of the place."""

    def __init__(self, pointer: str, message: Text) -> None:
        super().__init__(str(message))
        self.pointer = pointer
        self.message = message


def read_sources(raw: Any, place: str) -> dict[str, Source]:
    """The sources by key."""
    sources = {}
    for key, entry in mapping_at(raw, place).items():
        here = join(place, key)
        fields(entry, here, {"document", "version", "link"})
        sources[key] = Source(key, *(word(entry[name], join(here, name)) for name in ("document", "version", "link")))
    return sources


def read_clauses(raw: Any, place: str, sources: Mapping[str, Source]) -> Iterator[Clause]:
    """The clauses of a list that has at least one."""
    if not isinstance(raw, list) or not raw:
        raise Fault(place, _("“clauses” must be a list with at least one clause"))
    seen = set()
    for index, entry in enumerate(raw):
        here = join(place, index)
        needs_reason = isinstance(entry, dict) and entry.get("check") == Kind.NOT_CHECKABLE
        fields(entry, here, {*REQUIRED, *(["reason"] if needs_reason else ())})
        clause = read_clause(entry, here, sources)
        if clause.id in seen:
            raise Fault(join(here, "id"), _("“{id}” is used by two clauses", id=clause.id))
        seen.add(clause.id)
        yield clause


def read_clause(raw: Mapping[str, Any], place: str, sources: Mapping[str, Source]) -> Clause:
    """One clause whose fields are all there."""
    kind, rules = read_check(raw["check"], join(place, "check"))
    return Clause(
        word(raw["id"], join(place, "id")),
        read_level(raw["level"], join(place, "level")),
        both(raw["title"], join(place, "title")),
        both(raw["paraphrase"], join(place, "paraphrase")),
        read_source_keys(raw["sources"], join(place, "sources"), sources),
        kind,
        rules,
        both(raw["reason"], join(place, "reason")) if kind is Kind.NOT_CHECKABLE else {},
    )


def read_level(raw: Any, place: str) -> Level:
    """MUST, SHOULD or MAY."""
    if raw not in list(Level):
        raise Fault(place, _("“level” is “{value}”; accepted are {accepted}", value=raw, accepted=", ".join(Level)))
    return Level[raw]


def read_source_keys(raw: Any, place: str, sources: Mapping[str, Source]) -> tuple[str, ...]:
    """One key or a list of them, each among `sources`."""
    keys = raw if isinstance(raw, list) else [raw]
    for key in keys:
        if not isinstance(key, str) or key not in sources:
            raise Fault(place, _("“{key}” is not among the sources {known}", key=key, known=", ".join(sources)))
    return tuple(keys)


def read_check(raw: Any, place: str) -> tuple[Kind, tuple[RuleUse, ...]]:
    """What answers a clause: a kind in one word, or a list of rules."""
    if isinstance(raw, str) and raw in set(Kind) - {Kind.RULES}:
        return Kind(raw), ()
    if not isinstance(raw, list) or not raw:
        accepted = ", ".join(kind for kind in Kind if kind is not Kind.RULES)
        raise Fault(place, _("“check” must be a list of rules or one of {accepted}", accepted=accepted))
    return Kind.RULES, tuple(_rule_use(entry, join(place, index)) for index, entry in enumerate(raw))


def _rule_use(raw: Any, place: str) -> RuleUse:
    name, parameters = (raw, {}) if isinstance(raw, str) else next(iter(mapping_at(raw, place).items()), ("", {}))
    if name not in all_rules():
        raise Fault(place, _("There is no rule “{name}”; the rules are {known}", name=name, known=", ".join(all_rules())))
    return RuleUse(name, read_parameters(name, parameters, join(place, name)))


def read_parameters(rule: str, raw: Any, place: str) -> dict[str, Any]:
    """The parameters given to `rule`, each known to it and of the form it takes."""
    takes = all_rules()[rule].takes
    for name, value in mapping_at(raw, place).items():
        if name not in takes:
            accepted = ", ".join(takes) or "–"
            raise Fault(
                join(place, name),
                _("“{name}” is no parameter of {rule}; accepted are {accepted}", name=name, rule=rule, accepted=accepted),
            )
        if not takes[name].fits(value):
            raise Fault(join(place, name), _("“{name}” must be {form}", name=name, form=takes[name].form))
    return dict(raw)


def fields(raw: Any, place: str, expected: set[str], optional: set[str] | None = None) -> None:
    """That `raw` has the names in `expected`, and beside them none but those in `optional`."""
    found = mapping_at(raw, place).keys()
    known = expected | (optional or set())
    for name in sorted(expected - found):
        raise Fault(place, _("“{name}” is missing", name=name))
    for name in sorted(found - known):
        accepted = ", ".join(sorted(known))
        raise Fault(join(place, name), _("“{name}” is not known here; accepted are {accepted}", name=name, accepted=accepted))


def mapping_at(raw: Any, place: str) -> dict[str, Any]:
    """`raw` when it is names with values."""
    if not isinstance(raw, dict):
        raise Fault(place, _("Here stands a value where names with values are expected"))
    return raw


def word(raw: Any, place: str) -> str:
    """`raw` when it is text that is not blank."""
    if not isinstance(raw, str) or not raw.strip():
        raise Fault(place, _("Text is expected here, in quotes when it looks like a number"))
    return raw


def both(raw: Any, place: str) -> dict[str, str]:
    """Text in Swedish and English; what is written in one of them alone stands for both."""
    written = {language: word(text, join(place, language)) for language, text in _in_languages(raw, place)}
    fallback = written.get("sv") or written["en"]
    return {language: written.get(language, fallback) for language in ("sv", "en")}


def _in_languages(raw: Any, place: str) -> Iterator[tuple[str, Any]]:
    if mapping_at(raw, place).keys().isdisjoint({"sv", "en"}):
        raise Fault(place, _("“{name}” is missing", name="sv"))
    fields(raw, place, set(), {"sv", "en"})
    yield from raw.items()
