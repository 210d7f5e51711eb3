"""The one search box, and the lookups of reference fields."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, jsonify, render_template, request

from registry.db import search
from registry.kit import search_sources
from registry.kit.access import EVERYONE, for_roles
from registry.kit.database import database
from registry.kit.lookup import picked
from registry.kit.pages import address, resources
from registry.kit.reach import reach_into, require_reach

blueprint = Blueprint("search", __name__)
MOST_FOUND = 60
MOST_SUGGESTED = 12


@blueprint.route("/search")
@for_roles(EVERYONE)
def find() -> str:
    query = request.args.get("q", "").strip()
    reaches = [reach for resource in resources() if (reach := reach_into(resource)) is not None] if query else []
    whole = [reach.resource.name for reach in reaches if not reach.only_own]
    found = list(search.find(database.session, query, whole, limit=MOST_FOUND)) if query else []
    for reach in reaches:
        if reach.only_own:
            own = search.find(database.session, query, [reach.resource.name], limit=MOST_FOUND, within=reach.numbers())
            found.extend(own)
    grouped: dict[str, list[tuple[search.SearchEntry, str]]] = {}
    for entry in found:
        grouped.setdefault(entry.noun, []).append((entry, address(f"{entry.noun}.show", {"key": entry.key})))
    titles = {reach.resource.name: reach.resource.plural for reach in reaches}
    for source in search_sources.sources() if query else ():
        more = search.find(database.session, query, [source.noun], limit=MOST_FOUND, within=source.within())
        if more:
            titles[source.noun] = source.plural
            grouped[source.noun] = [(entry, source.address(entry)) for entry in more]
    return render_template("kit/search.html", query=query, grouped=grouped, titles=titles, full=len(found) >= MOST_FOUND)


@blueprint.route("/lookup/<noun>")
@for_roles(EVERYONE)
def lookup(noun: str) -> Any:
    """Suggestions for a reference field: what to write, and what people see."""
    resource = resources().get(noun)
    if resource is None:
        abort(404)
    within = require_reach(resource).numbers()
    found = search.find(database.session, request.args.get("q", ""), [noun], limit=MOST_SUGGESTED, within=within)
    return jsonify([{"value": picked(entry.title, entry.key), "key": entry.key, "title": entry.title} for entry in found])
