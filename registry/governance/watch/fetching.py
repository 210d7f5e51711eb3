"""Many addresses asked at once, politely: a few at a time, one at a time of each host, a silent host soon left alone."""

from __future__ import annotations

import logging
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from registry.core.text import Text
from registry.core.text import text as _
from registry.kit.fetch import Fetched, FetchRefused, Known, MadeUp, NoAnswer, NotNow

WORKERS = 16
PAUSE = 0.2
"""Seconds a host is left in peace after it answered."""

PATIENCE = 2
"""After so many addresses in a row without an answer, the rest of a host are not asked in this run."""

SILENT = _("Not asked, because the host did not answer for other documents")
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Target:
    """An address to ask for an API version's document; `known` is what it gave last, `failures` tells how often it failed."""

    version_id: int
    url: str
    known: Known = field(default_factory=Known)
    failures: int = 0

    @property
    def host(self) -> str:
        return urlsplit(self.url).netloc.lower()


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of one target: a document or a problem. `wait` is how many seconds the host asks to be left alone.

    `asked` is false when its host was silent or is made up; `silent` is true when the host did not answer this time.
    """

    target: Target
    fetched: Fetched | None = None
    problem: Text | None = None
    wait: float = 0.0
    silent: bool = False
    asked: bool = True


Fetch = Callable[[Target], Fetched]


@dataclass(slots=True)
class _Host:
    waiting: deque[Target] = field(default_factory=deque)
    silences: int = 0
    free_at: float = 0.0

    @property
    def troubled(self) -> bool:
        return any(target.failures for target in self.waiting)


def ask_all(targets: Iterable[Target], fetch: Fetch, *, workers: int = WORKERS, pause: float = PAUSE) -> Iterator[Answer]:
    """The answer of every target, as they come. Hosts take turns; those that failed before come after the others."""
    hosts = deque(sorted(_by_host(targets), key=lambda host: host.troubled))
    running: dict[Future[Answer], _Host] = {}
    with ThreadPoolExecutor(workers, thread_name_prefix="refresh") as pool:
        while hosts or running:
            while hosts and len(running) < workers:
                host = hosts.popleft()
                running[pool.submit(_ask, host.waiting.popleft(), fetch, host.free_at)] = host
            for future in wait(running, return_when=FIRST_COMPLETED).done:
                host, answer = running.pop(future), future.result()
                yield answer
                host.silences = host.silences + 1 if answer.silent else 0
                host.free_at = time.monotonic() + pause
                if host.silences >= PATIENCE or answer.wait or not answer.asked:
                    yield from _unasked(host, answer)
                elif host.waiting:
                    hosts.append(host)


def _by_host(targets: Iterable[Target]) -> list[_Host]:
    hosts: dict[str, _Host] = {}
    for target in targets:
        hosts.setdefault(target.host, _Host()).waiting.append(target)
    return list(hosts.values())


def _ask(target: Target, fetch: Fetch, free_at: float) -> Answer:
    time.sleep(max(0.0, free_at - time.monotonic()))
    try:
        return Answer(target, fetch(target))
    except NotNow as refusal:
        return Answer(target, problem=refusal.message, wait=refusal.seconds)
    except MadeUp as refusal:
        return Answer(target, problem=refusal.message, asked=False)
    except FetchRefused as refusal:
        return Answer(target, problem=refusal.message, silent=isinstance(refusal, NoAnswer))
    except Exception:  # one address that breaks something must not end the others
        _log.exception("fetching %s", target.url)
        return Answer(target, problem=_("The address could not be read because of a fault in this software; it is in the log"))


def _unasked(host: _Host, last: Answer) -> Iterator[Answer]:
    """The rest of a host that is left alone. One that asked for time is not asked before that time is out."""
    while host.waiting:
        problem = last.problem if last.wait or not last.asked else SILENT
        yield Answer(host.waiting.popleft(), problem=problem, wait=last.wait, asked=False)
