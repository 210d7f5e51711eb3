"""The cheapest set of remediations that unblocks one initiative: a minimum cut (Ford and Fulkerson 1956).

Every way from what the initiative touches to a legacy system that blocks it must be cut. Each reached system becomes a chain
`before > at > behind`: insulating cuts the first link, replacing or retiring the second; upgrading a legacy system cuts its own
link to the sink. A link costs what the cheapest remediation of that effect costs, and what nothing cuts costs infinitely much.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import networkx as nx

from registry.core.landscape.parts import Remediation
from registry.core.landscape.timing import REMOVES, deadline_of
from registry.core.remediation.gate import Gate, is_proposed
from registry.core.vocabulary import RemediationKind, Touch

_SOURCE, _SINK = ("source", ""), ("sink", "")
_EACH = 1  # what an option costs beyond its price: of two sets at one price the smaller is taken
_KRONA = 1_000


@dataclass(frozen=True, slots=True)
class Unblocking:
    """Remediations that together unblock an initiative; `cost` in kronor, `ready` when the longest is done if begun today.

    `ready` is None when the time some remediation takes is not known. `in_time` tells whether that is by the day it is needed.
    """

    options: tuple[Remediation, ...]
    cost: int
    ready: date | None
    in_time: bool


@dataclass(frozen=True, slots=True)
class Unblockings:
    """The cheapest way to unblock an initiative and the next cheapest that does without one of its parts.

    `cheapest` is None when no proposed remediation ends some path; `without_option` then holds the legacy systems (keys) at
    the ends of such paths. `in_time` is the cheapest that is ready by the day it is needed, when another than `cheapest`.
    """

    cheapest: Unblocking | None
    second: Unblocking | None
    in_time: Unblocking | None
    without_option: tuple[str, ...]


def unblockings(gate: Gate, today: date) -> Unblockings:
    """How to unblock the initiative behind `gate`, which is blocked."""
    cheapest = cheapest_of(gate, today)
    if cheapest is None:
        return Unblockings(None, None, None, tuple(_uncut(gate)))
    others = (cheapest_of(gate, today, without={option.key}) for option in cheapest.options)
    second = min((other for other in others if other is not None), key=_rank, default=None)
    in_time = None if cheapest.in_time else cheapest_of(gate, today, without=_too_slow(gate, today))
    return Unblockings(cheapest, second, in_time, ())


def cheapest_of(gate: Gate, today: date, without: Collection[str] = frozenset()) -> Unblocking | None:
    """The cheapest set that does without the remediations `without` (keys); None when no set unblocks."""
    chosen = _minimum_cut(gate, without)
    if chosen is None:
        return None
    return unblocking_of(gate, chosen, today)


def unblocking_of(gate: Gate, chosen: Iterable[Remediation], today: date) -> Unblocking:
    """The set `chosen` with its price and the day it is ready."""
    options = tuple(sorted(chosen, key=lambda option: option.key))
    finishes = [finish_if_begun(option, today) for option in options]
    known = [finish for finish in finishes if finish is not None]
    ready = max(known, default=today) if len(known) == len(finishes) else None
    in_time = ready is not None and ready <= deadline_of(gate.initiative, today)
    return Unblocking(options, sum(option.cost or 0 for option in options), ready, in_time)


def finish_if_begun(option: Remediation, today: date) -> date | None:
    """The day a remediation begun today is done; None when the months it takes are not known."""
    if option.duration_months is None:
        return None
    months = today.month - 1 + option.duration_months
    year, month = today.year + months // 12, months % 12 + 1
    for day in range(today.day, 0, -1):
        try:
            return date(year, month, day)
        except ValueError:  # the month is shorter
            continue
    raise AssertionError("every month has a first day")


def _rank(found: Unblocking) -> tuple[int, int]:
    return found.cost, len(found.options)


def _too_slow(gate: Gate, today: date) -> frozenset[str]:
    deadline = deadline_of(gate.initiative, today)
    finishes = {option.key: finish_if_begun(option, today) for options in gate.options.values() for option in options}
    return frozenset(key for key, finish in finishes.items() if finish is None or finish > deadline)


def _minimum_cut(gate: Gate, without: Collection[str]) -> list[Remediation] | None:
    network, bought = _network(gate, without)
    try:
        _value, (near, far) = nx.minimum_cut(network, _SOURCE, _SINK)
    except nx.NetworkXUnbounded:
        return None
    return [option for (tail, head), option in bought.items() if tail in near and head in far]


def _network(gate: Gate, without: Collection[str]) -> tuple[nx.DiGraph, dict[tuple[Any, Any], Remediation]]:
    """The flow network, and which remediation each of its links with a price stands for."""
    network, bought = nx.DiGraph(), {}
    network.add_nodes_from((_SOURCE, _SINK))
    for tail, head, kinds, system in _links(gate):
        usable = (found for found in gate.options.get(system, ()) if is_proposed(found) and found.key not in without)
        option = _cheapest_of(usable, kinds)
        if option is None:
            network.add_edge(tail, head)  # no capacity: it cannot be cut
        else:
            network.add_edge(tail, head, capacity=_price(option))
            bought[tail, head] = option
    return network, bought


def _links(gate: Gate) -> Iterator[tuple[Any, Any, frozenset[RemediationKind], str]]:
    """(tail, head, kinds of remediation that cut it, system)."""
    for system, touch in gate.starts.items():
        yield _SOURCE, ("before" if touch is Touch.BUILDS_ON else "at", system), frozenset(), system
    systems = {*gate.starts, *gate.providers, *(target for targets in gate.providers.values() for target in targets)}
    for system in sorted(systems):
        yield ("before", system), ("at", system), frozenset({RemediationKind.INSULATE}), system
        yield ("at", system), ("behind", system), REMOVES, system
        if system in gate.legacy:
            yield ("behind", system), _SINK, frozenset({RemediationKind.UPGRADE}), system
        for provider in gate.providers.get(system, ()):
            yield ("behind", system), ("before", provider), frozenset(), system


def _cheapest_of(options: Iterable[Remediation], kinds: frozenset[RemediationKind]) -> Remediation | None:
    return min(
        (option for option in options if option.kind in kinds), key=lambda option: (_price(option), option.key), default=None
    )


def _price(option: Remediation) -> int:
    return (option.cost or 0) * _KRONA + _EACH


def _uncut(gate: Gate) -> Iterator[str]:
    """The legacy systems that stay in the way though every proposed remediation were done."""
    everything = {option.key for options in gate.options.values() for option in options if is_proposed(option)}
    remaining = set(gate.legacy)
    while True:
        path = Gate(gate.initiative, gate.starts, gate.providers, frozenset(remaining), gate.options).open_path(everything)
        if path is None:
            return
        yield path[-1]
        remaining.discard(path[-1])
