"""Run both checkers over the same documents in alternating rounds and print medians; called by `scripts/bench/strategy`."""

from __future__ import annotations

import argparse
import os
import platform
import resource
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import median

SHARED = Path("../shared")


@dataclass(frozen=True)
class Cost:
    """What one run cost: user and system CPU seconds of the process and its children, and wall seconds."""

    cpu: float
    wall: float


def measured(command: list[str]) -> Cost:
    """Run `command` to its end, its output thrown away. Raises SystemExit when it could not do its work."""
    before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    done = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, check=False)
    wall, after = time.perf_counter() - started, resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode not in (0, 1):  # both say 1 when documents have faults
        raise SystemExit(f"{command[0]} ended with status {done.returncode}: {done.stderr.strip()[-500:]}")
    return Cost(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, wall)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--spectral", required=True, type=Path, help="the spectral command")
    parser.add_argument("--corpus", type=Path, default=SHARED / "corpus/own", help="folder with OpenAPI documents")
    parser.add_argument("--ruleset", type=Path, default=SHARED / "bench/strategy-like.spectral.yaml", help="Spectral's rules")
    parser.add_argument("--rounds", type=int, default=5)
    chosen = parser.parse_args()
    for path in (chosen.corpus, chosen.ruleset):
        if not path.exists():
            raise SystemExit(f"{path} is not there; name it with --corpus or --ruleset")
    return chosen


def main() -> None:
    chosen = arguments()
    files = sorted(str(path) for path in chosen.corpus.rglob("*") if path.suffix in (".yaml", ".yml", ".json"))
    size = sum(os.path.getsize(path) for path in files)
    ours = [sys.executable, "-c", "from registry.cli import main; main()", "check", "--format", "json", *files]
    theirs = [str(chosen.spectral), "lint", "--quiet", "--fail-severity", "error", "--ruleset", str(chosen.ruleset), *files]
    print(f"{len(files)} documents, {size / 1e6:.2f} MB; Python {platform.python_version()}; {os.cpu_count()} processors")
    costs: dict[str, list[Cost]] = {"registry check": [], "spectral lint": []}
    for number in range(1, chosen.rounds + 1):
        for name, command in (("registry check", ours), ("spectral lint", theirs)):
            cost = measured(command)
            costs[name].append(cost)
            print(f"round {number}  {name:15} CPU {cost.cpu:7.2f} s   wall {cost.wall:7.2f} s", flush=True)
    show(costs)


def show(costs: dict[str, list[Cost]]) -> None:
    medians = {name: (median(cost.cpu for cost in runs), median(cost.wall for cost in runs)) for name, runs in costs.items()}
    print()
    for name, (cpu, wall) in medians.items():
        print(f"median   {name:15} CPU {cpu:7.2f} s   wall {wall:7.2f} s")
    (our_cpu, our_wall), (their_cpu, their_wall) = medians.values()
    print(f"Spectral takes {their_cpu / our_cpu:.1f} times the CPU and {their_wall / our_wall:.1f} times the wall time")


if __name__ == "__main__":
    main()
