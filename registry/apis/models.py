"""Tables of APIs, versions, environments, consumers, published documents, check results, waivers and attestations."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import JSON, ForeignKey, Index, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from registry.core.api_vocabulary import ApiStage, Authentication, Backing, Environment, VersionStatus
from registry.core.text import text as _
from registry.db.base import Base, Record, field, now, reference

if TYPE_CHECKING:
    from registry.organisations.models import Organisation, Person
    from registry.systems.models import System


class Api(Record):
    """An entrance to one well delimited function (ArchiMate: application interface), as the API catalogue describes it."""

    __tablename__ = "api"
    KEY_PREFIX = "API"

    name: Mapped[str] = field(_("Name"), search=True, index=True)
    description: Mapped[str | None] = field(_("Description"), kind="long", search=True)
    stage: Mapped[ApiStage] = field(_("Stage"), default=ApiStage.PRODUCTION, index=True)
    system_id: Mapped[int | None] = reference("system", _("Provided by system"))
    owner_organisation_id: Mapped[int | None] = reference("organisation", _("Owner organisation"))
    owner_id: Mapped[int | None] = reference("person", _("API owner"))
    technical_owner_id: Mapped[int | None] = reference("person", _("Technical owner"))
    protection_level: Mapped[int | None] = field(
        _("Protection level"), minimum=0, maximum=4, help=_("0 to 4, from the information security classification.")
    )
    classified_on: Mapped[date | None] = field(_("Classified on"))
    classified_by_id: Mapped[int | None] = reference("person", _("Classified by"))
    authentication: Mapped[Authentication | None] = field(
        _("Authentication"), help=_("What the gateway asks of clients; used when the document does not say.")
    )
    rate_limit: Mapped[str | None] = field(
        _("Rate limit"), length=100, help=_("As agreed, for example 600 calls per minute and client.")
    )
    personal_data: Mapped[str | None] = field(_("Handling of personal data"), kind="long")
    solution_description: Mapped[str | None] = field(_("Solution"), kind="long")
    api_docs_url: Mapped[str | None] = field(_("Address of /api-docs"), kind="url")
    portal_url: Mapped[str | None] = field(_("Developer portal"), kind="url")

    system: Mapped[System | None] = relationship(foreign_keys=system_id)
    owner_organisation: Mapped[Organisation | None] = relationship(foreign_keys=owner_organisation_id)
    owner: Mapped[Person | None] = relationship(foreign_keys=owner_id)
    technical_owner: Mapped[Person | None] = relationship(foreign_keys=technical_owner_id)
    classified_by: Mapped[Person | None] = relationship(foreign_keys=classified_by_id)


class ApiVersion(Record):
    """One version of an API, with its own life and its own published document."""

    __tablename__ = "api_version"
    KEY_PREFIX = "APIV"
    TITLE = "api_and_version"
    TITLE_NEEDS = ("api",)
    __table_args__ = (UniqueConstraint("api_id", "version"),)

    api_id: Mapped[int] = reference("api", _("API"), ondelete="CASCADE")
    version: Mapped[str] = field(_("Version"), length=60, search=True, help=_("Two levels, for example 2.1."))
    status: Mapped[VersionStatus | None] = field(_("Status"), index=True)
    active_on: Mapped[date | None] = field(_("ACTIVE since"))
    deprecated_on: Mapped[date | None] = field(_("DEPRECATED since"), help=_("Callers then have six months to move."))
    retired_on: Mapped[date | None] = field(_("RETIRED since"))
    last_call_on: Mapped[date | None] = field(_("Last call seen"))
    specification_url: Mapped[str | None] = field(_("Address of the published document"), kind="url")
    document_id: Mapped[int | None] = mapped_column(ForeignKey("specification_document.id", ondelete="RESTRICT"), index=True)

    api: Mapped[Api] = relationship(foreign_keys=api_id)
    document: Mapped[SpecificationDocument | None] = relationship(foreign_keys=document_id)

    @property
    def api_and_version(self) -> str:
        return f"{self.api.name} {self.version}"


class ApiEnvironment(Record):
    """Where one version is offered: sandbox, test or production."""

    __tablename__ = "api_environment"
    KEY_PREFIX = "ENV"
    TITLE = "url"
    __table_args__ = (UniqueConstraint("api_version_id", "environment"),)

    api_version_id: Mapped[int] = reference("api_version", _("API version"), ondelete="CASCADE")
    environment: Mapped[Environment] = field(_("Environment"))
    url: Mapped[str] = field(_("Address"), kind="url")
    live: Mapped[bool | None] = field(_("Answers"))
    backing: Mapped[Backing | None] = field(
        _("Answers come from"), help=_("A sandbox gives fixed answers; a test instance calls other systems' test environments.")
    )

    api_version: Mapped[ApiVersion] = relationship(foreign_keys=api_version_id)


class Consumer(Record):
    """A system that calls an API version."""

    __tablename__ = "consumer"
    KEY_PREFIX = "CLIENT"
    TITLE = "both_ends"
    TITLE_NEEDS = ("system", "api_version")
    __table_args__ = (UniqueConstraint("api_version_id", "system_id"),)

    api_version_id: Mapped[int] = reference("api_version", _("API version"), ondelete="CASCADE")
    system_id: Mapped[int] = reference("system", _("Consuming system"), ondelete="CASCADE")
    purpose: Mapped[str | None] = field(_("Purpose"), kind="long")
    since: Mapped[date | None] = field(_("Since"))
    key_issued_on: Mapped[date | None] = field(
        _("API key issued"), help=_("The day this consumer got its own key for this version in production.")
    )
    # the provider's document as the consumer keeps it, from which its client is made
    document_id: Mapped[int | None] = mapped_column(ForeignKey("specification_document.id", ondelete="RESTRICT"), index=True)

    api_version: Mapped[ApiVersion] = relationship(foreign_keys=api_version_id)
    system: Mapped[System] = relationship(foreign_keys=system_id)
    document: Mapped[SpecificationDocument | None] = relationship(foreign_keys=document_id)

    @property
    def both_ends(self) -> str:
        return f"{self.system.name} → {self.api_version.title}"


class SpecificationDocument(Base):
    """A published document, byte for byte, stored once per content (sha256, hexadecimal)."""

    __tablename__ = "specification_document"

    id: Mapped[int] = mapped_column(primary_key=True)
    sha256: Mapped[str] = mapped_column(String(64), unique=True)
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    size: Mapped[int]
    filename: Mapped[str | None] = mapped_column(String(255))
    source: Mapped[str | None] = mapped_column(String(2000))
    title: Mapped[str | None] = mapped_column(String(400))
    version: Mapped[str | None] = mapped_column(String(100))
    openapi: Mapped[str | None] = mapped_column(String(20))
    received_at: Mapped[datetime] = mapped_column(default=now)


class DocumentRevision(Base):
    """That a document was published as a version's, from that moment until the next revision."""

    __tablename__ = "document_revision"
    __table_args__ = (Index("ix_document_revision_version", "api_version_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    api_version_id: Mapped[int] = mapped_column(ForeignKey("api_version.id", ondelete="CASCADE"))
    document_id: Mapped[int] = mapped_column(ForeignKey("specification_document.id", ondelete="RESTRICT"))
    published_at: Mapped[datetime] = mapped_column(default=now)

    document: Mapped[SpecificationDocument] = relationship(foreign_keys=document_id)


class SpecificationWatch(Base):
    """What the last looks at a version's published address gave; there is one row for each version with an address."""

    __tablename__ = "specification_watch"

    api_version_id: Mapped[int] = mapped_column(ForeignKey("api_version.id", ondelete="CASCADE"), primary_key=True)
    address: Mapped[str] = mapped_column(String(2000))  # the answers below are its; a new address starts afresh
    etag: Mapped[str | None] = mapped_column(String(400))
    last_modified: Mapped[str | None] = mapped_column(String(100))
    sha256: Mapped[str | None] = mapped_column(String(64))  # of what the address gave last
    tried_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]  # the last time the address answered with a document, new or unchanged
    changed_at: Mapped[datetime | None]
    failures: Mapped[int] = mapped_column(default=0)  # in a row
    retry_at: Mapped[datetime | None]
    problem: Mapped[dict[str, Any] | None] = mapped_column(JSON)  # a message, as registry.core.strategy.record writes it
    sunset_on: Mapped[date | None]  # RFC 8594
    deprecated_on: Mapped[date | None]  # RFC 9745


class RefreshRun(Base):
    """One fetching of all published addresses: how far it has come, and what it met, told in full when it is done."""

    __tablename__ = "refresh_run"

    id: Mapped[int] = mapped_column(primary_key=True)
    asked_at: Mapped[datetime] = mapped_column(default=now)
    asked_by: Mapped[str] = mapped_column(String(255))
    touched_at: Mapped[datetime] = mapped_column(default=now)  # last sign of life of the one who fetches
    live: Mapped[bool | None] = mapped_column(unique=True)  # true while it goes on, else empty: there is one at a time
    state: Mapped[str] = mapped_column(String(20))  # fetching, done, interrupted
    total: Mapped[int] = mapped_column(default=0)
    done: Mapped[int] = mapped_column(default=0)
    met: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)  # what was not unchanged, as registry.governance.watch


class CheckResult(Base):
    """What one profile version said of one document as one API version's, cached until document, profile or catalogue facts
    change."""

    __tablename__ = "check_result"
    __table_args__ = (Index("ix_check_result_version_profile", "api_version_id", "profile"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    api_version_id: Mapped[int] = mapped_column(ForeignKey("api_version.id", ondelete="CASCADE"))
    document_id: Mapped[int] = mapped_column(ForeignKey("specification_document.id", ondelete="CASCADE"))
    profile: Mapped[str] = mapped_column(String(60))
    profile_version: Mapped[str] = mapped_column(String(40))
    facts: Mapped[str] = mapped_column(String(64))  # sha256 of the catalogue facts and waivers the verdict rests on
    checked_at: Mapped[datetime] = mapped_column(default=now)
    verdict: Mapped[str] = mapped_column(String(20), index=True)
    score: Mapped[float | None]
    checked_share: Mapped[float]
    failed_must: Mapped[list[str]] = mapped_column(JSON)
    report: Mapped[dict[str, Any]] = mapped_column(JSON)


class Waiver(Record):
    """A dated permission to break one clause in one place, with a reason and an end."""

    __tablename__ = "waiver"
    KEY_PREFIX = "WAIV"
    TITLE = "clause"

    api_id: Mapped[int] = reference("api", _("API"), ondelete="CASCADE")
    profile: Mapped[str] = field(_("Strategy"), length=60, default="sundsvall")
    clause: Mapped[str] = field(_("Clause"), length=20, search=True, help=_("For example R10."))
    pointer: Mapped[str | None] = field(
        _("Only at"), length=1000, help=_("JSON pointer that the waived places begin with; empty means the whole document.")
    )
    reason: Mapped[str] = field(_("Reason"), kind="long")
    approved_by_id: Mapped[int | None] = reference("person", _("Approved by"))
    expires_on: Mapped[date] = field(_("Valid until"))

    api: Mapped[Api] = relationship(foreign_keys=api_id)
    approved_by: Mapped[Person | None] = relationship(foreign_keys=approved_by_id)


class Attestation(Record):
    """A person's dated answer to a clause that no document can decide: followed or not, on what grounds, to be reviewed when."""

    __tablename__ = "attestation"
    KEY_PREFIX = "ATT"
    TITLE = "clause"

    api_id: Mapped[int] = reference("api", _("API"), ondelete="CASCADE")
    profile: Mapped[str] = field(_("Strategy"), length=60, default="sundsvall")
    clause: Mapped[str] = field(_("Clause"), length=20, search=True, help=_("For example R07."))
    followed: Mapped[bool] = field(_("Is followed"))
    grounds: Mapped[str] = field(_("Grounds"), kind="long", help=_("What was looked at, and what it showed."))
    attested_by_id: Mapped[int | None] = reference("person", _("Attested by"))
    attested_on: Mapped[date] = field(_("Attested on"))
    review_on: Mapped[date | None] = field(_("Review by"), help=_("After this day the answer no longer counts."))

    api: Mapped[Api] = relationship(foreign_keys=api_id)
    attested_by: Mapped[Person | None] = relationship(foreign_keys=attested_by_id)
