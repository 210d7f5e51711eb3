"""A profile is data that a municipality may write; its faults are told with file, line and key."""

from __future__ import annotations

import pytest
import yaml

from registry.core.strategy.profile import BadProfile, built_in_profiles, load_profile, parse_profile
from registry.core.strategy.skeleton import skeleton

GOOD = """\
profile: ours
version: "1"
title: {en: Ours, sv: Vår}
sources:
  A: {document: Strategy, version: "2", link: "https://example.se"}
clauses:
  - id: C1
    level: MUST
    title: {en: One, sv: Ett}
    paraphrase: {en: Text, sv: Text}
    sources: A
    check:
      - api-name: {forbidden: [bygg]}
      - structure
"""


def test_a_good_profile_is_read_with_rules_and_parameters() -> None:
    profile = parse_profile(GOOD.encode(), "ours.yaml")
    uses = profile.clause("C1").rules
    assert [(use.rule, use.parameters) for use in uses] == [("api-name", {"forbidden": ["bygg"]}), ("structure", {})]
    with pytest.raises(KeyError):
        profile.clause("C2")


@pytest.mark.parametrize(("title", "told"), [("{sv: Vår}", "Vår"), ("{en: Ours}", "Ours")])
def test_what_is_written_in_one_language_stands_for_both(title: str, told: str) -> None:
    profile = parse_profile(GOOD.replace("{en: Ours, sv: Vår}", title).encode(), "ours.yaml")
    assert profile.title == {"sv": told, "en": told}


def test_the_strategies_that_are_built_in_are_written_in_both_languages() -> None:
    for path in built_in_profiles().values():
        tree = yaml.safe_load(path.read_bytes())
        texts = [
            tree["title"],
            *(clause[name] for clause in tree["clauses"] for name in ("title", "paraphrase", "reason") if name in clause),
        ]
        assert all(text.keys() == {"sv", "en"} for text in texts), path.name


@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_first_text_of_ones_own_claims_no_title_in_a_language_it_has_none_in(language: str) -> None:
    base = parse_profile(built_in_profiles()["sundsvall"].read_bytes(), "sundsvall.yaml")
    text = skeleton(base, "granvik", "API-strategi för Granvik: “vår”", language)
    assert yaml.safe_load(text)["title"] == {language: "API-strategi för Granvik: “vår”"}
    assert parse_profile(text.encode(), "granvik.yaml").clauses == base.clauses


@pytest.mark.parametrize(
    ("old", "new", "line", "says"),
    [
        ("level: MUST", "level: SKALL", 8, "accepted are MUST, SHOULD, MAY"),
        ("sources: A", "sources: [A, B]", 11, "“B” is not among the sources"),
        ("- structure", "- strukture", 14, "There is no rule “strukture”"),
        ("- structure", "- []", 14, "names with values"),
        ('version: "1"', "version: 1", 2, "in quotes"),
        ("id: C1", "ids: C1", 7, "“id” is missing"),
        ("    level: MUST", "    level: MUST\n    extra: 1", 9, "“extra” is not known"),
        ("title: {en: One, sv: Ett}", "title: {}", 9, "“sv” is missing"),
        ("title: {en: One, sv: Ett}", "title: {en: One, fi: Yksi}", 9, "“fi” is not known"),
        ("title: {en: One, sv: Ett}", "title: {en: One, sv: ''}", 9, "Text is expected"),
        ("profile: ours", "- profile", 2, "Not valid YAML"),
        (
            "    check:\n      - api-name: {forbidden: [bygg]}\n      - structure",
            "    check: maybe",
            12,
            "one of attestation, not_checkable",
        ),
    ],
)
def test_a_fault_in_a_profile_is_told_with_its_line(old: str, new: str, line: int, says: str) -> None:
    with pytest.raises(BadProfile) as fault:
        parse_profile(GOOD.replace(old, new).encode(), "ours.yaml")
    assert fault.value.line == line
    assert says in str(fault.value)
    assert str(fault.value).startswith(f"ours.yaml:{line}: ")


def test_two_clauses_with_one_id_are_refused() -> None:
    clause = GOOD[GOOD.index("  - id: C1") :]
    with pytest.raises(BadProfile, match="used by two clauses"):
        parse_profile((GOOD + clause).encode(), "ours.yaml")


@pytest.mark.parametrize("data", [b"", b"[]", b"a: b", b"clauses: []", b"\xff\xfe\x00", b"profile: {a: b}"])
def test_what_is_no_profile_is_refused(data: bytes) -> None:
    with pytest.raises(BadProfile):
        parse_profile(data, "ours.yaml")


@pytest.mark.parametrize("path", built_in_profiles().values(), ids=lambda path: path.stem)
def test_built_in_profiles_are_good_and_named_after_their_file(path: object) -> None:
    from pathlib import Path

    assert isinstance(path, Path)
    assert load_profile(path).id == path.stem
