"""From revealed to funded to cleared, in days."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from registry.core.initiatives.loop import Leg, Turn, figures

TODAY = date(2026, 11, 25)
days = st.dates(date(2024, 1, 1), TODAY)
turns = st.builds(Turn, st.uuids().map(str), st.just("x"), revealed=days, funded=st.none() | days, cleared=st.none() | days)


def turn(key, revealed, funded=None, cleared=None):
    start = date(2026, 1, 1)
    after = [None if number is None else start + timedelta(days=number) for number in (funded, cleared)]
    return Turn(key, key, start + timedelta(days=revealed), *after)


def test_medians_count_only_what_has_come_through():
    found = {
        leg.leg: leg for leg in figures([turn("A", 0, 30, 130), turn("B", 0, 50), turn("C", 0), turn("D", 0, None, 20)], TODAY)
    }
    assert found[Leg.FUNDED].median == 40
    assert found[Leg.CLEARED].median == 100
    assert found[Leg.WHOLE].median == 75
    assert [one.obstacle for one in found[Leg.CLEARED].waiting] == ["B"]
    assert [one.obstacle for one in found[Leg.FUNDED].waiting] == ["C"]


def test_what_is_under_way_is_told_with_its_days_so_far_the_longest_first():
    [funded, _cleared, whole] = figures([turn("A", 100), turn("B", 0)], TODAY)
    assert whole.median is None
    assert [one.obstacle for one in funded.waiting] == ["B", "A"]
    assert funded.median_so_far == (TODAY - date(2026, 1, 1)).days - 50


@given(st.lists(turns, max_size=8))
def test_each_obstacle_is_either_through_or_under_way_on_the_whole_loop(found):
    whole = figures(found, TODAY)[2]
    assert len(whole.ended) + len(whole.waiting) == len(found)
    assert whole.median is None or whole.median >= 0
