"""The registry as gunicorn serves it, in a hurry: gunicorn's configuration and the application of its workers.

The scheduler looks several times a second, a lease and a claim are old after a second. Each worker greets the mail server with
its process number, so that the server knows whom it talks to. What costs seconds is done once, before gunicorn divides.
"""

import os
import socket
from dataclasses import replace
from datetime import timedelta

from registry.app import create_app
from registry.config import load
from registry.kit import schedule
from registry.procurement import reminder_mail, reminders

TICK_SECONDS = 0.1
EVERY = timedelta(seconds=0.3)
STALE = timedelta(seconds=1)

wsgi_app = "hurried:served()"
workers = 2
control_socket_disable = True
accesslog = None

schedule.TICK_SECONDS = TICK_SECONDS
schedule.job("reminders", EVERY)(reminder_mail.remind)
reminders.STALE = STALE
socket.getfqdn = lambda _name="": f"{os.getpid()}.worker"

_app = create_app(replace(load(), scheduler=False))


def served():
    """What each worker calls."""
    schedule.start(_app)
    return _app
