"""Terms that appendices have changed: which value of a term holds on a day, and the history of every term."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise


@dataclass(frozen=True, slots=True)
class Change:
    """From `applies_from` on the term has `value` (None: it no longer applies), by the appendix named `by`."""

    term: str
    value: object
    applies_from: date
    by: str


@dataclass(frozen=True, slots=True)
class Spell:
    """The days in which a term had one value; None in `first` is from the beginning, in `last` for as long as it runs.

    `by` is the appendix it came with, None for the contract as it was signed.
    """

    term: str
    value: object
    first: date | None
    last: date | None
    by: str | None


def in_force(written: Mapping[str, object], changes: Iterable[Change], on: date) -> dict[str, object]:
    """The terms as they read on a day: as `written`, with every change that applies by then; the later one stands."""
    past = sorted((change for change in changes if change.applies_from <= on), key=lambda change: change.applies_from)
    return {**written, **{change.term: change.value for change in past}}


def spells(written: Mapping[str, object], changes: Iterable[Change]) -> tuple[Spell, ...]:
    """The history of each term that was ever changed, in the order of `written`, each term's spells in the order of time."""
    by_term: dict[str, list[Change]] = {}
    for change in sorted(changes, key=lambda change: change.applies_from):
        by_term.setdefault(change.term, []).append(change)
    found: list[Spell] = []
    for term in (name for name in written if name in by_term):
        values = [(None, written[term], None), *((each.applies_from, each.value, each.by) for each in by_term[term])]
        for (first, value, by), (following, *_rest) in pairwise([*values, (None, None, None)]):
            last = following - timedelta(days=1) if following is not None else None
            found.append(Spell(term, value, first, last, by))
    return tuple(found)
