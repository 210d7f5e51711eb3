"""The database finds the same systems near a start as the graph in memory does, and says how many it hides."""

from __future__ import annotations

import itertools
import random

import pytest
from sqlalchemy.orm import Session

from registry.core.landscape.graph import Dependency as Edge
from registry.core.landscape.graph import Direction, Landscape
from registry.core.landscape.graph import System as Node
from registry.core.vocabulary import DependencyKind, Lifecycle
from registry.landscape.question import MOST_HOPS, Named, Question
from registry.landscape.selection import are_at_most, select_systems, ties_of
from registry.organisations.models import Organisation
from registry.systems.models import Dependency, System

KINDS = (DependencyKind.API, DependencyKind.FILE_TRANSFER)


@pytest.fixture
def web(session: Session) -> Session:
    """Forty systems tied at random; every other one belongs to the harbour and is retired."""
    dice = random.Random(7)
    harbour = Organisation(key="ORG-1", name="Harbour")
    systems = [
        System(
            key=f"SYS-{number:02}",
            name=f"System {number:02}",
            domain="Ships" if number % 2 else "Roads",
            lifecycle=Lifecycle.RETIRED if number % 2 else Lifecycle.PRODUCTION,
            owner_organisation=harbour if number % 2 else None,
        )
        for number in range(40)
    ]
    session.add_all(systems)
    pairs = dice.sample(list(itertools.permutations(systems, 2)), 70)
    for number, (source, target) in enumerate(pairs):
        session.add(Dependency(key=f"DEP-{number:02}", source=source, target=target, kind=KINDS[number % 2]))
    session.commit()
    return session


def named(session: Session, key: str) -> Named:
    found = session.query(System).where(System.key == key).one()
    return Named(found.id, found.key, found.name)


def in_memory(session: Session, kind: DependencyKind | None = None) -> Landscape:
    nodes = [Node(system.key, system.name) for system in session.query(System)]
    edges = [
        Edge(edge.key, edge.source.key, edge.target.key, edge.kind)
        for edge in session.query(Dependency)
        if kind is None or edge.kind is kind
    ]
    return Landscape(nodes, edges)


@pytest.mark.parametrize("kind", [None, DependencyKind.API])
def test_a_neighbourhood_by_the_database_is_that_of_the_graph(web: Session, kind: DependencyKind | None) -> None:
    graph = in_memory(web, kind)
    starts = [named(web, key) for key in ("SYS-00", "SYS-07", "SYS-21", "SYS-39")]
    for start, hops, direction, cap in itertools.product(starts, range(1, MOST_HOPS + 1), Direction, (5, 300)):
        found = select_systems(web, Question(start=start, hops=hops, direction=direction, kind=kind), cap)
        expected = graph.neighbourhood(start.key, hops, direction, cap)
        assert list(found.keys) == [system.key for system in expected.nodes]
        assert found.hidden == expected.hidden


def test_filters_keep_the_start_and_drop_the_rest(web: Session) -> None:
    question = Question(start=named(web, "SYS-01"), hops=3, lifecycle=Lifecycle.PRODUCTION)
    found = select_systems(web, question, 300)
    assert found.keys[0] == "SYS-01"
    assert all(int(key[-2:]) % 2 == 0 for key in found.keys[1:])
    assert len(found.keys) > 1


def test_without_a_start_the_filters_choose(web: Session) -> None:
    expected = {
        Question(): 40,
        Question(domain="Roads"): 20,
        Question(lifecycle=Lifecycle.RETIRED): 20,
        Question(organisation=Named(1, "ORG-1", "Harbour")): 20,
        Question(words="system 1"): 10,
        Question(words="nothing called so"): 0,
        Question(words="!"): 0,
    }
    for question, count in expected.items():
        assert select_systems(web, question, 300).total == count
        assert are_at_most(web, question, count)
        assert count == 0 or not are_at_most(web, question, count - 1)


def test_shown_and_hidden_make_the_total(web: Session) -> None:
    found = select_systems(web, Question(), 12)
    assert (len(found.keys), found.hidden, found.total) == (12, 28, 40)


def test_the_most_tied_systems_are_shown_first(web: Session) -> None:
    graph = in_memory(web)
    ties = {key: len(graph.dependencies_of(key)) + len(graph.dependents_of(key)) for key in graph.systems}
    shown = select_systems(web, Question(), 40)
    counts = [ties[key] for key in shown.keys]
    assert counts == sorted(counts, reverse=True)
    assert ties_of(web, Question(), shown.ids) == {key: count for key, count in ties.items() if count}
