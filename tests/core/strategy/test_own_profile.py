"""A municipality's own strategy: what it changes in a built-in one, and how a slip in it is told."""

from __future__ import annotations

import ast
from datetime import date
from pathlib import Path

import pytest
import yaml

import registry
from registry.core.openapi.document import read
from registry.core.strategy import rules
from registry.core.strategy.discovery import all_rules
from registry.core.strategy.engine import check
from registry.core.strategy.profile import BadProfile, Kind, built_in_profiles, load_profile, parse_profile
from registry.core.strategy.verdict import Level, State

SUNDSVALL = load_profile(built_in_profiles()["sundsvall"])
OWN = """\
profile: granvik
version: "1"
title: {en: Ours, sv: Vår}
extends: sundsvall
sources:
  OWN: {document: Decision, version: "2026-03-02", link: "https://example.se"}
without: [R18, R14a]
change:
  R15:
    level: SHOULD
    parameters:
      version-levels: {at_least: 3}
  R28:
    check: attestation
clauses:
  - id: G01
    level: SHOULD
    title: {en: Few on a page, sv: Få på en sida}
    paraphrase: {en: Lists are short., sv: Listor är korta.}
    sources: OWN
    check:
      - default-limit: {limit: 50}
"""
DOCUMENT = read(yaml.safe_dump({"openapi": "3.1.0", "info": {"title": "Pets", "version": "1.0"}, "paths": {}}).encode())


def own(text: str = OWN):
    return parse_profile(text.encode(), "granvik.yaml")


def test_what_is_not_mentioned_stays_as_in_the_built_in_strategy() -> None:
    mine = own()
    assert mine.base == "sundsvall"
    touched = {"R18", "R14a", "R15", "R28", "G01"}
    kept = [clause for clause in mine.clauses if clause.id not in touched]
    assert kept == [clause for clause in SUNDSVALL.clauses if clause.id not in touched]
    assert mine.sources["B"] == SUNDSVALL.sources["B"]


def test_clauses_are_off_changed_and_added() -> None:
    mine = own()
    ids = [clause.id for clause in mine.clauses]
    assert "R18" not in ids
    assert "R14a" not in ids
    assert ids[-1] == "G01"
    fifteen = mine.clause("R15")
    assert fifteen.level is Level.SHOULD
    assert fifteen.rules[0].parameters == {"at_least": 3, "at_most": 3}, "the other parameter keeps its value"
    assert mine.clause("R28").kind is Kind.ATTESTATION
    assert mine.clause("G01").rules[0].parameters == {"limit": 50}


def test_its_verdicts_follow_from_what_was_changed() -> None:
    report = check(DOCUMENT, own(), today=date(2026, 11, 25))
    assert (report.profile, report.clause("R15").state, report.clause("R15").level) == ("granvik", State.FAILED, Level.SHOULD)
    assert check(DOCUMENT, SUNDSVALL, today=date(2026, 11, 25)).clause("R15").state is State.PASSED


@pytest.mark.parametrize(
    ("old", "new", "line", "key", "says"),
    [
        ("extends: sundsvall", "extends: sundsval", 4, "extends", "digg-rest-api-profil, sundsvall"),
        ("profile: granvik", "profile: sundsvall", 1, "profile", "name of its own"),
        ("without: [R18, R14a]", "without: R18", 7, "without", "a list of clauses"),
        ("without: [R18, R14a]", "without: [R18, R99]", 7, "without[1]", "There is no clause “R99” in sundsvall"),
        ("  R15:\n", "  R99:\n", 9, "change.R99", "There is no clause “R99”"),
        ("without: [R18, R14a]", "without: [R18, R15]", 9, "change.R15", "both left out and changed"),
        ("level: SHOULD\n    parameters", "level: LOW\n    parameters", 10, "change.R15.level", "accepted are MUST, SHOULD, MAY"),
        (
            "version-levels: {at_least",
            "structure: {at_least",
            12,
            "change.R15.parameters.structure",
            "its rules are version-levels",
        ),
        ("at_least: 3", "at_leest: 3", 12, "change.R15.parameters.version-levels.at_leest", "accepted are at_least, at_most"),
        ("at_least: 3", "at_least: three", 12, "change.R15.parameters.version-levels.at_least", "must be a whole number"),
        ("check: attestation", "checks: attestation", 14, "change.R28.checks", "“checks” is not known here"),
        ("check: attestation", "check: not_checkable", 13, "change.R28", "“reason” is asked for"),
        ("check: attestation", "reason: {en: a, sv: b}", 14, "change.R28.reason", "only there"),
        ("check: attestation", "check: attestation\n    parameters: {}", 15, "change.R28.parameters", "belong there"),
        ("id: G01", "id: R18", 16, "clauses[0].id", "write what differs under “change”"),
        ("  OWN: {document", "  B: {document", 6, "sources.B", "already a source of sundsvall"),
        ("limit: 50", "limit: '50'", 22, "clauses[0].check[0].default-limit.limit", "a whole number"),
        ("without: [R18, R14a]", "of: [R18]", 7, "of", "“of” is not known here"),
    ],
)
def test_a_slip_is_told_with_file_line_and_key(old: str, new: str, line: int, key: str, says: str) -> None:
    assert old in OWN
    with pytest.raises(BadProfile) as fault:
        own(OWN.replace(old, new))
    assert (fault.value.file, fault.value.line, fault.value.key) == ("granvik.yaml", line, key)
    assert says in str(fault.value)
    assert f"granvik.yaml, line {line}, {key}: " in str(fault.value.told)


@pytest.mark.parametrize(
    ("clause", "parameters", "says"),
    [
        ("R14", "three-instances: {environments: [produktion]}", "some of sandbox, test, production"),
        ("R14b", "instance-backing: {backing: real}", "one of"),
        ("R09", "parameter-names: {names: [a, b]}", "names, each with a list of texts"),
        ("R12", "api-docs-path: {path: ''}", "text"),
        ("R21", "time-to-move: {months: -1}", "a whole number from 0 up"),
        ("R21", "time-to-move: {months: true}", "a whole number from 0 up"),
        ("R02", "api-name: {forbidden: projekt}", "a list of texts"),
        ("R24", "encrypted-addresses: {port: 1}", "accepted are –"),
    ],
)
def test_a_parameter_of_the_wrong_form_is_refused(clause: str, parameters: str, says: str) -> None:
    text = OWN[: OWN.index("without:")] + f"change:\n  {clause}:\n    parameters:\n      {parameters}\n"
    with pytest.raises(BadProfile) as fault:
        own(text)
    assert says in str(fault.value)


DOCUMENTATION = Path(registry.__path__[0]) / "docs" / "own-profile.md"


def _worked_example() -> str:
    return DOCUMENTATION.read_text(encoding="utf-8").split("```yaml\n")[1].split("```")[0]


def test_the_worked_example_of_the_documentation_does_what_it_says() -> None:
    mine = own(_worked_example())
    assert {clause.id for clause in SUNDSVALL.clauses} - {clause.id for clause in mine.clauses} == {"R18"}
    assert {clause.id for clause in mine.clauses} - {clause.id for clause in SUNDSVALL.clauses} == {"GRANVIK.1"}
    fifteen = mine.clause("R15")
    assert (fifteen.level, fifteen.rules[0].parameters) == (Level.SHOULD, {"at_least": 3, "at_most": 3})
    described = {"openapi": "3.1.0", "info": {"title": "Pets", "version": "1.0"}}
    described["paths"] = {"/bygglov": {"get": {"parameters": [{"name": "limit", "in": "query", "schema": {"default": 20}}]}}}
    document = read(yaml.safe_dump(described).encode())
    ours, theirs = (check(document, profile, today=date(2026, 11, 25)) for profile in (mine, SUNDSVALL))
    assert (ours.clause("R06").state, theirs.clause("R06").state) == (State.PASSED, State.FAILED)
    assert ours.clause("GRANVIK.1").state is State.FAILED
    assert (ours.clause("R15").state, theirs.clause("R15").state) == (State.FAILED, State.PASSED)


@pytest.mark.parametrize(
    ("old", "new"),
    [("level: SHOULD", "level: HIGH"), ("at_least: 3", "at_leest: 3"), ("without: [R18]", "without: [R18, R99]")],
)
def test_the_faults_the_documentation_shows_are_told_so(old: str, new: str) -> None:
    with pytest.raises(BadProfile) as fault:
        own(_worked_example().replace(old, new))
    assert str(fault.value).split(", R02")[0] in DOCUMENTATION.read_text(encoding="utf-8")


def _used_parameters(path: Path) -> set[str]:
    """The names a rule's code asks its context for."""
    found = set()
    for node in ast.walk(ast.parse(path.read_bytes())):
        match node:
            case ast.Call(
                func=ast.Attribute(value=ast.Name(id="context"), attr="words" | "number"), args=[ast.Constant(value), *_]
            ):
                found.add(value)
            case ast.Call(
                func=ast.Attribute(value=ast.Attribute(value=ast.Name(id="context"), attr="parameters"), attr="get"),
                args=[ast.Constant(value), *_],
            ):
                found.add(value)
    return found


def test_every_parameter_a_rule_reads_is_one_that_it_takes() -> None:
    folder = Path(rules.__path__[0])
    for rule in all_rules().values():
        assert _used_parameters(folder / f"{rule.id.replace('-', '_')}.py") == set(rule.takes), rule.id


@pytest.mark.parametrize("rule", all_rules().values(), ids=lambda rule: rule.id)
def test_a_rule_explains_every_parameter_it_takes(rule) -> None:
    for name in rule.takes:
        assert f"`{name}`" in rule.documentation, name
