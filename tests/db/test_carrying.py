"""The newest dated statement holds, by whatever door it came."""

from datetime import date

import pytest

from registry.core.vocabulary import InitiativeStatus
from registry.db import history
from registry.initiatives.models import Benefit, BenefitMeasurement, Initiative
from registry.systems.models import Assessment, System


@pytest.fixture
def system(session):
    made = System(key="SYS-1", name="Old one", business_fit=4, competence=3, assessed_on=date(2025, 1, 1))
    session.add(made)
    session.commit()
    return made


def test_the_newest_assessment_gives_the_system_its_answers_and_unknown_is_one(session, system):
    session.add(Assessment(key="ASMT-1", system=system, assessed_on=date(2026, 1, 1), business_fit=2, documented=1))
    session.commit()
    assert (system.business_fit, system.documented, system.competence, system.assessed_on) == (2, 1, None, date(2026, 1, 1))


def test_an_assessment_older_than_what_is_known_changes_nothing(session, system):
    session.add(Assessment(key="ASMT-1", system_id=system.id, assessed_on=date(2024, 1, 1), business_fit=1))
    session.commit()
    assert (system.business_fit, system.assessed_on) == (4, date(2025, 1, 1))


def test_of_several_saved_together_the_newest_holds(session, system):
    session.add(Assessment(key="ASMT-1", system_id=system.id, assessed_on=date(2026, 3, 1), business_fit=5))
    session.add(Assessment(key="ASMT-2", system_id=system.id, assessed_on=date(2026, 2, 1), business_fit=1))
    session.commit()
    assert system.business_fit == 5


def test_what_is_carried_over_stands_in_the_history_of_the_system(session, system):
    history.note(session, actor="kim@granvik.example")
    session.add(Assessment(key="ASMT-1", system_id=system.id, assessed_on=date(2026, 1, 1), business_fit=2))
    session.commit()
    change, *_earlier = history.of_record(session, "system", system.id)
    assert change.values["business_fit"] == [4, 2]
    assert change.actor == "kim@granvik.example"


def test_a_measurement_is_the_benefits_realised_value_until_the_next(session):
    initiative = Initiative(key="INI-1", name="Faster", status=InitiativeStatus.DONE)
    benefit = Benefit(key="BEN-1", name="Fewer calls", initiative=initiative, expected=100)
    session.add(BenefitMeasurement(key="MEAS-1", benefit=benefit, measured_on=date(2026, 1, 1), realised=40))
    session.commit()
    assert benefit.realised == 40
    session.add(BenefitMeasurement(key="MEAS-2", benefit_id=benefit.id, measured_on=date(2026, 6, 1), realised=70))
    session.commit()
    assert (benefit.realised, benefit.measured_on) == (70, date(2026, 6, 1))
