"""Initiatives against systems, the picture of a path, and what people say beside what is inferred: without a database."""

from dataclasses import replace
from datetime import date

from registry.core.api_vocabulary import VersionStatus
from registry.core.landscape.blockers import all_blockers, insulated_near_misses
from registry.core.landscape.graph import ApiUse, Dependency, Initiative, Landscape, System
from registry.core.legacy import Evidence, HumanVerdict, assess
from registry.core.vocabulary import DependencyKind, InitiativeStatus, ObstacleCause, Touch, Verdict
from registry.portfolio.observed import Agreement, Observed, compared
from registry.portfolio.overview import arranged, circles_of_blockers
from registry.portfolio.path_picture import LONGEST_NAME, path_picture, shortened
from registry.portfolio.timeline_picture import LEFT, RIGHT, WIDTH, Row, timeline_picture

TODAY = date(2026, 11, 24)
VERDICT = HumanVerdict(Verdict.LEGACY, "old", "Ada", date(2026, 1, 1), date(2030, 1, 1))
LEGACY = assess(Evidence(verdict=VERDICT), TODAY)
OLD = System("OLD", "Gamla registret", legacy=LEGACY)
OLDER = System("OLDER", "Äldre registret", legacy=LEGACY)
NEW = System("NEW", "Nya tjänsten")
FILES = Dependency("DEP-1", "NEW", "OLD", DependencyKind.FILE_TRANSFER)
COMPLIANT = ApiUse("APIV-1", "Uppslag", "1.0", True, VersionStatus.ACTIVE, True)


def initiative(key, *touches, benefit=None, needed_by=None, status=InitiativeStatus.ACTIVE):
    return Initiative(key, f"Initiativ {key}", status, needed_by, touches, (), benefit)


def overview(*initiatives, systems=(OLD, OLDER, NEW), dependencies=(FILES,)):
    landscape = Landscape(systems, dependencies, initiatives)
    return arranged(landscape.initiatives, all_blockers(landscape, TODAY))


def test_blocked_initiatives_are_counted_and_come_first_the_soonest_needed_before_the_others():
    found = overview(
        initiative("FREE", needed_by=date(2027, 1, 1)),
        initiative("LATER", ("OLD", Touch.CHANGES), needed_by=date(2028, 1, 1)),
        initiative("SOON", ("NEW", Touch.CHANGES), needed_by=date(2027, 6, 1)),
        initiative("IDEA", ("OLD", Touch.CHANGES), status=InitiativeStatus.IDEA),
    )
    assert [line.initiative.key for line in found.initiatives] == ["SOON", "LATER", "FREE"]
    assert (found.blocked, found.active) == (2, 3)
    soon = found.initiatives[0]
    assert (soon.direct, soon.indirect) == (0, 1)


def test_systems_are_ranked_by_the_benefit_they_block():
    found = overview(
        initiative("A", ("OLDER", Touch.CHANGES), benefit=5000),
        initiative("B", ("OLD", Touch.CHANGES), benefit=500),
        initiative("C", ("NEW", Touch.BUILDS_ON), benefit=600),
    )
    assert [(line.system.key, line.benefit, line.direct) for line in found.systems] == [("OLDER", 5000, 1), ("OLD", 1100, 1)]


def test_an_initiative_that_two_systems_block_counts_in_full_at_each_and_once_in_all():
    found = overview(initiative("A", ("OLDER", Touch.CHANGES), ("OLD", Touch.CHANGES), benefit=900))
    assert [line.benefit for line in found.systems] == [900, 900]
    assert found.at_stake == 900


def test_a_benefit_nobody_knows_is_told_as_unknown_and_adds_nothing():
    found = overview(initiative("A", ("OLD", Touch.CHANGES)), initiative("B", ("OLD", Touch.CHANGES), benefit=5))
    assert [line.at_stake for line in found.initiatives] == [None, 5]
    assert found.at_stake == 5


def test_the_picture_goes_from_the_initiative_down_to_the_legacy_system():
    [line] = overview(initiative("A", ("NEW", Touch.BUILDS_ON))).initiatives
    [blocker] = line.blockers
    picture = path_picture(line.initiative.name, blocker.touch, blocker.start, blocker.path)
    assert [(box.kind, box.name) for box in picture.boxes] == [
        ("initiative", "Initiativ A"),
        ("system", "Nya tjänsten"),
        ("legacy", "Gamla registret"),
    ]
    assert [(str(arrow.label), arrow.conducts) for arrow in picture.arrows] == [("Builds on", None), ("File transfer", True)]
    lowest = picture.boxes[-1]
    assert lowest.y < picture.height
    assert all(
        upper.y < arrow.y < lower.y for upper, arrow, lower in zip(picture.boxes, picture.arrows, picture.boxes[1:], strict=False)
    )


def test_a_direct_blocker_has_a_picture_without_dependencies():
    picture = path_picture("Initiativ", Touch.CHANGES, OLD, ())
    assert [box.kind for box in picture.boxes] == ["initiative", "legacy"]


def test_a_long_name_is_cut_to_its_box():
    assert shortened("Diariet") == "Diariet"
    assert len(shortened("å" * 200)) == LONGEST_NAME


def told(system, key="OBS-1"):
    return Observed(key, "Går inte att ändra", ObstacleCause.TECHNOLOGY, date(2026, 3, 1), system)


def comparison(*observed, dependencies=(FILES,), systems=(OLD, OLDER, NEW)):
    landscape = Landscape(systems, dependencies, [initiative("A", ("NEW", Touch.BUILDS_ON))])
    only = landscape.initiatives["A"]
    held_off = insulated_near_misses(landscape, only)
    return compared(all_blockers(landscape, TODAY)["A"], held_off, observed, landscape.systems)


def test_an_inferred_blocker_that_people_met_is_told_as_both():
    [both] = comparison(told("OLD"))
    assert both.agreement is Agreement.BOTH
    assert [obstacle.key for obstacle in both.observed] == ["OBS-1"]


def test_an_inferred_blocker_that_nobody_reported_is_told_as_such():
    [inferred] = comparison()
    assert inferred.agreement is Agreement.INFERRED
    assert "Nobody has reported this" in str(inferred.remark)


def test_an_obstacle_the_registry_did_not_infer_is_told_with_why_it_may_be_so():
    through_api = replace(FILES, kind=DependencyKind.API, api=COMPLIANT)
    on_paper = comparison(told("OLD"), dependencies=(through_api,))
    not_judged = comparison(told("NEW"))
    no_path = comparison(told("OLDER"))
    assert "an API holds it off" in str(on_paper[-1].remark)
    assert "Not judged legacy" in str(not_judged[-1].remark)
    assert "a dependency or touch may be missing" in str(no_path[-1].remark)
    assert {found[-1].agreement for found in (on_paper, not_judged, no_path)} == {Agreement.OBSERVED}


def test_an_obstacle_in_no_system_or_in_one_not_loaded_stands_last():
    found = comparison(told(None), told("GONE", "OBS-2"))
    assert found[-1].system is None
    assert [obstacle.key for obstacle in found[-1].observed] == ["OBS-1", "OBS-2"]


def test_a_system_that_alone_blocks_an_initiative_is_told_from_one_that_shares_it():
    found = overview(
        initiative("BOTH", ("OLD", Touch.CHANGES), ("OLDER", Touch.CHANGES)),
        initiative("ONE", ("OLD", Touch.CHANGES)),
    )
    assert {line.system.key: line.alone for line in found.systems} == {"OLD": {"ONE"}, "OLDER": frozenset()}
    assert found.shared == 1


def test_an_initiative_that_only_a_contract_stops_is_neither_blocked_nor_free():
    told = (Observed("OBS-1", "Avtalet", ObstacleCause.CONTRACT, date(2026, 1, 1), None),)
    landscape = Landscape((OLD,), (), (initiative("TERMS"), initiative("FREE"), initiative("OLD", ("OLD", Touch.CHANGES))))
    found = arranged(landscape.initiatives, all_blockers(landscape, TODAY), {"TERMS": told, "OLD": told})
    assert (found.blocked, found.only_terms, found.free) == (1, 1, 1)
    assert [line.initiative.key for line in found.initiatives] == ["OLD", "TERMS", "FREE"]


def test_a_circle_counts_only_when_a_blockage_goes_round_in_it():
    back = Dependency("DEP-2", "OLD", "NEW", DependencyKind.FILE_TRANSFER)
    insulated = replace(back, kind=DependencyKind.API, api=COMPLIANT)
    wanted = initiative("A", ("NEW", Touch.CHANGES))
    for ties, expected in (((FILES, back), [["NEW", "OLD"]]), ((FILES, insulated), [])):
        landscape = Landscape((OLD, NEW), ties, (wanted,))
        circles = circles_of_blockers(landscape, arranged(landscape.initiatives, all_blockers(landscape, TODAY)))
        assert [[system.key for system in circle.systems] for circle in circles] == expected


def test_a_timeline_runs_from_today_to_its_last_day():
    picture = timeline_picture(
        [
            Row("A", date(2027, 6, 1), date(2029, 6, 1), date(2027, 12, 1)),
            Row("B", TODAY, None, None),
        ],
        TODAY,
    )
    first, second = picture.rows
    assert first.agreed == WIDTH - RIGHT
    assert LEFT < first.needed < first.proposed < first.agreed
    assert (first.cleared, second.cleared) == (first.agreed, None)
    assert second.needed == LEFT
    assert [mark.year for mark in picture.years] == [2028, 2029]
    assert second.y > first.y
