"""Calendars: the page where people get their secret addresses, and the addresses themselves, which need no login."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from flask import Blueprint, Response, abort, current_app, render_template, request
from flask_babel import force_locale
from flask_login import current_user

from registry.core.text import text as _
from registry.kit.access import EVERYONE, for_roles
from registry.kit.clock import today
from registry.kit.database import database
from registry.kit.security import limiter
from registry.kit.text import translate
from registry.procurement import feeds
from registry.procurement.calendar_events import Place, calendar
from registry.procurement.feeds import Scope
from registry.procurement.reckoning import Renewal
from registry.procurement.reminders import LATE_DAYS
from registry.procurement.renewals import Renewals, renewals

blueprint = Blueprint("calendars", __name__)
MOST_EVENTS = 2_000
"""More than this no calendar program shows; the next ones are the ones to know."""
READ_LIMIT = "120 per minute"  # per address: one that guesses secrets gets nowhere


@blueprint.route("/calendars", methods=["GET", "POST"])
@for_roles(EVERYONE)
def index() -> Any:
    made: tuple[Scope, str] | None = None
    possible = feeds.scopes_of(current_user)
    if request.method == "POST":
        scope = next((scope for scope in possible if scope.value == request.form.get("scope")), None)
        if scope is None:
            abort(403)
        if request.form.get("what") == "revoke":
            feeds.revoke(database.session, current_user, scope)
        else:
            token = feeds.renew(database.session, current_user, scope, datetime.now(UTC))
            made = (scope, f"{public_url()}/calendars/{token}.ics")
    existing = {feed.scope: feed for feed in feeds.feeds_of(database.session, current_user)}
    return render_template("procurement/calendars.html", possible=possible, existing=existing, made=made)


@blueprint.route("/calendars/<token>.ics")
@limiter.limit(READ_LIMIT)
def feed(token: str) -> Response:
    """The calendar that the secret opens; the same answer, 404, for one that is wrong, old or no longer allowed."""
    session, at = database.session, datetime.now(UTC)
    found = feeds.opened(session, token, at)
    if found is None:
        abort(404)
    account, scope = found
    person, language = account.person_id, account.language or "sv"
    shown = renewals(session, today())
    if scope is Scope.OWN and person is not None:
        shown = shown.of_person(person)
    municipality = current_app.config["SETTINGS"].municipality
    with force_locale(language):
        name = f"{municipality}: {translate(scope.label)}"
        body = calendar(session, _events(shown), name, _cut(shown), place(), at)
    answer = Response(body, mimetype="text/calendar")
    answer.headers["Content-Disposition"] = 'inline; filename="contracts.ics"'
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def _events(shown: Renewals) -> tuple[Renewal, ...]:
    """What the calendar holds: all there is, or the first MOST_EVENTS without what is long past."""
    long_past = shown.count(-LATE_DAYS - 1)
    return shown.lines(None, max(0, min(long_past, shown.count() - MOST_EVENTS)), MOST_EVENTS)


def _cut(shown: Renewals) -> str:
    """Says that the calendar does not hold everything, when it does not."""
    number = shown.count()
    if number <= MOST_EVENTS:
        return ""
    return translate(_("{shown} of {number} days of contracts; the registry has them all", shown=MOST_EVENTS, number=number))


def public_url() -> str:
    """The registry's address as people outside this request reach it, without a slash at the end."""
    configured: str = current_app.config["SETTINGS"].public_url
    return (configured or request.host_url).rstrip("/")


def place() -> Place:
    base = public_url()
    return Place(base, urlsplit(base).hostname or "localhost")
