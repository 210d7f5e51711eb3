"""Prices, terms and documents reach nobody but procurement, administrators and the person responsible: all addresses are walked.

Secrets stand in two contracts in every confidential place there is. Each role then opens every address of the application,
pages, files and REST, sends every form it is shown there, wrongly filled in and as it stands, imports, calls REST with and
without the fields it may not see, and deletes what it can. No answer may give a secret away, no confidential value may change.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import csrf_of, logged_in, on_copy
from kit.planted import OTHERS, OWN, RESTRICTED, betrayed, confidential_values, plant
from kit.walking import Walk, keys_of, readable
from portfolio.catalogue import TODAY
from procurement.catalogue import RESPONSIBLE

from registry.accounts.models import Account
from registry.kit.access import Role
from registry.organisations.models import Person
from registry.resources import RESOURCES


@pytest.fixture(scope="module")
def planted_template(template_with, instance: Path):
    return template_with(lambda session: plant(session, instance))


@pytest.fixture
def app(shared_app, databases, planted_template):
    for app in on_copy(shared_app, databases, planted_template):
        app.config["TODAY"] = TODAY
        yield app


def test_no_page_or_file_gives_a_contract_away_to_an_editor(app, session):
    """An editor's forms are those of an architect, which the next test sends."""
    for resource in RESOURCES:
        for may in (resource.policy.write, resource.policy.delete):
            assert Role.ARCHITECT in may or Role.EDITOR not in may
    Walk(app, logged_in(app, Role.EDITOR), keys_of(session), (OWN, OTHERS)).look()


@pytest.mark.parametrize("who", [Role.READER, Role.ARCHITECT, RESPONSIBLE], ids=str)
def test_no_answer_gives_a_contract_away_and_no_write_changes_what_is_hidden(app, session, who):
    before = confidential_values(session)
    hidden = (OTHERS,) if who == RESPONSIBLE else (OWN, OTHERS)
    walk = Walk(app, logged_in(app, who), keys_of(session), hidden)
    walk.look()
    if who == RESPONSIBLE:
        assert walk.seen >= EXPECTED, EXPECTED - walk.seen
    walk.write()
    assert _still(session, before) == before
    walk.delete()
    kept = {record: values for record, values in before.items() if record[0] not in {"system", "coverage"}}
    assert _still(session, kept) == kept  # only what is covered goes, with its system


def _still(session, before):
    after = confidential_values(session)
    return {record: after.get(record) for record in before}


EXPECTED = {
    f"/contracts/{OWN}",
    f"/contracts/{OWN}/history",
    f"/contracts/{OWN}/dossier",
    f"/contracts/{OWN}/dossier.pdf",
    f"/contracts/{OWN}/documents",
    f"/contracts/{OWN}/documents/1",
    f"/api/v1/contracts/{OWN}",
    "/api/v1/contracts/",
    "/contracts/",
    "/contracts/export.csv",
    "/contracts/export.xlsx",
    "/search",
    "/renewals",
    "/renewals.csv",
    "/amendments/",
    "/contract-options/",
    "/cost-lines/",
    *(f"/{resource.path}/{end}" for resource in RESTRICTED for end in ("export.csv", f"{resource.model.KEY_PREFIX}-{OWN}")),
}
"""Where the person responsible does see the own contract: what is walked shows what is looked for."""


def test_procurement_sees_both(app):
    client = logged_in(app, Role.PROCUREMENT)
    for key in (OWN, OTHERS):
        of_each = [f"/{resource.path}/{resource.model.KEY_PREFIX}-{key}" for resource in RESTRICTED]
        for address in (f"/contracts/{key}", f"/contracts/{key}/dossier.pdf", f"/contracts/{key}/history", *of_each):
            assert betrayed(readable(client.get(address))) >= {key}, address


def test_a_persons_changed_e_mail_address_opens_no_contract(app, session):
    """An editor may change people; writing another's address on the responsible person must give that other nothing."""
    from conftest import email_of

    session.query(Person).filter_by(key="PER-1").one().email = email_of(Role.EDITOR)
    session.commit()
    assert not betrayed(logged_in(app, Role.EDITOR).get(f"/contracts/{OWN}").text)


def test_only_an_administrator_says_who_an_account_is(app, session):
    responsible = logged_in(app, RESPONSIBLE)
    account = session.query(Account).filter_by(email=RESPONSIBLE).one()
    address = f"/accounts/{account.id}"
    form = {"email": RESPONSIBLE, "name": "Amanda", "roles": "reader", "active": "on", "person": ""}
    for role in (Role.EDITOR, Role.PROCUREMENT):
        client = logged_in(app, role)
        assert client.post(address, data={**form, "csrf_token": csrf_of(client.get("/me").text)}).status_code == 403
    client = logged_in(app, Role.ADMINISTRATOR)
    wrong = client.post(address, data={**form, "person": "nobody", "csrf_token": csrf_of(client.get(address).text)})
    assert wrong.status_code == 422
    client.post(address, data={**form, "csrf_token": csrf_of(client.get(address).text)})
    assert responsible.get(f"/contracts/{OWN}/dossier").status_code == 403
