"""The stored document of a version: with its findings at their lines, byte for byte, and checked again on demand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, send_file, url_for
from werkzeug.utils import secure_filename

from registry.apis.models import ApiVersion, DocumentRevision, SpecificationDocument
from registry.apis.resource import PRODUCERS
from registry.apis.resource import api_version as version_resource
from registry.core.strategy.outputs.grouping import kind_of
from registry.core.strategy.record import from_json
from registry.core.strategy.verdict import Report
from registry.core.text import text as _
from registry.governance.documents import content
from registry.governance.operations import NotPublished, check_version
from registry.governance.presenting import beside, by_line, verdict_values
from registry.governance.revisions import last_result
from registry.governance.source import (
    LINES_PER_PAGE,
    MOST_WINDOWED,
    asked_place,
    files_in,
    page_of,
    part_of,
    sheet_of,
    text_of,
    windows,
)
from registry.governance.standing import current_report
from registry.governance.strategy import strategy
from registry.kit import clock
from registry.kit.access import EVERYONE, for_roles
from registry.kit.database import database
from registry.kit.pages import act, find
from registry.kit.text import translate

blueprint = Blueprint("document", __name__, url_prefix="/api-versions/<key>")


@dataclass(frozen=True, slots=True)
class _Shown:
    """A document of a version: the present one, or the earlier one of a `revision`."""

    version: ApiVersion
    document: SpecificationDocument
    revision: DocumentRevision | None = None

    def report(self) -> Report | None:
        """What the check says of it, as of today for the present one."""
        session = database.session
        if self.revision is None:
            return current_report(session, self.version, clock.today())
        result = last_result(session, self.version.id, strategy().profile.id, self.document.id)
        return from_json(result.report) if result is not None else None


def _published(key: str) -> tuple[ApiVersion, SpecificationDocument]:
    version = find(version_resource, key, "api")
    assert isinstance(version, ApiVersion)
    if version.document is None:
        abort(404)
    return version, version.document


def _asked(key: str) -> _Shown:
    """The document the address asks for; 404 when `revision` is none of the version's."""
    version, document = _published(key)
    asked = request.args.get("revision")
    if asked is None:
        return _Shown(version, document)
    number = int(asked) if asked.isdecimal() and len(asked) < 10 else 0
    revision = database.session.get(DocumentRevision, number)
    if revision is None or revision.api_version_id != version.id:
        abort(404)
    return _Shown(version, revision.document, revision)


@blueprint.route("/document")
@for_roles(EVERYONE)
def show(key: str) -> Any:
    """The document, a page of lines at a time, or only the lines around its findings."""
    shown = _asked(key)
    data = content(database.session, shown.document.id)
    files = dict(files_in(data))
    file = _file_asked(files)
    sheet = sheet_of(files[file] if file is not None else text_of(data))
    lines = sheet.lines
    report = shown.report()
    findings = by_line(report, sheet, file) if report is not None else {}
    place = asked_place(request.args, sheet)
    number = page_of(request.args, place, len(lines))
    windowed = _windowed(len(lines), bool(findings))
    whole = part_of(lines, (number - 1) * LINES_PER_PAGE + 1, number * LINES_PER_PAGE)
    verdict = verdict_values(report, strategy().profile) if report is not None else {}
    return render_template(
        "governance/document.html",
        version=shown.version,
        document=shown.document,
        revision=shown.revision,
        files=list(files),
        file=file,
        parts=windows(lines, findings) if windowed else [whole],
        written_out=bool(sheet.begins),
        asked_place=place,
        windowed=windowed,
        most_windowed=MOST_WINDOWED,
        total=len(lines),
        page=number,
        pages=max(1, -(-len(lines) // LINES_PER_PAGE)),
        per_page=LINES_PER_PAGE,
        findings=findings,
        beside=beside(report) if report is not None else [],
        verdict=verdict,
        kind_of=kind_of,
    )


def _windowed(lines: int, faulty: bool) -> bool:
    """Whether to show the findings with the lines around them only: on demand, and at first for what is long."""
    asked = request.args.get("view")
    placed = "page" in request.args or "line" in request.args
    return faulty and (asked == "findings" or (asked is None and not placed and lines > LINES_PER_PAGE))


def _file_asked(files: Mapping[str, str]) -> str | None:
    """The file of a document of several that the address asks for, at first the document itself; None when there is but one."""
    if not files:
        return None
    asked = request.args.get("file")
    if asked is not None and asked not in files:
        abort(404)
    return asked or next(iter(files))


@blueprint.route("/document/raw")
@for_roles(EVERYONE)
def raw(key: str) -> Any:
    """The document as it was published. Always a download: it is somebody else's text and must not run as a page of ours."""
    shown = _asked(key)
    version, document = shown.version, shown.document
    name = secure_filename(document.filename or f"{version.api.name}-{version.version}.yaml") or "document.yaml"
    data = BytesIO(content(database.session, document.id))
    return send_file(data, mimetype="application/octet-stream", as_attachment=True, download_name=name, etag=document.sha256)


@blueprint.route("/check", methods=["POST"])
@for_roles(PRODUCERS.write)
def check(key: str) -> Any:
    """Check again, for example after a waiver has run out."""
    version, _document = _published(key)
    act()
    try:
        check_version(database.session, version, clock.today())
    except NotPublished:
        abort(404)
    database.session.commit()
    flash(translate(_("{title} is checked.", title=version.title)), "success")
    return redirect(url_for("api_version.show", key=key))
