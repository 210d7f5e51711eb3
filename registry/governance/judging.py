"""One document judged, in this process or in another: everything it takes goes in as plain values, a record comes out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date
from multiprocessing import get_context
from os import cpu_count
from typing import Any, Protocol

from registry.core.openapi.document import Document, read
from registry.core.openapi.reading import Unreadable
from registry.core.strategy.engine import check
from registry.core.strategy.record import to_json
from registry.core.strategy.rule import Context
from registry.core.strategy.verdict import Level, Report, State
from registry.governance.facts import Facts
from registry.governance.strategy import Strategy

WORTH_A_POOL = 200  # documents; below that starting processes costs more than it saves


@dataclass(frozen=True, slots=True)
class Job:
    """One check to make; `earlier` are the documents that `data` follows."""

    version_id: int
    document_id: int
    data: bytes
    earlier: tuple[bytes, ...]
    facts: Facts
    strategy: Strategy
    today: date


def judged(document: Document, facts: Facts, strategy: Strategy, today: date, earlier: Sequence[bytes] = ()) -> Report:
    """The verdict on `document`, which follows those in `earlier`, in the light of `facts`."""
    context = Context(facts.catalogue, predecessors=tuple(_readable(earlier)))
    return check(document, strategy.profile, context, facts.waivers, facts.attestations, today=today)


def _readable(documents: Iterable[bytes]) -> Iterator[Document]:
    for data in documents:
        with suppress(Unreadable):  # stored by a version of this software that could read it
            yield read(data)


def row_of(job: Job) -> dict[str, Any] | None:
    """The check result of `job`, as columns; None when this software cannot read what an earlier one stored."""
    try:
        document = read(job.data)
    except Unreadable:
        return None
    report = judged(document, job.facts, job.strategy, job.today, job.earlier)
    return columns_of(report, job.version_id, job.document_id, job.facts)


def columns_of(report: Report, version_id: int, document_id: int, facts: Facts) -> dict[str, Any]:
    """A check result's columns."""
    failed = [clause.clause for clause in report.clauses if clause.state is State.FAILED and clause.level is Level.MUST]
    return {
        "api_version_id": version_id,
        "document_id": document_id,
        "profile": report.profile,
        "profile_version": report.profile_version,
        "facts": facts.sha256,
        "verdict": report.verdict.value,
        "score": report.score,
        "checked_share": report.checked_share,
        "failed_must": failed,
        "report": to_json(report),
    }


class Judge(Protocol):
    """Makes checks in the order given."""

    def __call__(self, jobs: Iterable[Job]) -> Iterator[dict[str, Any] | None]: ...


@contextmanager
def judge_for(documents: int) -> Iterator[Judge]:
    """A judge fit for that many documents: one process for few, one per processor for many."""
    processors = cpu_count() or 1
    if documents < WORTH_A_POOL or processors == 1:
        yield lambda jobs: map(row_of, jobs)
        return
    # Fresh processes: forked ones would share this one's database connections.
    with ProcessPoolExecutor(processors, mp_context=get_context("spawn")) as pool:
        yield lambda jobs: pool.map(row_of, jobs, chunksize=4)
