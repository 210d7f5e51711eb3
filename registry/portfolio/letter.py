"""The draft of a monthly letter: what was done, revealed and unblocked, in sentences ready to paste."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from flask_babel import ngettext
from sqlalchemy.orm import Session

from registry.core.text import text as _
from registry.kit.text import show_money, translate
from registry.portfolio.changes import Changes, Event, changes


@dataclass(frozen=True, slots=True)
class Letter:
    """The letter of one month: its first day, what it is made of, and the text in the reader's language."""

    month: date
    changes: Changes
    text: str


def letter(session: Session, month: date) -> Letter:
    """The letter of the month that begins on `month`."""
    last = month_after(month) - timedelta(days=1)
    found = changes(session, month - timedelta(days=1), last)
    return Letter(month, found, "\n\n".join(_paragraphs(found)))


def month_after(month: date) -> date:
    """The first day of the next month."""
    return (month.replace(day=1) + timedelta(days=31)).replace(day=1)


def month_before(month: date) -> date:
    """The first day of the month before."""
    return (month.replace(day=1) - timedelta(days=1)).replace(day=1)


def _paragraphs(found: Changes) -> Iterator[str]:
    if found.nothing:
        yield translate(_("Nothing was finished, decided, revealed or unblocked this month."))
        return
    yield from _section(translate(_("What we finished")), _done(found))
    yield from _section(translate(_("What was revealed")), _revealed(found))
    yield from _section(translate(_("What was unblocked")), _unblocked(found))
    yield from _section(translate(_("What was decided")), _decided(found))


def _section(heading: str, sentences: Iterator[str]) -> Iterator[str]:
    body = " ".join(sentences)
    if body:
        yield f"{heading}\n{body}"


def _done(found: Changes) -> Iterator[str]:
    if found.finished:
        lead = ngettext("%(num)s initiative is done:", "%(num)s initiatives are done:", len(found.finished))
        yield f"{lead} {_named(found.finished)}."
    if found.stopped:
        lead = ngettext("%(num)s initiative was stopped:", "%(num)s initiatives were stopped:", len(found.stopped))
        yield f"{lead} {_named(found.stopped)}."
    if found.mended:
        lead = ngettext("%(num)s remediation is done:", "%(num)s remediations are done:", len(found.mended))
        yield f"{lead} {_named(found.mended)}."
    for event in found.measured:
        yield translate(_("“{name}” was measured: {money} a year.", name=event.name, money=show_money(event.money)))


def _revealed(found: Changes) -> Iterator[str]:
    if found.revealed:
        lead = ngettext("%(num)s new obstacle was told of:", "%(num)s new obstacles were told of:", len(found.revealed))
        yield f"{lead} {_named(found.revealed)}."
    if found.blocked:
        lead = ngettext("%(num)s initiative is newly blocked:", "%(num)s initiatives are newly blocked:", len(found.blocked))
        yield f"{lead} {_named(found.blocked)}."


def _unblocked(found: Changes) -> Iterator[str]:
    if found.freed:
        lead = ngettext(
            "%(num)s initiative has nothing in its way any more:",
            "%(num)s initiatives have nothing in their way any more:",
            len(found.freed),
        )
        yield f"{lead} {_named(found.freed)}."
    if found.resolved:
        lead = ngettext("%(num)s obstacle was resolved:", "%(num)s obstacles were resolved:", len(found.resolved))
        yield f"{lead} {_named(found.resolved)}."


def _decided(found: Changes) -> Iterator[str]:
    for event in found.funded:
        if event.money is None:
            yield translate(_("“{name}” was funded.", name=event.name))
        else:
            yield translate(_("“{name}” was funded, {money}.", name=event.name, money=show_money(event.money)))


def _named(events: Sequence[Event]) -> str:
    return ", ".join(event.name for event in events)
