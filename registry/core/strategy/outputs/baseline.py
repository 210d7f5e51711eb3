"""Faults that are known and accepted for now: old APIs report only what is new."""

from __future__ import annotations

import json
import posixpath
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from registry.core.strategy.outputs.identity import place_of, saying_of
from registry.core.strategy.outputs.outcome import Compared, Gone, Judged
from registry.core.strategy.record import from_json
from registry.core.strategy.verdict import Finding, Report, State
from registry.core.text import Text
from registry.core.text import text as _


class BadBaseline(Exception):
    """A file that cannot serve as baseline; the message says why and how to get one that can."""

    def __init__(self, message: Text) -> None:
        super().__init__(str(message))
        self.message = message


@dataclass(frozen=True, slots=True)
class _Fault:
    """A finding as a baseline remembers it."""

    key: object
    place: str
    count: int
    clause: str
    finding: Finding

    def left(self, found: int) -> Gone:
        """The places in which it is no longer found."""
        return Gone(self.clause, self.finding.rule, self.finding.message, self.count - found)


@dataclass(frozen=True, slots=True)
class Baseline:
    """What was known of each file when the baseline was written."""

    files: Mapping[str, tuple[_Fault, ...]]

    def compare(self, judged: Judged) -> Judged:
        """`judged` with only those findings that the baseline does not know.

        The same fault at the same place is known, and so is one that stands in many places as long as it stands in no more of
        them; in more places it is reported with both numbers.
        """
        known = _Search(self._known_of(judged.file))
        clauses = []
        left_out = 0
        for clause in judged.report.clauses:
            findings = [known.new_in(_fault(clause.clause, finding)) for finding in clause.findings]
            kept = tuple(finding for finding in findings if finding is not None)
            left_out += len(findings) - len(kept)
            clauses.append(clause._replace(findings=kept))
        report = judged.report._replace(clauses=tuple(clauses))
        return judged._replace(report=report, compared=Compared(left_out, tuple(known.gone())))

    def _known_of(self, file: str) -> tuple[_Fault, ...]:
        """Of the file by that name, or of the only one whose path ends as this one does, or the other way round."""
        name = _normal(file)
        if name in self.files:
            return self.files[name]
        alike = [known for known in self.files if f"/{name}".endswith(f"/{known}") or f"/{known}".endswith(f"/{name}")]
        return self.files[alike[0]] if len(alike) == 1 else ()


class _Search:
    """The known faults of one file, and in how many places each has been found again."""

    def __init__(self, known: Iterable[_Fault]) -> None:
        self._known = list(known)
        self._found: dict[int, int] = {}  # by place in the list
        self._by_key: defaultdict[object, list[int]] = defaultdict(list)
        for number, fault in enumerate(self._known):
            self._by_key[fault.key].append(number)

    def new_in(self, fault: _Fault) -> Finding | None:
        """The finding as far as it is new; None when it is known."""
        number = None if fault.finding.waived_until is not None else self._same(fault)
        if number is None:
            return fault.finding
        before = self._known[number].count
        self._found[number] = min(fault.count, before)
        return _more(fault.finding, before) if fault.count > before else None

    def _same(self, fault: _Fault) -> int | None:
        """The known fault at the same place; one in many places has no place of its own."""
        free = [number for number in self._by_key.get(fault.key, ()) if number not in self._found]
        for number in free:
            if self._known[number].place == fault.place:
                return number
        return next((number for number in free if fault.count > 1 or self._known[number].count > 1), None)

    def gone(self) -> Iterator[Gone]:
        """What is found in fewer places than before, or in none."""
        for number, fault in enumerate(self._known):
            if self._found.get(number, 0) < fault.count:
                yield fault.left(self._found.get(number, 0))


def _fault(clause: str, finding: Finding) -> _Fault:
    """`finding` as it is compared. Raises TypeError or ValueError when it holds what no rule writes."""
    key = (clause, finding.rule, saying_of(finding.message), finding.record)
    hash(key)
    return _Fault(key, place_of(finding.pointer), int(finding.places), clause, finding)


def _more(finding: Finding, before: int) -> Finding:
    message = _(
        "{message} – in more places than the baseline knows: {before} then, {now} now",
        message=finding.message,
        before=before,
        now=finding.places,
    )
    return finding._replace(message=message)


def parse_baseline(data: bytes, file: str, profile: str) -> Baseline:
    """The baseline in `data`, for a run against the profile with that id. Raises BadBaseline."""
    try:
        content = json.loads(data)
    except json.JSONDecodeError as error:
        raise BadBaseline(
            _(
                "{file}, line {line}: not valid JSON: {problem}. {advice}",
                file=file,
                line=error.lineno,
                problem=error.msg,
                advice=_ADVICE,
            )
        ) from None
    except (ValueError, RecursionError):  # not text, or nested out of reason
        raise BadBaseline(_("{file}: not a baseline. {advice}", file=file, advice=_ADVICE)) from None
    if not isinstance(content, dict) or not isinstance(content.get("files"), list):
        raise BadBaseline(_("{file}: there is no list “files”. {advice}", file=file, advice=_ADVICE))
    if content.get("profile") != profile:
        raise BadBaseline(
            _(
                "{file}: was written for the profile “{theirs}”, this run uses “{ours}”. {advice}",
                file=file,
                theirs=content.get("profile"),
                ours=profile,
                advice=_ADVICE,
            )
        )
    return Baseline(dict(_faults_by_file(content["files"], file)))


_ADVICE = _("Write one with --write-baseline, or with --format json")


def _faults_by_file(entries: list[Any], file: str) -> Iterator[tuple[str, tuple[_Fault, ...]]]:
    for number, entry in enumerate(entries, start=1):
        if isinstance(entry, dict) and "baseline" in entry:
            raise BadBaseline(_("{file}: holds only what was new to another baseline. {advice}", file=file, advice=_ADVICE))
        if isinstance(entry, dict) and "error" in entry:
            continue
        try:
            yield _normal(str(entry["file"])), tuple(_faults(from_json(entry)))
        except (LookupError, TypeError, ValueError, AttributeError):
            message = _("{file}: entry {number} of “files” is not a verdict. {advice}", file=file, number=number, advice=_ADVICE)
            raise BadBaseline(message) from None


def _normal(file: str) -> str:
    return posixpath.normpath(file.replace("\\", "/")) if "://" not in file else file


def _faults(report: Report) -> Iterator[_Fault]:
    """What the baseline accepts: findings of failed clauses. A waiver lapses by its own date and is not made eternal here."""
    for clause in report.clauses:
        if clause.state is State.FAILED:
            yield from (_fault(clause.clause, finding) for finding in clause.findings if finding.waived_until is None)
