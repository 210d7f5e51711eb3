"""Differences between two schemas, from the side of those who send it and of those who read it.

What a client sends may be widened, never narrowed; what a client reads may be narrowed, never widened.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from registry.core.openapi.differences.change import Change, ChangeKind
from registry.core.openapi.differences.shape import LOWER, UPPER, Shape, shape_of
from registry.core.openapi.document import Document
from registry.core.openapi.parts import Schema
from registry.core.text import Text
from registry.core.text import text as _

K = ChangeKind


@dataclass(slots=True)
class SchemaComparison:
    """Compares schemas of two documents; each pair is looked at once for each direction, however often it is referred to."""

    old: Document
    new: Document
    _seen: set[tuple[str, str, bool]] = field(default_factory=set)

    def __call__(self, old: Schema | None, new: Schema | None, name: str, *, sent: bool) -> Iterator[Change]:
        """The differences of what clients send (`sent`) or read. `name` is what people call the thing."""
        if old is None or new is None:
            return
        waiting = [(old, new, name)]
        while waiting:
            before, after, called = waiting.pop()
            place = (before.pointer, after.pointer, sent)
            if place in self._seen:
                continue
            self._seen.add(place)
            pair = _Pair(shape_of(self.old, before), shape_of(self.new, after), called, sent)
            yield from pair.changes(lambda one, other, part: waiting.append((one, other, part)))


Inner = Callable[[Schema, Schema, str], None]


@dataclass(slots=True)
class _Pair:
    """Two shapes of the same thing."""

    old: Shape
    new: Shape
    name: str
    sent: bool

    def changes(self, inner: Inner) -> Iterator[Change]:
        yield from self._types()
        yield from self._enum()
        yield from self._limits()
        yield from self._format()
        yield from self._pattern()
        yield from self._properties(inner)
        yield from self._variants(inner)
        if self.old.items is not None and self.new.items is not None:
            inner(self.old.items, self.new.items, f"{self.name}[]")
        if self.old.others is not None and self.new.others is not None:
            inner(self.old.others, self.new.others, f"{self.name}{{}}")

    def _change(self, kind: ChangeKind, breaking: bool, message: Text) -> Change:
        return Change(kind, breaking, message, self.old.pointer, self.new.pointer)

    def _types(self) -> Iterator[Change]:
        before, after = self.old.types, self.new.types
        if before == after:
            return
        lost = before - after if after else frozenset()
        gained = after - before if before else frozenset()
        if not before:  # anything was accepted
            lost = frozenset({"any"})
        if not after:
            gained = frozenset({"any"})
        said = {"name": self.name, "old": _list(before), "new": _list(after)}
        if lost and gained:
            yield self._change(K.TYPE_CHANGED, True, _("The type of {name} was {old} and is {new}", **said))
        elif lost:
            yield self._change(K.TYPE_NARROWED, self.sent, _("{name} was {old} and is only {new}", **said))
        else:
            yield self._change(K.TYPE_WIDENED, not self.sent, _("{name} was {old} and may now be {new}", **said))

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
            if _is_narrower(keyword, before, after):
                yield self._change(K.LIMIT_NARROWED, self.sent, _("{keyword} of {name} was {old} and is {new}", **said))
            else:
                yield self._change(K.LIMIT_WIDENED, False, _("{keyword} of {name} was {old} and is {new}", **said))

    def _format(self) -> Iterator[Change]:
        before, after = self.old.format, self.new.format
        if before == after:
            return
        breaking = after is not None if self.sent else before is not None
        said = {"name": self.name, "old": before or "–", "new": after or "–"}
        yield self._change(K.FORMAT_CHANGED, breaking, _("The format of {name} was {old} and is {new}", **said))

    def _pattern(self) -> Iterator[Change]:
        before, after = self.old.pattern, self.new.pattern
        if before == after:
            return
        breaking = self.sent and after is not None
        said = {"name": self.name, "old": _cut(before or "–"), "new": _cut(after or "–")}
        yield self._change(K.PATTERN_CHANGED, breaking, _("The pattern of {name} was {old} and is {new}", **said))

    def _properties(self, inner: Inner) -> Iterator[Change]:
        for name, before in self.old.properties.items():
            after = self.new.properties.get(name)
            called = f"{self.name}.{name}"
            if after is None:
                yield from self._removed(name, called, before)
            else:
                yield from self._demand(name, called, before, after)
                inner(before, after, called)
        for name, after in self.new.properties.items():
            if name not in self.old.properties and not _left_out(after, self.sent):
                yield from self._added(name, f"{self.name}.{name}", after)

    def _removed(self, name: str, called: str, before: Schema) -> Iterator[Change]:
        if _left_out(before, self.sent):
            return
        must_read = name in self.old.required
        if self.sent:
            message = _("{name} was removed: clients send it", name=called)
        elif must_read:
            message = _("{name} was removed: clients read it, and it was always there", name=called)
        else:
            message = _("{name} was removed; it was not always there", name=called)
        yield Change(K.FIELD_REMOVED, self.sent or must_read, message, before.pointer, None)

    def _added(self, name: str, called: str, after: Schema) -> Iterator[Change]:
        if self.sent and name in self.new.required:
            message = _("{name} was added and is required: clients do not send it", name=called)
            yield Change(K.REQUIRED_FIELD_ADDED, True, message, None, after.pointer)
        else:
            yield Change(K.FIELD_ADDED, False, _("{name} was added", name=called), None, after.pointer)

    def _demand(self, name: str, called: str, before: Schema, after: Schema) -> Iterator[Change]:
        was, is_now = name in self.old.required, name in self.new.required
        if was == is_now or _left_out(after, self.sent):
            return
        if is_now:
            message = (
                _("{name} became required: clients may leave it out", name=called)
                if self.sent
                else _("{name} is always there now", name=called)
            )
            yield Change(K.FIELD_BECAME_REQUIRED, self.sent, message, before.pointer, after.pointer)
        else:
            message = (
                _("{name} may be left out now", name=called)
                if self.sent
                else _("{name} may be missing now: clients rely on it", name=called)
            )
            yield Change(K.FIELD_BECAME_OPTIONAL, not self.sent, message, before.pointer, after.pointer)

    def _variants(self, inner: Inner) -> Iterator[Change]:
        before, after = self.old.variants, self.new.variants
        if not before or not after:
            return
        for key in before.keys() & after.keys():
            inner(before[key], after[key], self.name)
        lost, gained = [before[key] for key in before if key not in after], [after[key] for key in after if key not in before]
        for one, other in zip(lost, gained, strict=False):  # renamed, most likely: what they hold tells
            inner(one, other, self.name)
        for one in lost[len(gained) :]:
            yield Change(K.VARIANT_REMOVED, self.sent, _("A variant of {name} was removed", name=self.name), one.pointer, None)
        for one in gained[len(lost) :]:
            yield Change(K.VARIANT_ADDED, not self.sent, _("A variant of {name} was added", name=self.name), None, one.pointer)


def _left_out(schema: Schema, sent: bool) -> bool:
    """Whether a field has no part in this direction."""
    return schema.keywords.get("readOnly" if sent else "writeOnly") is True


def _is_narrower(keyword: str, before: tuple[float, bool] | None, after: tuple[float, bool] | None) -> bool:
    if before is None or after is None:
        return after is not None
    return after > before if keyword in LOWER else (after[0], not after[1]) < (before[0], not before[1])


def _limit(limit: tuple[float, bool] | None) -> str:
    return "–" if limit is None else f"{limit[0]:g}{' (exclusive)' if limit[1] else ''}"


def _list(types: frozenset[str]) -> str:
    return ", ".join(sorted(types - ({"integer"} if "number" in types else set()))) or "anything"


def _cut(value: str) -> str:
    return value if len(value) <= 80 else value[:80] + "…"
