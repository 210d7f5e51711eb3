"""What the REST interface's verdicts hold, for the OpenAPI document. The values are made by registry.core.strategy.record."""

from __future__ import annotations

import marshmallow as ma
from marshmallow import fields

from registry.core.strategy.verdict import Level, State

STATES = [state.value for state in State]
LEVELS = [level.value for level in Level]


def _text(about: str) -> fields.String:
    return fields.String(metadata={"description": about})


class MessageSchema(ma.Schema):
    """A message in English, and its parts for who puts it into another language."""

    message = _text("In English")
    template = _text("The message before its values are filled in")
    values = fields.Dict(metadata={"description": "By name"})


class VerdictFindingSchema(MessageSchema):
    """One fault at the place to mend."""

    rule = _text("The rule that found it")
    pointer = _text("JSON pointer of the place")
    line = fields.Integer(allow_none=True, metadata={"description": "From 1", "minimum": 1})
    column = fields.Integer(metadata={"description": "From 1, in characters; only where the line is long", "minimum": 1})
    file = _text("The file of a document of several")
    count = fields.Integer(metadata={"description": "In how many places the same fault stands", "minimum": 1})
    waived_until = fields.Date(allow_none=True, metadata={"description": "Last day of the waiver that covers it"})
    record = fields.String(allow_none=True, metadata={"description": "The catalogue's record to mend, as noun/key"})


class VerdictClauseSchema(ma.Schema):
    """What became of one clause."""

    clause = _text("For example R10")
    level = fields.String(metadata={"enum": LEVELS})
    state = fields.String(metadata={"enum": STATES})
    reason = fields.Nested(MessageSchema, allow_none=True, metadata={"description": "Why it could not be checked, or is waived"})
    findings = fields.List(fields.Nested(VerdictFindingSchema))


class ScorePartSchema(ma.Schema):
    """An addend of the score."""

    level = fields.String(metadata={"enum": LEVELS})
    weight = fields.Integer(metadata={"description": "Points for each clause"})
    passed = fields.Integer()
    failed = fields.Integer()


class FileVerdictSchema(ma.Schema):
    """The verdict on one document."""

    file = _text("As it was sent, or “document”")
    profile = _text("The strategy")
    profile_version = _text("The strategy's version")
    sha256 = _text("Of the document, hexadecimal")
    title = _text("As the document calls itself")
    version = _text("As the document numbers itself")
    verdict = fields.String(metadata={"enum": [State.PASSED.value, State.FAILED.value, State.NOT_CHECKABLE.value]})
    score = fields.Integer(allow_none=True, metadata={"minimum": 0, "maximum": 100})
    checked_share = fields.Float(
        metadata={"description": "Share of the clauses that could be checked", "minimum": 0, "maximum": 1}
    )
    score_parts = fields.List(fields.Nested(ScorePartSchema))
    clauses = fields.List(fields.Nested(VerdictClauseSchema))
    notes = fields.List(fields.Nested(MessageSchema))


class CheckedSchema(ma.Schema):
    """A verdict, in the form that `registry check --format json` writes."""

    profile = _text("The strategy")
    profile_version = _text("The strategy's version")
    files = fields.List(fields.Nested(FileVerdictSchema), metadata={"description": "One"})


class ProblemSchema(ma.Schema):
    """What went wrong (RFC 9457)."""

    type = _text("about:blank")
    title = _text("In a few words")
    status = fields.Integer(metadata={"description": "The HTTP status"})
    detail = _text("What was wrong, and what is accepted")
    instance = _text("The path that was called")
    line = fields.Integer(allow_none=True, metadata={"description": "Line of the document, from 1"})
    accepted = fields.List(fields.String(), metadata={"description": "The values that are accepted"})
