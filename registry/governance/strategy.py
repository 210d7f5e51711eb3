"""The strategy this installation is held to: a built-in profile, or the municipality's own file in the instance folder."""

from __future__ import annotations

import hashlib
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path

from flask import current_app, has_app_context

from registry.core.strategy.profile import BadProfile, Profile, built_in_profiles, load_profile
from registry.core.text import text as _

DEFAULT = "sundsvall"
OWN_PROFILES = "profiles"


@dataclass(frozen=True, slots=True)
class Strategy:
    """A profile and the file it stands in. `mark` changes with the file and with this software, whose rules judge."""

    profile: Profile
    path: Path
    mark: str


def strategy() -> Strategy:
    """The strategy named by the setting `strategy_profile`. Raises BadProfile when it cannot be used."""
    if not has_app_context():
        return load_strategy(built_in_profiles()[DEFAULT])
    settings = current_app.config["SETTINGS"]
    name = settings.strategy_profile
    own = settings.instance / OWN_PROFILES / f"{name}.yaml"
    path = own if own.is_file() else built_in_profiles().get(name)
    if path is None:
        known = ", ".join(built_in_profiles())
        raise BadProfile(own.name, None, _("There is no strategy “{name}”; built in are {known}", name=name, known=known))
    chosen = load_strategy(path)
    if chosen.profile.id != name:
        raise BadProfile(
            path.name, None, _("The strategy calls itself “{id}”, but the file “{name}”", id=chosen.profile.id, name=name)
        )
    return chosen


def offered() -> list[Strategy]:
    """The strategy in force, then the built-in ones and the municipality's own that can be used."""
    chosen = strategy()
    paths = {**built_in_profiles(), **_own()}
    found = [chosen]
    for name, path in sorted(paths.items()):
        if name != chosen.profile.id:
            with suppress(BadProfile, OSError):
                found.append(load_strategy(path))
    return found


def asked(name: str | None) -> Strategy:
    """The strategy with that id, or the one in force when there is none such."""
    return next((found for found in offered() if found.profile.id == name), strategy())


def _own() -> dict[str, Path]:
    if not has_app_context():
        return {}
    folder = current_app.config["SETTINGS"].instance / OWN_PROFILES
    return {path.stem: path for path in folder.glob("*.yaml")}


def load_strategy(path: Path) -> Strategy:
    """The strategy in a file, read again only when the file has changed."""
    return _loaded(path, path.stat().st_mtime_ns)


@lru_cache(maxsize=8)
def _loaded(path: Path, _changed: int) -> Strategy:
    mark = hashlib.sha256(path.read_bytes() + version("digital-legacy-registry").encode()).hexdigest()
    return Strategy(load_profile(path), path, mark)
