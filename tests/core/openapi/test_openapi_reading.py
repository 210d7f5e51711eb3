"""Reading survives whatever is published, and says why when it refuses."""

from __future__ import annotations

import json
import re

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from registry.core.openapi.document import read
from registry.core.openapi.reading import Limits, Unreadable, read_source
from registry.core.openapi.yaml_reading import read_carefully

HEAD = b"openapi: 3.1.0\ninfo: {title: T, version: '1.0'}\n"
BOMB = "a0: &a0 [x,x,x,x,x,x,x,x,x]\n" + "".join(f"a{i}: &a{i} [{','.join([f'*a{i - 1}'] * 9)}]\n" for i in range(1, 12))
MERGE_BOMB = "a0: &a0 {k: 1}\n" + "".join(f"a{i}: &a{i} {{<<: [{','.join([f'*a{i - 1}'] * 9)}]}}\n" for i in range(1, 12))


@pytest.mark.parametrize(
    ("data", "says", "line"),
    [
        pytest.param(b"", "empty", None, id="an empty file"),
        pytest.param(b"\n  \n", "empty", None, id="only blanks"),
        pytest.param(b"# nothing\n", "not a mapping", 1, id="only a comment"),
        pytest.param(b"- a\n- b\n", "not a mapping", 1, id="a list"),
        pytest.param(b"services: {web: {}}\n", "openapi", 1, id="another kind of YAML"),
        pytest.param(b"\x89PNG\r\n\x1a\n\x00\x00", "UTF-8", 1, id="a picture"),
        pytest.param(b"a\n\0b", "binary", 2, id="zero bytes"),
        pytest.param("title: 1\nname: å".encode("latin-1"), "save it as UTF-8", 2, id="Latin-1"),
        pytest.param(HEAD + b"paths:\n\t/a: {}\n", "cannot start any token", 4, id="a tab for indentation"),
        pytest.param(b'{"openapi": "3.0.0",\n "paths": {,}}', "Not valid JSON", 2, id="broken JSON"),
        pytest.param(HEAD + b"x: !!python/object/apply:os.system [ls]\n", "python", 3, id="a tag that would run code"),
        pytest.param(HEAD + b"x: !!set {a, b}\n", "set", None, id="a tag JSON does not know"),
        pytest.param(BOMB.encode(), "aliases", None, id="an alias bomb"),
        pytest.param(MERGE_BOMB.encode(), "aliases", None, id="a bomb of merge keys"),
        pytest.param(b"a: &a [*a]\n", "part of", 1, id="an alias of itself"),
        pytest.param(b"[" * 100_000, "levels", None, id="deep flow nesting"),
        pytest.param(b'{"a":' * 100_000, "levels", None, id="deep JSON nesting"),
        pytest.param(b"&a {b: " * 100_000 + b"*a", "levels", 1, id="deep nesting with aliases"),
        pytest.param(b"- " * 20_000 + b"x", "levels", 1, id="deep lists"),
        pytest.param("\n".join(" " * i + "a:" for i in range(3000)).encode(), "levels", None, id="deep block nesting"),
        pytest.param(HEAD + b"x: " + b"9" * 5000, "digits", None, id="a number without end"),
        pytest.param(b'{"openapi": "3.0.0", "x": "\\ud83d"}', "half of a character", None, id="an unpaired surrogate"),
        pytest.param(b"a: 1\n---\nb: 2\n", "single document", 2, id="two documents in one file"),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_reason(data: bytes, says: str, line: int | None) -> None:
    with pytest.raises(Unreadable) as refusal:
        read(data)
    assert says in str(refusal.value.message)
    if line is not None:
        assert refusal.value.line == line


def test_a_document_above_the_size_limit_is_refused_before_it_is_parsed() -> None:
    with pytest.raises(Unreadable, match="at most 1000"):
        read(HEAD + b"#" * 2000, Limits(size=1000))


def test_a_document_with_too_many_values_is_refused() -> None:
    with pytest.raises(Unreadable, match="more than 10 values"):
        read_source(json.dumps({"x": [1] * 11}).encode(), Limits(nodes=10))


def test_keys_become_words_whatever_yaml_takes_them_for() -> None:
    source = read_source(b"200: a\ntrue: b\n2020-01-01: c\nnull: d\n1.5: e\n", Limits())
    assert list(source.tree) == ["200", "true", "2020-01-01", "null", "1.5"]


def test_dates_stay_text() -> None:
    assert read_source(b"day: 2020-01-01\nagain: &a 2021-02-03\nalias: *a\n", Limits()).tree == {
        "day": "2020-01-01",
        "again": "2021-02-03",
        "alias": "2021-02-03",
    }


def test_a_quoted_text_may_go_on_left_of_where_yaml_1_2_wants_it() -> None:
    data = HEAD + b'paths:\n  /a:\n    get:\n      summary: "one\\\n      \\ two"\n'
    assert read(data).operations[0].raw["summary"] == "one two"


def test_aliases_and_merge_keys_are_followed() -> None:
    tree = read_source(b"a: &a {x: 1}\nb: {<<: *a, y: 2}\nc: *a\n", Limits()).tree
    assert tree["b"] == {"x": 1, "y": 2}
    assert tree["c"] == {"x": 1}


def test_json_in_utf_16_and_with_a_byte_order_mark_is_read() -> None:
    text = '{"openapi": "3.0.0", "info": {"title": "å"}}'
    assert read(text.encode("utf-16")).title == "å"
    assert read(text.encode("utf-8-sig")).title == "å"


def test_nan_in_json_counts_as_nothing() -> None:
    assert read_source(b'{"a": NaN, "b": -Infinity}', Limits()).tree == {"a": None, "b": None}


def _title_or_reason(data: bytes) -> str:
    """What the document calls itself, or why it cannot be read; anything else raised is a fault."""
    try:
        return read(data).title
    except Unreadable as refusal:
        return str(refusal.message)


@given(st.binary(max_size=300))
def test_arbitrary_bytes_give_a_document_or_a_reason(data: bytes) -> None:
    assert _title_or_reason(data) is not None


@given(st.text(alphabet="ab:{}[]\"'&*-?|>#!%\n \t,0", max_size=80))
def test_arbitrary_yaml_punctuation_gives_a_document_or_a_reason(text: str) -> None:
    assert _title_or_reason(b"openapi: 3.1.0\n" + text.encode()) is not None


def _is_no_number(text: str) -> bool:
    """PyYAML writes “1e5” without quotes, and readers of YAML 1.2 take it for a number."""
    return re.fullmatch(r"[-+.0-9]+[eE][-+0-9]+", text) is None


json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**9), 10**9)
    | st.text(st.characters(codec="utf-8", exclude_categories=["Cc"]), max_size=8).filter(_is_no_number),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text("abz/~ 0å", min_size=1, max_size=5), inner, max_size=4),
    max_leaves=20,
)


@pytest.mark.parametrize("number", ["0E0", "1e5", "-1.5E+3", ".1e2", "1.E5", "12E-03"])
def test_numbers_with_an_exponent_are_numbers_to_every_reader(number: str) -> None:
    data = f"a: {number}\n"
    assert read_source(data.encode(), Limits()).tree == read_carefully(data, Limits()) == {"a": float(number)}


@given(st.dictionaries(st.text("abz/~ 0å", min_size=1, max_size=5), json_values, min_size=1, max_size=4))
def test_every_reader_reads_the_same_tree(tree: dict[str, object]) -> None:
    assert read_source(json.dumps(tree).encode(), Limits()).tree == tree
    block = yaml.safe_dump(tree, allow_unicode=True, sort_keys=False)
    assert read_source(block.encode(), Limits()).tree == tree
    assert read_carefully(block, Limits()) == tree
