"""Circles among initiatives that wait for each other."""

import networkx as nx
from hypothesis import given
from hypothesis import strategies as st

from registry.core.initiatives.waits import circle_of

KEYS = "ABCDEF"
waits = st.dictionaries(st.sampled_from(KEYS), st.lists(st.sampled_from(KEYS), max_size=3), max_size=6)


def test_a_circle_is_told_from_where_one_stands_by_the_shortest_way():
    graph = {"A": ["B", "C"], "B": ["D"], "D": ["A"], "C": ["A"]}
    assert circle_of("A", lambda key: graph.get(key, ())) == ("A", "C")
    assert circle_of("B", lambda key: graph.get(key, ())) == ("B", "D", "A")


def test_waiting_for_a_circle_one_is_no_part_of_is_no_circle():
    graph = {"X": ["A"], "A": ["B"], "B": ["A"]}
    assert circle_of("X", lambda key: graph.get(key, ())) is None


@given(waits, st.sampled_from(KEYS))
def test_a_circle_is_found_exactly_where_networkx_says_there_is_one(graph, key):
    found = circle_of(key, lambda at: graph.get(at, ()))
    whole = nx.DiGraph((source, target) for source, targets in graph.items() for target in targets)
    lies_in_one = key in whole and any(key in nx.descendants(whole, other) or other == key for other in whole.successors(key))
    assert (found is not None) == lies_in_one
    if found is not None:
        assert found[0] == key
        assert all(whole.has_edge(one, other) for one, other in zip(found, (*found[1:], key), strict=True))
