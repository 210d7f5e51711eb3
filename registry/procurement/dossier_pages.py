"""The dossier of a contract: on screen, as PDF, and its tender requirements as text to paste."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, Response, current_app, redirect, render_template, request
from flask_babel import force_locale
from flask_wtf import FlaskForm

from registry.contracts.models import Contract
from registry.contracts.resource import contract as contracts
from registry.core.agreements.quarters import quarter_of
from registry.core.text import text as _
from registry.kit.access import EVERYONE, allowed, require
from registry.kit.clock import today
from registry.kit.database import database
from registry.kit.pages import address, find
from registry.kit.panels import Panel, panel
from registry.kit.pdf import MIMETYPE, pdf
from registry.kit.text import LANGUAGES, language, show_date, translate
from registry.procurement.decision import contract_to_decide, decide, decision_form
from registry.procurement.dossier.assemble import dossier_of
from registry.procurement.dossier.parts import Dossier
from registry.procurement.dossier.printed import printed
from registry.procurement.permission import require_terms, sees_terms
from registry.procurement.plan import Rest

blueprint = Blueprint("dossier", __name__, url_prefix="/contracts/<key>")


@blueprint.route("/dossier")
def show(key: str) -> str:
    dossier = _dossier(key)
    form = decision_form(dossier.contract, today()) if allowed(contracts.policy.write) else None
    return _page(dossier, form)


@blueprint.route("/dossier", methods=["POST"])
def decided(key: str) -> Any:
    """Write down the decision, in the part on what comes after."""
    require(contracts.policy.write)
    contract = contract_to_decide(key)
    form = decision_form(contract, today(), typed=True)
    saved, loose = decide(contract, form)
    if saved:
        return redirect(address("dossier.show", {"key": contract.key, "saved": "yes", "_anchor": "plan"}))
    return _page(_dossier(key), form, loose), 422


@blueprint.route("/dossier.pdf")
def as_pdf(key: str) -> Response:
    dossier = _dossier(key)
    municipality = current_app.config["SETTINGS"].municipality
    foot = translate(_("{municipality}, {day}. Confidential.", municipality=municipality, day=show_date(today())))
    body = pdf("dossier", printed(dossier, foot), language())
    name = f'attachment; filename="dossier-{dossier.contract.key}.pdf"'
    return Response(body, mimetype=MIMETYPE, headers={"Content-Disposition": name})


@blueprint.route("/requirements.txt")
def requirements(key: str) -> Response:
    """The tender requirements as plain text, each with its source; `?language=sv` in Swedish whatever the reader's language is,
    because the tender is written in Swedish.
    """
    asked = request.args.get("language")
    with force_locale(asked if asked in LANGUAGES else language()):
        lines = [f"{one.name.words}\n{one.text.words}\n[{translate(one.source)}]" for one in _dossier(key).requirements]
    return Response("\n\n".join(lines) + "\n", mimetype="text/plain")


@panel("contract")
def ways_in(contract: Contract) -> Panel | None:
    """The way to the dossier and the documents, for those who may see them."""
    if not sees_terms(contract):
        return None
    return Panel(_("Dossier"), "procurement/dossier_panel.html", {"contract": contract})


def _page(dossier: Dossier, form: FlaskForm | None, loose: Sequence[str] = ()) -> str:
    start = dossier.contract.procurement_start
    part = str(quarter_of(start)) if start is not None else Rest.UNPLANNED.value
    return render_template("procurement/dossier.html", dossier=dossier, today=today(), form=form, loose=loose, plan_part=part)


def _dossier(key: str) -> Dossier:
    require(EVERYONE)
    contract = find(contracts, key, "supplier", "responsible", "organisation", "framework", "procurement_responsible")
    assert isinstance(contract, Contract)
    require_terms(contract)
    sees_framework = contract.framework is not None and sees_terms(contract.framework)
    return dossier_of(database.session, contract, today(), language(), sees_framework)
