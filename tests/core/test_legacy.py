"""The legacy score: from dated evidence, with ranges for what is not known, and recomputable by hand."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.core.legacy import (
    Evidence,
    Grade,
    HumanVerdict,
    LegacyAssessment,
    Standing,
    SupplierSupport,
    TechnologyUse,
    assess,
)
from registry.core.legacy.weights import WEIGHTS
from registry.core.scoring import Answer, problems_with
from registry.core.support.ends import Undated
from registry.core.vocabulary import DependencyKind, SupplierRelation, Verdict

TODAY = date(2026, 3, 1)
RECENT = date(2026, 1, 15)

dates = st.dates(date(2015, 1, 1), date(2035, 1, 1))
ends = st.none() | st.sampled_from(Undated) | dates
recent_dates = st.dates(date(2024, 1, 1), TODAY)
grades = st.builds(Answer, st.sampled_from(Grade), recent_dates)
uses = st.builds(TechnologyUse, st.sampled_from(["PHP", "Windows Server", "Oracle"]), st.just("7"), ends, ends)
evidences = st.builds(
    Evidence,
    technologies=st.lists(uses, max_size=4).map(tuple),
    supplier_support=st.none() | st.builds(SupplierSupport, ends, recent_dates),
    security=st.none() | grades,
    development=st.none() | grades,
    competence=st.none() | grades,
    documentation=st.none() | grades,
    supplier_support_judged=st.none() | grades,
    business_fit=st.none() | grades,
    integrations=st.lists(st.sampled_from(DependencyKind), max_size=8).map(tuple),
    supplier_relation=st.none() | st.builds(Answer, st.sampled_from(SupplierRelation), recent_dates),
)


def graded(grade: Grade) -> Answer[Grade]:
    return Answer(grade, RECENT)


def points(assessment: LegacyAssessment, key: str) -> tuple[int, int]:
    (component,) = (c for c in assessment.components if c.key == key)
    return component.low, component.high


BAD = Evidence(
    technologies=(TechnologyUse("Windows Server", "2008 R2", date(2020, 1, 14)),),
    supplier_support=SupplierSupport(date(2022, 12, 31), RECENT),
    security=graded(Grade.NO),
    development=graded(Grade.PARTLY),
    competence=graded(Grade.PARTLY),
    documentation=graded(Grade.PARTLY),
    business_fit=graded(Grade.YES),
    integrations=(DependencyKind.FILE_TRANSFER, DependencyKind.SHARED_DATABASE, DependencyKind.API, DependencyKind.FILE_TRANSFER),
    supplier_relation=Answer(SupplierRelation.STRAINED, RECENT),
)


def test_weights_sum_to_a_hundred() -> None:
    assert sum(WEIGHTS.values()) == 100


def test_weights_that_do_not_hold_together_are_refused_with_what_is_wrong() -> None:
    assert not list(problems_with(WEIGHTS, WEIGHTS))
    heavy = {**WEIGHTS, "technology": 21}
    assert [str(message) for _key, message in problems_with(heavy, WEIGHTS)] == ["The points sum to 101; they must sum to 100."]
    below = {**WEIGHTS, "technology": -1, "security": 37}
    assert [key for key, _message in problems_with(below, WEIGHTS)] == ["technology"]
    assert [key for key, _message in problems_with({"technology": 100}, WEIGHTS)] == [""]


def test_the_worked_example_of_the_documentation() -> None:
    assessment = assess(BAD, TODAY)
    assert {c.key: c.low for c in assessment.components} == {
        "technology": 20,
        "security": 16,
        "development": 8,
        "supplier_support": 12,
        "business_fit": 0,
        "competence": 4,
        "documentation": 2,
        "integration": 6,
        "supplier_relation": 3,
    }
    assert (assessment.low, assessment.high, assessment.standing) == (71, 71, Standing.LEGACY)
    assert str(assessment.why) == (
        "The score is 71 of 100: Windows Server 2008 R2 has had no support since 2020-01-14; "
        "Its security cannot be kept up, said on 2026-01-15; "
        "The supplier's version has had no support since 2022-12-31, known on 2026-01-15."
    )


def test_a_system_nothing_is_known_about_is_unknown_and_not_legacy() -> None:
    assessment = assess(Evidence(), TODAY)
    assert (assessment.low, assessment.high) == (0, 100)
    assert assessment.standing is Standing.UNKNOWN
    assert not assessment.is_legacy


@given(evidences, st.integers(min_value=1, max_value=60))
def test_age_alone_never_makes_a_system_legacy(evidence: Evidence, years: int) -> None:
    """RiR 2019:28: whatever is said of products without an end of support, however old their versions are, costs nothing."""
    old = tuple(TechnologyUse("In use since", str(TODAY.year - years - n), Undated.NOT_ANNOUNCED) for n in range(3))
    well = replace(
        Evidence(technologies=old),
        **{
            name: graded(Grade.YES)
            for name in ("security", "development", "competence", "documentation", "business_fit", "supplier_support_judged")
        },
    )
    assert assess(well, TODAY).standing is Standing.NOT_LEGACY
    aged = replace(evidence, technologies=(*evidence.technologies, *old)) if evidence.technologies else evidence
    assert assess(aged, TODAY).low <= assess(evidence, TODAY).low


def test_nothing_about_age_can_be_said() -> None:
    assert not {"age", "introduced", "installed", "built"} & {field.name for field in fields(Evidence)}


@pytest.mark.parametrize(
    ("support_ends", "extended_ends", "expected"),
    [
        (date(2026, 2, 28), None, (20, 20)),
        (date(2026, 2, 28), date(2027, 1, 1), (15, 15)),
        (date(2026, 2, 28), date(2026, 2, 28), (20, 20)),
        (date(2026, 3, 1), None, (10, 10)),
        (date(2027, 2, 28), None, (10, 10)),
        (date(2027, 3, 1), None, (5, 5)),
        (date(2028, 3, 1), None, (0, 0)),
        (Undated.ENDED, None, (20, 20)),
        (Undated.NOT_ANNOUNCED, None, (0, 0)),
        (None, None, (0, 20)),
    ],
)
def test_support_counts_by_how_near_its_end_is(support_ends: date, extended_ends: date, expected: tuple[int, int]) -> None:
    evidence = Evidence(technologies=(TechnologyUse("PHP", "7", support_ends, extended_ends),))
    assert points(assess(evidence, TODAY), "technology") == expected


def test_the_worst_technology_counts_and_an_unknown_one_may_be_worse() -> None:
    ending, fine, unknown = (
        TechnologyUse("A", "1", date(2026, 9, 1)),
        TechnologyUse("B", "2", date(2033, 1, 1)),
        TechnologyUse("C", "3"),
    )
    assert points(assess(Evidence(technologies=(fine, ending)), TODAY), "technology") == (10, 10)
    assert points(assess(Evidence(technologies=(fine, ending, unknown)), TODAY), "technology") == (10, 20)


def test_signing_in_and_platforms_are_not_integrations_for_data() -> None:
    kinds = (DependencyKind.PLATFORM, DependencyKind.AUTHENTICATION)
    assert points(assess(Evidence(integrations=kinds), TODAY), "integration") == (0, 8)
    assert points(assess(Evidence(integrations=(*kinds, DependencyKind.API)), TODAY), "integration") == (0, 0)
    assert points(assess(Evidence(integrations=(DependencyKind.API, DependencyKind.OTHER)), TODAY), "integration") == (0, 4)


def test_a_platform_is_not_told_to_record_what_depends_on_it() -> None:
    platform = assess(Evidence(integrations=(DependencyKind.PLATFORM, DependencyKind.AUTHENTICATION)), TODAY)
    (part,) = (c for c in platform.components if c.key == "integration")
    assert (part.low, part.high) == (0, 8)
    assert str(part.evidence).startswith("All that depend on it run on it or sign in with it")
    assert str(part.lowered_by) == "Record who gets data from it and how, if anybody does"


def test_an_answer_more_than_three_years_old_counts_as_unknown() -> None:
    on_the_day = Evidence(security=Answer(Grade.NO, date(2023, 3, 1)))
    before = Evidence(security=Answer(Grade.NO, date(2023, 2, 28)))
    assert points(assess(on_the_day, TODAY), "security") == (16, 16)
    assert points(assess(before, TODAY), "security") == (0, 16)


def test_a_verdict_decides_with_its_reason_until_its_review_date() -> None:
    verdict = HumanVerdict(Verdict.NOT_LEGACY, "Isolated network", "A. Berg", RECENT, review_by=TODAY)
    assessment = assess(replace(BAD, verdict=verdict), TODAY)
    assert assessment.standing is Standing.NOT_LEGACY
    assert assessment.low == 71
    assert "Isolated network" in str(assessment.why)
    later = assess(replace(BAD, verdict=verdict), TODAY + timedelta(days=1))
    assert later.standing is Standing.LEGACY
    assert str(later.why).endswith(". The verdict of 2026-01-15 was to be reviewed by 2026-03-01.")


def test_a_verdict_that_names_nobody_does_not_say_by_whom() -> None:
    verdict = HumanVerdict(Verdict.LEGACY, "Nobody knows it.", None, RECENT, review_by=TODAY)
    why = str(assess(replace(BAD, verdict=verdict), TODAY).why)
    assert why == f"Judged legacy on {RECENT}: Nobody knows it. To be reviewed by 2026-03-01."


def test_the_middle_decides_only_when_half_the_points_are_settled() -> None:
    known_44 = Evidence(
        technologies=(TechnologyUse("PHP", "5", date(2018, 12, 31)),), security=graded(Grade.NO), competence=graded(Grade.YES)
    )
    assert assess(known_44, TODAY).standing is Standing.UNKNOWN
    known_52 = replace(known_44, integrations=(DependencyKind.FILE_TRANSFER,))
    assert assess(known_52, TODAY).standing is Standing.LEGACY


def test_what_would_lower_it_begins_with_the_most_to_gain() -> None:
    first, *_rest = assess(BAD, TODAY).what_would_lower_it
    assert first.key == "technology"
    assert str(first.lowered_by) == "Upgrade Windows Server 2008 R2 to a supported version"


def test_a_day_for_the_end_of_support_goes_before_an_opinion_of_it() -> None:
    said = Evidence(supplier_support_judged=graded(Grade.NO))
    assert points(assess(said, TODAY), "supplier_support") == (12, 12)
    known = replace(said, supplier_support=SupplierSupport(date(2031, 1, 1), RECENT))
    assert points(assess(known, TODAY), "supplier_support") == (0, 0)
    long_ago = replace(said, supplier_support=SupplierSupport(date(2031, 1, 1), date(2020, 1, 1)))
    assert points(assess(long_ago, TODAY), "supplier_support") == (12, 12)


def test_other_weights_move_the_score_and_may_turn_the_standing() -> None:
    weights = {**WEIGHTS, "technology": 0, "security": 0, "business_fit": 48}
    before, after = assess(BAD, TODAY), assess(BAD, TODAY).under(weights)
    assert (before.low, before.standing) == (71, Standing.LEGACY)
    assert (after.low, after.standing) == (35, Standing.NOT_LEGACY)


@given(evidences, st.permutations(tuple(WEIGHTS.values())))
def test_reweighing_is_the_same_as_assessing_again(evidence: Evidence, points_: list[int]) -> None:
    weights = dict(zip(WEIGHTS, points_, strict=True))
    again, moved = assess(evidence, TODAY, weights), assess(evidence, TODAY).under(weights)
    assert (again.low, again.high, again.standing) == (moved.low, moved.high, moved.standing)
    assert [part.weight for part in moved.components] == points_


@given(evidences)
def test_scores_stay_within_the_scale_and_are_the_sum_of_their_parts(evidence: Evidence) -> None:
    assessment = assess(evidence, TODAY)
    assert 0 <= assessment.low <= assessment.high <= 100
    assert assessment.low == sum(c.low for c in assessment.components)
    assert assessment.high == sum(c.high for c in assessment.components)
    assert all(0 <= c.low <= c.high <= c.weight for c in assessment.components)
    assert str(assessment.why)


@given(evidences, st.sampled_from([field.name for field in fields(Evidence) if field.name != "verdict"]))
def test_forgetting_evidence_never_narrows_the_range(evidence: Evidence, forgotten: str) -> None:
    # Without the supplier's word a person's judgement counts, so the question is open only when both are forgotten.
    also = ["supplier_support_judged"] if forgotten == "supplier_support" else []
    unknown = {name: getattr(Evidence(), name) for name in (forgotten, *also)}
    less, more = assess(replace(evidence, **unknown), TODAY), assess(evidence, TODAY)
    assert less.low <= more.low
    assert more.high <= less.high


@given(evidences, dates)
def test_finding_out_an_unknown_end_of_support_never_widens_the_range(evidence: Evidence, end: date) -> None:
    unknown = TechnologyUse("Unknown", "1")
    before = assess(replace(evidence, technologies=(*evidence.technologies, unknown)), TODAY)
    after = assess(replace(evidence, technologies=(*evidence.technologies, replace(unknown, support_ends=end))), TODAY)
    assert before.low <= after.low
    assert after.high <= before.high


@given(evidences, st.integers(min_value=0, max_value=3000))
def test_time_alone_never_improves_support(evidence: Evidence, days: int) -> None:
    only_support = Evidence(technologies=evidence.technologies)
    earlier, later = assess(only_support, TODAY), assess(only_support, TODAY + timedelta(days=days))
    assert earlier.low <= later.low
