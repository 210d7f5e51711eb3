"""Reminders by e-mail, received by a real SMTP server and sent by real processes."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from click.testing import CliRunner
from conftest import email_of
from inbox import free_port, receiving
from procurement.catalogue import RESPONSIBLE, contract, responsible

from registry.cli import main
from registry.contracts.models import Contract
from registry.contracts.reminding import Reminder
from registry.core.agreements.periods import Period, move_end
from registry.core.vocabulary import RenewalStrategy
from registry.db import leases
from registry.kit import schedule
from registry.kit.access import Role
from registry.procurement import reminder_mail
from registry.procurement.reminder_mail import Outcome
from registry.procurement.reminders import MOST_TRIES, Claim, Rules, claim, days_ahead, due, recipients
from registry.procurement.renewals import renewals

TODAY = date(2026, 11, 25)


@pytest.fixture
def inbox():
    with receiving() as box:
        yield box


def send(app, inbox, day=TODAY, at=None):
    from registry.kit.database import database

    with app.app_context():
        outcome = reminder_mail.send_due(database.session, inbox.server, day, lambda: at or datetime.now(UTC))
        database.session.close()
    return outcome


def one_due(app, session):
    """A contract of which the responsible person, and nobody else, is to be told."""
    person, _client = responsible(app, session)
    return contract(session, "CON-1", responsible_id=person.id, end=date(2027, 3, 20), renewal_strategy=RenewalStrategy.PROLONG)


def notice_in(days):
    """An end whose last notice day, three months before it, lies `days` ahead; reckoned as the registry does."""
    return move_end(TODAY + timedelta(days=days), Period(3))


def test_the_responsible_person_is_reminded_in_words_with_the_cost_and_only_once(app, session, inbox):
    person, _client = responsible(app, session)
    contract(session, "CON-1", responsible_id=person.id, end=date(2027, 3, 20), renewal_strategy=RenewalStrategy.PROLONG)
    assert send(app, inbox) == Outcome(sent=1)
    [(to, message)] = inbox.messages
    assert to == RESPONSIBLE
    assert message["Auto-Submitted"] == "auto-generated"
    body = message.get_content()
    assert "Avtal CON-1" in body
    assert "1\u00a0200\u00a0000\u00a0kr" in body
    assert send(app, inbox) == Outcome()
    assert len(inbox.messages) == 1


def test_a_moved_day_is_reminded_of_anew(app, session, inbox):
    person, _client = responsible(app, session)
    made = contract(session, "CON-1", responsible_id=person.id, end=date(2027, 3, 20), renewal_strategy=RenewalStrategy.PROLONG)
    send(app, inbox)
    session.get(Contract, made.id).end = date(2027, 3, 25)
    session.commit()
    send(app, inbox)
    assert len(inbox.messages) == 2


def test_each_distance_is_sent_once_and_those_missed_are_not_made_up_for(app, session, inbox):
    person, _client = responsible(app, session)
    contract(session, "CON-1", responsible_id=person.id, end=date(2027, 3, 20), renewal_strategy=RenewalStrategy.PROLONG)
    for days in (0, 5, 10, 20, 24):
        send(app, inbox, TODAY + timedelta(days=days))
    assert [row.distance for row in session.query(Reminder).order_by(Reminder.id)] == [30, 7]


def test_procurement_is_told_when_the_responsible_has_not_acted_but_not_when_a_way_forward_is_chosen(app, session, inbox):
    person, _client = responsible(app, session)
    contract(session, "CON-1", responsible_id=person.id, end=date(2027, 3, 5))
    contract(session, "CON-2", responsible_id=person.id, end=date(2027, 3, 5), renewal_strategy=RenewalStrategy.PROLONG)
    send(app, inbox)
    told = {to: message.get_content() for to, message in inbox.messages}
    assert set(told) == {RESPONSIBLE, email_of(Role.PROCUREMENT)}
    assert "CON-1" in told[email_of(Role.PROCUREMENT)]
    assert "CON-2" not in told[email_of(Role.PROCUREMENT)]


def test_without_a_responsible_account_procurement_is_reminded_and_the_administrator_told_further(app, session, inbox):
    contract(session, "CON-1", end=date(2027, 3, 5))
    send(app, inbox)
    assert {to for to, _message in inbox.messages} == {email_of(Role.PROCUREMENT), email_of(Role.ADMINISTRATOR)}


def test_a_persons_address_in_the_catalogue_gets_no_mail(app, session, inbox):
    """It can be changed by people who may not see prices; only accounts are written to."""
    person, _client = responsible(app, session)
    contract(session, "CON-1", responsible_id=person.id, end=date(2027, 3, 5))
    send(app, inbox)
    assert person.email not in {to for to, _message in inbox.messages}


def test_what_the_server_refuses_is_tried_again_later_and_then_sent_once(app, session, inbox):
    one_due(app, session)
    at = datetime.now(UTC)
    inbox.answers["TEXT"] = "451 try again later"
    outcome = send(app, inbox, at=at)
    assert outcome.sent == 0
    assert "451" in outcome.problem
    inbox.answers = {}
    assert send(app, inbox, at=at + timedelta(minutes=1)).sent == 0, "not at once"
    assert send(app, inbox, at=at + timedelta(minutes=20)).sent == 1
    assert send(app, inbox, at=at + timedelta(minutes=40)).sent == 0


def test_what_the_server_took_without_answering_is_said_to_be_unknown_and_never_sent_again(app, session, inbox, client_as):
    one_due(app, session)
    at = datetime.now(UTC)
    inbox.breaks = "TEXT"
    assert send(app, inbox, at=at) == Outcome(unknown=1)
    inbox.breaks = ""
    assert send(app, inbox, at=at + timedelta(minutes=20)) == Outcome()
    assert len(inbox.messages) == 1
    page = client_as(Role.PROCUREMENT).get("/renewals/reminders").text
    assert "Not known whether it went; it is not sent again" in page
    assert "Of 1 reminder nobody can tell whether it went" in page


def test_a_server_that_is_away_uses_up_no_tries_and_is_asked_no_further(app, session, inbox):
    one_due(app, session)
    contract(session, "CON-2", end=date(2027, 3, 20), renewal_strategy=RenewalStrategy.PROLONG)  # procurement is to be told of it
    port, at = inbox.server.port, datetime.now(UTC)
    inbox.server = replace(inbox.server, port=free_port())
    for time in range(MOST_TRIES + 1):
        outcome = send(app, inbox, at=at + timedelta(minutes=30 * time))
        assert (outcome.sent, outcome.unknown) == (0, 0)
        assert "ConnectionRefused" in outcome.problem
    assert session.query(Reminder).count() == 1, "the others are not claimed for nothing"
    inbox.server = replace(inbox.server, port=port)
    assert send(app, inbox, at=at + timedelta(days=1)).sent == 2


def died(app, session, inbox, *, claimed, handed=None):
    """A reminder as a process leaves it that dies after claiming it, or after handing it over; the times are minutes ago."""
    one_due(app, session)
    send(app, inbox)
    inbox.messages.clear()
    row, at = session.query(Reminder).one(), datetime.now(UTC)
    row.sent_at, row.claimed_at = None, at - timedelta(minutes=claimed)
    row.handed_at = None if handed is None else at - timedelta(minutes=handed)
    session.commit()


def test_what_was_claimed_by_one_who_died_before_handing_over_is_sent_by_the_next(app, session, inbox):
    died(app, session, inbox, claimed=10)
    assert send(app, inbox) == Outcome(), "it may still be at work"
    assert send(app, inbox, at=datetime.now(UTC) + timedelta(minutes=6)) == Outcome(sent=1)
    assert len(inbox.messages) == 1


def test_what_was_handed_over_by_one_who_died_is_never_sent_again(app, session, inbox, client_as):
    died(app, session, inbox, claimed=24 * 60, handed=24 * 60)
    assert send(app, inbox) == Outcome()
    assert inbox.messages == []
    assert "Not known whether it went; it is not sent again" in client_as(Role.PROCUREMENT).get("/renewals/reminders").text


def test_of_two_that_take_over_one_wins_and_whoever_comes_back_late_hands_nothing_over(app, session, inbox):
    died(app, session, inbox, claimed=20)
    row = session.query(Reminder).one()
    late = Claim((row.id,), row.claimed_at)
    at = datetime.now(UTC)
    with app.app_context():
        [(item, _renewal)] = reminder_mail.all_due(session, TODAY)
        assert claim(session, item, at) == row.id
        assert claim(session, item, at) is None
    assert late.hand_over(session, at) is False
    late.refused(session, "that of one who has no say any more")
    assert session.get(Reminder, row.id).problem is None
    ours = Claim((row.id,), at)
    assert ours.hand_over(session, at) is True
    assert ours.hand_over(session, at) is False


def test_the_command_sends_what_is_due_and_says_what_became_of_it(app, session, inbox, monkeypatch):
    person, _client = responsible(app, session)
    day = datetime.now(UTC).date() + timedelta(days=10)
    contract(session, "CON-1", responsible_id=person.id, end=move_end(day, Period(3)), renewal_strategy=RenewalStrategy.PROLONG)
    settings = app.config["SETTINGS"]
    monkeypatch.setenv("REGISTRY_INSTANCE", str(settings.instance))
    monkeypatch.setenv("REGISTRY_DATABASE_URL", settings.database_url)
    monkeypatch.setenv("REGISTRY_SMTP_HOST", "127.0.0.1")
    monkeypatch.setenv("REGISTRY_SMTP_PORT", str(inbox.port))
    monkeypatch.setenv("REGISTRY_SMTP_SECURITY", "none")
    monkeypatch.setenv("REGISTRY_SMTP_FROM", "registret@granvik.example")
    inbox.breaks = "TEXT"
    answer = CliRunner().invoke(main, ["reminders", "send"])
    assert answer.exit_code == 0, answer.output
    assert answer.output.splitlines()[0] == "Reminders sent: 0"
    assert "Not known whether they went, and not sent again: 1." in answer.output


def test_the_database_lets_one_of_two_do_the_work_until_its_time_is_over(session):
    at, hour = datetime(2026, 11, 25, 8, tzinfo=UTC), timedelta(hours=1)
    assert leases.take(session, "reminders", "one", at, hour)
    assert not leases.take(session, "reminders", "two", at + timedelta(minutes=59), hour)
    assert not leases.take(session, "reminders", "one", at + timedelta(minutes=59), hour), "a restart repeats nothing"
    assert leases.take(session, "reminders", "two", at + hour, hour)


def test_a_job_that_fails_does_not_keep_the_others_from_being_done(app, monkeypatch):
    done = []

    def fail(_session):
        raise RuntimeError("broken")

    jobs = {
        "bad": schedule.Job("bad", timedelta(hours=1), fail),
        "good": schedule.Job("good", timedelta(hours=1), lambda _session: done.append("good")),
    }
    monkeypatch.setattr(schedule, "_jobs", jobs)
    with app.app_context():
        assert schedule.run_due(datetime.now(UTC)) == ["good"]
        assert schedule.run_due(datetime.now(UTC)) == []
    assert done == ["good"]


def test_no_mail_server_is_said_on_the_page(app, client_as):
    assert "no mail server is set" in client_as(Role.PROCUREMENT).get("/renewals/reminders").text


def test_what_is_due_does_not_depend_on_the_order_of_the_distances(app, session):
    contract(session, "CON-1", end=date(2027, 3, 20))
    renewals(session, TODAY)
    sets = []
    for distances in ((180, 90, 30, 7), (7, 30, 90, 180)):
        rules = Rules(distances, 14)
        found = due(days_ahead(session, rules, TODAY), recipients(session), rules, TODAY)
        sets.append({(item.account.id, item.distance, item.escalation) for item in found})
    assert sets[0]
    assert sets[0] == sets[1]
