"""The demonstration's published documents are what `registry/demo/documents.yaml` says they are."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from functools import cache
from itertools import combinations
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import yaml
from openapi_schema_validator import OAS30Validator, OAS31Validator, oas30_format_checker
from openapi_spec_validator import validate
from openapi_spec_validator.validation.exceptions import OpenAPIValidationError
from referencing import Registry
from referencing.exceptions import Unresolvable
from referencing.jsonschema import DRAFT202012

from registry.core.openapi.document import read
from registry.core.strategy.engine import check
from registry.core.strategy.profile import Kind, Profile, built_in_profiles, load_profile
from registry.core.strategy.rule import Catalogue, Context
from registry.core.strategy.verdict import Level, State

SPECS = Path(__file__).parents[1] / "specs"
INDEX = yaml.safe_load((SPECS.parent / "registry" / "demo" / "documents.yaml").read_text(encoding="utf-8"))
ENTRIES: list[dict[str, Any]] = INDEX["documents"]
SYSTEMS = frozenset(name for entry in ENTRIES for name in (entry["provider"], *entry["consumers"]))
ONLY_THE_CATALOGUE_KNOWS = {
    *("R11", "R14", "R14a", "R14b", "R14c", "R19", "R20", "R21", "R22", "R26", "R27", "R28", "R30"),
    *("R16", "R17"),  # these need an earlier version of the document
}
HOUSE_SCHEMAS = {"Problem", "Violation", "PagingMetaData"}
PERSONAL_NUMBER = re.compile(
    r"(?<![0-9a-zA-Z])(?:18|19|20)?[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01]|[67][0-9]|8[0-9]|9[01])[-+]?[0-9]{4}(?![0-9a-zA-Z])"
)

each_document = pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry["file"])


def text_of(entry: dict[str, Any]) -> str:
    return Path(SPECS, entry["file"]).read_text(encoding="utf-8")


def document_of(entry: dict[str, Any]) -> dict[str, Any]:
    return loaded(entry["file"])


@cache
def loaded(file: str) -> dict[str, Any]:
    document: dict[str, Any] = yaml.load((SPECS / file).read_bytes(), Loader=yaml.CSafeLoader)
    return document


def is_sound(document: dict[str, Any]) -> bool:
    try:
        validate(document)
    except (OpenAPIValidationError, Unresolvable):
        return False
    return True


def own_schemas(entry: dict[str, Any]) -> set[str]:
    document = document_of(entry)
    schemas = document.get("definitions") or document["components"]["schemas"]
    return {name for name in schemas if name not in HOUSE_SCHEMAS}


def test_the_index_lists_every_document_once() -> None:
    listed = [entry["file"] for entry in ENTRIES]
    published = sorted(path.name for path in SPECS.glob("*-[0-9]*.yaml"))

    assert sorted(listed) == published
    assert len(listed) == 40


@each_document
def test_the_readme_tells_what_each_document_breaks(entry: dict[str, Any]) -> None:
    readme = (SPECS / "README.md").read_text(encoding="utf-8")
    [row] = [line for line in readme.splitlines() if line.startswith(f"| [{entry['file']}]")]

    assert set(re.findall(r"\bR[0-9]{2}\b", row)) == {*entry["breaks"], *entry.get("not_checkable", ())}
    assert ("follows the strategy" in row) is entry["follows"]
    assert bool(entry.get("fault")) is not entry["follows"]


@each_document
def test_the_file_is_named_by_the_api_and_its_version(entry: dict[str, Any]) -> None:
    document = document_of(entry)
    stem = Path(entry["file"]).stem

    assert stem.startswith(f"{entry['api']}-")
    assert entry["version"].startswith(stem.removeprefix(f"{entry['api']}-"))
    assert document["info"]["version"] == entry["version"]


@each_document
def test_the_structure_is_valid_unless_the_index_says_otherwise(entry: dict[str, Any]) -> None:
    document = document_of(entry)

    # Swagger 2.0 is sound in itself; the strategy asks for a newer edition.
    assert is_sound(document) is ("R03" not in entry["breaks"] or "swagger" in document)


@each_document
def test_no_document_holds_a_personal_number(entry: dict[str, Any]) -> None:
    assert PERSONAL_NUMBER.findall(text_of(entry)) == []


@each_document
def test_no_document_points_at_a_host_that_could_exist(entry: dict[str, Any]) -> None:
    addresses = re.findall(r"https?://[^\s'\",}\]]+", text_of(entry))
    hosts = {urlsplit(address).hostname or "" for address in addresses}
    mailboxes = set(re.findall(r"[\w.+-]+@([\w.-]+)", text_of(entry)))

    assert {host for host in hosts if not host.endswith(".example")} <= {"localhost"}
    assert all(host.endswith(".example") for host in mailboxes)


def test_documents_of_different_apis_describe_different_things() -> None:
    alike = []
    for one, other in combinations(ENTRIES, 2):
        here, there = own_schemas(one), own_schemas(other)
        if one["api"] != other["api"] and len(here & there) * 3 > min(len(here), len(there)):
            alike.append((one["file"], other["file"], here & there))

    assert alike == []


def test_an_api_has_at_most_one_active_and_one_deprecated_version() -> None:
    counts = Counter((entry["api"], entry["status"]) for entry in ENTRIES if entry["status"] in {"active", "deprecated"})

    assert set(counts.values()) == {1}
    assert {entry["api"] for entry in ENTRIES} == {api for api, status in counts if status == "active"}


def test_systems_provide_and_call_under_one_spelling() -> None:
    assert len({name.casefold() for name in SYSTEMS}) == len(SYSTEMS)
    for entry in ENTRIES:
        assert 3 <= len(entry["consumers"]) <= 6
        assert entry["provider"] not in entry["consumers"]


def test_the_mixture_is_the_one_found_in_practice() -> None:
    follow = [entry for entry in ENTRIES if entry["follows"]]
    break_one = [entry for entry in ENTRIES if entry["breaks"]]
    open_ones = [entry for entry in ENTRIES if entry.get("not_checkable") and not entry["breaks"]]
    editions = Counter(str(document_of(entry).get("openapi", "2.0")) for entry in ENTRIES)

    assert (len(follow), len(break_one), len(open_ones)) == (14, 21, 5)
    assert (editions["2.0"], editions["3.0.1"]) == (1, 2)
    assert min(editions["3.0.3"], editions["3.1.0"]) >= 10


def examples_of(node: Any, where: str = "#") -> Iterator[tuple[str, Any, Any]]:
    """Where an example stands, the schema it is an example of, and the example."""
    if isinstance(node, list):
        for place, item in enumerate(node):
            yield from examples_of(item, f"{where}/{place}")
    if not isinstance(node, dict):
        return
    schema = node.get("schema", node)
    if "example" in node:
        yield where, schema, node["example"]
    if isinstance(node.get("examples"), list):
        yield from ((where, schema, example) for example in node["examples"])
    if isinstance(node.get("examples"), dict):
        yield from ((where, schema, example["value"]) for example in node["examples"].values())
    for key, value in node.items():
        if key not in {"example", "examples"}:
            yield from examples_of(value, f"{where}/{key}")


@each_document
def test_every_example_obeys_the_schema_it_stands_beside(entry: dict[str, Any]) -> None:
    document = document_of(entry)
    dialect = OAS31Validator if str(document.get("openapi")).startswith("3.1") else OAS30Validator
    registry = Registry().with_resource("urn:document", DRAFT202012.create_resource(document))

    for where, schema, example in examples_of(document):
        absolute = {"$ref": f"urn:document{schema['$ref']}"} if "$ref" in schema else schema
        problems = dialect(absolute, registry=registry, format_checker=oas30_format_checker).iter_errors(example)
        assert [f"{where}: {problem.message}" for problem in problems] == []


@pytest.fixture(scope="module")
def strategy() -> Profile:
    return load_profile(built_in_profiles()["sundsvall"])


@each_document
def test_the_strategy_check_fails_exactly_the_clauses_the_index_names(entry: dict[str, Any], strategy: Profile) -> None:
    document = read((SPECS / entry["file"]).read_bytes())
    asked_of_documents = {clause.id for clause in strategy.clauses if clause.kind is Kind.RULES}

    report = check(document, strategy, Context(Catalogue(systems=SYSTEMS)), today=date(2026, 1, 15))

    failed = {result.clause: result.findings for result in report.clauses if result.state is State.FAILED}
    unjudged = {result.clause for result in report.clauses if result.state is State.NOT_CHECKABLE}
    left_open = (unjudged & asked_of_documents) - ONLY_THE_CATALOGUE_KNOWS
    must = {clause.id for clause in strategy.clauses if clause.level is Level.MUST}
    told = [f"{clause}: {finding.message}" for clause, findings in failed.items() for finding in findings]
    assert sorted(failed) == sorted(entry["breaks"]), told
    assert sorted(left_open) == sorted(entry.get("not_checkable", ()))
    assert (report.verdict is State.FAILED) is bool(must.intersection(entry["breaks"]))


def test_between_them_the_documents_break_every_clause_that_documents_can_break(strategy: Profile) -> None:
    asked_of_documents = {clause.id for clause in strategy.clauses if clause.kind is Kind.RULES}
    broken = {clause for entry in ENTRIES for clause in entry["breaks"]}

    assert broken <= asked_of_documents
    assert {"R02", "R03", "R04", "R05", "R06", "R08", "R10", "R12", "R13", "R15", "R18", "R24", "R25"} <= broken
