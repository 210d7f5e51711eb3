"""What the layers above demand of a noun's records, beside the noun's own check: asked at every door (form, import, REST)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable

from registry.kit.resource import RecordRule

_rules: defaultdict[str, list[RecordRule]] = defaultdict(list)


def record_rule(noun: str) -> Callable[[RecordRule], RecordRule]:
    """Decorate a function from a record's values by field name to what is wrong with them, as (field, message)."""

    def register(rule: RecordRule) -> RecordRule:
        if rule not in _rules[noun]:
            _rules[noun].append(rule)
        return rule

    return register


def rules_of(noun: str) -> list[RecordRule]:
    """The rules of `noun`, in the order they were registered."""
    return list(_rules[noun])
