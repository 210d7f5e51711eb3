"""What people do with every noun's pages: add, look, change, search, delete."""

import pytest
from conftest import csrf_of

from registry.core.vocabulary import DependencyKind
from registry.db import history
from registry.kit.access import Role
from registry.suppliers.models import Supplier
from registry.systems.models import Dependency, System


@pytest.fixture
def editor(client_as):
    return client_as(Role.EDITOR)


def post(client, url, **data):
    page = client.get(url)
    return client.post(url, data={"csrf_token": csrf_of(page.text), **data})


def test_a_system_is_added_shown_changed_and_its_history_kept(editor, session):
    answer = post(editor, "/systems/new", name="Byggia", lifecycle="production", maintenance_cost="")
    assert answer.status_code == 302
    assert answer.headers["Location"] == "/systems/SYS-001"
    assert "Byggia" in editor.get("/systems/SYS-001").text
    page = editor.get("/systems/SYS-001/edit")
    assert 'value="1"' in page.text
    answer = post(
        editor, "/systems/SYS-001/edit", name="Byggia bygglov", lifecycle="deprecated", row_version="1", change_reason="ny ägare"
    )
    assert answer.status_code == 302, answer.text
    shown = editor.get("/systems/SYS-001/history").text
    assert "ny ägare" in shown
    assert "Byggia bygglov" in shown
    assert "editor@granvik.example" in shown


def test_what_was_typed_survives_an_error_and_each_field_says_what_is_wrong(editor):
    answer = post(editor, "/systems/new", name="", description="Lång text som inte får försvinna", planned_retirement="snart")
    assert answer.status_code == 422
    assert "Lång text som inte får försvinna" in answer.text
    assert "“snart” is not a date" in answer.text
    assert "Fill in Name." in answer.text
    assert 'href="#planned_retirement"' in answer.text


def test_two_people_saving_at_once_are_told_and_nothing_is_lost(editor, session):
    session.add(System(key="SYS-1", name="Byggia"))
    session.commit()
    page = editor.get("/systems/SYS-1/edit")
    session.query(System).one().name = "Någon annans namn"
    session.commit()
    answer = editor.post(
        "/systems/SYS-1/edit",
        data={"csrf_token": csrf_of(page.text), "row_version": "1", "name": "Mitt namn", "lifecycle": "production"},
    )
    assert answer.status_code == 422
    assert "Somebody else saved this" in answer.text
    assert "Mitt namn" in answer.text
    session.expire_all()
    assert session.query(System).one().name == "Någon annans namn"


def test_a_reference_is_given_by_key_by_name_or_as_picked(editor, session):
    session.add_all([Supplier(key="SUP-1", name="Norrdata"), Supplier(key="SUP-2", name="Sydsystem")])
    session.commit()
    for written, key in (("SUP-2", "SUP-2"), ("norrdata", "SUP-1"), ("Sydsystem [SUP-2]", "SUP-2")):
        answer = post(editor, "/systems/new", name=f"S {written}", lifecycle="production", supplier=written)
        assert answer.status_code == 302, answer.text
        assert f"/suppliers/{key}" in editor.get(answer.headers["Location"]).text
    answer = post(editor, "/systems/new", name="X", lifecycle="production", supplier="Ingen")
    assert "Nothing in Supplier has the key or name “Ingen”" in answer.text


def test_a_duplicate_is_refused_in_words(editor, session):
    session.add(System(key="SYS-1", name="Byggia"))
    session.commit()
    answer = post(editor, "/systems/new", key="SYS-1", name="Annan", lifecycle="production")
    assert answer.status_code == 422
    assert "Byggia (SYS-1) already has this." in answer.text


def test_the_list_filters_searches_sorts_and_pages(editor, session):
    session.add_all(
        System(key=f"S{number:03}", name=f"System {number:03}", domain="Skola" if number % 2 else "Vård") for number in range(120)
    )
    session.commit()
    page = editor.get("/systems/?domain=Skola&sort=-name").text
    assert "System 119" in page
    assert "System 118" not in page
    assert "60 records" in page
    following = page.split('rel="next" href="')[1].split('"')[0].replace("&amp;", "&")
    second = editor.get(following).text
    assert "System 019" in second
    assert "System 021" not in second
    assert "System 007" in editor.get("/systems/?q=007").text


@pytest.mark.parametrize(
    "query",
    ["sort=nonsense", "lifecycle=gammal", "supplier=ingen", "page=%00%ff", "page=<i:x", "page=>i:1~i:999999999999999999999999"],
)
def test_an_address_that_asks_for_the_impossible_is_answered_in_words(editor, query):
    answer = editor.get(f"/systems/?{query}")
    assert answer.status_code == 400
    assert 'role="alert"' in answer.text


def test_deleting_says_what_goes_with_it_and_tells_the_history(editor, session):
    one, two = System(key="A", name="Källan"), System(key="B", name="Målet")
    session.add_all([one, two])
    session.flush()
    session.add(Dependency(key="DEP-1", source_id=one.id, target_id=two.id, kind=DependencyKind.API))
    session.commit()
    assert "Källan → Målet" in editor.get("/systems/B/delete").text
    assert post(editor, "/systems/B/delete", change_reason="avvecklad").status_code == 302
    session.expire_all()
    assert session.query(Dependency).count() == 0
    gone = session.query(history.Change).filter_by(action="deleted").all()
    assert {(change.noun, change.record_key) for change in gone} == {("system", "B"), ("dependency", "DEP-1")}
    assert editor.get("/systems/B").status_code == 404


def test_what_others_cannot_do_without_is_not_deleted(client_as, session):
    from registry.contracts.models import Contract
    from registry.core.vocabulary import ContractKind

    supplier = Supplier(key="SUP-1", name="Norrdata")
    session.add(supplier)
    session.flush()
    session.add(Contract(key="CON-1", name="Driftavtal", kind=ContractKind.OPERATION, supplier_id=supplier.id))
    session.commit()
    answer = post_delete(client_as(Role.EDITOR), "/suppliers/SUP-1/delete")
    assert "Driftavtal" in answer.text
    session.expire_all()
    assert session.query(Supplier).count() == 1


def post_delete(client, url):
    token = csrf_of(client.get("/systems/new").text)
    return client.post(url, data={"csrf_token": token})


def test_the_search_box_finds_records_of_every_noun_by_name_and_key(editor, session):
    session.add_all([System(key="SYS-9", name="Förskolekö"), Supplier(key="SUP-9", name="Förskoledata")])
    session.commit()
    page = editor.get("/search?q=förskole").text
    assert "/systems/SYS-9" in page
    assert "/suppliers/SUP-9" in page
    assert "/systems/SYS-9" in editor.get("/search?q=SYS-9").text


def test_a_list_page_asks_the_database_as_often_for_fifty_rows_as_for_five(editor, session, count_queries):
    supplier = Supplier(key="SUP-1", name="Norrdata")
    session.add(supplier)
    session.flush()
    session.add_all(System(key=f"S{number}", name=f"S{number}", supplier_id=supplier.id) for number in range(5))
    session.commit()
    with count_queries() as few:
        editor.get("/systems/")
    session.add_all(System(key=f"T{number}", name=f"T{number}", supplier_id=supplier.id) for number in range(60))
    session.commit()
    with count_queries() as many:
        editor.get("/systems/")
    assert len(many) == len(few)
