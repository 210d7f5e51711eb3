"""The first day on which nothing blocks any more."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from core.landscape.landscape_parts import NEEDED, TODAY, depends, initiative, landscapes, remediation, system
from hypothesis import given

from registry.core.landscape.blockers import blockers_of
from registry.core.landscape.clearing import clear_on
from registry.core.landscape.graph import Landscape
from registry.core.vocabulary import RemediationKind, RemediationStatus, Touch

LATE = date(2027, 6, 1)
LATER = date(2028, 2, 1)


def clear(*systems, dependencies=(), touches=(("web", Touch.CHANGES),)):
    wanted = initiative(*touches)
    return clear_on(Landscape(systems, dependencies, (wanted,)), wanted, TODAY)


def test_way_is_clear_when_the_blocking_system_is_replaced():
    old = system("web", is_legacy=True, remediations=(remediation(RemediationKind.REPLACE, LATE),))
    assert clear(old) == LATE


def test_the_last_of_several_blockers_decides():
    old = system("a", is_legacy=True, remediations=(remediation(RemediationKind.UPGRADE, LATER),))
    older = system("b", is_legacy=True, planned_retirement=LATE)
    touches = (("a", Touch.CHANGES), ("b", Touch.CHANGES))
    assert clear(old, older, touches=touches) == LATER


def test_one_mended_system_on_the_way_is_enough():
    between = system("hub", remediations=(remediation(RemediationKind.INSULATE, LATE),))
    old = system("old", is_legacy=True, remediations=(remediation(RemediationKind.REPLACE, LATER),))
    dependencies = (depends("web", "hub"), depends("hub", "old"))
    assert clear(system("web"), between, old, dependencies=dependencies) == LATE


def test_what_is_only_proposed_clears_nothing():
    old = system("web", is_legacy=True, remediations=(remediation(RemediationKind.REPLACE, LATE, RemediationStatus.PROPOSED),))
    assert clear(old) is None


@given(landscapes())
def test_it_is_the_first_day_on_which_the_search_finds_nothing(landscape: Landscape) -> None:
    for wanted in landscape.initiatives.values():
        if not blockers_of(landscape, wanted, TODAY):
            continue
        found = clear_on(landscape, wanted, TODAY)

        def blocked_on(day: date) -> bool:
            return bool(blockers_of(landscape, replace(wanted, needed_by=day), TODAY))  # noqa: B023 -- used at once

        if found is None:
            assert blocked_on(TODAY + timedelta(days=4_000))
        else:
            assert not blocked_on(found)
            assert blocked_on(found - timedelta(days=1))
            assert found > max(wanted.needed_by or TODAY, TODAY)


def test_needed_day_itself_is_not_late():
    old = system("web", is_legacy=True, remediations=(remediation(RemediationKind.REPLACE, NEEDED + timedelta(days=1)),))
    assert clear(old) == NEEDED + timedelta(days=1)
