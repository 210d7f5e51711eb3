"""E-mail to a real SMTP server that fails at every point there is: what may be sent again, and what must not."""

import time

import pytest
from inbox import free_port, receiving

from registry.kit import mail


@pytest.fixture
def inbox():
    with receiving() as box:
        yield box


def written(inbox, body="En rad.\n"):
    return mail.message(inbox.server, "amanda@granvik.example", "Ärende", body, "reminder-1@granvik.example")


def test_a_message_arrives_as_it_was_written_also_where_lines_begin_with_a_full_stop(inbox):
    assert mail.send(inbox.server, written(inbox, ".\n..\nÅ.\n.")) is True
    [(to, message)] = inbox.messages
    assert to == "amanda@granvik.example"
    assert message["Subject"] == "Ärende"
    assert message.get_content().splitlines() == [".", "..", "Å.", "."]


@pytest.mark.parametrize("place", ["MAIL", "DATA"])
def test_a_connection_that_breaks_before_the_text_has_left_may_be_tried_again(inbox, place):
    inbox.breaks = place
    with pytest.raises(mail.MailRefused):
        mail.send(inbox.server, written(inbox))


@pytest.mark.parametrize(("place", "answer"), [("MAIL", "550 no"), ("TEXT", "451 later"), ("TEXT", "554 no")])
def test_an_answer_that_refuses_may_be_tried_again_and_is_told(inbox, place, answer):
    inbox.answers[place] = answer
    with pytest.raises(mail.MailRefused, match=answer[:3]):
        mail.send(inbox.server, written(inbox))


def test_a_connection_that_breaks_after_the_text_has_left_tells_nothing(inbox):
    inbox.breaks = "TEXT"
    with pytest.raises(mail.MailUnanswered):
        mail.send(inbox.server, written(inbox))
    assert len(inbox.messages) == 1, "the server had taken it"


def test_an_answer_that_comes_too_late_or_is_none_tells_nothing(inbox, monkeypatch):
    inbox.answers["TEXT"] = "hej"
    with pytest.raises(mail.MailUnanswered, match="-1"):
        mail.send(inbox.server, written(inbox))
    monkeypatch.setattr(mail, "ANSWER_SECONDS", 0.1)
    inbox.answers, inbox.delay = {}, 0.5
    with pytest.raises(mail.MailUnanswered, match="timed out"):
        mail.send(inbox.server, written(inbox))


@pytest.mark.parametrize("way", ["answers", "breaks"])
def test_what_goes_wrong_at_the_farewell_concerns_no_message(inbox, way):
    setattr(inbox, way, {"QUIT": "500 no"} if way == "answers" else "QUIT")
    assert mail.send(inbox.server, written(inbox)) is True


def test_whoever_may_not_hand_over_after_all_hands_over_nothing_and_is_told_at_once(inbox):
    began = time.monotonic()
    assert mail.send(inbox.server, written(inbox), lambda: False) is False
    with pytest.raises(ZeroDivisionError):
        mail.send(inbox.server, written(inbox), lambda: 1 / 0)
    assert inbox.messages == []
    assert time.monotonic() - began < 5


def test_a_server_that_is_away_or_does_not_let_us_in_is_told_apart(inbox):
    away = mail.Server("127.0.0.1", free_port(), "none", "", "", "registret@granvik.example")
    without_tls = mail.Server("127.0.0.1", inbox.port, "starttls", "", "", "registret@granvik.example")
    for server in (away, without_tls):
        with pytest.raises(mail.ServerAway):
            mail.send(server, written(inbox))
