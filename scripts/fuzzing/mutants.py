"""Documents with something wrong in them: a published one, and then chance."""

from __future__ import annotations

import copy
import json
import random
from collections.abc import Iterator
from typing import Any

import yaml

HUGE = 200_000  # characters
WORDS = (
    "", " ", "null", "true", "200", "a: b", "- a", "#", "&a", "*a", "<<", "{id}", "/{a}/{b}", "å", "\u2028", "\u0085",
    "\x7f", "🙂", "{", "[", "'", '"', "\\", "~", "~1", "%", "http://[", "https://a:b@c", "//", "v1", "1.0.0", "personnummer",
    "19811228-1236", "apiKey", "application/json", "*/*", "$ref", "x-a", "(a+)+$", "[", "2026-13-45", "P1D", "9" * 30,
)  # fmt: skip
KEYS = (
    "$ref", "type", "properties", "items", "allOf", "anyOf", "oneOf", "not", "additionalProperties", "required", "enum",
    "const", "example", "examples", "default", "format", "pattern", "parameters", "requestBody", "responses", "content",
    "schema", "headers", "links", "callbacks", "security", "servers", "url", "variables", "tags", "name", "in",
    "description", "summary", "title", "version", "info", "contact", "license", "paths", "components", "webhooks", "openapi",
    "swagger", "definitions", "schemas", "get", "post", "trace", "discriminator", "mapping",
)  # fmt: skip


def places_in(tree: Any) -> list[tuple[Any, Any]]:
    """(mapping or list, key or index) of everything inside `tree`."""
    places: list[tuple[Any, Any]] = []
    stack = [tree]
    while stack:
        node = stack.pop()
        for key, child in list(node.items()) if isinstance(node, dict) else list(enumerate(node)):
            places.append((node, key))
            if isinstance(child, dict | list):
                stack.append(child)
    return places


def wrong_value(chance: random.Random, places: list[tuple[Any, Any]]) -> Any:
    """Something that does not belong there: another type, something huge or deep, a circle, a part from elsewhere."""
    kind = chance.randrange(12)
    if kind == 0:
        return chance.choice([None, True, False, 0, -1, 1e308, 10**40, 3.5, [], {}])
    if kind == 1:
        return chance.choice(WORDS) * chance.choice([1, 1, 1, 50])
    if kind == 2:
        return {"$ref": _target(chance)}
    if kind == 3:
        return chance.choice(WORDS) * (HUGE // 4)
    if kind == 4:
        return _nested(chance)
    if kind == 5:
        return [chance.choice(WORDS) for _number in range(chance.choice([1, 5, 2000]))]
    if kind == 6:
        return {chance.choice(KEYS): chance.choice(WORDS) for _number in range(4)}
    if kind == 7:
        return {f"{word}{number}": {} for number in range(500) for word in (chance.choice(WORDS),)}
    node, key = chance.choice(places)
    return copy.deepcopy(node[key])


def _target(chance: random.Random) -> str:
    local = "#" + "".join("/" + chance.choice((*KEYS, "0", "Pet", "a~1b", "%7B")) for _step in range(chance.randrange(5)))
    return chance.choice(
        ["#", "#/", local, local, "other.yaml#/a", "http://127.0.0.1:9/a", "file:///etc/passwd", "#a", "", "#/paths/~1"]
    )


def _nested(chance: random.Random) -> Any:
    value: Any = {"type": "string"}
    for _level in range(chance.choice([3, 30, 150, 400])):
        value = chance.choice([{"properties": {"a": value}}, {"allOf": [value]}, [value], {"items": value}])
    return value


def mutate(tree: Any, chance: random.Random) -> Any:
    """A copy of `tree` with one to four things removed, replaced, renamed or put where they do not belong."""
    mutant = copy.deepcopy(tree)
    for _turn in range(chance.choice([1, 1, 2, 4])):
        places = places_in(mutant)
        if not places:
            break
        _change(places, chance)
    return mutant


def _change(places: list[tuple[Any, Any]], chance: random.Random) -> None:
    node, key = chance.choice(places)
    change = chance.random()
    if change < 0.2:
        del node[key]
    elif change < 0.75 or isinstance(node, list):
        node[key] = wrong_value(chance, places)
    elif change < 0.85:
        node[chance.choice((*KEYS, *WORDS))] = node.pop(key)
    else:
        node[chance.choice((*KEYS, *WORDS))] = wrong_value(chance, places)


def written(tree: Any, chance: random.Random) -> bytes:
    """`tree` as YAML or JSON in one of the ways people write it."""
    if chance.random() < 0.3:
        return json.dumps(tree, indent=chance.choice([None, 2]), ensure_ascii=chance.random() < 0.5).encode(
            errors="surrogatepass"
        )
    style = chance.choice([None, None, '"', "'"])
    flow = chance.choice([False, False, None])
    text = yaml.dump(
        tree, Dumper=yaml.CSafeDumper, allow_unicode=True, sort_keys=False, width=chance.choice([40, 120, 10_000]),
        default_style=style, default_flow_style=flow,
    )  # fmt: skip
    return str(text).encode(errors="surrogatepass")


def spoilt(data: bytes, chance: random.Random) -> bytes:
    """`data` as an editor, a merge or a bad disk leaves it."""
    lines = data.split(b"\n")
    for _turn in range(chance.choice([1, 1, 3])):
        number = chance.randrange(len(lines))
        lines[number : number + 1] = _spoilt_line(lines, number, chance)
    return b"\n".join(lines)


def _spoilt_line(lines: list[bytes], number: int, chance: random.Random) -> list[bytes]:
    line = lines[number]
    kind = chance.randrange(9)
    if kind == 0:
        return []
    if kind == 1:
        return [line, chance.choice(lines)]
    if kind == 2:
        return [b" " * chance.randrange(8) + line.lstrip()]
    if kind == 3:
        return [line.replace(b": ", b": &a ", 1), b" " * (len(line) - len(line.lstrip())) + b"again: *a"]
    if kind == 4:
        place = chance.randrange(len(line) + 1)
        return [line[:place] + bytes([chance.randrange(256)]) + line[place:]]
    if kind == 5:
        return [line + chance.choice(WORDS).encode()]
    if kind == 6:
        return [line.replace(b"  ", b"\t", 1)]
    if kind == 7:
        return [
            line.partition(b":")[0] + b": " + chance.choice([b"|", b">-", b"{a: b, a: c}", b"[", b"!!set {a}", b"<<: *a", b"? x"])
        ]
    return [line[: chance.randrange(len(line) + 1)]]


def bombs() -> Iterator[tuple[str, bytes]]:
    """(name, bytes) of documents made to hurt."""
    head = "openapi: 3.0.3\ninfo: {title: a, version: '1'}\npaths: {}\n"
    yield (
        "aliases",
        (head + "a0: &a0 [x]\n" + "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 30))).encode(),
    )
    yield (
        "merges",
        (head + "a0: &a0 {k: 1}\n" + "".join(f"a{n}: &a{n} {{<<: [*a{n - 1}, *a{n - 1}]}}\n" for n in range(1, 40))).encode(),
    )
    yield "deep flow", (head + "x: " + "[" * 100_000).encode()
    yield "deep block", (head + "".join(" " * n + "a:\n" for n in range(1500))).encode()
    yield "deep JSON", b'{"openapi": "3.0.3", "a": ' + b'{"a":' * 100_000
    yield "long line", (head + "x: '" + "a: " * 2_000_000 + "'\n").encode()
    yield "long key", (head + "? " + "k" * 3_000_000 + "\n: 1\n").encode()
    yield "many keys", (head + "x:\n" + "".join(f"  k{n}: {n}\n" for n in range(300_000))).encode()
    yield "many quotes", (head + "x:\n" + "  - 'a\n" * 50_000).encode()
    yield "backslashes", (head + 'x: "' + "\\\\" * 2_000_000 + '"\n').encode()
    yield (
        "circle",
        (head + "components: {schemas: {A: {$ref: '#/components/schemas/B'}, B: {$ref: '#/components/schemas/A'}}}\n").encode(),
    )
    yield "itself", b"openapi: 3.0.3\ninfo: {title: a, version: '1'}\npaths: {$ref: '#'}\ncomponents: {$ref: '#'}\n"
    schemas = "".join(
        f"    S{n}: {{allOf: [{{$ref: '#/components/schemas/S{n + 1}'}}, {{$ref: '#/components/schemas/S{n + 1}'}}]}}\n"
        for n in range(60)
    )
    yield "doubling", (head + "components:\n  schemas:\n" + schemas + "    S60: {type: string}\n").encode()
    operations = "".join(f"  /p{n}: {{$ref: '#/paths/~1p{n + 1}'}}\n" for n in range(3000))
    yield (
        "chain",
        ("openapi: 3.0.3\ninfo: {title: a, version: '1'}\npaths:\n" + operations + "  /p3000: {get: {responses: {}}}\n").encode(),
    )
