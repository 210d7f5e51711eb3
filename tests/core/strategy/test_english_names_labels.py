"""Names from published documents, judged by hand: how often the judgement of words agrees (docs/english-names.md)."""

from __future__ import annotations

import csv
import hashlib
from pathlib import Path

import pytest

from registry.core.strategy.words import swedish_words

LABELS = Path(__file__).with_name("english_names_labels.csv")


def is_held_out(name: str) -> bool:
    """Whether a name belongs to the half that the lists were not improved on."""
    return int(hashlib.sha256(name.encode()).hexdigest(), 16) % 2 == 1


def labels(*, held_out: bool) -> list[dict[str, str]]:
    with LABELS.open(encoding="utf-8", newline="") as file:
        return [row for row in csv.DictReader(file, delimiter=";") if is_held_out(row["name"]) is held_out]


@pytest.mark.parametrize(("held_out", "precision", "recall"), [(False, 0.97, 0.94), (True, 0.96, 0.91)])
def test_the_judgement_agrees_with_people_as_often_as_the_documentation_says(
    held_out: bool, precision: float, recall: float
) -> None:
    rows = labels(held_out=held_out)
    swedish = {row["name"] for row in rows if row["swedish"] == "yes"}
    found = {row["name"] for row in rows if swedish_words(row["name"])}
    assert len(found & swedish) / len(found) >= precision, found - swedish
    assert len(found & swedish) / len(swedish) >= recall, swedish - found


def test_the_words_told_are_those_that_people_marked() -> None:
    for row in labels(held_out=True) + labels(held_out=False):
        told = swedish_words(row["name"])
        if told and row["swedish"] == "yes":
            assert set(row["word"].split("+")) <= set(told), row
