"""Support dates: the names and versions people write find the right release cycle."""

from __future__ import annotations

import runpy
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.core.support.ends import Undated, has_ended, parse_end
from registry.core.support.facts import facts, product_ids
from registry.core.support.support import find, suggest, titles

ROOT = Path(__file__).parents[2]
SCRIPT = ROOT / "scripts" / "make_support_facts"
HEADER = "product,title,release_cycle,release_label,release_date,end_of_active_support,end_of_life,end_of_extended_support\n"


@pytest.mark.parametrize(
    ("product", "version", "cycle"),
    [
        ("MS SQL Server", "2012", "11.0-sp4"),
        ("Microsoft SQL Server", "2008 R2", "10.50-sp3"),
        ("SQL Server", "2008", "10.0-sp4"),
        ("SQL Server", "2014 SP2", "12.0-sp2"),
        ("mssqlserver", "13.0.5026", "13.0-sp3"),
        ("Windows Server", "2012 R2", "2012-r2"),
        ("Windows Server", "2012", "2012"),
        ("Windows Server 2012 R2", "", "2012-r2"),
        ("Microsoft Windows Server", "2019 Datacenter", "2019"),
        ("Windows", "10", "10-22h2"),
        ("Windows", "10 21H2", "10-21h2-e"),
        ("Windows", "XP", "5-sp3"),
        ("Oracle", "19c", "19"),
        ("Oracle Database", "11g Release 1", "11.1"),
        ("Oracle", "12.1.0.2", "12.1"),
        (".NET Framework", "4.7.2", "4.7.2"),
        ("dotnet framework", "3.5", "3.5-sp1"),
        (".NET Core", "3.1", "3.1"),
        ("Java", "1.8.0_202", "8"),
        ("Java", "8u202", "8"),
        ("Java", "11.0.4", "11"),
        ("PostgreSQL", "9.6.24", "9.6"),
        ("postgres", "9", "9.6"),
        ("Red Hat Enterprise Linux", "7.9", "7"),
        ("PHP", "v7.4", "7.4"),
        ("Ubuntu", "20.04 LTS", "20.04"),
        ("SLES", "15 SP5", "15.5"),
        ("SharePoint", "Subscription Edition", "subscription"),
    ],
)
def test_a_version_as_people_write_it_finds_its_cycle(product: str, version: str, cycle: str) -> None:
    fact = find(product, version)
    assert fact is not None
    assert fact.cycle == cycle


@pytest.mark.parametrize(
    ("product", "version"),
    [
        ("Procapita", "5"),
        ("", ""),
        ("Windows", ""),
        ("PostgreSQL", "999"),
        ("SQL Server Reporting Services", "2016"),
        ("Windows Server", "99 R2"),
    ],
)
def test_what_the_table_does_not_tell_is_not_guessed(product: str, version: str) -> None:
    assert find(product, version) is None


def test_python_3_1_is_not_taken_for_3_10() -> None:
    assert find("Python", "3.1") != find("Python", "3.10")
    assert find("PostgreSQL", "1") is None


def test_a_known_end_is_a_day_and_extended_support_is_apart() -> None:
    fact = find("Windows Server", "2012 R2")
    assert fact is not None
    assert (fact.support_ends, fact.extended_support_ends) == (date(2023, 10, 10), date(2026, 10, 13))
    assert str(fact) == "Windows Server 2012 R2"


def test_a_product_spelt_wrong_gets_a_suggestion() -> None:
    assert "PostgreSQL" in suggest("Postgress")
    assert "Microsoft Windows Server" in suggest("Widnows Server")
    assert suggest("zzzzqq") == ()


@given(st.text(max_size=200), st.text(max_size=200))
def test_any_words_at_all_get_an_answer_or_none(product: str, version: str) -> None:
    find(product, version)
    assert len(suggest(product)) <= 3


def test_every_cycle_is_found_by_its_own_name() -> None:
    lost = [str(fact) for cycles in facts().values() for fact in cycles if find(fact.title, fact.cycle) is None]
    assert lost == []


def test_the_table_covers_every_product_named_and_each_has_a_title() -> None:
    assert set(product_ids().values()) == set(facts())
    assert len(titles()) == len(facts()) > 100


def test_an_end_is_a_day_a_word_or_unknown() -> None:
    assert parse_end("") is None
    assert parse_end("ended") is Undated.ENDED
    assert parse_end("2025-10-14") == date(2025, 10, 14)
    with pytest.raises(ValueError, match="next year"):
        parse_end("next year")


def test_the_last_day_of_support_is_still_supported() -> None:
    assert has_ended(date(2026, 1, 31), date(2026, 1, 31)) is False
    assert has_ended(date(2026, 1, 31), date(2026, 2, 1)) is True
    assert has_ended(None, date(2026, 2, 1)) is None
    assert has_ended(Undated.NOT_ANNOUNCED, date(2026, 2, 1)) is False


def _run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, str(SCRIPT), *arguments], capture_output=True, text=True, check=False)


def test_the_facts_are_what_the_script_makes_of_the_source(tmp_path: Path) -> None:
    source = ROOT / ".." / "shared" / "data" / "endoflife.csv"
    if not source.exists():
        pytest.skip("corpus not present")
    made = tmp_path / "facts.csv"
    assert _run(str(source), "--output", str(made)).returncode == 0
    assert made.read_bytes() == (ROOT / "registry" / "core" / "support" / "facts.csv").read_bytes()


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("product,title\nphp,PHP\n", "the columns release_cycle"),
        (HEADER + "php,PHP,8.9,,soon,,,\n", "line 2: Invalid isoformat string: 'soon'; accepted are ISO dates"),
        (HEADER + "php,PHP,8.9,,2026-01-01,,,\n", "has nothing on almalinux"),
    ],
)
def test_a_source_the_script_cannot_read_is_refused_in_words(tmp_path: Path, content: str, message: str) -> None:
    source = tmp_path / "source.csv"
    source.write_text(content, encoding="utf-8")
    result = _run(str(source), "--output", str(tmp_path / "facts.csv"))
    assert result.returncode == 1
    assert message in result.stderr
    assert "Traceback" not in result.stderr


def test_code_names_are_left_out_of_labels() -> None:
    label = runpy.run_path(str(SCRIPT))["label"]
    assert label({"release_cycle": "12.0-sp3", "release_label": "2014 '__CODENAME__' SP3"}) == "2014 SP3"
    assert label({"release_cycle": "8", "release_label": "__RELEASE_CYCLE__"}) == ""
