"""The files that mark a published landscape fit the catalogue: their columns are fields, and they refer to each other."""

from pathlib import Path

import pytest

from registry.kit.spreadsheets import read_table
from registry.resources import RESOURCES

FOLDER = Path(__file__).parents[1] / "scripts" / "real_landscape"
FILES = sorted(FOLDER.glob("*.csv"))


def rows(noun):
    path = FOLDER / f"{noun}.csv"
    return [row.values for row in read_table(path.read_bytes(), path.name).rows]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_column_is_a_field(path):
    assert set(read_table(path.read_bytes(), path.name).columns) <= set(RESOURCES[path.stem].fields)


def test_ten_initiatives_touch_something_and_what_is_mended_is_legacy():
    initiatives = {row["key"] for row in rows("initiative")}
    assert len(initiatives) == 10
    assert {row["initiative"] for row in rows("system_touched")} == initiatives
    legacy = {row["key"] for row in rows("system")}
    assert {row["system"] for row in (*rows("remediation"), *rows("technology"))} <= legacy
