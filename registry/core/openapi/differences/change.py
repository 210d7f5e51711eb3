"""What a difference between two documents is: a kind, whether it breaks a client, where it stands, and why."""

from __future__ import annotations

from dataclasses import dataclass

from registry.core.openapi.lines import Position
from registry.core.term import Term
from registry.core.text import Text
from registry.core.text import text as _


class ChangeKind(Term):
    """What was changed; the value is the word in JSON."""

    OPERATION_REMOVED = "operation_removed", _("Operation removed")
    OPERATION_ADDED = "operation_added", _("Operation added")
    WEBHOOK_REMOVED = "webhook_removed", _("Webhook or callback removed")
    WEBHOOK_ADDED = "webhook_added", _("Webhook or callback added")
    PARAMETER_REMOVED = "parameter_removed", _("Parameter removed")
    PARAMETER_ADDED = "parameter_added", _("Parameter added")
    REQUIRED_PARAMETER_ADDED = "required_parameter_added", _("Required parameter added")
    PARAMETER_BECAME_REQUIRED = "parameter_became_required", _("Parameter became required")
    PARAMETER_BECAME_OPTIONAL = "parameter_became_optional", _("Parameter became optional")
    PARAMETER_WRITTEN_OTHERWISE = "parameter_written_otherwise", _("Parameter is written otherwise")
    BODY_REMOVED = "body_removed", _("Request body removed")
    BODY_ADDED = "body_added", _("Request body added")
    BODY_BECAME_REQUIRED = "body_became_required", _("Request body became required")
    BODY_BECAME_OPTIONAL = "body_became_optional", _("Request body became optional")
    MEDIA_TYPE_REMOVED = "media_type_removed", _("Media type removed")
    MEDIA_TYPE_ADDED = "media_type_added", _("Media type added")
    STATUS_REMOVED = "status_removed", _("Response status removed")
    STATUS_ADDED = "status_added", _("Response status added")
    HEADER_REMOVED = "header_removed", _("Response header removed")
    HEADER_ADDED = "header_added", _("Response header added")
    REQUIRED_HEADER_ADDED = "required_header_added", _("Required response header added")
    HEADER_BECAME_REQUIRED = "header_became_required", _("Response header became required")
    HEADER_BECAME_OPTIONAL = "header_became_optional", _("Response header became optional")
    SECURITY_DEMANDED = "security_demanded", _("Other credentials demanded")
    SECURITY_EASED = "security_eased", _("More credentials accepted")
    FIELD_REMOVED = "field_removed", _("Field removed")
    FIELD_ADDED = "field_added", _("Field added")
    REQUIRED_FIELD_ADDED = "required_field_added", _("Required field added")
    FIELD_BECAME_REQUIRED = "field_became_required", _("Field became required")
    FIELD_BECAME_OPTIONAL = "field_became_optional", _("Field became optional")
    TYPE_CHANGED = "type_changed", _("Type changed")
    TYPE_WIDENED = "type_widened", _("Type widened")
    TYPE_NARROWED = "type_narrowed", _("Type narrowed")
    FORMAT_CHANGED = "format_changed", _("Format changed")
    ENUM_VALUE_REMOVED = "enum_value_removed", _("Listed value removed")
    ENUM_VALUE_ADDED = "enum_value_added", _("Listed value added")
    LIMIT_NARROWED = "limit_narrowed", _("Limit narrowed")
    LIMIT_WIDENED = "limit_widened", _("Limit widened")
    PATTERN_CHANGED = "pattern_changed", _("Pattern changed")
    VARIANT_REMOVED = "variant_removed", _("Variant removed")
    VARIANT_ADDED = "variant_added", _("Variant added")
    DEFAULT_ADDED = "default_added", _("Default added")
    DEFAULT_CHANGED = "default_changed", _("Default changed")
    DISCRIMINATOR_ADDED = "discriminator_added", _("Field that tells the kind added")
    DISCRIMINATOR_REMOVED = "discriminator_removed", _("Field that tells the kind removed")
    DISCRIMINATOR_CHANGED = "discriminator_changed", _("Another field tells the kind")
    KIND_REMOVED = "kind_removed", _("Kind removed")
    KIND_ADDED = "kind_added", _("Kind added")
    ENCODING_CHANGED = "encoding_changed", _("Part of a body encoded otherwise")
    LINK_REMOVED = "link_removed", _("Link removed")
    LINK_ADDED = "link_added", _("Link added")
    LINK_CHANGED = "link_changed", _("Link changed")
    CONDITION_REMOVED = "condition_removed", _("Condition removed")
    CONDITION_ADDED = "condition_added", _("Condition added")
    CONDITION_CHANGED = "condition_changed", _("Condition changed")


@dataclass(frozen=True, slots=True)
class Change:
    """One difference. Pointer and place are None in the document where the thing is not there.

    `breaking` when a client that worked with the old document may stop working with the new one; `in_errors` when that shows
    only in the body of an error answer.
    """

    kind: ChangeKind
    breaking: bool
    message: Text
    old_pointer: str | None
    new_pointer: str | None
    old: Position | None = None
    new: Position | None = None
    in_errors: bool = False

    @property
    def old_line(self) -> int | None:
        """Its line in the old document."""
        return self.old.line if self.old is not None else None

    @property
    def new_line(self) -> int | None:
        """Its line in the new document."""
        return self.new.line if self.new is not None else None

    @property
    def pointer(self) -> str:
        """Where it stands in the new document, or stood in the old one."""
        return self.new_pointer if self.new_pointer is not None else self.old_pointer or ""
