"""What counts as a change, which changes break a client, and which step they demand."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from registry.core.openapi.differences import ChangeKind, Differences, Step, StepVerdict, differences
from registry.core.openapi.document import Document, read

CASES = yaml.safe_load((Path(__file__).parent / "cases.yaml").read_text(encoding="utf-8"))
SCHEMES = {
    "key": {"type": "apiKey", "in": "header", "name": "X-Key"},
    "same": {"type": "apiKey", "in": "header", "name": "x-key"},
    "token": {"type": "oauth2", "flows": {}},
}
BACK = {"200": {"description": "Done"}}


def document(paths: Any, version: str = "1.0", openapi: str = "3.1.0", **parts: Any) -> Document:
    whole = {"openapi": openapi, "info": {"title": "Cases", "version": version}, "paths": paths, **parts}
    return read(json.dumps(whole, indent=1).encode())


def body(schema: Any) -> dict[str, Any]:
    return {"content": {"application/json": {"schema": schema}}}


def built(case: dict[str, Any], which: int) -> Document:
    parts = {"components": {"schemas": case["schemas"][which]}} if "schemas" in case else {}
    parts |= {"openapi": case["openapi"]} if "openapi" in case else {}
    if "request" in case:
        return document({"/a": {"put": {"requestBody": body(case["request"][which]), "responses": BACK}}}, **parts)
    if "response" in case:
        return document({"/a": {"get": {"responses": {"200": {"description": "A", **body(case["response"][which])}}}}}, **parts)
    if "parameters" in case:
        return document({"/a": {"get": {"parameters": case["parameters"][which], "responses": BACK}}}, **parts)
    if "form" in case:
        return document({"/a": {"post": {"requestBody": {"content": case["form"][which]}, "responses": BACK}}}, **parts)
    if "security" in case:
        demanded = case["security"][which]
        parts = {"security": demanded} if demanded is not None else {}
        return document({"/a": {"get": {"responses": BACK}}}, components={"securitySchemes": SCHEMES}, **parts)
    if "notice" in case:
        return document(
            {}, webhooks={"changed": {"post": {"requestBody": body(case["notice"][which]), "responses": BACK}}}, **parts
        )
    if "answer" in case:
        answers = {"200": {"description": "A", **body(case["answer"][which])}}
        return document({}, webhooks={"changed": {"post": {"responses": answers}}}, **parts)
    if "webhooks" in case:
        return document({}, webhooks=case["webhooks"][which])
    return document(case["paths"][which], **parts)


def found_in(result: Differences) -> list[str]:
    return sorted(f"{change.kind.value} {'!' if change.breaking else '+'}" for change in result.changes)


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_the_named_cases(case: dict[str, Any]) -> None:
    assert found_in(differences(built(case, 0), built(case, 1))) == sorted(case["changes"])


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_a_document_does_not_differ_from_itself(case: dict[str, Any]) -> None:
    for which in (0, 1):
        assert differences(built(case, which), built(case, which)).changes == ()


def test_every_kind_of_change_has_a_case() -> None:
    named = {change.split()[0] for case in CASES.values() for change in case["changes"]}
    assert named == {kind.value for kind in ChangeKind}


def test_what_a_schema_shared_by_both_directions_means_is_told_for_each() -> None:
    def both(values: list[str]) -> Document:
        shared = {"$ref": "#/components/schemas/Status"}
        operation = {"requestBody": body(shared), "responses": {"200": {"description": "A", **body(shared)}}}
        return document({"/a": {"put": operation}}, components={"schemas": {"Status": {"type": "string", "enum": values}}})

    assert found_in(differences(both(["OPEN"]), both(["OPEN", "SHUT"]))) == ["enum_value_added !", "enum_value_added +"]


def test_a_change_of_a_schema_used_in_many_places_is_one_change_at_its_place() -> None:
    def used(length: int) -> Document:
        paths = {f"/a{number}": {"put": {"requestBody": body({"$ref": "#/components/schemas/A"})}} for number in range(9)}
        return document(paths, components={"schemas": {"A": {"type": "string", "maxLength": length}}})

    [change] = differences(used(9), used(8)).changes
    assert (change.old_pointer, change.new_pointer) == ("/components/schemas/A", "/components/schemas/A")


def test_each_change_stands_at_its_lines_in_both_documents() -> None:
    old = read(b"openapi: 3.1.0\ninfo: {title: A, version: '1.0'}\npaths:\n  /a:\n    get: {}\n  /b:\n    get: {}\n")
    new = read(b"openapi: 3.1.0\ninfo: {title: A, version: '1.0'}\npaths:\n  /b:\n    get: {}\n  /c:\n    get: {}\n")
    placed = [(str(change.message), change.old_line, change.new_line) for change in differences(old, new).changes]
    assert placed == [("GET /a was removed", 5, None), ("GET /c was added", None, 7)]


SWAGGER = {
    "swagger": "2.0",
    "info": {"title": "Cases", "version": "1.0"},
    "basePath": "/v1",
    "consumes": ["application/json"],
    "produces": ["application/json"],
    "securityDefinitions": {"basic": {"type": "basic"}},
    "paths": {
        "/a/{id}": {
            "parameters": [{"name": "id", "in": "path", "required": True, "type": "string"}],
            "put": {
                "parameters": [
                    {"name": "q", "in": "query", "type": "array", "items": {"type": "string"}, "collectionFormat": "multi"},
                    {"name": "r", "in": "query", "type": "array", "items": {"type": "string"}},
                    {"name": "b", "in": "body", "required": True, "schema": {"$ref": "#/definitions/A"}},
                ],
                "security": [{"basic": []}],
                "responses": {"200": {"description": "A", "schema": {"$ref": "#/definitions/A"}}},
            },
            "post": {
                "consumes": ["multipart/form-data"],
                "parameters": [
                    {"name": "file", "in": "formData", "required": True, "type": "file"},
                    {"name": "note", "in": "formData", "type": "string", "maxLength": 20},
                ],
                "responses": {"204": {"description": "Kept"}},
            },
        }
    },
    "definitions": {"A": {"type": "object", "properties": {"n": {"type": "integer", "maximum": 9, "exclusiveMaximum": True}}}},
}


def converted(openapi: str) -> Document:
    """The same API as SWAGGER."""
    exclusive = {"maximum": 9, "exclusiveMaximum": True} if openapi.startswith("3.0") else {"exclusiveMaximum": 9}
    strings = {"type": "array", "items": {"type": "string"}}
    shared = {"$ref": "#/components/schemas/A"}
    form = {
        "type": "object",
        "required": ["file"],
        "properties": {"file": {"type": "string", "format": "binary"}, "note": {"type": "string", "maxLength": 20}},
    }
    operations = {
        "parameters": [{"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}],
        "put": {
            "parameters": [
                {"name": "q", "in": "query", "schema": strings},
                {"name": "r", "in": "query", "explode": False, "schema": strings},
            ],
            "requestBody": {"required": True, **body(shared)},
            "security": [{"anything": []}],
            "responses": {"200": {"description": "A", **body(shared)}},
        },
        "post": {
            "requestBody": {"required": True, "content": {"multipart/form-data": {"schema": form}}},
            "responses": {"204": {"description": "Kept"}},
        },
    }
    schema = {"type": "object", "properties": {"n": {"type": "integer", **exclusive}}}
    schemes = {"anything": {"type": "http", "scheme": "Basic"}}
    return document({"/a/{id}": operations}, openapi=openapi, components={"schemas": {"A": schema}, "securitySchemes": schemes})


@pytest.mark.parametrize("openapi", ["3.0.3", "3.1.0", "3.2.0"])
def test_an_api_rewritten_in_another_version_of_openapi_has_not_changed(openapi: str) -> None:
    swagger = read(json.dumps(SWAGGER).encode())
    for old, new in ((swagger, converted(openapi)), (converted(openapi), swagger), (converted("3.0.3"), converted(openapi))):
        assert [str(change.message) for change in differences(old, new).changes] == []


def test_a_field_of_a_form_is_compared_across_versions() -> None:
    changed = json.loads(json.dumps(SWAGGER))
    changed["paths"]["/a/{id}"]["post"]["parameters"][1]["maxLength"] = 10
    [change] = differences(converted("3.1.0"), read(json.dumps(changed).encode())).changes
    assert (change.kind, change.breaking) == (ChangeKind.LIMIT_NARROWED, True)
    assert change.new_pointer == "/paths/~1a~1{id}/post/parameters/1"


def test_addresses_of_generated_servers_order_and_words_are_no_change() -> None:
    old = document({"/a": {"get": {"summary": "A"}}, "/b": {"get": {}}}, servers=[{"url": "http://localhost:45123"}])
    new = document({"/b": {"get": {}}, "/a": {"get": {"tags": ["x"]}}}, servers=[{"url": "http://localhost:51987"}])
    assert differences(old, new).changes == ()


CIRCLES = {
    "itself": {"A": {"$ref": "#/components/schemas/A"}},
    "through a field": {"A": {"type": "object", "properties": {"a": {"$ref": "#/components/schemas/A"}}}},
    "through allOf": {"A": {"allOf": [{"$ref": "#/components/schemas/A"}, {"$ref": "#/components/schemas/A"}]}},
    "through alternatives": {"A": {"oneOf": [{"$ref": "#/components/schemas/A"}, {"$ref": "#/components/schemas/B"}]}, "B": {}},
    "doubled fifty times": {f"A{n}": {"allOf": [{"$ref": f"#/components/schemas/A{n + 1}"}] * 2} for n in range(50)}
    | {"A": {"$ref": "#/components/schemas/A0"}},
    "out of the document": {"A": {"$ref": "https://api.example.se/other.yaml#/A"}},
}


@pytest.mark.parametrize("schemas", CIRCLES.values(), ids=CIRCLES)
def test_circles_of_references_end(schemas: dict[str, Any]) -> None:
    operation = {"requestBody": body({"$ref": "#/components/schemas/A"})}
    old, new = (document({"/a": {"put": operation}}, components={"schemas": schemas}) for _ in range(2))
    assert differences(old, new).changes == ()


def test_a_chain_of_lists_deep_as_the_reader_allows_is_followed_to_its_end() -> None:
    def chain(kind: str) -> Document:
        links = {f"A{n}": {"type": "array", "items": {"$ref": f"#/components/schemas/A{n + 1}"}} for n in range(3000)}
        schemas = {**links, "A3000": {"type": kind}}
        return document(
            {"/a": {"put": {"requestBody": body({"$ref": "#/components/schemas/A0"})}}}, components={"schemas": schemas}
        )

    assert found_in(differences(chain("string"), chain("integer"))) == ["type_changed !"]


@pytest.mark.parametrize(
    ("old", "new", "changed", "step", "verdict"),
    [
        ("1.0", "2.0", "breaking", Step.MAJOR, StepVerdict.RIGHT),
        ("1.0", "1.1", "breaking", Step.MINOR, StepVerdict.TOO_SMALL),
        ("1.0", "1.0", "breaking", Step.NONE, StepVerdict.TOO_SMALL),
        ("1.9", "1.10", "additive", Step.MINOR, StepVerdict.RIGHT),
        ("1.0", "1.0", "additive", Step.NONE, StepVerdict.TOO_SMALL),
        ("1.0.0", "1.0.1", "additive", Step.PATCH, StepVerdict.TOO_SMALL),
        ("1.0", "2.0", "additive", Step.MAJOR, StepVerdict.TOO_LARGE),
        ("1.0.0", "1.0.1", "nothing", Step.PATCH, StepVerdict.RIGHT),
        ("v1.0", "1.0", "nothing", Step.NONE, StepVerdict.RIGHT),
        ("1", "1.0.0", "nothing", Step.NONE, StepVerdict.RIGHT),
        ("1.1", "1.0", "nothing", Step.BACKWARDS, StepVerdict.BACKWARDS),
        ("1.0-beta", "1.1-SNAPSHOT", "additive", Step.MINOR, StepVerdict.RIGHT),
        ("spring", "2.0", "breaking", Step.UNKNOWN, StepVerdict.UNKNOWN),
        ("", "", "breaking", Step.UNKNOWN, StepVerdict.UNKNOWN),
    ],
)
def test_the_step_of_the_version_is_held_to_the_changes(
    old: str, new: str, changed: str, step: Step, verdict: StepVerdict
) -> None:
    one, two = {"/a": {"get": {}}}, {"/a": {"get": {}}, "/b": {"get": {}}}
    before, after = {"breaking": (two, one), "additive": (one, two), "nothing": (one, one)}[changed]
    result = differences(document(before, old), document(after, new))
    assert (result.actual_step, result.verdict) == (step, verdict)


def test_what_lies_in_other_files_leaves_the_verdict_open() -> None:
    outside = {"/a": {"get": {"responses": {"200": {"$ref": "responses.yaml#/A"}}}}}
    assert differences(document(outside), document(outside)).verdict is StepVerdict.UNKNOWN
    assert differences(document(outside), document({})).verdict is StepVerdict.TOO_SMALL


def test_the_corpus_does_not_differ_from_itself(corpus: Path) -> None:
    for path in sorted((corpus / "own").iterdir())[::3]:
        data = path.read_bytes()
        assert differences(read(data), read(data)).changes == (), path.name


def test_more_pairs_of_schemas_than_anybody_publishes_leave_the_verdict_open() -> None:
    def ring(length: int) -> Document:
        schemas = {
            f"A{n}": {"type": "object", "properties": {"next": {"$ref": f"#/components/schemas/A{(n + 1) % length}"}}}
            for n in range(length)
        }
        operation = {"requestBody": body({"$ref": "#/components/schemas/A0"})}
        return document({"/a": {"put": operation}}, components={"schemas": schemas})

    found = differences(ring(260), ring(259))
    assert (found.changes, found.verdict) == ((), StepVerdict.UNKNOWN)


def test_a_condition_that_doubles_at_each_step_leaves_the_verdict_open() -> None:
    doubled = {f"A{n}": {"allOf": [{"$ref": f"#/components/schemas/A{n + 1}"}] * 2} for n in range(50)}
    operation = {"requestBody": body({"not": {"$ref": "#/components/schemas/A0"}})}
    one = document({"/a": {"put": operation}}, components={"schemas": doubled})
    found = differences(one, one)
    assert (found.changes, found.verdict) == ((), StepVerdict.UNKNOWN)


def test_what_a_condition_refers_to_is_looked_into_and_circles_end() -> None:
    def shut_out(value: str) -> Document:
        schemas = {"A": {"properties": {"a": {"$ref": "#/components/schemas/A"}, "b": {"const": value}}}}
        operation = {"requestBody": body({"type": "object", "not": {"$ref": "#/components/schemas/A"}})}
        return document({"/a": {"put": operation}}, components={"schemas": schemas})

    [change] = differences(shut_out("x"), shut_out("y")).changes
    assert (change.kind, change.breaking, change.new_pointer) == (
        ChangeKind.CONDITION_CHANGED,
        True,
        "/paths/~1a/put/requestBody/content/application~1json/schema/not",
    )


def test_what_the_document_demands_of_callers_says_nothing_of_webhooks() -> None:
    parts = {"webhooks": {"a": {"post": {}}}, "components": {"securitySchemes": SCHEMES}}
    assert differences(document({}, **parts), document({}, security=[{"key": []}], **parts)).changes == ()


def test_a_change_of_a_webhook_stands_at_its_lines() -> None:
    head = b"openapi: 3.1.0\ninfo: {title: A, version: '1.0'}\nwebhooks:\n"
    old, new = read(head + b"  a:\n    post: {}\n  b:\n    post: {}\n"), read(head + b"  b:\n    post: {}\n  c:\n    post: {}\n")
    placed = [(str(change.message), change.old_line, change.new_line) for change in differences(old, new).changes]
    assert placed == [
        ("POST webhook a is no longer sent: clients wait for it", 5, None),
        ("POST webhook c may be sent now", None, 7),
    ]


def test_very_many_alternatives_without_a_name_do_not_differ_from_themselves() -> None:
    many = {"oneOf": [{"type": "object", "properties": {f"p{number}": {"type": "string"}}} for number in range(90)]}
    assert differences(*(document({"/a": {"put": {"requestBody": body(many)}}}) for _ in range(2))).changes == ()


def test_callbacks_that_lead_to_themselves_end_and_too_many_leave_the_verdict_open() -> None:
    def calling(number: int, demanded: bool) -> Document:
        every = {f"c{one}": {"$ref": f"#/components/callbacks/c{one}"} for one in range(number)}
        called = {"callbacks": every, "requestBody": {"required": demanded, "content": {"application/json": {}}}}
        callbacks = {name: {"{$url}": {"post": called}} for name in every}
        return document({"/a": {"post": {"callbacks": every}}}, components={"callbacks": callbacks})

    found = differences(calling(1, demanded=True), calling(1, demanded=False))
    assert {change.kind.value for change in found.changes} == {"body_became_optional"}
    assert found.complete
    assert not differences(calling(12, demanded=True), calling(12, demanded=True)).complete
