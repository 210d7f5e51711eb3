"""The weights of the legacy score."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Session

from registry.core.legacy import Standing
from registry.core.legacy.questions import NAMES
from registry.core.text import text as _
from registry.core.vocabulary import Score
from registry.kit.access import Role
from registry.legacy.chosen import chosen
from registry.scores.moving import Asked, Scored
from registry.scores.weights_pages import WeighedScore, weights_blueprint


def _asked(session: Session, today: date) -> Asked:
    found = chosen(session, today)
    scored = tuple(Scored(each.key, each.name, each.legacy) for each in found.systems if each.legacy is not None)
    return Asked(scored, found.total)


blueprint = weights_blueprint(
    WeighedScore(
        score=Score.LEGACY,
        title=_("How the questions weigh"),
        lead=_(
            "The legacy score is 100 points, shared between nine questions. Give most to what stops change most. "
            "Nothing is saved until you have seen whose score moves."
        ),
        noun="system",
        names=NAMES,
        sample=_("An even sample of {number} of {total} systems in use."),
        deciders=frozenset({Role.ARCHITECT, Role.ADMINISTRATOR}),
        colours={Standing.LEGACY: "bad", Standing.NOT_LEGACY: "good", Standing.UNKNOWN: "unknown"},
        asked=_asked,
    ),
    "legacy_weights",
    "/legacy/weights",
)
