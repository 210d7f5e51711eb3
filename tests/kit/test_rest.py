"""REST answers as forms and imports do: the same values, the same refusals, the same roles."""

import pytest
from openapi_spec_validator import validate

from registry.kit.access import Role
from registry.kit.security import TOKEN_HEADER
from registry.suppliers.models import Supplier
from registry.systems.models import System


@pytest.fixture
def token_of(client_as, app):
    """A token header of one role, and a client without cookies to use it with."""
    from conftest import email_of

    from registry.accounts.models import Account
    from registry.kit.database import database

    def make(role):
        with app.app_context():
            account = database.session.query(Account).filter_by(email=email_of(role)).one()
            return {TOKEN_HEADER: account.get_auth_token(), "Accept-Language": "en"}

    return make


def test_a_record_is_added_read_changed_and_deleted(app, token_of):
    client, headers = app.test_client(), token_of(Role.EDITOR)
    added = client.post(
        "/api/v1/systems/", json={"name": "Byggia", "lifecycle": "production", "confidentiality": 2}, headers=headers
    )
    assert added.status_code == 201, added.text
    assert added.json["key"] == "SYS-001"
    assert client.get("/api/v1/systems/SYS-001", headers=headers).json["confidentiality"] == 2
    changed = client.patch("/api/v1/systems/SYS-001", json={"name": "Byggia 2"}, headers=headers)
    assert changed.json["name"] == "Byggia 2"
    assert changed.json["confidentiality"] == 2
    assert client.delete("/api/v1/systems/SYS-001", headers=headers).status_code == 204
    assert client.get("/api/v1/systems/SYS-001", headers=headers).status_code == 404


def test_refusals_are_problem_details_with_one_entry_per_field(app, token_of):
    client, headers = app.test_client(), token_of(Role.EDITOR)
    answer = client.post("/api/v1/systems/", json={"lifecycle": "gammal", "supplier": "X", "colour": 1}, headers=headers)
    assert answer.status_code == 422
    assert answer.content_type == "application/problem+json"
    assert {error["field"] for error in answer.json["errors"]} == {"name", "lifecycle", "supplier", "colour"}


@pytest.mark.parametrize("body", ["", "[]", "{", '"text"', "null", "[" * 100_000, '{"a":' * 50_000, '{"name": NaN}'])
def test_a_body_that_is_no_object_is_refused_in_words(app, token_of, body):
    headers = {**token_of(Role.EDITOR), "Content-Type": "application/json"}
    answer = app.test_client().post("/api/v1/systems/", data=body, headers=headers)
    assert answer.status_code == 400
    assert answer.json["title"]


def test_a_list_is_filtered_and_paged_to_its_end_without_gaps(app, token_of, session):
    session.add_all(System(key=f"S{number:03}", name=f"S{number:03}", domain="Skola") for number in range(25))
    session.add(System(key="X", name="X", domain="Vård"))
    session.commit()
    client, headers = app.test_client(), token_of(Role.READER)
    seen, page = [], None
    while True:
        query = {"limit": 10, "domain": "Skola", **({"page": page} if page else {})}
        answer = client.get("/api/v1/systems/", query_string=query, headers=headers).json
        seen += [item["key"] for item in answer["items"]]
        page = answer["next"]
        if page is None:
            break
    assert seen == [f"S{number:03}" for number in range(25)]


@pytest.mark.parametrize("query", ["limit=0", "limit=1000", "limit=x", "colour=red", "lifecycle=gammal", "page=nonsense"])
def test_a_list_refuses_what_it_does_not_know(app, token_of, query):
    answer = app.test_client().get(f"/api/v1/systems/?{query}", headers=token_of(Role.READER))
    assert answer.status_code in {400, 422}, answer.text


def test_without_a_token_or_session_nothing_is_given(app):
    assert app.test_client().get("/api/v1/systems/").status_code == 401
    assert app.test_client().get("/api/v1/systems/", headers={TOKEN_HEADER: "made-up"}).status_code == 401


def test_a_session_alone_cannot_write_because_browsers_send_cookies_by_themselves(client_as):
    answer = client_as(Role.EDITOR).post("/api/v1/systems/", json={"name": "X", "lifecycle": "production"})
    assert answer.status_code == 400


def test_a_reader_cannot_write(app, token_of):
    answer = app.test_client().post("/api/v1/systems/", json={"name": "X"}, headers=token_of(Role.READER))
    assert answer.status_code == 403


def test_prices_are_neither_given_nor_taken_without_the_role(app, token_of, session):
    session.add(Supplier(key="SUP-1", name="Norrdata"))
    session.add(System(key="SYS-1", name="Byggia", maintenance_cost=987_654_321))
    session.commit()
    client = app.test_client()
    assert "987654321" not in client.get("/api/v1/systems/SYS-1", headers=token_of(Role.EDITOR)).text
    assert client.get("/api/v1/systems/SYS-1", headers=token_of(Role.PROCUREMENT)).json["maintenance_cost"] == 987_654_321
    refused = client.patch("/api/v1/systems/SYS-1", json={"maintenance_cost": 1}, headers=token_of(Role.EDITOR))
    assert refused.status_code == 422
    assert client.get("/api/v1/systems/?maintenance_cost=987654321", headers=token_of(Role.EDITOR)).status_code == 400
    assert client.get("/api/v1/systems/?sort=maintenance_cost", headers=token_of(Role.EDITOR)).status_code == 400


def test_the_document_of_the_interface_is_valid_openapi(app):
    document = app.test_client().get("/api/openapi.json").json
    validate(document)
    assert "/api/v1/systems/{key}" in document["paths"]


def test_a_token_in_an_address_opens_nothing(app, token_of):
    token = token_of(Role.ADMINISTRATOR)[TOKEN_HEADER]
    answer = app.test_client().get(f"/accounts?auth_token={token}")
    assert answer.status_code == 302
    assert "/login" in answer.headers["Location"]


def test_nothing_is_part_of_itself(app, token_of):
    client, headers = app.test_client(), token_of(Role.EDITOR)
    for body in ({"key": "A", "name": "A"}, {"key": "B", "name": "B", "parent": "A"}, {"key": "C", "name": "C", "parent": "B"}):
        assert client.post("/api/v1/organisations/", json=body, headers=headers).status_code == 201
    for parent in ("A", "B", "C"):
        answer = client.patch("/api/v1/organisations/A", json={"parent": parent}, headers=headers)
        assert answer.status_code == 422, parent
        assert answer.json["errors"][0]["field"] == "parent"


@pytest.mark.parametrize("body", [{"name": True}, {"name": 1e400}, {"name": "\ud800"}, {"name": "X", "key": "new"}])
def test_values_that_no_text_is_are_refused(app, token_of, body):
    answer = app.test_client().post("/api/v1/suppliers/", json=body, headers=token_of(Role.EDITOR))
    assert answer.status_code in {400, 422}


def test_two_who_add_at_once_both_get_a_key(app, token_of, session, monkeypatch):
    from registry.kit import operations

    session.add(Supplier(key="SUP-002", name="Någon annan"))
    session.commit()
    real, calls = operations.next_keys, []

    def late(*arguments):
        calls.append(arguments)
        return iter(["SUP-002"]) if len(calls) == 1 else real(*arguments)

    monkeypatch.setattr(operations, "next_keys", late)
    answer = app.test_client().post("/api/v1/suppliers/", json={"name": "Ny"}, headers=token_of(Role.EDITOR))
    assert answer.status_code == 201, answer.text
    assert len(calls) == 2
