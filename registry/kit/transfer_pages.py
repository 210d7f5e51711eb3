"""Export and import pages of a noun: download what the list shows, upload a spreadsheet, see the plan, apply it."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from flask import Blueprint, Response, current_app, flash, g, redirect, render_template, request, stream_with_context, url_for
from sqlalchemy import Select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, sessionmaker
from sqlalchemy.orm.exc import StaleDataError

from registry.core.text import Text
from registry.core.text import text as _
from registry.db import history
from registry.kit import listing, transfer
from registry.kit.access import current_roles, require
from registry.kit.database import database
from registry.kit.operations import refused
from registry.kit.reach import Reach, require_reach
from registry.kit.resource import Resource
from registry.kit.spreadsheets import TableTooLarge, TableUnreadable, read_table, write_csv, write_xlsx
from registry.kit.text import translate

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TOKEN = re.compile(r"[A-Za-z0-9_-]{20,64}")
ROWS_SHOWN = 200
KEPT_FILES = 200
GONE = _("The uploaded file is gone, perhaps because it was already imported. Upload it again.")


def add_transfer_pages(blueprint: Blueprint, resource: Resource) -> None:
    """Add export and import to a noun's pages."""

    def export(extension: str) -> Any:
        return _export(require_reach(resource), extension)

    def import_() -> Any:
        require(resource.policy.write)
        return _upload(resource) if request.method == "POST" else _form(resource, None)

    def planned(token: str) -> Any:
        require(resource.policy.write)
        return _planned(resource, token)

    blueprint.add_url_rule("/export.<any(csv, xlsx):extension>", "export", export)
    blueprint.add_url_rule("/import", "import_", import_, methods=["GET", "POST"])
    blueprint.add_url_rule("/import/<token>", "planned", planned, methods=["GET", "POST"])


def _export(reach: Reach, extension: str) -> Response | tuple[str, int]:
    resource, fields = reach.resource, reach.fields
    arguments = list(request.args.items(multi=True))
    session = database.session
    try:
        filters = listing.active_filters(fields, arguments, session)
    except listing.ListingWrong as error:
        return _not_exported(error.message)
    statement = listing.filtered(session, reach, filters, request.args.get("q", "")).order_by(resource.model.id)
    columns = list(fields)
    rows = _rows(database.sessionmaker, statement, reach)
    name = f'attachment; filename="{resource.path}.{extension}"'
    if extension == "csv":
        body = stream_with_context(write_csv(columns, rows))
        return Response(body, mimetype="text/csv", headers={"Content-Disposition": name})
    try:
        return Response(write_xlsx(columns, rows), mimetype=XLSX, headers={"Content-Disposition": name})
    except TableTooLarge as error:
        return _not_exported(error.message)


def _rows(sessions: sessionmaker[Session], statement: Select[Any], reach: Reach) -> Iterator[list[Any]]:
    """The export's rows, with a session of their own: the request's is closed while the answer is still being sent."""
    with sessions() as session:
        yield from transfer.exported(session, statement, reach)


def _not_exported(message: Text) -> tuple[str, int]:
    return render_template("error.html", title=translate(_("The export was not made")), message=translate(message)), 400


def _form(resource: Resource, problem: Text | None, status: int = 200) -> tuple[str, int]:
    fields = resource.visible(current_roles())
    return render_template(
        "kit/import.html", resource=resource, fields=fields, problem=problem, hidden_cell=transfer.HIDDEN
    ), status


def _folder() -> Path:
    folder = Path(current_app.config["INSTANCE"]) / "imports"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _upload(resource: Resource) -> Any:
    uploaded = request.files.get("file")
    if uploaded is None or not uploaded.filename:
        return _form(resource, _("Choose a file first: csv or xlsx."), 422)
    data = uploaded.read()
    try:
        read_table(data, uploaded.filename)
    except TableUnreadable as error:
        return _form(resource, _("{file}: {problem}", file=uploaded.filename, problem=error.message), 422)
    return redirect(url_for(f"{resource.name}.planned", token=keep_upload(data, uploaded.filename)))


def keep_upload(data: bytes, filename: str) -> str:
    """Keep a readable file until its plan is applied; the token in the address of a noun's plan."""
    token = secrets.token_urlsafe(24)
    folder = _folder()
    (folder / f"{token}.name").write_text(filename, encoding="utf-8")
    (folder / token).write_bytes(data)
    _forget_old(folder)
    return token


def _forget_old(folder: Path) -> None:
    """Uploads are kept only until they are applied; the oldest go when too many were left."""
    files = sorted((file for file in folder.iterdir() if not file.suffix), key=lambda file: file.stat().st_mtime)
    for file in files[:-KEPT_FILES]:
        _remove(file)


def _remove(file: Path) -> None:
    file.unlink(missing_ok=True)
    file.with_name(f"{file.name}.name").unlink(missing_ok=True)


def _planned(resource: Resource, token: str) -> Any:
    file = _folder() / token
    try:
        if not TOKEN.fullmatch(token):
            raise FileNotFoundError
        filename = file.with_name(f"{token}.name").read_text(encoding="utf-8")
        data = file.read_bytes()
    except FileNotFoundError:
        return _form(resource, GONE, 404)
    plan = transfer.plan(database.session, resource, resource.visible(current_roles()), read_table(data, filename))
    problem: Text | None = None
    if request.method == "POST" and not plan.problems:
        claimed = _claim(file)
        if claimed is None:
            return _form(resource, GONE, 404)
        problem = _apply(plan, filename)
        if problem is None:
            _remove(file)
            claimed.unlink()
            added, changed = plan.count(transfer.Action.ADD), plan.count(transfer.Action.CHANGE)
            flash(translate(_("Rows added: {added}, changed: {changed}.", added=added, changed=changed)), "success")
            return redirect(url_for(f"{resource.name}.index"))
        claimed.rename(file)
        plan = transfer.plan(database.session, resource, resource.visible(current_roles()), read_table(data, filename))
    page = render_template(
        "kit/import_plan.html",
        resource=resource,
        plan=plan,
        filename=filename,
        shown=ROWS_SHOWN,
        problem=problem,
        fields=resource.fields,
    )
    return page, (422 if plan.problems or problem else 200)


def _claim(file: Path) -> Path | None:
    """Of two people who write the same plan at once only one gets the file; None for the other."""
    try:
        return file.rename(file.with_name(f"{file.name}.applying"))
    except FileNotFoundError:
        return None


def _apply(plan: transfer.Plan, filename: str) -> Text | None:
    """Write the plan whole, or say why nothing was written."""
    session = database.session
    history.note(session, actor=g.actor, request_id=g.request_id, reason=str(_("Import of {file}", file=filename)))
    try:
        transfer.apply(session, plan)
        session.commit()
    except IntegrityError:
        session.rollback()
        return refused()
    except StaleDataError:
        session.rollback()
        return _("Somebody changed a record meanwhile. Look at the plan again.")
    return None
