"""What changed, whom it would break and which days come, on the pages of APIs, versions and consumers."""

from __future__ import annotations

from sqlalchemy import select

from registry.apis.models import Api, ApiVersion, Consumer
from registry.apis.resource import PRODUCERS
from registry.core.openapi.differences.telling import VERDICTS, demanded
from registry.core.openapi.drift import GONE, STANDINGS, Standing
from registry.core.strategy.verdict import State
from registry.core.text import text as _
from registry.governance.facts import waivers_of
from registry.governance.lives import lives_of
from registry.governance.strategy import strategy
from registry.governance.versions import copies, life
from registry.governance.versions.comparing import compared
from registry.governance.versions.sides import before, sides_of
from registry.kit import clock
from registry.kit.access import allowed
from registry.kit.database import database
from registry.kit.panels import Panel, panel

STYLES = ("governance.css",)
STEP_STATES = {"right": "good", "too_small": "bad", "backwards": "bad", "too_large": "info", "unknown": "unknown"}
STANDING_STATES = {Standing.BREAKS: "bad", Standing.ERRORS: "warning", Standing.LACKS: "info", Standing.CURRENT: "good"}
SHOWN = 8


@panel("api_version")
def changes(version: ApiVersion) -> Panel | None:
    """What changed since the revision before, and since the version before."""
    session = database.session
    sides = sides_of(session, version.api_id)
    pairs = before(session, version, sides)
    if not pairs:
        return None
    found = [(old, new, compared(session, old.document_id, new.document_id, asked=False)) for old, new in pairs]
    words = {"verdicts": VERDICTS, "demanded": demanded, "states": STEP_STATES, "shown": SHOWN}
    return Panel(_("What has changed"), "governance/changes_panel.html", {"version": version, "pairs": found, **words}, STYLES)


@panel("api")
def days(api: Api) -> Panel | None:
    """The days that come in the lives of the versions, and what is wrong with them now."""
    session, profile, today = database.session, strategy().profile, clock.today()
    found = lives_of(session, [api.id]).get(api.id)
    if found is None or not found.versions:
        return None
    waivers = waivers_of(session, [api.id], profile.id).get(api.id, ())
    told = life.faults(found, profile, waivers, today)
    values = {
        "api": api,
        "days": life.dated(found.versions, profile, today),
        "broken": [fault for fault in told if fault.result.state is not State.NOT_CHECKABLE],
        "open": [fault for fault in told if fault.result.state is State.NOT_CHECKABLE],
        "failed": State.FAILED,
    }
    return Panel(_("Life of the versions"), "governance/life_panel.html", values, STYLES)


@panel("api")
def consumers(api: Api) -> Panel | None:
    """Which consumers would break on which change."""
    session = database.session
    listed = copies.consumers_of(session, api.id)
    if not listed:
        return None
    versions = session.scalars(select(ApiVersion).where(ApiVersion.api_id == api.id)).all()
    values = {
        "api": api,
        "outlooks": copies.outlooks(session, versions, listed),
        "without_copy": [consumer for consumer in listed if consumer.document_id is None],
        "consumers": listed,
        "shown": SHOWN,
    }
    return Panel(_("Whom changes would break"), "governance/outlook_panel.html", values, STYLES)


@panel("consumer")
def copy(consumer: Consumer) -> Panel:
    """The consumer's copy of the document, and how it stands to what is published."""
    session = database.session
    version = consumer.api_version
    drift = copies.drift_of(session, consumer, version, asked=True) if consumer.document_id is not None else None
    values = {
        "consumer": consumer,
        "version": version,
        "drift": drift,
        "gone": GONE,
        "words": STANDINGS,
        "states": STANDING_STATES,
        "may_write": allowed(PRODUCERS.write),
        "shown": 50,
    }
    return Panel(_("Copy of the document"), "governance/copy_panel.html", values, STYLES)
