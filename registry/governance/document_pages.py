"""The stored document of a version: with its findings at their lines, byte for byte, and checked again on demand."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, send_file, url_for
from werkzeug.utils import secure_filename

from registry.apis.models import ApiVersion, SpecificationDocument
from registry.apis.resource import PRODUCERS
from registry.apis.resource import api_version as version_resource
from registry.core.text import text as _
from registry.governance.documents import content
from registry.governance.operations import NotPublished, check_version
from registry.governance.presenting import by_line, kind_of, verdict_values
from registry.governance.source import LINES_PER_PAGE, page_of, source_lines
from registry.governance.standing import current_report
from registry.governance.strategy import strategy
from registry.kit import clock
from registry.kit.access import EVERYONE, for_roles
from registry.kit.database import database
from registry.kit.pages import act, find
from registry.kit.text import translate

blueprint = Blueprint("document", __name__, url_prefix="/api-versions/<key>")


def _published(key: str) -> tuple[ApiVersion, SpecificationDocument]:
    version = find(version_resource, key, "api")
    assert isinstance(version, ApiVersion)
    if version.document is None:
        abort(404)
    return version, version.document


@blueprint.route("/document")
@for_roles(EVERYONE)
def show(key: str) -> Any:
    """The document, a page of lines at a time."""
    version, document = _published(key)
    lines = source_lines(content(database.session, document.id))
    report = current_report(database.session, version, clock.today())
    findings = by_line(report) if report is not None else {}
    number = page_of(request.args, len(lines))
    first = (number - 1) * LINES_PER_PAGE
    verdict = verdict_values(report, strategy().profile) if report is not None else {}
    return render_template(
        "governance/document.html",
        version=version,
        document=document,
        lines=list(enumerate(lines, start=1))[first : first + LINES_PER_PAGE],
        total=len(lines),
        page=number,
        pages=max(1, -(-len(lines) // LINES_PER_PAGE)),
        per_page=LINES_PER_PAGE,
        findings=findings,
        verdict=verdict,
        kind_of=kind_of,
    )


@blueprint.route("/document/raw")
@for_roles(EVERYONE)
def raw(key: str) -> Any:
    """The document as it was published. Always a download: it is somebody else's text and must not run as a page of ours."""
    version, document = _published(key)
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
