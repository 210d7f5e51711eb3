"""The csv files as a user would read them: whole, coherent, invented, and accepted by the import."""

import re
from collections import Counter
from datetime import date

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from stdnum import luhn
from stdnum.se import orgnr

from registry.apis.models import ApiVersion, CheckResult
from registry.apis.strategies import StrategyChoice, StrategyText
from registry.core.agreements.conflicts import ConflictName
from registry.core.strategy.comparison import Difference, clause_changes
from registry.core.strategy.profile import built_in_profiles, parse_profile
from registry.core.support.support import find
from registry.db.history import Change
from registry.demo.dates import WRITTEN_ON
from registry.demo.documents import key_of, listed
from registry.demo.load import FOLDER, DemoWrong, dated, in_order, load, parts, read_demo
from registry.governance.waivers import Standing, granted
from registry.kit.spreadsheets import Row, Table
from registry.procurement.conflict_lists import all_conflicts
from registry.resources import RESOURCES
from registry.systems.models import System

SIZES = {
    **{"system": 120, "technology": 150, "dependency": 260, "supplier": 45, "contract": 70, "legacy_verdict": 6},
    **{"api": 36, "api_version": 40, "api_environment": 90, "consumer": 110, "waiver": 5},
    **{"initiative": 25, "goal": 6, "obstacle": 25, "remediation": 35},
    **{"organisation": 30, "person": 60, "responsibility": 60},
}
UNKNOWN_TO_THE_PUBLIC_FACTS = {"Visual Basic", "BizTalk Server", "Visual FoxPro", "Delphi"}


def rows(noun: str) -> list[dict[str, str]]:
    return [row.values for row in read_demo(RESOURCES[noun]).rows]


def every_cell() -> list[str]:
    return [cell for resource in RESOURCES for row in rows(resource.name) for cell in row.values()]


def test_every_noun_has_its_file_and_no_file_is_left_over() -> None:
    assert {path.stem for path in FOLDER.glob("*.csv")} == {resource.name for resource in RESOURCES}


@pytest.mark.parametrize("noun", SIZES)
def test_there_is_enough_of_everything(noun: str) -> None:
    assert len(rows(noun)) >= SIZES[noun]


def test_at_least_fourteen_initiatives_are_active() -> None:
    assert Counter(row["status"] for row in rows("initiative"))["active"] >= 14


def test_what_was_done_tells_its_benefit_and_what_was_learnt() -> None:
    done = [row for row in rows("initiative") if row["status"] == "done"]
    assert done
    assert all(row["realised_benefit"] and row["learnt"] for row in done)


def test_organisation_numbers_are_valid_and_belong_to_nobody() -> None:
    numbers = [row["organisation_number"] for noun in ("organisation", "supplier") for row in rows(noun)]
    given = [number for number in numbers if number]
    assert len(given) == len(set(given)) > 40
    assert all(orgnr.is_valid(number) and number.startswith("9999") for number in given)


def test_no_cell_holds_a_personal_identity_number() -> None:
    pattern = re.compile(r"(?<!\d)(?:19|20)?(\d{2})(0[1-9]|1[0-2])([0-8]\d|9[01])[-+]?(\d{4})(?!\d)")
    found = [match.group() for cell in every_cell() for match in pattern.finditer(cell) if luhn.is_valid("".join(match.groups()))]
    assert found == []


def test_every_address_is_of_an_example_domain() -> None:
    hosts = re.findall(r"(?:https?://|@)([^\s/;,]+)", " ".join(every_cell()))
    assert hosts
    assert {host for host in hosts if not host.endswith(".example")} == set()


def test_technologies_are_real_and_known_to_the_support_facts() -> None:
    unknown = {row["product"] for row in rows("technology") if find(row["product"], row["version"]) is None}
    assert unknown == UNKNOWN_TO_THE_PUBLIC_FACTS


def test_the_catalogue_agrees_with_the_index_of_published_documents() -> None:
    names = {row["name"]: row["key"] for row in rows("system")}
    versions = {row["key"]: row for row in rows("api_version")}
    provider_of = {row["key"]: row["system"] for row in rows("api")}
    calls = {(row["api_version"], row["system"]) for row in rows("consumer")}
    for document in listed():
        key = key_of(document)
        assert versions[key]["status"] == document["status"]
        assert provider_of[document["api"]] == names[document["provider"]]
        assert {(key, names[consumer]) for consumer in document["consumers"]} <= calls


def test_contracts_cover_every_kind_of_term() -> None:
    contracts = rows("contract")
    assert any(not row["end"] for row in contracts)
    assert any(row["renewal_period"] for row in contracts)
    assert any(row["terminated_on"] for row in contracts)
    assert any(row["framework"] for row in contracts)
    assert any(row["extension_options"] and row["options_used"] == row["extension_options"] for row in contracts)
    assert any(row["extension_options"] and row["options_used"] < row["extension_options"] for row in contracts)


def test_some_contract_lacks_the_data_processing_agreement_its_systems_need() -> None:
    personal = {row["key"] for row in rows("system") if row["personal_data"] == "true"}
    covered = {row["contract"] for row in rows("coverage") if row["system"] in personal}
    assert {row["key"] for row in rows("contract") if row["data_processing_agreement"] == "false"} & covered


def test_nouns_come_after_those_they_refer_to() -> None:
    order = [resource.name for resource in in_order()]
    assert order.index("system") < order.index("dependency")
    assert order.index("api_version") < order.index("dependency")
    assert len(order) == len(set(order)) == len(list(RESOURCES))


def test_a_record_comes_after_the_one_of_its_own_noun_it_refers_to() -> None:
    table = Table(
        ("key", "name", "parent"),
        (Row(2, {"key": "unit", "name": "U", "parent": "top"}), Row(3, {"key": "top", "name": "T", "parent": ""})),
    )
    assert [[row.values["key"] for row in part.rows] for part in parts(RESOURCES["organisation"], table)] == [["top"], ["unit"]]


def test_a_circle_of_references_is_left_for_the_import_to_refuse() -> None:
    table = Table(("key", "name", "parent"), (Row(2, {"key": "a", "name": "A", "parent": "a"}),))
    assert [len(part.rows) for part in parts(RESOURCES["organisation"], table)] == [1]


def test_public_support_dates_do_not_move() -> None:
    table = Table(("system", "product", "version", "support_ends"), (Row(2, {"support_ends": "2029-12-31"}),))
    assert dated(RESOURCES["technology"], table, date(2030, 1, 1)) == table


def test_loading_twice_changes_nothing(granvik: Session) -> None:
    def counts() -> list[int | None]:
        return [granvik.scalar(select(func.count()).select_from(model)) for model in (Change, CheckResult, System)]

    before = counts()
    load(granvik, WRITTEN_ON, FOLDER.parents[1] / "specs")
    granvik.flush()
    assert counts() == before


def test_the_waiver_that_ends_soon_is_still_needed(granvik: Session) -> None:
    """Every state of a waiver is shown, and the one that ends soon is not one that nothing is found for."""
    listed = granted(granvik, "sundsvall", WRITTEN_ON)
    assert {one.standing for one in listed} == set(Standing)
    assert [one.said for one in listed if one.standing is Standing.SOON] == [[]]


def test_the_municipality_has_a_strategy_of_its_own_that_is_not_in_force(granvik: Session) -> None:
    text = granvik.scalars(select(StrategyText)).one().text
    assert text in (FOLDER.parent / "docs" / "own-profile.md").read_text(encoding="utf-8")
    own = parse_profile(text.encode(), "strategy.yaml")
    base = parse_profile(built_in_profiles()["sundsvall"].read_bytes(), "sundsvall.yaml")
    found = {difference for change in clause_changes(base, own) for difference in change.differences}
    assert found >= {Difference.LEVEL, Difference.CHECK, Difference.ADDED, Difference.REMOVED}
    assert granvik.scalar(select(func.count()).select_from(StrategyChoice)) == 0


def test_one_call_off_was_ordered_after_its_framework_agreement_had_ended(granvik: Session) -> None:
    late = all_conflicts(granvik, WRITTEN_ON).of(ConflictName.ORDERED_AFTER_FRAMEWORK)
    assert [each.key for each in late] == ["avrop-larm-hallar"]


def test_every_version_in_the_index_has_its_document(granvik: Session) -> None:
    keys = {key_of(document) for document in listed()}
    assert set(granvik.scalars(select(ApiVersion.key).where(ApiVersion.document_id.is_not(None)))) == keys


def test_a_file_that_does_not_fit_is_refused_with_file_row_and_column(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    wrong = Table(("key", "name", "kind"), (Row(7, {"key": "x", "name": "X", "kind": "kingdom"}),))
    monkeypatch.setattr(
        "registry.demo.load.read_demo", lambda resource: wrong if resource.name == "organisation" else read_demo(resource)
    )
    with pytest.raises(DemoWrong, match=r"organisation\.csv:7: kind: “kingdom” is not one of"):
        load(session, WRITTEN_ON, FOLDER)
