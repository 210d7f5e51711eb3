"""The outline of block-style YAML: every key and item with its line, in one pass over the text.

Follows what real documents hold: quoted scalars over several lines (also continued left of where YAML 1.2 wants them), block
scalars, plain scalars over several lines, flow values, comments, anchors. Whatever it does not follow (explicit keys,
several documents, flow insides) it leaves out, and says `exact = False` where that could hide a key; it never guesses.
"""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(slots=True)
class Place:
    """One key or item: its line (from 1) and what is inside it, by key or by index."""

    line: int
    children: dict[str, Place] | None = None


@dataclass(slots=True)
class _Level:
    column: int
    is_list: bool
    entries: dict[str, Place]


_QUOTED = r'"[^"\\]*+(?:\\[\s\S][^"\\]*+)*+"|\'[^\']*+(?:\'\'[^\']*+)*+\''
_INDENT = re.compile(r"[ ]*+")
_DASH = re.compile(r"-(?:[ ]++|(?=\r?$))", re.MULTILINE)
_KEY = re.compile(
    rf"(?:({_QUOTED})|"
    r"((?:[^\s\-?:,\[\]{}#&*!|>'\"%@`]|[\-?:](?=\S))(?:[^\s:#]|:(?=\S)|[ ]++(?![#\s])|(?<=\S)#)*+))[ ]*+:(?=\s|$)",
    re.MULTILINE,
)
# The form of most lines: a simple key, then nothing or a value that ends with the line.
_PLAIN_LINE = re.compile(
    r"([ ]*+)(-[ ]++)?(?:\"([^\"\\\n]*+)\"|([A-Za-z_$/][^\s:#\"']*+)):"
    r"(?:[ ]++(\"[^\"\\\n]*+\"|'[^'\n]*+'|[^\s\"'\[{&!#\n][^\n]*+|\{[ ]*+\}))?+[ ]*+\r?\n"
)
# What generators make of keys above 128 characters: `? key`, and the value after a colon on the next line.
_LONG_KEY = re.compile(
    r"\?[ ]++(?:(\"[^\"\n]++\"|'[^'\n]++')|([^\s\"'#&*!|>%@`\[{?\-][^\s#]*+(?:[ ]++[^\s#]++)*+))[ ]*+(?=\r?\n[ ]*+: )"
)
_QUOTED_VALUE = re.compile(_QUOTED)
_PROPERTIES = re.compile(r"(?:[&!]\S*+[ ]*+)++")
_FLOW = re.compile(rf"{_QUOTED}|(?:(?<=\s)|^)#[^\n]*|[\[\]{{}}]", re.MULTILINE)
_NEVER = 1 << 30


class Outline:
    """`root` holds the places; `repeats` tells that some key is written twice; `exact` that no key can have been missed."""

    def __init__(self, text: str) -> None:
        self.root = Place(1)
        self.exact = True
        self.repeats = False
        self._text = text
        self._line = 1
        self._levels = [_Level(-1, False, {})]
        self._last = self.root
        self._awaited: Place | None = None  # the long key whose value comes next
        self._leaf = _NEVER  # lines right of this column belong to a scalar
        self._scan()

    @property
    def surely_unique(self) -> bool:
        """Whether no mapping can hold a key twice."""
        return self.exact and not self.repeats

    def _scan(self) -> None:
        text, end, position = self._text, len(self._text), 0
        while position < end:
            if plain := _PLAIN_LINE.match(text, position):
                self._plain_line(plain, plain.end(1) - position)
                position = plain.end()
            else:
                newline = text.find("\n", self._unplain_line(position))
                position = newline + 1 if newline >= 0 else end
            self._line += 1

    def _plain_line(self, line: re.Match[str], column: int) -> None:
        if column > self._leaf:
            return
        dash, quoted, key, value = line.group(2, 3, 4, 5)
        if dash:
            self._add_item(column)
            column += len(dash)
        if quoted is None:
            self._add_key(column, _resolved(key) if key[0] in "nNtTfFyYoO" else key)
        else:
            self._add_key(column, quoted)
        self._leaf = column if value else _NEVER

    def _unplain_line(self, position: int) -> int:
        """Read the line at `position`, and those a value of it reaches over; return where reading goes on."""
        start = _INDENT.match(self._text, position).end()  # type: ignore[union-attr]
        column = start - position
        first = self._text[start : start + 1]
        return self._entry(start, column) if first not in "\r\n#" and column <= self._leaf else start

    def _entry(self, start: int, column: int) -> int:
        """Read the dashes and the key that begin at `start`; return where reading goes on."""
        text = self._text
        if long_key := _LONG_KEY.match(text, start):
            self._add_key(column, _unquoted(long_key[1]) if long_key[1] else _resolved(long_key[2]))
            self._leaf, self._awaited = _NEVER, self._last
            return long_key.end()
        if text[start] in "?%{[" or (column == 0 and text.startswith(("---", "..."), start)):
            return self._unusual(start, column)
        self._leaf = _NEVER
        holder = column  # what lies right of it belongs to the value that begins on this line
        if text.startswith(": ", start):
            if self._awaited is not self._last:  # the value of a key that was not followed
                self._leaf = column
                return start
            start, column = start + 2, column + 2
        while dash := _DASH.match(text, start):
            self._add_item(column)
            holder = column
            column += dash.end() - start
            start = dash.end()
        key = _KEY.match(text, start)
        if key and (not key[1] or "\n" not in key[1]):
            self._add_key(column, _unquoted(key[1]) if key[1] else _resolved(key[2]))
            start, holder = key.end(), column
        elif start == len(text) or text[start] in "\r\n#":
            return start
        elif text[start] == "?" and text[start + 1 : start + 2] in (" ", "\n", ""):
            self.exact = False
        return self._value(start, holder)

    def _unusual(self, start: int, column: int) -> int:
        if not self._text.startswith("---", start) or self.root.children:
            self.exact = False
            self._leaf = column if self._text[start] == "?" else _NEVER
        if self._text[start] in "{[":
            return self._skip_flow(start)
        return start

    def _value(self, start: int, column: int) -> int:
        """Skip the scalar or flow value at `start`; what lies right of `column` below it belongs to it."""
        text = self._text
        while text[start : start + 1] == " ":
            start += 1
        if properties := _PROPERTIES.match(text, start):
            start = properties.end()
        first = text[start : start + 1]
        if first in ("", "\r", "\n", "#"):
            return start
        self._leaf = column
        if first in "\"'":
            quoted = _QUOTED_VALUE.match(text, start)
            if quoted:
                self._line += text.count("\n", start, quoted.end())
                return quoted.end()
            self.exact = False
        elif first in "{[":
            return self._skip_flow(start)
        return start

    def _skip_flow(self, start: int) -> int:
        depth = 0
        for token in _FLOW.finditer(self._text, start):
            depth += {"{": 1, "[": 1, "}": -1, "]": -1}.get(token.group(), 0)
            if depth == 0:
                if self._text[start + 1 : token.start()].strip():
                    self.exact = self.exact and not _may_repeat(self._text[start : token.end()])
                self._line += self._text.count("\n", start, token.end())
                return token.end()
        self.exact = False
        return start

    def _add_item(self, column: int) -> None:
        level = self._level(column, is_list=True)
        level.entries[str(len(level.entries))] = self._last = Place(self._line)

    def _add_key(self, column: int, name: str) -> None:
        level = self._levels[-1]
        if level.column != column or level.is_list:
            level = self._level(column, is_list=False)
        children = level.entries
        if name in children and name != "<<":
            self.repeats = True
        children[name] = self._last = Place(self._line)

    def _level(self, column: int, is_list: bool) -> _Level:
        """The mapping or list whose entries stand at `column`, opened under the last place when it is new."""
        levels = self._levels
        while levels[-1].column > column or (levels[-1].column == column and levels[-1].is_list and not is_list):
            levels.pop()
        if levels[-1].column == column and levels[-1].is_list == is_list:
            return levels[-1]
        if self._last.children is None:
            self._last.children = {}
            if self._last is self.root or levels[-1].is_list:
                self._last.line = self._line  # a dash alone on its line: the value begins here
        levels.append(_Level(column, is_list, self._last.children))
        return levels[-1]


# only from a word's first character: trying again at each would cost the square of its length
_FLOW_KEY = re.compile(r"(?<![^\s,:{}\[\]])[^\s,:{}\[\]]++(?=\s*:)")


def _may_repeat(flow: str) -> bool:
    """Whether a flow value could hold one key twice: the same word before a colon, wherever it stands."""
    words = [word.strip("\"'") for word in _FLOW_KEY.findall(flow)]
    return len(set(words)) < len(words)


# A plain key that may be no string for the reader: 200, 0x10, 1.5, ~, null, yes.
_MAY_RESOLVE = re.compile(r"[-+.\d].*|~|null|true|false|yes|no|on|off|=", re.IGNORECASE)


def _unquoted(key: str) -> str:
    if "\\" not in key and "''" not in key:
        return key[1:-1]
    import yaml  # here, because hardly a document has such keys, and loading it takes as long as judging one

    return str(yaml.safe_load(key))


def _resolved(key: str) -> str:
    """A plain key as the reader names it: `0x10` is 16, `Yes` is true."""
    if not _MAY_RESOLVE.fullmatch(key):
        return key
    import yaml

    from registry.core.openapi.yaml_reading import key_text

    try:
        value = yaml.load(key, Loader=yaml.CSafeLoader)
    except (yaml.YAMLError, ValueError):
        return key
    return key_text(value) if value is None or isinstance(value, bool | int | float) else key
