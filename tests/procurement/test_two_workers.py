"""Reminders when gunicorn serves the registry with two workers, of which one may be killed at any moment."""

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from inbox import free_port, receiving
from procurement.catalogue import contract

from registry.accounts.operations import ensure_account, set_person
from registry.contracts.reminding import Reminder
from registry.core.agreements.periods import Period, move_end
from registry.core.vocabulary import RenewalStrategy
from registry.db.leases import Lease
from registry.kit.access import Role
from registry.organisations.models import Person

HERE = Path(__file__).parent
PATIENCE = 60.0


@contextmanager
def two_workers(app, instance, port):
    """gunicorn with hurried.py, which sends to the mail server at `port`."""
    environment = {
        **os.environ,
        "PYTHONPATH": str(HERE),
        "REGISTRY_INSTANCE": str(instance),
        "REGISTRY_DATABASE_URL": app.config["SETTINGS"].database_url,
        "REGISTRY_SMTP_HOST": "127.0.0.1",
        "REGISTRY_SMTP_PORT": str(port),
        "REGISTRY_SMTP_SECURITY": "none",
        "REGISTRY_SMTP_FROM": "registret@granvik.example",
    }
    command = [str(Path(sys.executable).parent / "gunicorn"), "-c", "python:hurried", "--bind", f"127.0.0.1:{free_port()}"]
    with (instance / "log").open("wb") as log:
        server = subprocess.Popen(command, env=environment, stdout=log, stderr=log, start_new_session=True)
    try:
        yield
    finally:
        os.killpg(server.pid, signal.SIGKILL)  # an orderly end takes seconds, and nothing is asked of it
        server.wait(PATIENCE)


def until(condition, session):
    """Wait for it; every look is a transaction of its own."""
    ends = time.monotonic() + PATIENCE
    while not (found := condition()):
        assert time.monotonic() < ends, "it does not happen"
        time.sleep(0.05)
        session.rollback()
    return found


def person_with_account(session, number):
    person = Person(key=f"PER-{number}", name=f"Person {number}")
    session.add(person)
    session.flush()
    account = ensure_account(session, f"person{number}@granvik.example", person.name, [Role.READER], "long-enough-for-tests")
    set_person(session, account, person.id)
    session.commit()
    return person


def test_each_reminder_arrives_once_whoever_is_killed_and_is_not_repeated_when_nobody_can_tell(app, session, tmp_path):
    today = datetime.now(UTC).date()
    with app.app_context():
        people = [person_with_account(session, number) for number in range(6)]

    def due(key, person):
        """A contract whose day is near; its reminder."""
        end = move_end(today + timedelta(days=10), Period(3))
        made = contract(session, key, responsible_id=person.id, end=end, renewal_strategy=RenewalStrategy.PROLONG)
        return session.query(Reminder).filter_by(contract_id=made.id)

    def arrived(key):
        return [
            who
            for who, (_to, message) in zip(inbox.senders, inbox.messages, strict=False)
            if f"Avtal {key} " in message.get_content()
        ]

    with receiving() as inbox:
        inbox.delay = 0.3  # so that the lease runs out meanwhile and the other worker begins too
        for number, person in enumerate(people):
            due(f"CON-{number}", person)
        with two_workers(app, tmp_path, inbox.port):
            until(lambda: session.query(Reminder).filter(Reminder.sent_at.is_not(None)).count() == len(people), session)
            assert Counter(to for to, _message in inbox.messages) == Counter(f"person{n}@granvik.example" for n in range(6))
            assert len(set(inbox.senders)) == 2, "both had a hand in it"
            inbox.delay = 0
            killed = {}

            def kill(where):
                def meanwhile(place, who):
                    if place == where and where not in killed:
                        killed[where] = who
                        os.kill(int(who.removesuffix(".worker")), signal.SIGKILL)

                return meanwhile

            for place in ("EHLO", "MAIL"):
                inbox.meanwhile = kill(place)
                reminder = due(f"CON-{place}", people[0])
                until(lambda reminder=reminder: reminder.filter(Reminder.sent_at.is_not(None)).count(), session)
                [sender] = arrived(f"CON-{place}")
                assert sender != killed[place]

            inbox.meanwhile = kill("TEXT")
            reminder = due("CON-TEXT", people[0])
            until(lambda: "TEXT" in killed, session)
            row = reminder.one()
            later = datetime.now(UTC) + timedelta(seconds=2)
            until(lambda: session.query(Lease).filter(Lease.name == "reminders", Lease.until > later).count(), session)
            session.refresh(row)
            assert (row.handed_at is not None, row.sent_at, row.problem) == (True, None, None)
            assert arrived("CON-TEXT") == [killed["TEXT"]]
