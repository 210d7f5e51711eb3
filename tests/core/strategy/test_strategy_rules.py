"""Every rule keeps the contract: documented, exemplified, and right about its own examples and the cases beside this file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from core.strategy.known import TODAY, catalogue_of

from registry.core.openapi.document import read
from registry.core.strategy.discovery import all_rules
from registry.core.strategy.examples import completed, examples_of
from registry.core.strategy.profile import Kind, built_in_profiles, load_profile
from registry.core.strategy.rule import Context, NotCheckable, Rule

CASES = Path(__file__).parent / "cases"
EXAMPLES = [
    pytest.param(rule, kind, fragment, id=f"{rule.id}-{kind}-{number}")
    for rule in all_rules().values()
    for kind in ("bad", "good")
    for number, fragment in enumerate(getattr(examples_of(rule), kind))
]
NAMED_CASES = [
    pytest.param(file.stem, case, id=f"{file.stem}: {name}")
    for file in sorted(CASES.glob("*.yaml"))
    for name, case in yaml.safe_load(file.read_text("utf-8")).items()
]


@pytest.mark.parametrize("rule", all_rules().values(), ids=lambda rule: rule.id)
def test_a_rule_says_why_it_exists_and_shows_a_bad_and_a_good_example(rule: Rule) -> None:
    examples = examples_of(rule)
    assert sum(len(str(paragraph)) for paragraph in examples.why) > 40
    assert examples.bad
    assert examples.good
    assert str(rule.mend)


@pytest.mark.parametrize(("rule", "kind", "fragment"), EXAMPLES)
def test_a_rule_finds_its_bad_examples_and_nothing_in_its_good_ones(rule: Rule, kind: str, fragment: str) -> None:
    told = yaml.safe_load(fragment)
    before = (read(completed(yaml.safe_dump(told["before"]))),) if "before" in told else ()
    context = Context(catalogue_of(told.get("catalogue", {})), predecessors=before, today=TODAY)
    findings = list(rule.findings(read(completed(fragment)), context))
    assert bool(findings) == (kind == "bad"), [str(finding.message) for finding in findings]


@pytest.mark.parametrize(("rule", "case"), NAMED_CASES)
def test_the_named_cases_of_a_rule(rule: str, case: dict[str, Any]) -> None:
    whole = {**yaml.safe_load(completed("{}")), **case.get("document", {})}
    document = read(yaml.safe_dump({name: part for name, part in whole.items() if part is not None}, sort_keys=False).encode())
    before = tuple(read(completed(yaml.safe_dump(earlier))) for earlier in case.get("before", ()))
    context = Context(catalogue_of(case.get("catalogue", {})), case.get("parameters", {}), before, TODAY)
    if "not_checkable" in case:
        with pytest.raises(NotCheckable) as outcome:
            list(all_rules()[rule].findings(document, context))
        assert case["not_checkable"] in str(outcome.value.reason)
        return
    found = [(finding.pointer, str(finding.message)) for finding in all_rules()[rule].findings(document, context)]
    expected = case["findings"]
    assert [pointer for pointer, _message in found] == [entry["pointer"] for entry in expected], found
    for (_pointer, message), entry in zip(found, expected, strict=True):
        assert entry["says"] in message


def test_every_rule_has_cases_beside_this_file() -> None:
    assert {file.stem for file in CASES.glob("*.yaml")} == set(all_rules())


def test_every_rule_is_used_by_a_profile() -> None:
    used = {use.rule for path in built_in_profiles().values() for clause in load_profile(path).clauses for use in clause.rules}
    assert used == set(all_rules())


def test_the_sundsvall_profile_has_every_clause_of_the_strategy() -> None:
    profile = load_profile(built_in_profiles()["sundsvall"])
    expected = {f"R{number:02}" for number in range(1, 31)} | {"R14a", "R14b", "R14c", "SECRETS"}
    assert {clause.id for clause in profile.clauses} == expected
    for clause in ("R02", "R03", "R04", "R05", "R06", "R08", "R09", "R10", "R12", "R13", "R15", "R18", "R24", "R25", "R29"):
        assert profile.clause(clause).kind is Kind.RULES


@pytest.mark.parametrize("rule", all_rules().values(), ids=lambda rule: rule.id)
@pytest.mark.parametrize(
    "document",
    [
        {"openapi": "3.1.0"},
        {"swagger": "2.0", "paths": {"/a": {"get": {"parameters": [{"in": "body", "name": "b"}]}}}},
        {"openapi": 3.1, "info": [], "paths": [], "components": [], "servers": {}, "security": {}, "tags": 1},
        {"openapi": None, "info": None, "paths": None, "components": None, "servers": None, "security": None},
        {"openapi": "3.1.0", "info": {"title": 1, "version": 2.0}, "paths": {"/a": None, "b": [], "/c": {"get": None, "put": 1}}},
        {
            "openapi": "3.1.0",
            "security": 5,
            "servers": [None, {"url": 1}, {"url": "{a}", "variables": [1]}],
            "paths": {
                "/api-docs": {"get": {"security": 3, "x-auth-type": {}, "responses": []}},
                "/c": {
                    "parameters": {"a": 1},
                    "get": {
                        "parameters": [None, 1, {"$ref": 1}, {"$ref": "#/none"}, {"name": 1, "in": [], "schema": 1}],
                        "security": [1],
                    },
                    "post": {
                        "requestBody": {"content": {"application/json": {"schema": []}, "x": None}},
                        "responses": {"200": {"content": []}, "201": {"content": {"a/b": 1}}, "default": 1, "x-a": 1},
                    },
                },
            },
            "components": {
                "schemas": {
                    "A": 1,
                    "B": {"type": 1, "properties": [], "items": 1, "allOf": {}},
                    "C": {"$ref": "#/components/schemas/C"},
                },
                "securitySchemes": {"a": 1, "b": {"type": 1, "flows": [], "scheme": 2}, "c": {}},
            },
        },
    ],
)
def test_no_rule_stumbles_over_a_document_of_another_shape(rule: Rule, document: dict[str, Any]) -> None:
    source = read(yaml.safe_dump({"paths": {}, **document}).encode())
    try:
        pointers = [finding.pointer for finding in rule.findings(source, Context())]
    except NotCheckable:
        return
    assert all(position.line >= 1 for position in source.positions_of(pointers).values())


def test_a_personal_identity_number_in_an_example_is_not_repeated_in_the_message() -> None:
    parameter = {"name": "who", "in": "query", "schema": {"type": "string"}, "example": "19811228" + "9874"}
    document = read(yaml.safe_dump({"openapi": "3.1.0", "paths": {"/a": {"get": {"parameters": [parameter]}}}}).encode())
    messages = [str(finding.message) for finding in all_rules()["personal-number-parameters"].findings(document, Context())]
    assert len(messages) == 1
    assert "9874" not in messages[0]
