"""Suppliers as risks: what we have with each, what happens if it goes, and how concentrated the municipality's buying is."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, abort, render_template, stream_with_context
from sqlalchemy import select

from registry.core.lock_in import hhi
from registry.core.lock_in.weights import HHI_HIGH, HHI_MODERATE
from registry.core.text import Text
from registry.core.text import text as _
from registry.kit import menu
from registry.kit.access import BUYERS, EVERYONE, for_roles, sees_confidential
from registry.kit.clock import today
from registry.kit.database import database
from registry.kit.panels import Panel, panel
from registry.kit.spreadsheets import write_csv
from registry.procurement import market
from registry.procurement.actions import in_short
from registry.procurement.lock_in import relations
from registry.procurement.supplier_facts import exit_of, facts_of
from registry.suppliers.models import Supplier

blueprint = Blueprint("concentration", __name__)
menu.add("concentration.overview", _("Supplier concentration"), 54)

MOST = 2_000
DRAWN = 10
PARTS_SHOWN = 30
COLUMNS = ("supplier", "name", "systems", "critical_systems", "annual_value")


@panel("supplier")
def facts(supplier: Supplier) -> Panel:
    """What the municipality has with the supplier; what it is paid only for those who may see it."""
    day = today()
    known = relations(database.session, [supplier.id]).get(supplier.id)
    values: dict[str, Any] = {"supplier": supplier, "facts": facts_of(database.session, supplier, day), "relation": known}
    if sees_confidential():
        values["share"] = _percent(values["facts"].paid, market.total_spend(database.session, day))
    return Panel(_("What we have with the supplier"), "procurement/supplier_panel.html", values, ("answers.css",))


@blueprint.route("/suppliers/<key>/exit")
@for_roles(EVERYONE)
def leaving(key: str) -> Any:
    """What happens if the supplier goes."""
    supplier = database.session.scalars(select(Supplier).where(Supplier.key == key)).one_or_none()
    if supplier is None:
        abort(404)
    found = exit_of(database.session, supplier, today())
    notices = [(each, in_short(each.notice) if each.notice else None) for each in found.contracts]
    return render_template("procurement/supplier_exit.html", supplier=supplier, found=found, notices=notices)


@blueprint.route("/concentration")
@for_roles(EVERYONE)
def overview() -> Any:
    """Who has how much: of the money for those who may see it, of the critical systems for everyone."""
    held = market.holders(database.session, today(), MOST)
    money = sees_confidential()
    sizes = [(holder, holder.paid if money else holder.critical) for holder in held]
    sizes = sorted((each for each in sizes if each[1]), key=lambda each: -each[1])
    total = sum(size for _holder, size in sizes)
    index = hhi(size for _holder, size in sizes)
    return render_template(
        "procurement/concentration.html",
        held=held,
        money=money,
        bars=[(holder, size, _percent(size, total)) for holder, size in sizes[:DRAWN]],
        top=_percent(sum(size for _holder, size in sizes[:3]), total),
        index=index,
        meaning=_meaning(index),
        critical_index=hhi(holder.critical for holder in held),
        totals={"paid": sum(each.paid for each in held), "critical": sum(each.critical for each in held)},
        domains=market.parts_by_domain(database.session)[:PARTS_SHOWN],
        organisations=market.parts_by_organisation(database.session)[:PARTS_SHOWN],
    )


@blueprint.route("/concentration.csv")
@for_roles(BUYERS)
def as_csv() -> Response:
    """Every supplier with what it has, for a spreadsheet."""
    held = market.holders(database.session, today(), MOST)
    rows = ((each.key, each.name, each.systems, each.critical, each.paid) for each in held)
    name = {"Content-Disposition": 'attachment; filename="concentration.csv"'}
    return Response(stream_with_context(write_csv(COLUMNS, rows)), mimetype="text/csv", headers=name)


def _percent(part: int, whole: int) -> float:
    return round(100 * part / whole, 1) if whole else 0.0


def _meaning(index: int | None) -> Text | None:
    """What a Herfindahl-Hirschman index says; the bounds are those of the lock-in score."""
    if index is None:
        return None
    if index >= HHI_HIGH:
        return _("highly concentrated")
    return _("moderately concentrated") if index >= HHI_MODERATE else _("not concentrated")
