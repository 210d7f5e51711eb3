"""Lock-in and conflicts as the catalogue gives them: evidence from rows, kept day by day, shown to those who may see terms."""

from datetime import date, timedelta

import pytest
from sqlalchemy import event

from registry.apis.models import Api, ApiVersion
from registry.contracts.changes import Amendment, ContractOption
from registry.contracts.law import LegalLimit
from registry.contracts.models import Contract, Coverage
from registry.contracts.resource import amendment_fits
from registry.core.lock_in import Dependents, DomainConcentration, Integrations, Share
from registry.core.vocabulary import (
    AmendedTerm,
    ContractKind,
    Criticality,
    DependencyKind,
    LegalLimitKind,
    Lifecycle,
    OptionDecision,
    ProcurementProcedure,
    SupplierRelation,
)
from registry.kit.access import Role
from registry.procurement import lock_in_days
from registry.procurement.conflict_lists import all_conflicts
from registry.procurement.lock_in import evidence_of, lock_in_of
from registry.procurement.operations import deadline, terms_of
from registry.suppliers.models import Supplier
from registry.suppliers.reviews import RelationReview
from registry.systems.models import Dependency, System

TODAY = date(2026, 11, 24)


@pytest.fixture
def add(app, session):
    """Adds a record and gives it its number."""
    app.config["TODAY"] = TODAY

    def make(model, key, **values):
        record = model(key=key, **values)
        session.add(record)
        session.flush()
        return record

    return make


@pytest.fixture
def inside(app):
    """Within the application, for what asks it which strategy APIs are judged by."""
    with app.app_context():
        yield


@pytest.fixture
def ledger(add):
    """A contract for one critical system that two others depend on, and another supplier's contract beside it."""
    ours, theirs = add(Supplier, "SUP-1", name="Norrdata"), add(Supplier, "SUP-2", name="Söderdata")
    systems = {
        name: add(System, name, name=name, domain="Economy", supplier_id=supplier.id, criticality=criticality)
        for name, supplier, criticality in (
            ("LEDGER", ours, Criticality.CRITICAL),
            ("PAY", theirs, Criticality.HIGH),
            ("WEB", theirs, None),
        )
    }
    contract = add(
        Contract,
        "CON-1",
        name="Ekonomen",
        kind=ContractKind.LICENCE,
        supplier_id=ours.id,
        start=date(2020, 1, 1),
        annual_value=300_000,
    )
    add(
        Contract,
        "CON-2",
        name="Annat",
        kind=ContractKind.LICENCE,
        supplier_id=theirs.id,
        start=date(2020, 1, 1),
        annual_value=700_000,
    )
    add(Coverage, "COV-1", contract_id=contract.id, system_id=systems["LEDGER"].id)
    for key, source, kind in (("D1", "PAY", DependencyKind.FILE_TRANSFER), ("D2", "WEB", DependencyKind.API)):
        add(Dependency, key, source_id=systems[source].id, target_id=systems["LEDGER"].id, kind=kind)
    add(Dependency, "D3", source_id=systems["LEDGER"].id, target_id=systems["PAY"].id, kind=DependencyKind.PLATFORM)
    return contract


def test_the_evidence_is_what_the_catalogue_holds(inside, session, ledger):
    found = evidence_of(session, [ledger.id], TODAY)[ledger.id]
    assert found.integrations == Integrations(compliant=0, closed=1, unclear=1)
    assert found.dependents == Dependents(all=2, critical=1, unjudged=1)
    assert found.spend == Share(300_000, 1_000_000)
    assert found.critical_systems == Share(1, 2)
    assert found.domain == DomainConcentration("Economy", 5556)
    assert found.relation is None


def test_a_system_no_longer_in_use_does_not_hold_the_contract(inside, session, ledger):
    session.query(System).filter_by(key="PAY").one().lifecycle = Lifecycle.RETIRED
    session.flush()
    found = evidence_of(session, [ledger.id], TODAY)[ledger.id]
    assert found.dependents == Dependents(all=1, critical=0, unjudged=1)


def test_the_newest_review_of_the_supplier_counts(inside, session, add, ledger):
    ledger.supplier.relation, ledger.supplier.relation_reviewed_on = SupplierRelation.GOOD, date(2025, 1, 1)
    add(RelationReview, "R1", supplier_id=ledger.supplier_id, reviewed_on=date(2026, 5, 1), relation=SupplierRelation.POOR)
    add(RelationReview, "R2", supplier_id=ledger.supplier_id, reviewed_on=date(2024, 5, 1), relation=SupplierRelation.STRAINED)
    assert evidence_of(session, [ledger.id], TODAY)[ledger.id].relation.value is SupplierRelation.POOR


def test_many_contracts_cost_as_many_queries_as_one(inside, session, add, ledger):
    for number in range(20):
        other = add(Contract, f"MORE-{number}", name="M", kind=ContractKind.LICENCE, supplier_id=ledger.supplier_id)
        add(Coverage, f"C-{number}", contract_id=other.id, system_id=session.query(System).filter_by(key="PAY").one().id)
    session.commit()
    counts = []
    for numbers in ([ledger.id], [row.id for row in session.query(Contract.id)]):
        statements = []
        event.listen(session.get_bind(), "before_cursor_execute", lambda *_args, into=statements: into.append(1))
        evidence_of(session, numbers, TODAY)
        counts.append(len(statements))
    assert counts[0] == counts[1]


def test_scores_are_kept_once_a_day_and_compared(inside, session, ledger):
    assert lock_in_days.keep(session, TODAY - timedelta(days=30)) == 2
    lock_in_days.keep(session, TODAY)
    lock_in_days.keep(session, TODAY)
    assert [row.day for row in lock_in_days.trend(session, ledger.id, TODAY)] == [TODAY - timedelta(days=30), TODAY]
    standing = lock_in_days.standing(session, ledger.id, lock_in_of(session, ledger, TODAY))
    assert (standing.others, standing.looser) == (1, 1)


def test_the_contracts_page_shows_lock_in_to_procurement_only(session, client_as, ledger):
    session.commit()
    page = client_as(Role.PROCUREMENT).get("/contracts/CON-1").text
    assert "How locked in we are" in page
    assert "Other systems that depend on those it covers: 2" in page
    assert "What would lower it most" in page
    assert "How locked in we are" not in client_as(Role.ARCHITECT).get("/contracts/CON-1").text


def test_an_appendix_moves_the_dates_from_the_day_it_applies(session, add, ledger):
    ledger.end = date(2026, 12, 31)
    add(
        Amendment,
        "A1",
        contract_id=ledger.id,
        appendix="Tillägg 1",
        applies_from=date(2026, 12, 1),
        term=AmendedTerm.END,
        value="2028-06-30",
    )
    session.refresh(ledger)
    assert deadline(ledger, TODAY).ends == date(2026, 12, 31)
    assert deadline(ledger, date(2026, 12, 1)).ends == date(2028, 6, 30)


@pytest.mark.parametrize(
    ("term", "value", "problem"),
    [
        (AmendedTerm.END, "2028-06-30", None),
        (AmendedTerm.END, "", None),
        (AmendedTerm.END, "tomorrow", "“tomorrow” is not a date"),
        (AmendedTerm.NOTICE_PERIOD, "six", "“six” is not a whole number"),
        (AmendedTerm.NOTICE_RULE, "end_of_quarter", None),
        (AmendedTerm.NOTICE_RULE, "kvartal", "“kvartal” is not one of"),
        (AmendedTerm.TOTAL_VALUE, "1 250 000 kr", None),
    ],
)
def test_an_amendment_takes_only_what_the_contracts_own_field_takes(term, value, problem):
    found = list(amendment_fits({"term": term, "value": value}))
    assert [name for name, _message in found] == ([] if problem is None else ["value"])
    assert problem is None or problem in str(found[0][1])


def test_options_listed_one_by_one_stand_before_the_numbers(session, add, ledger):
    ledger.end, ledger.extension_options, ledger.options_used, ledger.option_months = date(2026, 12, 31), 2, 2, 12
    add(ContractOption, "O1", contract_id=ledger.id, number=1, months=6, decision=OptionDecision.CALLED, decided_on=TODAY)
    session.refresh(ledger)
    assert terms_of(ledger, TODAY).extension.count == 6
    assert deadline(ledger, TODAY).ends == date(2027, 6, 30)


def test_the_limit_of_the_day_a_contract_was_signed_counts(session, add, ledger):
    ledger.procedure, ledger.total_value, ledger.end = ProcurementProcedure.DIRECT_AWARD, 650_000, date(2027, 12, 31)
    for key, value, day in (("L1", 600_000, date(2019, 1, 1)), ("L2", 700_000, date(2022, 2, 1))):
        add(LegalLimit, key, limit=LegalLimitKind.DIRECT_AWARD, value=value, valid_from=day, source="LOU")
    session.commit()
    names = [each.conflict.name.value for each in all_conflicts(session, TODAY).of(None) if each.key == "CON-1"]
    assert names == ["over_direct_award"]
    ledger.signed_on = date(2022, 2, 1)
    session.commit()
    names = [each.conflict.name.value for each in all_conflicts(session, TODAY).of(None) if each.key == "CON-1"]
    assert names == ["near_direct_award"]


def test_the_conflicts_page_names_contracts_and_systems_without_one(session, client_as, ledger):
    session.commit()
    buyer = client_as(Role.PROCUREMENT)
    page = buyer.get("/conflicts").text
    assert "In 2 contracts something does not go together." in page
    assert "2 systems in use have a supplier but no contract." in page
    assert "No limit is entered yet" in page
    rows = buyer.get("/conflicts/export.csv?kind=no_end").text.splitlines()
    assert rows[0].startswith('\ufeff"contract";"name";"supplier";"kind";"conflict"')
    assert len(rows) == 3
    assert buyer.get("/conflicts/export.xlsx").status_code == 200
    assert client_as(Role.READER).get("/conflicts").status_code == 403


def test_an_api_version_that_nobody_has_checked_is_unclear(inside, session, add, ledger):
    api = add(Api, "API-1", name="Ledger")
    version = add(ApiVersion, "V1", api_id=api.id, version="1.0", specification_url="https://granvik.example/a")
    session.query(Dependency).filter_by(key="D2").one().api_version_id = version.id
    session.flush()
    assert evidence_of(session, [ledger.id], TODAY)[ledger.id].integrations == Integrations(0, 1, 1)
