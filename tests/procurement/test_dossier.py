"""The dossier: everything needed to decide about a contract, and nothing for those who may not see it."""

import io
from datetime import date

import pytest
from conftest import logged_in
from procurement.catalogue import contract, responsible
from pypdf import PdfReader

from registry.contracts.plans import RequirementBlock
from registry.core.vocabulary import DataExport, DependencyKind, RequirementSource
from registry.kit.access import Role
from registry.procurement.dossier.graph_picture import graph_picture
from registry.procurement.dossier.requirements import delivered
from registry.systems.models import Dependency, System

TODAY = date(2026, 11, 25)


@pytest.fixture(autouse=True)
def day(app):
    app.config["TODAY"] = TODAY


def test_it_begins_with_what_to_decide_by_when_and_what_missing_it_costs(client_as, session):
    contract(session, "CON-1")
    page = client_as(Role.PROCUREMENT).get("/contracts/CON-1/dossier").text
    assert "Decide what follows by 30 Dec 2026, in 35 days. Each month of delay costs 100,000 kronor." in page
    assert "Without notice by 30 Sep 2027 it costs 1,200,000 kronor." in page


def test_a_contract_that_no_day_forces_says_what_waiting_costs(client_as, session):
    contract(session, "CON-1", end=None, renewal_period=None, renewal_unit=None, notice_rule=None)
    page = client_as(Role.PROCUREMENT).get("/contracts/CON-1/dossier").text
    assert "No day forces a decision" in page
    assert "Every year that nobody decides costs 1,200,000 kronor" in page


def test_terms_that_contradict_each_other_are_told_and_break_nothing(client_as, session):
    contract(session, "CON-1", end=date(2019, 1, 1))
    client = client_as(Role.PROCUREMENT)
    assert "contradict each other" in client.get("/contracts/CON-1/dossier").text
    assert client.get("/contracts/CON-1/dossier.pdf").status_code == 200


def test_what_depends_on_its_systems_is_in_picture_and_table(client_as, session):
    contract(session, "CON-1")
    own = session.query(System).one()
    other = System(key="SYS-X", name="Fakturaportalen")
    session.add(other)
    session.flush()
    session.add(Dependency(key="DEP-1", source_id=other.id, target_id=own.id, kind=DependencyKind.FILE_TRANSFER))
    session.commit()
    page = client_as(Role.PROCUREMENT).get("/contracts/CON-1/dossier").text
    assert page.count("Fakturaportalen") >= 2
    assert "A file transfer ties both sides" in page


def test_requirements_answer_to_the_contracts_own_weak_points(client_as, session):
    contract(session, "CON-1", data_export=DataExport.OPEN_FORMAT)
    contract(session, "CON-2", data_export=DataExport.NONE)
    client = client_as(Role.PROCUREMENT)
    client.environ_base["HTTP_ACCEPT_LANGUAGE"] = "sv"
    good, bad = (client.get(f"/contracts/{key}/requirements.txt").text for key in ("CON-1", "CON-2"))
    assert "öppet format" not in good
    assert "dokumenterat öppet format" in bad
    assert "[Del av inlåsningspoängen: " in bad


def test_the_municipalitys_own_words_take_the_place_of_the_delivered_ones(client_as, session):
    contract(session, "CON-1", data_export=DataExport.NONE)
    values = {"name": "Vårt krav", "source": RequirementSource.LOCK_IN, "reference": "data_export"}
    session.add(RequirementBlock(key="krav-datauttag", text_sv="Granviks egna ord.", in_use=True, **values))
    session.add(
        RequirementBlock(key="krav-sakerhet", name="Nej", source=RequirementSource.ALWAYS, text_sv="Används inte.", in_use=False)
    )
    session.commit()
    shown = client_as(Role.PROCUREMENT).get("/contracts/CON-1/requirements.txt").text
    assert "Granviks egna ord." in shown
    assert "hand over all of the buyer" not in shown
    assert "2025:1506" not in shown


def test_every_delivered_requirement_is_in_both_languages_and_has_a_key_of_its_own():
    blocks = delivered()
    assert all(block.text_sv and block.text_en for block in blocks)
    assert len({block.key for block in blocks}) == len(blocks)


@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_pdf_is_tagged_and_says_what_the_page_says(client_as, session, language):
    contract(session, "CON-1")
    client = client_as(Role.PROCUREMENT)
    client.environ_base["HTTP_ACCEPT_LANGUAGE"] = language
    read = PdfReader(io.BytesIO(client.get("/contracts/CON-1/dossier.pdf").get_data()))
    root = read.trailer["/Root"].get_object()
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == language
    assert "1,200,000" in "".join(page.extract_text() for page in read.pages) or language == "sv"


def test_two_pages_hold_every_dossier_of_the_demonstration_before_the_requirements(demo_app):
    client = logged_in(demo_app, Role.PROCUREMENT)
    client.environ_base["HTTP_ACCEPT_LANGUAGE"] = "sv"
    for key in ("vardvy-tjanst", "skolvalvet-tjanst", "lekstart-underhall", "maskinhallen-drift"):
        read = PdfReader(io.BytesIO(client.get(f"/contracts/{key}/dossier.pdf").get_data()))
        pages = [page.extract_text() for page in read.pages]
        first = next(number for number, text in enumerate(pages) if "Upphandlingskrav" in text)
        assert first <= 2, key


def test_the_responsible_person_opens_the_own_dossier_and_no_other(app, session):
    person, client = responsible(app, session)
    contract(session, "CON-1", responsible_id=person.id)
    contract(session, "CON-2")
    for way in ("dossier", "dossier.pdf", "requirements.txt"):
        assert client.get(f"/contracts/CON-1/{way}").status_code == 200
        assert client.get(f"/contracts/CON-2/{way}").status_code == 403


def test_the_number_of_queries_does_not_grow_with_the_dependents(client_as, session, count_queries):
    client = client_as(Role.PROCUREMENT)
    counts = []
    for key, dependents in (("CON-1", 2), ("CON-2", 30)):
        contract(session, key)
        own = session.query(System).filter_by(key=f"SYS-{key}").one()
        for number in range(dependents):
            other = System(key=f"{key}-{number}", name=f"Annat {number}")
            session.add(other)
            session.flush()
            session.add(Dependency(key=f"D-{key}-{number}", source_id=other.id, target_id=own.id, kind=DependencyKind.API))
        session.commit()
        client.get(f"/contracts/{key}/dossier")
        with count_queries() as statements:
            assert client.get(f"/contracts/{key}/dossier").status_code == 200
        counts.append(len(statements))
    assert counts[0] == counts[1], counts


def test_the_picture_shows_the_worst_of_several_ties_and_counts_what_does_not_fit():
    dependents = [(f"d{number}", f"D {number}") for number in range(12)]
    edges = [("d0", "own", False), ("d0", "own", True), ("d11", "own", True)]
    picture = graph_picture([("own", "Eget <system>")], dependents, edges)
    assert picture.hidden == 2
    assert [line.conducts for line in picture.lines] == [True]
    assert "Eget &lt;system&gt;" in picture.svg()
    assert graph_picture([], [], []) is None
