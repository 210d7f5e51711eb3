"""Reports as JSON: what is stored, what the command prints, and back again without loss."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from registry.core.strategy.verdict import ClauseResult, Finding, Level, Report, State
from registry.core.text import Text


def to_json(report: Report) -> dict[str, Any]:
    """`report` as plain values.

    `message` is the English text; `template` and `values` let it be put into another language later.
    """
    return {
        "profile": report.profile,
        "profile_version": report.profile_version,
        "sha256": report.sha256,
        "title": report.title,
        "version": report.version,
        "verdict": report.verdict.value,
        "score": report.score,
        "checked_share": report.checked_share,
        "score_parts": [
            {"level": part.level.value, "weight": part.weight, "passed": part.passed, "failed": part.failed}
            for part in report.score_parts
        ],
        "clauses": [_clause_to_json(clause) for clause in report.clauses],
        "notes": [text_to_json(note) for note in report.notes],
    }


def from_json(record: Mapping[str, Any]) -> Report:
    """The report that `to_json` wrote; verdict and score are computed again. Raises KeyError or ValueError on anything else."""
    return Report(
        record["profile"],
        record["profile_version"],
        record["sha256"],
        record["title"],
        record["version"],
        tuple(_clause_from_json(clause) for clause in record["clauses"]),
        tuple(text_from_json(note) for note in record.get("notes", ())),  # reports stored by earlier versions have none
    )


def _clause_to_json(clause: ClauseResult) -> dict[str, Any]:
    return {
        "clause": clause.clause,
        "level": clause.level.value,
        "state": clause.state.value,
        "reason": text_to_json(clause.reason) if clause.reason else None,
        "findings": [_finding_to_json(finding) for finding in clause.findings],
    }


def _clause_from_json(record: Mapping[str, Any]) -> ClauseResult:
    return ClauseResult(
        record["clause"],
        Level[record["level"]],
        State(record["state"]),
        text_from_json(record["reason"]) if record["reason"] else None,
        tuple(_finding_from_json(finding) for finding in record["findings"]),
    )


def _finding_to_json(finding: Finding) -> dict[str, Any]:
    return {
        "rule": finding.rule,
        "pointer": finding.pointer,
        "line": finding.line,
        **({"column": finding.column} if finding.column else {}),
        **text_to_json(finding.message),
        "count": finding.places,
        "waived_until": finding.waived_until.isoformat() if finding.waived_until else None,
        "record": finding.record,
        **({"file": finding.file} if finding.file else {}),
    }


def _finding_from_json(record: Mapping[str, Any]) -> Finding:
    until = record["waived_until"]
    return Finding(
        record["rule"],
        record["pointer"],
        text_from_json(record),
        record["line"],
        record["count"],
        date.fromisoformat(until) if until else None,
        record.get("record"),
        record.get("file"),
        record.get("column"),
    )


def text_to_json(text: Text) -> dict[str, Any]:
    """A message as its English text, its template and its values; nested messages likewise, dates in ISO form."""
    return {
        "message": str(text),
        "template": text.template,
        "values": {name: _value_to_json(value) for name, value in text.values.items()},
    }


def text_from_json(record: Mapping[str, Any]) -> Text:
    """The message that `text_to_json` wrote."""
    values = {name: text_from_json(value) if isinstance(value, dict) else value for name, value in record["values"].items()}
    return Text(record["template"], values)


def _value_to_json(value: object) -> object:
    if isinstance(value, Text):
        return text_to_json(value)
    return value if isinstance(value, str | int | float | bool | None) else str(value)
