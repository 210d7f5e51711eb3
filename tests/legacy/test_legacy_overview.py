"""The portfolio between business and technology, and the verdicts that are overdue."""

from datetime import date

import pytest

from registry.core.vocabulary import Criticality, Lifecycle, TimeAdvice, Verdict
from registry.kit.access import Role
from registry.kit.spreadsheets import read_table
from registry.legacy import fit_picture as picture_module
from registry.organisations.models import Organisation
from registry.systems.models import LegacyVerdict, System

TODAY = date(2026, 11, 25)
TECHNICAL = ("can_be_developed", "can_be_secured", "competence", "documented", "supplier_support")


def system(key, name, fit, grade, **more):
    answers = dict.fromkeys(TECHNICAL, grade) if grade else {}
    return System(key=key, name=name, business_fit=fit, assessed_on=date(2026, 10, 1), **answers, **more)


@pytest.fixture
def portfolio(app, session):
    app.config["TODAY"] = TODAY
    top = Organisation(key="ORG-1", name="Schools")
    part = Organisation(key="ORG-2", name="Preschools", parent=top)
    session.add_all(
        [
            system("SYS-1", "Builds well", 5, 5, owner_organisation=top, criticality=Criticality.CRITICAL),
            system("SYS-2", "Loved but rotten", 4, 1, owner_organisation=part),
            system("SYS-3", "Unloved and rotten", 1, 1),
            system("SYS-4", "Sound but unloved", 2, 5, time_advice=TimeAdvice.INVEST, time_reason="The law"),
            system("SYS-5", "Not judged", None, None),
            system("SYS-6", "Not yet there", 5, 5, lifecycle=Lifecycle.PLANNED),
        ]
    )
    session.commit()


def test_the_page_counts_what_to_do_and_names_what_departs(client_as, portfolio):
    page = client_as(Role.READER).get("/legacy").text
    assert "of 5 systems in use" in page
    assert "1 to migrate and 1 to eliminate stand on technology that does not hold" in page
    assert "For 1 system people decided otherwise" in page
    assert "Of 1 too little is known." in page
    assert "Not yet there" not in page


def test_each_dot_leads_to_its_system_and_critical_ones_are_filled(client_as, portfolio):
    page = client_as(Role.READER).get("/legacy").text
    drawn = page.split('<svg class="fit"')[1].split("</svg>")[0]
    assert drawn.count("<circle") == 4
    assert drawn.count("fit-critical") == 1
    assert 'href="/systems/SYS-2"' in drawn


def test_an_organisation_is_taken_with_its_parts(client_as, portfolio):
    client = client_as(Role.READER)
    page = client.get("/legacy?organisation=Schools [ORG-1]").text
    assert "of 2 systems in use" in page
    assert "of 1 system in use" in client.get("/legacy?organisation=Preschools").text
    missing = client.get("/legacy?organisation=Nobody")
    assert missing.status_code == 404
    assert "There is no organisation “Nobody”; all are shown." in missing.text


def test_the_table_is_narrowed_by_advice_and_by_a_square_of_the_picture(client_as, portfolio, monkeypatch):
    client = client_as(Role.READER)
    table = client.get("/legacy?advice=eliminate").text.split('id="systems"')[1]
    assert "Unloved and rotten" in table
    assert "Builds well" not in table
    monkeypatch.setattr(picture_module, "MOST_DOTS", 2)
    drawn = client.get("/legacy").text.split('<svg class="fit"')[1].split("</svg>")[0]
    assert "<circle" not in drawn
    link = drawn.split('href="')[1].split('"')[0].replace("&amp;", "&")
    square = client.get(link).text.split('id="systems"')[1]
    assert square.count('data-label="What to do"') == 1


def test_a_register_too_large_for_memory_is_sampled_and_an_organisation_seen_whole(app, client_as, portfolio, monkeypatch):
    app.config["LANDSCAPE_LARGEST"] = 1
    monkeypatch.setattr("registry.legacy.chosen.SAMPLE", 3)
    client = client_as(Role.READER)
    page = client.get("/legacy").text
    assert "Choose an organisation to see all of its systems." in page
    assert "Of those in the sample:" in page
    assert "of 2 systems in use" in client.get("/legacy?organisation=ORG-1").text


def test_a_verdict_past_its_day_is_listed_unless_a_newer_one_stands(client_as, session, portfolio):
    for number, (key, decided, review) in enumerate(
        (
            (1, date(2025, 1, 1), date(2026, 1, 1)),
            (2, date(2025, 1, 1), date(2026, 1, 1)),
            (2, date(2026, 2, 1), date(2027, 1, 1)),
            (3, date(2026, 2, 1), TODAY),
        )
    ):
        session.add(
            LegacyVerdict(
                key=f"VERD-{number}", system_id=key, verdict=Verdict.LEGACY, reason="x", decided_on=decided, review_on=review
            )
        )
    session.commit()
    listed = client_as(Role.READER).get("/legacy").text.split('id="verdicts"')[1]
    assert "Builds well" in listed
    assert "Loved but rotten" not in listed
    assert "Unloved and rotten" not in listed
    start = client_as(Role.ARCHITECT).get("/").text
    assert "Verdicts to look at again" in start
    assert "Verdicts to look at again" not in client_as(Role.READER).get("/").text


def test_the_whole_table_can_be_taken_home(client_as, portfolio):
    client = client_as(Role.READER)
    rows = read_table(client.get("/legacy/systems.csv").data, "legacy.csv").rows
    assert len(rows) == 5
    [rotten] = [row.values for row in rows if row.values["name"] == "Unloved and rotten"]
    assert (rotten["standing"], rotten["legacy_low"], rotten["legacy_high"]) == ("legacy", "68", "100")
    assert (rotten["technical_low"], rotten["technical_high"], rotten["advice"], rotten["decided"]) == (
        "0",
        "36",
        "eliminate",
        "",
    )
    assert len(client.get("/legacy/systems.csv?organisation=ORG-1").text.splitlines()) == 3
    assert client.get("/legacy/systems.xlsx").status_code == 200
    assert client.get("/legacy/systems.csv?organisation=Nobody").status_code == 404


def test_an_empty_register_says_so(client_as):
    assert "No system in use is registered here." in client_as(Role.READER).get("/legacy").text
