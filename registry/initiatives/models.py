"""Tables of initiatives, goals, touches, benefits, stories, obstacles, remediations and plans."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import JSON, CheckConstraint, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from registry.core.text import text as _
from registry.core.vocabulary import Funding, InitiativeStatus, ObstacleCause, RemediationKind, RemediationStatus, Risk
from registry.core.vocabulary import Touch as TouchKind
from registry.db.base import Base, Record, field, now, reference
from registry.db.carrying import Carried

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
    asked_by: Mapped[str | None] = field(_("Who asks"), help=_("Name and workplace of somebody who can tell more."))
    status: Mapped[InitiativeStatus] = field(_("Status"), default=InitiativeStatus.IDEA, index=True)
    status_reason: Mapped[str | None] = field(_("Why paused or stopped"), kind="long")
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
    running_cost: Mapped[int | None] = field(_("Running cost per year"), kind="money", help=_("What it costs when it is in use."))
    risk: Mapped[Risk | None] = field(_("Risk"), index=True)
    risk_note: Mapped[str | None] = field(_("What the risk is"), kind="long")
    assessed_on: Mapped[date | None] = field(_("Assessed on"))
    ended_on: Mapped[date | None] = field(_("Done or stopped on"))
    legacy_asked_on: Mapped[date | None] = field(
        _("Revealed legacy gathered on"), help=_("The day the initiative, when finished, told what legacy it had run into.")
    )
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


class Benefit(Record):
    """One benefit an initiative is to bring, what it was worth when it was measured, and when to look."""

    __tablename__ = "benefit"
    KEY_PREFIX = "BEN"

    name: Mapped[str] = field(_("Benefit"), search=True)
    initiative_id: Mapped[int] = reference("initiative", _("Initiative"), ondelete="CASCADE")
    expected: Mapped[int | None] = field(_("Expected per year"), kind="money")
    expected_from: Mapped[date | None] = field(_("Expected from"))
    realised: Mapped[int | None] = field(_("Realised per year"), kind="money")
    measured_on: Mapped[date | None] = field(_("Measured on"))
    follow_up_on: Mapped[date | None] = field(_("Follow up on"), index=True)
    responsible_id: Mapped[int | None] = reference("person", _("Responsible"))
    how_measured: Mapped[str | None] = field(_("How it is measured"), kind="long")

    initiative: Mapped[Initiative] = relationship(foreign_keys=initiative_id)
    responsible: Mapped[Person | None] = relationship(foreign_keys=responsible_id)


class BenefitMeasurement(Record):
    """What a benefit was worth when somebody measured it; the newest measurement is the benefit's realised value."""

    __tablename__ = "benefit_measurement"
    KEY_PREFIX = "MEAS"
    TITLE = "benefit_and_day"
    TITLE_NEEDS = ("benefit",)
    CARRIED = Carried("benefit", "measured_on", "measured_on", {"realised": "realised"})

    benefit_id: Mapped[int] = reference("benefit", _("Benefit"), ondelete="CASCADE")
    measured_on: Mapped[date] = field(_("Measured on"), index=True)
    realised: Mapped[int] = field(_("Realised per year"), kind="money")
    note: Mapped[str | None] = field(_("How it was measured, and what explains it"), length=1_000)

    benefit: Mapped[Benefit] = relationship(foreign_keys=benefit_id)

    @property
    def benefit_and_day(self) -> str:
        return f"{self.benefit.name}, {self.measured_on.isoformat()}"


class Story(Record):
    """What was learnt in an initiative, told so that the next one need not learn it again."""

    __tablename__ = "story"
    KEY_PREFIX = "STORY"

    name: Mapped[str] = field(_("Heading"), search=True)
    initiative_id: Mapped[int] = reference("initiative", _("Initiative"), ondelete="CASCADE")
    text: Mapped[str] = field(_("What happened and what was learnt"), kind="long", search=True)
    told_on: Mapped[date] = field(_("Told on"))
    told_by_id: Mapped[int | None] = reference("person", _("Told by"))

    initiative: Mapped[Initiative] = relationship(foreign_keys=initiative_id)
    told_by: Mapped[Person | None] = relationship(foreign_keys=told_by_id)


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
    not_before: Mapped[date | None] = field(
        _("Not before"), help=_("When something binds until then, for example the contract of the system to replace.")
    )
    must_do: Mapped[bool | None] = field(_("Must be done"), help=_("Whatever it frees: by law, or because support ends."))
    obstacle_id: Mapped[int | None] = reference("obstacle", _("Answers the obstacle"))
    decided_on: Mapped[date | None] = field(_("Funded on"))
    done_on: Mapped[date | None] = field(_("Done on"))
    description: Mapped[str | None] = field(_("Description"), kind="long", search=True)

    system: Mapped[System] = relationship(foreign_keys=system_id)
    api_version: Mapped[ApiVersion | None] = relationship(foreign_keys=api_version_id)
    obstacle: Mapped[Obstacle | None] = relationship(foreign_keys=obstacle_id)


class RemediationRequirement(Record):
    """A remediation that must be done before another can begin."""

    __tablename__ = "remediation_requirement"
    KEY_PREFIX = "REQ"
    TITLE = "both_ends"
    TITLE_NEEDS = ("remediation", "requires")
    __table_args__ = (
        UniqueConstraint("remediation_id", "requires_id"),
        CheckConstraint("remediation_id <> requires_id", name="two_remediations"),
    )

    remediation_id: Mapped[int] = reference("remediation", _("Remediation"), ondelete="CASCADE")
    requires_id: Mapped[int] = reference("remediation", _("Requires"), ondelete="CASCADE")
    why: Mapped[str | None] = field(_("Why"))

    remediation: Mapped[Remediation] = relationship(foreign_keys=remediation_id)
    requires: Mapped[Remediation] = relationship(foreign_keys=requires_id)

    @property
    def both_ends(self) -> str:
        return f"{self.remediation.name} → {self.requires.name}"


class PlanRun(Base):
    """A plan that was asked for: its terms, how far the reckoning has come, and the best plan so far."""

    __tablename__ = "plan_run"

    id: Mapped[int] = mapped_column(primary_key=True)
    asked_at: Mapped[datetime] = mapped_column(default=now)
    asked_by: Mapped[str] = mapped_column(String(255))
    touched_at: Mapped[datetime] = mapped_column(default=now)  # last sign of life of the one who reckons
    state: Mapped[str] = mapped_column(String(20), default="waiting")  # waiting, reckoning, done, failed
    terms: Mapped[dict[str, Any]] = mapped_column(JSON)
    result: Mapped[dict[str, Any] | None] = mapped_column(JSON)
