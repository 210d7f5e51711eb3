"""Whatever is in a document, it is refused with a reason or judged to the end; no rule breaks."""

from __future__ import annotations

import json
import logging
from datetime import date
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from registry.core.openapi.differences import differences
from registry.core.openapi.document import read
from registry.core.openapi.reading import Unreadable
from registry.core.strategy.engine import check
from registry.core.strategy.outputs.as_json import entry_of
from registry.core.strategy.outputs.outcome import Judged
from registry.core.strategy.profile import built_in_profiles, load_profile

TODAY = date(2026, 11, 25)
PROFILES = [load_profile(path) for path in built_in_profiles().values()]
BASE = read(
    b"openapi: 3.0.3\ninfo: {title: Cases, version: '1.0'}\npaths: {/cases: {get: {responses: {'200': {description: All}}}}}\n"
)

GOOD = Path(__file__).parents[3] / "specs/party-2.0.yaml"
SPOILT = [
    "",
    "\t",
    "&a ",
    "*a",
    "- ",
    "? ",
    ": ",
    "{a: b, a: c}",
    "[",
    "|",
    ">-",
    "'",
    '"',
    "<<: *a",
    "!!set {a}",
    "#",
    "\x85",
    "\u2028",
]

words = st.sampled_from(
    [
        "",
        "a",
        "v1",
        "/cases/{id}",
        "https://a.example/v1",
        "http://[",
        "personnummer",
        "object",
        "string",
        "query",
        "(a+)+$",
        "2026-13-45",
    ]
) | st.text(max_size=8)
targets = st.sampled_from(
    ["#", "#/", "#/components/schemas/A", "#/paths/~1cases", "other.yaml#/a", "http://127.0.0.1:9/a", "#a", "%"]
)
plain = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | words
KEYS = """
    $ref type properties items allOf oneOf not additionalProperties required enum const example examples default format pattern
    parameters requestBody responses content schema headers security servers url variables tags name in description summary title
    version info contact paths components schemas securitySchemes get post 200 default application/json /cases A x-a swagger
"""
keys = st.sampled_from(KEYS.split()) | st.text(max_size=4)
anything = st.recursive(
    plain | st.fixed_dictionaries({"$ref": targets}),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(keys, inner, max_size=5),
    max_leaves=10,
)
schemas = st.dictionaries(st.sampled_from("ABC"), anything, max_size=3)
operations = st.dictionaries(
    st.sampled_from(["parameters", "requestBody", "responses", "security", "tags", "operationId", "description", "callbacks"]),
    anything,
)
documents = st.fixed_dictionaries(
    {"openapi": st.sampled_from(["3.0.3", "3.1.0", "3.2.0"]) | plain},
    optional={
        "swagger": st.just("2.0") | plain,
        "info": st.dictionaries(st.sampled_from(["title", "version", "contact", "description", "license"]), anything) | anything,
        "servers": st.lists(st.fixed_dictionaries({"url": anything}), max_size=2) | anything,
        "paths": st.dictionaries(words, st.dictionaries(st.sampled_from(["get", "post", "parameters", "$ref"]), operations))
        | anything,
        "components": st.fixed_dictionaries({"schemas": schemas | anything}) | anything,
        "definitions": schemas | anything,
        "security": anything,
        "tags": anything,
        "webhooks": anything,
    },
)


class Broken(logging.Handler):
    """What the engine logs of rules that broke."""

    def __init__(self) -> None:
        super().__init__()
        self.told: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.told.append(self.format(record))


def withstand(data: bytes) -> None:
    """Judge `data`, which no rule may break on; a refusal is an answer too."""
    try:
        document = read(data)
    except Unreadable:
        return
    log, broken = logging.getLogger("registry.core.strategy.engine"), Broken()
    log.addHandler(broken)
    try:
        for profile in PROFILES:
            entry_of(Judged("a.yaml", check(document, profile, today=TODAY)))
    finally:
        log.removeHandler(broken)
    assert not broken.told
    differences(BASE, document)
    differences(document, BASE)


@settings(max_examples=20)
@given(tree=documents, as_yaml=st.booleans(), flow=st.sampled_from([False, None]))
def test_any_tree_shaped_like_a_document(tree: dict[str, object], as_yaml: bool, flow: bool | None) -> None:
    text = yaml.dump(tree, Dumper=yaml.CSafeDumper, default_flow_style=flow, allow_unicode=True) if as_yaml else json.dumps(tree)
    withstand(str(text).encode(errors="surrogatepass"))


@settings(max_examples=40)
@given(st.lists(st.tuples(st.integers(0, 200), st.sampled_from(SPOILT) | st.text(max_size=6)), min_size=1, max_size=4))
def test_any_line_of_a_document_may_be_spoilt(changes: list[tuple[int, str]]) -> None:
    lines = GOOD.read_text("utf-8").splitlines()
    for place, text in changes:
        line = lines[place % len(lines)]
        lines[place % len(lines)] = line[: place % (len(line) + 1)] + text
    withstand("\n".join(lines).encode(errors="surrogatepass"))


def test_a_rule_that_breaks_is_a_clause_not_checked_and_logged(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(type(BASE), "paths", property(lambda _document: 1 / 0))
    with pytest.raises(AssertionError, match="ZeroDivisionError"):
        withstand(b"openapi: 3.0.3\ninfo: {title: Cases, version: '1.0'}\npaths: {}\n")
