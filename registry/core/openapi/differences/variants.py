"""Differences between the alternatives (oneOf, anyOf) of two schemas, in whatever order they are written."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from registry.core.openapi.differences.change import Change, ChangeKind
from registry.core.openapi.differences.shape import Shape, Shapes, Variant
from registry.core.openapi.parts import Schema
from registry.core.text import text as _

K = ChangeKind
_MOST_MATCHED = 60  # alternatives without a common name: more take the square of their number to match
Inside = Callable[[Schema, Schema, str], None]


def only_in_alternatives(old: Shape, new: Shape) -> bool:
    """Whether one side has alternatives and nothing beside them, and the other none."""
    mixed = (old.variants and old.properties) or (new.variants and new.properties)
    return bool(old.variants) != bool(new.variants) and not mixed


@dataclass(slots=True)
class Alternatives:
    """The alternatives of what clients send (`sent`) or read, before and after; either side may have none."""

    old: Shape
    new: Shape
    name: str
    sent: bool
    before: Shapes
    after: Shapes

    def changes(self, inside: Inside) -> Iterator[Change]:
        """Their differences; alternatives that answer to each other are handed to `inside`."""
        if self.old.variants and self.new.variants:
            yield from self._both(inside)
        elif only_in_alternatives(self.old, self.new):
            self._one_side(inside)
        elif self.new.variants and self.sent and any(self.after.of(variant.schema).required for variant in self.new.variants):
            message = _("{name} must be one of several alternatives now", name=self.name)
            yield Change(K.VARIANT_ADDED, True, message, self.old.pointer, self.new.pointer)

    def _both(self, inside: Inside) -> Iterator[Change]:
        lost, gained = self._pair_by_name(inside)
        for variant, other in self._matched(lost, gained):
            lost.remove(variant)
            gained.remove(other)
            inside(variant.schema, other.schema, self.name)
        for variant in lost:
            message = _("An alternative of {name} was removed", name=self.name)
            yield Change(K.VARIANT_REMOVED, self.sent, message, variant.schema.pointer, None)
        for variant in gained:
            message = _("An alternative of {name} was added", name=self.name)
            yield Change(K.VARIANT_ADDED, not self.sent, message, None, variant.schema.pointer)

    def _pair_by_name(self, inside: Inside) -> tuple[list[Variant], list[Variant]]:
        """The alternatives left when those of one name are paired."""
        before, after = self._unnamed(self.old), self._unnamed(self.new)
        named = {variant.name: variant for variant in after if variant.name}
        lost, met = [], set()
        for variant in before:
            other = named.get(variant.name)
            if other is None or variant.name in met:
                lost.append(variant)
            else:
                met.add(variant.name)
                inside(variant.schema, other.schema, self.name)
        return lost, [variant for variant in after if variant.name not in met]

    def _unnamed(self, shape: Shape) -> list[Variant]:
        """Its alternatives, less those known by what a field says in both documents, which are compared by that."""
        if self.old.discriminator is None or self.new.discriminator is None or shape.discriminator is None:
            return shape.variants
        known = {kind.schema.pointer for kind in shape.discriminator.kinds.values()}
        return [variant for variant in shape.variants if variant.schema.pointer not in known]

    def _matched(self, lost: list[Variant], gained: list[Variant]) -> Iterator[tuple[Variant, Variant]]:
        """Each with the one it most likely became; in the order they are written when they are very many."""
        if max(len(lost), len(gained)) > _MOST_MATCHED:
            yield from zip(list(lost), list(gained), strict=False)
            return
        for variant in list(lost):
            nearest = max(gained, key=lambda other: self._likeness(variant, other), default=None)
            if nearest is not None and self._likeness(variant, nearest) > 0:
                yield variant, nearest

    def _one_side(self, inside: Inside) -> None:
        """Whoever sends any alternative must be served; whoever reads must know each that may come."""
        pairs = [
            (variant, self.old.schema, variant.schema) if self.new.variants else (variant, variant.schema, self.new.schema)
            for variant in self._unnamed(self.new if self.new.variants else self.old)
        ]
        shape = self.old if self.new.variants else self.new
        shapes = self.after if self.new.variants else self.before
        fitting = [pair for pair in pairs if _may_be(shapes.of(pair[0].schema), shape)]
        if self.sent == bool(self.new.variants):  # one that fits is enough
            fitting = sorted(fitting, key=lambda pair: -_overlap(shapes.of(pair[0].schema), shape))[:1]
        for _variant, one, other in fitting:
            inside(one, other, self.name)

    def _likeness(self, old: Variant, new: Variant) -> float:
        """How surely one became the other: 0 when they have nothing in common."""
        one, other = self.before.of(old.schema), self.after.of(new.schema)
        if not _may_be(one, other):
            return 0
        return (1.0 if old.schema.raw == new.schema.raw else 0.0) + _overlap(one, other)


def _may_be(one: Shape, other: Shape) -> bool:
    return not one.types or not other.types or bool(one.types & other.types)


def _overlap(one: Shape, other: Shape) -> float:
    """The share of fields that both have; little, but not nothing, for values without fields."""
    fields = one.properties.keys() | other.properties.keys()
    return len(one.properties.keys() & other.properties.keys()) / len(fields) if fields else 0.1
