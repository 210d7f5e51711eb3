"""Positions: everyone gets a place of their own, and the same place every time."""

from __future__ import annotations

from itertools import pairwise

from core.landscape.landscape_parts import depends, landscapes, system
from hypothesis import given

from registry.core.landscape.graph import Dependency, Direction, Landscape, Neighbourhood, System
from registry.core.landscape.layers import neighbourhood_layout
from registry.core.landscape.layout import positions

BOX = (160, 40)


def domain_of(one: System) -> str | None:
    return one.domain


def whole(landscape: Landscape) -> Neighbourhood:
    return landscape.restricted_to(list(landscape.systems))


def municipality(size: int) -> Landscape:
    """Systems in five domains, each depending on two others, the last tenth on none."""
    systems = [system(f"s{number:04}", domain=f"domain {number % 5}") for number in range(size)]
    tied = size - size // 10
    dependencies = [
        Dependency(f"{number}-{step}", f"s{number:04}", f"s{(number * step + 5) % tied:04}", depends("a", "b").kind)
        for number in range(tied)
        for step in (2, 6)
        if (number * step + 5) % tied != number
    ]
    return Landscape(systems, dependencies)


def assert_no_boxes_overlap(places: dict[str, tuple[float, float]]) -> None:
    rows: dict[float, list[float]] = {}
    for x, y in places.values():
        rows.setdefault(y, []).append(x)
    assert all(below - above >= BOX[1] for above, below in pairwise(sorted(rows)))
    assert all(right - left >= BOX[0] for row in rows.values() for left, right in pairwise(sorted(row)))


def assert_apart(places: dict[str, tuple[float, float]]) -> None:
    spots = sorted(places.values())
    for number, (x, y) in enumerate(spots):
        for other_x, other_y in spots[number + 1 :]:
            if other_x - x >= BOX[0]:
                break
            assert abs(other_y - y) >= BOX[1]


def test_boxes_of_a_municipality_do_not_overlap() -> None:
    for size in (120, 2000):
        picture = whole(municipality(size))
        places = positions(picture, domain_of)
        assert set(places) == {node.key for node in picture.nodes}
        assert_no_boxes_overlap(places)


def test_the_same_landscape_is_drawn_the_same_way_every_time() -> None:
    picture = whole(municipality(120))
    assert positions(picture, domain_of) == positions(picture, domain_of)


def test_each_domain_has_a_block_of_its_own() -> None:
    landscape = municipality(120)
    places = positions(whole(landscape), domain_of)
    tied = {end for dependency in landscape.dependencies.values() for end in (dependency.source, dependency.target)}
    boxes = []
    for number in range(5):
        spots = [places[key] for key in tied if landscape[key].domain == f"domain {number}"]
        xs, ys = zip(*spots, strict=True)
        boxes.append((min(xs), max(xs), min(ys), max(ys)))
    for number, (left, right, top, bottom) in enumerate(boxes):
        for other_left, other_right, other_top, other_bottom in boxes[number + 1 :]:
            assert right < other_left or other_right < left or bottom < other_top or other_bottom < top


def test_systems_without_any_tie_stand_below_the_rest() -> None:
    landscape = municipality(120)
    places = positions(whole(landscape), domain_of)
    tied = {end for dependency in landscape.dependencies.values() for end in (dependency.source, dependency.target)}
    assert max(places[key][1] for key in tied) < min(y for key, (_x, y) in places.items() if key not in tied)


def test_a_neighbourhood_reads_from_those_who_depend_to_what_is_depended_on() -> None:
    landscape = Landscape([system(key) for key in "abcd"], [depends("a", "b"), depends("b", "c"), depends("d", "b")])
    places = neighbourhood_layout(landscape.neighbourhood("b", 1))
    assert places["a"][0] == places["d"][0] < places["b"][0] < places["c"][0]


def test_nothing_is_drawn_of_nothing() -> None:
    nothing = Landscape([], []).restricted_to([])
    assert positions(nothing, domain_of) == {}
    assert neighbourhood_layout(nothing) == {}


@given(landscapes())
def test_every_system_gets_a_place_of_its_own(landscape: Landscape) -> None:
    picture = whole(landscape)
    assert_no_boxes_overlap(positions(picture, domain_of))
    assert set(positions(picture, domain_of)) == set(landscape.systems)
    near = landscape.neighbourhood("s0", 3, Direction.BOTH)
    places = neighbourhood_layout(near)
    assert set(places) == {node.key for node in near.nodes}
    assert_apart(places)
