"""From columns of the catalogue to the evidence of a system's legacy score."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from registry.core.legacy import Evidence, Grade, HumanVerdict, SupplierSupport, TechnologyUse
from registry.core.scoring import Answer
from registry.core.support.support import find
from registry.core.vocabulary import DependencyKind, SupplierRelation

RELATIONS = {
    1: SupplierRelation.POOR,
    2: SupplierRelation.STRAINED,
    3: SupplierRelation.WORKABLE,
    4: SupplierRelation.GOOD,
    5: SupplierRelation.GOOD,
}
"""What an answer of 1 to 5 about a supplier says of the relation."""


@dataclass(frozen=True, slots=True)
class Judged:
    """What people have answered about one system, as its columns hold it; 5 is the good end of every 1 to 5 scale.

    `recorded` is the day the record was made: an answer without a day of its own is taken to be that old, never newer.
    """

    can_be_developed: int | None
    can_be_secured: int | None
    competence: int | None
    documented: int | None
    business_fit: int | None
    supplier_support: int | None
    supplier_relation: int | None
    assessed_on: date | None
    supplier_support_ends: date | None
    last_attested: date | None
    recorded: datetime
    relation: SupplierRelation | None
    relation_reviewed_on: date | None
    supplier_recorded: datetime | None


def evidence_of(
    judged: Judged,
    technologies: Sequence[TechnologyUse],
    integrations: Sequence[DependencyKind],
    verdict: HumanVerdict | None,
) -> Evidence:
    """Everything known about one system that bears on whether it is legacy."""
    recorded = judged.recorded.date()
    assessed = judged.assessed_on or recorded
    support = None
    if judged.supplier_support_ends is not None:
        support = SupplierSupport(judged.supplier_support_ends, judged.last_attested or recorded)
    return Evidence(
        technologies=technologies,
        supplier_support=support,
        supplier_support_judged=_answer(judged.supplier_support, assessed),
        security=_answer(judged.can_be_secured, assessed),
        development=_answer(judged.can_be_developed, assessed),
        competence=_answer(judged.competence, assessed),
        documentation=_answer(judged.documented, assessed),
        business_fit=_answer(judged.business_fit, assessed),
        integrations=integrations,
        supplier_relation=_relation(judged, assessed),
        verdict=verdict,
    )


def _relation(judged: Judged, assessed: date) -> Answer[SupplierRelation] | None:
    """The supplier's own review or what those who use this system of theirs say, whichever is newer."""
    answers = []
    if judged.relation is not None and judged.supplier_recorded is not None:
        answers.append(Answer(judged.relation, judged.relation_reviewed_on or judged.supplier_recorded.date()))
    if judged.supplier_relation is not None:
        answers.append(Answer(RELATIONS[judged.supplier_relation], assessed))
    return max(answers, key=lambda answer: answer.on, default=None)


def technology_use(product: str, version: str, own_end: date | None) -> TechnologyUse:
    """A technology with its public end of support and the municipality's own.

    An own end later than the public one is support bought on top; an earlier one is when it ends here.
    """
    fact = find(product, version)
    public = fact.support_ends if fact else None
    extended = fact.extended_support_ends if fact else None
    if own_end is None:
        return TechnologyUse(product, version, public, extended)
    if isinstance(public, date) and own_end > public:
        return TechnologyUse(product, version, public, own_end)
    return TechnologyUse(product, version, own_end)


def _answer(points: int | None, on: date) -> Answer[Grade] | None:
    """1 and 2 are no, 3 is partly, 4 and 5 are yes."""
    if points is None:
        return None
    return Answer(Grade.NO if points <= 2 else Grade.PARTLY if points == 3 else Grade.YES, on)
