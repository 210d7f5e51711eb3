"""What is known about a system, and since when. Nothing here is required: what is left out is unknown, not good and not bad.

There is no field for the system's age on purpose: the Swedish National Audit Office (RiR 2019:28) tells inherited systems
that work from outdated ones, and only the latter are legacy.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from registry.core.scoring import Answer
from registry.core.support.ends import SupportEnd
from registry.core.term import Term
from registry.core.text import text as _
from registry.core.vocabulary import DependencyKind, SupplierRelation, Verdict


class Grade(Term):
    """Answer to a question a person judges; yes is always the good answer."""

    YES = "yes", _("Yes")
    PARTLY = "partly", _("Partly")
    NO = "no", _("No")


@dataclass(frozen=True, slots=True)
class TechnologyUse:
    """One product the system is built on or runs on, and how long its maker mends it.

    `support_ends` is the last day of ordinary security support, `extended_ends` that of support bought on top of it.
    """

    name: str
    version: str = ""
    support_ends: SupportEnd = None
    extended_ends: SupportEnd = None

    def __str__(self) -> str:
        return f"{self.name} {self.version}".rstrip()


@dataclass(frozen=True, slots=True)
class SupplierSupport:
    """How long the system's own supplier supports the version in use, as known on a day."""

    ends: SupportEnd
    on: date


@dataclass(frozen=True, slots=True)
class HumanVerdict:
    """A person's judgement, which stands before the score until the day it is to be reviewed; `by` None names nobody."""

    verdict: Verdict
    reason: str
    by: str | None
    on: date
    review_by: date


@dataclass(frozen=True, slots=True)
class Evidence:
    """Everything known about one system that bears on whether it is legacy.

    technologies        what it is built on; empty is unknown, the worst of them counts
    supplier_support    how long the supplier supports the version in use
    supplier_support_judged  whether it does, in the judgement of those who use it; counts where no day is known
    security            can its information security be kept at the wanted level
    development         can it be changed when the business needs it
    competence          are there people, inside or for hire, who know it
    documentation       could somebody new take it over from what is written down
    business_fit        does it meet the demands of the business
    integrations        how each system that depends on it gets what it needs; empty is unknown
    supplier_relation   how the relation with the supplier is judged
    """

    technologies: Sequence[TechnologyUse] = ()
    supplier_support: SupplierSupport | None = None
    supplier_support_judged: Answer[Grade] | None = None
    security: Answer[Grade] | None = None
    development: Answer[Grade] | None = None
    competence: Answer[Grade] | None = None
    documentation: Answer[Grade] | None = None
    business_fit: Answer[Grade] | None = None
    integrations: Sequence[DependencyKind] = ()
    supplier_relation: Answer[SupplierRelation] | None = None
    verdict: HumanVerdict | None = None
