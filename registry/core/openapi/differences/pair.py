"""Two shapes of the same thing, keyword by keyword."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from registry.core.openapi.differences.change import Change, ChangeKind
from registry.core.openapi.differences.defaults import default_changes
from registry.core.openapi.differences.discriminators import discriminator_changes
from registry.core.openapi.differences.fields import field_changes, taking_part
from registry.core.openapi.differences.lists import list_changes, schema_or_free
from registry.core.openapi.differences.shape import LOWER, UPPER, Limit, Shape, Shapes, is_narrower
from registry.core.openapi.differences.variants import Alternatives, only_in_alternatives
from registry.core.openapi.parts import Schema
from registry.core.text import Text
from registry.core.text import text as _

K = ChangeKind
Inside = Callable[[Schema, Schema, str], None]  # called with what is inside both, and its name: compared in its turn


@dataclass(slots=True)
class Pair:
    """What clients send (`sent`) or read, before and after; `nulls` tells whether null can be written there."""

    old: Shape
    new: Shape
    name: str
    sent: bool
    nulls: bool
    before: Shapes
    after: Shapes

    def changes(self, inside: Inside) -> Iterator[Change]:
        types = list(self._types())
        yield from types
        if any(change.kind is K.TYPE_CHANGED for change in types):
            return  # nothing is left that could be compared
        yield from discriminator_changes(self.old, self.new, self.name, self.sent, self.before, self.after, inside)
        yield from Alternatives(self.old, self.new, self.name, self.sent, self.before, self.after).changes(inside)
        if only_in_alternatives(self.old, self.new):
            return  # what one side says at once, the other says in each of its alternatives
        yield from self._enum()
        yield from self._limits()
        yield from self._format()
        yield from self._patterns()
        yield from self._conditions()
        yield from field_changes(self.old, self.new, self.name, self.sent, inside)
        yield from self._defaults()
        if "array" in self.old.types and "array" in self.new.types:
            yield from list_changes(self.old, self.new, self.name, self.sent, inside)
        self._others(inside)

    def _change(self, kind: ChangeKind, breaking: bool, message: Text) -> Change:
        return Change(kind, breaking, message, self.old.pointer, self.new.pointer)

    def _types(self) -> Iterator[Change]:
        before, after = self.old.types, self.new.types
        if bool(self.old.variants) != bool(self.new.variants):
            before, after = self.before.types_of(self.old), self.after.types_of(self.new)
        elif self.old.variants:
            return  # the alternatives are compared one by one
        if not self.nulls:
            before, after = before - {"null"}, after - {"null"}
        if before == after:
            return
        said = {"name": self.name, "old": _list(before), "new": _list(after)}
        if before and after and not before & after:
            yield self._change(K.TYPE_CHANGED, True, _("The type of {name} was {old} and is {new}", **said))
        elif not after or (before and before < after):
            yield self._change(K.TYPE_WIDENED, not self.sent, _("{name} was {old} and may now be {new}", **said))
        elif not before or after < before:
            yield self._change(K.TYPE_NARROWED, self.sent, _("{name} was {old} and is only {new}", **said))
        else:  # some types came, others went
            yield self._change(K.TYPE_WIDENED, True, _("{name} was {old} and may now be {new}", **said))

    def _enum(self) -> Iterator[Change]:
        before, after = self.old.enum, self.new.enum
        if before is None and after is None:
            return
        said = {"name": self.name}
        if before is None:
            yield self._change(K.ENUM_VALUE_REMOVED, self.sent, _("{name} takes only listed values now", **said))
            return
        if after is None:
            yield self._change(K.ENUM_VALUE_ADDED, not self.sent, _("{name} is no longer limited to listed values", **said))
            return
        for key in sorted(before.keys() - after.keys()):
            yield self._change(K.ENUM_VALUE_REMOVED, self.sent, _("{name} can no longer be {value}", **said, value=_cut(key)))
        for key in sorted(after.keys() - before.keys()):
            yield self._change(K.ENUM_VALUE_ADDED, not self.sent, _("{name} can now be {value}", **said, value=_cut(key)))

    def _limits(self) -> Iterator[Change]:
        for keyword in (*LOWER, *UPPER):
            before, after = self.old.limits.get(keyword), self.new.limits.get(keyword)
            if before == after:
                continue
            said = {"keyword": keyword, "name": self.name, "old": _limit(before), "new": _limit(after)}
            if is_narrower(keyword, before, after):
                yield self._change(K.LIMIT_NARROWED, self.sent, _("{keyword} of {name} was {old} and is {new}", **said))
            else:
                yield self._change(K.LIMIT_WIDENED, False, _("{keyword} of {name} was {old} and is {new}", **said))

    def _format(self) -> Iterator[Change]:
        before, after = self.old.format, self.new.format
        if before == after or self.old.types - {"null"} != self.new.types - {"null"}:
            return  # a format belongs to its type
        breaking = after is not None if self.sent else before is not None
        said = {"name": self.name, "old": before or "–", "new": after or "–"}
        yield self._change(K.FORMAT_CHANGED, breaking, _("The format of {name} was {old} and is {new}", **said))

    def _patterns(self) -> Iterator[Change]:
        before, after = self.old.patterns, self.new.patterns
        if before == after:
            return
        breaking = self.sent and not after <= before
        said = {"name": self.name, "old": _cut(" ".join(sorted(before)) or "–"), "new": _cut(" ".join(sorted(after)) or "–")}
        yield self._change(K.PATTERN_CHANGED, breaking, _("The pattern of {name} was {old} and is {new}", **said))

    def _defaults(self) -> Iterator[Change]:
        """Those of the fields that need not be there."""
        was, is_now = taking_part(self.old, self.sent), taking_part(self.new, self.sent)
        for field in was:
            if field in is_now and field not in self.old.required and field not in self.new.required:
                one, other = self.before.of(was[field]), self.after.of(is_now[field])
                yield from default_changes(one, other, f"{self.name}.{field}", sent=self.sent)

    def _conditions(self) -> Iterator[Change]:
        lost = {key: place for key, place in self.old.conditions.items() if key not in self.new.conditions}
        gained = {key: place for key, place in self.new.conditions.items() if key not in self.old.conditions}
        for (keyword, _said), before in lost.items():
            said = {"name": self.name, "keyword": keyword}
            other = next((key for key in gained if key[0] == keyword), None)
            if other is not None:
                message = _("The condition “{keyword}” of {name} was changed: what fitted may no longer fit", **said)
                yield Change(K.CONDITION_CHANGED, True, message, before, gained.pop(other))
            elif self.sent:
                message = _("{name} is no longer held to the condition “{keyword}”", **said)
                yield Change(K.CONDITION_REMOVED, False, message, before, None)
            else:
                message = _("{name} no longer keeps to the condition “{keyword}”: clients may rely on it", **said)
                yield Change(K.CONDITION_REMOVED, True, message, before, None)
        for (keyword, _said), after in gained.items():
            said = {"name": self.name, "keyword": keyword}
            if self.sent:
                message = _("{name} is held to the condition “{keyword}” now: what clients send may be refused", **said)
            else:
                message = _("{name} keeps to the condition “{keyword}” now", **said)
            yield Change(K.CONDITION_ADDED, self.sent, message, None, after)

    def _others(self, inside: Inside) -> None:
        """What objects hold beyond their properties; a side that does not say lets anything be there."""
        old, new = self.old, self.new
        named = old.properties or new.properties or old.patterned or new.patterned
        free = not named and old.open is not False and new.open is not False
        if (old.others and new.others) or (free and (old.others or new.others)):
            one, other = (
                schema_or_free(old.others, old, "additionalProperties"),
                schema_or_free(new.others, new, "additionalProperties"),
            )
            inside(one, other, f"{self.name}{{}}")


def _limit(limit: Limit | None) -> str:
    return "–" if limit is None else f"{limit[0]:g}{' (exclusive)' if limit[1] else ''}"


def _list(types: frozenset[str]) -> str:
    return ", ".join(sorted(types - ({"integer"} if "number" in types else set()))) or "anything"


def _cut(value: str) -> str:
    return value if len(value) <= 80 else value[:80] + "…"
