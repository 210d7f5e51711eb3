"""A version's verdict as a badge: a small picture for README files and portals, in the language its address asks for."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, Response, abort, current_app, render_template, request
from flask_babel import force_locale, ngettext
from sqlalchemy import case, select
from sqlalchemy.orm import defer

from registry.apis.models import Api, ApiVersion, CheckResult
from registry.core.api_vocabulary import VersionStatus
from registry.core.strategy.verdict import State
from registry.core.text import text as _
from registry.governance.results import newest
from registry.governance.strategy import strategy
from registry.kit.access import EVERYONE, require
from registry.kit.database import database
from registry.kit.text import LANGUAGES, language, translate

blueprint = Blueprint("badge", __name__)
COLOURS = {State.PASSED: "#11622b", State.FAILED: "#a51d1d", State.NOT_CHECKABLE: "#54606c"}
LABEL = _("API strategy")
MINUTES = 5
_SIGN, _PAD = 7, 8  # the usual width of a sign at 11 pixels, and the space at both ends of a part


@dataclass(frozen=True, slots=True)
class Badge:
    """What the picture says, in two parts, and the colour of the second. Widths are in pixels."""

    label: str
    message: str
    colour: str

    @property
    def label_width(self) -> int:
        return len(self.label) * _SIGN + 2 * _PAD

    @property
    def message_width(self) -> int:
        return len(self.message) * _SIGN + 2 * _PAD


@blueprint.route("/apis/<key>/badge.svg")
def of_api(key: str) -> Response:
    """The badge of the API's version in use."""
    _admit()
    api = database.session.scalars(select(Api.id).where(Api.key == key)).one_or_none()
    if api is None:
        abort(404)
    in_use = case({VersionStatus.ACTIVE: 0, VersionStatus.DEPRECATED: 1}, value=ApiVersion.status, else_=2)
    query = select(ApiVersion.id).where(ApiVersion.api_id == api).order_by(in_use, ApiVersion.id.desc()).limit(1)
    return _picture(database.session.scalars(query).one_or_none())


@blueprint.route("/api-versions/<key>/badge.svg")
def of_version(key: str) -> Response:
    """The badge of one version."""
    _admit()
    version = database.session.scalars(select(ApiVersion.id).where(ApiVersion.key == key)).one_or_none()
    if version is None:
        abort(404)
    return _picture(version)


def _admit() -> None:
    if not is_public():
        require(EVERYONE)


def is_public() -> bool:
    """Whether anybody may see badges, without logging in."""
    return bool(current_app.config["SETTINGS"].public_badges)


def _picture(version_id: int | None) -> Response:
    result = _result(version_id) if version_id is not None else None
    asked = request.args.get("language")
    with force_locale(asked if asked in LANGUAGES else language()):
        drawn = render_template("governance/badge.svg", badge=badge(result))
    answer = Response(drawn, mimetype="image/svg+xml")
    answer.headers["Cache-Control"] = f"{'public' if is_public() else 'private'}, max-age={MINUTES * 60}"
    answer.vary.add("Accept-Language")
    answer.add_etag()
    answer.make_conditional(request)
    return answer


def _result(version_id: int) -> CheckResult | None:
    query = select(CheckResult).join(ApiVersion, ApiVersion.id == CheckResult.api_version_id).options(defer(CheckResult.report))
    return database.session.scalars(query.where(ApiVersion.id == version_id, newest(strategy().profile.id))).one_or_none()


def badge(result: CheckResult | None) -> Badge:
    """The newest verdict in a few words of the reader's language."""
    state = State(result.verdict) if result is not None else State.NOT_CHECKABLE
    return Badge(translate(LABEL), _message(result, state), COLOURS[state])


def _message(result: CheckResult | None, state: State) -> str:
    if result is None:
        return translate(_("not checked"))
    if state is State.FAILED:
        number = len(result.failed_must)
        return str(ngettext("breaks %(num)s MUST clause", "breaks %(num)s MUST clauses", number))
    if state is State.PASSED and result.score is not None:
        return translate(_("follows, {score} of 100", score=int(result.score)))
    return translate(_("follows") if state is State.PASSED else _("nothing could be checked"))
