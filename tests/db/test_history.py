"""Every change of a record is kept, with the values before and after."""

from registry.core.vocabulary import DependencyKind, Lifecycle
from registry.db import history, search
from registry.suppliers.models import Supplier
from registry.systems.models import Dependency, System


def changes(session, noun):
    return [(change.action, change.record_key, change.values) for change in session.query(history.Change).filter_by(noun=noun)]


def test_adding_changing_and_deleting_each_leave_a_trace(session):
    history.note(session, actor="anna@granvik.example", request_id="r1", reason="städning")
    system = System(key="SYS-1", name="Byggia")
    session.add(system)
    session.commit()
    system.name = "Byggia 2"
    session.commit()
    session.delete(system)
    session.commit()
    created, changed, deleted = changes(session, "system")
    assert created == ("created", "SYS-1", {"key": [None, "SYS-1"], "name": [None, "Byggia"], "lifecycle": [None, "production"]})
    assert changed == ("changed", "SYS-1", {"name": ["Byggia", "Byggia 2"]})
    assert deleted[0] == "deleted"
    assert deleted[2]["name"] == ["Byggia 2", None]
    assert {change.actor for change in session.query(history.Change).filter_by(noun="system")} == {"anna@granvik.example"}
    assert {change.reason for change in session.query(history.Change).filter_by(noun="system")} == {"städning"}


def test_references_are_kept_by_key_so_that_they_outlive_the_other_record(session):
    supplier = Supplier(key="SUP-1", name="Norrdata")
    system = System(key="SYS-1", name="Byggia")
    session.add_all([supplier, system])
    session.flush()
    system.supplier_id = supplier.id
    session.flush()
    assert changes(session, "system")[-1] == ("changed", "SYS-1", {"supplier_id": [None, "SUP-1"]})


def test_saving_without_a_difference_leaves_no_trace(session):
    system = System(key="SYS-1", name="Byggia", lifecycle=Lifecycle.PRODUCTION)
    session.add(system)
    session.commit()
    before = history.revision(session)
    system.name = "Byggia"
    system.lifecycle = Lifecycle.PRODUCTION
    session.commit()
    assert history.revision(session) == before


def test_a_rolled_back_change_is_not_in_the_history(session):
    session.add(System(key="SYS-1", name="Byggia"))
    session.flush()
    session.rollback()
    assert changes(session, "system") == []
    session.add(System(key="SYS-2", name="Ekonomen"))
    session.commit()
    assert [key for _action, key, _values in changes(session, "system")] == ["SYS-2"]


def test_the_search_index_follows_every_change(session):
    system = System(key="SYS-1", name="Förskolekön", description="placering av barn")
    session.add(system)
    session.commit()
    assert [entry.key for entry in search.find(session, "forskol", ["system"])] == ["SYS-1"]
    assert [entry.key for entry in search.find(session, "BARN place", ["system"])] == ["SYS-1"]
    system.name = "Barnplacering"
    session.commit()
    assert search.find(session, "förskolekön", ["system"]) == []
    session.delete(system)
    session.commit()
    assert search.find(session, "barn", ["system"]) == []


def test_search_survives_any_punctuation(session):
    session.add(System(key="SYS-1", name="C++ \"citat\" & 'apostrof'"))
    session.commit()
    for query in ('"', "'; DROP TABLE system; --", "a:b|c&!d", "\\", "*", "(", "NEAR(", "citat AND", "%_"):
        search.find(session, query, ["system"])
    assert [entry.key for entry in search.find(session, '"citat"', ["system"])] == ["SYS-1"]


def test_a_dependency_is_found_in_the_history_of_both_databases_alike(session):
    one, two = System(key="A", name="A"), System(key="B", name="B")
    session.add_all([one, two])
    session.flush()
    session.add(Dependency(key="DEP-1", source_id=one.id, target_id=two.id, kind=DependencyKind.FILE_TRANSFER))
    session.commit()
    values = changes(session, "dependency")[0][2]
    assert values["source_id"] == [None, "A"]
    assert values["kind"] == [None, "file_transfer"]
