"""The board's page as a document to print and file, and as values for other programs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from flask_babel import ngettext

from registry.core.text import Text
from registry.core.text import text as _
from registry.core.vocabulary import Funding
from registry.indicators.trends import Trend
from registry.kit.text import show, show_date, show_money, translate
from registry.portfolio.board import Board
from registry.portfolio.changes import Changes, Event
from registry.portfolio.overview import SystemLine

TITLE = _("Report to the executive board")
KINDS: tuple[tuple[str, Text], ...] = (
    ("freed", _("Free to go now")),
    ("blocked", _("Newly blocked")),
    ("finished", _("Initiatives done")),
    ("stopped", _("Initiatives stopped")),
    ("mended", _("Remediations done")),
    ("funded", _("Remediations funded")),
    ("revealed", _("Obstacles revealed")),
    ("resolved", _("Obstacles resolved")),
    ("measured", _("Benefits measured")),
)


def headline(found: Board) -> str:
    """The answer in words: how many are free, and what waits."""
    all_ = found.overview
    said: str = ngettext(
        "%(free)s of %(num)s active initiative is free to go.", "%(free)s of %(num)s active initiatives are free to go.",
        all_.active, free=all_.free,
    )  # fmt: skip
    if not all_.at_stake:
        return said
    waits = translate(_("Benefit that waits: {money} a year.", money=show_money(all_.at_stake)))
    return f"{said} {waits}"


def events(found: Changes) -> Iterator[tuple[Text, tuple[Event, ...]]]:
    """The kinds of what happened that have something in them."""
    for name, label in KINDS:
        happened = getattr(found, name)
        if happened:
            yield label, happened


def document(found: Board, municipality: str) -> dict[str, Any]:
    """The values of the PDF template `sections`, in the reader's language."""
    return {
        "title": translate(TITLE),
        "headline": headline(found),
        "foot": f"{municipality} · {show_date(found.today)}",
        "sections": [_capacity(found), _blockers(found.top), _plan(found.result), _changed(found.changes)],
    }


def _capacity(found: Board) -> dict[str, Any]:
    signals = [f"{translate(trend.measure.title)}: {translate(trend.signal)}." for trend in found.signals if trend.signal]
    head = _("Indicator"), _("On {day}", day=found.since), _("Now"), _("Target"), _("Threshold")
    rows = [indicator_row(trend, found.since) for trend in found.trends]
    return {
        "heading": translate(_("Capacity for change")),
        "words": signals,
        "table": _table(head, rows, numbers=(1, 2, 3, 4)),
    }


def indicator_row(trend: Trend, since: date) -> tuple[object, ...]:
    """Title, value then, value now, target, threshold."""
    then, now, target = trend.at(since), trend.newest, trend.target
    return (
        trend.measure.title,
        then.value if then is not None else None,
        now.value if now is not None else None,
        target.target if target is not None else None,
        target.threshold if target is not None else None,
    )


def _blockers(lines: Sequence[SystemLine]) -> dict[str, Any]:
    heading = translate(_("What blocks most"))
    if not lines:
        return {"heading": heading, "words": [translate(_("No legacy system is in the way."))]}
    head = _("System"), _("Legacy score"), _("Initiatives blocked"), _("Benefit blocked per year")
    rows = [(line.system.name, _range(line), len(line.blocked), show_money(line.benefit)) for line in lines]
    return {"heading": heading, "table": _table(head, rows, numbers=(1, 2, 3))}


def _range(line: SystemLine) -> str:
    legacy = line.blocked[0][1].legacy
    return str(legacy.low) if legacy.low == legacy.high else f"{legacy.low}–{legacy.high}"


def _plan(result: dict[str, Any] | None) -> dict[str, Any]:
    heading = translate(_("Proposed plan"))
    if result is None:
        return {"heading": heading, "words": [translate(_("No plan has been made yet."))]}
    fundings = {funding.value: funding for funding in Funding}
    head = _("Remediation"), _("System"), _("Begin"), _("Paid from"), _("Cost")
    rows = [
        (one["name"], one["system_name"], str(one["year"]), fundings[one["funding"]], show_money(one["cost"]))
        for one in result["begin"]
    ]
    return {"heading": heading, "words": [plan_in_words(result)], "table": _table(head, rows, numbers=(4,))}


def plan_in_words(result: dict[str, Any]) -> str:
    """What the plan costs and brings, in a sentence."""
    said: str = ngettext(
        "%(num)s remediation for %(cost)s brings %(gain)s of benefit by %(year)s.",
        "%(num)s remediations for %(cost)s bring %(gain)s of benefit by %(year)s.",
        len(result["begin"]),
        cost=show_money(result["cost"]),
        gain=show_money(result["benefit"] - result["benefit_without_plan"]),
        year=result["horizon"],
    )
    return said


def _changed(found: Changes) -> dict[str, Any]:
    heading = translate(_("What changed since {day}", day=found.first))
    rows = [(label, event.name, event.day) for label, happened in events(found) for event in happened]
    if not rows:
        return {"heading": heading, "words": [translate(_("Nothing."))]}
    return {"heading": heading, "table": _table((_("What"), _("Name"), _("Day")), rows, widths=(1, 2, 0))}


def _table(head: Iterable[Text], rows: Iterable[Iterable[object]], **more: Any) -> dict[str, Any]:
    return {"head": [translate(word) for word in head], "rows": [[show(cell) for cell in row] for row in rows], **more}


def to_json(found: Board) -> dict[str, Any]:
    """The board's page as plain values."""
    return {
        "day": found.today.isoformat(),
        "since": found.since.isoformat(),
        "active": found.overview.active,
        "blocked": found.overview.blocked,
        "stopped_by_terms": found.overview.only_terms,
        "free": found.overview.free,
        "benefit_at_stake": found.overview.at_stake,
        "indicators": [_indicator(trend, found.since) for trend in found.trends],
        "top_blockers": [_blocker(line) for line in found.top],
        "plan": found.plan.id if found.plan is not None else None,
        "changes": {name: [_event(event) for event in getattr(found.changes, name)] for name, _label in KINDS},
    }


def _indicator(trend: Trend, since: date) -> dict[str, Any]:
    _title, *values = indicator_row(trend, since)
    named = dict(zip(("then", "now", "target", "threshold"), values, strict=True))
    return {"indicator": trend.measure.id, **named, "state": trend.state}


def _blocker(line: SystemLine) -> dict[str, Any]:
    blocked = {"initiatives": len(line.blocked), "benefit_blocked_per_year": line.benefit}
    return {"system": line.system.key, "name": line.system.name, **blocked}


def _event(event: Event) -> dict[str, Any]:
    return {**asdict(event), "day": event.day.isoformat() if event.day is not None else None}
