"""Tables of initiatives, goals, touches, obstacles and remediations."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, relationship

from registry.core.text import text as _
from registry.core.vocabulary import (
    Funding,
    InitiativeStatus,
    ObstacleCause,
    RemediationKind,
    RemediationStatus,
)
from registry.core.vocabulary import Touch as TouchKind
from registry.db.base import Record, field, reference

if TYPE_CHECKING:
    from registry.apis.models import ApiVersion
    from registry.organisations.models import Organisation, Person
    from registry.suppliers.models import Supplier
    from registry.systems.models import System


class Goal(Record):
    """A goal of the municipality's target picture that initiatives serve (ArchiMate: goal)."""

    __tablename__ = "goal"
    KEY_PREFIX = "GOAL"

    name: Mapped[str] = field(_("Name"), search=True)
    description: Mapped[str | None] = field(_("Description"), kind="long", search=True)


class Initiative(Record):
    """Something the municipality wants to change (ArchiMate: work package)."""

    __tablename__ = "initiative"
    KEY_PREFIX = "INI"

    name: Mapped[str] = field(_("Name"), search=True, index=True)
    description: Mapped[str | None] = field(_("What and why"), kind="long", search=True)
    status: Mapped[InitiativeStatus] = field(_("Status"), default=InitiativeStatus.IDEA, index=True)
    organisation_id: Mapped[int | None] = reference("organisation", _("Organisation"))
    sponsor_id: Mapped[int | None] = reference("person", _("Sponsor"))
    lead_id: Mapped[int | None] = reference("person", _("Lead"))
    starts_on: Mapped[date | None] = field(_("Starts"))
    needed_by: Mapped[date | None] = field(
        _("Needed by"), index=True, help=_("The day by which nothing may stand in the way any more.")
    )
    expected_benefit: Mapped[int | None] = field(_("Expected benefit per year"), kind="money")
    realised_benefit: Mapped[int | None] = field(_("Realised benefit per year"), kind="money")
    benefit_note: Mapped[str | None] = field(_("Benefit in words"), kind="long")
    budget: Mapped[int | None] = field(_("Budget"), kind="money")
    funding: Mapped[Funding | None] = field(_("Paid from"))
    learnt: Mapped[str | None] = field(_("What was learnt"), kind="long")

    organisation: Mapped[Organisation | None] = relationship(foreign_keys=organisation_id)
    sponsor: Mapped[Person | None] = relationship(foreign_keys=sponsor_id)
    lead: Mapped[Person | None] = relationship(foreign_keys=lead_id)


class GoalServed(Record):
    """A goal that an initiative serves."""

    __tablename__ = "goal_served"
    KEY_PREFIX = "SERVES"
    TITLE = "both_ends"
    TITLE_NEEDS = ("initiative", "goal")
    __table_args__ = (UniqueConstraint("initiative_id", "goal_id"),)

    initiative_id: Mapped[int] = reference("initiative", _("Initiative"), ondelete="CASCADE")
    goal_id: Mapped[int] = reference("goal", _("Goal"), ondelete="CASCADE")
    how: Mapped[str | None] = field(_("How"))

    initiative: Mapped[Initiative] = relationship(foreign_keys=initiative_id)
    goal: Mapped[Goal] = relationship(foreign_keys=goal_id)

    @property
    def both_ends(self) -> str:
        return f"{self.initiative.name} → {self.goal.name}"


class SystemTouched(Record):
    """What an initiative does to a system: changes, builds on, introduces or retires it."""

    __tablename__ = "system_touched"
    KEY_PREFIX = "TOUCH"
    TITLE = "both_ends"
    TITLE_NEEDS = ("initiative", "system")
    __table_args__ = (UniqueConstraint("initiative_id", "system_id", "touch"),)

    initiative_id: Mapped[int] = reference("initiative", _("Initiative"), ondelete="CASCADE")
    system_id: Mapped[int] = reference("system", _("System"), ondelete="CASCADE")
    touch: Mapped[TouchKind] = field(_("What it does"))
    note: Mapped[str | None] = field(_("How"))

    initiative: Mapped[Initiative] = relationship(foreign_keys=initiative_id)
    system: Mapped[System] = relationship(foreign_keys=system_id)

    @property
    def both_ends(self) -> str:
        return f"{self.initiative.name} – {self.system.name}"


class InitiativeDependency(Record):
    """One initiative waits for another."""

    __tablename__ = "initiative_dependency"
    KEY_PREFIX = "WAITS"
    TITLE = "both_ends"
    TITLE_NEEDS = ("initiative", "depends_on")
    __table_args__ = (
        UniqueConstraint("initiative_id", "depends_on_id"),
        CheckConstraint("initiative_id <> depends_on_id", name="two_initiatives"),
    )

    initiative_id: Mapped[int] = reference("initiative", _("Initiative"), ondelete="CASCADE")
    depends_on_id: Mapped[int] = reference("initiative", _("Waits for"), ondelete="CASCADE")
    why: Mapped[str | None] = field(_("Why"))

    initiative: Mapped[Initiative] = relationship(foreign_keys=initiative_id)
    depends_on: Mapped[Initiative] = relationship(foreign_keys=depends_on_id)

    @property
    def both_ends(self) -> str:
        return f"{self.initiative.name} → {self.depends_on.name}"


class Obstacle(Record):
    """Something people ran into, as they told it; stands beside the obstacles the registry infers."""

    __tablename__ = "obstacle"
    KEY_PREFIX = "OBS"

    name: Mapped[str] = field(_("Obstacle"), search=True)
    initiative_id: Mapped[int | None] = reference("initiative", _("Initiative"), ondelete="CASCADE")
    system_id: Mapped[int | None] = reference("system", _("System"))
    supplier_id: Mapped[int | None] = reference("supplier", _("Supplier"))
    cause: Mapped[ObstacleCause] = field(_("Cause"), index=True)
    description: Mapped[str | None] = field(_("Description"), kind="long", search=True)
    observed_on: Mapped[date] = field(_("Observed on"))
    observed_by_id: Mapped[int | None] = reference("person", _("Observed by"))
    resolved_on: Mapped[date | None] = field(_("Resolved on"))

    initiative: Mapped[Initiative | None] = relationship(foreign_keys=initiative_id)
    system: Mapped[System | None] = relationship(foreign_keys=system_id)
    supplier: Mapped[Supplier | None] = relationship(foreign_keys=supplier_id)
    observed_by: Mapped[Person | None] = relationship(foreign_keys=observed_by_id)


class Remediation(Record):
    """A way to make a legacy system stop blocking, with its price and time."""

    __tablename__ = "remediation"
    KEY_PREFIX = "REM"

    name: Mapped[str] = field(_("Name"), search=True)
    system_id: Mapped[int] = reference("system", _("System"), ondelete="CASCADE")
    kind: Mapped[RemediationKind] = field(_("Kind"))
    status: Mapped[RemediationStatus] = field(_("Status"), default=RemediationStatus.PROPOSED, index=True)
    api_version_id: Mapped[int | None] = reference("api_version", _("API version to make compliant"))
    cost: Mapped[int | None] = field(_("Cost"), kind="money")
    duration_months: Mapped[int | None] = field(_("Months it takes"), minimum=0, maximum=240)
    funding: Mapped[Funding | None] = field(_("Paid from"))
    planned_finish: Mapped[date | None] = field(_("Planned to be done"))
    description: Mapped[str | None] = field(_("Description"), kind="long", search=True)

    system: Mapped[System] = relationship(foreign_keys=system_id)
    api_version: Mapped[ApiVersion | None] = relationship(foreign_keys=api_version_id)
