"""What the check says, on the pages of APIs and their versions."""

from __future__ import annotations

from registry.apis.models import Api, ApiVersion
from registry.apis.resource import PRODUCERS
from registry.core.strategy.outputs.grouping import VERDICTS, kind_of
from registry.core.strategy.record import text_from_json
from registry.core.strategy.verdict import State
from registry.core.text import text as _
from registry.governance.badges import is_public
from registry.governance.operations import newest_result, standing_report
from registry.governance.presenting import verdict_values
from registry.governance.results import of_api
from registry.governance.revisions import history_of
from registry.governance.strategy import strategy
from registry.governance.watch.signals import of_version
from registry.kit import clock
from registry.kit.access import allowed
from registry.kit.database import database
from registry.kit.panels import Panel, panel

TITLE = _("API strategy")
STYLES = ("governance.css",)


@panel("api_version")
def version_verdict(version: ApiVersion) -> Panel:
    """The verdict on the version's document, clause by clause."""
    session, chosen, today = database.session, strategy(), clock.today()
    result = newest_result(session, version.id, chosen.profile.id)
    values: dict[str, object] = {"version": version, "may_publish": allowed(PRODUCERS.write), "verdict": None}
    values |= {"watch": of_version(session, version), "text_of": text_from_json}
    if result is not None and result.document_id == version.document_id:
        report = standing_report(session, version, result, today)
        values |= {"verdict": verdict_values(report, chosen.profile), "checked_at": result.checked_at}
    return Panel(TITLE, "governance/version_panel.html", values, STYLES)


@panel("api_version")
def version_revisions(version: ApiVersion) -> Panel | None:
    """The version's documents over time, when there has been more than one."""
    history = history_of(database.session, version.id, strategy().profile.id)
    if len(history.revisions) < 2:
        return None
    words = {state.value: words for state, words in VERDICTS.items()}
    values = {"version": version, "history": history, "verdicts": words, "kind_of": lambda verdict: kind_of(State(verdict))}
    return Panel(_("Revisions"), "governance/revisions_panel.html", values, (*STYLES, "answers.css"))


@panel("api")
def api_verdicts(api: Api) -> Panel:
    """The verdict on each version, and clause by clause on the newest that has one."""
    session, chosen, today = database.session, strategy(), clock.today()
    found = of_api(session, api.id, chosen.profile.id)
    shown = [
        (version, standing_report(session, version, result, today) if result is not None else None) for version, result in found
    ]
    newest = next(((version, report) for version, report in shown if report is not None), None)
    values: dict[str, object] = {"versions": shown, "kind_of": kind_of, "verdicts": VERDICTS, "verdict": None, "api": api}
    values |= {"may_publish": allowed(PRODUCERS.write), "badge_public": is_public()}
    if newest is not None and newest[1] is not None:
        values |= {"version": newest[0], "verdict": verdict_values(newest[1], chosen.profile)}
    return Panel(TITLE, "governance/api_panel.html", values, STYLES)
