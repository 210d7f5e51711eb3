"""Files of contracts: what is taken, where it lies, who gets it, and what the search box finds."""

import io
import sys
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from conftest import csrf_of
from procurement.catalogue import contract, responsible

from registry.contracts.documents import ContractDocument
from registry.db.search import SearchEntry
from registry.kit.access import Role
from registry.kit.pdf import pdf
from registry.procurement import documents, files

WORD = "sekretessavtalsklausul"


@pytest.fixture
def store(app, tmp_path):
    app.config["INSTANCE"] = str(tmp_path)
    return tmp_path


@pytest.fixture(scope="module")
def agreement():
    """A real PDF with a word in it to look for."""
    return pdf("sections", {"title": "Avtal", "headline": WORD, "sections": []}, "sv")


def send(client, key, data, filename, title=""):
    page = client.get(f"/contracts/{key}/documents")
    form = {"csrf_token": csrf_of(page.text), "title": title, "file": (io.BytesIO(data), filename)}
    return client.post(f"/contracts/{key}/documents", data=form, content_type="multipart/form-data")


def zipped(*names):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return made.getvalue()


def test_a_file_is_kept_outside_everything_served_and_handed_out_to_be_saved(app, client_as, session, store, agreement):
    contract(session, "CON-1")
    client = client_as(Role.PROCUREMENT)
    assert send(client, "CON-1", agreement, "../../etc/Avtal.pdf").status_code == 302
    [document] = session.query(ContractDocument).all()
    assert document.filename == "Avtal.pdf"
    kept = files.path_of(store, document.sha256)
    assert kept.read_bytes() == agreement
    assert kept.stat().st_mode & 0o077 == 0, "for its owner only"
    with client.get(f"/contracts/CON-1/documents/{document.id}") as answer:
        assert answer.get_data() == agreement
        assert answer.headers["Content-Disposition"] == "attachment; filename=Avtal.pdf"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    ("data", "filename", "told"),
    [
        (b"MZ\x90\x00" + b"x" * 200, "avtal.pdf", "is no file of a kind"),
        (b"<html><script>alert(1)</script></html>", "avtal.pdf", "is no file of a kind"),
        (b"\x89PNG\r\n\x1a\n" + b"x" * 200, "avtal.pdf", "is really a png file"),
        (zipped("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"), "avtal.docx", "is no file of a kind"),
        (zipped("setup.exe"), "avtal.docx", "is no file of a kind"),
        (b"", "avtal.pdf", "is empty"),
    ],
)
def test_what_is_no_document_is_refused_by_what_is_in_it(app, client_as, session, store, data, filename, told):
    contract(session, "CON-1")
    answer = send(client_as(Role.PROCUREMENT), "CON-1", data, filename)
    assert answer.status_code == 422
    assert told in answer.text
    assert session.query(ContractDocument).count() == 0


def test_an_office_file_is_known_by_its_parts(app, client_as, session, store):
    contract(session, "CON-1")
    made = zipped("[Content_Types].xml", "word/document.xml")
    assert send(client_as(Role.PROCUREMENT), "CON-1", made, "avtal.docx").status_code == 302


def test_a_file_above_the_limit_is_refused(app, client_as, session, store, agreement):
    app.config["SETTINGS"] = replace(app.config["SETTINGS"], document_megabytes=0)
    contract(session, "CON-1")
    assert "larger than 0 megabytes" in send(client_as(Role.PROCUREMENT), "CON-1", agreement, "avtal.pdf").text


@pytest.mark.parametrize("command", ["false", "/nowhere/scanner", "'"])
def test_a_scanner_that_objects_or_cannot_be_run_refuses_the_file(app, client_as, session, store, agreement, command):
    app.config["SETTINGS"] = replace(app.config["SETTINGS"], document_scanner=command)
    contract(session, "CON-1")
    assert send(client_as(Role.PROCUREMENT), "CON-1", agreement, "avtal.pdf").status_code == 422
    assert session.query(ContractDocument).count() == 0
    assert [path for path in store.rglob("*") if path.is_file()] == []


def test_the_scanner_sees_the_file_itself(app, client_as, session, store, agreement):
    script = "import sys; sys.exit(0 if open(sys.argv[1],'rb').read(4) == b'%PDF' else 1)"
    app.config["SETTINGS"] = replace(app.config["SETTINGS"], document_scanner=f'{sys.executable} -c "{script}"')
    contract(session, "CON-1")
    assert send(client_as(Role.PROCUREMENT), "CON-1", agreement, "avtal.pdf").status_code == 302


def test_the_search_box_finds_words_in_the_file_for_those_who_may_read_it(app, client_as, session, store, agreement):
    person, hers = responsible(app, session)
    contract(session, "CON-1", responsible_id=person.id)
    contract(session, "CON-2")
    buyer = client_as(Role.PROCUREMENT)
    send(buyer, "CON-1", agreement, "avtal.pdf", "Huvudavtal ett")
    send(buyer, "CON-2", agreement, "avtal.pdf", "Huvudavtal tva")
    everything = buyer.get(f"/search?q={WORD}").text
    assert "Huvudavtal ett" in everything
    assert "Huvudavtal tva" in everything
    own = hers.get(f"/search?q={WORD}").text
    assert "Huvudavtal ett" in own
    assert "Huvudavtal tva" not in own
    assert "Huvudavtal" not in client_as(Role.ARCHITECT).get(f"/search?q={WORD}").text


def test_only_those_who_see_the_terms_get_the_file(app, client_as, session, store, agreement):
    person, hers = responsible(app, session)
    contract(session, "CON-1", responsible_id=person.id)
    contract(session, "CON-2")
    buyer = client_as(Role.PROCUREMENT)
    for key in ("CON-1", "CON-2"):
        send(buyer, key, agreement, "avtal.pdf")
    one, two = session.query(ContractDocument).order_by(ContractDocument.id)

    def status(client, key, number):
        with client.get(f"/contracts/{key}/documents/{number}") as answer:
            return answer.status_code

    assert status(hers, "CON-1", one.id) == 200
    assert status(hers, "CON-2", two.id) == 403
    assert status(hers, "CON-1", two.id) == 404, "another contract's file by way of one's own"
    assert status(client_as(Role.EDITOR), "CON-1", one.id) == 403


def test_what_is_in_a_file_goes_with_the_last_document_that_has_it(app, client_as, session, store, agreement):
    contract(session, "CON-1")
    client = client_as(Role.PROCUREMENT)
    for name in ("a.pdf", "b.pdf"):
        send(client, "CON-1", agreement, name)
    first, second = session.query(ContractDocument).order_by(ContractDocument.id)
    kept = files.path_of(store, first.sha256)
    token = csrf_of(client.get("/contracts/CON-1/documents").text)
    client.post(f"/contracts/CON-1/documents/{first.id}/delete", data={"csrf_token": token})
    assert kept.exists()
    client.post(f"/contracts/CON-1/documents/{second.id}/delete", data={"csrf_token": token})
    assert not kept.exists()
    session.expire_all()
    assert session.query(SearchEntry).filter_by(noun=documents.NOUN).count() == 0


def test_files_that_a_deleted_contract_left_behind_are_swept_away_when_they_are_a_day_old(app, session, store):
    import os

    orphan = store / files.FOLDER / "ab" / ("ab" * 32)
    orphan.parent.mkdir(parents=True)
    orphan.write_bytes(b"x")
    assert documents.sweep(session, Path(store)) == 0
    os.utime(orphan, (0, 0))
    assert documents.sweep(session, Path(store)) == 1
    assert not orphan.exists()
