"""The conflicts page: what in the contracts does not go together, with its evidence. For procurement and administrators only."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from typing import Any

from flask import Blueprint, Response, render_template, request, stream_with_context

from registry.contracts.models import Contract
from registry.core.agreements.conflicts import Conflict, ConflictName
from registry.core.text import text as _
from registry.kit import menu
from registry.kit.access import BUYERS, for_roles
from registry.kit.clock import today
from registry.kit.database import database
from registry.kit.panels import Panel, panel
from registry.kit.spreadsheets import write_csv, write_xlsx
from registry.kit.text import show, translate
from registry.kit.transfer_pages import XLSX
from registry.procurement.conflict_lists import all_conflicts
from registry.procurement.conflicts import conflicts_of, limits_today, uncovered
from registry.procurement.permission import sees_terms

blueprint = Blueprint("conflicts", __name__, url_prefix="/conflicts")
menu.add("conflicts.overview", _("Contract conflicts"), 52, BUYERS)

SHOWN = 300
COLUMNS = ("contract", "name", "supplier", "kind", "conflict", "limit", "source", "limit_valid_from", "limit_verified")


@blueprint.route("")
@for_roles(BUYERS)
def overview() -> Any:
    day, kind = today(), _kind()
    found = all_conflicts(database.session, day)
    counts = found.counts()
    lines = tuple(islice(found.of(kind), SHOWN))
    without, systems = uncovered(database.session, SHOWN)
    return render_template(
        "procurement/conflicts.html",
        found=found,
        counts=counts,
        kind=kind,
        lines=lines,
        hidden=max(0, (counts.get(kind, 0) if kind else sum(counts.values())) - len(lines)),
        without=without,
        systems=systems,
        limits=limits_today(database.session, day),
    )


@blueprint.route("/export.<any(csv, xlsx):extension>")
@for_roles(BUYERS)
def export(extension: str) -> Response:
    """The conflicts, of the kind chosen or of all, for a spreadsheet."""
    rows = _rows(_kind())
    name = {"Content-Disposition": f'attachment; filename="conflicts.{extension}"'}
    if extension == "csv":
        return Response(stream_with_context(write_csv(COLUMNS, rows)), mimetype="text/csv", headers=name)
    return Response(write_xlsx(COLUMNS, rows), mimetype=XLSX, headers=name)


def _kind() -> ConflictName | None:
    asked = request.args.get("kind", "")
    return next((name for name in ConflictName if name.value == asked), None)


def _rows(kind: ConflictName | None) -> Iterator[tuple[object, ...]]:
    for each in all_conflicts(database.session, today()).of(kind):
        limit = each.conflict.limit
        rest = (limit.value, limit.source, limit.valid_from, limit.verified) if limit else (None, None, None, None)
        yield each.key, each.name, each.supplier, show(each.conflict.name), translate(each.conflict.text), *rest


@panel("contract")
def conflicts_panel(contract: Contract) -> Panel | None:
    """What in this contract does not go together."""
    if not sees_terms(contract):
        return None
    found = conflicts_of(database.session, contract, today())
    if contract.framework is not None and not sees_terms(contract.framework):
        found = tuple(_without_framework(each) for each in found)
    if not found:
        return None
    return Panel(_("Does not go together"), "procurement/conflicts_panel.html", {"found": found}, ("answers.css",))


def _without_framework(found: Conflict) -> Conflict:
    """The conflict without the days of the framework agreement, for those who may not see its terms."""
    if found.name is not ConflictName.ORDERED_AFTER_FRAMEWORK:
        return found
    return replace(found, text=_("When the framework agreement held is shown to those who may see its terms"))
