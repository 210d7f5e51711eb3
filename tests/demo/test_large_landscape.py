"""A generated landscape is the same for the same seed, whole, shaped like real ones, and light on memory."""

import tracemalloc
from collections import Counter
from datetime import date

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from registry.db.base import Record, tables
from registry.db.history import Change, revision
from registry.db.search import SearchEntry, find
from registry.demo.large import generate
from registry.demo.shape import Shape
from registry.initiatives.models import Initiative
from registry.landscape.loading import Loader
from registry.resources import RESOURCES
from registry.systems.models import Dependency, System, Technology

TODAY = date(2026, 11, 24)
SYSTEMS = 2_000


def count(session: Session, model: type) -> int:
    return session.scalar(select(func.count()).select_from(model)) or 0


def contents(session: Session, model: type[Record]) -> list[tuple[object, ...]]:
    return [tuple(row) for row in session.execute(select(*model.__table__.columns).order_by(model.id))]


@pytest.fixture
def filled(session: Session) -> Session:
    generate(session, SYSTEMS, 7, TODAY)
    return session


def test_it_has_the_size_and_the_proportions_asked_for(filled: Session) -> None:
    assert count(filled, System) == SYSTEMS
    assert 5.5 < count(filled, Dependency) / SYSTEMS < 7
    assert 1.2 < count(filled, Technology) / SYSTEMS < 1.4
    active = filled.scalar(select(func.count()).where(Initiative.status == "active"))
    assert active == count(filled, Initiative) // 2 + count(filled, Initiative) % 2


def test_a_few_hubs_carry_many(filled: Session) -> None:
    degrees = Counter(filled.scalars(select(Dependency.target_id)))
    busiest = sum(number for _system, number in degrees.most_common(SYSTEMS // 20))
    assert busiest / sum(degrees.values()) > 0.25


def test_the_same_seed_gives_the_same_landscape(session: Session) -> None:
    names = [noun.name for noun in RESOURCES]
    seen = []
    for _time in range(2):
        generate(session, 300, 3, TODAY)
        seen.append([contents(session, tables()[name]) for name in names])
        session.rollback()
    assert seen[0] == seen[1]


def test_another_seed_gives_another_landscape() -> None:
    assert list(Shape(300, 1, TODAY).edges()) != list(Shape(300, 2, TODAY).edges())


def test_its_systems_form_a_landscape_with_legacy_in_it(filled: Session) -> None:
    whole = Loader(filled, "sundsvall", TODAY).landscape()
    share = sum(system.is_legacy for system in whole.systems.values()) / len(whole)
    assert len(whole) == SYSTEMS
    assert 0.05 < share < 0.2


def test_the_search_box_finds_what_was_generated(filled: Session) -> None:
    [entry] = find(filled, "sys-000042", ["system"])
    assert entry.title == filled.scalar(select(System.name).where(System.id == 42))
    assert count(filled, SearchEntry) > SYSTEMS * 2


def test_the_catalogue_has_a_new_revision_with_one_line_of_history(session: Session) -> None:
    before, lines = revision(session), count(session, Change)
    generate(session, 50, 1, TODAY)
    assert revision(session) > before
    assert count(session, Change) == lines + 1


def test_a_record_can_be_added_afterwards(filled: Session) -> None:
    added = System(key="one-more", name="One more")
    filled.add(added)
    filled.flush()
    assert added.id == SYSTEMS + 1


def test_several_municipalities_share_the_national_hubs() -> None:
    shape = Shape(4_500, 1, TODAY)
    assert shape.municipalities == 3
    away = [
        (source, target) for source, target in shape.edges() if shape.municipality_of(source) != shape.municipality_of(target)
    ]
    assert away
    assert all(target <= 20 for _source, target in away)


def test_stretches_cover_every_system_once() -> None:
    shape = Shape(4_501, 1, TODAY)
    numbers = [number for municipality in range(shape.municipalities) for number in shape.stretch(municipality)]
    assert numbers == list(range(1, 4_502))
    assert all(number in shape.stretch(shape.municipality_of(number)) for number in numbers)


def test_memory_does_not_hold_the_landscape(session: Session) -> None:
    generate(session, 100, 1, TODAY)  # what is loaded once is not counted
    session.rollback()
    tracemalloc.start()
    generate(session, SYSTEMS, 1, TODAY)
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 60_000_000


def test_too_few_systems_are_refused(session: Session) -> None:
    with pytest.raises(ValueError, match="At least 10"):
        generate(session, 9, 1, TODAY)
