"""What the catalogue knows bears on the verdict: the API's record, its versions and their lives, earlier documents, answers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from registry.apis.models import Api, ApiVersion, Attestation, CheckResult, Consumer
from registry.core.api_vocabulary import Authentication, VersionStatus
from registry.core.strategy.verdict import Finding, Report, State
from registry.governance.documents import store_document
from registry.governance.operations import check_all
from registry.governance.standing import current_report
from registry.systems.models import System

CASES = """\
openapi: 3.1.0
info: {{title: Cases, version: "{number}"}}
paths:
  /cases:
    get:
      parameters: [{{name: status, in: query, required: {required}, schema: {{type: string, maxLength: 9}}}}]
      responses: {{"200": {{description: Cases}}}}
"""


def cases(number: str, required: str = "false") -> bytes:
    return CASES.format(number=number, required=required).encode()


def report(session: Session, version: ApiVersion, today: date) -> Report:
    found = current_report(session, version, today)
    assert found is not None
    return found


def state(found: Report, clause: str) -> State:
    return next(result.state for result in found.clauses if result.clause == clause)


def findings(found: Report, clause: str) -> tuple[Finding, ...]:
    return next(result.findings for result in found.clauses if result.clause == clause)


@pytest.fixture
def published(session: Session, version: ApiVersion) -> ApiVersion:
    store_document(session, version, cases("1.2"))
    session.commit()
    return version


@pytest.fixture
def second(session: Session, published: ApiVersion) -> Callable[..., ApiVersion]:
    """A further version of the same API."""

    def make(number: str, **facts: object) -> ApiVersion:
        made = ApiVersion(key=f"case-status-{number}", api=published.api, version=number, **facts)
        session.add(made)
        session.flush()
        return made

    return make


def test_the_first_document_has_nothing_to_be_compared_with(session: Session, published: ApiVersion, day: date) -> None:
    assert state(report(session, published, day), "R16") is State.NOT_CHECKABLE


def test_a_revision_that_breaks_clients_under_the_same_number_is_a_finding_at_its_line(
    session: Session, published: ApiVersion, day: date
) -> None:
    store_document(session, published, cases("1.2", required="true"))
    session.commit()
    [found] = findings(report(session, published, day), "R16")
    assert (found.line, "became required" in str(found.message)) == (6, True)


def test_going_back_to_the_former_revision_is_compared_with_the_one_between(
    session: Session, published: ApiVersion, day: date
) -> None:
    for required in ("true", "false"):
        store_document(session, published, cases("1.2", required))
        session.commit()
    assert state(report(session, published, day), "R16") is State.PASSED


def test_a_new_version_is_compared_with_the_nearest_one_below(
    session: Session, second: Callable[..., ApiVersion], day: date
) -> None:
    tenth, ninth = second("1.10"), second("1.9")
    store_document(session, ninth, cases("1.9", required="true"))
    store_document(session, tenth, cases("1.10", required="true"))
    session.commit()
    assert state(report(session, ninth, day), "R16") is State.FAILED
    assert state(report(session, tenth, day), "R16") is State.PASSED


def test_publishing_the_version_before_judges_the_one_after_again(
    session: Session, published: ApiVersion, second: Callable[..., ApiVersion], day: date
) -> None:
    later = second("1.3")
    store_document(session, later, cases("1.3", required="true"))
    session.commit()
    assert state(report(session, later, day), "R16") is State.FAILED
    store_document(session, published, cases("1.2", required="true"))
    session.commit()
    assert state(report(session, later, day), "R16") is State.PASSED


def test_a_second_active_version_is_told_at_both(
    session: Session, published: ApiVersion, second: Callable[..., ApiVersion], day: date
) -> None:
    assert state(report(session, published, day), "R20") is State.PASSED
    other = second("2.0", status=VersionStatus.ACTIVE)
    store_document(session, other, cases("2.0"))
    session.commit()
    for version in (published, other):
        [found] = findings(report(session, version, day), "R20")
        assert found.record == f"api_version/{version.key}"


def test_the_time_to_leave_a_version_ends_though_nobody_saves_anything(
    session: Session, published: ApiVersion, day: date, app: Flask
) -> None:
    published.status, published.deprecated_on = VersionStatus.DEPRECATED, date(2026, 6, 30)
    session.add(Consumer(key="C-1", api_version_id=published.id, system=System(key="S-1", name="Plogspåret")))
    session.commit()
    last = date(2026, 12, 30)
    assert state(report(session, published, last), "R21") is State.PASSED
    [found] = findings(report(session, published, last + timedelta(days=1)), "R21")
    assert "consumers left: Plogspåret" in str(found.message)
    assert check_all(session, last).judged == 0
    assert check_all(session, last + timedelta(days=1)).judged == 1


def test_a_consumer_without_a_key_of_its_own_is_a_finding_at_its_record(
    session: Session, published: ApiVersion, day: date
) -> None:
    published.api.authentication = Authentication.API_KEY
    session.commit()
    assert state(report(session, published, day), "R19") is State.PASSED
    session.add(Consumer(key="C-1", api_version_id=published.id, system=System(key="S-1", name="Plogspåret")))
    session.commit()
    assert [found.record for found in findings(report(session, published, day), "R19")] == ["consumer/C-1"]


def test_daily_calls_judge_nothing_again(session: Session, published: ApiVersion, day: date) -> None:
    before = session.scalars(select(CheckResult.id)).all()
    published.last_call_on = day
    session.commit()
    assert session.scalars(select(CheckResult.id)).all() == before


def test_a_persons_answer_counts_until_it_is_to_be_reviewed(session: Session, published: ApiVersion, day: date) -> None:
    assert state(report(session, published, day), "R07") is State.NOT_CHECKABLE
    answer = {"key": "ATT-1", "clause": "R07", "followed": True, "grounds": "Only what a client needs.", "attested_on": day}
    session.add(Attestation(api_id=published.api_id, profile="sundsvall", review_on=day + timedelta(days=9), **answer))
    session.commit()
    assert state(report(session, published, day + timedelta(days=9)), "R07") is State.PASSED
    assert state(report(session, published, day + timedelta(days=10)), "R07") is State.NOT_CHECKABLE


def test_an_empty_record_of_the_api_is_a_finding(session: Session, published: ApiVersion, day: date) -> None:
    missing = {str(found.message) for found in findings(report(session, published, day), "R11")}
    assert "“API owner” is not filled in" in missing
    session.get(Api, published.api_id).description = "Tells how far a case has come"  # type: ignore[union-attr]
    session.commit()
    assert {str(found.message) for found in findings(report(session, published, day), "R11")} == missing - {
        "“Description” is not filled in"
    }
