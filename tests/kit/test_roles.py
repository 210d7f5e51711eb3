"""Roles are checked on the server for every address there is."""

import pytest
from conftest import csrf_of
from kit.walking import addresses

from registry.kit.access import Role
from registry.kit.security import limiter


@pytest.mark.parametrize("method", ["GET", "POST", "PATCH", "DELETE"])
def test_nobody_gets_in_without_logging_in(app, method):
    client = app.test_client()
    token = csrf_of(client.get("/login").text)
    for rule, address in addresses(app, method):
        answer = client.open(address, method=method, headers={"X-CSRFToken": token, "Referer": "http://localhost/"})
        refused = answer.status_code in {401, 403} or (answer.status_code == 302 and "/login" in answer.headers["Location"])
        assert refused, f"{method} {rule.rule} answered {answer.status_code}"


def test_a_reader_cannot_write_anything(app, client_as):
    client = client_as(Role.READER)
    token = csrf_of(client.get("/me").text)
    harmless = {
        "/initiatives/idea",
        "/me",
        "/change",
        "/strategy/try",
        "/plan",
        "/api/v1/plans",
        "/api/v1/check",
        "/api/v1/compare",
        "/verify",
    }
    for method in ("POST", "PATCH", "DELETE"):
        for rule, address in addresses(app, method):
            if rule.rule in harmless:
                continue
            answer = client.open(address, method=method, headers={"X-CSRFToken": token}, data={"csrf_token": token})
            assert answer.status_code in {403, 404, 405}, f"{method} {rule.rule} answered {answer.status_code}"


def test_a_form_sent_without_its_token_is_refused(client_as):
    assert client_as(Role.EDITOR).post("/systems/new", data={"name": "X", "lifecycle": "production"}).status_code == 400


def test_every_answer_carries_the_strict_headers(client_as):
    answer = client_as(Role.READER).get("/systems/")
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_the_session_cookie_is_hidden_from_scripts_and_other_sites(app):
    page = app.test_client().get("/login")
    cookie = page.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


def test_after_login_nobody_is_sent_to_another_site(app):
    from conftest import PASSWORD, email_of

    client = app.test_client()
    token = csrf_of(client.get("/login").text)
    answer = client.post(
        "/login?next=//evil.example/x", data={"email": email_of(Role.READER), "password": PASSWORD, "csrf_token": token}
    )
    assert "evil" not in answer.headers.get("Location", "")


def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(app):
    from conftest import email_of

    client = app.test_client()
    texts = []
    for email in (email_of(Role.READER), "nobody@granvik.example"):
        token = csrf_of(client.get("/login").text)
        answer = client.post("/login", data={"email": email, "password": "wrong-wrong-wrong", "csrf_token": token})
        assert answer.status_code == 200
        texts.append(answer.text.split('role="alert"')[1].split("</div>")[0])
    assert texts[0] == texts[1]


def test_guessing_passwords_is_slowed_down(app, monkeypatch):
    monkeypatch.setattr(limiter, "enabled", True)
    client = app.test_client()
    token = csrf_of(client.get("/login").text)
    guess = {"email": "x@granvik.example", "password": "guess-guess-guess", "csrf_token": token}
    answers = [client.post("/login", data=guess).status_code for _try in range(25)]
    limiter.reset()
    assert answers[0] == 200
    assert answers[-1] == 429


@pytest.mark.parametrize(
    "address", ["//evil.example", "/\t/evil.example", "/\\evil.example", "/\n/evil.example", "https://evil.example"]
)
def test_choosing_a_language_sends_nobody_to_another_site(client_as, address):
    client = client_as(Role.READER)
    answer = client.post("/language", data={"language": "sv", "next": address, "csrf_token": csrf_of(client.get("/me").text)})
    assert answer.headers["Location"] == "/"
