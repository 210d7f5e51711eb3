"""The fast judge of structure and upstream agree; mutated documents are the test."""

from __future__ import annotations

import copy
import random
from typing import Any

import openapi_spec_validator_rs as fast
import pytest
import yaml
from openapi_spec_validator.shortcuts import get_validator_cls

from registry.core.openapi import structure
from registry.core.openapi.document import read

BASE: dict[str, Any] = {
    "openapi": "3.1.0",
    "info": {"title": "Pets", "version": "1.0"},
    "paths": {
        "/pets/{id}": {
            "get": {
                "operationId": "readPet",
                "parameters": [{"name": "id", "in": "path", "required": True, "schema": {"type": "integer", "default": 1}}],
                "responses": {
                    "200": {
                        "description": "a pet",
                        "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Pet"}}},
                    }
                },
            }
        }
    },
    "components": {
        "schemas": {
            "Pet": {
                "type": "object",
                "required": ["name"],
                "properties": {"name": {"type": "string"}, "tags": {"type": "array", "items": {"type": "string"}}},
            }
        }
    },
}
WRONG = [None, 1, "text", [], {}, True, {"$ref": "#/components/schemas/Pet"}, {"x": 1}]


def _mutated(seed: int) -> dict[str, Any]:
    """`BASE` in one of its versions with one thing removed, replaced or renamed."""
    chance = random.Random(seed)
    document = copy.deepcopy(BASE)
    document["openapi"] = chance.choice(["3.0.3", "3.1.0", "3.2.0"])
    places: list[tuple[Any, Any]] = []
    stack: list[Any] = [document]
    while stack:
        node = stack.pop()
        for key, child in list(node.items()) if isinstance(node, dict) else list(enumerate(node)):
            places.append((node, key))
            if isinstance(child, dict | list):
                stack.append(child)
    node, key = chance.choice(places[1:])
    change = chance.random()
    if change < 0.3:
        del node[key]
    elif change < 0.8 or isinstance(node, list):
        node[key] = copy.deepcopy(chance.choice(WRONG))
    else:
        node[f"{key}s"] = node.pop(key)
    return document


@pytest.mark.parametrize("seed", range(40))
def test_the_fast_judge_gives_the_verdict_of_upstream(seed: int) -> None:
    document = _mutated(seed)

    def verdict(validator_class: Any) -> int | str:
        """How many errors, or that there was no verdict; the words differ with the backend upstream finds installed."""
        try:
            return len(list(validator_class(document, base_uri="document:").iter_errors()))
        except Exception:
            return "no verdict"

    assert verdict(fast.get_validator_cls(document)) == verdict(get_validator_cls(document))


def test_without_the_fast_judge_upstream_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    broken = copy.deepcopy(BASE)
    del broken["info"]["version"]
    document = read(yaml.safe_dump(broken).encode())
    swift = list(structure.structural_faults(document))
    monkeypatch.setitem(sys.modules, "openapi_spec_validator_rs", None)
    slow = list(structure.structural_faults(document))
    assert [fault.pointer for fault in slow] == [fault.pointer for fault in swift] == ["/info"]
    assert "required property" in str(slow[0].message)


def test_an_alternative_that_nearly_fits_is_told_rather_than_that_none_does() -> None:
    broken = copy.deepcopy(BASE)
    broken["paths"]["/pets/{id}"]["get"]["parameters"][0]["in"] = "nowhere"
    faults = list(structure.structural_faults(read(yaml.safe_dump(broken).encode())))
    assert faults[0].pointer.startswith("/paths/~1pets~1{id}/get/parameters/0")


def test_long_messages_are_shortened() -> None:
    broken = copy.deepcopy(BASE)
    broken["info"]["version"] = ["x" * 10_000]
    faults = list(structure.structural_faults(read(yaml.safe_dump(broken).encode())))
    assert faults
    assert all(len(str(fault.message)) < 300 for fault in faults)
