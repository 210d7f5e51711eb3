"""The picture's data: pyvis holds nodes and edges as vis-network reads them, our own script draws them.

pyvis's own add methods look through every node each time; the dicts are appended instead. Colours are the page's, chosen in the
browser for light or dark; what a node *is* shows in shape, border and symbol, so that nobody needs to tell colours apart.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from flask import url_for
from pyvis.network import Network

from registry.core.landscape.graph import Initiative, System
from registry.core.landscape.layers import neighbourhood_layout
from registry.core.landscape.layout import CELL_HEIGHT, CELL_WIDTH, positions
from registry.core.legacy import LegacyAssessment, Standing
from registry.core.text import Text
from registry.core.text import text as _
from registry.core.vocabulary import Lifecycle, Strength
from registry.kit.text import show, translate
from registry.landscape.answers import Answer
from registry.landscape.groups import Group, GroupMap

LEGACY_SIGN, BLOCKING_SIGN, INITIATIVE_SIGN = "⚠", "⊘", "▶"
ROUNDED, SQUARE = {"borderRadius": 8}, {"borderRadius": 0}
DASHED = [6, 4]

Place = tuple[float, float]


def network_of(answer: Answer, *, initiatives: bool = False) -> dict[str, Any]:
    """Nodes, edges and headings of the systems that `answer` shows, and with `initiatives` the active ones that touch them."""
    placed = _places(answer)
    net = Network(directed=True)
    net.nodes += (_system_node(answer, system, placed[system.key]) for system in answer.picture.nodes)
    net.edges += _edges(answer)
    if initiatives:
        touched = {initiative.key: _touched(initiative, placed) for initiative in answer.initiatives}
        net.nodes += _initiative_nodes(answer.initiatives, touched, placed)
        net.edges += (edge for initiative in answer.initiatives for edge in _touch_edges(initiative, placed))
    blocks = [] if answer.picture.start else _blocks(answer.picture.nodes, answer, placed)
    return {"nodes": net.nodes, "edges": net.edges, "blocks": blocks, "hidden": answer.picture.hidden, "total": answer.total}


def network_of_groups(found: GroupMap, addresses: Mapping[str, str]) -> dict[str, Any]:
    """The map of the largest groups; `addresses` lead from a group's key to the picture of its systems."""
    total = sum(group.systems for group in found.groups)
    hidden = len(found.groups)
    found = found.drawn()
    hidden -= len(found.groups)
    placed = found.positions()
    net = Network(directed=True)
    net.nodes += (_group_node(group, placed[group.key], addresses.get(group.key)) for group in found.groups)
    net.edges += (
        {"id": f"{number}", "from": f"g{pair.source}", "to": f"g{pair.target}", "label": show(pair.count), "look": "conducts"}
        for number, pair in enumerate(found.between)
    )
    _bend_parallels(net.edges)
    return {"nodes": net.nodes, "edges": net.edges, "blocks": [], "hidden": hidden, "total": total}


def signs_of(system: System, blocks: bool) -> str:
    """The symbols before a system's name."""
    legacy = LEGACY_SIGN if system.is_legacy else ""
    return f"{BLOCKING_SIGN if blocks else ''}{legacy}"


def range_of(legacy: LegacyAssessment) -> Text:
    """The score as a range in words."""
    if legacy.standing is Standing.UNKNOWN:
        return _("too little is known ({low} to {high} of 100)", low=legacy.low, high=legacy.high)
    return legacy.range


def _places(answer: Answer) -> Mapping[str, Place]:
    if answer.picture.start is not None:
        return neighbourhood_layout(answer.picture)
    return positions(answer.picture, _group_of)


def _group_of(system: System) -> str | None:
    return system.domain or system.organisation


def _system_node(answer: Answer, system: System, place: Place) -> dict[str, Any]:
    blocked = answer.blocked_by(system.key)
    signs = signs_of(system, bool(blocked))
    label = f"{signs} {system.name}".strip()
    if system.lifecycle is not Lifecycle.PRODUCTION:
        label = f"{label}\n({translate(system.lifecycle.label)})"
    return {
        "id": system.key,
        "label": label,
        "shape": "box",
        "x": round(place[0]),
        "y": round(place[1]),
        "look": _look(system, bool(blocked), is_start=system.key == answer.picture.start),
        "borderWidth": 4 if blocked else 3 if system.is_legacy else 1,
        "shapeProperties": {**(SQUARE if system.is_legacy else ROUNDED), "borderDashes": DASHED if blocked else False},
        "card": _card(answer, system, blocked),
    }


def _look(system: System, blocks: bool, *, is_start: bool) -> str:
    if is_start:
        return "start"
    if blocks:
        return "blocking"
    if system.is_legacy:
        return "legacy"
    return "quiet" if system.lifecycle in {Lifecycle.RETIRED, Lifecycle.PLANNED} else "system"


def _card(answer: Answer, system: System, blocked: Iterable[Initiative]) -> dict[str, Any]:
    facts = [(_("Key"), system.key), (_("Lifecycle"), translate(system.lifecycle.label))]
    if system.organisation:
        facts.append((_("Owner organisation"), answer.organisations.get(system.organisation, system.organisation)))
    if system.domain:
        facts.append((_("Domain"), system.domain))
    if system.legacy is not None:
        score = translate(range_of(system.legacy))
        facts.append((_("Legacy"), f"{translate(system.legacy.standing.label)}: {score}"))
    if outside := answer.outside.get(system.key):
        facts.append((_("Dependencies not in the picture"), show(outside)))
    return {
        "name": system.name,
        "facts": [[translate(label), value] for label, value in facts],
        "blocks": [[initiative.name, url_for("initiative.show", key=initiative.key)] for initiative in blocked],
        "url": url_for("system.show", key=system.key),
        "start": url_for("landscape.index", start=system.key),
        "impact": url_for("landscape.impact", key=system.key),
    }


def _edges(answer: Answer) -> list[dict[str, Any]]:
    edges = []
    for row in answer.rows:
        edge: dict[str, Any] = {"id": row.dependency.key, "from": row.dependency.source, "to": row.dependency.target}
        if row.judged.conducts:
            edge |= {"look": "conducts"}
        elif row.dependency.strength is Strength.SOFT:
            edge |= {"look": "soft", "dashes": DASHED}
        else:
            edge |= {"look": "insulated", "arrows": {"middle": {"enabled": True, "type": "bar", "scaleFactor": 0.8}}}
        edges.append(edge)
    _bend_parallels(edges)
    return edges


def _bend_parallels(edges: Iterable[dict[str, Any]]) -> None:
    """Lines between the same two systems are bent apart, or one would hide the other."""
    between: defaultdict[frozenset[str], list[dict[str, Any]]] = defaultdict(list)
    for edge in edges:
        between[frozenset((edge["from"], edge["to"]))].append(edge)
    for parallel in between.values():
        if len(parallel) > 1:
            for number, edge in enumerate(parallel, 1):
                edge["smooth"] = {"enabled": True, "type": "curvedCW", "roundness": 0.12 * number}


def _touched(initiative: Initiative, placed: Mapping[str, Place]) -> list[Place]:
    return [placed[key] for key, _touch in initiative.touches if key in placed]


def _initiative_nodes(
    initiatives: Iterable[Initiative], touched: Mapping[str, list[Place]], placed: Mapping[str, Place]
) -> Iterator[dict[str, Any]]:
    """A row above the picture, each initiative about above what it touches."""
    top = min(y for _x, y in placed.values()) - 2 * CELL_HEIGHT
    left = float("-inf")
    for initiative in sorted(initiatives, key=lambda initiative: (_mean_x(touched[initiative.key]), initiative.key)):
        left = max(left + CELL_WIDTH, _mean_x(touched[initiative.key]))
        yield {
            "id": initiative.key,
            "label": f"{INITIATIVE_SIGN} {initiative.name}",
            "shape": "ellipse",
            "x": round(left),
            "y": round(top),
            "look": "initiative",
            "borderWidth": 1,
            "card": {
                "name": initiative.name,
                "facts": [[translate(_("Key")), initiative.key], [translate(_("Status")), translate(initiative.status.label)]],
                "blocks": [],
                "url": url_for("initiative.show", key=initiative.key),
            },
        }


def _mean_x(places: list[Place]) -> float:
    return sum(x for x, _y in places) / len(places)


def _touch_edges(initiative: Initiative, placed: Mapping[str, Place]) -> Iterator[dict[str, Any]]:
    for key, touch in initiative.touches:
        if key in placed:
            yield {
                "id": f"{initiative.key} {key} {touch.value}",
                "from": initiative.key,
                "to": key,
                "label": translate(touch.label),
                "look": "touch",
                "dashes": [2, 4],
            }


def _blocks(systems: Iterable[System], answer: Answer, placed: Mapping[str, Place]) -> list[dict[str, Any]]:
    """A titled frame around each group of tied systems, and one around those that nothing ties."""
    tied = {end for edge in answer.picture.edges if edge.source != edge.target for end in (edge.source, edge.target)}
    groups: defaultdict[str, list[Place]] = defaultdict(list)
    loose = translate(_("No dependencies"))
    elsewhere = translate(_("No domain"))
    for system in systems:
        group = system.domain or answer.organisations.get(system.organisation or "", elsewhere)
        groups[group if system.key in tied else loose].append(placed[system.key])
    return [{"label": name, **_frame(places)} for name, places in sorted(groups.items())]


def _frame(places: Iterable[Place]) -> dict[str, int]:
    columns, rows = zip(*places, strict=True)
    left, top = min(columns) - CELL_WIDTH * 0.55, min(rows) - CELL_HEIGHT * 0.9
    right, bottom = max(columns) + CELL_WIDTH * 0.55, max(rows) + CELL_HEIGHT * 0.5
    return {"x": round(left), "y": round(top), "width": round(right - left), "height": round(bottom - top)}


def _group_node(group: Group, place: Place, address: str | None) -> dict[str, Any]:
    facts = [(_("Systems"), show(group.systems)), (_("Dependencies inside"), show(group.inside))]
    if group.legacy is not None:
        facts.append((_("Legacy systems"), show(group.legacy)))
    sign = f"\n{LEGACY_SIGN} {show(group.legacy)}" if group.legacy else ""
    size = _("Systems: {count}", count=group.systems)
    return {
        "id": f"g{group.key}",
        "label": f"{group.name}\n{translate(size)}{sign}",
        "shape": "box",
        "x": round(place[0]),
        "y": round(place[1] * 1.5),
        "look": "system",
        "borderWidth": 1,
        "shapeProperties": ROUNDED,
        "card": {
            "name": group.name,
            "facts": [[translate(label), value] for label, value in facts],
            "blocks": [],
            "start": address,
        },
    }
