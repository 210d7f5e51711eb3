"""Messages that carry their values and are put into a language where they are shown.

`core` states what it found without knowing the reader's language: a `Text` keeps the English template, which is also the key of
its translation, and the values that fill it. `str(text)` is the English message.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType


class Text:
    """A translatable message: `template` in str.format form, `values` by name (each may be a Text itself).

    Never changed once made. A class written out, because a program that checks one document would spend more time on making a
    dataclass than on using it.
    """

    __slots__ = ("template", "values")

    def __init__(self, template: str, values: Mapping[str, object] = MappingProxyType({})) -> None:
        self.template = template
        self.values = values

    def __repr__(self) -> str:
        return f"Text({self.template!r}, {dict(self.values)!r})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Text) and self.template == other.template and self.values == other.values

    def __str__(self) -> str:
        return self.render(lambda template: template)

    def __hash__(self) -> int:
        return hash((self.template, frozenset(map(str, self.values.values()))))

    def __reduce__(self) -> tuple[type[Text], tuple[str, dict[str, object]]]:
        """A mapping proxy cannot be pickled; findings travel between worker processes."""
        return Text, (self.template, dict(self.values))

    def render(self, translate: Callable[[str], str], show: Callable[[object], str] = str) -> str:
        """The message with `translate` applied to every template in it and `show` to every plain value."""
        template = translate(self.template)
        if not self.values:
            return template
        values = {
            name: value.render(translate, show) if isinstance(value, Text) else show(value) for name, value in self.values.items()
        }
        return template.format_map(values)


def text(template: str, **values: object) -> Text:
    """Mark `template` for translation; imported as `_` where messages are written."""
    return Text(template, MappingProxyType(values))
