"""The catalogue becomes a landscape: every row in its place, with a fixed number of queries."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime

import pytest
from flask import Flask
from sqlalchemy import event
from sqlalchemy.orm import Session

from registry.apis.models import Api, ApiVersion, CheckResult, SpecificationDocument
from registry.core.api_vocabulary import VersionStatus
from registry.core.landscape.graph import ApiUse, Landscape, LandscapeError, Remediation
from registry.core.landscape.graph import Dependency as Edge
from registry.core.landscape.graph import Initiative as Plan
from registry.core.legacy import LegacyAssessment, Standing
from registry.core.vocabulary import (
    DependencyKind,
    InitiativeStatus,
    Lifecycle,
    RemediationKind,
    RemediationStatus,
    Strength,
    SupplierRelation,
    Touch,
    Verdict,
)
from registry.initiatives.models import Initiative, InitiativeDependency, SystemTouched
from registry.initiatives.models import Remediation as RemediationRow
from registry.landscape import operations
from registry.organisations.models import Organisation, Person
from registry.suppliers.models import Supplier
from registry.systems.models import Dependency, LegacyVerdict, System, Technology

TODAY = date(2026, 11, 24)


class Catalogue:
    """A session that is written to as by an import, and the landscape as a request reads it.

    What is written within a request is checked against the strategy at once; these tests say themselves what a check said.
    """

    def __init__(self, app: Flask, session: Session) -> None:
        self.app = app
        self.session = session

    def landscape(self, today: date = TODAY) -> Landscape:
        with self.app.app_context():
            return operations.landscape(self.session, today)

    def assessment(self, key: str) -> LegacyAssessment:
        with self.app.app_context():
            return operations.assessment(self.session, key, TODAY)


@pytest.fixture
def catalogue(app: Flask, session: Session) -> Catalogue:
    """A permit system that depends on an old mainframe through files and on a case API that passes the strategy."""
    building = Organisation(key="ORG-1", name="Building committee")
    maker = Supplier(key="SUP-1", name="Maker", relation=SupplierRelation.POOR, relation_reviewed_on=date(2026, 1, 10))
    permits = System(key="SYS-1", name="Permits", domain="Building", owner_organisation=building)
    mainframe = System(
        key="SYS-2",
        name="Mainframe",
        supplier=maker,
        can_be_developed=1,
        can_be_secured=2,
        competence=3,
        business_fit=5,
        assessed_on=date(2026, 3, 1),
        supplier_support_ends=date(2020, 1, 1),
        last_attested=date(2026, 5, 5),
    )
    cases = System(key="SYS-3", name="Cases", lifecycle=Lifecycle.PLANNED)
    api = Api(key="API-1", name="Case API", system=cases)
    version = ApiVersion(key="APIV-1", api=api, version="2.1", status=VersionStatus.ACTIVE)
    version.document = SpecificationDocument(sha256="0" * 64, content=b"{}", size=2)
    files = Dependency(key="DEP-1", source=permits, target=mainframe, kind=DependencyKind.FILE_TRANSFER)
    calls = Dependency(key="DEP-2", source=permits, target=cases, kind=DependencyKind.API, strength=Strength.SOFT)
    calls.api_version, calls.verified_on = version, date(2026, 2, 2)
    digital = Initiative(key="INI-1", name="Digital permits", status=InitiativeStatus.ACTIVE, needed_by=date(2027, 6, 1))
    first = Initiative(key="INI-2", name="First things", status=InitiativeStatus.IDEA, expected_benefit=5)
    session.add_all(
        [
            permits,
            mainframe,
            cases,
            version,
            files,
            calls,
            SystemTouched(key="TOUCH-1", initiative=digital, system=permits, touch=Touch.CHANGES),
            InitiativeDependency(key="WAITS-1", initiative=digital, depends_on=first),
            Technology(key="TECH-1", system=mainframe, product="Windows Server", version="2008"),
            RemediationRow(
                key="REM-1",
                name="Replace it",
                system=mainframe,
                kind=RemediationKind.REPLACE,
                status=RemediationStatus.PLANNED,
                planned_finish=date(2028, 1, 1),
                cost=100,
            ),
        ]
    )
    session.commit()
    return Catalogue(app, session)


def check(catalogue: Catalogue, verdict: str, failed: list[str], profile: str = "sundsvall") -> None:
    version = catalogue.session.get_one(ApiVersion, 1)
    catalogue.session.add(
        CheckResult(
            api_version_id=version.id,
            document_id=version.document_id,
            profile=profile,
            profile_version="1",
            facts="",
            verdict=verdict,
            checked_share=1.0,
            failed_must=failed,
            report={},
        )
    )
    catalogue.session.commit()


def test_systems_carry_organisation_domain_lifecycle_and_remediations(catalogue: Catalogue) -> None:
    found = catalogue.landscape().systems
    assert (found["SYS-1"].organisation, found["SYS-1"].domain) == ("ORG-1", "Building")
    assert found["SYS-3"].lifecycle is Lifecycle.PLANNED
    remediation = Remediation(
        "REM-1", "SYS-2", RemediationKind.REPLACE, RemediationStatus.PLANNED, date(2028, 1, 1), 100, None, None
    )
    assert found["SYS-2"].remediations == (remediation,)


def test_the_score_rests_on_every_column_that_bears_on_it(catalogue: Catalogue) -> None:
    parts = {part.key: (part.low, part.high) for part in catalogue.assessment("SYS-2").components}
    assert parts == {
        "technology": (20, 20),
        "security": (16, 16),
        "development": (16, 16),
        "supplier_support": (12, 12),
        "business_fit": (0, 0),
        "competence": (4, 4),
        "documentation": (0, 4),
        "integration": (8, 8),
        "supplier_relation": (4, 4),
    }


def test_one_system_is_scored_as_in_the_whole_landscape(catalogue: Catalogue) -> None:
    whole = catalogue.landscape()
    for key, system in whole.systems.items():
        assert catalogue.assessment(key) == system.legacy


def test_a_system_of_which_nothing_is_known_is_unknown(catalogue: Catalogue) -> None:
    assert catalogue.assessment("SYS-3").standing is Standing.UNKNOWN


def test_an_answer_without_a_day_is_as_old_as_its_record(catalogue: Catalogue) -> None:
    catalogue.session.add(System(key="SYS-9", name="Old", can_be_developed=1, created_at=datetime(2019, 1, 1, tzinfo=UTC)))
    catalogue.session.commit()
    parts = {part.key: part for part in catalogue.assessment("SYS-9").components}
    assert "2019-01-01" in str(parts["development"].evidence)
    assert not parts["development"].is_known


def test_the_newest_verdict_decides(catalogue: Catalogue) -> None:
    mainframe = catalogue.session.get_one(System, 2)
    judge = Person(key="PER-1", name="Kim")
    for number, (verdict, day) in enumerate([(Verdict.NOT_LEGACY, 20), (Verdict.LEGACY, 10)]):
        on = date(2026, 10, day)
        catalogue.session.add(
            LegacyVerdict(
                key=f"VERD-{number}",
                system=mainframe,
                verdict=verdict,
                reason="Seen",
                decided_on=on,
                review_on=date(2027, 1, 1),
                decided_by=judge,
            )
        )
    catalogue.session.commit()
    found = catalogue.assessment("SYS-2")
    assert found.standing is Standing.NOT_LEGACY
    assert found.verdict is not None
    assert found.verdict.by == "Kim"


def test_support_bought_on_top_of_the_public_one_counts_as_extended(catalogue: Catalogue) -> None:
    technology = catalogue.session.get_one(Technology, 1)
    technology.support_ends = date(2030, 1, 1)
    catalogue.session.commit()
    parts = {part.key: part for part in catalogue.assessment("SYS-2").components}
    assert (parts["technology"].low, parts["technology"].high) == (15, 15)


def test_an_own_end_of_an_unknown_product_is_the_end(catalogue: Catalogue) -> None:
    technology = catalogue.session.get_one(Technology, 1)
    technology.product, technology.support_ends = "House-made engine", date(2020, 1, 1)
    catalogue.session.commit()
    parts = {part.key: part for part in catalogue.assessment("SYS-2").components}
    assert parts["technology"].low == 20


def test_dependencies_read_from_consumer_to_provider(catalogue: Catalogue) -> None:
    found = catalogue.landscape().dependencies
    assert found["DEP-1"] == Edge("DEP-1", "SYS-1", "SYS-2", DependencyKind.FILE_TRANSFER)
    use = ApiUse("APIV-1", "Case API", "2.1", True, VersionStatus.ACTIVE, None, ())
    assert found["DEP-2"] == Edge("DEP-2", "SYS-1", "SYS-3", DependencyKind.API, Strength.SOFT, use, verified=date(2026, 2, 2))


def use_of(catalogue: Catalogue) -> ApiUse:
    use = catalogue.landscape().dependencies["DEP-2"].api
    assert use is not None
    return use


def test_the_newest_check_of_the_configured_strategy_decides_compliance(catalogue: Catalogue) -> None:
    check(catalogue, "passed", [])
    assert use_of(catalogue).compliant is True
    check(catalogue, "failed", ["R1", "R7"])
    assert (use_of(catalogue).compliant, use_of(catalogue).failed_clauses) == (False, ("R1", "R7"))
    check(catalogue, "passed", [], profile="another-strategy")
    assert use_of(catalogue).compliant is False


def test_a_check_that_could_judge_nothing_is_no_check(catalogue: Catalogue) -> None:
    check(catalogue, "not_checkable", [])
    assert use_of(catalogue).compliant is None


def test_a_check_of_an_earlier_document_says_nothing_of_the_present_one(catalogue: Catalogue) -> None:
    check(catalogue, "passed", [])
    catalogue.session.get_one(ApiVersion, 1).document = SpecificationDocument(sha256="1" * 64, content=b"{ }", size=3)
    catalogue.session.commit()
    assert use_of(catalogue).compliant is None


def test_a_version_with_neither_document_nor_address_is_not_published(catalogue: Catalogue) -> None:
    version = catalogue.session.get_one(ApiVersion, 1)
    version.document = None
    catalogue.session.commit()
    assert use_of(catalogue).published is False
    version.specification_url = "https://api.example/openapi.json"
    catalogue.session.commit()
    assert use_of(catalogue).published is True


def test_initiatives_carry_what_they_touch_and_wait_for(catalogue: Catalogue) -> None:
    found = catalogue.landscape().initiatives
    digital = Plan(
        "INI-1",
        "Digital permits",
        InitiativeStatus.ACTIVE,
        date(2027, 6, 1),
        (("SYS-1", Touch.CHANGES),),
        ("INI-2",),
        None,
    )
    assert found["INI-1"] == digital
    assert found["INI-2"].benefit == 5


def test_a_mainframe_behind_files_blocks_the_initiative(catalogue: Catalogue) -> None:
    with catalogue.app.app_context():
        [blocker] = operations.blockers(catalogue.session, TODAY)["INI-1"]
        blocked = operations.blocked_by(catalogue.session, TODAY)
    assert blocker.system.key == "SYS-2"
    assert [step.dependency_key for step in blocker.path] == ["DEP-1"]
    assert blocked == {"SYS-2": ("INI-1",)}


def test_the_landscape_is_built_once_until_the_catalogue_changes(catalogue: Catalogue) -> None:
    before = catalogue.landscape()
    assert catalogue.landscape() is before
    catalogue.session.get_one(System, 1).name = "Permits 2"
    catalogue.session.commit()
    assert catalogue.landscape()["SYS-1"].name == "Permits 2"
    assert catalogue.landscape(date(2026, 11, 25)) is not catalogue.landscape()


def test_a_change_rolled_back_is_forgotten(catalogue: Catalogue) -> None:
    for name in ("Rolled back", "Kept"):
        catalogue.session.get_one(System, 1).name = name
        catalogue.session.flush()
        assert catalogue.landscape()["SYS-1"].name == name
        if name == "Rolled back":
            catalogue.session.rollback()


def test_a_catalogue_above_the_limit_is_not_loaded_whole(app: Flask, catalogue: Catalogue) -> None:
    app.config["LANDSCAPE_LARGEST"] = 2
    with pytest.raises(operations.LandscapeTooLarge, match="more than 2 systems"):
        catalogue.landscape()
    assert catalogue.assessment("SYS-2").is_legacy


def test_an_unknown_system_is_named_in_the_message(catalogue: Catalogue) -> None:
    with pytest.raises(LandscapeError, match="SYS-404"):
        catalogue.assessment("SYS-404")


@contextmanager
def counted(session: Session) -> Iterator[list[str]]:
    """The statements that were sent meanwhile."""
    sent: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        sent.append(statement)

    engine = session.get_bind().engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(engine, "before_cursor_execute", note)


def test_the_number_of_queries_does_not_follow_the_number_of_systems(catalogue: Catalogue) -> None:
    with counted(catalogue.session) as few:
        catalogue.landscape()
    hub = catalogue.session.get_one(System, 2)
    for number in range(100, 200):
        other = System(key=f"SYS-{number}", name=f"System {number}")
        catalogue.session.add(Dependency(key=f"DEP-{number}", source=other, target=hub, kind=DependencyKind.MANUAL))
    catalogue.session.commit()
    with counted(catalogue.session) as many:
        assert len(catalogue.landscape()) == 103
    assert len(many) == len(few) <= 16
