"""What holds of any two documents: nothing differs from itself, additions break nobody, removals always do, nothing raises."""

from __future__ import annotations

import json
from collections.abc import Callable
from copy import deepcopy
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from registry.core.openapi.differences import ChangeKind, Step, differences
from registry.core.openapi.differences.record import from_record, to_record
from registry.core.openapi.document import Document, read

Tree = dict[str, Any]
Draw = st.DrawFn

leaves = st.sampled_from(
    [
        {"type": "string"},
        {"type": "string", "maxLength": 20},
        {"type": "string", "enum": ["A", "B", "C"]},
        {"type": "integer", "minimum": 0},
        {"type": ["string", "null"], "format": "date"},
        {"type": "boolean"},
        {"type": "integer", "default": 5},
        {"$ref": "#/components/schemas/Word", "maxLength": 9},
    ]
).map(deepcopy)
names = st.sampled_from(["status", "owner", "address", "number", "lines"])


def objects(children: st.SearchStrategy[Tree]) -> st.SearchStrategy[Tree]:
    @st.composite
    def made(draw: Draw) -> Tree:
        properties = draw(st.dictionaries(names, children, min_size=1, max_size=3))
        required = [name for name in sorted(properties) if draw(st.booleans())]
        others = draw(st.fixed_dictionaries({}, optional=rarer(children)))
        return {"type": "object", "properties": properties, "required": required, **others}

    return made()


def rarer(children: st.SearchStrategy[Tree]) -> dict[str, st.SearchStrategy[Any]]:
    """What else may stand in a schema of an object."""
    present = names.map(lambda name: {"required": [name]})
    return {
        "patternProperties": st.dictionaries(st.sampled_from(["^a", "^b"]), children, min_size=1),
        "dependentRequired": st.dictionaries(names, st.lists(names, min_size=1, unique=True), min_size=1, max_size=2),
        "not": present,
        "if": present,
        "then": present,
        "else": children,
    }


def lists(children: st.SearchStrategy[Tree]) -> st.SearchStrategy[Tree]:
    tuples = st.lists(children, min_size=1, max_size=2).map(lambda places: {"type": "array", "prefixItems": places})
    return children.map(lambda one: {"type": "array", "items": one}) | tuples


schemas = st.recursive(leaves, lambda inner: objects(inner) | lists(inner), max_leaves=6)
bodies = objects(schemas)


@st.composite
def apis(draw: Draw) -> Tree:
    """A document whose `Sent` is what clients send and whose `Read` is what they read, in calls either way."""
    parameters = [
        {"name": name, "in": "query", "required": draw(st.booleans()), "schema": draw(leaves)}
        for name in draw(st.lists(names, unique=True, max_size=3))
    ]
    form = {"schema": {"$ref": "#/components/schemas/Form"}, "encoding": {"photo": {"contentType": "image/png, image/jpeg"}}}
    answer = {
        "description": "A",
        "content": {**_content("Read"), "application/pets+json": {"schema": _kinds()}},
        "links": {"self": {"operationId": "other", "parameters": {"id": "$response.body#/number"}}},
    }
    sent = {**_content("Sent"), "application/pets+json": {"schema": _kinds()}, "multipart/form-data": form}
    operation = {
        "parameters": parameters,
        "requestBody": {"required": draw(st.booleans()), "content": sent},
        "responses": {"200": answer, "404": {"description": "Not there"}},
    }
    paths = {
        path: {"put": deepcopy(operation)} for path in draw(st.lists(st.sampled_from(["/a", "/b/{id}"]), min_size=1, unique=True))
    }
    told = {
        "parameters": [{"name": "X-Event", "in": "header", "required": True, "schema": draw(leaves)}],
        "requestBody": {"required": draw(st.booleans()), "content": _content("Read")},
        "responses": {"200": {"description": "Heard", "content": _content("Sent")}},
    }
    for item in paths.values():
        within = {"heard": {"{$request.query.url}": {"post": deepcopy(operation)}}}
        item["put"]["callbacks"] = {"done": {"{$request.query.url}": {"post": {**deepcopy(told), "callbacks": within}}}}
        item["additionalOperations"] = {"COPY": {"responses": {"200": {"description": "A"}}}}
    return {
        "openapi": draw(st.sampled_from(["3.1.0", "3.2.0"])),
        "info": {"title": "Cases", "version": "1.0"},
        "paths": paths,
        "webhooks": {"changed": {"post": told}},
        "components": {"schemas": {"Sent": draw(bodies), "Read": draw(bodies), **deepcopy(PARTS)}},
    }


PET: Tree = {"type": "object", "required": ["kind"], "properties": {"kind": {"type": "string"}}}
PARTS: Tree = {
    "Word": {"type": "string"},
    "Form": {"type": "object", "properties": {"photo": {"type": "string", "format": "binary"}}},
    **{name: {**PET, "title": name} for name in ("Cat", "Dog", "Fish")},
}


def _kinds() -> Tree:
    named = [{"$ref": f"#/components/schemas/{name}"} for name in ("Cat", "Dog")]
    return {"oneOf": named, "discriminator": {"propertyName": "kind"}}


def _content(name: str) -> Tree:
    return {"application/json": {"schema": {"$ref": f"#/components/schemas/{name}"}}}


def document(tree: Tree) -> Document:
    return read(json.dumps(tree).encode())


def operation(tree: Tree) -> Tree:
    found: Tree = next(iter(tree["paths"].values()))["put"]
    return found


def outer_or_inner(draw: Draw, tree: Tree) -> Tree:
    """An operation that clients call, or that they call back when they have been called back."""
    outer = operation(tree)
    inner: Tree = outer["callbacks"]["done"]["{$request.query.url}"]["post"]["callbacks"]["heard"]["{$request.query.url}"]["post"]
    return draw(st.sampled_from([outer, inner]))


def received(draw: Draw, tree: Tree) -> Tree:
    """A webhook or callback."""
    callback = operation(tree)["callbacks"]["done"]["{$request.query.url}"]["post"]
    found: Tree = draw(st.sampled_from([tree["webhooks"]["changed"]["post"], callback]))
    return found


def within(draw: Draw, schema: Tree) -> Tree:
    """Some object in `schema`, itself or further in."""
    found = [schema]
    for inner in schema["properties"].values():
        while inner.get("type") == "array":
            inner = inner["items"] if "items" in inner else inner["prefixItems"][0]
        if inner.get("type") == "object":
            found.append(within(draw, inner))
    return draw(st.sampled_from(found))


def new_operation(draw: Draw, tree: Tree) -> None:
    tree["paths"]["/new"] = {draw(st.sampled_from(["get", "post"])): {"responses": {"200": {"description": "A"}}}}


def new_parameter(draw: Draw, tree: Tree) -> None:
    operation(tree)["parameters"].append({"name": "extra", "in": "query", "schema": draw(leaves)})


def new_field_to_send(draw: Draw, tree: Tree) -> None:
    within(draw, tree["components"]["schemas"]["Sent"])["properties"]["extra"] = draw(schemas)


def new_field_to_read(draw: Draw, tree: Tree) -> None:
    place = within(draw, tree["components"]["schemas"]["Read"])
    place["properties"]["extra"] = draw(schemas)
    if draw(st.booleans()):
        place["required"].append("extra")


def new_webhook(_draw: Draw, tree: Tree) -> None:
    tree["webhooks"]["new"] = {"post": {}}


def new_callback(_draw: Draw, tree: Tree) -> None:
    operation(tree)["callbacks"]["new"] = {"{$request.query.url}": {"post": {}}}


def new_own_method(_draw: Draw, tree: Tree) -> None:
    next(iter(tree["paths"].values()))["additionalOperations"]["MOVE"] = {}


def new_parameter_to_receive(draw: Draw, tree: Tree) -> None:
    received(draw, tree)["parameters"].append({"name": "extra", "in": "header", "required": True, "schema": draw(leaves)})


def new_field_by_pattern(draw: Draw, tree: Tree) -> None:
    place = within(draw, tree["components"]["schemas"][draw(st.sampled_from(["Sent", "Read"]))])
    place.setdefault("patternProperties", {})["^new"] = draw(schemas)


def nothing_shut_out_of_what_is_sent(draw: Draw, tree: Tree) -> None:
    place = within(draw, tree["components"]["schemas"]["Sent"])
    for keyword in ("not", "if", "then", "else", "dependentRequired"):
        place.pop(keyword, None)


def more_shut_out_of_what_is_read(draw: Draw, tree: Tree) -> None:
    place = within(draw, tree["components"]["schemas"]["Read"])
    place["propertyNames"] = {"maxLength": 40}
    place.setdefault("dependentRequired", {}).setdefault("status", []).append("extra")


def new_default(draw: Draw, tree: Tree) -> None:
    place = within(draw, tree["components"]["schemas"][draw(st.sampled_from(["Sent", "Read"]))])
    for field in place["properties"].values():
        field.setdefault("default", "A")


def new_link(draw: Draw, tree: Tree) -> None:
    outer_or_inner(draw, tree)["responses"]["200"]["links"]["new"] = {"operationId": "other"}


def new_kind_to_send(draw: Draw, tree: Tree) -> None:
    kinds = outer_or_inner(draw, tree)["requestBody"]["content"]["application/pets+json"]["schema"]
    kinds["oneOf"].append({"$ref": "#/components/schemas/Fish"})


def fewer_kinds_to_read(draw: Draw, tree: Tree) -> None:
    del outer_or_inner(draw, tree)["responses"]["200"]["content"]["application/pets+json"]["schema"]["oneOf"][1:]


def part_of_more_media_types(draw: Draw, tree: Tree) -> None:
    form = outer_or_inner(draw, tree)["requestBody"]["content"]["multipart/form-data"]
    form["encoding"] = {"photo": {"contentType": "image/*", "headers": {"X-Size": {"schema": {"type": "integer"}}}}}


def less_beside_a_reference_that_is_sent(draw: Draw, tree: Tree) -> None:
    for field in within(draw, tree["components"]["schemas"]["Sent"])["properties"].values():
        field.pop("maxLength", None)


def new_callback_of_a_callback(_draw: Draw, tree: Tree) -> None:
    callback = operation(tree)["callbacks"]["done"]["{$request.query.url}"]["post"]
    callback["callbacks"]["new"] = {"{$request.query.url}": {"post": {}}}


def new_media_type(draw: Draw, tree: Tree) -> None:
    holder = draw(st.sampled_from([operation(tree)["requestBody"], operation(tree)["responses"]["200"]]))
    holder["content"]["application/xml"] = {}


def new_error(_draw: Draw, tree: Tree) -> None:
    operation(tree)["responses"]["409"] = {"description": "Conflict"}


def less_demanded(draw: Draw, tree: Tree) -> None:
    within(draw, tree["components"]["schemas"]["Sent"])["required"] = []


def more_promised(draw: Draw, tree: Tree) -> None:
    place = within(draw, tree["components"]["schemas"]["Read"])
    place["required"] = sorted(place["properties"])


ADDITIONS: list[Callable[[Draw, Tree], None]] = [
    new_operation,
    new_parameter,
    new_field_to_send,
    new_field_to_read,
    new_media_type,
    new_error,
    less_demanded,
    more_promised,
    new_webhook,
    new_callback,
    new_own_method,
    new_parameter_to_receive,
    new_field_by_pattern,
    new_default,
    new_link,
    new_kind_to_send,
    fewer_kinds_to_read,
    part_of_more_media_types,
    less_beside_a_reference_that_is_sent,
    new_callback_of_a_callback,
    nothing_shut_out_of_what_is_sent,
    more_shut_out_of_what_is_read,
]


def field_gone(draw: Draw, place: Tree) -> None:
    name = draw(st.sampled_from(sorted(place["properties"])))
    del place["properties"][name]
    place["required"] = [one for one in place["required"] if one != name]


@given(apis())
def test_nothing_differs_from_itself(tree: Tree) -> None:
    found = differences(document(tree), document(deepcopy(tree)))
    assert (found.changes, found.required_step) == ((), Step.NONE)


@given(apis(), st.randoms(use_true_random=False))
def test_the_order_in_which_things_are_written_is_no_change(tree: Tree, random: Any) -> None:
    def shuffled(node: Any) -> Any:
        if isinstance(node, dict):
            keys = list(node)
            random.shuffle(keys)
            return {key: shuffled(node[key]) for key in keys}
        return [shuffled(item) for item in node] if isinstance(node, list) else node

    assert differences(document(tree), document(shuffled(tree))).changes == ()


@given(st.data(), apis(), st.lists(st.sampled_from(ADDITIONS), min_size=1, max_size=4))
def test_additions_never_break_a_client(data: st.DataObject, tree: Tree, additions: list[Callable[[Draw, Tree], None]]) -> None:
    grown = deepcopy(tree)
    for addition in additions:
        addition(data.draw, grown)  # type: ignore[arg-type]
    found = differences(document(tree), document(grown))
    assert [str(change.message) for change in found.breaking] == []
    if {new_operation, new_parameter, new_media_type, new_error, new_webhook, new_callback, new_own_method} & set(additions):
        assert found.required_step is Step.MINOR


@given(st.data(), apis())
def test_removing_what_a_client_may_send_always_breaks_it(data: st.DataObject, tree: Tree) -> None:
    shrunk = deepcopy(tree)
    field_gone(data.draw, within(data.draw, shrunk["components"]["schemas"]["Sent"]))  # type: ignore[arg-type]
    found = differences(document(tree), document(shrunk))
    assert ChangeKind.FIELD_REMOVED in {change.kind for change in found.breaking}


@given(st.data(), apis())
def test_removing_what_a_client_was_promised_to_read_always_breaks_it(data: st.DataObject, tree: Tree) -> None:
    promised = within(data.draw, tree["components"]["schemas"]["Read"])  # type: ignore[arg-type]
    promised["required"] = sorted(promised["properties"])
    kept = deepcopy(promised)
    before = document(tree)
    field_gone(data.draw, promised)  # type: ignore[arg-type]
    assert promised != kept
    found = differences(before, document(tree))
    assert ChangeKind.FIELD_REMOVED in {change.kind for change in found.breaking}


@given(apis())
def test_removing_an_operation_or_its_parameters_always_breaks(tree: Tree) -> None:
    without_operation, without_parameters = deepcopy(tree), deepcopy(tree)
    without_operation["paths"].pop(next(iter(tree["paths"])))
    for item in without_parameters["paths"].values():
        item["put"]["parameters"] = []
    assert differences(document(tree), document(without_operation)).required_step is Step.MAJOR
    if operation(tree)["parameters"]:
        assert differences(document(tree), document(without_parameters)).required_step is Step.MAJOR


@given(st.data(), apis())
def test_removing_what_clients_receive_or_answer_with_always_breaks(data: st.DataObject, tree: Tree) -> None:
    def parameter(grown: Tree) -> None:
        received(data.draw, grown)["parameters"] = []  # type: ignore[arg-type]

    def body(grown: Tree) -> None:
        del received(data.draw, grown)["requestBody"]  # type: ignore[arg-type]

    def answer(grown: Tree) -> None:
        received(data.draw, grown)["responses"] = {"204": {"description": "Heard"}}  # type: ignore[arg-type]

    def webhook(grown: Tree) -> None:
        grown["webhooks"] = {}

    def callback(grown: Tree) -> None:
        operation(grown)["callbacks"] = {}

    def own_method(grown: Tree) -> None:
        next(iter(grown["paths"].values()))["additionalOperations"] = {}

    shrunk = deepcopy(tree)
    data.draw(st.sampled_from([parameter, body, answer, webhook, callback, own_method]))(shrunk)
    assert differences(document(tree), document(shrunk)).required_step is Step.MAJOR


@given(st.data(), apis())
def test_removing_what_only_a_webhook_promises_or_takes_always_breaks(data: st.DataObject, tree: Tree) -> None:
    tree["paths"] = {}
    shrunk = deepcopy(tree)
    place = within(data.draw, shrunk["components"]["schemas"][data.draw(st.sampled_from(["Read", "Sent"]))])  # type: ignore[arg-type]
    place["required"] = sorted(place["properties"])
    before = deepcopy(shrunk)
    field_gone(data.draw, place)  # type: ignore[arg-type]
    found = differences(document(before), document(shrunk))
    assert ChangeKind.FIELD_REMOVED in {change.kind for change in found.breaking}


@given(st.data(), apis())
def test_narrowing_what_may_be_sent_or_widening_what_is_read_always_breaks(data: st.DataObject, tree: Tree) -> None:
    def kind_sent(call: Tree) -> None:
        del call["requestBody"]["content"]["application/pets+json"]["schema"]["oneOf"][0]

    def kind_read(call: Tree) -> None:
        kinds = call["responses"]["200"]["content"]["application/pets+json"]["schema"]["oneOf"]
        kinds.append({"$ref": "#/components/schemas/Fish"})

    def field_of_kinds(call: Tree) -> None:
        call["requestBody"]["content"]["application/pets+json"]["schema"]["discriminator"]["propertyName"] = "sort"

    def part_of_a_form(call: Tree) -> None:
        call["requestBody"]["content"]["multipart/form-data"]["encoding"] = {"photo": {"contentType": "image/png"}}

    def link(call: Tree) -> None:
        call["responses"]["200"]["links"]["self"]["parameters"] = {"id": "$response.body#/owner"}

    changed = deepcopy(tree)
    data.draw(st.sampled_from([kind_sent, kind_read, field_of_kinds, part_of_a_form, link]))(
        outer_or_inner(data.draw, changed)  # type: ignore[arg-type]
    )
    assert differences(document(tree), document(changed)).required_step is Step.MAJOR


@given(st.data(), apis(), st.sampled_from(["Sent", "Read"]), st.sampled_from(["B", None]))
def test_another_default_or_none_breaks_wherever_a_field_may_be_missing(
    data: st.DataObject, tree: Tree, direction: str, default: str | None
) -> None:
    place = within(data.draw, tree["components"]["schemas"][direction])  # type: ignore[arg-type]
    name = data.draw(st.sampled_from(sorted(place["properties"])))
    place["required"] = [one for one in place["required"] if one != name]
    place["properties"][name] = {"type": "string", "default": "A"}
    before = document(tree)
    place["properties"][name] = {"type": "string", "default": default}
    assert ChangeKind.DEFAULT_CHANGED in {change.kind for change in differences(before, document(tree)).breaking}


@given(st.data(), apis())
def test_more_demanded_beside_a_reference_breaks_what_is_sent(data: st.DataObject, tree: Tree) -> None:
    place = within(data.draw, tree["components"]["schemas"]["Sent"])  # type: ignore[arg-type]
    name = data.draw(st.sampled_from(sorted(place["properties"])))
    place["properties"][name] = {"$ref": "#/components/schemas/Word"}
    before = document(tree)
    place["properties"][name]["maxLength"] = 5
    assert ChangeKind.LIMIT_NARROWED in {change.kind for change in differences(before, document(tree)).breaking}


@given(st.data(), apis(), st.sampled_from(["not", "if"]), st.sampled_from(["Sent", "Read"]))
def test_whatever_changes_under_a_condition_may_break(data: st.DataObject, tree: Tree, keyword: str, direction: str) -> None:
    changed = deepcopy(tree)
    place = within(data.draw, changed["components"]["schemas"][direction])  # type: ignore[arg-type]
    place.update({keyword: {"required": ["status"]}, "then": {"minProperties": 1}})
    before = deepcopy(changed)
    place[keyword] = {"required": ["owner"]}
    found = differences(document(before), document(changed))
    assert ChangeKind.CONDITION_CHANGED in {change.kind for change in found.breaking}


anything = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 5) | st.floats(allow_nan=False) | st.text(max_size=6),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=8,
)


@st.composite
def spoilt(draw: Draw) -> Document:
    """A document with anything in some of its places."""
    tree = draw(apis())
    for _ in range(draw(st.integers(1, 4))):
        node: Any = tree
        while True:
            keys = list(node) if isinstance(node, dict) else list(range(len(node)))
            key = draw(st.sampled_from(keys))
            if not isinstance(node[key], dict | list) or not node[key] or draw(st.booleans()):
                break
            node = node[key]
        node[key] = draw(anything | st.just({"$ref": "#/components/schemas/Read"}))
        tree.setdefault("openapi", "3.1.0")
    return document(tree)


@given(spoilt(), spoilt())
def test_whatever_stands_in_the_documents_nothing_is_raised(old: Document, new: Document) -> None:
    for one, other in ((old, new), (new, old), (old, old)):
        found = differences(one, other)
        assert all(change.old_line or change.new_line for change in found.changes)
        assert from_record(json.loads(json.dumps(to_record(found)))) == found
    assert differences(new, new).changes == ()
