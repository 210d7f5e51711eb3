"""Questions to the landscape: who is near, who is hit, how two systems hang together."""

from __future__ import annotations

from itertools import pairwise

import networkx as nx
import pytest
from core.landscape.landscape_parts import GOOD_API, depends, initiative, landscapes, system
from hypothesis import given
from hypothesis import strategies as st

from registry.core.landscape.graph import Direction, Landscape, LandscapeError
from registry.core.landscape.structure import cycles, orphans, single_points
from registry.core.landscape.words import describe
from registry.core.vocabulary import DependencyKind, Strength, Touch

CHAIN = Landscape(
    [system(key) for key in "abcdx"],
    [depends("a", "b"), depends("b", "c"), depends("c", "d", strength=Strength.SOFT), depends("a", "c")],
)


@pytest.mark.parametrize(
    ("direction", "hops", "expected"),
    [
        (Direction.DEPENDS_ON, 1, "bc"),
        (Direction.DEPENDENTS, 1, "ba"),
        (Direction.DEPENDENTS, 2, "ba"),
        (Direction.BOTH, 1, "bac"),
        (Direction.BOTH, 9, "bacd"),
        (Direction.BOTH, 0, "b"),
    ],
)
def test_a_neighbourhood_goes_so_far_and_no_further(direction: Direction, hops: int, expected: str) -> None:
    near = CHAIN.neighbourhood("b", hops, direction)
    assert [node.key for node in near.nodes] == list(expected)
    assert near.hidden == 0


def test_a_neighbourhood_that_does_not_fit_says_how_many_are_hidden_and_keeps_the_nearest() -> None:
    near = CHAIN.neighbourhood("b", 2, cap=3)
    assert [node.key for node in near.nodes] == ["b", "a", "c"]
    assert near.hidden == 1
    assert [edge.key for edge in near.edges] == ["a-b", "a-c", "b-c"]


def test_impact_follows_hard_dependencies_only_and_shows_the_path() -> None:
    assert [hit.key for hit in CHAIN.impact_of("c").systems] == ["a", "b"]
    assert CHAIN.impact_of("d").systems == ()
    impact = CHAIN.impact_of("b")
    assert [step.key for step in impact.path_to("a")] == ["a-b"]


def test_a_path_between_two_systems_reads_source_depends_on_target() -> None:
    path = CHAIN.path_between("a", "d")
    assert path is not None
    assert [step.key for step in path] == ["a-c", "c-d"]
    assert CHAIN.path_between("d", "a") is None
    assert CHAIN.path_between("a", "a") == ()


def test_questions_about_a_system_that_is_not_there_are_answered_in_words() -> None:
    for ask in (
        CHAIN.impact_of,
        CHAIN.dependents_of,
        lambda key: CHAIN.neighbourhood(key, 1),
        lambda key: CHAIN.path_between("a", key),
    ):
        with pytest.raises(LandscapeError, match="There is no system “zz” in the landscape"):
            ask("zz")


def test_parts_that_do_not_fit_together_are_refused_never_dropped() -> None:
    with pytest.raises(LandscapeError, match="Dependency “a-z” names the system “z”"):
        Landscape([system("a")], [depends("a", "z")])
    with pytest.raises(LandscapeError, match="The key “a” is used twice"):
        Landscape([system("a"), system("a")], [])
    with pytest.raises(LandscapeError, match="Initiative “i” touches the system “z”"):
        Landscape([], [], [initiative(("z", Touch.CHANGES))])


def test_a_landscape_cannot_be_changed() -> None:
    with pytest.raises(nx.NetworkXError):
        CHAIN.graph.add_node("new")
    with pytest.raises(TypeError):
        CHAIN.systems["new"] = system("new")  # type: ignore[index]


def test_the_picture_has_the_same_answer_in_words() -> None:
    landscape = Landscape(
        [system("a"), system("b"), system("c"), system("lone")],
        [depends("a", "b", DependencyKind.API, api=GOOD_API), depends("a", "c", DependencyKind.PLATFORM, strength=Strength.SOFT)],
    )
    assert [str(sentence) for sentence in describe(landscape.restricted_to(list(landscape.systems)))] == [
        "A depends on B through an API (Party 2.1)",
        "A runs on C, but can do without it for a time",
        "LONE has no dependency on any system shown",
    ]
    assert [str(sentence) for sentence in describe(landscape.neighbourhood("a", 1, cap=2))][-1] == "1 more system is not shown"


def test_structure_shows_circles_loose_ends_and_what_holds_the_rest_together() -> None:
    landscape = Landscape(
        [system(key) for key in "abchxyz"],
        [depends("a", "b"), depends("b", "a"), depends("a", "h"), depends("x", "h"), depends("y", "h"), depends("c", "c")],
    )
    assert [[member.key for member in circle] for circle in cycles(landscape)] == [["a", "b"]]
    assert [alone.key for alone in orphans(landscape)] == ["z"]
    assert [(point.system.key, point.pieces) for point in single_points(landscape)] == [("h", 3), ("a", 2)]


def bare(landscape: Landscape) -> nx.DiGraph:
    """The same shape without what nodes and edges carry."""
    graph = nx.DiGraph(landscape.graph.edges)
    graph.add_nodes_from(landscape.graph)
    return graph


@given(landscapes())
def test_a_single_point_leaves_as_many_pieces_as_it_says(landscape: Landscape) -> None:
    undirected = bare(landscape).to_undirected()
    parts = nx.number_connected_components(undirected)
    told = {point.system.key: point.pieces for point in single_points(landscape)}
    for key in landscape.systems:
        without = undirected.copy()
        without.remove_node(key)
        pieces = nx.number_connected_components(without) - parts + 1
        assert told.get(key, 1) == max(pieces, 1)


@given(landscapes(), st.integers(0, 4), st.sampled_from(Direction), st.integers(1, 7))
def test_nothing_in_reach_is_lost_it_is_shown_or_counted(landscape: Landscape, hops: int, direction: Direction, cap: int) -> None:
    near = landscape.neighbourhood("s0", hops, direction, cap)
    graph = bare(landscape)
    graph = {Direction.DEPENDS_ON: graph, Direction.DEPENDENTS: graph.reverse(), Direction.BOTH: graph.to_undirected()}[direction]
    assert len(near.nodes) + near.hidden == len(nx.single_source_shortest_path_length(graph, "s0", cutoff=hops))
    shown = {node.key for node in near.nodes}
    expected = {d.key for d in landscape.dependencies.values() if d.source in shown and d.target in shown}
    assert {edge.key for edge in near.edges} == expected


@given(landscapes())
def test_every_path_of_an_impact_leads_to_its_start_over_hard_dependencies(landscape: Landscape) -> None:
    impact = landscape.impact_of("s0")
    for hit in impact.systems:
        path = impact.path_to(hit.key)
        assert path[0].source == hit.key
        assert path[-1].target == "s0"
        assert all(one.target == other.source for one, other in pairwise(path))
        assert all(step.strength is Strength.HARD for step in path)
