"""The start page: what needs each reader today."""

from datetime import UTC, date, datetime

import pytest
from portfolio.catalogue import TODAY, blocked_catalogue

from registry.apis.models import Api, ApiVersion, CheckResult, SpecificationDocument
from registry.contracts.models import Contract
from registry.core.api_vocabulary import VersionStatus
from registry.core.vocabulary import ContractKind, Lifecycle, PeriodUnit
from registry.kit.access import Role
from registry.organisations.models import Organisation
from registry.reports.figures import ApiChecks, api_checks, stale_systems
from registry.reports.support import ending
from registry.suppliers.models import Supplier
from registry.systems.models import System, Technology


@pytest.fixture
def client(app, client_as):
    app.config["TODAY"] = TODAY
    return client_as


def tile(page, title):
    """The tile's words, its spaces closed up."""
    found = [part for part in page.split('<li class="tile')[1:] if f"<h2>{title}</h2>" in part]
    assert len(found) == 1, title
    return " ".join(found[0].split("</li>")[0].split())


def test_an_empty_catalogue_offers_the_first_steps_to_those_who_may_take_them(client):
    editor, reader = client(Role.EDITOR).get("/").text, client(Role.READER).get("/").text
    assert "/systems/import" in editor
    assert "registry demo" in editor
    assert "/systems/import" not in reader
    assert "Nothing is registered yet." in reader


@pytest.mark.parametrize("role", list(Role))
def test_every_role_has_a_start_page(client, session, role):
    blocked_catalogue(session)
    answer = client(role).get("/")
    assert answer.status_code == 200
    assert "2" in tile(answer.text, "Blocked initiatives")
    assert "of 4 active initiatives; blocking systems: 1." in tile(answer.text, "Blocked initiatives")
    assert ("Contracts to decide about within 90 days" in answer.text) is (role in {Role.PROCUREMENT, Role.ADMINISTRATOR})


def test_the_start_page_is_for_those_who_are_logged_in(app):
    assert app.test_client().get("/").status_code == 302


def test_contract_deadlines_are_counted_for_buyers(client, session):
    supplier = Supplier(key="SUP-1", name="Norrdata")
    session.add(supplier)
    session.flush()
    months = PeriodUnit.MONTHS
    terms = {"start": date(2020, 1, 1), "notice_period": 3, "notice_unit": months, "renewal_period": 12, "renewal_unit": months}
    session.add(
        Contract(key="CON-1", name="Avtal", kind=ContractKind.LICENCE, supplier_id=supplier.id, end=date(2027, 3, 31), **terms)
    )
    session.commit()
    assert ">1 <" in tile(client(Role.PROCUREMENT).get("/").text, "Contracts to decide about within 90 days")


def test_a_system_in_use_is_stale_when_nobody_attested_it_for_twelve_months(client, session):
    session.add_all(
        [
            System(key="NEVER", name="Aldrig intygat"),
            System(key="OLD", name="För länge sedan", last_attested=date(2025, 11, 23)),
            System(key="JUST", name="Precis ett år", last_attested=date(2025, 11, 24)),
            System(key="GONE", name="Avvecklat", lifecycle=Lifecycle.RETIRED),
            System(key="PLAN", name="Planerat", lifecycle=Lifecycle.PLANNED),
        ]
    )
    session.commit()
    assert [row.key for row in stale_systems(session, TODAY, 10)] == ["NEVER", "OLD"]
    reader = client(Role.READER)
    assert ">2 <" in tile(reader.get("/").text, "Stale records")
    page = reader.get("/stale").text
    assert "2 systems in use have not been attested for 12 months." in page
    assert "Precis ett år" not in page


def test_technology_of_systems_in_use_is_judged_by_public_dates_and_own_agreements(client, session):
    kept, gone = System(key="KEPT", name="Kvar"), System(key="GONE", name="Borta", lifecycle=Lifecycle.RETIRED)
    session.add_all([kept, gone])
    session.flush()

    def add(key, system, product, version, own=None):
        session.add(Technology(key=key, system_id=system.id, product=product, version=version, support_ends=own))

    add("T1", kept, "PHP", "7.4")
    add("T2", kept, "Egenbygget", "1", date(2027, 3, 1))
    add("T3", kept, "Hemmabygget", "2", date(2028, 3, 1))
    add("T4", gone, "PHP", "5.6")
    add("T5", kept, "Okänt", "9")
    add("T6", kept, "Windows Server", "2012 R2", date(2029, 12, 31))
    session.commit()
    assert [(it.product, it.ended, it.only_extended, it.systems) for it in ending(session, TODAY)] == [
        ("PHP", True, False, 1),
        ("Windows Server", False, True, 1),
        ("Egenbygget", False, False, 1),
    ]
    reader = client(Role.READER)
    assert ">1 <" in tile(reader.get("/").text, "Technology out of support")
    page = reader.get("/support").text
    assert "1 product and version has no support left; 2 more lose it within 12 months" in page
    assert "/technologies/?product=PHP&amp;version=7.4" in page
    assert reader.get("/technologies/?product=PHP&version=7.4").status_code == 200


def test_the_support_page_names_systems_and_those_their_supplier_has_left(client, session):
    town, supplier = Organisation(key="TOWN", name="Staden"), Supplier(key="SUP-1", name="Norrdata")
    session.add_all([town, supplier])
    session.flush()
    owned = {"owner_organisation_id": town.id, "supplier_id": supplier.id}
    systems = [System(key=f"SYS-{number:02}", name=f"Webb {number:02}", **owned) for number in range(12)]
    systems[0].supplier_support_ends, systems[1].supplier_support_ends = date(2026, 11, 23), TODAY
    retired = System(key="GONE", name="Borta", lifecycle=Lifecycle.RETIRED, supplier_support_ends=date(2020, 1, 1))
    session.add_all([*systems, retired])
    session.flush()
    for number, system in enumerate([*systems, retired]):
        session.add(Technology(key=f"T{number}", system_id=system.id, product="PHP", version="7.4"))
    session.commit()
    technology, left = client(Role.READER).get("/support").text.split("<h2>")
    assert [f'href="/systems/SYS-{number:02}"' in technology for number in range(12)] == [True] * 10 + [False] * 2
    assert ">and 2 more</a>" in technology
    assert "/organisations/TOWN" in technology
    assert [f'href="/systems/{key}"' in left for key in ("SYS-00", "SYS-01", "GONE")] == [True, False, False]
    assert "23 Nov 2026" in left
    assert "Norrdata" in left
    assert "GONE" not in technology


def add_version(session, key, status, *verdicts, document=True):
    """An API version whose checks gave `verdicts`, (verdict, day) oldest first."""
    api = Api(key=f"API-{key}", name=f"Api {key}")
    published = SpecificationDocument(sha256=key.ljust(64, "0"), content=b"{}", size=2)
    session.add_all([api, published])
    session.flush()
    version = ApiVersion(key=key, api_id=api.id, version="1.0", status=status, document_id=published.id if document else None)
    session.add(version)
    session.flush()
    for verdict, day in verdicts:
        checked = {
            "profile": "sundsvall",
            "profile_version": "1",
            "facts": "0",
            "checked_share": 1.0,
            "failed_must": [],
            "report": {},
        }
        at = datetime(day.year, day.month, day.day, tzinfo=UTC)
        session.add(CheckResult(api_version_id=version.id, document_id=published.id, verdict=verdict, checked_at=at, **checked))
        session.flush()
    session.commit()


def test_api_versions_are_counted_by_their_newest_check(session):
    recently, earlier, long_ago = date(2026, 11, 20), date(2026, 11, 1), date(2026, 1, 1)
    active = VersionStatus.ACTIVE
    add_version(session, "good", active, ("failed", earlier), ("passed", recently))
    add_version(session, "newly", active, ("passed", earlier), ("failed", recently))
    add_version(session, "still", active, ("failed", earlier), ("failed", recently))
    add_version(session, "known", VersionStatus.DEPRECATED, ("passed", long_ago), ("failed", long_ago))
    add_version(session, "never", active)
    add_version(session, "bare", active, document=False)
    add_version(session, "gone", VersionStatus.RETIRED, ("failed", recently))
    assert api_checks(session, "sundsvall", TODAY) == ApiChecks(offered=6, failing=3, newly=1, unchecked=2)


def test_a_check_of_another_strategy_is_no_check(session):
    add_version(session, "one", VersionStatus.ACTIVE, ("failed", TODAY))
    assert api_checks(session, "another", TODAY) == ApiChecks(offered=1, failing=0, newly=0, unchecked=1)


def test_the_tiles_of_apis_and_obstacles_lead_to_their_lists(client, session):
    blocked_catalogue(session)
    add_version(session, "newly", VersionStatus.ACTIVE, ("passed", date(2026, 11, 1)), ("failed", date(2026, 11, 20)))
    reader = client(Role.READER)
    page = reader.get("/").text
    assert "of 1 offered version; newly failing: 1, not checked: 0." in tile(page, "APIs that fail the strategy")
    obstacles = tile(page, "Open obstacles")
    assert "The oldest was observed 2 May 2026." in obstacles
    assert 'href="/obstacles/?resolved_on=-"' in obstacles
    shown = reader.get("/obstacles/?resolved_on=-").text
    assert "Filen fastnar" in shown
    assert "Löst sedan länge" not in shown


def test_the_start_page_asks_the_database_as_often_for_many_records_as_for_few(client, session, count_queries):
    blocked_catalogue(session)
    reader = client(Role.READER)
    reader.get("/")
    with count_queries() as few:
        reader.get("/")
    session.add_all(System(key=f"S{number}", name=f"S{number}") for number in range(60))
    session.commit()
    reader.get("/")
    with count_queries() as many:
        reader.get("/")
    assert len(many) == len(few)
