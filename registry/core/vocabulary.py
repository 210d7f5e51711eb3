"""The words of the field, once: every closed list of values the catalogue uses, with its label.

The stored value is the lower-case English word; labels are translated where they are shown. The lists follow Sundsvall's system
register, the Swedish Public Procurement Act (LOU), KLASSA and Gartner's TIME model. Those of APIs stand in `api_vocabulary`.
"""

from __future__ import annotations

from registry.core.term import Term
from registry.core.text import text as _


class Lifecycle(Term):
    """Where a system is in its own life in the municipality (not the supplier's support)."""

    PLANNED = "planned", _("Planned")
    DEVELOPMENT = "development", _("Under development")
    PRODUCTION = "production", _("In production")
    DEPRECATED = "deprecated", _("Being phased out")
    RETIRED = "retired", _("Retired")


class Hosting(Term):
    """Where the system runs."""

    INTERNAL = "internal", _("Own data centre")
    CLOUD = "cloud", _("Cloud")
    HYBRID = "hybrid", _("Hybrid")


class Criticality(Term):
    """How badly the municipality's tasks are hit when the system stands still."""

    CRITICAL = "critical", _("P1 Critical")
    HIGH = "high", _("P2 High")
    MEDIUM = "medium", _("P3 Medium")
    LOW = "low", _("P4 Low")


class OrganisationKind(Term):
    """What an organisation is in the municipal group."""

    MUNICIPALITY = "municipality", _("Municipality")
    COMMITTEE = "committee", _("Committee")
    ADMINISTRATION = "administration", _("Administration")
    UNIT = "unit", _("Unit")
    COMPANY = "company", _("Municipal company")
    EXTERNAL = "external", _("External organisation")


class ResponsibilityRole(Term):
    """What a person answers for; the object roles are those of pm3."""

    OWNER = "owner", _("Owner")
    MANAGER = "manager", _("Manager")
    TECHNICAL_CONTACT = "technical_contact", _("Technical contact")
    OBJECT_OWNER_BUSINESS = "object_owner_business", _("Object owner, business")
    OBJECT_OWNER_IT = "object_owner_it", _("Object owner, IT")
    MAINTENANCE_LEAD_BUSINESS = "maintenance_lead_business", _("Maintenance lead, business")
    MAINTENANCE_LEAD_IT = "maintenance_lead_it", _("Maintenance lead, IT")
    CONTRACT_RESPONSIBLE = "contract_responsible", _("Contract responsible")
    PROJECT_LEAD = "project_lead", _("Project lead")
    DATA_PROTECTION = "data_protection", _("Data protection contact")
    SPECIALIST = "specialist", _("Specialist")


class DependencyKind(Term):
    """How the source gets what it needs from the target."""

    API = "api", _("REST API")
    WEB_SERVICE = "web_service", _("SOAP or other web service")
    MESSAGE_QUEUE = "message_queue", _("Message queue")
    FILE_TRANSFER = "file_transfer", _("File transfer")
    SHARED_DATABASE = "shared_database", _("Shared database")
    SCREEN_SCRAPING = "screen_scraping", _("Screen scraping or robot")
    MANUAL = "manual", _("Manual re-entry")
    AUTHENTICATION = "authentication", _("Authentication")
    PLATFORM = "platform", _("Runs on")
    OTHER = "other", _("Other")


class Strength(Term):
    """Whether the source can do its task without the target."""

    HARD = "hard", _("Hard")
    SOFT = "soft", _("Soft")


class SupplierRelation(Term):
    """How the municipality judges its relation with a supplier."""

    GOOD = "good", _("Good")
    WORKABLE = "workable", _("Workable")
    STRAINED = "strained", _("Strained")
    POOR = "poor", _("Poor")


class Score(Term):
    """A score of 100 points whose questions weigh as the municipality has decided."""

    LEGACY = "legacy", _("Legacy score")
    LOCK_IN = "lock_in", _("Lock-in score")


class ProcurementProcedure(Term):
    """How the contract was awarded (LOU, 6 kap. and 19 a kap.)."""

    OPEN = "open", _("Open procedure")
    RESTRICTED = "restricted", _("Restricted procedure")
    NEGOTIATED = "negotiated", _("Competitive procedure with negotiation")
    NEGOTIATED_WITHOUT_NOTICE = "negotiated_without_notice", _("Negotiated procedure without prior publication")
    SIMPLIFIED = "simplified", _("Procedure below the threshold")
    DIRECT_AWARD = "direct_award", _("Direct award")
    FRAMEWORK_CALL_OFF = "framework_call_off", _("Call-off from a framework agreement")
    MINI_COMPETITION = "mini_competition", _("Renewed competition under a framework agreement")
    IN_HOUSE = "in_house", _("In-house award")


class ContractKind(Term):
    """What is bought."""

    LICENCE = "licence", _("Licence")
    MAINTENANCE = "maintenance", _("Maintenance and support")
    CLOUD_SERVICE = "cloud_service", _("Cloud service (SaaS)")
    OPERATION = "operation", _("Operation and hosting")
    CONSULTING = "consulting", _("Consulting")
    FRAMEWORK = "framework", _("Framework agreement")


class PeriodUnit(Term):
    """Unit of a notice or renewal period."""

    DAYS = "days", _("days")
    WEEKS = "weeks", _("weeks")
    MONTHS = "months", _("months")


class NoticeRule(Term):
    """To which day notice ends the contract."""

    RUNNING = "running", _("Any day")
    END_OF_MONTH = "end_of_month", _("End of a month")
    END_OF_QUARTER = "end_of_quarter", _("End of a quarter")
    END_OF_HALF_YEAR = "end_of_half_year", _("End of a half-year")
    END_OF_YEAR = "end_of_year", _("End of a calendar year")
    END_OF_TERM = "end_of_term", _("End of the current term")


class OptionDecision(Term):
    """What was decided about one extension option."""

    CALLED = "called", _("Called")
    DECLINED = "declined", _("Not called")


class AmendedTerm(Term):
    """A term of a contract that an appendix can change; the stored word is the contract's own field."""

    END = "end", _("Ends according to the contract")
    IRREVOCABLE_UNTIL = "irrevocable_until", _("Irrevocable until")
    NOTICE_PERIOD = "notice_period", _("Notice period")
    NOTICE_UNIT = "notice_unit", _("Notice period in")
    NOTICE_RULE = "notice_rule", _("Notice ends the contract at")
    RENEWAL_PERIOD = "renewal_period", _("Renews itself for")
    RENEWAL_UNIT = "renewal_unit", _("Renewal period in")
    ANNUAL_VALUE = "annual_value", _("Value per year")
    TOTAL_VALUE = "total_value", _("Value over the whole term")
    PRICE_INDEX = "price_index", _("Price follows")


class LegalLimitKind(Term):
    """A figure of procurement law that contracts are held against."""

    DIRECT_AWARD = "direct_award", _("Direct award is allowed below, kronor")
    DOCUMENTATION = "documentation", _("Duty to document from, kronor")
    EU_THRESHOLD = "eu_threshold", _("EU threshold, kronor")
    FRAMEWORK_YEARS = "framework_years", _("Longest framework agreement, years")
    CHANGE_PERCENT = "change_percent", _("Change of value allowed below, percent")
    STANDSTILL_DAYS = "standstill_days", _("Standstill, days")


class CostKind(Term):
    """What is paid for."""

    LICENCE = "licence", _("Licence")
    MAINTENANCE = "maintenance", _("Maintenance")
    DEVELOPMENT = "development", _("Development")
    HOSTING = "hosting", _("Hosting and operation")
    OTHER = "other", _("Other cost")


class DataExport(Term):
    """In what form the municipality gets its data out when the contract ends."""

    OPEN_FORMAT = "open_format", _("Open format")
    PROPRIETARY_FORMAT = "proprietary_format", _("Supplier's own format")
    NONE = "none", _("No export")


class PriceIndex(Term):
    """What the price follows."""

    FIXED = "fixed", _("Fixed price")
    KPI = "kpi", _("Consumer price index (KPI)")
    AKI = "aki", _("Labour cost index (AKI)")
    PPI = "ppi", _("Producer price index (PPI)")
    SUPPLIER = "supplier", _("Supplier's price list")


class RenewalStrategy(Term):
    """What the municipality means to do when a contract comes to its end."""

    PROLONG = "prolong", _("Prolong it by option or renewal")
    PROCURE = "procure", _("Procure anew")
    CALL_OFF = "call_off", _("Call off from a framework agreement")
    JOINT = "joint", _("Procure together with others")
    IN_HOUSE = "in_house", _("Take it into own hands")
    END = "end", _("Let it end without a successor")


class RequirementSource(Term):
    """What a ready-made tender requirement answers to."""

    CLAUSE = "clause", _("Clause of the API strategy")
    LOCK_IN = "lock_in", _("Part of the lock-in score")
    ALWAYS = "always", _("Every IT procurement")


class ProcurementStage(Term):
    """How far the procurement that follows a contract has come."""

    NOT_STARTED = "not_started", _("Not started")
    PREPARING = "preparing", _("Preparing")
    PUBLISHED = "published", _("Published")
    EVALUATING = "evaluating", _("Evaluating")
    STANDSTILL = "standstill", _("Standstill")
    SIGNED = "signed", _("Signed")


class InitiativeStatus(Term):
    """Life of a development initiative."""

    IDEA = "idea", _("Idea")
    ASSESSED = "assessed", _("Assessed")
    ACTIVE = "active", _("Active")
    PAUSED = "paused", _("Paused")
    DONE = "done", _("Done")
    STOPPED = "stopped", _("Stopped")


class Touch(Term):
    """What an initiative does to a system."""

    CHANGES = "changes", _("Changes")
    BUILDS_ON = "builds_on", _("Builds on")
    INTRODUCES = "introduces", _("Introduces")
    RETIRES = "retires", _("Retires")


class Risk(Term):
    """How likely it is that an initiative fails to give what it promises."""

    LOW = "low", _("Low")
    MEDIUM = "medium", _("Medium")
    HIGH = "high", _("High")


class Funding(Term):
    """Which money pays."""

    OPERATING = "operating", _("Operating budget")
    INVESTMENT = "investment", _("Investment budget")


class ObstacleCause(Term):
    """What kind of obstacle people ran into."""

    TECHNOLOGY = "technology", _("Technology")
    SUPPLIER = "supplier", _("Supplier")
    INTEGRATION = "integration", _("Integration")
    CONTRACT = "contract", _("Contract")
    COMPETENCE = "competence", _("Competence")
    LAW = "law", _("Legal demand")
    MONEY = "money", _("Funding")


class RemediationKind(Term):
    """How a legacy system stops blocking."""

    UPGRADE = "upgrade", _("Upgrade")
    REPLACE = "replace", _("Replace")
    RETIRE = "retire", _("Retire")
    INSULATE = "insulate", _("Insulate behind a compliant API")


class RemediationStatus(Term):
    """How far a remediation has come; planned, started and done ones count when blockers are judged."""

    PROPOSED = "proposed", _("Proposed")
    PLANNED = "planned", _("Planned and funded")
    STARTED = "started", _("Started")
    DONE = "done", _("Done")
    REJECTED = "rejected", _("Rejected")


class Verdict(Term):
    """A human's judgement of a system, which stands before the computed one."""

    LEGACY = "legacy", _("Legacy")
    NOT_LEGACY = "not_legacy", _("Not legacy")


class TimeAdvice(Term):
    """Disposition of a system in the TIME model."""

    TOLERATE = "tolerate", _("Tolerate")
    INVEST = "invest", _("Invest")
    MIGRATE = "migrate", _("Migrate")
    ELIMINATE = "eliminate", _("Eliminate")
