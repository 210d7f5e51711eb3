"""The worked example of registry/docs/blockers.md, case by case."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from core.landscape.landscape_parts import GOOD_API, NEEDED, TODAY, depends, initiative, remediation, system

from registry.core.api_vocabulary import VersionStatus
from registry.core.landscape.blockers import Blocker, blockers_of, insulated_near_misses
from registry.core.landscape.graph import ApiUse, Landscape, Remediation
from registry.core.vocabulary import DependencyKind, RemediationKind, Touch

WISH = initiative(("platform", Touch.CHANGES), needed_by=NEEDED)
DEPRECATED = replace(GOOD_API, status=VersionStatus.DEPRECATED)


def landscape(api: ApiUse, *remediations: Remediation) -> Landscape:
    systems = [
        system("platform"),
        system("case"),
        system("archive", is_legacy=True, remediations=remediations),
        system("store", is_legacy=True),
    ]
    dependencies = [
        depends("platform", "case", DependencyKind.API, api=api),
        depends("case", "archive", DependencyKind.FILE_TRANSFER),
        depends("archive", "store", DependencyKind.SHARED_DATABASE),
    ]
    return Landscape(systems, dependencies, [WISH])


def found(api: ApiUse, *remediations: Remediation) -> dict[str, Blocker]:
    return {blocker.system.key: blocker for blocker in blockers_of(landscape(api, *remediations), WISH, TODAY)}


def test_a_compliant_api_holds_both_off() -> None:
    assert found(GOOD_API) == {}
    near = insulated_near_misses(landscape(GOOD_API), WISH)
    assert [(miss.system.key, miss.held_off_by[0].dependency_key) for miss in near] == [
        ("archive", "platform-case"),
        ("store", "platform-case"),
    ]


def test_a_deprecated_api_lets_both_block() -> None:
    assert {key: len(blocker.path) for key, blocker in found(DEPRECATED).items()} == {"archive": 2, "store": 3}


def test_replacing_the_archive_in_time_frees_from_both() -> None:
    assert found(DEPRECATED, remediation(RemediationKind.REPLACE, date(2026, 12, 1))) == {}


def test_upgrading_the_archive_in_time_leaves_what_it_depends_on() -> None:
    assert list(found(DEPRECATED, remediation(RemediationKind.UPGRADE, date(2026, 12, 1)))) == ["store"]


def test_an_upgrade_that_comes_too_late_tells_its_day() -> None:
    late = date(2027, 6, 1)
    assert found(DEPRECATED, remediation(RemediationKind.UPGRADE, late))["archive"].resolved_by == late
