"""Spreadsheets in and out: a plan first, then all or nothing."""

import gc
import io
import re

import pytest
from conftest import csrf_of

from registry.db import history
from registry.kit.access import Role
from registry.kit.database import database
from registry.kit.spreadsheets import read_table
from registry.suppliers.models import Supplier
from registry.systems.models import System


@pytest.fixture
def editor(client_as):
    return client_as(Role.EDITOR)


def upload(client, path, content, filename="fil.csv"):
    token = csrf_of(client.get(f"/{path}/import").text)
    data = content if isinstance(content, bytes) else content.encode()
    return client.post(f"/{path}/import", data={"csrf_token": token, "file": (io.BytesIO(data), filename)}, follow_redirects=True)


def write(client, page):
    token = csrf_of(page.text)
    return client.post(page.request.path, data={"csrf_token": token})


def figures(page):
    return [int(number) for number in re.findall(r"<li><b>(\d+)</b>", page.text)]


def test_the_plan_is_shown_before_anything_is_written(editor, session):
    session.add(System(key="SYS-1", name="Byggia", domain="Bygg"))
    session.commit()
    page = upload(editor, "systems", "key;name;domain\nSYS-1;Byggia;Bygglov\n;Ekonomen;Ekonomi\n")
    assert figures(page) == [1, 1, 0, 0]
    assert "<del>Bygg</del> → <ins>Bygglov</ins>" in page.text
    assert session.query(System).count() == 1
    assert write(editor, page).status_code == 302
    session.expire_all()
    assert {(system.key, system.name, system.domain) for system in session.query(System)} == {
        ("SYS-1", "Byggia", "Bygglov"),
        ("SYS-002", "Ekonomen", "Ekonomi"),
    }
    assert {change.reason for change in session.query(history.Change).filter_by(noun="system", action="changed")} == {
        "Import of fil.csv"
    }


def test_columns_that_the_file_leaves_out_keep_their_values(editor, session):
    session.add(System(key="SYS-1", name="Byggia", domain="Bygg", version="4"))
    session.commit()
    write(editor, upload(editor, "systems", "key,name\nSYS-1,Byggia 2\n"))
    session.expire_all()
    system = session.query(System).one()
    assert (system.name, system.domain, system.version) == ("Byggia 2", "Bygg", "4")


def test_one_bad_row_stops_all_and_says_row_column_and_what_is_accepted(editor, session):
    page = upload(editor, "systems", "name;lifecycle;supplier\nBra;production;\nDålig;gammal;Ingen\n;production;\n")
    assert page.status_code == 422
    assert "“gammal” is not one of: planned" in page.text
    assert "has the key or name “Ingen”" in page.text
    assert re.search(r'data-label="Row">3<.*?<code>lifecycle</code>', page.text, re.S)
    assert re.search(r'data-label="Row">4<.*?Fill in Name', page.text, re.S)
    assert write_is_not_offered(page)
    assert session.query(System).count() == 0


def write_is_not_offered(page):
    return "Write it" not in page.text


@pytest.mark.parametrize(
    ("content", "filename", "said"),
    [
        ("namn;färg\nX;blå\n", "a.csv", "There is no column “färg”"),
        ("name;name\nX;Y\n", "a.csv", "name"),
        ("name\nX\nX\n", "a.csv", "The same record as in row 2"),
        ("key;name\nK;X\nK;Y\n", "a.csv", "The same record as in row 2"),
        (b"", "a.csv", "a.csv"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "a.csv", "a.csv"),
        (b"PK\x03\x04 trasig", "a.xlsx", "a.xlsx"),
        ("name;lifecycle\nX\n", "a.csv", ""),
    ],
)
def test_a_file_that_cannot_be_used_is_named_with_its_fault(editor, session, content, filename, said):
    page = upload(editor, "systems", content, filename)
    assert page.status_code == 422, page.text
    assert said in page.text
    assert session.query(System).count() == 0


def test_swedish_excel_files_are_read_as_they_are(editor, session):
    session.add(Supplier(key="SUP-1", name="Västdata"))
    session.commit()
    page = upload(editor, "systems", "Namn;Livscykel;Leverantör\nFörskolekö;production;Västdata\n".encode("cp1252"))
    assert figures(page) == [1, 0, 0, 0], page.text
    write(editor, page)
    session.expire_all()
    assert session.query(System).one().supplier.key == "SUP-1"


@pytest.mark.parametrize("extension", ["csv", "xlsx"])
def test_what_is_exported_can_be_imported_and_changes_nothing(editor, session, extension):
    session.add(Supplier(key="SUP-1", name="Västdata"))
    session.flush()
    session.add_all(
        [
            System(key="SYS-1", name="=Byggia", description='rad ett\nrad två; med "citat"', supplier_id=1, personal_data=True),
            System(key="SYS-2", name="Årsbokslut", confidentiality=3),
        ]
    )
    session.commit()
    exported = editor.get(f"/systems/export.{extension}")
    assert exported.status_code == 200
    page = upload(editor, "systems", exported.data, f"system.{extension}")
    assert figures(page) == [0, 0, 2, 0], page.text
    assert "nothing to write" in page.text


def test_the_export_holds_what_the_list_shows_and_no_more(editor, session):
    session.add_all([System(key="A", name="A", domain="Skola"), System(key="B", name="B", domain="Vård")])
    session.commit()
    table = read_table(editor.get("/systems/export.csv?domain=Skola").data, "system.csv")
    assert [row.values["key"] for row in table.rows] == ["A"]


def test_an_import_of_many_rows_asks_the_database_a_bounded_number_of_times(editor, session, count_queries):
    session.add_all(Supplier(key=f"SUP-{number}", name=f"Leverantör {number}") for number in range(300))
    session.commit()
    rows = "".join(f"System {number};SUP-{number % 300}\n" for number in range(1500))
    with count_queries() as statements:
        page = upload(editor, "systems", "name;supplier\n" + rows)
        write(editor, page)
    assert session.query(System).count() == 1500
    assert len(statements) < 150


def test_a_plan_belongs_to_its_upload_only(editor):
    assert editor.get("/systems/import/../../secrets.json").status_code == 404
    assert editor.get("/systems/import/aaaaaaaaaaaaaaaaaaaaaaaa").status_code == 404


def test_exports_give_their_connections_back(app, editor, session):
    session.add(System(key="SYS-1", name="Byggia"))
    session.commit()
    session.close()
    gc.disable()
    try:
        for _download in range(20):
            assert editor.get("/systems/export.csv").data
        with app.app_context():
            assert database.engine.pool.checkedout() == 0
    finally:
        gc.enable()


def test_of_two_who_write_the_same_plan_one_is_told_it_is_done(editor, session):
    page = upload(editor, "suppliers", "name\nNorrdata\n")
    assert write(editor, page).status_code == 302
    assert write(editor, page).status_code == 404
    assert session.query(Supplier).count() == 1
