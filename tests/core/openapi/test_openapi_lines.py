"""The line of a pointer is the line a person would point at: PyYAML's marks are the judge."""

from __future__ import annotations

import json
from collections.abc import Iterable

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from registry.core.openapi.document import read
from registry.core.openapi.graph_lines import repeated
from registry.core.openapi.lines import LONG_LINE, Lines
from registry.core.openapi.pointers import join, split, step, walk
from registry.core.openapi.reading import Limits, Source, Unreadable, read_source
from registry.core.openapi.yaml_reading import key_text

DOCUMENT = """\
# a comment: with a colon
openapi: 3.1.0
info:
  title: "A title: with a colon, over
  two lines, under-indented"
  description: |
    paths:
      not: a key
  version: '1.0'   # said: twice
tags: [{name: a},
  {name: b}]
servers:
- url: https://a.example
  description: >-
    text: more

    text: after a blank line
-
  url: https://b.example
paths:
  /a/{id}:
    get:
      operationId: plain text that
        goes on: no, it does not
      responses:
        "200": {description: fine}
        404:
          description: missing
"""


@pytest.mark.parametrize(
    ("pointer", "line"),
    [
        ("", 2),
        ("/openapi", 2),
        ("/info/title", 4),
        ("/info/description", 6),
        ("/info/version", 9),
        ("/tags/0/name", 10),
        ("/tags/1/name", 11),
        ("/servers/0/url", 13),
        ("/servers/1/url", 19),
        ("/servers/1", 19),
        ("/paths/~1a~1{id}/get/responses/200/description", 26),
        ("/paths/~1a~1{id}/get/responses/404/description", 28),
        ("/paths/~1a~1{id}/get/responses/500", 25),
        ("/components", 2),
    ],
)
def test_lines_in_block_style(pointer: str, line: int) -> None:
    text = DOCUMENT.replace("goes on: no, it does not", "goes on")
    assert read(text.encode()).line_of(pointer) == line


def test_lines_in_json() -> None:
    text = '{\n"openapi": "3.0.0",\n"a/b": [\n1,\n{"c": 2},\n"}"\n],\n"d": {"e\\u0041":\n"x"}\n}'
    document = read(text.encode())
    found = document.positions_of(["", "/openapi", "/a~1b", "/a~1b/0", "/a~1b/1/c", "/a~1b/2", "/d/eA", "/missing", "/d/no"])
    assert [position.line for position in found.values()] == [1, 2, 3, 4, 5, 6, 8, 1, 8]


def test_a_value_behind_an_alias_is_where_its_anchor_is() -> None:
    document = read(b"openapi: 3.0.0\na: &a\n  x: 1\nb: *a\nc:\n  <<: *a\n  y: 2\n")
    assert [document.line_of(pointer) for pointer in ("/b/x", "/c/x", "/c/y")] == [3, 3, 7]


@pytest.mark.parametrize(
    "text",
    [
        "openapi: 3.0.0\ninfo:\n  title: a\n  title: b\n",
        "openapi: 3.0.0\ninfo: {title: a,\n\n title: b}\n",
        '{"openapi": "3.0.0",\n"info":\n{"title": "a",\n"title": "b"}}',
        "openapi: 3.0.0\ninfo:\n  ? title\n  : a\n  title: b\n",
    ],
)
def test_a_key_written_twice_is_told_with_its_second_line(text: str) -> None:
    duplicates = read(text.encode()).duplicate_keys
    assert [(duplicate.pointer, duplicate.key) for duplicate in duplicates] == [("/info/title", "title")]
    assert duplicates[0].line == text.rstrip("}\n").count("\n") + 1


def test_the_same_key_in_two_mappings_is_no_duplicate() -> None:
    assert read(b"openapi: 3.0.0\na: {x: 1}\nb: {x: 1}\nc:\n- x: 1\n- x: 1\n").duplicate_keys == []


def lines_of(source: Source, pointers: Iterable[str]) -> dict[str, int]:
    return {pointer: position.line for pointer, position in Lines(source, Limits()).of(pointers).items()}


def _places(node: yaml.Node, pointer: str = "") -> dict[str, int]:
    """Every pointer with the line PyYAML saw it on."""
    if isinstance(node, yaml.SequenceNode):
        own = {join(pointer, index): item.start_mark.line + 1 for index, item in enumerate(node.value)}
        inside = [_places(item, join(pointer, index)) for index, item in enumerate(node.value)]
    elif isinstance(node, yaml.MappingNode):
        loader = yaml.SafeLoader("")
        keys = [(key_text(loader.construct_object(key)), key, value) for key, value in node.value]
        own = {join(pointer, name): key.start_mark.line + 1 for name, key, value in keys}
        inside = [_places(value, join(pointer, name)) for name, _key, value in keys]
    else:
        return {}
    for part in inside:
        own |= part
    return own


values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.sampled_from(
        ["", "plain", "two words", "a: b", "# no", "- no", "one\ntwo\n", "\n\nlate", "'", '"', "é å", "x" * 90, "y " * 60, "200"]
    ),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["a", "b c", "200", "true", "/p/{q}", "x: y", "é", "-k", "/long" * 30]), inner, max_size=3
        )
    ),
    max_leaves=25,
)


@given(
    tree=st.dictionaries(st.sampled_from(["openapi", "a", "b", "/c"]), values, min_size=1, max_size=4),
    width=st.sampled_from([20, 80]),
    style=st.sampled_from([None, '"', "'", "|", ">"]),
    indent=st.sampled_from([2, 4]),
    flow=st.sampled_from([False, None]),
)
@example(tree={"a": [[1, [2]], [{"a": [{"b c": 1}]}]]}, width=80, style=None, indent=2, flow=False)
def test_block_style_lines_agree_with_pyyaml(
    tree: dict[str, object], width: int, style: str | None, indent: int, flow: bool | None
) -> None:
    text = yaml.safe_dump(tree, width=width, default_style=style, indent=indent, default_flow_style=flow, allow_unicode=True)
    try:
        source = read_source(text.encode(), Limits())
    except Unreadable:
        return  # tags on every scalar may make a value JSON does not know
    if source.is_json:
        return
    expected = _places(yaml.compose(text))
    assert lines_of(source, expected) == expected, text


@given(tree=st.dictionaries(st.sampled_from(["openapi", "a", "b", "/c"]), values, min_size=1, max_size=4), data=st.data())
def test_no_repeated_key_is_overlooked_and_none_made_up(tree: dict[str, object], data: st.DataObject) -> None:
    lines = yaml.safe_dump(tree, width=30, default_flow_style=False, allow_unicode=True).splitlines()
    copied, place = (data.draw(st.integers(0, len(lines) - 1)) for _turn in range(2))
    lines.insert(place, lines[copied])
    text = "\n".join(lines) + "\n"
    try:
        source = read_source(text.encode(), Limits())
        graph = yaml.compose(text)
    except (Unreadable, yaml.YAMLError):
        return
    told = [(duplicate.pointer, duplicate.line) for duplicate in Lines(source, Limits()).duplicates()]
    assert sorted(told) == sorted((duplicate.pointer, duplicate.line) for duplicate in repeated(graph)), text


@given(st.dictionaries(st.text(max_size=4), values, min_size=1, max_size=3), st.sampled_from([None, 1]))
def test_json_lines_agree_with_pyyaml(tree: dict[str, object], indent: int | None) -> None:
    text = json.dumps(tree, indent=indent, ensure_ascii=False)
    try:
        expected = _places(yaml.compose(text, yaml.SafeLoader))
    except yaml.YAMLError:
        return  # control characters are escaped in ways YAML does not know
    source = read_source(text.encode(), Limits())
    assert lines_of(source, expected) == expected


def written(tree: dict[str, object], pointer: str) -> object:
    """What stands at a pointer's place: the key that leads to it, or the item itself."""
    *above, last = split(pointer)
    holder = walk(tree, above)
    return last if isinstance(holder, dict) else step(holder, last)


@given(st.dictionaries(st.text(max_size=4), values, min_size=1, max_size=3), st.booleans())
def test_in_minified_json_the_column_points_at_the_key_or_the_item(tree: dict[str, object], ascii_only: bool) -> None:
    tree = {"before": "x" * LONG_LINE, **tree}
    text = json.dumps(tree, ensure_ascii=ascii_only, separators=(",", ":"))
    found = Lines(read_source(text.encode(), Limits()), Limits()).of(_pointers(tree))
    for pointer, (line, column) in found.items():
        assert column is not None
        assert (line, json.JSONDecoder().raw_decode(text, column - 1)[0]) == (1, written(tree, pointer))


@given(st.dictionaries(st.sampled_from(["a", "b c", "é", "/x~y"]), values, min_size=1, max_size=3))
def test_in_yaml_of_one_line_the_column_points_at_the_key_or_the_item(tree: dict[str, object]) -> None:
    text = f'{{openapi: 3.1.0, before: "{"x" * LONG_LINE}", {json.dumps(tree)[1:]}\n'
    source = read_source(text.encode(), Limits())
    assert not source.is_json
    for pointer, (line, column) in Lines(source, Limits()).of(_pointers(tree)).items():
        assert column is not None
        assert (line, json.JSONDecoder().raw_decode(text, column - 1)[0]) == (1, written(tree, pointer))


def _pointers(node: object, pointer: str = "") -> list[str]:
    entries = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    return [place for key, child in entries for place in (join(pointer, key), *_pointers(child, join(pointer, key)))]


def test_a_column_is_told_only_where_the_line_is_long() -> None:
    short = '{"openapi": "3.0.0",\n"info": {"title": "a"},\n'
    found = read(f'{short}"x": ["{"y" * LONG_LINE}", {{"z": 1}}]}}'.encode()).positions_of(["/info/title", "/x", "/x/1/z"])
    assert list(found.values()) == [(2, None), (3, 1), (3, 6 + LONG_LINE + 6)]
    block = f"openapi: 3.0.0\ninfo:\n  description: {'y' * LONG_LINE}\n  title: a\n"
    assert read(block.encode()).positions_of(["/info/description"]) == {"/info/description": (3, None)}


def test_a_word_without_end_in_a_flow_value_is_read_once_not_at_each_of_its_letters() -> None:
    data = ("openapi: 3.0.1\ninfo: {title: a, version: '1" + "0" * 2_000_000 + "x'}\npaths: {}\n").encode()
    assert read(data).line_of("/info/title") == 2


def test_a_long_key_full_of_spaces_is_read_once_not_at_each_of_them() -> None:
    key = "a" + " " * 1_000_000 + "b"
    assert read(f"openapi: 3.0.1\n? {key}\n: 1\npaths: {{}}\n".encode()).line_of("/paths") == 4
