"""Logging in and changing the password: what is wrong is told in the reader's language."""

import pytest
from conftest import PASSWORD, csrf_of, email_of

from registry.kit.access import Role

SWEDISH = {"Accept-Language": "sv"}
NEW = "a new password of twenty"


def change(client, now, new, again):
    token = csrf_of(client.get("/change", headers=SWEDISH).text)
    form = {"password": now, "new_password": new, "new_password_confirm": again, "csrf_token": token}
    return client.post("/change", data=form, headers=SWEDISH)


@pytest.mark.parametrize(
    ("now", "new", "again", "says"),
    [
        ("not this one", NEW, NEW, "Lösenordet är fel."),
        ("", NEW, NEW, "Skriv lösenordet."),
        (PASSWORD, "short", "short", "Lösenordet måste ha 12 till 128 tecken."),
        (PASSWORD, NEW, NEW + "!", "De två lösenorden är inte likadana."),
        (PASSWORD, PASSWORD, PASSWORD, "Det nya lösenordet måste vara ett annat än det nuvarande."),
    ],
)
def test_a_password_that_cannot_be_changed_says_why_in_swedish(client_as, now, new, again, says):
    answer = change(client_as(Role.READER), now, new, again)
    assert says in answer.text


def test_a_changed_password_is_confirmed_and_is_the_one_to_log_in_with(app, client_as):
    client = client_as(Role.READER)
    assert change(client, PASSWORD, NEW, NEW).status_code == 302
    assert "Lösenordet är ändrat." in client.get("/me", headers=SWEDISH).text
    login = app.test_client()
    token = csrf_of(login.get("/login").text)
    assert login.post("/login", data={"email": email_of(Role.READER), "password": NEW, "csrf_token": token}).status_code == 302


@pytest.mark.parametrize("form", [{"email": "", "password": ""}, {"email": email_of(Role.READER), "password": "wrong"}])
def test_a_failed_login_tells_no_more_than_that(app, form):
    client = app.test_client()
    token = csrf_of(client.get("/login", headers=SWEDISH).text)
    answer = client.post("/login", data={**form, "csrf_token": token}, headers=SWEDISH)
    assert "E-postadressen eller lösenordet är fel." in answer.text


def test_nothing_asks_for_the_password_anew(client_as):
    assert client_as(Role.READER).get("/verify").status_code == 404
