"""Swagger 2.0 is told to be old, and still judged for all the rest."""

from __future__ import annotations

from datetime import date

import pytest
import yaml

from registry.core.openapi.document import Document, read
from registry.core.strategy.engine import check
from registry.core.strategy.profile import built_in_profiles, load_profile
from registry.core.strategy.verdict import State

TODAY = date(2026, 11, 25)
OLD = """\
swagger: "2.0"
info: {title: Building permits, version: "1.0"}
host: api.example.se
basePath: /permits/1.0
schemes: [http]
consumes: [application/json]
produces: [text/xml]
securityDefinitions: {password: {type: basic}}
security: [{password: []}]
paths:
  /permits:
    post:
      parameters:
        - {name: permit, in: body, schema: {$ref: "#/definitions/Permit"}}
        - {name: personnummer, in: query, type: string}
      responses:
        "200": {description: A permit, schema: {$ref: "#/definitions/Permit"}}
        "400": {description: Wrong, schema: {$ref: "#/definitions/Fault"}}
definitions:
  Permit:
    type: object
    properties:
      fastighetsbeteckning: {type: string, maxLength: 40}
      anything: {}
      note: {type: string}
  Fault: {type: object, properties: {code: {type: integer}}}
"""


def found(text: str, profile: str) -> dict[str, list[str]]:
    report = check(read(text.encode()), load_profile(built_in_profiles()[profile]), today=TODAY)
    return {
        clause.clause: [f"{finding.line} {finding.message}" for finding in clause.findings]
        for clause in report.clauses
        if clause.state is State.FAILED
    }


@pytest.mark.parametrize(
    ("clause", "says"),
    [
        ("R03", "1 Swagger 2.0 is the forerunner of OpenAPI"),
        ("R04", "text/xml"),
        ("R05", "24 “anything” may be anything"),
        ("R06", "fastighetsbeteckning"),
        ("R08", "25 "),
        ("R10", "15 The query parameter “personnummer”"),
        ("R12", "/api-docs"),
        ("R24", "http://api.example.se/permits/1.0 is not encrypted"),
        ("R25", "“password” authenticates by basic"),
    ],
)
def test_every_kind_of_place_is_looked_at(clause: str, says: str) -> None:
    faults = found(OLD, "sundsvall")[clause]
    assert any(says in fault for fault in faults), faults


def test_being_old_is_one_finding_and_no_structural_noise() -> None:
    assert len(found(OLD, "sundsvall")["R03"]) == 1


@pytest.mark.parametrize(
    ("clause", "says"),
    [
        ("DOK.17", "2.0"),
        ("AME.02", "application/json"),
        ("FEL.01", "lacks type, title, status, detail, instance"),
        ("FEL.02", "text/xml"),
        ("SAK.01", "is not encrypted"),
        ("SAK.09", "by basic"),
        ("SAK.10", "Bearer"),
        ("VER.05", "1.0"),
    ],
)
def test_the_national_profile_judges_it_alike(clause: str, says: str) -> None:
    faults = found(OLD, "digg-rest-api-profil")[clause]
    assert any(says in fault for fault in faults), faults


def test_what_it_does_well_passes() -> None:
    good = OLD.replace("[http]", "[https]").replace("type: basic", "type: apiKey, in: header, name: X-Key")
    good = good.replace("text/xml", "application/json").replace("personnummer", "personId")
    failed = found(good, "sundsvall")
    assert {"R04", "R10", "R18", "R24", "R25"}.isdisjoint(failed)


def _written_as(version: str) -> Document:
    schema = {"type": "object", "properties": {"anything": {}}}
    body = {"200": {"description": "A", "content": {"application/json": {"schema": schema}}}}
    whole = {"openapi": version, "info": {"title": "A", "version": "1.0"}, "paths": {"/a": {"get": {"responses": body}}}}
    return read(yaml.safe_dump(whole).encode())


@pytest.mark.parametrize("version", ["3.0.0", "3.0.4", "3.1.0", "3.1.1", "3.2.0"])
def test_every_openapi_3_is_judged_the_same(version: str) -> None:
    report = check(_written_as(version), load_profile(built_in_profiles()["sundsvall"]), today=TODAY)
    assert report.clause("R03").state is State.PASSED, [str(finding.message) for finding in report.clause("R03").findings]
    assert [str(finding.message) for finding in report.clause("R05").findings] == [
        "“anything” may be anything: its schema has no type"
    ]
