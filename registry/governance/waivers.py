"""Waivers and answers that will soon no longer count, and what the check says is wrong with a waiver."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from registry.apis.models import Api, ApiVersion, Attestation, CheckResult, Waiver
from registry.core.strategy.record import text_from_json
from registry.core.text import Text
from registry.governance.results import newest

SOON_DAYS = 30
MOST_LISTED = 500


class Standing(StrEnum):
    """How long a waiver, or an answer, still counts."""

    RAN_OUT = "ran_out"
    SOON = "soon"
    HOLDS = "holds"


@dataclass(slots=True)
class Granted:
    """A waiver, how long it counts, and what the check says of it by version: its place is gone, or nothing is found there."""

    waiver: Waiver
    standing: Standing
    days: int
    said: list[tuple[str, Text]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer that is to be reviewed."""

    attestation: Attestation
    standing: Standing
    days: int


@dataclass(frozen=True, slots=True)
class Counts:
    """How many waivers there are under a strategy, run out not long ago, soon ending, and answers to be reviewed."""

    all: int
    ran_out: int
    soon: int
    to_review: int


def standing_of(last: date, today: date) -> Standing:
    """The last day itself still counts."""
    if last < today:
        return Standing.RAN_OUT
    return Standing.SOON if last <= today + timedelta(days=SOON_DAYS) else Standing.HOLDS


def counts(session: Session, profile: str, today: date) -> Counts:
    """What the start page tells. A waiver that ran out is told for as long as one that will."""
    soon, lately = today + timedelta(days=SOON_DAYS), today - timedelta(days=SOON_DAYS)
    ends, review = Waiver.expires_on, Attestation.review_on
    under = Waiver.profile == profile
    asked = select(
        select(func.count()).select_from(Waiver).where(under).scalar_subquery(),
        select(func.count()).select_from(Waiver).where(under, ends < today, ends >= lately).scalar_subquery(),
        select(func.count()).select_from(Waiver).where(under, ends >= today, ends <= soon).scalar_subquery(),
        select(func.count())
        .select_from(Attestation)
        .where(Attestation.profile == profile, review.is_not(None), review <= soon)
        .scalar_subquery(),
    )
    return Counts(*session.execute(asked).one())


def granted(session: Session, profile: str, today: date) -> list[Granted]:
    """The waivers under a strategy, those that end first before the others."""
    query = (
        select(Waiver)
        .where(Waiver.profile == profile)
        .options(joinedload(Waiver.api), joinedload(Waiver.approved_by))
        .order_by(Waiver.expires_on, Waiver.id)
        .limit(MOST_LISTED)
    )
    listed = [
        Granted(waiver, standing_of(waiver.expires_on, today), (waiver.expires_on - today).days)
        for waiver in session.scalars(query)
    ]
    notes = _notes(session, profile, [one.waiver.api_id for one in listed])
    for one in listed:
        one.said = [(version, note) for version, note in notes.get(one.waiver.api_id, ()) if _is_about(note, one.waiver)]
    return listed


def to_review(session: Session, profile: str, today: date) -> list[Answered]:
    """The answers that no longer count or soon will not."""
    query = (
        select(Attestation)
        .where(Attestation.profile == profile, Attestation.review_on <= today + timedelta(days=SOON_DAYS))
        .options(joinedload(Attestation.api), joinedload(Attestation.attested_by))
        .order_by(Attestation.review_on, Attestation.id)
        .limit(MOST_LISTED)
    )
    return [
        Answered(one, standing_of(one.review_on, today), (one.review_on - today).days)
        for one in session.scalars(query)
        if one.review_on is not None
    ]


def _notes(session: Session, profile: str, api_ids: Sequence[int]) -> Mapping[int, list[tuple[str, Text]]]:
    """What the newest reports say of waivers: API id -> (version, note)."""
    found: defaultdict[int, list[tuple[str, Text]]] = defaultdict(list)
    query = (
        select(Api.id, ApiVersion.version, CheckResult.report)
        .join(ApiVersion, ApiVersion.api_id == Api.id)
        .join(CheckResult, CheckResult.api_version_id == ApiVersion.id)
        .where(newest(profile), Api.id.in_(set(api_ids)))
        .order_by(ApiVersion.id)
    )
    for api_id, version, report in session.execute(query.execution_options(yield_per=100)):
        found[api_id] += [(version, note) for note in _read(report)]
    return found


def _read(report: Mapping[str, Any]) -> Iterator[Text]:
    return (text_from_json(note) for note in report.get("notes", ()))


def _is_about(note: Text, waiver: Waiver) -> bool:
    pointer = waiver.pointer or ""
    return note.values.get("clause") == waiver.clause and note.values.get("pointer", pointer) == pointer
