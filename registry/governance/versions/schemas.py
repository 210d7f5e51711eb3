"""What the REST interface's comparisons hold, for the OpenAPI document; the values are made by registry.core.openapi."""

from __future__ import annotations

import marshmallow as ma
from marshmallow import fields

from registry.core.openapi.differences import ChangeKind, Step, StepVerdict
from registry.core.openapi.drift import GONE, Standing


def _text(about: str) -> fields.String:
    return fields.String(metadata={"description": about})


def _line(about: str) -> fields.Integer:
    return fields.Integer(allow_none=True, metadata={"description": about, "minimum": 1})


def _column(about: str) -> fields.Integer:
    return fields.Integer(metadata={"description": f"{about}; only where the line is long", "minimum": 1})


def _one_of(words: type[Step | StepVerdict | Standing | ChangeKind], about: str) -> fields.String:
    return fields.String(metadata={"description": about, "enum": [word.value for word in words]})


class ChangeSchema(ma.Schema):
    """One difference."""

    kind = _one_of(ChangeKind, "What was changed")
    breaking = fields.Boolean(metadata={"description": "Whether a client of the old document may stop working"})
    pointer = _text("JSON pointer into the new document, or into the old one for what is gone")
    old_line = _line("In the old document; null for what is new")
    new_line = _line("In the new document; null for what is gone")
    old_column = _column("In the old line, from 1")
    new_column = _column("In the new line, from 1")
    message = _text("In English")


class DifferencesSchema(ma.Schema):
    """What changed between two documents, as `registry diff --format json` tells it."""

    old_version = _text("As the old document numbers itself")
    new_version = _text("As the new document numbers itself")
    required_step = _one_of(Step, "The step that the changes demand")
    actual_step = _one_of(Step, "The step that was taken")
    verdict = _one_of(StepVerdict, "Whether the step was large enough")
    complete = fields.Boolean(metadata={"description": "Whether all was compared"})
    changes = fields.List(fields.Nested(ChangeSchema), metadata={"description": "Breaking ones first"})


class RevisionSchema(ma.Schema):
    """One stored document of an API."""

    revision = fields.Integer(metadata={"description": "Its number, to compare it by"})
    api_version = _text("Key of the API version")
    version = _text("The API version's number")
    sha256 = _text("Of the document, hexadecimal")
    published_at = fields.DateTime(metadata={"description": "When it was published here"})
    current = fields.Boolean(metadata={"description": "Whether it is the one its version has now"})


class RevisionsSchema(ma.Schema):
    """The documents of an API, the highest version first, of each the newest first."""

    items = fields.List(fields.Nested(RevisionSchema))


class StoredDifferencesSchema(DifferencesSchema):
    """What changed between two stored documents."""

    old = fields.Nested(RevisionSchema)
    new = fields.Nested(RevisionSchema)


# not as a class: one of its fields has the name that every schema keeps its fields under
GoneSchema = ma.Schema.from_dict({what: fields.Integer(metadata={"minimum": 0}) for what in GONE}, name="GoneSchema")


class DriftSchema(ma.Schema):
    """How a copy stands to the published document, as `registry drift --format json` tells it."""

    copy_version = _text("As the copy numbers itself")
    published_version = _text("As the published document numbers itself")
    standing = _one_of(Standing, "Whether calls made by the copy may fail")
    complete = fields.Boolean(metadata={"description": "Whether all was compared"})
    gone = fields.Nested(GoneSchema)
    changes = fields.List(fields.Nested(ChangeSchema), metadata={"description": "Breaking ones first"})


class ConsumerDriftSchema(ma.Schema):
    """A consumer's copy beside the document of the version it calls."""

    consumer = _text("Key of the consumer")
    system = _text("Key of the system that calls")
    api_version = _text("Key of the version it calls")
    sha256 = _text("Of the copy, hexadecimal")
    drift = fields.Nested(DriftSchema, allow_none=True, metadata={"description": "Null when nothing could be compared"})


class DriftsSchema(ma.Schema):
    """Every copy of an API's documents."""

    items = fields.List(fields.Nested(ConsumerDriftSchema), metadata={"description": "By the name of the system"})
    without_copy = fields.List(fields.String(), metadata={"description": "Keys of the consumers that have handed in no copy"})
