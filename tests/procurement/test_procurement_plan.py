"""The procurement plan by quarter: what is in it, who sees what, and the decision written on its lines."""

import io
import re
from datetime import date

import pytest
from conftest import csrf_of
from openpyxl import load_workbook
from procurement.catalogue import contract, responsible
from sqlalchemy import select

from registry.contracts.models import Contract
from registry.contracts.plans import ProcurementStep
from registry.core.vocabulary import ProcurementStage, RenewalStrategy
from registry.db.history import Change
from registry.kit.access import Role
from registry.organisations.models import Person

TODAY = date(2026, 11, 25)
PROCURE, PROLONG = RenewalStrategy.PROCURE, RenewalStrategy.PROLONG
PLAN = "/renewals/plan"


@pytest.fixture(autouse=True)
def day(app):
    app.config["TODAY"] = TODAY


@pytest.fixture
def buyer(client_as):
    return client_as(Role.PROCUREMENT)


def read(client, asked=""):
    """The plan's page as its reader has it."""
    answer = client.get(PLAN + asked)
    assert answer.status_code == 200, answer.text
    return answer.text


def lines(page):
    """The keys of the contracts on a page, in order."""
    return re.findall(r'<tr id="plan-([^"]+)"', page)


def counted(page):
    """What the bars say: name of the part, how many."""
    bars = re.findall(r"<span>([^<]+)</span>\s*<svg.*?</svg>\s*<span class=\"number\">(\d+)", page, re.DOTALL)
    return {name: int(number) for name, number in bars if int(number)}


def form_of(client, key, **changes):
    """What the browser would send when the decision on `key` is written with `changes`."""
    page = read(client, f"?decide={key}")
    version = re.search(r'name="row_version"[^>]*value="(\d+)"', page).group(1)
    following = re.search(r'name="next" value="([^"]+)"', page)
    sent = {"row_version": version, "csrf_token": csrf_of(page), **({"next": following.group(1)} if following else {})}
    return {**sent, "renewal_strategy": "", "procurement_start": "", "procurement_strategy": "", **changes}


def test_contracts_stand_in_the_order_of_their_quarters_and_those_without_one_come_last(buyer, session):
    contract(session, "UNPLANNED")
    contract(session, "FAR", procurement_start=date(2030, 5, 1))
    contract(session, "SOON", procurement_start=date(2027, 2, 1), renewal_strategy=PROCURE)
    contract(session, "LATE", procurement_start=date(2026, 8, 1))
    contract(session, "BEGUN", procurement_start=date(2026, 5, 1), procurement_stage=ProcurementStage.PREPARING)
    page = read(buyer)
    assert lines(page) == ["BEGUN", "LATE", "SOON", "FAR", "UNPLANNED"]
    assert counted(page) == {"All": 5, "Earlier quarters": 2, "Q1 2027": 1, "Later": 1, "No quarter planned": 1}
    late = page[page.index('id="plan-LATE"') : page.index('id="plan-SOON"')]
    assert "Should have begun" in late
    assert page.count("Should have begun") == 1
    assert "1 should have begun in a quarter that has gone by." in page


@pytest.mark.parametrize(
    ("part", "expected"),
    [
        ("earlier", ["LATE"]),
        ("2026-Q3", ["LATE"]),
        ("2027-Q1", ["SOON"]),
        ("2027-Q2", []),
        ("later", ["FAR"]),
        ("2030-Q2", ["FAR"]),
        ("unplanned", ["UNPLANNED"]),
        ("nonsense", ["LATE", "SOON", "FAR", "UNPLANNED"]),
    ],
)
def test_a_part_of_the_plan_can_be_looked_at_alone(buyer, session, part, expected):
    contract(session, "UNPLANNED")
    contract(session, "FAR", procurement_start=date(2030, 5, 1))
    contract(session, "SOON", procurement_start=date(2027, 3, 31))
    contract(session, "LATE", procurement_start=date(2026, 8, 1))
    assert lines(read(buyer, f"?part={part}")) == expected


def test_what_is_dealt_with_and_what_need_not_be_decided_in_two_years_is_left_out(buyer, session):
    contract(session, "SIGNED", procurement_start=date(2026, 2, 1), procurement_stage=ProcurementStage.SIGNED)
    contract(session, "DISTANT", end=date(2035, 12, 31), procurement_lead_months=12)
    contract(session, "ENDED", end=date(2020, 12, 31), renewal_period=None, renewal_unit=None)
    assert lines(read(buyer)) == []


def test_a_contract_that_was_prolonged_asks_for_a_new_quarter(buyer, session):
    contract(session, "AGAIN", procurement_start=date(2026, 2, 1), renewal_strategy=PROLONG)
    page = read(buyer)
    assert counted(page) == {"All": 1, "No quarter planned": 1}
    assert "Should have begun" not in page


def test_a_line_tells_days_cost_stages_and_what_is_written(buyer, session):
    made = contract(session, "CON-1", procurement_start=date(2027, 2, 1), procurement_strategy="Fråga grannkommunerna.")
    stages = ((ProcurementStage.PUBLISHED, date(2027, 6, 1), None), (ProcurementStage.PREPARING, date(2026, 11, 1), None))
    for number, (stage, planned, reached) in enumerate(stages):
        step = {"stage": stage, "planned_for": planned, "reached_on": reached}
        session.add(ProcurementStep(key=f"PSTEP-{number}", contract_id=made.id, **step))
    session.commit()
    page = read(buyer)
    for words in ("30 Dec 2026", "35 days left", "Decide what follows: SEK\u00a0100,000", "SEK\u00a01,200,000", "Fråga grannk"):
        assert words in page, words
    stages = page[page.index('class="stages"') :]
    assert stages.index("Preparing: planned for 1 Nov 2026") < stages.index("late") < stages.index("Published: planned for")


def test_the_plan_is_filtered_by_who_leads_else_by_who_is_responsible_and_by_what_is_undecided(buyer, session):
    people = [Person(key=f"PER-{number}", name=f"Person {number}") for number in (1, 2)]
    session.add_all(people)
    session.flush()
    first, second = people
    contract(session, "LED", responsible_id=second.id, procurement_responsible_id=first.id, renewal_strategy=PROCURE)
    contract(session, "OWN", responsible_id=first.id, procurement_start=date(2027, 2, 1))
    contract(session, "OTHERS", responsible_id=second.id)
    assert lines(read(buyer, "?responsible=PER-1")) == ["OWN", "LED"]
    assert lines(read(buyer, "?responsible=Person 2")) == ["OTHERS"]
    assert lines(read(buyer, "?undecided=yes")) == ["OWN", "OTHERS"]
    assert lines(read(buyer, "?undecided=yes&responsible=PER-1")) == ["OWN"]
    wrong = buyer.get(f"{PLAN}?responsible=nobody")
    assert wrong.status_code == 400
    assert "has the key or name “nobody”" in wrong.text


def test_pages_follow_on_each_other_across_the_planned_and_the_unplanned(buyer, session, monkeypatch):
    monkeypatch.setattr("registry.procurement.plan.PAGE_SIZE", 2)
    for number in range(3):
        contract(session, f"PLANNED-{number}", procurement_start=date(2027, 2, 1))
        contract(session, f"UNPLANNED-{number}")
    found = [key for number in (1, 2, 3) for key in lines(read(buyer, f"?page={number}"))]
    assert found == [f"{kind}-{number}" for kind in ("PLANNED", "UNPLANNED") for number in range(3)]
    assert lines(read(buyer, "?page=99")) == ["UNPLANNED-1", "UNPLANNED-2"]


def test_the_page_asks_the_database_as_often_for_forty_contracts_as_for_two(buyer, session, count_queries):
    def asked():
        with count_queries() as statements:
            read(buyer)
        return len(statements)

    contract(session, "CON-0")
    contract(session, "CON-1", procurement_start=date(2027, 2, 1))
    few = asked()
    for number in range(2, 40):
        contract(session, f"CON-{number}", procurement_start=date(2027, 2, 1) if number % 2 else None)
    assert asked() == few


def test_a_decision_is_saved_as_by_the_contracts_own_form_and_leads_back_to_its_place(buyer, session):
    session.add(Person(key="PER-1", name="Bertil Gäddvik"))
    contract(session, "CON-1")
    contract(session, "CON-2")
    written = {"renewal_strategy": "procure", "procurement_start": "2027-04-01", "procurement_responsible": "PER-1"}
    form = form_of(buyer, "CON-1", **written, procurement_strategy="Börja efter jul.")
    answer = buyer.post(f"{PLAN}/CON-1?part=unplanned", data=form)
    assert answer.status_code == 302, answer.text
    address = answer.headers["Location"]
    assert address.endswith("#saved")
    assert "part=unplanned" in address
    page = buyer.get(address.split("#")[0]).text
    assert lines(page) == ["CON-2"]
    notice = page.index('id="saved"')
    assert notice < page.index('id="plan-CON-2"'), "it stands where the line stood"
    assert "Avtal CON-1 is saved: Procure anew, Q2 2027." in page
    assert f"{PLAN}?part=2027-Q2#plan-CON-1" in page
    saved = session.scalars(select(Contract).where(Contract.key == "CON-1")).one()
    assert (saved.renewal_strategy, saved.procurement_start) == (PROCURE, date(2027, 4, 1))
    assert saved.procurement_responsible.name == "Bertil Gäddvik"
    change = session.scalars(select(Change).where(Change.noun == "contract").order_by(Change.id.desc())).first()
    assert change.actor == "procurement@granvik.example"
    assert set(change.values) >= {"renewal_strategy", "procurement_start", "procurement_strategy"}


def test_a_planned_day_is_kept_when_its_quarter_is(buyer, session):
    contract(session, "CON-1", procurement_start=date(2027, 5, 17))
    page = read(buyer, "?decide=CON-1")
    assert '<option selected value="2027-05-17">Q2 2027</option>' in page
    assert '<option value="2027-07-01">Q3 2027</option>' in page
    past = contract(session, "CON-2", procurement_start=date(2019, 5, 17))
    assert past.key in lines(read(buyer))
    assert '<option selected value="2019-05-17">Q2 2019</option>' in read(buyer, "?decide=CON-2")


def test_bad_input_is_told_where_it_was_typed_and_nothing_typed_is_lost(buyer, session):
    contract(session, "CON-1")
    typed = {
        "procurement_responsible": "Ingen Alls",
        "procurement_strategy": "Kvar <b>här</b>",
        "procurement_start": "2027-07-01",
    }
    answer = buyer.post(f"{PLAN}/CON-1", data=form_of(buyer, "CON-1", **typed, renewal_strategy="joint"))
    assert answer.status_code == 422
    page = answer.text
    assert page.index('id="plan-CON-1"') < page.index("has the key or name “Ingen Alls”")
    for kept in ('value="Ingen Alls"', "Kvar &lt;b&gt;här&lt;/b&gt;", 'selected value="2027-07-01"', 'selected value="joint"'):
        assert kept in page, kept
    answer = buyer.post(f"{PLAN}/CON-1", data=form_of(buyer, "CON-1", procurement_start="next spring"))
    assert answer.status_code == 422
    assert "“next spring” is not a date" in answer.text


def test_a_decision_on_what_somebody_else_has_changed_meanwhile_is_not_saved_unseen(buyer, session):
    made = contract(session, "CON-1")
    form = form_of(buyer, "CON-1", renewal_strategy="procure")
    made.description = "Nytt"
    session.commit()
    answer = buyer.post(f"{PLAN}/CON-1", data=form)
    assert answer.status_code == 422
    assert "Somebody else saved this while you were writing" in answer.text
    assert 'selected value="procure"' in answer.text
    session.refresh(made)
    assert made.renewal_strategy is None
    again = {**form, "row_version": re.search(r'name="row_version"[^>]*value="(\d+)"', answer.text).group(1)}
    assert buyer.post(f"{PLAN}/CON-1", data=again).status_code == 302


def test_who_may_not_see_or_write_is_stopped_on_the_server(app, client_as, buyer, session):
    person, theirs = responsible(app, session)
    contract(session, "OWN", responsible_id=person.id, procurement_start=date(2027, 2, 1))
    contract(session, "OTHERS", procurement_start=date(2027, 2, 1))
    contract(session, "OTHERS-2")
    page = read(theirs, "?decide=OWN")
    assert lines(page) == ["OWN"]
    assert counted(page) == {"All": 1, "Q1 2027": 1}
    assert "OTHERS" not in theirs.get(f"{PLAN}/export.csv").text
    assert "Avtal OTHERS" not in read(theirs, "?saved=OTHERS")
    assert "renewal_strategy" not in page, "the form is for those who may write contracts"
    form = form_of(buyer, "OWN", renewal_strategy="end")
    for client in (theirs, client_as(Role.EDITOR)):
        form["csrf_token"] = csrf_of(client.get("/me").text)
        assert client.post(f"{PLAN}/OWN", data=form).status_code == 403
        assert client.post("/contracts/OWN/dossier", data=form).status_code == 403
    assert client_as(Role.EDITOR).get(PLAN).status_code == 403
    del form["csrf_token"]
    assert buyer.post(f"{PLAN}/OWN", data=form).status_code == 400
    session.expire_all()
    assert session.scalars(select(Contract.renewal_strategy)).all() == [None, None, None]


def test_the_whole_plan_can_be_taken_home(buyer, session, monkeypatch):
    monkeypatch.setattr("registry.procurement.plan.PAGE_SIZE", 1)
    monkeypatch.setattr("registry.procurement.plan.AT_A_TIME", 1)
    contract(session, "LATE", procurement_start=date(2026, 8, 1), renewal_strategy=PROCURE)
    contract(session, "SOON", procurement_start=date(2027, 2, 1))
    contract(session, "UNPLANNED")
    rows = buyer.get(f"{PLAN}/export.csv").data.decode("utf-8-sig").splitlines()
    assert rows[0].startswith('"quarter";"late";"contract"')
    assert [row.split(";")[:3] for row in rows[1:]] == [
        ['"2026-Q3"', '"true"', '"LATE"'],
        ['"2027-Q1"', '"false"', '"SOON"'],
        ['""', '"false"', '"UNPLANNED"'],
    ]
    assert '"2026-12-30";"Begin the procurement";"1200000";"100000"' in rows[1]
    book = load_workbook(io.BytesIO(buyer.get(f"{PLAN}/export.xlsx?part=unplanned").data))
    assert [row[2] for row in book.active.iter_rows(values_only=True)] == ["contract", "UNPLANNED"]


def test_the_decision_is_written_in_the_dossier_too(buyer, session):
    contract(session, "CON-1")
    page = buyer.get("/contracts/CON-1/dossier").text
    part = page[page.index('id="plan"') : page.index('id="lock-in"')]
    version = re.search(r'name="row_version"[^>]*value="(\d+)"', part).group(1)
    form = {
        "csrf_token": csrf_of(part),
        "row_version": version,
        "renewal_strategy": "prolong",
        "procurement_responsible": "Ingen",
    }
    wrong = buyer.post("/contracts/CON-1/dossier", data=form)
    assert wrong.status_code == 422
    assert "has the key or name “Ingen”" in wrong.text
    answer = buyer.post("/contracts/CON-1/dossier", data={**form, "procurement_responsible": ""})
    assert answer.headers["Location"].endswith("/contracts/CON-1/dossier?saved=yes#plan")
    page = buyer.get("/contracts/CON-1/dossier?saved=yes").text
    assert "The decision is saved." in page
    assert "Prolong it by option or renewal" in page
    assert "Decide what follows" not in page, "it is decided"
