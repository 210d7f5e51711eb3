"""Two strategies side by side: which clauses differ, and what that makes of a document's verdict."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from registry.core.strategy.clauses import Clause, Profile
from registry.core.strategy.verdict import Level, Report, State


class Difference(StrEnum):
    """What became of a clause from one strategy to the other."""

    ADDED = "added"
    REMOVED = "removed"
    LEVEL = "level"
    CHECK = "check"
    WORDING = "wording"


@dataclass(frozen=True, slots=True)
class ClauseChange:
    """One clause that is not the same in both; `old` or `new` is None when that strategy does not have it."""

    clause: str
    differences: tuple[Difference, ...]
    old: Clause | None
    new: Clause | None


def clause_changes(old: Profile, new: Profile) -> list[ClauseChange]:
    """The clauses that differ, in the order of `new`; those it no longer has come last."""
    before = {clause.id: clause for clause in old.clauses}
    after = {clause.id: clause for clause in new.clauses}
    found = [
        ClauseChange(id, tuple(_differences(before.get(id), clause)), before.get(id), clause) for id, clause in after.items()
    ]
    found += [ClauseChange(id, (Difference.REMOVED,), clause, None) for id, clause in before.items() if id not in after]
    return [change for change in found if change.differences]


def _differences(old: Clause | None, new: Clause) -> Iterator[Difference]:
    if old is None:
        yield Difference.ADDED
        return
    if old.level is not new.level:
        yield Difference.LEVEL
    if (old.kind, old.rules, old.reason) != (new.kind, new.rules, new.reason):
        yield Difference.CHECK
    if (old.title, old.paraphrase, old.sources) != (new.title, new.paraphrase, new.sources):
        yield Difference.WORDING


States = Mapping[str, tuple[Level, State]]
"""What became of each clause: clause id -> its level and state."""


def states_of(report: Report) -> dict[str, tuple[Level, State]]:
    """The states of a report."""
    return {result.clause: (result.level, result.state) for result in report.clauses}


@dataclass(frozen=True, slots=True)
class Shift:
    """What a document's verdict becomes.

    `failing` are MUST clauses that fail now and did not before: each is to be mended or waived. `mended` are MUST clauses that
    failed and no longer do. `unprotected` are those of `failing` that were waived before.
    """

    old: State
    new: State
    failing: tuple[str, ...]
    mended: tuple[str, ...]
    unprotected: tuple[str, ...]

    @property
    def newly_fails(self) -> bool:
        return self.old is not State.FAILED and self.new is State.FAILED

    @property
    def newly_passes(self) -> bool:
        return self.old is State.FAILED and self.new is not State.FAILED

    @property
    def is_none(self) -> bool:
        return self.old is self.new and not self.failing and not self.mended


def shift(old: States, new: States) -> Shift:
    """What changes from the states in `old` to those in `new`."""
    broken, breaks = _broken(old), _broken(new)
    failing = tuple(clause for clause in breaks if clause not in broken)
    return Shift(
        _verdict(old),
        _verdict(new),
        failing,
        tuple(clause for clause in broken if clause not in breaks),
        tuple(clause for clause in failing if clause in old and old[clause][1] is State.WAIVED),
    )


def _broken(states: States) -> list[str]:
    return [clause for clause, (level, state) in states.items() if level is Level.MUST and state is State.FAILED]


def _verdict(states: States) -> State:
    if _broken(states):
        return State.FAILED
    judged = any(state is not State.NOT_CHECKABLE for _level, state in states.values())
    return State.PASSED if judged else State.NOT_CHECKABLE
