"""Blockers as plain values: the same for REST and for the command.

Sentences are put into words by `say`: `str` gives English, `registry.kit.text.translate` the caller's language.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from registry.core.landscape.blockers import Blocker, HeldOff
from registry.core.landscape.conduction import Conduction
from registry.core.landscape.graph import Dependency, Initiative
from registry.core.landscape.reach import PathStep
from registry.core.landscape.words import sentences
from registry.core.remediation.unblocking import Unblocking, Unblockings
from registry.core.text import Text
from registry.portfolio.findings import Findings
from registry.portfolio.observed import Comparison
from registry.portfolio.overview import InitiativeLine, Overview, SystemLine

Say = Callable[[Text], str]


def overview_to_json(found: Overview, say: Say = str) -> dict[str, Any]:
    """Every active initiative, the unblocked ones with no blockers."""
    return {
        "active": found.active,
        "blocked": found.blocked,
        "stopped_by_terms": found.only_terms,
        "free": found.free,
        "benefit_at_stake": found.at_stake,
        "initiatives": [_line(line, say) for line in found.initiatives],
    }


def systems_to_json(found: Overview) -> dict[str, Any]:
    """Blocking systems by the benefit they block."""
    return {"systems": [_system(line) for line in found.systems]}


def findings_to_json(found: Findings, say: Say = str) -> dict[str, Any]:
    """Everything about one initiative and what is in its way."""
    clearing, ways = found.clearing, found.unblockings
    return {
        **_initiative(found.initiative),
        "active": found.is_active,
        "blockers": [blocker_to_json(blocker, say) for blocker in found.blockers],
        "held_off": [_held_off(near, say) for near in found.held_off],
        "observed": [_comparison(one, say) for one in found.comparisons],
        "unblocked_on": _day(clearing.agreed) if clearing is not None else None,
        "unblocking": _ways(ways, found) if ways is not None else None,
    }


def dependency_to_json(dependency: Dependency, judged: Conduction, say: Say = str) -> dict[str, Any]:
    """Whether a blockage passes a dependency, why, and what would stop it."""
    return {
        "dependency": dependency.key,
        "from": dependency.source,
        "to": dependency.target,
        "kind": dependency.kind.value,
        "strength": dependency.strength.value,
        "api_version": dependency.api.key if dependency.api is not None else None,
        "conducts": judged.conducts,
        "reason": say(judged.reason),
        "insulation": say(judged.insulation) if judged.insulation is not None else None,
    }


def _line(line: InitiativeLine, say: Say) -> dict[str, Any]:
    state = (
        "blocked"
        if line.blockers
        else "stopped_by_terms"
        if line.only_terms
        else "free"
        if line.initiative.touches
        else "unknown"
    )
    return {
        **_initiative(line.initiative),
        "state": state,
        "blockers": [blocker_to_json(blocker, say) for blocker in line.blockers],
        "terms": [obstacle.key for obstacle in line.terms],
    }


def _state(line: InitiativeLine) -> str:
    """“unknown” for one that touches no registered system: nothing can be inferred about it."""
    if line.blockers:
        return "blocked"
    if line.only_terms:
        return "stopped_by_terms"
    return "free" if line.initiative.touches else "unknown"


def _initiative(initiative: Initiative) -> dict[str, Any]:
    about = {"needed_by": _day(initiative.needed_by), "benefit_per_year": initiative.benefit}
    return {"key": initiative.key, "name": initiative.name, **about}


def _system(line: SystemLine) -> dict[str, Any]:
    legacy = line.blocked[0][1].legacy
    return {
        "system": line.system.key,
        "name": line.system.name,
        "legacy_score": legacy.score,
        "legacy_range": [legacy.low, legacy.high],
        "benefit_blocked_per_year": line.benefit,
        "initiatives": [
            {
                **_initiative(initiative),
                "direct": blocker.direct,
                "steps": len(blocker.path),
                "alone": initiative.key in line.alone,
            }
            for initiative, blocker in line.blocked
        ],
    }


def blocker_to_json(blocker: Blocker, say: Say = str) -> dict[str, Any]:
    """One blocker. `legacy_score` is the middle of the range, of 100."""
    return {
        "system": blocker.system.key,
        "name": blocker.system.name,
        "direct": blocker.direct,
        "touch": blocker.touch.value,
        "legacy_score": blocker.legacy.score,
        "legacy_range": [blocker.legacy.low, blocker.legacy.high],
        "resolved_by": _day(blocker.resolved_by),
        "sentences": [say(sentence) for sentence in sentences(blocker)],
        "path": [_step(step, say) for step in blocker.path],
    }


def _step(step: PathStep, say: Say) -> dict[str, Any]:
    return {
        "from": step.from_.key,
        "to": step.to.key,
        "kind": step.kind.value,
        "conducts": step.conducts,
        "reason": say(step.reason),
        "insulation": say(step.insulation) if step.insulation is not None else None,
        "dependency": step.dependency_key,
    }


def _held_off(near: HeldOff, say: Say) -> dict[str, Any]:
    path = [_step(step, say) for step in near.path]
    return {"system": near.system.key, "name": near.system.name, "why": say(near.why), "path": path}


def _comparison(one: Comparison, say: Say) -> dict[str, Any]:
    return {
        "system": one.system.key if one.system is not None else None,
        "agreement": one.agreement.value,
        "obstacles": [obstacle.key for obstacle in one.observed],
        "remark": say(one.remark),
    }


def _ways(ways: Unblockings, found: Findings) -> dict[str, Any]:
    return {
        "cheapest": _way(ways.cheapest, found),
        "second": _way(ways.second, found),
        "cheapest_in_time": _way(ways.cheapest if ways.cheapest is not None and ways.cheapest.in_time else ways.in_time, found),
        "without_option": list(ways.without_option),
    }


def _way(way: Unblocking | None, found: Findings) -> dict[str, Any] | None:
    if way is None:
        return None
    remediations = [
        {
            "remediation": option.key,
            "name": found.option_names[option.key],
            "system": option.system,
            "kind": option.kind.value,
            "cost": option.cost,
            "months": option.duration_months,
            "funding": option.funding.value if option.funding is not None else None,
        }
        for option in way.options
    ]
    return {"remediations": remediations, "cost": way.cost, "ready": _day(way.ready), "in_time": way.in_time}


def _day(day: date | None) -> str | None:
    return day.isoformat() if day is not None else None
