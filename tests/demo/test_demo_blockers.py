"""Each active initiative of the demonstration shows one way to be blocked, or not to be."""

from datetime import date
from itertools import pairwise

import pytest
from sqlalchemy.orm import Session

from registry.core.landscape.blockers import Blocker, insulated_near_misses
from registry.core.landscape.conduction import conducts
from registry.core.legacy import Standing
from registry.core.vocabulary import Touch
from registry.demo.dates import WRITTEN_ON
from registry.landscape.operations import blocked_by, blockers, landscape

DIRECT: tuple[str, ...] = ()
BLOCKED = {
    # initiative: (blocking system, kinds of the steps that lead to it, what the last step's reason says)
    "forskolekon-digital": ("lekstart", DIRECT, ""),
    "chefens-sjalvservice": ("lonebryggan", DIRECT, ""),
    "mindre-matsvinn": ("matsalsvy", DIRECT, ""),
    "barnarenden-i-tid": ("socialpulsen", DIRECT, ""),
    "klimatbudget": ("ekonomen", ("file_transfer",), "file transfer"),
    "lokalbanken": ("tomtboken", ("shared_database",), "shared database"),
    "hemtjanst-i-mobilen": ("hemvandan", ("api",), "fails the strategy: R10, R15"),
    "kulturskolan-oppen": ("musikpulten", ("api",), "is not published"),
    "enklare-foreningsbidrag": ("invanarregistret", ("api", "file_transfer"), "file transfer"),
    "varme-i-skolor": ("tomtboken", ("file_transfer", "shared_database"), "shared database"),
    "samlad-tillsyn": ("dataklustret", ("platform",), "shares its fate"),
    "en-vag-in-felanmalan": ("vaktmastarparmen", ("screen_scraping",), "robot"),
    "sammanhallet-bygglov": ("knutpunkten", ("message_queue",), "messages"),
    "faktura-utan-hand": ("knutpunkten", ("file_transfer",), "file transfer"),
    "e-arkiv-for-alla": ("knutpunkten", ("file_transfer",), "file transfer"),
}
FREE = {"mina-fakturor", "snorojning-realtid", "ny-telefoni", "oppna-data-forst"}


def the_blocker(session: Session, initiative: str, system: str) -> Blocker:
    [found] = [blocker for blocker in blockers(session, WRITTEN_ON)[initiative] if blocker.system.key == system]
    return found


@pytest.mark.parametrize("initiative", BLOCKED)
def test_it_is_blocked_for_its_own_reason(granvik: Session, initiative: str) -> None:
    system, kinds, reason = BLOCKED[initiative]
    blocker = the_blocker(granvik, initiative, system)
    assert tuple(step.kind.value for step in blocker.path) == kinds
    if blocker.path:
        assert reason in str(blocker.path[-1].reason)


@pytest.mark.parametrize("today", [WRITTEN_ON, date(2027, 5, 3), date(2028, 2, 29)])
def test_the_same_are_blocked_whenever_it_is_loaded(furnish, today: date) -> None:
    with furnish(today) as session:
        found = blockers(session, today)
        assert {key for key, some in found.items() if some} == set(BLOCKED)
        assert {key for key, some in found.items() if not some} == FREE


def test_one_is_blocked_by_what_it_changes_and_one_by_what_it_builds_on(granvik: Session) -> None:
    assert the_blocker(granvik, "forskolekon-digital", "lekstart").touch is Touch.CHANGES
    assert the_blocker(granvik, "chefens-sjalvservice", "lonebryggan").touch is Touch.BUILDS_ON


def test_one_plan_comes_too_late(granvik: Session) -> None:
    late = the_blocker(granvik, "barnarenden-i-tid", "socialpulsen").resolved_by
    needed = landscape(granvik, WRITTEN_ON).initiatives["barnarenden-i-tid"].needed_by
    assert late is not None
    assert needed is not None
    assert late > needed


def test_one_plan_is_done_in_time_so_nothing_blocks(granvik: Session) -> None:
    whole = landscape(granvik, WRITTEN_ON)
    assert ("plogsparet", Touch.CHANGES) in whole.initiatives["snorojning-realtid"].touches
    assert whole["plogsparet"].is_legacy


def test_a_compliant_api_holds_the_finance_system_off(granvik: Session) -> None:
    whole = landscape(granvik, WRITTEN_ON)
    held_off = {near.system.key: near for near in insulated_near_misses(whole, whole.initiatives["mina-fakturor"])}
    assert "Insulated: Customer invoices 4.2" in str(held_off["ekonomen"].held_off_by[0].reason)


def test_one_would_be_free_if_a_single_api_passed_the_strategy(granvik: Session) -> None:
    [only] = blockers(granvik, WRITTEN_ON)["hemtjanst-i-mobilen"]
    assert [str(way) for way in only.insulate] == ["Make Home care visits and schedule 1 pass R10, R15"]


def test_one_system_blocks_several_initiatives(granvik: Session) -> None:
    assert len(blocked_by(granvik, WRITTEN_ON)["knutpunkten"]) >= 3


def test_the_landscape_has_a_circle_of_conducting_dependencies(granvik: Session) -> None:
    whole = landscape(granvik, WRITTEN_ON)
    circle = ("husvakten", "fastighetsvyn", "energikollen", "husvakten")
    for source, target in pairwise(circle):
        assert any(map(conducts, whole.graph.edges[source, target]["dependencies"]))


@pytest.mark.parametrize(
    ("system", "standing", "computed_legacy"),
    [("varmebandet", Standing.NOT_LEGACY, True), ("prylkatalogen", Standing.LEGACY, False)],
)
def test_a_verdict_stands_before_the_score(granvik: Session, system: str, standing: Standing, computed_legacy: bool) -> None:
    legacy = landscape(granvik, WRITTEN_ON)[system].legacy
    assert legacy is not None
    assert legacy.verdict is not None
    assert (legacy.standing, legacy.score >= 50) == (standing, computed_legacy)
