"""The strategies an installation knows: the built-in ones, files in the instance folder, and those written in the pages.

One of them is in force: the one chosen in the pages, or else the one named by the setting `strategy_profile`. A file goes before
a text saved under the same name.
"""

from __future__ import annotations

import hashlib
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path

from flask import current_app, g, has_app_context
from sqlalchemy import func, select

from registry.apis.strategies import StrategyChoice, StrategyText
from registry.core.strategy.profile import BadProfile, Profile, built_in_profiles, parse_profile
from registry.core.text import text as _
from registry.kit.database import database

DEFAULT = "sundsvall"
OWN_PROFILES = "profiles"


class Origin(StrEnum):
    """Where a strategy stands."""

    BUILT_IN = "built_in"
    FILE = "file"
    SAVED = "saved"


@dataclass(frozen=True, slots=True)
class Strategy:
    """A profile, where it stands and its text.

    `mark` changes with the text and with this software, whose rules judge; `number` is the saved version's.
    """

    profile: Profile
    mark: str
    text: str
    origin: Origin = Origin.BUILT_IN
    number: int | None = None

    @property
    def reference(self) -> str:
        """What names this very version in addresses and commands: `granvik@2`, or the id alone where there is but one."""
        return f"{self.profile.id}@{self.number}" if self.number is not None else self.profile.id


@dataclass(frozen=True, slots=True)
class _Saved:
    """What the pages saved: the strategy that was chosen, and the newest text of each by name, with its number."""

    chosen: str | None
    texts: dict[str, tuple[str, int]]


def strategy() -> Strategy:
    """The strategy in force. Raises BadProfile when it cannot be used."""
    if not has_app_context():
        return load_strategy(built_in_profiles()[DEFAULT])
    setting: str = current_app.config["SETTINGS"].strategy_profile
    return _named(_saved().chosen or setting)


def forget_saved() -> None:
    """Read again what the pages saved: a text or a choice was added."""
    g.pop("saved_strategies", None)


def offered() -> list[Strategy]:
    """The strategy in force, then all others that can be used."""
    chosen = strategy()
    found = [chosen]
    for name in sorted({*built_in_profiles(), *_files(), *_saved().texts} - {chosen.profile.id}):
        with suppress(BadProfile, OSError):
            found.append(_named(name))
    return found


def asked(name: str | None) -> Strategy:
    """The strategy with that id, or the one in force when there is none such."""
    return next((found for found in offered() if found.profile.id == name), strategy())


def referred(reference: str) -> Strategy:
    """The strategy that `reference` names: an id, or an id, @ and the number of a saved version. Raises BadProfile."""
    name, _at, number = reference.partition("@")
    if not number:
        return _named(name)
    kept = database.session.scalars(
        select(StrategyText).where(
            StrategyText.profile == name, StrategyText.number == (int(number) if number.isdecimal() else -1)
        )
    ).one_or_none()
    if kept is None:
        raise BadProfile(name, None, _("There is no saved version {number}", number=number[:20]))
    return _parsed(kept.text, f"{name}.yaml", kept.number)


def load_strategy(path: Path, origin: Origin = Origin.BUILT_IN) -> Strategy:
    """The strategy in a file, read again only when the file has changed."""
    return _loaded(path, path.stat().st_mtime_ns, origin)


def strategy_in(text: str, file: str, origin: Origin, number: int | None = None) -> Strategy:
    """The strategy a text says. Raises BadProfile, which names `file`."""
    mark = hashlib.sha256(text.encode() + version("digital-legacy-registry").encode()).hexdigest()
    return Strategy(parse_profile(text.encode(), file), mark, text, origin, number)


def is_file(name: str) -> bool:
    """Whether the strategy called so is a file of the instance."""
    return name in _files()


def _named(name: str) -> Strategy:
    """The newest of that name. Raises BadProfile."""
    path = _files().get(name)
    if path is not None:
        found = load_strategy(path, Origin.FILE)
        if found.profile.id != name:
            message = _("The strategy calls itself “{id}”, but the file “{name}”", id=found.profile.id, name=name)
            raise BadProfile(path.name, None, message)
        return found
    if name in _saved().texts:
        text, number = _saved().texts[name]
        return _parsed(text, f"{name}.yaml", number)
    if name in built_in_profiles():
        return load_strategy(built_in_profiles()[name])
    known = ", ".join(built_in_profiles())
    raise BadProfile(f"{name}.yaml", None, _("There is no strategy “{name}”; built in are {known}", name=name, known=known))


@lru_cache(maxsize=32)
def _parsed(text: str, file: str, number: int) -> Strategy:
    return strategy_in(text, file, Origin.SAVED, number)


def _files() -> dict[str, Path]:
    if not has_app_context():
        return {}
    folder = current_app.config["SETTINGS"].instance / OWN_PROFILES
    return {path.stem: path for path in folder.glob("*.yaml")}


def _saved() -> _Saved:
    """Read once in each request and command."""
    if "saved_strategies" not in g:
        session = database.session
        chosen = session.scalar(select(StrategyChoice.profile).order_by(StrategyChoice.id.desc()).limit(1))
        newest = select(func.max(StrategyText.id)).group_by(StrategyText.profile)
        texts = session.execute(
            select(StrategyText.profile, StrategyText.text, StrategyText.number).where(StrategyText.id.in_(newest))
        )
        g.saved_strategies = _Saved(chosen, {name: (text, number) for name, text, number in texts})
    found: _Saved = g.saved_strategies
    return found


@lru_cache(maxsize=8)
def _loaded(path: Path, _changed: int, origin: Origin) -> Strategy:
    try:
        text = path.read_bytes().decode()
    except UnicodeDecodeError:
        raise BadProfile(path.name, None, _("The file is not text in {encoding}; save it as UTF-8", encoding="UTF-8")) from None
    return strategy_in(text, path.name, origin)
