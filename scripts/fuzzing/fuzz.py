"""Give the strategy check thousands of documents with something wrong in them, and tell which it does not withstand.

Called by `scripts/fuzz`. A document is not withstood when reading, judging or comparing it raises anything but a refusal, when a
rule breaks (its clause is then not checkable, and the fault is logged), when it takes more than 5 seconds of CPU, or when the
process comes to need more than 1 GB. Such documents are kept in the folder given, each with what happened.
"""

from __future__ import annotations

import argparse
import faulthandler
import logging
import random
import resource
import sys
import time
import traceback
from collections import Counter
from datetime import date
from pathlib import Path

from mutants import bombs, mutate, spoilt, written

from registry.core.openapi.differences import differences
from registry.core.openapi.document import Document, read
from registry.core.openapi.reading import Limits, Unreadable, read_source
from registry.core.strategy.engine import check
from registry.core.strategy.outputs.as_json import entry_of
from registry.core.strategy.outputs.outcome import Judged
from registry.core.strategy.profile import Profile, built_in_profiles, load_profile

ROOT = Path(__file__).parents[2]
CORPUS = ROOT / "../shared/corpus"
LONGEST, LARGEST = 5.0, 1_000_000  # seconds of CPU for one document; kB of memory for the process
TODAY = date(2026, 11, 25)


class Broken(logging.Handler):
    """Notes which rules broke; the engine logs it and goes on."""

    def __init__(self) -> None:
        super().__init__()
        self.told: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.told.append(self.format(record))


def try_one(data: bytes, profiles: list[Profile], before: Document, broken: Broken) -> str:
    """What is wrong with how `data` was taken; empty when it was withstood."""
    broken.told.clear()
    started = time.process_time()
    try:
        document = read(data)
        for profile in profiles:
            entry_of(Judged("fuzz", check(document, profile, today=TODAY)))
        differences(before, document)
        differences(document, before)
    except Unreadable:
        pass
    except Exception:
        return traceback.format_exc()
    taken = time.process_time() - started
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    if broken.told:
        return "\n".join(broken.told)
    if taken > LONGEST:
        return f"took {taken:.1f} s"
    return f"the process needs {memory / 1000:.0f} MB" if memory > LARGEST else ""


def bases() -> list[bytes]:
    """The documents to start from: the demo's, and the corpus's when it is there."""
    files = [*sorted((ROOT / "specs").glob("*.yaml"))]
    for folder in ("own", "clients", "edge"):
        files += sorted((CORPUS / folder).glob("*"))
    return [data for file in files if 100 < len(data := file.read_bytes()) < 150_000 and _readable(data)]


def _readable(data: bytes) -> bool:
    try:
        read(data)
    except Unreadable:
        return False
    return True


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--seed", type=int, default=None)
    parser.add_argument("--keep", type=Path, default=Path("fuzz-findings"), help="folder for the documents not withstood")
    chosen = parser.parse_args()
    seed = chosen.seed if chosen.seed is not None else random.randrange(10**9)
    chance = random.Random(seed)
    faulthandler.enable()
    broken = Broken()
    logging.getLogger("registry").addHandler(broken)
    logging.getLogger("registry").propagate = False
    profiles = [load_profile(path) for path in built_in_profiles().values()]
    starts = bases()
    print(f"seed {seed}, {len(starts)} documents to start from", flush=True)
    before = read(starts[0])
    ends, tried, found = time.monotonic() + 60 * chosen.minutes, 0, Counter[str]()
    for name, data in bombs():
        _note(try_one(data, profiles, before, broken), data, name, chosen.keep, found)
    while time.monotonic() < ends:
        base = chance.choice(starts)
        try:
            tree = read_source(base, Limits()).tree
            data = written(mutate(tree, chance), chance) if chance.random() < 0.7 else spoilt(base, chance)
        except RecursionError:
            continue  # too deep to be written down
        faulthandler.dump_traceback_later(120, exit=True)
        problem = try_one(data, profiles, before, broken)
        faulthandler.cancel_dump_traceback_later()
        tried += 1
        _note(problem, data, f"{seed}-{tried}", chosen.keep, found)
        before = read(base)
    print(f"{tried} documents tried, {sum(found.values())} not withstood, {len(found)} kinds")
    sys.exit(bool(found))


def _note(problem: str, data: bytes, name: str, folder: Path, found: Counter[str]) -> None:
    if not problem:
        return
    kind = " | ".join(problem.strip().splitlines()[-3:])[-300:]
    found[kind] += 1
    if found[kind] <= 3:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{name}.yaml").write_bytes(data)
        (folder / f"{name}.txt").write_text(problem)
        print(f"{name}: {kind}", flush=True)


if __name__ == "__main__":
    main()
