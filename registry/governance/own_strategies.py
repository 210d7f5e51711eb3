"""Write a strategy of one's own, keep every version of it, and put one in force."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from registry.apis.models import ApiVersion, Attestation, Waiver
from registry.apis.strategies import StrategyChoice, StrategyText
from registry.core.strategy.profile import BadProfile, Profile, built_in_profiles
from registry.core.text import text as _
from registry.governance.strategy import Origin, Strategy, forget_saved, is_file, strategy_in
from registry.kit.operations import next_keys

LONGEST_TEXT = 1_000_000  # characters
CHECKED_AT_ONCE = 300  # documents; more are left to `registry specs check`
_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,58}[a-z0-9]")


@dataclass(frozen=True, slots=True)
class Chosen:
    """What putting a strategy in force carried over from the one before."""

    waivers: int = 0
    attestations: int = 0


def read_text(text: str, file: str) -> Strategy:
    """The strategy in `text`, as one that can be saved. Raises BadProfile."""
    if len(text) > LONGEST_TEXT:
        raise BadProfile(file, None, _("The text is longer than {most} characters", most=LONGEST_TEXT))
    found = strategy_in(text, file, Origin.SAVED)
    name = found.profile.id
    line = next((number for number, line in enumerate(text.splitlines(), 1) if line.startswith("profile")), 1)
    if not _NAME.fullmatch(name):
        message = _("“{id}” must be 2 to 60 small letters, digits and hyphens: it stands in addresses", id=name[:80])
        raise BadProfile(file, line, message, "profile")
    if name in built_in_profiles():
        raise BadProfile(file, line, _("“{id}” is built in; give yours a name of its own", id=name), "profile")
    if is_file(name):
        raise BadProfile(file, line, _("“{id}” is a file in the instance folder; change it there", id=name), "profile")
    return found


def save_text(session: Session, text: str, file: str, note: str, actor: str) -> StrategyText:
    """Keep `text` as the newest version of its strategy; nothing new when it is that already. Raises BadProfile."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    found = read_text(text, file)
    known = versions(session, found.profile.id)
    if known and known[0].text == text:
        return known[0]
    same = next((one for one in known if one.profile_version == found.profile.version), None)
    if same is not None:
        line = next((number for number, line in enumerate(text.splitlines(), 1) if line.startswith("version")), 1)
        message = _("“{version}” is the version of another saved text; give this one a new version", version=same.profile_version)
        raise BadProfile(file, line, message, "version")
    kept = StrategyText(
        profile=found.profile.id,
        number=known[0].number + 1 if known else 1,
        profile_version=found.profile.version[:40],
        text=text,
        note=note.strip()[:500] or None,
        saved_by=actor,
    )
    session.add(kept)
    session.flush()
    forget_saved()
    return kept


def versions(session: Session, name: str) -> Sequence[StrategyText]:
    """The saved versions of one strategy, newest first."""
    query = select(StrategyText).where(StrategyText.profile == name).order_by(StrategyText.number.desc())
    return session.scalars(query).all()


def choices(session: Session) -> Sequence[StrategyChoice]:
    """Who put which strategy in force, newest first, the last twenty."""
    return session.scalars(select(StrategyChoice).order_by(StrategyChoice.id.desc()).limit(20)).all()


def choose(session: Session, new: Strategy, old: Strategy, actor: str, *, carry_over: bool) -> Chosen:
    """Put `new` in force after `old`.

    With `carry_over`, waivers and answers given under `old` count under `new` as well, where `new` has a clause of that name:
    copies are made, and what `new` already has stays as it is.
    """
    session.add(StrategyChoice(profile=new.profile.id, chosen_by=actor))
    session.flush()
    forget_saved()
    if not carry_over or new.profile.id == old.profile.id:
        return Chosen()
    return Chosen(*(_copied(session, model, old.profile.id, new.profile) for model in (Waiver, Attestation)))


def answers_of(session: Session, name: str) -> int:
    """How many waivers and attestations were given under a strategy."""
    return sum(
        session.scalar(select(func.count()).select_from(model).where(model.profile == name)) or 0
        for model in (Waiver, Attestation)
    )


def published(session: Session) -> int:
    """How many versions have a document to judge."""
    return session.scalar(select(func.count()).select_from(ApiVersion).where(ApiVersion.document_id.is_not(None))) or 0


_OWN = frozenset({"id", "key", "profile", "created_at", "updated_at", "row_version"})


def _copied(session: Session, model: type[Waiver] | type[Attestation], old: str, new: Profile) -> int:
    clauses = {clause.id for clause in new.clauses}
    there = {(one.api_id, one.clause) for one in _given_under(session, model, new.id)}
    given = [one for one in _given_under(session, model, old) if one.clause in clauses and (one.api_id, one.clause) not in there]
    names = [column.key for column in model.__mapper__.column_attrs if column.key not in _OWN]
    for key, one in zip(next_keys(session, model, len(given)) if given else (), given, strict=True):
        session.add(model(key=key, profile=new.id, **{name: getattr(one, name) for name in names}))
    session.flush()
    return len(given)


def _given_under(session: Session, model: type[Waiver] | type[Attestation], name: str) -> Sequence[Any]:
    return session.scalars(select(model).where(model.profile == name).order_by(model.id)).all()
