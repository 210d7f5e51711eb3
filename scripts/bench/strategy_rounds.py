"""Run both checkers over the same documents in alternating rounds and print medians; called by `scripts/bench/strategy`."""

from __future__ import annotations

import argparse
import os
import platform
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import median

SHARED = Path("../shared")
PROGRAM = Path(sys.executable).parent / "registry"
SPECTRAL, COLD, AGAIN = "spectral lint", "registry check", "registry check --cache, unchanged"
ONE = 25_000  # bytes of the single document, about


@dataclass(frozen=True)
class Cost:
    """What one run cost: user and system CPU seconds, wall seconds and peak MB, of the process and those it waited for."""

    cpu: float
    wall: float
    memory: float


def measured(command: list[str]) -> Cost:
    """Run `command` to its end, its output thrown away. Raises SystemExit when it could not do its work."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    started = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment)
    _number, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in (0, 1):  # both say 1 when documents have faults
        raise SystemExit(f"{' '.join(command[:2])} ended with status {process.returncode}")
    return Cost(usage.ru_utime + usage.ru_stime, time.perf_counter() - started, usage.ru_maxrss / 1000)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--spectral", required=True, type=Path, help="the spectral command")
    parser.add_argument("--corpus", type=Path, default=SHARED / "corpus/own", help="folder with OpenAPI documents")
    parser.add_argument("--large", type=Path, default=SHARED / "corpus/edge", help="folder with large documents, named big-…")
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
    one = min(files, key=lambda file: abs(os.path.getsize(file) - ONE))
    theirs = [str(chosen.spectral), "lint", "--quiet", "--fail-severity", "error", "--ruleset", str(chosen.ruleset)]
    ours = [str(PROGRAM), "check", "--format", "json"]
    size = sum(os.path.getsize(path) for path in files)
    print(f"{len(files)} documents, {size / 1e6:.2f} MB; Python {platform.python_version()}; {os.cpu_count()} processors")
    with tempfile.TemporaryDirectory() as cache:
        again = [*ours, "--cache", cache]
        compare(f"all {len(files)} documents", files, {COLD: ours, SPECTRAL: theirs, AGAIN: again}, chosen.rounds)
        compare(
            f"{Path(one).name}, {os.path.getsize(one) / 1000:.0f} kB",
            [one],
            {COLD: ours, SPECTRAL: theirs, AGAIN: again},
            chosen.rounds,
        )
    for large in sorted(chosen.large.glob("big-*")):
        cost = min((measured([*ours, str(large)]) for _turn in range(3)), key=lambda cost: cost.cpu)
        about = f"{large.name}, {large.stat().st_size / 1e6:.1f} MB"
        print(f"{about}: CPU {cost.cpu:.2f} s   wall {cost.wall:.2f} s   {cost.memory:.0f} MB")


def compare(what: str, files: list[str], commands: dict[str, list[str]], rounds: int) -> None:
    """Every command once in each round, so that what else the machine does hits all of them; medians and ratios at the end."""
    print(f"\n{what}")
    measured([*commands[AGAIN], *files])  # so that there is something to find
    costs: dict[str, list[Cost]] = {name: [] for name in commands}
    for number in range(1, rounds + 1):
        for name, command in commands.items():
            cost = measured([*command, *files])
            costs[name].append(cost)
            print(
                f"round {number}  {name:34} CPU {cost.cpu:7.3f} s   wall {cost.wall:7.3f} s   {cost.memory:4.0f} MB", flush=True
            )
    peer = median(cost.cpu for cost in costs[SPECTRAL])
    for name, runs in costs.items():
        cpu, memory = median(cost.cpu for cost in runs), max(cost.memory for cost in runs)
        print(f"median   {name:34} CPU {cpu:7.3f} s   peak {memory:4.0f} MB   Spectral takes {peer / cpu:.1f} times the CPU")


if __name__ == "__main__":
    main()
