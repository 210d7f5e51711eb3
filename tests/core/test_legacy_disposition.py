"""The TIME advice: from business fit and technical fit, with ranges where too little is known."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.core.legacy import Evidence, Grade, TechnologyUse, assess, disposition_of
from registry.core.legacy.disposition import technical_fit
from registry.core.scoring import Answer
from registry.core.vocabulary import DependencyKind, SupplierRelation, TimeAdvice

TODAY = date(2026, 3, 1)
RECENT = date(2026, 1, 15)


def evidence(grade: Grade | None, fit: Grade | None) -> Evidence:
    """Every technical question answered alike, and how it fits the business."""
    answer = Answer(grade, RECENT) if grade is not None else None
    return Evidence(
        security=answer,
        development=answer,
        competence=answer,
        documentation=answer,
        supplier_support_judged=answer,
        business_fit=Answer(fit, RECENT) if fit is not None else None,
    )


@pytest.mark.parametrize(
    ("fit", "grade", "advice"),
    [
        (4, Grade.YES, TimeAdvice.INVEST),
        (3, Grade.YES, TimeAdvice.INVEST),
        (4, Grade.NO, TimeAdvice.MIGRATE),
        (2, Grade.YES, TimeAdvice.TOLERATE),
        (1, Grade.NO, TimeAdvice.ELIMINATE),
    ],
)
def test_each_corner_has_its_advice(fit: int, grade: Grade, advice: TimeAdvice) -> None:
    fits = Grade.NO if fit <= 2 else Grade.PARTLY if fit == 3 else Grade.YES
    found = disposition_of(assess(evidence(grade, fits), TODAY), fit)
    assert found.advice is advice
    assert f"{fit} of 5" in str(found.why)


def test_business_fit_is_no_part_of_technical_fit() -> None:
    poor, well = assess(evidence(Grade.YES, Grade.NO), TODAY), assess(evidence(Grade.YES, Grade.YES), TODAY)
    assert technical_fit(poor) == technical_fit(well)


def test_the_technical_fit_can_be_recomputed_by_hand() -> None:
    """88 points are technical; 56 answered “no”, technology (20), integration (8) and relation (4) unknown."""
    assert technical_fit(assess(evidence(Grade.NO, Grade.YES), TODAY)) == (0, 36)
    fine = TechnologyUse("PostgreSQL", "17", date(2029, 11, 8))
    known = Evidence(
        technologies=(fine,), integrations=(DependencyKind.API,), supplier_relation=Answer(SupplierRelation.POOR, RECENT)
    )
    assert technical_fit(assess(known, TODAY)) == (32, 95)


def test_without_an_answer_on_business_fit_two_ways_stay_open() -> None:
    found = disposition_of(assess(evidence(Grade.NO, None), TODAY), None)
    assert found.advice is None
    assert set(found.possible) == {TimeAdvice.MIGRATE, TimeAdvice.ELIMINATE}


def test_an_answer_too_old_to_count_is_as_none() -> None:
    old = Evidence(business_fit=Answer(Grade.YES, date(2020, 1, 1)))
    assert disposition_of(assess(old, TODAY), 5).business_fit is None


def test_when_nothing_technical_is_known_both_are_possible() -> None:
    found = disposition_of(assess(evidence(None, Grade.YES), TODAY), 5)
    assert found.possible == (TimeAdvice.INVEST, TimeAdvice.MIGRATE)
    assert "too little is known" in str(found.why)


def test_what_people_decided_holds_and_departing_from_the_advice_is_seen() -> None:
    found = disposition_of(assess(evidence(Grade.NO, Grade.YES), TODAY), 4, TimeAdvice.TOLERATE)
    assert found.holds is TimeAdvice.TOLERATE
    assert found.advice is TimeAdvice.MIGRATE
    assert found.departs
    assert not disposition_of(assess(evidence(Grade.NO, Grade.YES), TODAY), 4, TimeAdvice.MIGRATE).departs


@given(st.none() | st.sampled_from(Grade), st.none() | st.sampled_from(Grade), st.integers(min_value=1, max_value=5))
def test_advice_is_always_among_what_is_possible(grade: Grade | None, fit: Grade | None, points: int) -> None:
    found = disposition_of(assess(evidence(grade, fit), TODAY), points)
    assert found.possible
    assert found.advice is None or found.possible == (found.advice,)
    assert 0 <= found.technical_low <= found.technical_high <= 100
