"""What blocks whom in a register too large for a graph of objects: thinned once, kept in files, walked from there.

`prepare` reads the whole register, a part at a time, and writes what leads to legacy systems into the instance folder, once for
each revision of the catalogue. Pages map these files; they show them also when the catalogue has changed since, and say so.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import numpy as np
from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from registry.core.landscape.conduction import conducts
from registry.core.landscape.graph import Dependency, System
from registry.core.landscape.thinned import Thinned, Ties, Walks, thin
from registry.core.legacy import LegacyAssessment, Standing
from registry.core.text import Text
from registry.core.vocabulary import DependencyKind, Lifecycle, Strength
from registry.initiatives.models import Remediation as RemediationRow
from registry.landscape.loading import Loader
from registry.systems.models import Dependency as DependencyRow
from registry.systems.models import System as SystemRow

FOLDER = "landscape"
PART = 5_000  # systems that are scored at a time
_ARRAYS = ("first", "providers", "ties")
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Kept:
    """A thinned register in its folder: the systems' keys in order, which are legacy with what score, and when it was made."""

    folder: Path
    thinned: Thinned
    keys: tuple[str, ...]
    scores: tuple[tuple[int, int, int], ...]
    made_at: datetime

    def walks(self, loader: Loader) -> Walks:
        """Walks over it, with what is planned now."""
        legacy = {self.keys[number]: _assessed(low, high) for number, low, high in self.scores}
        planned = {system.key: system for system in _planned(loader, legacy)}
        return Walks(self.thinned, self.keys, {key: System(key, key, legacy=found) for key, found in legacy.items()} | planned)


def newest(instance: Path) -> Kept | None:
    """The newest that has been made; None when none has."""
    made = sorted((instance / FOLDER).glob("*/made.json"), key=lambda file: file.stat().st_mtime_ns)
    return _opened(made[-1].parent) if made else None


def is_of(kept: Kept, revision: tuple[object, ...]) -> bool:
    """Whether nothing has changed since it was made."""
    return kept.folder.name == _name(revision)


def prepare(loader: Loader, instance: Path, revision: tuple[object, ...], now: datetime, progress: Progress) -> Kept:
    """The thinned register of this revision, made now unless it is there; older ones are thrown away."""
    folder = instance / FOLDER / _name(revision)
    if not (folder / "made.json").exists():
        _make(loader, folder, now, progress)
    for other in (instance / FOLDER).iterdir():
        if other != folder:
            shutil.rmtree(other, ignore_errors=True)
    return _opened(folder)


def _name(revision: tuple[object, ...]) -> str:
    return hashlib.sha256(repr(revision).encode()).hexdigest()[:20]


def _opened(folder: Path) -> Kept:
    made = json.loads((folder / "made.json").read_text("utf-8"))
    arrays = [np.load(folder / f"{name}.npy", mmap_mode="r") for name in _ARRAYS]
    scores = tuple((number, low, high) for number, low, high in made["scores"])
    keys = tuple((folder / "keys.txt").read_text("utf-8").split("\n"))
    return Kept(folder, Thinned(*arrays), keys, scores, datetime.fromisoformat(made["at"]))


def _make(loader: Loader, folder: Path, now: datetime, progress: Progress) -> None:
    ids, keys = _systems(loader.session)
    scores = list(_scores(loader, ids, keys, progress))
    legacy = np.zeros(len(keys), np.bool_)
    legacy[[number for number, _low, _high in scores]] = True
    thinned = thin(legacy, _ties(loader, ids))
    part = folder.with_suffix(".part")
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir(parents=True)
    for name in _ARRAYS:
        np.save(part / f"{name}.npy", getattr(thinned, name))
    (part / "keys.txt").write_text("\n".join(keys), "utf-8")
    (part / "made.json").write_text(json.dumps({"at": now.isoformat(), "scores": scores}), "utf-8")
    shutil.rmtree(folder, ignore_errors=True)
    part.rename(folder)


def _systems(session: Session) -> tuple[list[int], list[str]]:
    """Ids and keys of all systems, in the order of the keys."""
    rows = sorted((key, number) for number, key in session.execute(select(SystemRow.id, SystemRow.key)))
    return [number for _key, number in rows], [key for key, _number in rows]


def _scores(loader: Loader, ids: Sequence[int], keys: Sequence[str], progress: Progress) -> Iterator[tuple[int, int, int]]:
    """(number, low, high) of every legacy system."""
    numbers = {key: number for number, key in enumerate(keys)}
    for begin in range(0, len(ids), PART):
        part = Loader(loader.session, loader.profile, loader.today, frozenset(ids[begin : begin + PART]))
        for system in part.systems():
            if system.legacy is not None and system.is_legacy:
                yield numbers[system.key], system.legacy.low, system.legacy.high
        progress(min(begin + PART, len(ids)), len(ids))


def _ties(loader: Loader, ids: Sequence[int]) -> Ties:
    """Every dependency in the order of its key, judged once for each kind, strength and API version."""
    numbers = {id_: number for number, id_ in enumerate(ids)}
    columns = (DependencyRow.kind, DependencyRow.strength, DependencyRow.api_version_id)
    query = select(DependencyRow.source_id, DependencyRow.target_id, *columns).order_by(DependencyRow.key)
    uses = loader.api_uses(select(DependencyRow.api_version_id).where(DependencyRow.api_version_id.is_not(None)))
    judged: dict[tuple[DependencyKind, Strength, int | None], bool] = {}
    consumers, providers, conducting = array("i"), array("i"), bytearray()
    for source, target, kind, strength, version in loader.session.execute(query.execution_options(yield_per=20_000)):
        how = kind, strength, version
        if how not in judged:
            judged[how] = conducts(Dependency("", "", "", kind, strength, uses.get(version or 0)))
        consumers.append(numbers[source])
        providers.append(numbers[target])
        conducting.append(judged[how])
    return Ties(np.array(consumers, np.int32), np.array(providers, np.int32), np.frombuffer(bytes(conducting), np.bool_))


def _assessed(low: int, high: int) -> LegacyAssessment:
    """As much of an assessment as a walk asks for."""
    return LegacyAssessment(low, high, (), Standing.LEGACY, Text(""))


def _planned(loader: Loader, legacy: dict[str, LegacyAssessment]) -> Iterator[System]:
    """Every system that is retired, to be retired or to be mended, with what is planned."""
    remediations = loader.remediations()
    changing = or_(
        SystemRow.lifecycle == Lifecycle.RETIRED,
        SystemRow.planned_retirement.is_not(None),
        SystemRow.id.in_(select(RemediationRow.system_id)),
    )
    query = select(SystemRow.id, SystemRow.key, SystemRow.lifecycle, SystemRow.planned_retirement).where(changing)
    for number, key, lifecycle, retirement in loader.session.execute(query):
        yield System(
            key,
            key,
            lifecycle,
            legacy=legacy.get(key),
            planned_retirement=retirement,
            remediations=tuple(remediations[number]),
        )


def ids_of(session: Session, keys: Iterable[str]) -> frozenset[int]:
    """The ids of the systems with these keys, asked for some hundreds at a time."""
    wanted = sorted(set(keys))
    found: set[int] = set()
    for begin in range(0, len(wanted), 500):
        found.update(session.scalars(select(SystemRow.id).where(SystemRow.key.in_(wanted[begin : begin + 500]))))
    return frozenset(found)
