"""What is to be done regularly: each layer registers its jobs; any number of processes may offer to do them.

When a job was last done stands in the database (registry.db.leases), so that a restart neither forgets nor repeats it, and of
several workers only one does it.
"""

from __future__ import annotations

import os
import socket
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import structlog
from flask import Flask
from sqlalchemy.orm import Session

from registry.db import leases
from registry.kit.database import database

TICK_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class Job:
    """Work called `name`, done at most once in each `every`, in an application context with a session of its own."""

    name: str
    every: timedelta
    run: Callable[[Session], None]


_jobs: dict[str, Job] = {}


def job(name: str, every: timedelta) -> Callable[[Callable[[Session], None]], Callable[[Session], None]]:
    """Decorate a function that does the work `name` with a session."""

    def register(run: Callable[[Session], None]) -> Callable[[Session], None]:
        _jobs[name] = Job(name, every, run)
        return run

    return register


def run_due(at: datetime) -> list[str]:
    """Do the jobs whose time has come and that nobody else does; their names. One that fails is logged and waits its turn."""
    done = []
    holder = f"{socket.gethostname()[:40]}:{os.getpid()}"
    for each in _jobs.values():
        with database.sessionmaker() as session:
            if not leases.take(session, each.name, holder, at, each.every):
                continue
            try:
                each.run(session)
                done.append(each.name)
            except Exception as error:  # one job's fault must not keep the others from being done
                session.rollback()
                structlog.get_logger().error("job failed", job=each.name, exc_info=error)
    return done


def start(app: Flask) -> threading.Thread:
    """Look every minute, in a thread that ends with the process, whether there is something to do."""

    def keep_looking() -> None:
        pause = threading.Event()
        while not pause.wait(TICK_SECONDS):
            try:
                with app.app_context():
                    run_due(datetime.now(UTC))
            except Exception as error:  # a database that is away for a while must not end the scheduler
                structlog.get_logger().error("scheduler failed", exc_info=error)

    thread = threading.Thread(target=keep_looking, name="scheduler", daemon=True)
    thread.start()
    return thread
