"""The files of a contract, for those who may see its terms: listed, attached, taken away; downloaded, never shown inline."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

from flask import Blueprint, abort, current_app, flash, redirect, render_template, request, send_file, url_for
from sqlalchemy import Select, select
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from registry.contracts.documents import ContractDocument
from registry.contracts.models import Contract
from registry.contracts.resource import contract as contracts
from registry.core.text import text as _
from registry.db.search import SearchEntry
from registry.kit import search_sources
from registry.kit.access import BUYERS, EVERYONE, require
from registry.kit.database import database
from registry.kit.pages import act, find
from registry.kit.schedule import job
from registry.kit.search_sources import SearchSource
from registry.kit.text import translate
from registry.procurement import documents, files
from registry.procurement.file_kinds import ENDINGS
from registry.procurement.permission import in_reach, require_terms

blueprint = Blueprint("contract_documents", __name__, url_prefix="/contracts/<key>/documents")


def store() -> files.Store:
    """Where this installation keeps contract files, and on what terms."""
    settings = current_app.config["SETTINGS"]
    return files.Store(Path(current_app.config["INSTANCE"]), settings.document_megabytes, settings.document_scanner)


@blueprint.route("", methods=["GET", "POST"])
def index(key: str) -> Any:
    contract = _contract(key)
    if request.method == "GET":
        return _page(contract)
    require(BUYERS)
    uploaded = request.files.get("file")
    if uploaded is None or not uploaded.filename:
        return _page(contract, translate(_("Choose a file first.")))
    act()
    try:
        data = uploaded.stream.read(store().megabytes * documents.MEGABYTE + 1)
        made = documents.attach(database.session, store(), contract, uploaded.filename, request.form.get("title", ""), data)
    except files.FileRefused as error:
        return _page(contract, translate(error.message))
    flash(translate(_("{title} is attached.", title=made.title)), "success")
    return redirect(url_for("contract_documents.index", key=key))


@blueprint.route("/<int(max=2147483647):number>")
def download(key: str, number: int) -> Response:
    """The file itself: to be saved, and read by nothing that would guess at another kind."""
    document = _document(key, number)
    path = files.path_of(store().instance, document.sha256)
    if not path.is_file():
        abort(404)
    return send_file(path, mimetype=document.media_type, as_attachment=True, download_name=document.filename, etag=False)


@blueprint.route("/<int(max=2147483647):number>/delete", methods=["POST"])
def delete(key: str, number: int) -> Response:
    document = _document(key, number)
    require(BUYERS)
    act()
    title = document.title
    documents.remove(database.session, store(), document)
    flash(translate(_("{title} is taken away.", title=title)), "success")
    return redirect(url_for("contract_documents.index", key=key))


def _contract(key: str) -> Contract:
    require(EVERYONE)
    contract = find(contracts, key, "supplier")
    assert isinstance(contract, Contract)
    require_terms(contract)
    return contract


def _document(key: str, number: int) -> ContractDocument:
    contract = _contract(key)
    document = database.session.get(ContractDocument, number)
    if document is None or document.contract_id != contract.id:
        abort(404)
    return document


def _page(contract: Contract, problem: str | None = None) -> tuple[str, int]:
    shown = render_template(
        "procurement/documents.html",
        contract=contract,
        documents=documents.documents_of(database.session, contract),
        problem=problem,
        endings=ENDINGS,
        most=store().megabytes,
    )
    return shown, 422 if problem else 200


def _findable() -> Select[Any]:
    return select(ContractDocument.id).join(Contract, Contract.id == ContractDocument.contract_id).where(in_reach())


def _address(entry: SearchEntry) -> str:
    return url_for("contract_documents.index", key=entry.key, _anchor=f"document-{entry.record_id}")


search_sources.add(SearchSource(documents.NOUN, _("Contract documents"), _findable, _address))


@job("documents", timedelta(days=1))
def sweep(session: Session) -> None:
    """Take away the files that deleted contracts left behind."""
    documents.sweep(session, store().instance)
