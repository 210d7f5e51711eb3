"""Do the fast judge of structure and openapi-spec-validator say the same? On published documents, and on mutated ones.

Called by `scripts/bench/structure`. Compared is how many faults each finds. Where upstream stops with an error of its own there
is nothing to compare with, which is counted apart; where the fast one does, the registry asks upstream. Documents with references
that lead outside or nowhere are left out: the registry asks neither judge about those.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openapi_spec_validator_rs as fast
from mutants import mutate, written
from openapi_spec_validator import shortcuts as upstream

from registry.core.openapi.document import Document, read
from registry.core.openapi.reading import Unreadable

ROOT = Path(__file__).parents[2]
CORPUS = ROOT / "../shared/corpus"


def verdict(judge: Any, document: Document) -> int | str:
    """How many faults, or that there is no verdict."""
    try:
        return len(list(judge.get_validator_cls(document.raw)(document.raw, base_uri="document:").iter_errors()))
    except Exception:
        return "no verdict"


def asked_about(data: bytes) -> Document | None:
    """The document, when the registry would ask the judges about it."""
    try:
        document = read(data)
    except Unreadable:
        return None
    return None if document.outside_references or document.broken_references or not document.openapi_version else document


def published(largest: int) -> Iterator[tuple[str, Document]]:
    files = [*(ROOT / "specs").glob("*.yaml")]
    for folder in ("own", "clients", "edge", "history"):
        files += (CORPUS / folder).rglob("*.*")
    for file in sorted(files):
        if file.is_file() and file.stat().st_size <= largest:
            document = asked_about(file.read_bytes())
            if document is not None:
                yield f"{file.parent.name}/{file.name}", document


def mutated(documents: list[Document], number: int, seed: int) -> Iterator[tuple[str, Document]]:
    chance = random.Random(seed)
    while number:
        try:
            document = asked_about(written(mutate(chance.choice(documents).raw, chance), chance))
        except RecursionError:
            continue
        if document is not None:
            number -= 1
            yield f"mutant {number}", document


def compare(what: str, documents: Iterator[tuple[str, Document]]) -> list[Document]:
    """Judge all of them twice, print the figures, and return those that were judged. Ends the process when verdicts differ."""
    seen, kinds, times, differing = [], Counter[str](), [0.0, 0.0], 0
    for name, document in documents:
        verdicts = []
        for number, judge in enumerate((fast, upstream)):
            started = time.process_time()
            verdicts.append(verdict(judge, document))
            times[number] += time.process_time() - started
        kinds["valid" if verdicts[1] == 0 else "invalid" if isinstance(verdicts[1], int) else "without upstream's verdict"] += 1
        if verdicts[0] != verdicts[1] and "no verdict" not in verdicts:
            differing += 1
            print(f"DIFFERENT {name}: fast {verdicts[0]}, upstream {verdicts[1]}", flush=True)
        seen.append(document)
    told = ", ".join(f"{count} {kind}" for kind, count in sorted(kinds.items()))
    print(f"{what}: {len(seen)} documents ({told}), {differing} different verdicts; ", end="")
    print(f"CPU {times[0]:.1f} s against {times[1]:.1f} s, {times[1] / max(times[0], 0.001):.0f} times", flush=True)
    if differing:
        sys.exit(1)
    return seen


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--mutants", type=int, default=400)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--largest", type=int, default=150_000, help="bytes of a document that upstream is asked about")
    options = parser.parse_args()
    if not CORPUS.exists():
        print(f"{CORPUS} is not there: only the demo's documents are compared")
    documents = compare("published", published(options.largest))
    small = [document for document in documents if len(document.survey.texts) < 8_000]
    compare("mutated", mutated(small, options.mutants, options.seed))


if __name__ == "__main__":
    main()
