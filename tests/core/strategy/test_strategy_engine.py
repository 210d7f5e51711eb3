"""The engine: states, waivers, score, counting, and reports that survive storage."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from registry.core.api_vocabulary import Authentication
from registry.core.openapi.document import Document, read
from registry.core.strategy.discovery import all_rules
from registry.core.strategy.engine import check
from registry.core.strategy.lifecycle import Entry
from registry.core.strategy.profile import Profile, built_in_profiles, load_profile
from registry.core.strategy.record import from_json, text_from_json, text_to_json, to_json
from registry.core.strategy.rule import Catalogue, Context, Fault
from registry.core.strategy.verdict import Attestation, ClauseResult, Finding, Level, Report, State, Waiver
from registry.core.text import Text, text

TODAY = date(2026, 11, 24)
PNR = {"name": "pnr", "in": "query", "schema": {"type": "string", "maxLength": 12}}


@pytest.fixture(scope="module")
def profile() -> Profile:
    return load_profile(built_in_profiles()["sundsvall"])


def _document(**parts: object) -> Document:
    whole = {"openapi": "3.1.0", "info": {"title": "CaseManagement", "version": "1.0"}, "paths": {}, **parts}
    return read(yaml.safe_dump(whole, sort_keys=False).encode())


def _reading(*parameters: object) -> dict[str, object]:
    return {"get": {"parameters": list(parameters), "responses": {"200": {"description": "a"}, "400": {"description": "b"}}}}


def test_a_clause_with_a_finding_failed_and_tells_where(profile: Profile) -> None:
    result = check(_document(paths={"/cases": _reading(PNR)}), profile, today=TODAY).clause("R10")
    assert result.state is State.FAILED
    assert result.findings[0].pointer == "/paths/~1cases/get/parameters/0"
    assert result.findings[0].line == 9


def test_a_fault_that_repeats_is_one_finding_with_a_count(profile: Profile) -> None:
    document = _document(paths={"/cases": _reading(PNR), "/letters": _reading(PNR), "/bills": _reading(PNR)})
    findings = check(document, profile, today=TODAY).clause("R10").findings
    assert [(finding.pointer, finding.places) for finding in findings] == [("/paths/~1cases/get/parameters/0", 3)]


def test_a_waiver_holds_up_to_and_including_its_last_day(profile: Profile) -> None:
    document = _document(paths={"/cases": _reading(PNR)})
    waiver = Waiver("R10", "", "the police asks by it", "the committee", TODAY)
    on_last_day = check(document, profile, waivers=[waiver], today=TODAY).clause("R10")
    assert on_last_day.state is State.WAIVED
    assert "the police asks by it" in str(on_last_day.reason)
    assert on_last_day.findings[0].waived_until == TODAY
    day_after = check(document, profile, waivers=[waiver], today=TODAY + timedelta(days=1)).clause("R10")
    assert day_after.state is State.FAILED
    assert "2026-11-24" in str(day_after.reason)


def test_a_waiver_for_one_place_leaves_the_others_failing(profile: Profile) -> None:
    document = _document(paths={"/cases": _reading(PNR), "/case": _reading(PNR)})
    waiver = Waiver("R10", "/paths/~1case", "reason", "approver", TODAY)
    result = check(document, profile, waivers=[waiver], today=TODAY).clause("R10")
    assert result.state is State.FAILED
    assert {(finding.pointer.split("/")[2], finding.waived_until) for finding in result.findings} == {
        ("~1cases", None),
        ("~1case", TODAY),
    }


def test_a_waiver_of_a_clause_that_passes_changes_nothing(profile: Profile) -> None:
    waiver = Waiver("R15", "", "reason", "approver", TODAY)
    assert check(_document(), profile, waivers=[waiver], today=TODAY).clause("R15").state is State.PASSED


def test_the_catalogue_makes_clauses_checkable(profile: Profile) -> None:
    document = _document()
    assert check(document, profile, today=TODAY).clause("R25").state is State.NOT_CHECKABLE
    context = Context(Catalogue(authentication=Authentication.OAUTH2, addresses=("https://api.example.se/cases/1.0",)))
    report = check(document, profile, context, today=TODAY)
    assert [report.clause(clause).state for clause in ("R18", "R24", "R25")] == [State.PASSED] * 3


def test_what_lies_in_other_files_is_never_passed_silently(profile: Profile) -> None:
    document = _document(paths={"/cases": {"$ref": "cases.yaml"}})
    report = check(document, profile, today=TODAY)
    for clause in ("R03", "R05", "R06", "R08", "R10"):
        assert report.clause(clause).state is State.NOT_CHECKABLE
    assert "cases.yaml" in str(report.clause("R03").reason)
    assert report.clause("R15").state is State.PASSED


@pytest.mark.parametrize("target", ["file:///etc/passwd", "http://127.0.0.1:9/x.yaml", "//host/share", "../x.yaml#/a"])
def test_no_reference_out_of_the_document_is_ever_followed(
    target: str, profile: Profile, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[object] = []
    monkeypatch.setattr("urllib.request.urlopen", lambda *args, **_kwargs: opened.append(args))
    monkeypatch.setattr("socket.create_connection", lambda *args, **_kwargs: opened.append(args))
    document = _document(
        paths={"/cases": _reading({"$ref": target})}, components={"schemas": {"A": {"example": {"$ref": target}}}}
    )
    check(document, profile, today=TODAY)
    assert opened == []


def test_what_only_the_catalogue_or_a_person_knows_is_not_checkable_and_says_how_to_supply_it(profile: Profile) -> None:
    report = check(_document(), profile, today=TODAY)
    for clause, says in (("R11", "register the API"), ("R16", "no earlier document"), ("R07", "no answer is recorded")):
        assert report.clause(clause).state is State.NOT_CHECKABLE
        assert says in str(report.clause(clause).reason)
    assert "who pays" in str(report.clause("R23").reason)


ANSWER = Attestation(
    "R07", True, "Fields gone through with two clients.", "Eva Holm", date(2026, 3, 1), TODAY, "attestation/ATT-1"
)


def test_an_attestation_answers_until_it_is_to_be_reviewed(profile: Profile) -> None:
    passed = check(_document(), profile, attestations=[ANSWER], today=TODAY).clause("R07")
    assert passed.state is State.PASSED
    assert str(passed.reason) == "Attested by Eva Holm on 2026-03-01: Fields gone through with two clients"
    late = check(_document(), profile, attestations=[ANSWER], today=TODAY + timedelta(days=1)).clause("R07")
    assert late.state is State.NOT_CHECKABLE
    assert "was to be reviewed by 2026-11-24" in str(late.reason)


def test_an_attestation_that_a_clause_is_not_followed_fails_it_at_the_attestation(profile: Profile) -> None:
    result = check(_document(), profile, attestations=[ANSWER._replace(followed=False)], today=TODAY).clause("R07")
    assert result.state is State.FAILED
    [finding] = result.findings
    assert (finding.record, finding.line) == ("attestation/ATT-1", None)
    assert "Attested as not followed" in str(finding.message)


def test_an_attestation_answers_where_rules_cannot_but_never_against_them(profile: Profile) -> None:
    high = Context(Catalogue(entry=Entry("case", protection_level=4, authentication=Authentication.OAUTH2)))
    answer = ANSWER._replace(clause="R27")
    assert check(_document(), profile, high, today=TODAY).clause("R27").state is State.NOT_CHECKABLE
    assert check(_document(), profile, high, attestations=[answer], today=TODAY).clause("R27").state is State.PASSED
    low = Context(Catalogue(entry=Entry("case", protection_level=1, authentication=Authentication.API_KEY)))
    assert check(_document(), profile, low, attestations=[answer], today=TODAY).clause("R27").state is State.FAILED


def test_a_rule_that_breaks_costs_its_own_clause_only(
    profile: Profile, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(_document: Document, _context: Context) -> Iterator[Fault]:
        raise RecursionError
        yield

    rules = dict(all_rules())
    rules["version-levels"] = rules["version-levels"]._replace(check=broken)
    monkeypatch.setattr("registry.core.strategy.engine.all_rules", lambda: rules)
    report = check(_document(), profile, today=TODAY)
    assert report.clause("R15").state is State.NOT_CHECKABLE
    assert "the fault is in the registry" in str(report.clause("R15").reason)
    assert report.clause("R12").state is State.FAILED
    assert "rule version-levels" in caplog.text


def test_a_waiver_that_waives_nothing_is_told(profile: Profile) -> None:
    document = _document(paths={"/cases": _reading(PNR)})
    notes = [
        str(note)
        for waiver in (
            Waiver("R10", "/paths/~1letters", "moved since", "the committee", TODAY),
            Waiver("R03", "", "was broken once", "the committee", TODAY),
            Waiver("R99", "", "of another strategy", "the committee", TODAY),
            Waiver("R10", "/paths/~1cases", "needed", "the committee", TODAY),
            Waiver("R10", "/paths/~1gone", "ran out", "the committee", TODAY - timedelta(days=1)),
        )
        for note in check(document, profile, waivers=[waiver], today=TODAY).notes
    ]
    assert notes == [
        "The waiver of R10 is for /paths/~1letters, which is no longer in the document",
        "The waiver of R03 is no longer needed: nothing is found there",
        "The waiver of R99 is for a clause that sundsvall does not have",
    ]


def test_the_verdict_fails_only_for_a_must() -> None:
    assert _report((Level.MUST, State.FAILED), (Level.MAY, State.PASSED)).verdict is State.FAILED
    assert _report((Level.SHOULD, State.FAILED), (Level.MUST, State.PASSED)).verdict is State.PASSED
    assert _report((Level.MUST, State.WAIVED)).verdict is State.PASSED
    assert _report((Level.MUST, State.NOT_CHECKABLE)).verdict is State.NOT_CHECKABLE


def test_the_score_can_be_recomputed_by_hand() -> None:
    report = _report(
        (Level.MUST, State.PASSED), (Level.MUST, State.FAILED), (Level.SHOULD, State.PASSED), (Level.MAY, State.PASSED),
        (Level.MUST, State.WAIVED), (Level.MUST, State.NOT_CHECKABLE),
    )  # fmt: skip
    assert report.score == 66  # (3 + 2 + 1) of (3 + 3 + 2 + 1), rounded down
    assert report.checked_share == round(5 / 6, 3)
    assert _report((Level.MUST, State.WAIVED)).score is None


outcomes = st.lists(st.tuples(st.sampled_from(Level), st.sampled_from(State)), max_size=40)


@given(outcomes)
def test_a_score_of_100_means_that_nothing_failed(results: list[tuple[Level, State]]) -> None:
    report = _report(*results)
    states = {state for _level, state in results}
    assert (report.score == 100) == (State.PASSED in states and State.FAILED not in states)
    assert (report.score is None) == states.isdisjoint({State.PASSED, State.FAILED})


@given(outcomes, st.integers(0, 39))
def test_mending_a_clause_never_lowers_the_score(results: list[tuple[Level, State]], index: int) -> None:
    if index >= len(results) or results[index][1] is not State.FAILED:
        return
    mended = [*results]
    mended[index] = (results[index][0], State.PASSED)
    assert (_report(*mended).score or 0) >= (_report(*results).score or 0)


pointers = st.lists(st.sampled_from(["a", "ab", "~1b", "0"]), max_size=4).map(
    lambda tokens: "".join(f"/{token}" for token in tokens)
)


@given(pointers, pointers, st.integers(-2, 2))
def test_a_waiver_covers_its_place_and_what_is_inside_until_its_last_day(prefix: str, pointer: str, days: int) -> None:
    waiver = Waiver("R01", prefix, "reason", "approver", TODAY)
    inside = pointer.split("/")[: len(prefix.split("/"))] == prefix.split("/")
    assert waiver.holds_for("R01", pointer, TODAY + timedelta(days=days)) == (inside and days <= 0)
    assert not waiver.holds_for("R02", pointer, TODAY)


values = st.text(max_size=5) | st.integers() | st.none() | st.builds(text, st.just("nested {x}"), x=st.integers())


@given(values, values)
def test_messages_survive_storage_with_their_values(first: object, second: object) -> None:
    message = text("“{first}” and {second}", first=first, second=second)
    assert text_from_json(json.loads(json.dumps(text_to_json(message)))) == message


def test_a_report_survives_storage(profile: Profile) -> None:
    waiver = Waiver("R10", "", "reason", "approver", TODAY)
    report = check(_document(paths={"/ärenden": _reading(PNR)}), profile, waivers=[waiver], today=TODAY)
    again = from_json(json.loads(json.dumps(to_json(report))))
    assert to_json(again) == to_json(report)
    assert (again.verdict, again.score, again.checked_share) == (report.verdict, report.score, report.checked_share)
    message = again.clause("R06").findings[0].message
    assert message.render(lambda template: f"({template})") == f"({message})"


def test_the_json_has_the_agreed_names(profile: Profile) -> None:
    record = to_json(check(_document(paths={"/cases": _reading(PNR)}), profile, today=TODAY))
    assert {
        "profile",
        "profile_version",
        "sha256",
        "title",
        "version",
        "verdict",
        "score",
        "checked_share",
        "clauses",
    } <= record.keys()
    failed = next(clause for clause in record["clauses"] if clause["clause"] == "R10")
    assert failed["state"] == "failed"
    assert failed["level"] == "MUST"
    assert {"rule", "pointer", "line", "message"} <= failed["findings"][0].keys()


def _report(*results: tuple[Level, State]) -> Report:
    clauses = tuple(ClauseResult(str(index), level, state) for index, (level, state) in enumerate(results))
    return Report("p", "1", "", "", "", clauses)


def test_findings_compare_by_what_they_say() -> None:
    assert Finding("r", "/a", Text("x {y}", {"y": 1})) == Finding("r", "/a", text("x {y}", y=1))
