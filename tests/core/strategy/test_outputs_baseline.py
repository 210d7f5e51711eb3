"""An old API reports only what is new; what is mended is told; nothing new hides behind what is known."""

from __future__ import annotations

import json
import random
from datetime import date
from functools import cache

import pytest

from registry.core.openapi.document import read
from registry.core.strategy.engine import check
from registry.core.strategy.outputs.as_json import write_json
from registry.core.strategy.outputs.baseline import BadBaseline, Baseline, parse_baseline
from registry.core.strategy.outputs.outcome import Judged
from registry.core.strategy.profile import Profile, built_in_profiles, load_profile
from registry.core.strategy.verdict import Level, Waiver

TODAY = date(2026, 11, 24)
HEAD = 'openapi: 3.1.0\ninfo: {title: CaseManagement, version: "1.0"}\nservers: [{url: "https://api.example.se/c/1.0"}]\npaths:\n'
Paths = dict[str, str]
UNTYPED = "{name: limit, in: query, schema: {}}"
OLD: Paths = {"cases": UNTYPED, "errands": UNTYPED, "bygglov": "{name: q, in: query, schema: {type: string}}"}


@cache
def sundsvall() -> Profile:
    return load_profile(built_in_profiles()["sundsvall"])


def document(paths: Paths, before: str = "") -> str:
    """One GET per path, with those parameters."""
    lines = (
        f'  /{name}:\n    get: {{parameters: [{parameters}], responses: {{"200": {{description: ok}}}}}}\n'
        for name, parameters in paths.items()
    )
    return before + HEAD + "".join(lines)


def judged(paths: Paths, file: str = "a.yaml", before: str = "", waivers: tuple[Waiver, ...] = ()) -> Judged:
    return Judged(file, check(read(document(paths, before).encode()), sundsvall(), waivers=waivers, today=TODAY))


def baseline(*outcomes: Judged) -> Baseline:
    return parse_baseline("".join(write_json(outcomes, sundsvall())).encode(), "base.json", "sundsvall")


def new(compared: Judged) -> list[str]:
    return [f"{result.clause}: {found.message}" for result in compared.report.clauses for found in result.findings]


def gone(compared: Judged) -> list[tuple[str, str, int]]:
    assert compared.compared is not None
    return [(one.clause, str(one.message), one.places) for one in compared.compared.gone]


def test_nothing_is_new_in_the_same_document() -> None:
    found = baseline(judged(OLD)).compare(judged(OLD))
    assert new(found) == gone(found) == []
    assert found.compared is not None
    assert found.compared.known == sum(len(clause.findings) for clause in judged(OLD).report.clauses) > 5
    assert not found.failing(Level.MAY)


def test_verdict_and_score_are_the_documents_own() -> None:
    found = baseline(judged(OLD)).compare(judged(OLD))
    assert (found.report.verdict, found.report.score) == (judged(OLD).report.verdict, judged(OLD).report.score)


def test_moved_lines_shuffled_paths_and_parameters_put_before_make_nothing_new() -> None:
    typed = "{name: offset, in: query, schema: {type: integer, minimum: 0, maximum: 9}}"
    shifted = {name: f"{typed}, {parameters}" for name, parameters in reversed(OLD.items())}
    found = baseline(judged(OLD)).compare(judged(shifted, before="# a remark\n\n"))
    assert new(found) == gone(found) == []


def test_a_new_fault_is_reported_and_fails_the_run() -> None:
    found = baseline(judged(OLD)).compare(
        judged({**OLD, "search/{personnummer}": "{name: personnummer, in: path, required: true}"})
    )
    assert any(told.startswith("R10: ") for told in new(found))
    assert not set(new(found)) & set(new(judged(OLD)))
    assert found.failing(Level.MUST)


def test_what_is_mended_is_told() -> None:
    found = baseline(judged(OLD)).compare(judged({name: OLD[name] for name in ("cases", "errands")}))
    assert new(found) == []
    assert ("R06", "“bygglov” is Swedish", 1) in gone(found)


def test_a_fault_in_many_places_stays_known_when_the_first_is_mended() -> None:
    [(name, message, count)] = [
        fault for fault in gone(baseline(judged(OLD)).compare(judged({}))) if fault[2] > 1 and fault[0] == "R05"
    ]
    mended = {"cases": "{name: limit, in: query, schema: {type: integer, minimum: 1, maximum: 9}}", "errands": UNTYPED}
    found = baseline(judged(OLD)).compare(judged({**OLD, **mended}))
    assert new(found) == []
    assert (name, message, count - 1) in gone(found)


def test_the_same_fault_in_more_places_is_reported_with_both_numbers() -> None:
    found = baseline(judged(OLD)).compare(judged({"aaa": UNTYPED, **OLD}))
    assert [told for told in new(found) if told.startswith("R05")] == [
        "R05: “parameters” may be anything: its schema has no type – in more places than the baseline knows: 2 then, 3 now"
    ]


def test_a_fault_that_moves_to_another_place_is_new() -> None:
    one = {"cases": UNTYPED}
    other = {"cases": "{name: q, in: query, schema: {type: string, maxLength: 9}}", "errands": UNTYPED}
    assert any(told.startswith("R05") for told in new(baseline(judged(one)).compare(judged(other))))


def test_a_document_that_the_baseline_does_not_have_is_all_new() -> None:
    found = baseline(judged(OLD, "b.yaml")).compare(judged(OLD))
    assert new(found) == new(judged(OLD))


@pytest.mark.parametrize(
    ("then", "now"),
    [
        ("./api/a.yaml", "api/a.yaml"),
        ("api/a.yaml", "/builds/7/api/a.yaml"),
        ("/x/api/a.yaml", "api/a.yaml"),
        ("api\\a.yaml", "api/a.yaml"),
    ],
)
def test_a_file_is_known_by_the_end_of_its_path(then: str, now: str) -> None:
    assert new(baseline(judged(OLD, then), judged(OLD, "other.yaml")).compare(judged(OLD, now))) == []


def test_a_path_that_may_be_either_of_two_is_neither() -> None:
    assert new(baseline(judged(OLD, "x/a.yaml"), judged(OLD, "y/a.yaml")).compare(judged(OLD, "a.yaml"))) != []


def test_what_a_waiver_covered_is_not_known_when_the_waiver_has_run_out() -> None:
    waiver = Waiver("R06", "", "May", "Kim", date(2026, 12, 1))
    found = baseline(judged(OLD, waivers=(waiver,))).compare(judged(OLD))
    assert new(found) == ["R06: “bygglov” is Swedish"]


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b'{"files": [\n}', "base.json, line 2: not valid JSON"),
        (b"\xff\xfe\xff", "base.json"),
        (b"[" * 100_000, "base.json"),
        (b"[]", "there is no list “files”"),
        (b'{"files": {}}', "there is no list “files”"),
        (
            b'{"profile": "digg-rest-api-profil", "files": []}',
            "was written for the profile “digg-rest-api-profil”, this run uses “sundsvall”",
        ),
        (b'{"profile": "sundsvall", "files": [7]}', "entry 1 of “files” is not a verdict"),
        (b'{"profile": "sundsvall", "files": [{"file": "a"}]}', "entry 1 of “files” is not a verdict"),
        (b'{"profile": "sundsvall", "files": [{"file": "a", "baseline": {}}]}', "holds only what was new to another baseline"),
    ],
)
def test_a_file_that_is_no_baseline_is_told_with_the_way_to_get_one(data: bytes, told: str) -> None:
    with pytest.raises(BadBaseline) as refused:
        parse_baseline(data, "base.json", "sundsvall")
    assert told in str(refused.value)
    assert "--write-baseline" in str(refused.value)


def test_damaged_baselines_are_refused_or_read_but_never_break() -> None:
    """Every value of a baseline replaced by others, one at a time."""
    whole = json.loads("".join(write_json([judged(OLD)], sundsvall())))
    chance = random.Random(7)

    def places(node: object, way: tuple[object, ...] = ()) -> list[tuple[object, ...]]:
        children = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
        return [way, *(place for key, child in children for place in places(child, (*way, key)))]

    for way in places(whole)[1:]:
        damaged = json.loads(json.dumps(whole))
        holder = damaged
        for token in way[:-1]:
            holder = holder[token]  # type: ignore[index]
        holder[way[-1]] = chance.choice([None, 7, "x", [], {}, [[]], {"a": {}}])  # type: ignore[index]
        try:
            known = parse_baseline(json.dumps(damaged).encode(), "base.json", "sundsvall")
        except BadBaseline:
            continue
        known.compare(judged(OLD))
