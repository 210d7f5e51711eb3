"""The dossier: everything needed to decide about a contract, and nothing for those who may not see it."""

import io
import re
from datetime import date

import pytest
from conftest import logged_in
from procurement.catalogue import contract, responsible
from pypdf import PdfReader

from registry.contracts.costs import CostLine
from registry.contracts.law import LegalLimit
from registry.contracts.plans import RequirementBlock
from registry.contracts.resource import limit_is_reasonable
from registry.core.vocabulary import (
    ContractKind,
    CostKind,
    DataExport,
    DependencyKind,
    LegalLimitKind,
    RenewalStrategy,
    RequirementSource,
)
from registry.kit.access import Role
from registry.organisations.models import Organisation
from registry.procurement.dossier.graph_picture import graph_picture
from registry.procurement.dossier.requirements import delivered
from registry.systems.models import Dependency, System

TODAY = date(2026, 11, 25)


def alternatives(element):
    """The alternative texts in a tagged PDF, from its structure tree."""
    if "/Alt" in element:
        yield element["/Alt"]
    children = element.get("/K", [])
    for child in children if isinstance(children, list) else [children]:
        if isinstance(child := child.get_object(), dict):
            yield from alternatives(child)


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
    client.environ_base["HTTP_ACCEPT_LANGUAGE"] = "en"
    page = client.get("/contracts/CON-2/dossier").text
    (address,) = re.findall(r'href="([^"]+)">As Swedish text to paste', page)
    assert client.get(address).text == bad


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
    assert all(block.text_sv and block.text_en and block.name_en for block in blocks)
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


def test_the_award_decision_waits_for_the_standstill_that_is_entered(client_as, session):
    contract(session, "CON-1", renewal_strategy=RenewalStrategy.PROCURE, switching_months=6)
    client = client_as(Role.PROCUREMENT)
    assert "not among the limits in procurement law" in client.get("/contracts/CON-1/dossier").text
    values = {"limit": LegalLimitKind.STANDSTILL_DAYS, "valid_from": date(2026, 1, 1), "source": "LOU 20 kap. 1 §"}
    session.add(LegalLimit(key="LIM-1", value=21, checked_on=TODAY, **values))
    session.commit()
    said = "a standstill of 21 days (LOU 20 kap. 1 §)"
    assert said in client.get("/contracts/CON-1/dossier").text
    assert said in client.get("/renewals?days=all").text


def test_a_standstill_that_no_law_would_say_is_refused():
    [(field, _message)] = limit_is_reasonable({"limit": LegalLimitKind.STANDSTILL_DAYS, "value": 1000})
    assert field == "value"
    assert not list(limit_is_reasonable({"limit": LegalLimitKind.DIRECT_AWARD, "value": 700_000}))


def test_a_call_off_names_its_framework_agreement_and_that_it_has_ended(app, session):
    person, client = responsible(app, session)
    ended = {"end": date(2024, 3, 31), "renewal_period": None, "renewal_unit": None, "notice_period": None}
    framework = contract(session, "RAM", kind=ContractKind.FRAMEWORK, responsible_id=person.id, **ended)
    contract(session, "CON-1", framework_id=framework.id, signed_on=date(2024, 5, 2), responsible_id=person.id)
    page = client.get("/contracts/CON-1/dossier").text
    assert '<a href="/contracts/RAM">Avtal RAM</a>' in page
    assert "ended 31 Mar 2024: no new call-off can be made from it" in page
    assert "What follows must be procured, or called off from another framework agreement." in page
    framework.responsible_id = None
    session.commit()
    for way in ("/contracts/CON-1/dossier", "/contracts/CON-1"):
        page = client.get(way).text
        assert "Avtal RAM" in page
        assert "2 May 2024, after" not in page
        assert "31 Mar 2024" not in page


def test_costs_are_drawn_beside_their_table_on_the_page_and_in_the_pdf(client_as, session):
    made = contract(session, "CON-1")
    organisation = Organisation(key="ORG-1", name="Granvik")
    session.add(organisation)
    session.flush()
    whose = {"organisation_id": organisation.id, "supplier_id": made.supplier_id, "contract_id": made.id}
    for year, paid in ((2024, 900_000), (2025, 1_100_000)):
        session.add(CostLine(key=f"COST-{year}", year=year, kind=CostKind.LICENCE, actual=paid, **whose))
    session.commit()
    client = client_as(Role.PROCUREMENT)
    says = "Costs from 2024 to 2025: 900,000 kronor the first year, 1,100,000 kronor the last."
    page = client.get("/contracts/CON-1/dossier").text
    assert f'aria-label="{says}' in page
    read = PdfReader(io.BytesIO(client.get("/contracts/CON-1/dossier.pdf").get_data()))
    assert any(alternative.startswith(says) for alternative in alternatives(read.trailer["/Root"]["/StructTreeRoot"]))


def test_english_readers_get_english_headings_and_know_what_is_swedish(client_as, session):
    contract(session, "CON-1", data_export=DataExport.NONE)
    values = {"source": RequirementSource.ALWAYS, "text_sv": "Granviks egna ord.", "in_use": True}
    session.add(RequirementBlock(key="krav-eget", name="Vårt krav", **values))
    session.commit()
    client = client_as(Role.PROCUREMENT)
    page = client.get("/contracts/CON-1/dossier").text
    assert "<h3>Export of data in an open format</h3>" in page
    assert '<h3 lang="sv">Vårt krav</h3>' in page
    assert '<p lang="sv">Granviks egna ord.</p>' in page
    client.environ_base["HTTP_ACCEPT_LANGUAGE"] = "sv"
    assert "<h3>Vårt krav</h3>" in client.get("/contracts/CON-1/dossier").text


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
