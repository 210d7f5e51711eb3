"""A document as its page shows it: JSON on lines too long to read is written out, and its places are found again."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from registry.core.openapi.lines import LONG_LINE, json_positions
from registry.core.openapi.pointers import join
from registry.governance.source import Sheet, sheet_of

trees = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=15,
)


def pointers_in(node: object, pointer: str = "") -> list[str]:
    entries = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    return [pointer, *(place for key, child in entries for place in pointers_in(child, join(pointer, key)))]


@given(trees, st.sampled_from([(",", ":"), (", ", ": "), (",\n", ":")]))
def test_minified_json_is_written_out_as_if_it_had_been_written_so(tree: object, separators: tuple[str, str]) -> None:
    whole = {"long": "x" * LONG_LINE * 60, "tree": tree}
    text = json.dumps(whole, separators=separators)
    sheet = sheet_of(text)
    assert list(sheet.lines[2:]) == json.dumps(whole, indent=2).split("\n")[2:]
    pretty = json_positions(json.dumps(whole, indent=2), pointers_in(whole))
    for pointer, (line, column) in json_positions(text, pretty).items():
        if column is not None:
            assert sheet.shown(line, column) == pretty[pointer].line


def test_a_place_without_a_column_is_shown_where_its_line_begins() -> None:
    text = f'{{"a": "{"x" * LONG_LINE}", "b": 1,\n  "c": "{"y" * LONG_LINE}", "d": 2}}'
    assert [sheet_of(text).shown(line, None) for line in (1, 2)] == [1, 4]


def test_what_is_no_json_or_has_lines_of_its_own_stands_as_it_is() -> None:
    tree = {"a": "x" * LONG_LINE, **{f"k{number}": [number] for number in range(9)}}
    pretty, flow = json.dumps(tree, indent=1), f"{{a: {'x' * 1000}}}"
    assert (sheet_of(pretty), sheet_of(flow)) == (Sheet(pretty.split("\n")), Sheet([flow]))
