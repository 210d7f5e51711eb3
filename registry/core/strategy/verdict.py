"""What a check says: findings, a result for each clause, and the report with a score anyone can recompute."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from registry.core.openapi.pointers import covers
from registry.core.term import Term
from registry.core.text import Text
from registry.core.text import text as _


class Level(Term):
    """How binding a clause is: the keyword of RFC 2119, shown to Swedish readers as SKALL, BÖR or KAN."""

    MUST = "MUST", _("MUST")
    SHOULD = "SHOULD", _("SHOULD")
    MAY = "MAY", _("MAY")

    @property
    def weight(self) -> int:
        """Points of a clause of this level in the score: 3, 2 or 1."""
        return {Level.MUST: 3, Level.SHOULD: 2, Level.MAY: 1}[self]


class State(StrEnum):
    """What became of one clause."""

    PASSED = "passed"
    FAILED = "failed"
    WAIVED = "waived"
    NOT_CHECKABLE = "not_checkable"


class Finding(NamedTuple):
    """One fault at the place to mend.

    `places` tells in how many places the same fault stands; `pointer` and `line` (from 1) are the first of them.
    `column` (from 1, in characters) is there where the line is too long to find the place without it.
    `waived_until` is the last day of the waiver that covers it. `record` ("noun/KEY") is the catalogue's record to mend, for a
    fault that does not stand in the document. `file` names the file of a document of several.
    """

    rule: str
    pointer: str
    message: Text
    line: int | None = None
    places: int = 1
    waived_until: date | None = None
    record: str | None = None
    file: str | None = None
    column: int | None = None


class Waiver(NamedTuple):
    """Leave, for a reason and until a last day, not to follow one clause at and below `pointer` (empty: the whole document)."""

    clause: str
    pointer: str
    reason: str
    approver: str
    expires: date

    def holds_for(self, clause: str, pointer: str, today: date) -> bool:
        """Whether a finding of `clause` at `pointer` is covered today; the last day counts."""
        return self.clause == clause and self.expires >= today and covers(self.pointer, pointer)


class Attestation(NamedTuple):
    """A person's answer to a clause: followed or not, on what grounds. After `review_on` it no longer counts."""

    clause: str
    followed: bool
    grounds: str
    attested_by: str
    attested_on: date
    review_on: date | None = None
    record: str | None = None

    def holds(self, today: date) -> bool:
        """Whether it counts today; the last day does."""
        return self.review_on is None or self.review_on >= today


class ClauseResult(NamedTuple):
    """The outcome of one clause; `reason` says why it could not be checked or on what grounds it is waived."""

    clause: str
    level: Level
    state: State
    reason: Text | None = None
    findings: tuple[Finding, ...] = ()


class ScorePart(NamedTuple):
    """What the clauses of one level bring to the score: `weight` points for each one passed, none for each one failed."""

    level: Level
    weight: int
    passed: int
    failed: int


class Report(NamedTuple):
    """A document's verdict against one profile; `notes` say what is wrong with the waivers it was given."""

    profile: str
    profile_version: str
    sha256: str
    title: str
    version: str
    clauses: tuple[ClauseResult, ...]
    notes: tuple[Text, ...] = ()

    @property
    def verdict(self) -> State:
        """Failed when a MUST clause failed; not checkable when no clause was judged at all; passed otherwise."""
        if any(clause.state is State.FAILED and clause.level is Level.MUST for clause in self.clauses):
            return State.FAILED
        judged = any(clause.state is not State.NOT_CHECKABLE for clause in self.clauses)
        return State.PASSED if judged else State.NOT_CHECKABLE

    @property
    def score_parts(self) -> tuple[ScorePart, ...]:
        """The addends of the score, one for each level."""
        return tuple(
            ScorePart(level, level.weight, _number(self.clauses, level, State.PASSED), _number(self.clauses, level, State.FAILED))
            for level in Level
        )

    @property
    def score(self) -> int | None:
        """Points earned in a hundred, from the clauses that passed or failed; None when there are none.

        A MUST clause counts 3, a SHOULD clause 2, a MAY clause 1. Waived and not checkable clauses count neither for nor against.
        Rounded down, so 100 means that nothing failed.
        """
        earned = sum(part.weight * part.passed for part in self.score_parts)
        possible = sum(part.weight * (part.passed + part.failed) for part in self.score_parts)
        return 100 * earned // possible if possible else None

    @property
    def checked_share(self) -> float:
        """The share (0 to 1) of the profile's clauses that were judged: passed, failed or waived."""
        judged = sum(clause.state is not State.NOT_CHECKABLE for clause in self.clauses)
        return round(judged / len(self.clauses), 3) if self.clauses else 0.0

    def clause(self, clause: str) -> ClauseResult:
        """The result of the clause with that id. Raises KeyError."""
        for result in self.clauses:
            if result.clause == clause:
                return result
        raise KeyError(clause)


def _number(clauses: Iterable[ClauseResult], level: Level, state: State) -> int:
    return sum(clause.level is level and clause.state is state for clause in clauses)
