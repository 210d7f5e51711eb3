"""The lock-in score: from what is known, with ranges for what is not, and recomputable by hand."""

from __future__ import annotations

import re
from dataclasses import fields, replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import registry
from registry.core.agreements import Deadline, Standing
from registry.core.lock_in import (
    Dependents,
    Dimension,
    DomainConcentration,
    Evidence,
    Integrations,
    Level,
    LockIn,
    Share,
    assess,
    hhi,
)
from registry.core.lock_in.weights import WEIGHTS
from registry.core.scoring import Answer
from registry.core.vocabulary import DataExport, SupplierRelation

DOC = Path(registry.__file__).parent / "docs" / "lock-in.md"
TODAY = date(2026, 3, 1)
RECENT = date(2026, 1, 15)
EXAMPLE = Evidence(
    data_export=DataExport.PROPRIETARY_FORMAT,
    exit_assistance=False,
    api_access=False,
    documentation=True,
    integrations=Integrations(compliant=2, closed=6),
    dependents=Dependents(all=7, critical=2),
    spend=Share(4_650_000, 31_000_000),
    critical_systems=Share(1, 24),
    domain=DomainConcentration("Economy", hhi([5, 3, 2]) or 0),
    alternatives=Answer(2, RECENT),
    switching_months=18,
    decision=Deadline(Standing.DATED, (), date(2026, 6, 30)),
    relation=Answer(SupplierRelation.STRAINED, RECENT),
)

counts = st.integers(0, 15)
recent = st.dates(date(2024, 1, 1), TODAY)
yes_no = st.none() | st.booleans()
deadlines = st.builds(
    Deadline,
    st.just(Standing.DATED),
    st.just(()),
    st.dates(date(2025, 1, 1), date(2030, 1, 1)),
) | st.builds(Deadline, st.sampled_from(Standing), st.just(()))
evidences = st.builds(
    Evidence,
    data_export=st.none() | st.sampled_from(DataExport),
    exit_assistance=yes_no,
    api_access=yes_no,
    documentation=yes_no,
    integrations=st.none() | st.builds(Integrations, counts, counts, counts),
    dependents=st.none() | st.builds(Dependents, counts, counts, counts),
    spend=st.none() | st.integers(0, 100).map(lambda part: Share(part, 100)),
    critical_systems=st.none() | st.integers(0, 20).map(lambda part: Share(part, 20)),
    domain=st.none() | st.builds(DomainConcentration, st.just("Care"), st.integers(1, 10_000)),
    alternatives=st.none() | st.builds(Answer, st.integers(0, 6), recent),
    switching_months=st.none() | st.integers(0, 60),
    decision=st.none() | deadlines,
    procurement_begun=st.booleans(),
    relation=st.none() | st.builds(Answer, st.sampled_from(SupplierRelation), recent),
)


def points(found: LockIn, key: str) -> tuple[int, int]:
    (component,) = (c for c in found.components if c.key == key)
    return component.low, component.high


def documented(heading: str) -> list[list[str]]:
    """The rows of the table under a heading of the documentation, cells stripped of their bold."""
    section = DOC.read_text(encoding="utf-8").split(f"## {heading}")[1].split("\n## ")[0]
    rows = [line.strip("| ").split(" | ") for line in section.splitlines() if line.startswith("| ")]
    return [[cell.strip("* ") for cell in row] for row in rows[1:] if not set("".join(row)) <= set("-:| ")]


def test_weights_sum_to_a_hundred_and_the_documentation_has_them() -> None:
    assert sum(WEIGHTS.values()) == 100
    names = {str(c.name): c.weight for c in assess(Evidence(), TODAY).components}
    assert {row[0]: int(row[1]) for row in documented("The parts")} == names


def test_the_worked_example_of_the_documentation_comes_out_as_written() -> None:
    *rows, (_sum, level, total) = documented("A worked example")
    found = assess(EXAMPLE, TODAY)
    assert {row[0]: int(row[2]) for row in rows} == {c.key: c.low for c in found.components}
    assert (str(found.low), str(found.high), str(found.level.label).lower()) == (total, total, level)
    range_without = re.search(r"range would be (\d+) to (\d+)", DOC.read_text(encoding="utf-8"))
    assert range_without is not None
    unasked = assess(replace(EXAMPLE, alternatives=None), TODAY)
    assert (unasked.low, unasked.high) == tuple(map(int, range_without.groups()))


def test_a_contract_nothing_is_known_about_is_not_known() -> None:
    found = assess(Evidence(), TODAY)
    assert (found.low, found.high, found.level) == (0, 100, Level.UNKNOWN)
    assert str(found.why) == "Too little is known: the score may be 0 to 100 of 100."


def test_a_contract_with_every_right_and_a_market_costs_nothing() -> None:
    free = Evidence(
        data_export=DataExport.OPEN_FORMAT,
        exit_assistance=True,
        api_access=True,
        documentation=True,
        integrations=Integrations(compliant=3),
        dependents=Dependents(),
        spend=Share(1, 100),
        critical_systems=Share(0, 20),
        domain=DomainConcentration("Care", 900),
        alternatives=Answer(4, RECENT),
        switching_months=3,
        decision=Deadline(Standing.ANY_DAY, ()),
        relation=Answer(SupplierRelation.GOOD, RECENT),
    )
    found = assess(free, TODAY)
    assert (found.low, found.high, found.level) == (0, 0, Level.WEAK)
    assert not found.what_would_lower_it


@pytest.mark.parametrize(
    ("left", "expected"), [(-1, 10), (0, 8), (90, 8), (91, 5), (181, 5), (182, 3), (364, 3), (365, 0), (2000, 0)]
)
def test_time_costs_by_how_many_days_are_left(left: int, expected: int) -> None:
    decision = Deadline(Standing.DATED, (), TODAY + timedelta(days=left))
    assert points(assess(Evidence(decision=decision), TODAY), "time_left") == (expected, expected)


def test_a_procurement_that_has_begun_settles_the_time() -> None:
    late = Evidence(decision=Deadline(Standing.DATED, (), date(2025, 1, 1)), procurement_begun=True)
    assert points(assess(late, TODAY), "time_left") == (0, 0)


def test_integrations_nobody_has_checked_widen_the_range() -> None:
    found = assess(Evidence(integrations=Integrations(compliant=1, closed=1, unclear=2)), TODAY)
    assert points(found, "integrations") == (4, 12)


def test_dependents_of_unknown_criticality_widen_the_range() -> None:
    found = assess(Evidence(dependents=Dependents(all=5, critical=1, unjudged=2)), TODAY)
    assert points(found, "dependents") == (5, 5)
    assert points(found, "critical_dependents") == (2, 7)


def test_an_old_look_at_the_market_no_longer_counts() -> None:
    assert points(assess(Evidence(alternatives=Answer(0, date(2023, 2, 28))), TODAY), "alternatives") == (0, 8)
    assert points(assess(Evidence(alternatives=Answer(0, date(2023, 3, 1))), TODAY), "alternatives") == (8, 8)


def test_what_would_lower_it_most_comes_first() -> None:
    first, second, *_rest = assess(EXAMPLE, TODAY).what_would_lower_it
    assert (first.key, second.key) == ("integrations", "dependents")
    assert "documentation" not in {c.key for c in assess(EXAMPLE, TODAY).what_would_lower_it}


def test_dimensions_keep_every_component_in_order() -> None:
    found = assess(EXAMPLE, TODAY)
    assert [dimension for dimension, _parts in found.dimensions] == list(Dimension)
    assert tuple(part for _dimension, parts in found.dimensions for part in parts) == found.components


def test_the_index_of_one_supplier_is_ten_thousand_and_of_none_not_there() -> None:
    assert (hhi([7]), hhi([1] * 10), hhi([]), hhi([0, 0])) == (10_000, 1_000, None, None)


@given(st.lists(st.integers(0, 10**9), max_size=30))
def test_the_index_lies_between_equal_shares_and_a_monopoly(sizes: list[int]) -> None:
    found, suppliers = hhi(sizes), sum(size > 0 for size in sizes)
    assert (found is None) == (suppliers == 0)
    assert found is None or 10_000 // suppliers - 1 <= found <= 10_000


@given(evidences)
def test_every_part_stays_within_its_weight_and_they_sum_to_the_score(evidence: Evidence) -> None:
    found = assess(evidence, TODAY)
    assert [c.key for c in found.components] == list(WEIGHTS)
    assert all(0 <= c.low <= c.high <= c.weight for c in found.components)
    assert (found.low, found.high) == (sum(c.low for c in found.components), sum(c.high for c in found.components))
    assert all((c.lowered_by is None) == (c.high == 0) for c in found.components)


@given(evidences, evidences)
def test_more_evidence_never_widens_the_range(known: Evidence, more: Evidence) -> None:
    filled = replace(
        known,
        **{
            field.name: getattr(more, field.name)
            for field in fields(Evidence)
            if field.name not in {"procurement_begun"} and getattr(known, field.name) is None
        },
    )
    before, after = assess(known, TODAY), assess(filled, TODAY)
    assert before.low <= after.low
    assert after.high <= before.high
