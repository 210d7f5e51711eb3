"""DIGG's REST API profile: its clauses and levels, where it contradicts the municipality's strategy, and DIGG's own samples."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from registry.core.api_vocabulary import Authentication
from registry.core.openapi.document import Document, read
from registry.core.strategy.engine import check
from registry.core.strategy.profile import Kind, built_in_profiles, load_profile
from registry.core.strategy.rule import Catalogue, Context
from registry.core.strategy.verdict import ClauseResult, Level, Report, State, Waiver

CORPUS = Path(__file__).parents[3] / "../shared/corpus"
TODAY = date(2026, 11, 24)
DIGG = load_profile(built_in_profiles()["digg-rest-api-profil"])
SUNDSVALL = load_profile(built_in_profiles()["sundsvall"])
OK = {"200": {"description": "Pets"}, "400": {"description": "Bad request"}}
MUST = (
    "DOK.03 DOK.08 DOK.09 DOK.11 DOK.15 DOK.19 DOK.20 DOK.21 DOT.02 RES.06 UFN.02 UFN.07 UFN.08 UFN.09 MOG.01 AME.05 ARQ.05 "
    "FEL.01 FEL.02 VER.06 SPA.02 SPA.07 FNS.01 FNS.03 FNS.07 FNS.08 SAK.01 SAK.09 SAK.10 SAK.15 SAK.16 FOR.02"
)
SHOULD = (
    "DOK.01 DOK.06 DOK.07 DOK.17 DOT.04 RES.02 UFN.01 UFN.05 MOG.02 AME.01 AME.02 AME.04 AME.07 ARQ.01 ARQ.03 VER.05 SPA.04 "
    "FNS.05 FNS.06 FNS.09 SAK.18"
)
LEFT_TO_PEOPLE = "DOT.01 DOT.03 RES.01 RES.03 RES.04 RES.05 AME.06 ARQ.02 ARQ.04 ARP.02 VER.01 VER.02 HYP.01"


def document(**parts: Any) -> Document:
    whole = {"openapi": "3.1.0", "info": {"title": "Pets", "version": "1.0"}, "paths": {}, **parts}
    return read(yaml.safe_dump(whole, sort_keys=False).encode())


def by_sundsvall(of: Document, clause: str, waivers: tuple[Waiver, ...] = ()) -> ClauseResult:
    return check(of, SUNDSVALL, waivers=waivers, today=TODAY).clause(clause)


def by_digg(of: Document, clause: str, waivers: tuple[Waiver, ...] = ()) -> ClauseResult:
    return check(of, DIGG, waivers=waivers, today=TODAY).clause(clause)


@pytest.mark.parametrize(("level", "ids"), [(Level.MUST, MUST), (Level.SHOULD, SHOULD)])
def test_what_documents_show_is_checked_at_digg_s_levels(level: Level, ids: str) -> None:
    found = {clause.id: (clause.level, clause.kind) for clause in DIGG.clauses}
    assert {id: found[id] for id in ids.split()} == dict.fromkeys(ids.split(), (level, Kind.RULES))


def test_what_no_document_can_show_is_left_to_people() -> None:
    for clause in LEFT_TO_PEOPLE.split():
        assert DIGG.clause(clause).kind is Kind.ATTESTATION
    assert (DIGG.clause("AME.03").level, DIGG.clause("AME.03").kind) == (Level.MAY, Kind.NOT_CHECKABLE)


def test_the_profile_has_no_other_clauses() -> None:
    known = {*MUST.split(), *SHOULD.split(), *LEFT_TO_PEOPLE.split(), "AME.03", "ARP.01", "VER.03"}
    assert {clause.id for clause in DIGG.clauses} == known


@pytest.mark.parametrize("clause", ["RES.02", "RES.03", "UFN.05", "UFN.09", "ARQ.05", "SPA.07", "SAK.09", "SAK.15", "FOR.02"])
def test_titles_of_prohibitions_say_not(clause: str) -> None:
    title = DIGG.clause(clause).title
    assert {"NOT", "NO"} & set(title["en"].split())
    assert {"INTE", "INGA", "INGEN", "INGET"} & set(title["sv"].split())


def test_the_profiles_share_no_clause() -> None:
    assert not {clause.id for clause in DIGG.clauses} & {clause.id for clause in SUNDSVALL.clauses}


def test_a_personal_identity_number_is_forbidden_in_one_and_discouraged_in_the_other() -> None:
    of = document(paths={"/pets": {"get": {"parameters": [{"name": "ssn", "in": "query"}], "responses": OK}}})
    ours, theirs = by_sundsvall(of, "R10"), by_digg(of, "RES.02")
    assert (ours.state, ours.level) == (State.FAILED, Level.MUST)
    assert (theirs.state, theirs.level) == (State.FAILED, Level.SHOULD)


def test_english_names_and_an_english_description_satisfy_one_and_not_the_other() -> None:
    of = document(
        info={"title": "Pets", "version": "1.0", "description": "Lends out the pets of the town to those who ask for them."},
        paths={"/pets": {"get": {"responses": OK}}},
    )
    assert by_sundsvall(of, "R06").state is State.PASSED
    assert by_digg(of, "DOK.06").state is State.FAILED


def test_linked_data_is_json_enough_for_one_and_not_the_default_of_the_other() -> None:
    answer = {"200": {"description": "Pets", "content": {"application/ld+json": {"schema": {"type": "string"}}}}}
    of = document(paths={"/pets": {"get": {"responses": answer}}})
    assert by_sundsvall(of, "R04").state is State.PASSED
    assert by_digg(of, "AME.01").state is State.PASSED
    assert by_digg(of, "AME.02").state is State.FAILED


def test_only_digg_asks_that_the_document_itself_states_the_authentication_the_gateway_adds() -> None:
    of = document(paths={"/pets": {"get": {"responses": OK}}})
    known = Context(Catalogue(authentication=Authentication.OAUTH2))
    assert check(of, SUNDSVALL, known, today=TODAY).clause("R25").state is State.PASSED
    assert check(of, DIGG, known, today=TODAY).clause("DOK.21").state is State.FAILED


def test_a_version_of_two_levels_in_the_address_satisfies_one_and_not_the_other() -> None:
    of = document(servers=[{"url": "https://api.example.se/pets/2.5"}])
    assert by_sundsvall(of, "R18").state is State.PASSED
    assert by_digg(of, "UFN.01").state is State.PASSED, "the order is right; only how the version is written is not"
    assert by_digg(of, "VER.05").state is State.FAILED
    major = document(servers=[{"url": "https://api.example.se/pets/v2"}])
    assert by_sundsvall(major, "R18").state is State.PASSED
    assert by_digg(major, "VER.05").state is State.PASSED


def test_each_profile_wants_its_own_page_about_the_api() -> None:
    page = {"get": {"security": [], "responses": OK}}
    docs, info = document(paths={"/api-docs": page}), document(paths={"/api-info": page})
    assert (by_sundsvall(docs, "R12").state, by_digg(docs, "VER.06").state) == (State.PASSED, State.FAILED)
    assert (by_sundsvall(info, "R12").state, by_digg(info, "VER.06").state) == (State.FAILED, State.PASSED)


def test_basic_authentication_waived_in_one_stays_forbidden_in_the_other() -> None:
    of = document(
        paths={"/pets": {"get": {"responses": OK}}},
        security=[{"password": []}],
        components={"securitySchemes": {"password": {"type": "http", "scheme": "basic"}}},
    )
    waived = (Waiver("R25", "", "The supplier has nothing else", "CIO", date(2027, 1, 1)),)
    assert by_sundsvall(of, "R25", waived).state is State.WAIVED
    assert by_digg(of, "SAK.09", waived).state is State.FAILED


def _sample(area: str) -> bytes:
    path = CORPUS / f"edge/digg-rap-lp-{area}-api.yaml"
    if not path.exists():
        pytest.skip("corpus not present")
    return path.read_bytes()


def _judged(data: bytes) -> Report:
    return check(read(data), DIGG, today=TODAY)


def test_two_levels_of_version_satisfy_one_and_three_are_never_demanded_by_a_clause_nobody_has_read() -> None:
    two, three = document(info={"title": "Pets", "version": "2.5"}), document(info={"title": "Pets", "version": "2.5.1"})
    assert by_sundsvall(two, "R15").state is State.PASSED
    assert by_sundsvall(three, "R15").state is State.PASSED, "the older guideline asks for two levels at least"
    one = document(info={"title": "Pets", "version": "2"})
    assert by_sundsvall(one, "R15").state is State.FAILED
    assert not [clause.id for clause in DIGG.clauses for use in clause.rules if use.rule == "version-levels"]


@pytest.mark.corpus
@pytest.mark.parametrize(
    ("area", "clause", "line", "says"),
    [
        ("dok", "DOK.01", 26, "Url to external documentation"),
        ("dok", "DOK.03", 18, "lacks url"),
        ("dok", "DOK.15", 123, "gives no example of id, name"),
        ("dok", "DOK.19", 93, "GET /pets/{petId}"),
        ("ame", "AME.01", 70, "text/plain"),
        ("ame", "AME.02", 70, "without application/json"),
        ("ame", "AME.05", 99, "veryongesMaegain"),
        ("fns", "UFN.09", 118, "default_limit"),
        ("ver", "UFN.08", 145, "pe,ts"),
        ("arq", "ARQ.01", 60, "utf-16"),
        ("sak", "ARQ.03", 30, "Date"),
        ("ver", "ARQ.05", 40, "payloadData"),
        ("fns", "FEL.01", 212, "type, title, status, detail, instance"),
        ("ver", "FEL.02", 117, "application/json"),
        ("fns", "VER.05", 19, "no segment for the version"),
        ("fns", "VER.06", 21, "/api-info"),
        ("arq", "SPA.02", 22, "traceparent"),
        ("arq", "SPA.04", 37, "traceparent"),
        ("fns", "FNS.03", 175, "1limit_this"),
        ("fns", "FNS.05", 183, "pageThis"),
        ("ver", "FNS.07", 67, "without limit"),
        ("fns", "FNS.08", 147, "begins at 100"),
        ("fns", "FNS.09", 83, "200, not 20"),
        ("sak", "SAK.01", 113, "is not encrypted"),
        ("sak", "SAK.09", 101, "by basic"),
        ("sak", "SAK.15", 119, "query"),
        ("sak", "SAK.16", 119, "query"),
    ],
)
def test_the_faults_that_digg_put_into_its_samples_are_found(area: str, clause: str, line: int, says: str) -> None:
    found = [(finding.line, str(finding.message)) for finding in _judged(_sample(area)).clause(clause).findings]
    assert any(place == line and says in message for place, message in found), found


@pytest.mark.corpus
def test_the_samples_pass_where_they_are_good() -> None:
    assert _judged(_sample("dot")).clause("DOT.02").state is State.PASSED
    assert _judged(_sample("dot")).clause("DOT.04").state is State.PASSED
    assert _judged(_sample("dok")).clause("DOK.06").state is State.PASSED
    assert _judged(_sample("dot")).clause("UFN.02").state is State.PASSED
    assert _judged(_sample("fel")).clause("FEL.01").state is State.PASSED
    assert _judged(_sample("fel")).clause("FEL.02").state is State.PASSED
    assert _judged(_sample("sak")).clause("SAK.18").state is State.PASSED
    assert _judged(_sample("arq")).clause("SAK.10").state is State.PASSED


@pytest.mark.corpus
def test_the_sample_of_addresses_shows_all_its_faults_once_it_is_yaml() -> None:
    data = _sample("ufn").replace(b"-\turl", b"- url")  # a tab, and below a key longer than the 1,024 characters YAML reads
    data = data.replace(b'  "/petstore', b'  ? "/petstore').replace(b'petstore":\n', b'petstore"\n  :\n')
    report = _judged(data)
    lines = {
        clause: [found.line for found in report.clause(f"UFN.{clause}").findings] for clause in ("01", "05", "07", "08", "09")
    }
    assert lines == {"01": [13], "05": [16], "07": [13, 64], "08": [13, 64], "09": [13, 64]}


@pytest.mark.corpus
def test_the_municipality_s_own_documents_are_not_blamed_for_addresses_and_credentials_of_the_gateway() -> None:
    paths = sorted((CORPUS / "own").glob("*.yaml"))
    if not paths:
        pytest.skip("corpus not present")
    for path in paths:
        report = _judged(path.read_bytes())
        for clause in ("UFN.01", "UFN.02", "DOK.21", "VER.05", "SAK.01", "SAK.09", "SAK.10", "SAK.18"):
            assert report.clause(clause).state is State.NOT_CHECKABLE, path.name
            assert "catalogue" in str(report.clause(clause).reason)
        assert report.clause("DOK.17").state is State.PASSED
        assert report.clause("DOK.03").state is State.FAILED, "contact: {} tells nobody whom to ask"
