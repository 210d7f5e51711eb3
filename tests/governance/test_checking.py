"""A verdict is made once, and again when what it rests on changes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from registry.apis.models import Api, ApiEnvironment, ApiVersion, CheckResult, Waiver
from registry.core.api_vocabulary import Authentication, Environment
from registry.core.strategy.profile import BadProfile
from registry.db.history import revision
from registry.governance.documents import store_document
from registry.governance.operations import NotPublished, check_all, check_version
from registry.suppliers.models import Supplier
from registry.systems.models import System


def count(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(CheckResult)) or 0


def newest(session: Session) -> CheckResult:
    return session.scalars(select(CheckResult).order_by(CheckResult.id.desc())).first()  # type: ignore[return-value]


def states(result: CheckResult) -> dict[str, str]:
    return {clause["clause"]: clause["state"] for clause in result.report["clauses"]}


@pytest.fixture
def published(session: Session, version: ApiVersion, gatewayed: bytes) -> ApiVersion:
    store_document(session, version, gatewayed, "case-status.yaml")
    session.commit()
    return version


def test_the_same_document_and_facts_are_judged_once(session: Session, published: ApiVersion, day: date) -> None:
    first = check_version(session, published, day)
    before = revision(session)
    assert check_version(session, published, day) is first
    assert check_all(session, day).judged == 0
    assert (count(session), revision(session)) == (1, before)


def test_a_version_without_a_document_is_not_checked(session: Session, version: ApiVersion, day: date) -> None:
    with pytest.raises(NotPublished):
        check_version(session, version, day)


def test_going_back_to_a_former_document_gives_a_new_newest_result(
    session: Session, published: ApiVersion, follows: bytes, gatewayed: bytes, day: date
) -> None:
    for data in (follows, gatewayed):
        store_document(session, published, data)
        session.commit()
    assert newest(session).document_id == published.document_id
    assert newest(session).report["title"] == "Case status"


def test_saving_the_gateways_authentication_judges_again(session: Session, published: ApiVersion, day: date) -> None:
    assert states(check_version(session, published, day))["R25"] == "passed"
    published.api.authentication = Authentication.BASIC
    session.commit()
    assert states(newest(session))["R25"] == "failed"
    assert "R25" in newest(session).failed_must


def test_saving_an_address_judges_again(session: Session, published: ApiVersion) -> None:
    assert states(newest(session))["R24"] == "not_checkable"
    session.add(
        ApiEnvironment(
            key="ENV-1",
            api_version_id=published.id,
            environment=Environment.PRODUCTION,
            url="http://api.granvik.example/case-status/1.2",
        )
    )
    session.commit()
    assert states(newest(session))["R24"] == "failed"


@pytest.mark.parametrize("noun", [System, Supplier])
def test_registering_a_product_judges_the_apis_named_after_it(
    session: Session, published: ApiVersion, noun: type[System] | type[Supplier]
) -> None:
    assert states(newest(session))["R02"] == "passed"
    session.add(noun(key="X-1", name="Case Status AB"))
    session.commit()
    assert states(newest(session))["R02"] == "failed"


def test_renaming_the_product_frees_the_api(session: Session, published: ApiVersion) -> None:
    product = System(key="S-1", name="Case")
    session.add(product)
    session.commit()
    assert states(newest(session))["R02"] == "failed"
    product.name = "Vårdvy"
    session.commit()
    assert states(newest(session))["R02"] == "passed"


def test_an_apis_own_service_is_no_product_behind_it(session: Session, published: ApiVersion) -> None:
    published.api.system = System(key="S-1", name="Case status")
    session.commit()
    assert states(newest(session))["R02"] == "passed"
    published.api.system.supplier = Supplier(key="SUP-1", name="Someone")
    session.commit()
    assert states(newest(session))["R02"] == "failed"


def test_an_unrelated_change_judges_nothing(session: Session, published: ApiVersion) -> None:
    before = count(session)
    session.add(System(key="S-9", name="Plogspåret"))
    published.last_call_on = date(2026, 11, 1)
    session.commit()
    assert count(session) == before


def waive(session: Session, api: Api, clause: str, expires: date) -> Waiver:
    waiver = Waiver(key=f"W-{clause}", api=api, profile="sundsvall", clause=clause, reason="Old clients", expires_on=expires)
    session.add(waiver)
    session.commit()
    return waiver


def test_a_waiver_counts_until_its_last_day(session: Session, published: ApiVersion, day: date) -> None:
    assert states(newest(session))["R12"] == "failed"
    waiver = waive(session, published.api, "R12", day + timedelta(days=1))
    assert states(newest(session))["R12"] == "waived"
    assert "R12" not in newest(session).failed_must
    assert check_all(session, day + timedelta(days=1)).judged == 0
    assert check_all(session, day + timedelta(days=2)).judged == 1
    assert states(newest(session))["R12"] == "failed"
    session.delete(waiver)
    session.commit()
    assert states(newest(session))["R12"] == "failed"


def test_a_waiver_that_has_run_out_does_not_count(session: Session, published: ApiVersion, day: date) -> None:
    waive(session, published.api, "R12", day - timedelta(days=1))
    assert states(newest(session))["R12"] == "failed"


def test_a_waiver_of_another_strategy_does_not_count(session: Session, published: ApiVersion, day: date) -> None:
    waiver = waive(session, published.api, "R12", day)
    waiver.profile = "another"
    session.commit()
    assert states(newest(session))["R12"] == "failed"


def test_nothing_is_left_of_a_change_that_was_rolled_back(session: Session, published: ApiVersion) -> None:
    before = count(session)
    published.api.authentication = Authentication.BASIC
    session.flush()
    session.rollback()
    session.commit()
    assert count(session) == before


def test_checking_all_needs_no_more_queries_for_more_versions(
    session: Session, new_version: Callable[..., ApiVersion], gatewayed: bytes, day: date
) -> None:
    from sqlalchemy import event

    def cost(versions: int) -> int:
        for number in range(versions):
            store_document(session, new_version(session, f"Api {versions} {number}", "1.0"), gatewayed)
        session.commit()
        statements: list[str] = []
        engine = session.get_bind()
        event.listen(engine, "before_cursor_execute", lambda *found: statements.append(found[2]))
        assert check_all(session, day).judged == 0
        return len(statements)

    assert cost(3) == cost(20)


def test_a_stored_document_that_cannot_be_read_any_more_hinders_nothing(
    session: Session, published: ApiVersion, day: date
) -> None:
    assert published.document is not None
    published.document.content = b""
    session.commit()
    before = count(session)
    published.api.authentication = Authentication.BASIC
    session.commit()
    assert check_all(session, day).judged == 0
    assert (published.api.authentication, count(session)) == (Authentication.BASIC, before)


def test_progress_is_told_to_the_end(session: Session, published: ApiVersion, day: date) -> None:
    told: list[tuple[int, int]] = []
    summary = check_all(session, day, lambda done, total: told.append((done, total)))
    assert told == [(1, 1)]
    assert (summary.published, summary.failing) == (1, 1)


def test_the_municipalitys_own_strategy_is_read_from_the_instance_folder(app: Flask, published: ApiVersion, day: date) -> None:
    from dataclasses import replace

    from registry.core.strategy.profile import built_in_profiles
    from registry.governance.strategy import strategy

    folder = Path(app.config["SETTINGS"].instance) / "profiles"
    folder.mkdir(exist_ok=True)
    own = folder / "granvik.yaml"
    own.write_text(built_in_profiles()["sundsvall"].read_text(encoding="utf-8").replace("profile: sundsvall", "profile: granvik"))
    app.config["SETTINGS"] = replace(app.config["SETTINGS"], strategy_profile="granvik")
    assert strategy().profile.id == "granvik"
    own.write_text(own.read_text(encoding="utf-8").replace("profile: granvik", "profile: other"), encoding="utf-8")
    with pytest.raises(BadProfile, match=r"granvik\.yaml"):
        strategy()
    own.unlink()
    with pytest.raises(BadProfile, match="no strategy “granvik”"):
        strategy()
