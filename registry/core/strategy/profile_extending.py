"""A strategy written as what it changes in a built-in one: clauses off, levels and parameters switched, clauses added."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from registry.core.openapi.pointers import join
from registry.core.strategy.clauses import Clause, Kind, Profile, RuleUse, Source
from registry.core.strategy.profile_reading import (
    Fault,
    both,
    fields,
    mapping_at,
    read_check,
    read_clauses,
    read_level,
    read_parameters,
    read_source_keys,
    read_sources,
    word,
)
from registry.core.text import text as _

_CHANGEABLE = {"level", "title", "paraphrase", "sources", "check", "parameters", "reason"}


def read_extending(tree: dict[str, Any], base: Profile) -> Profile:
    """The strategy in `tree`, which names `base` under `extends`. Raises Fault.

    `without` lists clauses left out, `change` gives by clause what is different, `clauses` and `sources` are added. The clauses
    of `base` keep their order; added ones follow.
    """
    fields(tree, "", {"profile", "version", "title", "extends"}, {"sources", "without", "change", "clauses"})
    id = word(tree["profile"], "/profile")
    if id == base.id:
        raise Fault("/profile", _("“{id}” is the built-in strategy itself; give yours a name of its own", id=id))
    sources = _sources(tree, base)
    off = _off(tree.get("without", []), base)
    changes = mapping_at(tree.get("change", {}), "/change")
    for name in changes:
        place = join("/change", name)
        _known(name, place, base)
        if name in off:
            raise Fault(place, _("“{id}” is both left out and changed", id=name))
    kept = [_changed(clause, changes, sources) for clause in base.clauses if clause.id not in off]
    return Profile(
        id,
        word(tree["version"], "/version"),
        both(tree["title"], "/title"),
        sources,
        (*kept, *_added(tree, base, sources)),
        base.id,
    )


def _sources(tree: dict[str, Any], base: Profile) -> dict[str, Source]:
    own = read_sources(tree.get("sources", {}), "/sources")
    for key in own:
        if key in base.sources:
            raise Fault(join("/sources", key), _("“{key}” is already a source of {base}", key=key, base=base.id))
    return {**base.sources, **own}


def _off(raw: Any, base: Profile) -> set[str]:
    if not isinstance(raw, list):
        raise Fault("/without", _("“without” must be a list of clauses"))
    for index, name in enumerate(raw):
        _known(name, join("/without", index), base)
    return set(raw)


def _known(name: Any, place: str, base: Profile) -> None:
    known = [clause.id for clause in base.clauses]
    if name not in known:
        raise Fault(
            place,
            _("There is no clause “{id}” in {base}; its clauses are {known}", id=name, base=base.id, known=", ".join(known)),
        )


def _added(tree: dict[str, Any], base: Profile, sources: Mapping[str, Source]) -> list[Clause]:
    if "clauses" not in tree:
        return []
    taken = {clause.id for clause in base.clauses}
    added = []
    for index, clause in enumerate(read_clauses(tree["clauses"], "/clauses", sources)):
        if clause.id in taken:
            place = join("/clauses", index, "id")
            raise Fault(place, _("“{id}” is a clause of {base}; write what differs under “change”", id=clause.id, base=base.id))
        added.append(clause)
    return added


def _changed(clause: Clause, changes: Mapping[str, Any], sources: Mapping[str, Source]) -> Clause:
    if clause.id not in changes:
        return clause
    raw, place = changes[clause.id], join("/change", clause.id)
    fields(raw, place, set(), _CHANGEABLE)
    if "level" in raw:
        clause = clause._replace(level=read_level(raw["level"], join(place, "level")))
    if "title" in raw:
        clause = clause._replace(title=both(raw["title"], join(place, "title")))
    if "paraphrase" in raw:
        clause = clause._replace(paraphrase=both(raw["paraphrase"], join(place, "paraphrase")))
    if "sources" in raw:
        clause = clause._replace(sources=read_source_keys(raw["sources"], join(place, "sources"), sources))
    return _checked(clause, raw, place)


def _checked(clause: Clause, raw: Mapping[str, Any], place: str) -> Clause:
    """With another check, or with other parameters for the rules that check it already."""
    if "check" in raw and "parameters" in raw:
        raise Fault(join(place, "parameters"), _("“check” replaces the rules, so their parameters belong there"))
    if "check" in raw:
        kind, rules = read_check(raw["check"], join(place, "check"))
        if (kind is Kind.NOT_CHECKABLE) != ("reason" in raw):
            raise Fault(place, _("“reason” is asked for where a clause is not checkable, and only there"))
        reason = both(raw["reason"], join(place, "reason")) if kind is Kind.NOT_CHECKABLE else {}
        return clause._replace(kind=kind, rules=rules, reason=reason)
    if "reason" in raw:
        raise Fault(join(place, "reason"), _("“reason” is asked for where a clause is not checkable, and only there"))
    given = mapping_at(raw.get("parameters", {}), join(place, "parameters"))
    used = [use.rule for use in clause.rules]
    for rule in given:
        if rule not in used:
            accepted = ", ".join(used) or "–"
            message = _("{id} is not checked by “{rule}”; its rules are {accepted}", id=clause.id, rule=rule, accepted=accepted)
            raise Fault(join(place, "parameters", rule), message)
    return clause._replace(rules=tuple(_with(use, given, join(place, "parameters")) for use in clause.rules))


def _with(use: RuleUse, given: Mapping[str, Any], place: str) -> RuleUse:
    if use.rule not in given:
        return use
    return use._replace(parameters={**use.parameters, **read_parameters(use.rule, given[use.rule], join(place, use.rule))})
