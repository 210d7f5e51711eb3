"""Published documents: each gives a report or a reason, and the faults we know of are found."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from registry.core.openapi.document import read
from registry.core.openapi.reading import Limits, Unreadable, read_source
from registry.core.openapi.yaml_reading import read_carefully
from registry.core.strategy.engine import check
from registry.core.strategy.profile import built_in_profiles, load_profile
from registry.core.strategy.verdict import Report, State

pytestmark = pytest.mark.corpus

CORPUS = Path(__file__).parents[3] / "../shared/corpus"
DOCUMENTS = sorted(path for folder in ("own", "edge", "clients") for path in (CORPUS / folder).glob("*.*"))
UNREADABLE = {
    "digg-rap-lp-for-api.yaml": 96,
    "digg-rap-lp-for.yaml": 50,
    "digg-rap-lp-ufn-api.yaml": 13,
    "sundsvall-teams-sender-resources-openapi.yml": None,
}

if not DOCUMENTS:
    pytest.skip("corpus not present", allow_module_level=True)


def _report(path: Path) -> Report:
    return check(read(path.read_bytes()), load_profile(built_in_profiles()["sundsvall"]), today=date(2026, 11, 24))


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_every_published_document_gives_a_report_or_a_reason(path: Path) -> None:
    if path.name in UNREADABLE:
        with pytest.raises(Unreadable) as refusal:
            _report(path)
        assert refusal.value.line == UNREADABLE[path.name]
        return
    report = _report(path)
    lines = path.read_bytes().count(b"\n") + 1
    for clause in report.clauses:
        assert (clause.state is State.FAILED) == bool(clause.findings)
        assert clause.state is not State.NOT_CHECKABLE or clause.reason
        assert all(finding.line and 1 <= finding.line <= lines for finding in clause.findings)


@pytest.mark.parametrize("path", sorted((CORPUS / "own").glob("*.yaml")), ids=lambda path: path.name)
def test_the_fast_reader_reads_what_pyyaml_reads(path: Path) -> None:
    source = read_source(path.read_bytes(), Limits())
    assert source.tree == read_carefully(source.text, Limits())


def test_the_municipality_s_own_documents_cannot_prove_address_or_authentication() -> None:
    for path in sorted((CORPUS / "own").glob("*.yaml")):
        report = _report(path)
        for clause in ("R18", "R24", "R25"):
            assert report.clause(clause).state is State.NOT_CHECKABLE
            assert "catalogue" in str(report.clause(clause).reason)
        assert report.clause("R12").state is State.PASSED
        assert report.clause("R13").state is State.PASSED
        assert report.clause("R15").state is State.PASSED


@pytest.mark.parametrize(
    ("file", "clause", "line", "says"),
    [
        ("own/api-service-party.yaml", "R10", 226, "legalId"),
        ("own/api-service-party.yaml", "R04", 183, "text/plain"),
        ("edge/sundsvall-casemanagement-META-INF-openapi.yaml", "R03", 1, "openapi"),
        ("edge/sundsvall-casemanagement-META-INF-openapi.yaml", "R02", 1, "no name"),
        ("edge/big-kubernetes-swagger.json", "R03", None, "Swagger 2.0"),
        ("edge/oasv-v2.0-missing-reference.yaml", "R03", None, "forerunner"),
    ],
)
def test_known_faults_are_found_on_their_line(file: str, clause: str, line: int | None, says: str) -> None:
    found = [(finding.line, str(finding.message)) for finding in _report(CORPUS / file).clause(clause).findings]
    assert any(says in message and line in (None, place) for place, message in found), found


def test_a_document_in_several_files_is_not_passed_on_the_parts_that_were_not_read() -> None:
    report = _report(CORPUS / "edge/digitalocean-root-multifile.yaml")
    assert report.clause("R03").state is State.NOT_CHECKABLE
    assert "bundled" in str(report.clause("R03").reason)


def test_no_clause_says_the_same_thing_twice_of_one_document() -> None:
    for path in sorted((CORPUS / "own").glob("*.yaml")):
        for clause in _report(path).clauses:
            said = [(finding.message, finding.record) for finding in clause.findings]
            assert len(said) == len(set(said)), (path.name, clause.clause)


def test_half_of_the_municipality_s_documents_get_a_dozen_findings_at_most() -> None:
    numbers = sorted(sum(len(clause.findings) for clause in _report(path).clauses) for path in (CORPUS / "own").glob("*.yaml"))
    assert numbers[len(numbers) // 2] <= 13
    assert numbers[-1] <= 130
