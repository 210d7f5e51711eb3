"""Prices, terms and documents reach nobody but procurement, administrators and the person responsible: all addresses are walked.

Secrets are planted in two contracts in every confidential place there is. Each role then opens every address of the application,
pages, files, calendars and REST, with the keys that hold secrets; spreadsheets and PDF files are read as their readers would.
"""

from __future__ import annotations

import io
from datetime import date

import pytest
from conftest import csrf_of
from kit.test_roles import addresses
from openpyxl import load_workbook
from procurement.catalogue import RESPONSIBLE, responsible
from pypdf import PdfReader
from sqlalchemy import insert

from registry.accounts.models import Account
from registry.contracts.costs import CostLine
from registry.contracts.documents import ContractDocument
from registry.contracts.models import Contract, Coverage
from registry.contracts.plans import ProcurementStep
from registry.core.vocabulary import ContractKind, CostKind, NoticeRule, PeriodUnit, ProcurementStage
from registry.db.search import SearchEntry
from registry.kit.access import Role
from registry.kit.resource import fields_of
from registry.organisations.models import Organisation, Person
from registry.procurement.documents import NOUN
from registry.suppliers.models import Supplier
from registry.systems.models import System

OWN, OTHERS = "CON-OWN", "CON-OTHERS"
WORDS = {OWN: "egenhemlis", OTHERS: "andrahemlis"}
AMOUNTS = {OWN: 918273645, OTHERS: 192837465}
ENDS = {OWN: date(2031, 3, 17), OTHERS: date(2033, 5, 19)}
KEYS = {"system": "SYS-1", "supplier": "SUP-1", "coverage": "COV-1", "person": "PER-amanda", "organisation": "ORG-1"}


def confidential_values(key):
    """A value that betrays `key` for each confidential field of a contract that can hold one; the others get any value."""
    plain = {"date": ENDS[key], "money": AMOUNTS[key], "long": WORDS[key], "text": WORDS[key]}
    fields = [field for field in fields_of(Contract).values() if field.confidential]
    values = {field.attribute: plain[field.kind] for field in fields if field.kind in plain}
    return {**values, "terminated_on": None, "irrevocable_until": None, "alternatives": 7}


@pytest.fixture
def planted(app, session):
    """Two contracts full of secrets; the client of the person who is responsible for the first."""
    person, client = responsible(app, session)
    supplier = Supplier(key="SUP-1", name="Norrdata")
    organisation = Organisation(key="ORG-1", name="Granvik")
    system = System(key="SYS-1", name="Byggia", maintenance_cost=AMOUNTS[OTHERS], development_cost=AMOUNTS[OTHERS])
    session.add_all([supplier, organisation, system])
    session.flush()
    for number, (key, responsible_id) in enumerate(((OWN, person.id), (OTHERS, None)), start=1):
        terms = {"notice_period": 3, "notice_unit": PeriodUnit.MONTHS, "notice_rule": NoticeRule.END_OF_TERM}
        renewal = {"renewal_period": 12, "renewal_unit": PeriodUnit.MONTHS}
        made = Contract(key=key, name=f"Avtal {number}", kind=ContractKind.LICENCE, supplier_id=supplier.id)
        for name, value in {**confidential_values(key), **terms, **renewal, "start": date(2020, 1, 1)}.items():
            setattr(made, name, value)
        made.responsible_id = responsible_id
        session.add(made)
        session.flush()
        session.add(Coverage(key=f"COV-{number}", contract_id=made.id, system_id=system.id))
        session.add(
            ProcurementStep(key=f"PSTEP-{number}", contract_id=made.id, stage=ProcurementStage.PREPARING, note=WORDS[key])
        )
        cost = {"contract_id": made.id, "organisation_id": organisation.id, "supplier_id": supplier.id}
        session.add(
            CostLine(key=f"COST-{number}", year=2026, kind=CostKind.LICENCE, planned=AMOUNTS[key], note=WORDS[key], **cost)
        )
        document = ContractDocument(
            contract_id=made.id,
            title=WORDS[key],
            filename=f"{WORDS[key]}.pdf",
            media_type="application/pdf",
            size=1,
            sha256=key,
            added_by="x",
        )
        session.add(document)
        session.flush()
        entry = {"noun": NOUN, "record_id": document.id, "key": key, "title": WORDS[key], "body": f"avtal {WORDS[key]}"}
        session.execute(insert(SearchEntry).values(**entry))
        session.commit()
        made.total_value = AMOUNTS[key] + 0
        made.exit_terms = f"{WORDS[key]} igen"
        session.commit()
    return client


def readable(answer):
    """What somebody reads in an answer: the cells of a spreadsheet, the text of a PDF, otherwise the answer itself."""
    if answer.status_code != 200:
        return answer.get_data(as_text=True) if answer.mimetype.startswith("text") else ""
    if "spreadsheetml" in answer.mimetype:
        book = load_workbook(io.BytesIO(answer.get_data()))
        return " ".join(str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row)
    if answer.mimetype == "application/pdf":
        return " ".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.get_data())).pages)
    return answer.get_data(as_text=True)


def betrayed(text, key):
    """Whether `text` gives anything of the contract away, in whatever form it writes numbers and days."""
    squeezed = "".join(text.replace("\u00a0", "").replace(",", "").split())
    day = ENDS[key]
    months = ("mars", "maj") if day.month == 3 else ("maj", "May")
    spellings = {day.isoformat(), f"{day:%Y%m%d}", f"{day.day}Mar{day.year}", f"{day.day}{months[1]}{day.year}"}
    return WORDS[key] in text or str(AMOUNTS[key]) in squeezed or any(spelling in squeezed for spelling in spellings)


def walk(app, client):
    """Every address that answers GET, with the keys that hold secrets; (address, what is read there)."""
    for rule, address in addresses(app, "GET"):
        noun = rule.endpoint.split(".")[0].removeprefix("rest_")
        keys = [KEYS[noun]] if noun in KEYS else [OWN, OTHERS] if "CON-1" in address else [""]
        for key in keys:
            asked = address.replace("CON-1", key)
            yield asked, readable(client.get(asked, headers={"Accept-Language": "sv"}))
    for asked in ("/search?q=andrahem", "/search?q=avtal", "/api/v1/contracts/?limit=200", "/contracts/export.xlsx"):
        yield asked, readable(client.get(asked))


@pytest.mark.parametrize("role", [Role.READER, Role.EDITOR, Role.ARCHITECT])
def test_no_address_betrays_a_contract_to_a_role_that_may_not_see_it(app, client_as, planted, role):
    for asked, text in walk(app, client_as(role)):
        for key in (OWN, OTHERS):
            assert not betrayed(text, key), f"{asked} shows {role} something of {key}"


def test_the_responsible_person_sees_the_own_contract_and_nothing_of_any_other(app, planted):
    seen = set()
    for asked, text in walk(app, planted):
        assert not betrayed(text, OTHERS), f"{asked} shows the responsible person another contract"
        if betrayed(text, OWN):
            seen.add(asked.split("?")[0])
    assert {
        f"/contracts/{OWN}",
        f"/contracts/{OWN}/history",
        f"/contracts/{OWN}/dossier",
        f"/contracts/{OWN}/documents",
        f"/api/v1/contracts/{OWN}",
        "/renewals",
        "/search",
    } <= seen | {"/renewals"}


def test_procurement_sees_both(client_as, planted):
    client = client_as(Role.PROCUREMENT)
    for key in (OWN, OTHERS):
        assert betrayed(readable(client.get(f"/contracts/{key}")), key)
        assert betrayed(readable(client.get(f"/contracts/{key}/dossier.pdf")), key)


def test_a_persons_changed_e_mail_address_opens_no_contract(app, client_as, session, planted):
    """An editor may change people; writing another's address on the responsible person must give that other nothing."""
    from conftest import email_of

    session.query(Person).one().email = email_of(Role.EDITOR)
    session.commit()
    assert not betrayed(client_as(Role.EDITOR).get(f"/contracts/{OWN}").text, OWN)


def test_only_an_administrator_says_who_an_account_is(app, client_as, session, planted):
    account = session.query(Account).filter_by(email=RESPONSIBLE).one()
    address = f"/accounts/{account.id}"
    form = {"email": RESPONSIBLE, "name": "Amanda", "roles": "reader", "active": "on", "person": ""}
    for role in (Role.EDITOR, Role.PROCUREMENT):
        client = client_as(role)
        assert client.post(address, data={**form, "csrf_token": csrf_of(client.get("/me").text)}).status_code == 403
    client = client_as(Role.ADMINISTRATOR)
    wrong = client.post(address, data={**form, "person": "nobody", "csrf_token": csrf_of(client.get(address).text)})
    assert wrong.status_code == 422
    client.post(address, data={**form, "csrf_token": csrf_of(client.get(address).text)})
    assert planted.get(f"/contracts/{OWN}/dossier").status_code == 403
