"""What must happen with a great many contracts: the registry's index of days beside plain reckoning.

A made-up register has contracts of every sort, two in five of which were signed long ago and renew themselves since. Plain is
what one would write first: load every contract through the ORM with its options and appendices, reckon it, sort. Both must find
the same days and the same conflicts; the script fails when they differ. Each runs in a process of its own, so that its memory
can be told.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from itertools import islice
from pathlib import Path
from random import Random
from typing import Any

from flask import Flask
from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session, selectinload

from registry.accounts.models import Account
from registry.accounts.operations import ensure_account
from registry.app import create_app
from registry.contracts.changes import Amendment, ContractOption
from registry.contracts.models import Contract, Coverage
from registry.contracts.reckoned import ReckonedConflict, ReckonedContract, ReckonedDay
from registry.core.vocabulary import (
    AmendedTerm,
    ContractKind,
    LegalLimitKind,
    Lifecycle,
    NoticeRule,
    PeriodUnit,
    ProcurementProcedure,
    ProcurementStage,
    RenewalStrategy,
)
from registry.db.base import now
from registry.kit.access import Role
from registry.kit.database import database
from registry.organisations.models import Person
from registry.procurement.conflicts import found_in, limits_today
from registry.procurement.contract_rows import AT_A_TIME
from registry.procurement.reckoning import reckon
from registry.procurement.reminder_mail import _by_account
from registry.procurement.upkeep import note_all, reckon_all
from registry.suppliers.models import Supplier
from registry.systems.models import System

BIN = Path(sys.executable).parent
TODAY = date(2026, 11, 25)
EMAIL, PASSWORD = "bench@granvik.example", "bench-bench-bench"
SUPPLIERS, PEOPLE = 2_000, 400
CHUNK = 5_000
ROUNDS = 5
PAGES = {
    "renewals, 90 days": "/renewals",
    "renewals, all, a page far behind": "/renewals?days=all&page=3000",
    "calendar, a month": "/renewals/calendar?month=2027-03",
    "next 24 months": "/renewals/board",
    "not decided": "/renewals/undecided",
    "reminders": "/renewals/reminders",
    "conflicts": "/conflicts",
    "start page": "/",
}


def written(contracts: int, seed: int) -> Iterator[tuple[type[Any], Iterator[dict[str, Any]]]]:
    """Each table of the made-up register with its rows, numbered from 1."""
    random = Random(seed)
    yield Supplier, ({"name": f"Leverantör {number}", "active": True} for number in range(1, SUPPLIERS + 1))
    yield Person, ({"name": f"Person {number}", "active": True} for number in range(1, PEOPLE + 1))
    yield (
        System,
        (
            {"name": f"System {n}", "lifecycle": Lifecycle.RETIRED if random.random() < 0.03 else Lifecycle.PRODUCTION}
            for n in range(1, contracts // 5 + 1)
        ),
    )
    yield Contract, (_contract(random, number) for number in range(1, contracts + 1))
    yield Coverage, ({"contract_id": n, "system_id": random.randint(1, contracts // 5)} for n in range(1, contracts + 1))
    yield ContractOption, ({"contract_id": n, "number": k, "months": 12} for n in range(7, contracts + 1, 7) for k in (1, 2))
    yield (
        Amendment,
        (
            {
                "contract_id": n,
                "appendix": "1",
                "term": AmendedTerm.NOTICE_PERIOD,
                "value": "6",
                "applies_from": TODAY + timedelta(days=random.randint(-900, 300)),
            }
            for n in range(5, contracts + 1, 10)
        ),
    )


def _contract(random: Random, number: int) -> dict[str, Any]:
    """Two in five renew themselves since long ago, one in five ended long ago, the others run."""
    sort = number % 5
    renews = sort in {0, 1} and number % 7 != 0
    start = TODAY - timedelta(days=random.randint(4000, 7000) if sort < 3 else random.randint(200, 1500))
    annual = random.randint(1, 80) * 25_000
    return {
        "name": f"Avtal {number:06}",
        "kind": random.choice((ContractKind.LICENCE, ContractKind.MAINTENANCE, ContractKind.CLOUD_SERVICE)),
        "supplier_id": random.randint(1, SUPPLIERS),
        "responsible_id": random.randint(1, PEOPLE) if random.random() < 0.9 else None,
        "start": start,
        "end": start + timedelta(days=random.randint(700, 2000) if sort < 3 else random.randint(1600, 3600)),
        "notice_period": 3 if renews else None,
        "notice_unit": PeriodUnit.MONTHS,
        "notice_rule": NoticeRule.END_OF_TERM if renews else None,
        "renewal_period": 12 if renews else None,
        "renewal_unit": PeriodUnit.MONTHS,
        "procedure": random.choice(tuple(ProcurementProcedure)),
        "annual_value": annual,
        "total_value": annual * 4,
        "renewal_strategy": random.choice((None, None, None, *RenewalStrategy)),
        "procurement_stage": random.choice((None, None, None, *ProcurementStage)),
    }


def fill(session: Session, contracts: int, seed: int) -> None:
    for model, rows in written(contracts, seed):
        number = 0
        while chunk := list(islice(rows, CHUNK)):
            for row in chunk:
                number += 1
                row.update(id=number, key=f"{model.KEY_PREFIX}-{number:06}", created_at=now(), updated_at=now(), row_version=1)
            session.execute(insert(model), chunk)
        if session.get_bind().dialect.name == "postgresql":
            session.execute(select(func.setval(func.pg_get_serial_sequence(model.__tablename__, "id"), number)))
    note_all(session.connection())
    ensure_account(session, EMAIL, "Bench", [Role.ADMINISTRATOR], PASSWORD)
    session.add_all(
        Account(
            email=f"p{number}@granvik.example", name=f"Person {number}", active=True, fs_uniquifier=str(number), person_id=number
        )
        for number in range(1, PEOPLE + 1)
    )
    session.commit()


def seconds(work: Callable[[], Any]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def megabytes() -> float:
    """The most memory this process has held (Linux); what getrusage tells begins with that of the process it came from."""
    told = re.search(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text())
    return int(told.group(1)) / 1000 if told else float("nan")


def found_by_index(session: Session) -> dict[str, Any]:
    days = session.execute(select(ReckonedDay.contract_id, ReckonedDay.kind, ReckonedDay.day)).all()
    conflicts = session.execute(select(ReckonedConflict.name, func.sum(ReckonedConflict.number)).group_by(ReckonedConflict.name))
    return {
        "days": sorted([n, kind, day.isoformat()] for n, kind, day in days),
        "conflicts": {name: int(n) for name, n in conflicts},
    }


def ours(app: Flask) -> dict[str, Any]:
    """Reckon all, answer pages, change a contract, let a day go by, find whom to remind."""
    app.config["TODAY"] = TODAY
    told: dict[str, Any] = {}
    with app.app_context():
        session = database.session
        before = megabytes()
        told["reckon all"] = seconds(lambda: reckon_all(session, TODAY))
        told["memory"], told["memory before"] = megabytes(), before
    client = _logged_in(app)
    told["pages"] = {
        name: [1000 * seconds(lambda path=path: _get(client, path)) for _ in range(ROUNDS + 1)] for name, path in PAGES.items()
    }
    told["memory with pages"] = megabytes()
    with app.app_context():
        session = database.session
        session.get_one(Contract, 17).notice_period = 1
        session.commit()
        told["renewals after a change"] = 1000 * seconds(lambda: _get(client, "/renewals"))
        told["reminders"] = seconds(lambda: told.update(messages=sum(1 for _part in _by_account(session, TODAY))))
        session.get_one(Contract, 17).notice_period = None
        session.commit()
        reckon_all(session, TODAY)
        found = found_by_index(session)
        tomorrow = TODAY + timedelta(days=1)
        told["outdated tomorrow"] = session.scalar(select(func.count()).where(ReckonedContract.holds_until < tomorrow))
        told["reckon tomorrow"] = seconds(lambda: reckon_all(session, tomorrow))
    return {"told": told, "found": found}


def plain(app: Flask) -> dict[str, Any]:
    """Load everything, reckon everything, once for each change of the catalogue."""
    app.config["TODAY"] = TODAY
    told: dict[str, Any] = {}
    with app.app_context():
        session = database.session
        before, begun = megabytes(), time.perf_counter()
        everything = select(Contract).options(
            selectinload(Contract.options),
            selectinload(Contract.amendments),
            selectinload(Contract.supplier),
            selectinload(Contract.responsible),
        )
        contracts = session.scalars(everything).all()
        told["load all"] = time.perf_counter() - begun
        standstill = limits_today(session, TODAY).get(LegalLimitKind.STANDSTILL_DAYS)
        for one in contracts:
            one.supplier_key, one.supplier_name = one.supplier.key, one.supplier.name
            one.responsible_name, one.leads_name = one.responsible and one.responsible.name, None
        found = (reckon(one, standstill, TODAY) for one in contracts)
        lines = [(each.action.day, each) for one in found if not one.ended for each in one.renewals]
        lines.sort(key=lambda line: (line[0], line[1].contract.name))
        told["list of all"] = time.perf_counter() - begun
        begun = time.perf_counter()
        numbers = [one.id for one in contracts]
        parts = (numbers[start : start + AT_A_TIME] for start in range(0, len(numbers), AT_A_TIME))
        conflicts = [each for part in parts for found in found_in(session, part, TODAY).values() for each in found]
        told["conflicts of all"] = time.perf_counter() - begun
        told["memory"], told["memory before"] = megabytes(), before
    return {
        "told": told,
        "found": {
            "days": sorted([one.contract.id, one.action.kind.value, day.isoformat()] for day, one in lines),
            "conflicts": Counter(each.conflict.name.value for each in conflicts),
        },
    }


def _logged_in(app: Flask) -> Any:
    client = app.test_client()
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', client.get("/login").text)
    assert token
    assert client.post("/login", data={"email": EMAIL, "password": PASSWORD, "csrf_token": token.group(1)}).status_code == 302
    return client


def _get(client: Any, path: str) -> None:
    assert client.get(path).status_code == 200, path


def run(part: str, folder: Path) -> dict[str, Any]:
    """Run a part of this script in a process of its own: what it tells."""
    out = folder / f"{part}.json"
    subprocess.run(
        [sys.executable, __file__, "--part", part, "--out", out], check=True, env={**os.environ, "REGISTRY_INSTANCE": str(folder)}
    )
    told: dict[str, Any] = json.loads(out.read_text())
    return told


def report(contracts: int, one: dict[str, Any], other: dict[str, Any], days: int) -> None:
    print(f"{contracts} contracts, {days} days by which something must happen; Python {platform.python_version()}")
    everything = other["list of all"] + other["conflicts of all"]
    memory = [each["memory"] - each["memory before"] for each in (one, other)]
    rows = (
        ("reckon every contract's days and conflicts, once", f"{one['reckon all']:.1f} s", f"{everything:.1f} s"),
        ("the list after one contract has changed", f"{one['renewals after a change']:.0f} ms", f"{other['list of all']:.1f} s"),
        (
            f"a day later, {one['outdated tomorrow']} to reckon",
            f"{one['reckon tomorrow']:.1f} s",
            f"{other['list of all']:.1f} s",
        ),
        (f"whom to remind of what: {one['messages']} messages", f"{one['reminders']:.1f} s", ""),
        ("memory that it takes", f"{memory[0]:.0f} MB", f"{memory[1]:.0f} MB"),
    )
    print("\n| | the registry | plain |\n|---|---:|---:|")
    for row in rows:
        print(f"| {' | '.join(row)} |")
    print("\n| page | first | median of the next five |\n|---|---:|---:|")
    for name, taken in one["pages"].items():
        print(f"| {name} | {taken[0]:.0f} ms | {statistics.median(taken[1:]):.0f} ms |")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--contracts", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--part", choices=("ours", "plain"), help=argparse.SUPPRESS)
    parser.add_argument("--out", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.part:
        options.out.write_text(json.dumps({"ours": ours, "plain": plain}[options.part](create_app())))
        return
    folder = Path(tempfile.mkdtemp(prefix="registry-bench-"))
    os.environ["REGISTRY_INSTANCE"] = str(folder)
    try:
        subprocess.run([BIN / "registry", "database", "upgrade"], check=True, stdout=subprocess.DEVNULL)
        app = create_app()
        with app.app_context():
            fill(database.session, options.contracts, options.seed)
        one, other = run("ours", folder), run("plain", folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    assert one["found"] == other["found"], "the two do not find the same"
    report(options.contracts, one["told"], other["told"], len(one["found"]["days"]))


if __name__ == "__main__":
    main()
